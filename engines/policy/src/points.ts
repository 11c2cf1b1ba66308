import { judge } from '@qiongding/clause'
import type { Day, Facts, Trace } from '@qiongding/kernel'
import type { Points, Verdict } from './definition.ts'
import { allVerdicts, noted } from './verdicts.ts'

/** Hundredths of a point. */
export const HUNDRED = 100

/**
 * What is known of some points, in hundredths: they lie between `low` and `high`, whatever the missing facts turn out to be.
 * `open`: a fact could still move them; otherwise only people can.
 */
type Range = { readonly low: number; readonly high: number; readonly open: boolean }

type Options = { readonly on: Day }

/** Points worked out, with their record: `low` and `high` in points, the verdict on what has to be reached (yes where nothing has). */
export function tracePoints(points: Points, facts: Facts, options: Options): Trace {
  return recordOf(points, facts, options).trace
}

function recordOf(points: Points, facts: Facts, options: Options): Range & { readonly trace: Trace } {
  const inner = innerOf(points, facts, options)
  const range = capped(inner, points.most)
  const own = reached(points, range)
  const verdict = allVerdicts(own === undefined ? inner.verdicts : [own, ...inner.verdicts])
  const { least, above, most } = points
  const params = {
    ...noted(points),
    low: range.low / HUNDRED,
    high: range.high / HUNDRED,
    open: range.open,
    ...(least !== undefined && { least: least / HUNDRED }),
    ...(above !== undefined && { above: above / HUNDRED }),
    ...(most !== undefined && { most: most / HUNDRED }),
    ...(own !== undefined && { reached: own }),
    ...inner.params,
  }
  return { ...range, trace: { kind: `points.${points.kind}`, verdict, params, parts: inner.parts } }
}

/** A cut leaves nothing open where both ends are cut. */
function capped({ low, high, open }: Range, most: number | undefined): Range {
  const [least, highest] = most === undefined ? [low, high] : [Math.min(low, most), Math.min(high, most)]
  return { low: least, high: highest, open: open && least < highest }
}

/** Whether what has to be reached is; undefined where nothing has. An open range is a matter of facts before it is one for people. */
function reached({ least, above }: Points, { low, high, open }: Range): Verdict | undefined {
  const holds =
    least !== undefined
      ? (value: number) => value >= least
      : above !== undefined
        ? (value: number) => value > above
        : undefined
  if (!holds) return undefined
  if (holds(low)) return 'yes'
  if (!holds(high)) return 'no'
  return open ? 'unknown' : 'review'
}

type Inner = Range & {
  readonly parts: readonly Trace[]
  /** What parts have to reach on their own. */
  readonly verdicts: readonly Verdict[]
  readonly params?: Trace['params']
}

function innerOf(points: Points, facts: Facts, options: Options): Inner {
  switch (points.kind) {
    case 'sum': {
      const parts = points.parts.map((part) => recordOf(part, facts, options))
      let [low, high, open] = [0, 0, false]
      for (const part of parts) {
        low += part.low
        high += part.high
        open ||= part.open
      }
      return { low, high, open, parts: traces(parts), verdicts: parts.map(({ trace }) => trace.verdict) }
    }
    case 'best': {
      const parts = points.parts.map((part) => recordOf(part, facts, options))
      const low = Math.max(...parts.map((part) => part.low))
      const high = Math.max(...parts.map((part) => part.high))
      // What cannot come out on top does not keep it open.
      const open = parts.some((part) => part.open && part.high > low)
      return { low, high, open, parts: traces(parts), verdicts: [] }
    }
    case 'cases':
      return casesOf(points, facts, options)
    case 'expert': {
      const { trace } = judge(points.reads, facts, options)
      const value = trace.parts[0]?.params.value
      const params = { fact: points.fact }
      // What is outside its range was not given by this rule.
      if (typeof value !== 'number' || value < 0 || value * HUNDRED > points.most)
        return { low: 0, high: points.most, open: false, parts: [], verdicts: [], params }
      // Points stand in facts with few decimals; the rest is binary noise.
      const given = Math.round(value * HUNDRED * 1e6) / 1e6
      return {
        low: given,
        high: given,
        open: false,
        parts: [],
        verdicts: [],
        params: { ...params, given: true },
      }
    }
  }
}

const traces = (parts: readonly { readonly trace: Trace }[]) => parts.map(({ trace }) => trace)

/** The first case that holds decides; as long as one may hold, its points are possible, and so are those behind it. */
function casesOf(points: Points & { readonly kind: 'cases' }, facts: Facts, options: Options): Inner {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let open = false
  const possible = (value: number) => {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const parts: Trace[] = []
  let decided: number | undefined
  for (const [at, each] of points.cases.entries()) {
    // Those behind the one that holds are asked only where they would give more: what it takes to come there is worth saying.
    if (decided !== undefined && !givesMore(points, at, decided)) break
    const { verdict, trace } = judge(each.clause, facts, options)
    parts.push({ kind: 'case', verdict, params: { points: each.points / HUNDRED }, parts: [trace] })
    if (verdict === 'no' || decided !== undefined) continue
    possible(each.points)
    if (verdict === 'unknown') open = true
    if (verdict === 'yes') decided = each.points
  }
  if (decided === undefined) possible(points.otherwise)
  const params = { otherwise: points.otherwise / HUNDRED, ...(points.bands && { bands: true }) }
  return { low, high, open: open && low < high, parts, verdicts: [], params }
}

function givesMore(points: Points & { readonly kind: 'cases' }, from: number, than: number): boolean {
  return points.otherwise > than || points.cases.slice(from).some((each) => each.points > than)
}
