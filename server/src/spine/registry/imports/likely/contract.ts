import { z } from 'zod'
import { zById, zCountPage, zDay, zId, zValue } from '../../../../platform/http/contract.ts'

export const zLikelyVerdict = z.enum(['same', 'likely', 'unknown'])
/** The same: the row states facts of that record. Apart: two, and not asked about again. Later: written apart, and on the list of duplicates. */
export const zLikelyChoice = z.enum(['same', 'apart', 'later'])
/** A record, or an earlier row of the file. */
const zOther = z.union([z.object({ subjectId: zId }), z.object({ row: z.number().int() })])

/** One fact of a row beside that of the other. A closed value is absent and `masked`; whether it agrees is said all the same. */
const zLikelyFact = z.object({
  key: z.string(),
  /** `one`: only one of the two states it. */
  how: z.enum(['agree', 'near', 'differ', 'one']),
  masked: z.boolean(),
  row: zValue.optional(),
  other: zValue.optional(),
})
const zLikelyRow = z.object({
  row: z.number(),
  name: z.string(),
  others: z.array(
    z.object({
      subjectId: zId.optional(),
      row: z.number().optional(),
      name: z.string(),
      asOf: zDay.optional(),
      verdict: zLikelyVerdict,
      /** Unknown facts each of which would decide more. */
      decides: z.array(z.string()),
      facts: z.array(zLikelyFact),
      choice: zLikelyChoice.optional(),
      /** It was said of all of the verdict, not of this pair. */
      ofAll: z.boolean(),
    }),
  ),
})
export type LikelyRow = z.infer<typeof zLikelyRow>

/** What is said of likely duplicates. */
export const zLikelyDecisions = z.object({
  /** Per likely duplicate; null takes the decision back. */
  likely: z
    .array(z.object({ row: z.number().int(), other: zOther, choice: zLikelyChoice.nullable() }))
    .max(1000)
    .default([]),
  /** For all of a verdict that are not decided one by one. A name alone makes nobody the same: those are kept apart or put off. */
  likelyAll: z
    .object({
      same: zLikelyChoice.nullable(),
      likely: zLikelyChoice.nullable(),
      unknown: z.enum(['apart', 'later']).nullable(),
    })
    .partial()
    .default({}),
})

/** Rows that may be the same as a record, or as an earlier row, under another writing: the most certain first. */
export const likelyEntry = {
  name: 'import.likely',
  method: 'GET',
  path: '/api/imports/{id}/likely',
  ability: 'registry.import',
  params: zById,
  query: zCountPage.extend({ verdict: zLikelyVerdict.optional() }),
  output: z.object({
    rows: z.array(zLikelyRow),
    next: z.string().optional(),
    total: z.number(),
    /** Rows by the verdict of their most certain pair, and those of them that nobody has decided. */
    verdicts: z.record(zLikelyVerdict, z.object({ rows: z.number(), undecided: z.number() })),
  }),
} as const
