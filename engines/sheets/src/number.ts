import { Decimal } from '@qiongding/kernel'
import { type Amount, amountOf } from './amount.ts'
import type { FactDefinition } from './fact.ts'
import { type Cell, fold } from './grid.ts'
import type { SheetFinding } from './messages.ts'
import { type CellContext, type CellReading, isRatio, refused, remark } from './reading.ts'
import { seenNumber } from './seen.ts'
import { inBaseUnits, measureOf, unitFor } from './unit.ts'
import { saysSome } from './words.ts'

type Base =
  | { readonly value: number; readonly remark?: SheetFinding }
  | { readonly code: SheetFinding; readonly likely?: number }

const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['千', 1000],
  ['万', 10_000],
  ['百万', 1_000_000],
  ['千万', 10_000_000],
  ['亿', 100_000_000],
])

/** A unit symbol without its own multiplier: 万元 is counted in 元, 万㎡ in ㎡. */
function rootOf(symbol: string): string {
  return symbol.replace(/^(百万|千万|万|亿|千)(?=.)/, '')
}

/** The scale of a bare number in a ratio column; a lone number is never scaled by guess. */
function ratioOf(amount: Decimal, { ratio: scale, apart }: CellContext): Base {
  const asPercent = amount.div(100).toNumber()
  const asFraction = amount.toNumber()
  const size = amount.abs()
  if (amount.isZero()) return { value: 0 }
  if (scale === 'percent') {
    if (!size.lt(1)) return { value: asPercent }
    return apart?.has(size.toNumber())
      ? { code: 'ratio-scale', likely: asFraction }
      : { value: asPercent, remark: 'small-percent' }
  }
  if (scale === 'fraction') {
    return size.gt(1) ? { code: 'ratio-scale', likely: asPercent } : { value: asFraction }
  }
  if ((scale === 'mixed' || scale === 'unclear') && size.gt(1))
    return { value: asPercent, remark: 'read-as-percent' }
  if (scale === 'mixed' && size.lt(1)) return { value: asFraction, remark: 'read-as-fraction' }
  return { code: 'ratio-scale' }
}

function inUnit(amount: Decimal, symbol: string): Base {
  const value = inBaseUnits(amount, symbol)
  return value === undefined ? { code: 'unknown-unit' } : { value }
}

function baseOf(at: Amount, fact: FactDefinition, context: CellContext): Base {
  const symbol = context.unit ?? fact.unit
  if (at.unit === '') {
    if (isRatio(fact)) return at.currency ? { code: 'unit-mismatch' } : ratioOf(at.amount, context)
    if (at.currency) return money(at.amount, fact, context)
    return symbol === undefined ? { value: at.amount.toNumber() } : inUnit(at.amount, symbol)
  }
  const multiplier = MULTIPLIERS.get(at.unit)
  if (multiplier !== undefined && !isRatio(fact)) {
    const amount = at.amount.times(multiplier)
    const root = rootOf(symbol ?? '')
    return root === '' ? { value: amount.toNumber() } : inUnit(amount, root)
  }
  const unit = unitFor(at.unit, fact.unit)
  if (unit !== undefined) return inUnit(at.amount, unit)
  return { code: measureOf(at.unit) ? 'unit-mismatch' : 'unknown-unit' }
}

/** A sign of money without a unit: the column's unit where somebody wrote one, otherwise yuan as the likely one. */
function money(amount: Decimal, fact: FactDefinition, context: CellContext): Base {
  if (unitFor('元', fact.unit) === undefined) return { code: 'unit-mismatch' }
  if (context.unit !== undefined) return inUnit(amount, context.unit)
  return { code: 'unit-unclear', likely: amount.toNumber() }
}

/** Dimensions that are never below zero whatever the dictionary says. */
const NEVER_NEGATIVE = new Set(['person', 'area', 'length', 'count', 'compute', 'power', 'mass', 'duration'])

/** Limits of the dictionary (in base units), signs and shares over one. */
function checked(
  value: number,
  text: string,
  fact: FactDefinition,
  remarks: ReturnType<typeof remark>[],
): CellReading {
  const dimension = fact.unit === undefined ? undefined : measureOf(fact.unit)?.dimension
  const limit = (bound: number | undefined) =>
    bound === undefined || fact.unit === undefined ? bound : inBaseUnits(new Decimal(bound), fact.unit)
  const minimum = limit(fact.min) ?? (dimension && NEVER_NEGATIVE.has(dimension) ? 0 : undefined)
  const maximum = limit(fact.max)
  if (minimum !== undefined && value < minimum) {
    const code = minimum === 0 ? 'negative' : 'below-minimum'
    return refused(code, text, { facts: { read: value, minimum } })
  }
  if (maximum !== undefined && value > maximum) {
    const code = isRatio(fact) && maximum === 1 ? 'above-hundred-percent' : 'above-maximum'
    return refused(code, text, { facts: { read: value, maximum } })
  }
  const more = [...remarks]
  if (minimum === undefined && value < 0) more.push(remark('negative', text, { read: value }))
  if (isRatio(fact) && maximum === undefined && value > 1) {
    more.push(remark('above-hundred-percent', text, { read: value }))
  }
  if (dimension === 'person' && !Number.isInteger(value))
    more.push(remark('not-whole', text, { read: value }))
  return { state: 'known', value, findings: more }
}

function likelyOf(base: Base): number | undefined {
  return 'value' in base ? base.value : base.likely
}

function settle(base: Base, text: string, fact: FactDefinition, codes: readonly SheetFinding[]): CellReading {
  if ('code' in base) {
    const facts = fact.unit === undefined ? {} : { unit: fact.unit }
    return base.likely === undefined
      ? refused(base.code, text, { facts })
      : refused(base.code, text, { likely: base.likely, facts })
  }
  if (!Number.isFinite(base.value)) return refused('not-a-number', text)
  const names = base.remark === undefined ? codes : [...codes, base.remark]
  const reading = checked(
    base.value,
    text,
    fact,
    names.map((code) => remark(code, text, { read: base.value })),
  )
  return codes.includes('approximate') && reading.state === 'known'
    ? { ...reading, approximate: true }
    : reading
}

/** A number the file stores as a number, held against what the office sees. */
function storedNumber(cell: Cell, value: number, fact: FactDefinition, context: CellContext): CellReading {
  const text = fold(cell.text)
  if (!Number.isFinite(value)) return refused('not-a-number', text)
  const seen = seenNumber(text, value)
  if (seen.kind === 'hidden') return hidden(value, fact, context)
  if (seen.kind === 'differs') return refused('shown-differs', text, { facts: { stored: value } })
  const { unit, currency, scaled, share } = seen
  const amount = new Decimal(seen.amount)
  if (unit === '%' && !isRatio(fact))
    return refused('unit-mismatch', text, fact.unit ? { facts: { unit: fact.unit } } : {})
  if (share !== undefined && isRatio(fact)) return settle({ value: share + 0 }, text, fact, [])
  return settle(
    baseOf({ amount, unit, ...(currency && { currency }) }, fact, context),
    text === '' ? String(value) : text,
    fact,
    scaled ? ['scaled-in-view'] : [],
  )
}

/** A number under a format that shows nothing: the office sees a blank, the file holds a value. */
function hidden(value: number, fact: FactDefinition, context: CellContext): CellReading {
  const likely = likelyOf(baseOf({ amount: new Decimal(value), unit: '' }, fact, context))
  return refused('not-shown', String(value), likely === undefined ? {} : { likely })
}

/** A cell as the number of a fact, in base units. Pure in the cell, the fact and the context. */
export function readNumber(cell: Cell, fact: FactDefinition, context: CellContext): CellReading {
  const text = cell.text
  if (cell.isDate) return refused('date-for-number', text)
  if (typeof cell.value === 'boolean') return refused('not-a-number', text)
  if (typeof cell.value === 'number') return storedNumber(cell, cell.value, fact, context)
  if (saysSome(text)) return { state: 'unknown', findings: [remark('not-counted', text)] }
  if (/^(无|没有|空)$/.test(fold(text))) return refused('none-or-unknown', text, { likely: 0 })
  const said = amountOf(text)
  if (said.kind === 'none') return refused(said.code, text)
  if (said.kind === 'likely') {
    const likely = likelyOf(baseOf(said.at, fact, context))
    return likely === undefined ? refused(said.code, text) : refused(said.code, text, { likely })
  }
  if (said.kind === 'range') return rangeReading(said, text, fact, context)
  const codes: readonly SheetFinding[] = said.approximate ? ['approximate', ...said.remarks] : said.remarks
  return settle(baseOf(said.at, fact, context), text, fact, codes)
}

function rangeReading(
  said: { readonly from?: Amount; readonly to?: Amount },
  text: string,
  fact: FactDefinition,
  context: CellContext,
): CellReading {
  const from = said.from && baseOf(said.from, fact, context)
  const to = said.to && baseOf(said.to, fact, context)
  for (const end of [from, to]) if (end && 'code' in end) return settle(end, text, fact, [])
  const ends: { from?: number; to?: number } = {}
  if (from && 'value' in from) ends.from = from.value
  if (to && 'value' in to) ends.to = to.value
  if (ends.from !== undefined && ends.to !== undefined && ends.from > ends.to)
    return refused('not-a-number', text)
  return { state: 'unknown', range: ends, findings: [remark('range', text, ends)] }
}
