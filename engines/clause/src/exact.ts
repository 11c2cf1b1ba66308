import { Decimal } from '@qiongding/kernel'

// Sums and products of decimals are finite: with room enough nothing is ever rounded. 3000 digits hold the product of any four doubles.
const Exact = Decimal.clone({ precision: 3000 })
/** Division is only for showing; 34 digits are those of IEEE decimal128. */
const Shown = Decimal.clone({ precision: 34 })

/** An exact number as one decimal over another; `under` is positive. Kept undivided, so that 115 / 100 - 1 is 15 % and 1/3 + 2/3 is 1. */
export type Fraction = { readonly over: Decimal; readonly under: Decimal }

const ONE = new Exact(1)

export function fraction(value: number | string | Decimal): Fraction {
  return { over: new Exact(value), under: ONE }
}

export function add(a: Fraction, b: Fraction, sign: 1 | -1): Fraction {
  const other = sign === 1 ? b.over : b.over.neg()
  if (a.under.eq(b.under)) return { over: a.over.plus(other), under: a.under }
  return { over: a.over.times(b.under).plus(other.times(a.under)), under: a.under.times(b.under) }
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { over: a.over.times(b.over), under: a.under.times(b.under) }
}

/** The quotient, or undefined for a zero denominator: what cannot be divided is not known. */
export function divide(a: Fraction, b: Fraction): Fraction | undefined {
  if (b.over.isZero()) return undefined
  const over = a.over.times(b.under)
  const under = a.under.times(b.over)
  return under.isNegative() ? { over: over.neg(), under: under.neg() } : { over, under }
}

/** -1, 0 or 1, exactly. */
export function compareFractions(a: Fraction, b: Fraction): number {
  return a.over.times(b.under).cmp(b.over.times(a.under))
}

/** A fraction as a decimal of 34 digits. */
export function decimalOf(of: Fraction): Decimal {
  return new Shown(of.over).div(new Shown(of.under))
}

/** A fraction as the nearest number. */
export function numberOf(of: Fraction): number {
  return of.under.eq(1) ? of.over.toNumber() : decimalOf(of).toNumber()
}

export { Exact, Shown }
