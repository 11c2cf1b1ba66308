import { z } from 'zod'
import { contractOf, zById, zCountPage, zDay, zId, zIdPage, zValue } from '../../../platform/http/contract.ts'
import { zJob } from '../../../platform/jobs/contract.ts'

const zSide = z.enum(['into', 'merged'])
const zKind = z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]*$/) })

/** How two records stand, in names of facts. `unknown`: alike by name, and what would decide is not known. */
const zTrace = z.object({
  verdict: z.enum(['same', 'likely', 'unknown', 'differs']),
  agrees: z.array(z.string()),
  near: z.array(z.string()),
  differs: z.array(z.string()),
  unknown: z.array(z.string()),
  /** Unknown facts each of which would decide more. */
  decides: z.array(z.string()),
})

const zEnd = z.object({ id: zId, name: z.string(), asOf: zDay.optional(), statements: z.number() })

const zDecision = z.object({
  state: z.enum(['apart', 'later', 'open']),
  by: z.string(),
  recordedAt: z.string(),
  reason: z.string().optional(),
  /** Facts that agree since, though two were to be kept: why the pair is asked about again. */
  since: z.array(z.string()),
})

export const zPair = z.object({
  left: zEnd,
  right: zEnd,
  trace: zTrace,
  state: z.enum(['open', 'later', 'apart']),
  decision: zDecision.optional(),
  demonstration: z.boolean(),
})
export type Pair = z.infer<typeof zPair>

/** One fact of both records. A closed value is absent and `masked`; whether it agrees is said all the same. */
const zPairFact = z.object({
  key: z.string(),
  /** `one`: only one of the two states it. */
  how: z.enum(['agree', 'near', 'differ', 'one']),
  masked: z.boolean(),
  left: z.object({ value: zValue.optional(), source: z.string(), asOf: zDay, by: z.string() }).optional(),
  right: z.object({ value: zValue.optional(), source: z.string(), asOf: zDay, by: z.string() }).optional(),
  /** Whose value stands if nothing is chosen: the latest. */
  wins: z.enum(['left', 'right']),
  /** They differ in what says who somebody is, or in a consent: one must be chosen. */
  mustChoose: z.boolean(),
})
export type PairFact = z.infer<typeof zPairFact>

const zPairEnd = zEnd.extend({
  version: zId,
  links: z.array(z.object({ kind: z.string(), id: zId, title: z.string(), state: z.string().optional() })),
  /** How many records belong to it: posts of an enterprise. */
  holds: z.number(),
  /** Sign-ins that act for it. */
  signIns: z.number(),
})

export const zComparison = z.object({
  kind: z.string(),
  left: zPairEnd,
  right: zPairEnd,
  trace: zTrace,
  facts: z.array(zPairFact),
  state: z.enum(['open', 'later', 'apart']),
  decision: zDecision.optional(),
  /** The record that is proposed to stay: the one with a code, then the one more is said of. */
  stays: z.enum(['left', 'right']),
  demonstration: z.boolean(),
  /** Why the two cannot be merged at all. */
  refusal: z.enum(['merge-kind', 'merge-demonstration']).optional(),
  abilities: z.array(z.string()),
})
export type Comparison = z.infer<typeof zComparison>

export const zMerge = z.object({
  id: zId,
  into: z.object({ id: zId, name: z.string() }),
  merged: z.object({ id: zId, name: z.string() }),
  state: z.enum(['standing', 'undone']),
  by: z.string(),
  recordedAt: z.string(),
  reason: z.string().optional(),
  undone: z.object({ by: z.string(), reason: z.string(), at: z.string() }).optional(),
})
export type MergeView = z.infer<typeof zMerge>

const zPairIds = z.object({ leftId: zId, rightId: zId })

export const duplicatesContract = contractOf({
  /** Pairs of a kind that may be one, the most certain first. */
  list: {
    name: 'duplicates.list',
    method: 'GET',
    path: '/api/duplicates/{kind}',
    ability: 'registry.merge',
    params: zKind,
    query: zCountPage.extend({
      /** `name`: alike by name only, and what would decide is not known. */
      view: z.enum(['open', 'name', 'later', 'apart']).default('open'),
    }),
    output: z.object({
      rows: z.array(zPair),
      next: z.string().optional(),
      counts: z.object({
        open: z.number(),
        name: z.number(),
        later: z.number(),
        apart: z.number(),
        merged: z.number(),
      }),
      /** The latest search; absent before the first. */
      search: zJob.optional(),
      abilities: z.array(z.string()),
    }),
  },
  /** Two records side by side. */
  compare: {
    name: 'duplicates.compare',
    method: 'GET',
    path: '/api/duplicates/{kind}/compare',
    ability: 'registry.merge',
    params: zKind,
    query: zPairIds,
    output: zComparison,
  },
  /** Merges of a kind, the latest first. */
  merges: {
    name: 'duplicates.merges',
    method: 'GET',
    path: '/api/duplicates/{kind}/merges',
    ability: 'registry.merge',
    params: zKind,
    query: zIdPage,
    output: z.object({ rows: z.array(zMerge), next: z.string().optional() }),
  },
  /** Compares all records of a kind with each other, as a job. */
  seek: {
    name: 'duplicates.seek',
    method: 'POST',
    path: '/api/duplicates/{kind}/search',
    ability: 'registry.merge',
    params: zKind,
    writes: true,
    output: zJob,
  },
  /** Two are two (and not asked about again unless something new agrees), not decided now, or asked about again. */
  decide: {
    name: 'duplicates.decide',
    method: 'POST',
    path: '/api/duplicates/{kind}/decisions',
    ability: 'registry.merge',
    params: zKind,
    body: zPairIds.extend({
      decision: z.enum(['apart', 'later', 'open']),
      reason: z.string().max(500).optional(),
    }),
    writes: true,
    output: z.object({ id: zId, state: z.enum(['apart', 'later', 'open']) }),
  },
  /** One record stands for another from now on. Nothing is deleted; `undo` lets each speak for itself again. */
  merge: {
    name: 'registry.merge',
    method: 'POST',
    path: '/api/duplicates/merges',
    ability: 'registry.merge',
    body: z.object({
      kind: z.string(),
      /** The record that stays, and the one that shows under it. */
      intoId: zId,
      mergedId: zId,
      /** Both as they were when they were compared. */
      versions: z.object({ into: zId, merged: zId }),
      /** Facts for which one side's statements stand, whatever their day. Codes that differ must be chosen. */
      stands: z.record(z.string().max(100), zSide).default({}),
      reason: z.string().max(500).optional(),
    }),
    writes: true,
    output: z.object({ mergeId: zId, id: zId }),
  },
  undo: {
    name: 'merge.undo',
    method: 'POST',
    path: '/api/duplicates/merges/{id}/undo',
    ability: 'registry.merge',
    params: zById,
    body: z.object({ reason: z.string().min(1).max(500) }),
    writes: true,
    output: z.object({ mergeId: zId, intoId: zId, mergedId: zId }),
  },
})
