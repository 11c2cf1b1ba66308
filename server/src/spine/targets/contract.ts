import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zCountPage,
  zDay,
  zId,
  zLabel,
  zTri,
  zValue,
} from '../../platform/http/contract.ts'

const zIndicatorId = z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/) })

export const zPace = z.object({
  /** What the straight line from start to end asks on the day. */
  expected: z.number(),
  /** Actual less expected; absent where the actual is unknown. */
  difference: z.number().optional(),
  /** Distance from the line in percent of the target. */
  distance: z.number().optional(),
  onPace: zTri,
  light: z.enum(['green', 'yellow', 'red', 'unknown']),
  /** Still needed per week until the end; absent when reached. */
  perWeek: z.number().optional(),
  /** Linear extrapolation, only with enough readings. */
  expectedEnd: z.number().optional(),
  n: z.number(),
})

export const zIndicatorRow = z.object({
  id: z.string(),
  code: z.string().optional(),
  label: zLabel,
  kind: z.enum(['baseline', 'target', 'plan', 'rule', 'history', 'rank']),
  op: z.string().optional(),
  value: z.union([z.number(), z.string()]).optional(),
  unit: z.string().optional(),
  from: zDay.optional(),
  to: zDay.optional(),
  owner: z.string().optional(),
  ownerLabel: zLabel.optional(),
  definition: zLabel.optional(),
  /** Where the figure comes from, as the pack calls it in each language. */
  source: zLabel,
  note: zLabel.optional(),
  demonstration: z.boolean(),
  /** A published outcome with its own citation. */
  outcome: z
    .object({ value: z.number(), source: zLabel, asOf: zDay.optional(), singleSource: z.boolean() })
    .optional(),
  /** `measured` counts rows of the ledger; `series` is typed in with its source; `none` is a rule or a history figure. */
  measure: z.enum(['measured', 'series', 'none']),
  reading: z
    .object({ value: z.number().optional(), day: zDay, missing: z.number(), source: zLabel.optional() })
    .optional(),
  pace: zPace.optional(),
  /** Points of the pace picture: month by month distance from the line in percent of the target. */
  line: z.array(z.object({ day: zDay, value: z.number().optional(), distance: z.number().optional() })),
})
export type IndicatorRow = z.infer<typeof zIndicatorRow>

/** Why a case counts or does not, by the rules of counting of its journey. */
const zCountingReason = z.enum([
  'counts',
  'not-of-the-sort',
  'sort-unknown',
  'no-evidence',
  'lost',
  'no-rule',
  'relation-unsaid',
  'forerunner-unsaid',
  'forerunner-unknown',
  'adds-no-project',
  'replaces',
  'replaced',
])
const zOther = z.object({ id: zId, title: z.string() })

/** How a row stood on a day; absent where it was no row of the count. */
const zStood = z.object({
  verdict: zTri,
  because: zCountingReason.optional(),
  amount: z.number().optional(),
  day: zDay.optional(),
})

/** What happened to a row, or to the one that decided about it, between two days. */
const zCause = z.object({
  event: z.string(),
  day: zDay,
  office: zLabel.optional(),
  /** Of another case. */
  of: z.string().optional(),
  /** What was put on file. */
  evidence: zLabel.optional(),
})

const zChanges = z.object({
  from: zDay,
  to: zDay,
  before: z.number().optional(),
  after: z.number().optional(),
  unit: z.string().optional(),
  rows: z.array(
    z.object({
      kind: z.string(),
      id: zId,
      title: z.string(),
      before: zStood.optional(),
      after: zStood.optional(),
      other: zOther.optional(),
      causes: z.array(zCause),
      demonstration: z.boolean(),
    }),
  ),
  /** Changed rows beyond those that are listed. */
  more: z.number(),
})
export type IndicatorChanges = z.infer<typeof zChanges>

export const targetsContract = contractOf({
  list: {
    name: 'target.list',
    method: 'GET',
    path: '/api/targets',
    ability: 'target.read',
    query: zAsOf,
    output: z.object({ on: zDay, known: zDay, rows: z.array(zIndicatorRow), abilities: z.array(z.string()) }),
  },
  read: {
    name: 'target.read',
    method: 'GET',
    path: '/api/targets/{id}',
    ability: 'target.read',
    params: zIndicatorId,
    query: zAsOf,
    output: zIndicatorRow.extend({
      on: zDay,
      known: zDay,
      series: z.array(
        z.object({
          day: zDay,
          value: z.number().optional(),
          expected: z.number().optional(),
          /** Absent where it is counted from the ledger. */
          source: zLabel.optional(),
        }),
      ),
      abilities: z.array(z.string()),
    }),
  },
  /** The rows behind the figure: what counts, what does not, what cannot be said. */
  rows: {
    name: 'target.rows',
    method: 'GET',
    path: '/api/targets/{id}/rows',
    ability: 'target.read',
    params: zIndicatorId,
    query: zCountPage.extend(zAsOf.shape).extend({ verdict: zTri.optional() }),
    output: z.object({
      rows: z.array(
        z.object({
          kind: z.string(),
          id: zId,
          title: z.string(),
          verdict: zTri,
          day: zDay.optional(),
          amount: z.number().optional(),
          values: z.record(z.string(), zValue),
          /** Why it counts or not, by the rules of counting, and the case that decided. */
          because: zCountingReason.optional(),
          other: zOther.optional(),
          demonstration: z.boolean(),
        }),
      ),
      next: z.string().optional(),
      counted: z.number(),
      notCounted: z.number(),
      unknown: z.number(),
    }),
  },
  /** What moved a counted figure from one day to another: each as it was known on its own day. */
  changes: {
    name: 'target.changes',
    method: 'GET',
    path: '/api/targets/{id}/changes',
    ability: 'target.read',
    params: zIndicatorId,
    query: z.object({ from: zDay, to: zDay }),
    output: zChanges,
  },
  record: {
    name: 'target.record',
    method: 'POST',
    path: '/api/targets/{id}/readings',
    ability: 'target.record',
    params: zIndicatorId,
    body: z.object({ day: zDay, value: z.number().nullable(), source: z.string().min(1).max(200) }),
    writes: true,
    output: z.object({ id: zId }),
  },
})
