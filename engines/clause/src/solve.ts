import type { Trace } from '@qiongding/kernel'
import type { Operator } from './definition.ts'
import { Exact, type Fraction, fraction, Shown } from './exact.ts'
import { holds } from './kinds/index.ts'
import { arithmetic } from './numbers.ts'
import { inBaseUnits, inUnit } from './units.ts'

type Exactly = InstanceType<typeof Exact>

/** A change of one fact that turns a test with everything else unchanged. Decimal texts in the fact's display unit. */
export type Change = {
  readonly fact: string
  readonly from: string
  readonly to: string
  /** Signed: `16` more, `-3` less. */
  readonly by: string
  readonly unit?: string
}

/** A recorded expression, exactly; undefined where something in it is unknown. */
export function exactly(trace: Trace): Fraction | undefined {
  const { value } = trace.params
  const [left, right] = trace.parts
  if (!left || !right) return typeof value === 'number' ? fraction(value) : undefined
  const a = exactly(left)
  const b = exactly(right)
  return a && b && arithmetic(trace.kind, a, b)
}

export function differenceOf(left: Trace, right: Trace): Fraction | undefined {
  const a = exactly(left)
  const b = exactly(right)
  return a && b && arithmetic('subtract', a, b)
}

/** Every fact whose change alone turns the comparison, in reading order. */
export function changesOf(left: Trace, right: Trace, operator: Operator): readonly Change[] {
  if (operator === '!=') return []
  const facts = new Map<string, Trace>()
  const visit = (trace: Trace): void => {
    if (trace.kind === 'fact') {
      const key = String(trace.params.key)
      if (!facts.has(key)) facts.set(key, trace)
    }
    trace.parts.forEach(visit)
  }
  visit(left)
  visit(right)
  return [...facts].flatMap(([key, trace]) => {
    const change = changeOf(key, trace, left, right, operator)
    return change ? [change] : []
  })
}

function changeOf(
  key: string,
  fact: Trace,
  left: Trace,
  right: Trace,
  operator: Operator,
): Change | undefined {
  const { value, step, min, max } = fact.params
  const unit = fact.params.unit as string | undefined
  const a = inOne(left, key)
  const b = inOne(right, key)
  const difference = a && b && subtract(a, b)
  if (!difference || typeof value !== 'number') return undefined
  const from = new Exact(value)
  // Whoever holds nothing or more of something cannot come to hold less than nothing of it.
  const least = typeof min === 'number' ? new Exact(min) : from.isNegative() ? undefined : new Exact(0)
  const most = typeof max === 'number' ? new Exact(max) : undefined
  const text = (amount: Exactly) => inUnit(new Shown(amount), unit).toSignificantDigits(DIGITS).toFixed()
  // What is offered is checked as it will be read back: from its text, as a number.
  const to = candidates(difference.over, new Exact(String(step)), operator)
    .map((each) => new Exact(inBaseUnits(text(each), unit).toNumber()))
    .filter((each) => (!least || each.gte(least)) && (!most || each.lte(most)))
    .filter((each) => fulfils(difference, each, operator))
    .sort((one, other) => one.minus(from).abs().cmp(other.minus(from).abs()))[0]
  if (!to) return undefined
  return {
    fact: key,
    from: text(from),
    to: text(to),
    by: text(to.minus(from)),
    ...(unit !== undefined && { unit }),
  }
}

/** Decimal digits that every double keeps. */
const DIGITS = 15

/** Sensible values around the root of a line: the root itself where it is one, and the steps next to it. */
function candidates(line: Line, step: Exactly, operator: Operator): Exactly[] {
  if (line.slope.isZero()) return []
  const root = ROOT.div(line.base.neg(), line.slope)
  const isExact = line.base.plus(line.slope.times(root)).isZero()
  if (operator === '=') return isExact ? [root] : []
  const steps = ROOT.div(root, step)
  const [below, above] = [steps.floor(), steps.ceil()]
  return [below.minus(1), below, above, above.plus(1)].map((count) => new Exact(count).times(step))
}

// The root is found to 60 digits and then checked exactly, so a rounded root can never pass for a solution.
const ROOT = Exact.clone({ precision: 60 })

function fulfils({ over, under }: Ratio, at: Exactly, operator: Operator): boolean {
  const below = under.base.plus(under.slope.times(at))
  if (below.isZero()) return false
  const above = over.base.plus(over.slope.times(at))
  return holds(operator, above.cmp(0) * (below.isNegative() ? -1 : 1))
}

/** `base + slope * x`. */
type Line = { readonly base: Exactly; readonly slope: Exactly }
/** A line over a line in one fact x. */
type Ratio = { readonly over: Line; readonly under: Line }

/** A recorded expression as a function of one of its facts; undefined where that is not a line over a line. */
function inOne(trace: Trace, key: string): Ratio | undefined {
  const [left, right] = trace.parts
  if (!left || !right) {
    if (trace.kind === 'fact' && trace.params.key === key)
      return { over: { base: ZERO, slope: ONE }, under: UNIT }
    const value = exactly(trace)
    return value && { over: constant(value.over), under: constant(value.under) }
  }
  const a = inOne(left, key)
  const b = inOne(right, key)
  if (!a || !b) return undefined
  switch (trace.kind) {
    case 'add':
      return sum(a, b, ONE)
    case 'subtract':
      return subtract(a, b)
    case 'multiply':
      return ratio(product(a.over, b.over), product(a.under, b.under))
    default:
      return ratio(product(a.over, b.under), product(a.under, b.over))
  }
}

const ZERO = new Exact(0)
const ONE = new Exact(1)
const constant = (base: Exactly): Line => ({ base, slope: ZERO })
const UNIT = constant(ONE)

function product(a: Line, b: Line): Line | undefined {
  if (!a.slope.isZero() && !b.slope.isZero()) return undefined
  return {
    base: a.base.times(b.base),
    slope: a.base.times(b.slope).plus(b.base.times(a.slope)),
  }
}

function ratio(over: Line | undefined, under: Line | undefined): Ratio | undefined {
  return over && under && { over, under }
}

const subtract = (a: Ratio, b: Ratio) => sum(a, b, ONE.neg())

function sum(a: Ratio, b: Ratio, sign: Exactly): Ratio | undefined {
  const plus = (one: Line, other: Line): Line => ({
    base: one.base.plus(sign.times(other.base)),
    slope: one.slope.plus(sign.times(other.slope)),
  })
  const shared = a.under.base.eq(b.under.base) && a.under.slope.eq(b.under.slope)
  if (shared) return { over: plus(a.over, b.over), under: a.under }
  const one = product(a.over, b.under)
  const other = product(b.over, a.under)
  return ratio(one && other && plus(one, other), product(a.under, b.under))
}
