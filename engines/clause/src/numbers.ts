import type { Day, Facts, Trace, Value } from '@qiongding/kernel'
import type { Expression, Source } from './definition.ts'
import { add, divide, type Fraction, fraction, multiply, numberOf } from './exact.ts'

/** What one judging reads. `error` bounds how far the last approximate number may be off; scratch space of one call. */
export type Subject = {
  readonly facts: Facts
  readonly parameters: Facts
  readonly on: Day
  error: number
}

const NOTHING: Facts = {}
export function subjectOf(facts: Facts, options: { readonly on: Day; readonly parameters?: Facts }): Subject {
  return { facts, parameters: options.parameters ?? NOTHING, on: options.on, error: 0 }
}

/** A number worked out three ways: quickly with a bound on its error, exactly, and as a record of what went in. */
export type Compiled = {
  readonly quick: (subject: Subject) => number | undefined
  readonly exact: (subject: Subject) => Fraction | undefined
  readonly trace: (subject: Subject) => Trace
}

// A double is within half a unit in the last place of the decimal it stands for (IEEE 754); the tiny term covers underflow.
export const HALF_PLACE = 2 ** -53
export const TINY = 1e-290

/** The value a source has for a subject; blank text and broken numbers are unknown. */
export function valueAt(source: Source): (subject: Subject) => Value | undefined {
  const { key } = source
  const read =
    source.from === 'fact'
      ? (subject: Subject) => subject.facts[key]
      : (subject: Subject) => subject.parameters[key]
  return (subject) => {
    const value = read(subject)
    switch (typeof value) {
      case 'string':
        return value.trim() === '' ? undefined : value
      case 'number':
        return Number.isFinite(value) ? value : undefined
      case 'boolean':
        return value
      default:
        return Array.isArray(value) ? (value as readonly string[]) : undefined
    }
  }
}

function numberAt(source: Source): (subject: Subject) => number | undefined {
  const { key } = source
  if (source.from === 'fact')
    return (subject) => {
      const value = subject.facts[key]
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    }
  return (subject) => {
    const value = subject.parameters[key]
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }
}

/** A trace node that records one value that went in. */
export function operand(kind: string, params: Trace['params']): Trace {
  return { kind, verdict: params.value === undefined ? 'unknown' : 'yes', params, parts: [] }
}

export function compileNumber(of: Expression): Compiled {
  if (of.kind === 'number') {
    const { value } = of
    const exact = fraction(value)
    const error = Math.abs(value) * HALF_PLACE + TINY
    const trace = operand('number', { value, ...(of.unit !== undefined && { unit: of.unit }) })
    return {
      quick: (subject) => {
        subject.error = error
        return value
      },
      exact: () => exact,
      trace: () => trace,
    }
  }
  if (of.kind === 'source') {
    const read = numberAt(of.source)
    const { kind: _, source, ...about } = of
    return {
      quick: (subject) => {
        const value = read(subject)
        if (value !== undefined) subject.error = Math.abs(value) * HALF_PLACE + TINY
        return value
      },
      exact: (subject) => {
        const value = read(subject)
        return value === undefined ? undefined : fraction(value)
      },
      trace: (subject) => operand(source.from, { key: source.key, value: read(subject), ...about }),
    }
  }
  return compileSum(of)
}

function compileSum(of: Expression & { kind: 'add' | 'subtract' | 'multiply' | 'divide' }): Compiled {
  const { kind } = of
  const left = compileNumber(of.left)
  const right = compileNumber(of.right)
  const exact = (subject: Subject): Fraction | undefined => {
    const a = left.exact(subject)
    if (a === undefined) return undefined
    const b = right.exact(subject)
    if (b === undefined) return undefined
    return arithmetic(kind, a, b)
  }
  const quick = (subject: Subject): number | undefined => {
    const a = left.quick(subject)
    if (a === undefined) return undefined
    const errorA = subject.error
    const b = right.quick(subject)
    if (b === undefined) return undefined
    const value = quickArithmetic(kind, a, b)
    subject.error = errorAfter(kind, a, errorA, b, subject.error, value)
    return value
  }
  /** The value for the record: to 15 digits, where binary noise cannot show. */
  const recorded = (subject: Subject): number | undefined => {
    const value = quick(subject)
    if (value === undefined) return undefined
    if (subject.error < Math.abs(value) * 4e-16 && Number.isFinite(value))
      return Number(value.toPrecision(15))
    const precise = exact(subject)
    return precise && numberOf(precise)
  }
  return {
    quick,
    exact,
    trace: (subject) => {
      const parts = [left.trace(subject), right.trace(subject)]
      const value = recorded(subject)
      return { kind, verdict: value === undefined ? 'unknown' : 'yes', params: { value }, parts }
    },
  }
}

export function arithmetic(kind: string, a: Fraction, b: Fraction): Fraction | undefined {
  switch (kind) {
    case 'add':
      return add(a, b, 1)
    case 'subtract':
      return add(a, b, -1)
    case 'multiply':
      return multiply(a, b)
    default:
      return divide(a, b)
  }
}

function quickArithmetic(kind: 'add' | 'subtract' | 'multiply' | 'divide', a: number, b: number): number {
  switch (kind) {
    case 'add':
      return a + b
    case 'subtract':
      return a - b
    case 'multiply':
      return a * b
    case 'divide':
      return a / b
  }
}

/** Forward error bounds (Higham, Accuracy and Stability, ch. 3): infinite where only exact arithmetic can tell. */
export function errorAfter(
  kind: string,
  a: number,
  errorA: number,
  b: number,
  errorB: number,
  value: number,
): number {
  const rounding = Math.abs(value) * HALF_PLACE + TINY
  if (kind === 'add' || kind === 'subtract') return errorA + errorB + rounding
  if (kind === 'multiply') return Math.abs(a) * errorB + Math.abs(b) * errorA + errorA * errorB + rounding
  const room = Math.abs(b) - errorB
  if (!(room > 0)) return Number.POSITIVE_INFINITY
  return (errorA + Math.abs(value) * errorB) / room + rounding
}
