import { type Day, type Decimal, daysBetween, type Trace, type Value } from '@qiongding/kernel'
import type { Operator } from './definition.ts'
import { decimalOf, fraction, Shown } from './exact.ts'
import { type Change, changesOf, differenceOf } from './solve.ts'
import { inBaseUnits, inUnit } from './units.ts'

/**
 * What stands between a no and a yes: one test, by how much it is missed, and what would close it. Numbers are decimal texts in
 * the unit named beside them, never binary floats.
 */
export type Gap = {
  /** Where the test stands in the clause, and the test itself. */
  readonly path: string
  readonly text: string
  readonly id?: string
  readonly cite?: string
  /** The test holds, but stands under a `not`. */
  readonly negated: boolean
  /** Path of the `any` that this is one alternative of: closing one of them is enough. */
  readonly choice?: string
  readonly operator?: string
  readonly actual?: Value
  readonly required?: Value
  /** Unit of `actual` and `required`. */
  readonly unit?: string
  /** How much is short, rounded up; where one fact is compared directly, to what that fact can hold. */
  readonly by?: string
  /** Unit of `by`; % stands for percentage points. */
  readonly byUnit?: string
  /** Items that a list lacks. */
  readonly lacks?: readonly string[]
  /** The day on which waiting alone closes it. */
  readonly until?: Day
  /** Changes of one fact that close it with the rest unchanged, in reading order. */
  readonly closes: readonly Change[]
}

const OPPOSITE = { '>=': '<', '<=': '>', '>': '<=', '<': '>=', '=': '!=', '!=': '=' } as const

/**
 * By how much a judgement misses: every test that would have to turn for the no to become a yes, in reading order. Empty unless
 * the verdict is no.
 *
 * ```ts
 * gapOf(trace)[0] // { actual: '4.2', required: '5', by: '0.8', unit: '%', closes: [{ fact: 'rd_expense', by: '16', unit: '万元', ... }], ... }
 * ```
 */
export function gapOf(trace: Trace): readonly Gap[] {
  return trace.verdict === 'no' ? gapsIn(trace, false, undefined) : []
}

function gapsIn(trace: Trace, negated: boolean, choice: string | undefined): readonly Gap[] {
  if (trace.verdict !== (negated ? 'yes' : 'no')) return []
  switch (trace.kind) {
    case 'not':
      return gapsIn(trace.parts[0]!, !negated, choice)
    case 'all':
    case 'any': {
      const alternatives = (trace.kind === 'any') !== negated
      const path = alternatives && trace.parts.length > 1 ? String(trace.params.path) : choice
      return trace.parts.flatMap((part) => gapsIn(part, negated, path))
    }
    default:
      return [gapOfTest(trace, negated, choice)]
  }
}

function gapOfTest(trace: Trace, negated: boolean, choice: string | undefined): Gap {
  const { path, text, id, cite, operator, actual, required, unit } = trace.params
  return {
    path: String(path),
    text: String(text),
    ...(typeof id === 'string' && { id }),
    ...(typeof cite === 'string' && { cite }),
    negated,
    ...(choice !== undefined && { choice }),
    ...(typeof operator === 'string' && { operator }),
    ...(actual !== undefined && { actual }),
    ...(required !== undefined && { required }),
    ...(typeof unit === 'string' && { unit }),
    closes: [],
    ...measured(trace, negated),
  }
}

function measured(trace: Trace, negated: boolean): Partial<Gap> {
  const [left, right] = trace.parts
  switch (trace.kind) {
    case 'compare': {
      if (!left || !right) return {}
      const operator = wanted(trace, negated)
      const unit = trace.params.unit as string | undefined
      const closes = changesOf(left, right, operator)
      const by = operator === '!=' ? undefined : shortOf(left, right, unit, closes[0])
      return {
        ...shownSides(trace),
        ...(by !== undefined && { by }),
        ...(by !== undefined && unit !== undefined && { byUnit: unit }),
        closes,
      }
    }
    case 'day': {
      const operator = wanted(trace, negated)
      if (operator === '!=') return {}
      const from = left?.params.value as Day
      const to = right?.params.value as Day
      const strict = operator === '>' || operator === '<' ? 1 : 0
      return { by: String(Math.abs(daysBetween(from, to)) + strict), byUnit: '天' }
    }
    case 'age':
      return waiting(trace, negated)
    case 'has': {
      const { lacks } = trace.params
      return Array.isArray(lacks) && lacks.length > 0 && !negated ? { lacks } : {}
    }
    default:
      return {}
  }
}

/** The difference of the two sides; of a fact against a constant what the fact has to change by (more than 50 people is 51). */
function shortOf(left: Trace, right: Trace, unit: string | undefined, change: Change | undefined) {
  if (change && (left.kind === 'fact' || right.kind === 'fact')) {
    const other = left.kind === 'fact' ? right : left
    if (other.parts.length === 0) return roundedUp(inBaseUnits(change.by, change.unit).abs(), unit)
  }
  const difference = differenceOf(left, right)
  return difference && roundedUp(decimalOf(difference).abs(), unit)
}

function wanted(trace: Trace, negated: boolean): Operator {
  const operator = trace.params.operator as Operator
  return negated ? OPPOSITE[operator] : operator
}

/** An age only grows: a span not yet full fills by itself; one already passed never comes back. */
function waiting(trace: Trace, negated: boolean): Partial<Gap> {
  const operator = wanted(trace, negated)
  const { turns } = trace.params
  const on = trace.parts[1]?.params.value
  if ((operator !== '>=' && operator !== '>') || typeof turns !== 'string' || typeof on !== 'string')
    return {}
  return { by: String(daysBetween(on as Day, turns as Day)), byUnit: '天', until: turns as Day }
}

/** Both sides of a comparison as decimals of the unit they are shown in. */
export function shownSides(trace: Trace): { actual?: string; required?: string } {
  const { actual, required } = trace.params
  const unit = trace.params.unit as string | undefined
  return {
    ...(typeof actual === 'number' && { actual: shown(actual, unit) }),
    ...(typeof required === 'number' && { required: shown(required, unit) }),
  }
}

/** Digits beyond the tenth say nothing to a reader; exact values shorter than that stay exact. */
const DIGITS = 10

/** A number of base units as a decimal text of display units. */
export function shown(amount: number, unit: string | undefined): string {
  return inUnit(decimalOf(fraction(amount)), unit)
    .toSignificantDigits(DIGITS)
    .toFixed()
}

function roundedUp(amount: Decimal, unit: string | undefined): string {
  return new Shown(inUnit(amount, unit)).toSignificantDigits(DIGITS, Shown.ROUND_UP).toFixed()
}
