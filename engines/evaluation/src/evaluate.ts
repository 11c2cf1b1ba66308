import type { Against, Item, Part, Question } from './definition.ts'

/** How a unit did in one part. */
export type PartScore = {
  readonly part: string
  /** Absent where nobody can say: a mean of nothing, a sum of which no amount is known. */
  readonly value?: number
  /** Items that count, those in doubt, and of those that count the ones without an amount. */
  readonly n: number
  readonly unknown: number
  readonly withoutValue: number
  /** 0 to 100; absent where unknown. */
  readonly points?: number
  /** Points times weight; 0 where they are unknown, and `high` then says what they could come to. */
  readonly score: number
}

export type UnitScore = {
  readonly unit: string
  readonly score: number
  /** What it would come to if all that is in doubt counted, and what nobody knows were full. */
  readonly high: number
  /** 1 for the best; those with the same score share a place. */
  readonly rank: number
  readonly parts: readonly PartScore[]
  readonly penalties: readonly { readonly penalty: string; readonly n: number; readonly score: number }[]
}

/** A place that hangs on one item: if that item were doubted, the unit would stand elsewhere. */
export type Doubt = {
  readonly item: string
  readonly part: string
  readonly unit: string
  readonly rank: number
  readonly rankWithout: number
}

/** Items by part and unit. Written out: the oldest Node that the package runs on has no `Map.groupBy`. */
function grouped(items: readonly Item[]): (part: string, unit: string) => readonly Item[] {
  const found = new Map<string, Item[]>()
  for (const item of items) {
    const key = `${item.part}\0${item.unit}`
    const known = found.get(key)
    if (known) known.push(item)
    else found.set(key, [item])
  }
  return (part, unit) => found.get(`${part}\0${unit}`) ?? []
}

type Value = {
  readonly value?: number
  readonly n: number
  readonly unknown: number
  readonly withoutValue: number
}

function amountOf({ how }: Part, items: readonly Item[]): Value {
  const counted = items.filter(({ counts }) => counts === 'yes')
  const unknown = items.filter(({ counts }) => counts === 'unknown').length
  const n = counted.length
  if (how === 'count') return { value: n, n, unknown, withoutValue: 0 }
  const known = counted.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const withoutValue = n - known.length
  const sum = known.reduce((total, value) => total + value, 0)
  if (how === 'mean')
    return { ...(known.length > 0 && { value: sum / known.length }), n, unknown, withoutValue }
  return { ...((n === 0 || known.length > 0) && { value: sum }), n, unknown, withoutValue }
}

/** Points from 0 to 100 of a value beside those of all units. */
function pointsOf(
  against: Against,
  unit: string,
  value: number | undefined,
  all: readonly number[],
): number | undefined {
  if (value === undefined) return undefined
  if (against.kind === 'share') return Math.min(1, Math.max(0, value)) * 100
  if (against.kind === 'target') {
    const target = against.of[unit]
    return target === undefined || target <= 0 ? undefined : Math.min(1, Math.max(0, value / target)) * 100
  }
  const [least, most] = [Math.min(...all), Math.max(...all)]
  if (most === least) return value > 0 ? 100 : 60
  return ((value - least) / (most - least)) * 40 + 60
}

/** Keeps scores of the same items the same whatever order they are added in. */
const round = (value: number) => Math.round(value * 1e6) / 1e6

/**
 * Scores of units by a scheme, the best first. What is in doubt scores nothing and shows in `high`; what has no evidence is no item at all.
 * The same items give the same scores in whatever order they come.
 */
export function evaluate({ scheme, units, items, faults = [] }: Question): UnitScore[] {
  const itemsOf = grouped(items)
  const sure = (part: Part) => new Map(units.map((unit) => [unit, amountOf(part, itemsOf(part.id, unit))]))
  const values = new Map(scheme.parts.map((part) => [part.id, sure(part)]))
  const rows = units.map((unit) => {
    let high = 0
    const parts = scheme.parts.map((part): PartScore => {
      const known = values.get(part.id) as Map<string, Value>
      const { value, ...counts } = known.get(unit) as Value
      const all = [...known.values()].flatMap((one) => (one.value === undefined ? [] : [one.value]))
      const points = pointsOf(part.against, unit, value, all)
      const hoped = amountOf(
        part,
        itemsOf(part.id, unit).map((item) => (item.counts === 'unknown' ? { ...item, counts: 'yes' } : item)),
      )
      const others = units.filter((other) => other !== unit).flatMap((other) => known.get(other)?.value ?? [])
      const open = hoped.withoutValue > 0 || hoped.value === undefined
      const best = open
        ? 100
        : (pointsOf(part.against, unit, hoped.value, [...others, hoped.value as number]) ?? 100)
      high += (Math.max(best, points ?? 0) * part.weight) / 100
      return {
        part: part.id,
        ...(value !== undefined && { value }),
        ...counts,
        ...(points !== undefined && { points: round(points) }),
        score: round(((points ?? 0) * part.weight) / 100),
      }
    })
    const penalties = (scheme.penalties ?? []).map(({ id, each }) => {
      const n = faults.filter((fault) => fault.penalty === id && fault.unit === unit).length
      return { penalty: id, n, score: n === 0 ? 0 : round(-each * n) }
    })
    const taken = penalties.reduce((sum, { score }) => sum + score, 0)
    const score = round(parts.reduce((sum, part) => sum + part.score, 0) + taken)
    return { unit, score, high: round(Math.max(score, high + taken)), parts, penalties }
  })
  return rows
    .map((row) => ({ ...row, rank: 1 + rows.filter(({ score }) => score > row.score).length }))
    .toSorted((a, b) => a.rank - b.rank || (a.unit < b.unit ? -1 : 1))
}

/** Points of every unit in one part, as its values stand. */
function pointsIn(part: Part, units: readonly string[], values: ReadonlyMap<string, number | undefined>) {
  const all = [...values.values()].filter((value) => value !== undefined)
  return new Map(units.map((unit) => [unit, pointsOf(part.against, unit, values.get(unit), all) ?? 0]))
}

/**
 * Places that would change for the unit itself if one of its items were doubted, the largest change first. Leaving one item out changes
 * one part only, so the rest is not reckoned again: the time grows with items times units.
 */
export function doubts(question: Question): Doubt[] {
  const { scheme, units, items } = question
  const scores = new Map(evaluate(question).map((row) => [row.unit, row]))
  const parts = new Map(scheme.parts.map((part) => [part.id, part]))
  const itemsOf = grouped(items)
  const valuesIn = new Map(
    scheme.parts.map((part) => [
      part.id,
      new Map(
        units.map((unit) => [unit, scores.get(unit)?.parts.find((one) => one.part === part.id)?.value]),
      ),
    ]),
  )
  const before = new Map(
    scheme.parts.map((part) => [part.id, pointsIn(part, units, valuesIn.get(part.id) ?? new Map())]),
  )
  const found = items.flatMap((item): Doubt[] => {
    const [part, own] = [parts.get(item.part), scores.get(item.unit)]
    if (item.counts !== 'yes' || !part || !own) return []
    const rest = itemsOf(item.part, item.unit).filter((one) => one !== item)
    const values = new Map(valuesIn.get(part.id)).set(item.unit, amountOf(part, rest).value)
    const [was, is] = [before.get(part.id), pointsIn(part, units, values)]
    const without = (unit: string) =>
      round(
        (scores.get(unit)?.score ?? 0) + (((is.get(unit) ?? 0) - (was?.get(unit) ?? 0)) * part.weight) / 100,
      )
    const mine = without(item.unit)
    const rankWithout = 1 + units.filter((unit) => without(unit) > mine).length
    if (own.rank === rankWithout) return []
    return [{ item: item.id, part: item.part, unit: item.unit, rank: own.rank, rankWithout }]
  })
  return found.toSorted(
    (a, b) =>
      Math.abs(b.rankWithout - b.rank) - Math.abs(a.rankWithout - a.rank) ||
      (a.item < b.item ? -1 : a.item > b.item ? 1 : 0),
  )
}
