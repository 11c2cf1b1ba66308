import { judge } from '@qiongding/clause'
import type { Day, Facts, Trace } from '@qiongding/kernel'
import { type Worth, worthOf } from './amount.ts'
import type { Condition, Policy, Verdict } from './definition.ts'
import { tracePoints } from './points.ts'
import { type Standing, standingOn } from './standing.ts'
import { allVerdicts, anyVerdicts, noted, opposite } from './verdicts.ts'

/** What a policy says to one subject on a day. Only what is in force has a verdict. */
export type Answer = {
  readonly policy: string
  readonly standing: Standing
  readonly verdict?: Verdict
  readonly trace?: Trace
  /** How much, unless the answer is no. */
  readonly worth?: Worth
}

/**
 * Judges one subject by a policy on a day: by the version in force, with everything that went into the answer. What is only a
 * placeholder, not yet in force or lapsed has no verdict.
 *
 * ```ts
 * judgePolicy(policy, { rd_expense: 840_000, revenue: 20_000_000 }, { on: day('2026-06-01') }).verdict // 'no'
 * ```
 */
export function judgePolicy(policy: Policy, facts: Facts, options: { readonly on: Day }): Answer {
  const standing = standingOn(policy, options.on)
  if (standing.is !== 'in-force') return { policy: policy.id, standing }
  const { require, amount } = standing.version
  const trace = traceOf(require, facts, options)
  const { verdict } = trace
  const worth = amount && verdict !== 'no' ? worthOf(amount, facts, options) : undefined
  return { policy: policy.id, standing, verdict, trace, ...(worth && { worth }) }
}

/** A condition judged, with its record. */
export function traceOf(part: Condition, facts: Facts, options: { readonly on: Day }): Trace {
  switch (part.kind) {
    case 'clause': {
      const { verdict, trace } = judge(part.clause, facts, options)
      return { kind: 'clause', verdict, params: { path: part.path }, parts: [trace] }
    }
    case 'not': {
      const trace = traceOf(part.part, facts, options)
      return { kind: 'not', verdict: opposite(trace.verdict), params: noted(part), parts: [trace] }
    }
    case 'score': {
      const trace = tracePoints(part.points, facts, options)
      return { kind: 'score', verdict: trace.verdict, params: noted(part), parts: [trace] }
    }
    default: {
      const parts = part.parts.map((each) => traceOf(each, facts, options))
      const combine = part.kind === 'all' ? allVerdicts : anyVerdicts
      return {
        kind: part.kind,
        verdict: combine(parts.map(({ verdict }) => verdict)),
        params: noted(part),
        parts,
      }
    }
  }
}
