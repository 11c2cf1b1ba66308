import type { Facts } from '@qiongding/kernel'
import type { Expression } from '../definition.ts'
import { errorAfter, HALF_PLACE, TINY } from '../numbers.ts'
import type { Stretch } from './stretch.ts'

/**
 * A number worked out for a stretch of subjects. `errors` bounds how far each may be off; left out where the values are those stated or
 * written, each within half a unit in its last place. Where a number is missing the value is NaN.
 */
export type Numbers = {
  readonly values: Float64Array
  readonly errors?: Float64Array
  /** Subjects (32 a word) for which it cannot be worked out at all: a divisor that is zero. */
  readonly undone?: Uint32Array
}

/** A parameter as a number; NaN where it is missing. */
export function parameterOf(parameters: Facts, key: string): number {
  const value = parameters[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}

/** The numbers of a fact as they stand. A stretch has room for whole words: what lies behind the last subject is missing. */
export function statedNumbers(stretch: Stretch, key: string): Float64Array {
  const { columns, from, length } = stretch
  const { numbers } = columns.facts.get(key) ?? {}
  if (numbers && from + length <= numbers.length) return numbers.subarray(from, from + length)
  const table = stretch.tables.floats().fill(Number.NaN)
  if (numbers) table.set(numbers.subarray(from))
  return table
}

// An expression never changes, and the same one in several clauses is the same text.
const TEXTS = new WeakMap<Expression, string>()
function textOf(of: Expression): string {
  const text = TEXTS.get(of) ?? JSON.stringify(of)
  TEXTS.set(of, text)
  return text
}

/** What an expression comes to for a stretch; worked out once, however many tests ask. */
export function numbersOf(of: Expression, stretch: Stretch): Numbers {
  if (of.kind === 'number') return { values: stretch.constant(of.value) }
  if (of.kind === 'source' && of.source.from === 'parameter')
    return { values: stretch.constant(parameterOf(stretch.parameters, of.source.key)) }
  const key = textOf(of)
  const known = stretch.numbers.get(key)
  if (known) return known
  const made =
    of.kind === 'source' ? { values: statedNumbers(stretch, of.source.key) } : workedOut(of, stretch)
  stretch.numbers.set(key, made)
  return made
}

function workedOut(of: Extract<Expression, { left: Expression }>, stretch: Stretch): Numbers {
  const { tables } = stretch
  const left = numbersOf(of.left, stretch)
  const right = numbersOf(of.right, stretch)
  const values = tables.floats()
  const errors = tables.floats()
  const undone = left.undone || right.undone || of.kind === 'divide' ? tables.words() : undefined
  if (undone)
    for (let word = 0; word < undone.length; word++)
      undone[word] = (left.undone?.[word] ?? 0) | (right.undone?.[word] ?? 0)
  switch (of.kind) {
    case 'add':
    case 'subtract':
      add({ values, errors }, { left, right, sign: of.kind === 'add' ? 1 : -1 })
      break
    case 'multiply':
      multiply({ values, errors }, { left, right })
      break
    case 'divide':
      divide({ values, errors }, { left, right })
      // A stated or written zero is zero; one that was worked out may be a little beside it, which only exact arithmetic tells.
      if (undone && !right.errors) markZeros(undone, right.values)
  }
  return { values, errors, ...(undone && { undone }) }
}

type Into = { readonly values: Float64Array; readonly errors: Float64Array }
type Sides = { readonly left: Numbers; readonly right: Numbers }

/** How far a stated or written number may be off. */
export const stated = (value: number) => Math.abs(value) * HALF_PLACE + TINY

function add({ values, errors }: Into, { left, right, sign }: Sides & { readonly sign: 1 | -1 }): void {
  for (let at = 0; at < values.length; at++) {
    const a = left.values[at]!
    const b = right.values[at]!
    const value = a + sign * b
    const errorA = left.errors ? left.errors[at]! : stated(a)
    const errorB = right.errors ? right.errors[at]! : stated(b)
    values[at] = value
    errors[at] = errorAfter('add', a, errorA, b, errorB, value)
  }
}

function multiply({ values, errors }: Into, { left, right }: Sides): void {
  for (let at = 0; at < values.length; at++) {
    const a = left.values[at]!
    const b = right.values[at]!
    const errorA = left.errors ? left.errors[at]! : stated(a)
    const errorB = right.errors ? right.errors[at]! : stated(b)
    values[at] = a * b
    errors[at] = errorAfter('multiply', a, errorA, b, errorB, a * b)
  }
}

function divide({ values, errors }: Into, { left, right }: Sides): void {
  for (let at = 0; at < values.length; at++) {
    const a = left.values[at]!
    const b = right.values[at]!
    const errorA = left.errors ? left.errors[at]! : stated(a)
    const errorB = right.errors ? right.errors[at]! : stated(b)
    values[at] = a / b
    errors[at] = errorAfter('divide', a, errorA, b, errorB, a / b)
  }
}

function markZeros(undone: Uint32Array, values: Float64Array): void {
  for (let at = 0; at < values.length; at++) if (values[at] === 0) undone[at >>> 5]! |= 1 << (at & 31)
}
