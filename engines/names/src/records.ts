import type { Facts, Trace } from '@qiongding/kernel'
import { type ComparedFact, keysOf, labelOf, type RecordProfile } from './definition.ts'
import type { NameOptions } from './normalise.ts'
import type { Standing } from './person.ts'
import { standingOf } from './standing.ts'

/**
 * How two records stand. `same` and `likely` never rest on the name alone. `unknown`: the names agree or are near and nothing known
 * speaks against it, but what would decide is not known. `differs`: everything else.
 */
export type RecordVerdict = 'same' | 'likely' | 'unknown' | 'differs'

export type RecordComparison = {
  readonly verdict: RecordVerdict
  /** The sum of the profile's points; what is unknown counts nothing. */
  readonly points: number
  /** The lines of the profile by how they stand; a name in parts is called by its facts joined with `+`. */
  readonly agrees: readonly string[]
  readonly near: readonly string[]
  readonly differs: readonly string[]
  readonly unknown: readonly string[]
  /** Unknown lines each of which, if it agreed, would raise the verdict. */
  readonly decides: readonly string[]
  readonly trace: Trace
}

export type RecordPair = NameOptions & {
  readonly profile: RecordProfile
  readonly one: Facts
  readonly other: Facts
}

type Line = {
  readonly fact: ComparedFact
  readonly how: Standing
  readonly points: number
  readonly trace: Trace
}

function lineOf(fact: ComparedFact, { one, other, ...options }: RecordPair): Line {
  const keys = keysOf(fact)
  const [left, right] = [keys.map((key) => one[key]), keys.map((key) => other[key])]
  const { how, why, parts = [] } = standingOf(fact.as, left, right, options)
  const points =
    how === 'agree' ? fact.agree : how === 'near' ? fact.agree / 2 : how === 'differ' ? -fact.differ : 0
  const verdict = how === 'unknown' ? 'unknown' : how === 'differ' ? 'no' : 'yes'
  const written = (values: typeof left) => {
    const known = values.filter((value) => value !== undefined)
    return known.length === 0 ? undefined : known.map(String).join(' ')
  }
  const params = {
    fact: labelOf(fact),
    as: fact.as,
    how,
    why,
    points,
    one: written(left),
    other: written(right),
  }
  return { fact, how, points, trace: { kind: 'names.fact', verdict, params, parts } }
}

type Sum = {
  readonly points: number
  readonly firm: boolean
  readonly support: boolean
  readonly apart: boolean
}

function verdictOf({ same, likely }: RecordProfile, { points, firm, support, apart }: Sum): RecordVerdict {
  if (points >= same && firm && !apart) return 'same'
  return points >= likely && support ? 'likely' : 'differs'
}

/**
 * Compares two records of one kind by a profile: the points of each line that agrees, is near or differs, and what is unknown.
 *
 * ```ts
 * compareRecords({ profile, one: { name: '演示甲', birth_month: '1990-03' }, other: { name: '演示甲' } }).verdict
 * // 'unknown'
 * ```
 */
export function compareRecords(pair: RecordPair): RecordComparison {
  const { profile } = pair
  const name = lineOf(profile.name, pair)
  const others = profile.facts.map((fact) => lineOf(fact, pair))
  const lines = [name, ...others]
  const sum: Sum = {
    points: lines.reduce((total, line) => total + line.points, 0),
    firm: others.some(({ how }) => how === 'agree'),
    support: others.some(({ how }) => how === 'agree' || how === 'near'),
    apart: others.some(({ fact, how }) => how === 'differ' && fact.agree >= profile.same),
  }
  const reached = verdictOf(profile, sum)
  const open = others.filter(({ how }) => how === 'unknown')
  // Would these lines, if they agreed, raise the verdict?
  const raises = (agreeing: readonly Line[]) => {
    const points = sum.points + agreeing.reduce((total, { fact }) => total + fact.agree, 0)
    const raised = verdictOf(profile, { ...sum, points, firm: true, support: true })
    return raised !== reached && raised !== 'differs'
  }
  const named = name.how === 'agree' || name.how === 'near'
  const openVerdict = reached === 'differs' && named && sum.points > 0 && !sum.apart && raises(open)
  const verdict = openVerdict ? 'unknown' : reached
  const labels = (how: Standing) => lines.filter((line) => line.how === how).map(({ fact }) => labelOf(fact))
  const decides = open.filter((line) => raises([line])).map(({ fact }) => labelOf(fact))
  const onlyName = named && others.every(({ how }) => how === 'unknown')
  return {
    verdict,
    points: sum.points,
    agrees: labels('agree'),
    near: labels('near'),
    differs: labels('differ'),
    unknown: labels('unknown'),
    decides,
    trace: {
      kind: 'names.record',
      verdict: verdict === 'same' ? 'yes' : verdict === 'differs' ? 'no' : 'unknown',
      params: {
        verdict,
        points: sum.points,
        same: profile.same,
        likely: profile.likely,
        profile: profile.id,
        version: profile.version,
        onlyName,
        apart: sum.apart,
        decides,
      },
      parts: lines.map(({ trace }) => trace),
    },
  }
}
