import { Decimal, type Dimension, unitOf } from '@qiongding/kernel'

/** A unit or a compound of units (`元/㎡/月`): how many base units one of it is, and its dimension as a canonical text (`money/area/duration`, '' for a plain number). */
export type Measure = { readonly symbol: string; readonly factor: Decimal; readonly dimension: string }

type Powers = Readonly<Partial<Record<Dimension, number>>>

const KNOWN = new Map<string, Measure & { powers: Powers }>()

/** The measure a unit text names; undefined where a part of it is no unit. */
export function measureOf(text: string): (Measure & { powers: Powers }) | undefined {
  const known = KNOWN.get(text)
  if (known) return known
  const powers: Partial<Record<Dimension, number>> = {}
  let factor = new Decimal(1)
  let symbol = ''
  for (const match of text.matchAll(/([/·]?)([^/·]+)/gu)) {
    const unit = unitOf(match[2]!.trim())
    if (!unit) return undefined
    const below = match[1] === '/'
    factor = below ? factor.div(unit.factor) : factor.times(unit.factor)
    symbol += match[1]! + unit.symbol
    if (unit.dimension !== 'one') powers[unit.dimension] = (powers[unit.dimension] ?? 0) + (below ? -1 : 1)
  }
  if (symbol === '') return undefined
  const measure = { symbol, factor, powers, dimension: dimensionText(powers) }
  KNOWN.set(text, measure)
  return measure
}

export function dimensionText(powers: Powers): string {
  const over: string[] = []
  const under: string[] = []
  for (const name of Object.keys(powers).sort() as Dimension[]) {
    const power = powers[name] ?? 0
    for (let i = 0; i < Math.abs(power); i++) (power > 0 ? over : under).push(name)
  }
  return under.length === 0 ? over.join('·') : `${over.join('·') || '1'}/${under.join('/')}`
}

/** The powers of a product (sign 1) or quotient (sign -1). */
export function combine(left: Powers, right: Powers, sign: 1 | -1): Powers {
  const powers: Partial<Record<Dimension, number>> = { ...left }
  for (const [name, power] of Object.entries(right) as [Dimension, number][]) {
    const sum = (powers[name] ?? 0) + sign * power
    if (sum === 0) delete powers[name]
    else powers[name] = sum
  }
  return powers
}

export type { Powers }

/** A written amount in base units. The number nearest to the decimal, as the facts hold it. */
export function inBase(amount: string, unit: string | undefined): number {
  const measure = unit === undefined ? undefined : measureOf(unit)
  return measure ? new Decimal(amount).times(measure.factor).toNumber() : new Decimal(amount).toNumber()
}

/** A decimal number of display units in base units, unrounded. */
export function inBaseUnits(amount: string, unit: string | undefined): Decimal {
  const measure = unit === undefined ? undefined : measureOf(unit)
  return measure ? new Decimal(amount).times(measure.factor) : new Decimal(amount)
}

/** A number of base units as a decimal number of display units. */
export function inUnit(amount: Decimal, unit: string | undefined): Decimal {
  const measure = unit === undefined ? undefined : measureOf(unit)
  return measure ? amount.div(measure.factor) : amount
}

/**
 * Smallest sensible change of a number, in base units. The dictionary's `decimals` set it; otherwise one fen of money, one
 * person, piece or day, one basis point of a ratio, and a hundredth of the display unit of anything else.
 */
export function stepOf(unit: string | undefined, decimals: number | undefined): string {
  const measure = unit === undefined ? undefined : measureOf(unit)
  const factor = measure?.factor ?? new Decimal(1)
  if (decimals !== undefined) return factor.times(new Decimal(10).pow(-decimals)).toString()
  switch (measure?.dimension) {
    case 'money':
      return '0.01'
    case 'person':
    case 'count':
    case 'duration':
      return '1'
    case '':
    case undefined:
      return '0.0001'
    default:
      return factor.times('0.01').toString()
  }
}
