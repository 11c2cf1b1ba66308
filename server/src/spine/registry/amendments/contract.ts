import { z } from 'zod'
import { contractOf, zById, zCountPage, zDay, zId, zIdPage, zValue } from '../../../platform/http/contract.ts'
import { zJob } from '../../../platform/jobs/contract.ts'

/**
 * What would become of a row. `change`: the value is replaced; `same`: it says so already; `fresher`: what stands is of a later day and
 * stays; `disagrees`: another value of the same day stands; `forbidden`: not this person's to change; `gone`: the record is no more.
 */
export const zAction = z.enum(['change', 'same', 'fresher', 'disagrees', 'forbidden', 'gone'])
export type Action = z.infer<typeof zAction>
/**
 * What became of it. `stale`: somebody stated something else between the look and the approval, nothing was written; `undone`: taken
 * back; `overtaken`: taken back, but something stated since stands over it.
 */
export const zOutcome = z.enum(['written', 'stale', 'undone', 'overtaken'])
export type Outcome = z.infer<typeof zOutcome>

const zStood = z.object({ value: zValue.optional(), source: z.string(), asOf: zDay, by: z.string() })

export const zAmendment = z.object({
  id: zId,
  kind: z.string(),
  fact: z.string(),
  /** Absent: the fact is to be unknown. */
  value: zValue.optional(),
  source: z.string(),
  asOf: zDay,
  /** What the rows were chosen by, where all of a list were. */
  q: z.string().optional(),
  filter: z.string().optional(),
  state: z.enum([
    'planning',
    'review',
    'writing',
    'written',
    'stopped',
    'cancelled',
    'undoing',
    'undone',
    'failed',
  ]),
  refusal: z.string().optional(),
  /** Values of the same day are replaced too. */
  overrule: z.boolean(),
  chosen: z.number(),
  /** Rows by what would become of them; incomplete while it is planned. */
  actions: z.partialRecord(zAction, z.number()),
  outcomes: z.partialRecord(zOutcome, z.number()),
  by: z.string(),
  recordedAt: z.string(),
  reason: z.string().optional(),
  job: zJob.optional(),
  /** What the asker may do with it as it stands: `approve`, `cancel`, `undo`. */
  may: z.array(z.enum(['approve', 'cancel', 'undo'])),
})
export type Amendment = z.infer<typeof zAmendment>

const zKey = z.string().regex(/^[a-z][a-z0-9_-]*$/)
/** Rows named one by one, or left out of all; a list beyond that is chosen by its conditions. */
const zSome = z.array(zId).max(2000)

export const amendmentsContract = contractOf({
  list: {
    name: 'amendment.list',
    method: 'GET',
    path: '/api/amendments',
    ability: 'registry.write',
    narrows: true,
    query: zIdPage.extend({ kind: zKey.optional() }),
    output: z.object({ rows: z.array(zAmendment), next: z.string().optional() }),
  },
  /** Says what one new value would do to many records. Nothing is written before it is approved. */
  draft: {
    name: 'amendment.draft',
    method: 'POST',
    path: '/api/amendments',
    ability: 'registry.write',
    body: z.object({
      kind: zKey,
      rows: z.union([
        z.object({ ids: zSome.min(1) }),
        z.object({
          all: z.literal(true),
          q: z.string().max(100).optional(),
          filter: z.string().max(1000).optional(),
          except: zSome.optional(),
        }),
      ]),
      fact: zKey,
      /** Null: it is not known any more. */
      value: zValue.nullable(),
      source: z.string().trim().min(1).max(200),
      asOf: zDay.optional(),
    }),
    writes: true,
    output: zAmendment,
  },
  read: {
    name: 'amendment.read',
    method: 'GET',
    path: '/api/amendments/{id}',
    ability: 'registry.write',
    narrows: true,
    params: zById,
    output: zAmendment,
  },
  /** Row by row: what stood when it was looked at, and, where something else stands by now, that. */
  rows: {
    name: 'amendment.rows',
    method: 'GET',
    path: '/api/amendments/{id}/rows',
    ability: 'registry.write',
    narrows: true,
    params: zById,
    query: zCountPage.extend({ action: zAction.optional(), outcome: zOutcome.optional() }),
    output: z.object({
      rows: z.array(
        z.object({
          row: z.number(),
          id: zId,
          name: z.string(),
          action: zAction.optional(),
          outcome: zOutcome.optional(),
          before: zStood.optional(),
          now: zStood.optional(),
        }),
      ),
      next: z.string().optional(),
    }),
  },
  approve: {
    name: 'amendment.approve',
    method: 'POST',
    path: '/api/amendments/{id}/approve',
    ability: 'registry.write',
    params: zById,
    body: z.object({ overrule: z.boolean().default(false) }),
    writes: true,
    output: zAmendment,
  },
  /** Ends one that is not written, or stops it where it is; what was written by then can be taken back. */
  cancel: {
    name: 'amendment.cancel',
    method: 'POST',
    path: '/api/amendments/{id}/cancel',
    ability: 'registry.write',
    params: zById,
    writes: true,
    output: zAmendment,
  },
  /** Takes back every statement it made, by new statements. */
  undo: {
    name: 'amendment.undo',
    method: 'POST',
    path: '/api/amendments/{id}/undo',
    ability: 'registry.write',
    params: zById,
    body: z.object({ reason: z.string().trim().min(1).max(200) }),
    writes: true,
    output: zAmendment,
  },
})
