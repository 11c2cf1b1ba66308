import { z } from 'zod'
import { zDay, zId, zValue } from '../../../../platform/http/contract.ts'

/** Since a file went out, a field was changed only in it, in both places, or emptied in it. */
export const zWay = z.enum(['theirs', 'both', 'cleared'])
/** A record that the file does not hold any more: nothing happens, it has left the list, or it should never have been there. */
export const zAbsence = z.enum(['leave', 'exit', 'retract'])
/** Who stated what stands now. */
export const zStated = z.object({
  by: z.string(),
  office: z.string().optional(),
  source: z.string(),
  asOf: zDay,
  recordedAt: z.string(),
})

/** What another returned file that waits for approval says of a field. */
export const zRival = z.object({
  importId: zId,
  by: z.string(),
  office: z.string().optional(),
  at: z.string(),
  /** Absent where it says that the value is not known, or the reader may not see it. */
  after: zValue.optional(),
})

/** A file of ours that came back: what it was when it went out, and by whom. */
export const zReturned = z.object({
  exportId: zId,
  /** Records it held. */
  rows: z.number().optional(),
  template: z.string().optional(),
  on: zDay,
  past: z.boolean(),
  by: z.string(),
  office: z.string().optional(),
  recordedAt: z.string(),
  filter: z.string().optional(),
  /** Fields by what happened to them since it went out, and how many of them nobody has decided. */
  fields: z.record(zWay, z.object({ n: z.number(), open: z.number() })).optional(),
  /** Records of it that the returned file does not hold; those decided are among them. */
  missing: z.number().optional(),
  /** Records it would change that others have spoken of since it was compared: they are held until it is compared again. */
  changedMeanwhile: z.number().optional(),
  /** Other returned files that wait for approval and say something else of the same field: how many such fields in each. */
  rivals: z.array(
    z.object({
      importId: zId,
      fileName: z.string(),
      by: z.string(),
      office: z.string().optional(),
      at: z.string(),
      fields: z.number(),
    }),
  ),
  /** Who sent it back. */
  returner: z.object({ by: z.string(), office: z.string().optional(), at: z.string() }),
  /** What was decided for all conflicts, emptied cells, changes and missing records that nobody decides one by one. */
  ways: z.partialRecord(zWay, z.enum(['adopt', 'keep'])),
  absent: zAbsence.optional(),
  /** The fact that says that a record has left its list; absent where the pack has none. */
  exitFact: z.string().optional(),
})
