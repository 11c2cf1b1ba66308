import { z } from 'zod'
import { contractOf, zAsOf, zDay, zId, zLabel, zTri } from '../../platform/http/contract.ts'

const zItem = z.object({
  id: zId,
  no: z.string(),
  title: z.string(),
  part: z.string(),
  counts: zTri,
  /** Why it counts or not: a reason of counting, what is not on file, a value that nobody has stated. */
  because: z.string(),
  day: zDay.optional(),
  value: z.number().optional(),
  /** What is on file for it. */
  evidence: z.array(zLabel),
  demonstration: z.boolean(),
})
export type EvaluationItem = z.infer<typeof zItem>

const zPart = z.object({
  id: z.string(),
  label: zLabel,
  weight: z.number(),
  how: z.enum(['count', 'sum', 'mean']),
  against: z.enum(['efficacy', 'share', 'target']),
  /** Of a sum, the unit that it is shown in. */
  unit: z.string().optional(),
})

const zScore = z.object({
  part: z.string(),
  value: z.number().optional(),
  target: z.number().optional(),
  n: z.number(),
  unknown: z.number(),
  withoutValue: z.number(),
  points: z.number().optional(),
  score: z.number(),
})

const zUnit = z.object({
  id: z.string(),
  label: zLabel,
  score: z.number(),
  high: z.number(),
  rank: z.number(),
  parts: z.array(zScore),
  penalties: z.array(z.object({ id: z.string(), n: z.number(), score: z.number() })),
  /** Its places that hang on one item. */
  doubts: z.array(z.object({ item: zId, title: z.string(), part: z.string(), rankWithout: z.number() })),
})

const zEvaluation = z.object({
  id: z.string(),
  label: zLabel,
  source: zLabel,
  on: zDay,
  from: zDay,
  to: zDay,
  parts: z.array(zPart),
  penalties: z.array(z.object({ id: z.string(), label: zLabel, each: z.number() })),
  units: z.array(zUnit),
  /** Least and most of each part over all units, as the efficacy coefficient takes them. */
  spans: z.array(z.object({ part: z.string(), least: z.number(), most: z.number() })),
  demonstration: z.boolean(),
})
export type Evaluation = z.infer<typeof zEvaluation>

/** A time that a clock gave, as it was kept: whole days in its calendar, with how many cases it is said of. */
const zKept = z.object({
  clock: z.string(),
  label: zLabel,
  calendar: z.enum(['working', 'natural']),
  limit: z.number(),
  /** Cases on which it was stopped, and of these in time. */
  n: z.number(),
  inTime: z.number(),
  p50: z.number().optional(),
  p90: z.number().optional(),
  /** Cases on which it still runs and is late. */
  late: z.number(),
})

const zTeam = z.object({
  definition: z.string(),
  from: zDay,
  to: zDay,
  on: zDay,
  offices: z.array(
    z.object({
      id: z.string(),
      label: zLabel,
      opened: z.number(),
      underWay: z.number(),
      kept: z.array(zKept),
    }),
  ),
  /** Facts by which conversion can be told. */
  facts: z.array(z.object({ key: z.string(), label: zLabel })),
  by: z.string().optional(),
  /** The stage that a case must have reached. */
  stage: zLabel.optional(),
  conversion: z.array(
    z.object({
      /** Absent for the cases of which nobody has stated it. */
      value: z.string().optional(),
      label: zLabel,
      opened: z.number(),
      reached: z.number(),
      ended: z.number(),
      /** Too few to say a share of. */
      few: z.boolean(),
    }),
  ),
  demonstration: z.boolean(),
})
export type Team = z.infer<typeof zTeam>

/** A scheme counts every case, also those that are closed to others: who may not see all of them gets no part of a sum. */
export const evaluationContract = contractOf({
  list: {
    name: 'evaluation.list',
    method: 'GET',
    path: '/api/evaluations',
    ability: 'journey.confidential',
    output: z.object({ rows: z.array(z.object({ id: z.string(), label: zLabel, source: zLabel })) }),
  },
  read: {
    name: 'evaluation.read',
    method: 'GET',
    path: '/api/evaluations/{id}',
    ability: 'journey.confidential',
    params: z.object({ id: z.string().max(100) }),
    query: zAsOf,
    output: zEvaluation,
  },
  /** What a unit's score was made of: every item with its evidence, and what scored nothing. */
  items: {
    name: 'evaluation.items',
    method: 'GET',
    path: '/api/evaluations/{id}/units/{unit}',
    ability: 'journey.confidential',
    params: z.object({ id: z.string().max(100), unit: z.string().max(100) }),
    query: zAsOf,
    output: z.object({ rows: z.array(zItem) }),
  },
  team: {
    name: 'team.read',
    method: 'GET',
    path: '/api/team/{definition}',
    ability: 'journey.confidential',
    params: z.object({ definition: z.string().max(100) }),
    query: zAsOf.extend({ from: zDay.optional(), by: z.string().max(100).optional() }),
    output: zTeam,
  },
})
