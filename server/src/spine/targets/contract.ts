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
          demonstration: z.boolean(),
        }),
      ),
      next: z.string().optional(),
      counted: z.number(),
      notCounted: z.number(),
      unknown: z.number(),
    }),
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
