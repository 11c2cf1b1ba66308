import { Decimal, parseDay, UNITS } from '@qiongding/kernel'
import type { DayTerm, Expression, FactDefinition, Source, Span } from './definition.ts'
import { nearest } from './dictionary.ts'
import { Unreadable } from './lexer.ts'
import type { Term } from './parser.ts'
import { combine, dimensionText, inBase, measureOf, type Powers, stepOf } from './units.ts'
import { factOf, type Named, parameterOf, type Scope, unknownFact } from './words.ts'

/** A side of a test with what it is. */
export type Operand = { readonly at: number } & (
  | NumberOperand
  | { readonly is: 'day'; readonly term: DayTerm }
  | { readonly is: 'age'; readonly of: Source }
  | { readonly is: 'other'; readonly named: Named }
  | { readonly is: 'text' | 'word'; readonly text: string }
)

export type NumberOperand = {
  readonly is: 'number'
  readonly expression: Expression
  readonly powers: Powers
  /** May stand against a number without unit. */
  readonly bare: boolean
  /** Unit to show it in. */
  readonly unit?: string
}

/** What a term is; a word that names no fact stays a word, for the other side may explain it. */
export function operandOf(scope: Scope, term: Term): Operand {
  const { at } = term
  switch (term.kind) {
    case 'number':
      return { ...constant(term.amount, term.unit, at), at }
    case 'day': {
      const on = parseDay(term.text)
      if (!on) throw new Unreadable('clause.no-such-day', at, term.text)
      return { is: 'day', term: { base: { kind: 'day', day: on } }, at }
    }
    case 'string':
      return { is: 'text', text: term.text, at }
    case 'code':
      return { is: 'word', text: term.text, at }
    case 'word': {
      if (term.text === 'on') return { is: 'day', term: { base: { kind: 'on' } }, at }
      const named = factOf(scope, term.text, at)
      return named ? { ...sourced(named, scope, at), at } : { is: 'word', text: term.text, at }
    }
    case 'parameter':
      return { ...sourced(parameterOf(scope, term.text, at), scope, at), at }
    case 'age': {
      const of = operandOf(scope, term.of)
      if (of.is === 'word') throw unknownFact(scope, of.text, of.at)
      if (of.is !== 'day' || of.term.base.kind !== 'source' || of.term.shift)
        throw new Unreadable('clause.age-of-day', of.at, '')
      return { is: 'age', of: of.term.base.source, at }
    }
    case 'add':
    case 'subtract':
      return sum(scope, term)
    case 'multiply':
    case 'divide': {
      const left = numberOf(scope, operandOf(scope, term.left))
      const right = numberOf(scope, operandOf(scope, term.right))
      const powers = combine(left.powers, right.powers, term.kind === 'multiply' ? 1 : -1)
      const bare = left.bare && right.bare
      const expression: Expression = { kind: term.kind, left: left.expression, right: right.expression }
      const unit = unitAfter(left, right, powers, bare)
      return { is: 'number', expression, powers, bare, ...(unit !== undefined && { unit }), at }
    }
  }
}

function constant(digits: string, written: string | undefined, at: number): NumberOperand {
  const amount = new Decimal(digits).plus(0).toFixed()
  if (written === undefined)
    return {
      is: 'number',
      expression: { kind: 'number', value: inBase(amount, undefined), amount },
      powers: {},
      bare: true,
    }
  const measure = measureOf(written)
  if (!measure) throw new Unreadable('clause.unknown-unit', at, written)
  const unit = measure.symbol
  const expression: Expression = { kind: 'number', value: inBase(amount, unit), amount, unit }
  return { is: 'number', expression, powers: measure.powers, bare: false, unit }
}

function sourced({ source, fact }: Named, scope: Scope, at: number): Operand {
  if (fact.ageOf !== undefined && source.from === 'fact') {
    const born = factOf(scope, fact.ageOf, at)
    if (born?.fact.type === 'day') return { is: 'age', of: born.source, at }
  }
  if (fact.type === 'day') return { is: 'day', term: { base: { kind: 'source', source } }, at }
  if (fact.type !== 'number') return { is: 'other', named: { source, fact }, at }
  const measure = fact.unit === undefined ? undefined : measureOf(fact.unit)
  return {
    is: 'number',
    expression: sourceExpression(source, fact),
    powers: measure?.powers ?? {},
    bare: fact.unit === undefined,
    ...(measure && { unit: measure.symbol }),
    at,
  }
}

function sourceExpression(source: Source, fact: FactDefinition): Expression {
  const unit = fact.unit === undefined ? undefined : measureOf(fact.unit)?.symbol
  return {
    kind: 'source',
    source,
    ...(unit !== undefined && { unit }),
    step: stepOf(unit, fact.decimals),
    ...(fact.min !== undefined && { min: inBase(String(fact.min), unit) }),
    ...(fact.max !== undefined && { max: inBase(String(fact.max), unit) }),
  }
}

/** A sum of numbers of one dimension, or a day shifted by a span. */
function sum(scope: Scope, term: Extract<Term, { kind: 'add' | 'subtract' }>): Operand {
  const { at } = term
  const first = operandOf(scope, term.left)
  const second = operandOf(scope, term.right)
  if (first.is === 'day') {
    if (first.term.shift) throw new Unreadable('clause.one-shift', second.at, '')
    const span = second.is === 'number' ? spanOf(second.expression, second.at) : undefined
    if (!span) throw new Unreadable('clause.span-expected', second.at, '')
    const sign = term.kind === 'add' ? 1 : -1
    return { is: 'day', term: { ...first.term, shift: { sign, span } }, at }
  }
  const left = numberOf(scope, first)
  const right = numberOf(scope, second)
  sameDimension({ ...left, at: first.at }, { ...right, at: second.at })
  const unit = left.unit ?? right.unit
  return {
    is: 'number',
    expression: { kind: term.kind, left: left.expression, right: right.expression },
    powers: left.powers,
    bare: left.bare && right.bare,
    ...(unit !== undefined && { unit }),
    at,
  }
}

/** The number an operand is; throws where it is none. */
export function numberOf(scope: Scope, operand: Operand): NumberOperand {
  if (operand.is === 'number') return operand
  if (operand.is === 'word') throw unknownFact(scope, operand.text, operand.at)
  const value = operand.is === 'text' ? operand.text : operand.is === 'other' ? operand.named.source.key : ''
  throw new Unreadable('clause.number-expected', operand.at, value)
}

/** Refuses 人 against 元 and 5 against a ratio. Zero needs no unit. */
export function sameDimension(
  left: NumberOperand & { at: number },
  right: NumberOperand & { at: number },
): void {
  const sides = [
    [left, right],
    [right, left],
  ] as const
  for (const [one, other] of sides) {
    const { expression } = one
    if (expression.kind !== 'number' || expression.unit !== undefined || other.bare) continue
    if (expression.value === 0) return
    const expected = other.unit ?? baseUnit(other.powers)
    const code = expected === '%' ? 'clause.missing-percent' : 'clause.missing-unit'
    throw new Unreadable(code, one.at, expression.amount, { expected, write: expression.amount + expected })
  }
  const [expected, found] = [dimensionText(left.powers), dimensionText(right.powers)]
  if (expected !== found)
    throw new Unreadable('clause.dimension', right.at, right.unit ?? baseUnit(right.powers), {
      expected: left.unit ?? baseUnit(left.powers),
      expectedDimension: expected || 'one',
      foundDimension: found || 'one',
    })
}

/** Years of the longest span: any longer one is a slip of the pen and would leave the calendar. */
const LONGEST = 1000

/** A written length of time as whole calendar months or days; undefined where it is none. */
export function spanOf(expression: Expression, at: number): Span | undefined {
  if (expression.kind !== 'number' || expression.unit === undefined) return undefined
  const { amount, unit } = expression
  if (measureOf(unit)?.dimension !== 'duration') return undefined
  const months = unit === '年' ? Number(amount) * 12 : unit === '月' ? Number(amount) : 0
  const days = unit === '天' ? Number(amount) : 0
  const isWhole = Number.isInteger(months) && Number.isInteger(days) && months >= 0 && days >= 0
  if (!isWhole || months > LONGEST * 12 || days > LONGEST * 365)
    throw new Unreadable('clause.whole-span', at, amount + unit)
  return { months, days, amount, unit }
}

function unitAfter(
  left: NumberOperand,
  right: NumberOperand,
  powers: Powers,
  bare: boolean,
): string | undefined {
  if (bare) return undefined
  const dimension = dimensionText(powers)
  for (const side of [left, right])
    if (side.unit !== undefined && measureOf(side.unit)?.dimension === dimension) return side.unit
  return baseUnit(powers)
}

/** Symbol of the base unit of a dimension; a ratio is shown in percent. */
export function baseUnit(powers: Powers): string {
  const symbols = (sign: 1 | -1) =>
    Object.entries(powers).flatMap(([dimension, power]) => {
      const unit = UNITS.find((each) => each.dimension === dimension && each.factor === '1')
      return Array.from({ length: Math.max(0, sign * power) }, () => unit?.symbol ?? dimension)
    })
  const [over, under] = [symbols(1), symbols(-1)]
  if (over.length === 0 && under.length === 0) return '%'
  return [over.join('·') || '倍', ...under].join('/')
}

/** How an operand was written, for what is said of it. */
export function written(operand: Operand): string {
  switch (operand.is) {
    case 'number':
      return operand.expression.kind === 'number'
        ? operand.expression.amount + (operand.expression.unit ?? '')
        : operand.expression.kind === 'source'
          ? operand.expression.source.key
          : ''
    case 'day':
      return operand.term.base.kind === 'source' ? operand.term.base.source.key : ''
    case 'age':
      return operand.of.key
    case 'other':
      return operand.named.source.key
    default:
      return operand.text
  }
}

/** The unit nearest to a mistyped one. */
export function nearestUnit(word: string): string | undefined {
  return nearest(
    word,
    UNITS.flatMap((unit) => [unit.symbol, ...(unit.aliases ?? [])]),
  )
}
