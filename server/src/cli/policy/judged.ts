import type { Day } from '@qiongding/kernel'
import type { PolicyDefinition } from '@qiongding/pack-format'
import {
  type Answer,
  judgePolicy,
  missingFor,
  type Policy,
  shortOf,
  standingOn,
  stepsTo,
} from '@qiongding/policy'
import type { DistrictPack } from '../../spine/pack.ts'
import { Stop } from '../explain.ts'
import type { ListRow } from '../rows.ts'

export type Ruled = { readonly definition: PolicyDefinition; readonly policy: Policy }

/** What one policy says to one row. */
export type Judged = {
  readonly verdict: NonNullable<Answer['verdict']>
  /** The fewest missing facts that can make it a yes. */
  readonly missing: readonly string[]
  /** What stands between a no and a yes. */
  readonly short: ReturnType<typeof shortOf>
  /** Single changes that alone turn a no. */
  readonly steps: ReturnType<typeof stepsTo>
  readonly worth?: NonNullable<Answer['worth']>
}

/** A row with what every policy says to it, in the order of the policies. */
export type RowAnswer = { readonly row: ListRow; readonly answers: readonly Judged[] }

/** The policies that are asked for, of one kind of record: those in force on the day, and those that judge nobody then. */
export type Asked = {
  readonly kind: string
  readonly judged: readonly Ruled[]
  readonly others: readonly Ruled[]
}

/** Chooses the policies: all of the kind, or those named. Without a kind it is the one most policies are for. */
export function askedOf(
  { pack, compiled }: DistrictPack,
  { as, policies, on }: { readonly as?: string; readonly policies?: readonly string[]; readonly on: Day },
): Asked {
  const all = pack.policies.flatMap((definition): Ruled[] => {
    const policy = compiled.policies.get(definition.id)
    return policy ? [{ definition, policy }] : []
  })
  if (all.length === 0) throw new Stop('the pack has no policies.')
  const unknown = policies?.find((id) => !all.some(({ definition }) => definition.id === id))
  if (unknown !== undefined) throw new Stop(`the pack has no policy ${unknown}.`)
  const wanted = policies ? all.filter(({ definition }) => policies.includes(definition.id)) : all
  const counts = Map.groupBy(wanted, ({ definition }) => definition.of)
  const kind = as ?? [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
  const own = wanted.filter(({ definition }) => definition.of === kind)
  if (kind === undefined || own.length === 0) throw new Stop(`no policy that is asked for is for ${kind}.`)
  const inForce = (one: Ruled) => standingOn(one.policy, on).is === 'in-force'
  return { kind, judged: own.filter(inForce), others: own.filter((one) => !inForce(one)) }
}

export function judgeRow(row: ListRow, policies: readonly Ruled[], on: Day): RowAnswer {
  return {
    row,
    answers: policies.map(({ policy }): Judged => {
      const answer = judgePolicy(policy, row.facts, { on })
      const { verdict, trace, worth } = answer
      // Only policies in force are asked, and each of those answers.
      if (!verdict || !trace) throw new Error(`${policy.id} does not answer on ${on}`)
      return {
        verdict,
        missing: [...missingFor(trace)],
        short: shortOf(trace),
        steps: verdict === 'no' ? stepsTo(policy, row.facts, { on, answer }) : [],
        ...(worth && { worth }),
      }
    }),
  }
}
