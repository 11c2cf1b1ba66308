import { codeChoice, enumChoice, itemChoice, textChoice } from './choices.ts'
import type { Expression, Operator, Source, Test } from './definition.ts'
import { Unreadable } from './lexer.ts'
import {
  type NumberOperand,
  numberOf,
  type Operand,
  operandOf,
  sameDimension,
  spanOf,
  written,
} from './operands.ts'
import { type Line, parseLine, type Term, wordOf } from './parser.ts'
import { ladderOf, type Named, type Scope, unknownFact } from './words.ts'

const MIRRORED = { '>=': '<=', '<=': '>=', '>': '<', '<': '>', '=': '=', '!=': '!=' } as const

/** Reads a line and settles what its words mean; throws Unreadable where it cannot. */
export function resolveTest(scope: Scope, text: string): Test {
  const line = parseLine(text)
  switch (line.kind) {
    case 'compare':
      return compare(scope, line)
    case 'in':
      return membership(scope, line)
    case 'tree':
      return inTree(scope, line)
    case 'has':
      return has(scope, line)
    case 'known':
      return { kind: 'known', of: anySource(scope, line.left) }
    case 'bare': {
      const { named } = otherOf(scope, line.left)
      if (named.fact.type !== 'boolean')
        throw new Unreadable('clause.not-a-test', line.at, named.source.key, { type: named.fact.type })
      return { kind: 'flag', of: named.source, is: true }
    }
  }
}

function compare(scope: Scope, line: Line & { kind: 'compare' }): Test {
  const { operator } = line
  // A value on the left is the same test the other way round: `硕士 <= degree`.
  const left = operandOf(scope, line.left)
  if (left.is === 'other') return against(scope, operator, left.named, line.right)
  const right = operandOf(scope, line.right)
  if (right.is === 'other') return against(scope, MIRRORED[operator], right.named, line.left)
  for (const side of [left, right]) if (side.is === 'word') throw unknownFact(scope, side.text, side.at)
  if (left.is === 'age') return age(operator, left.of, right)
  if (right.is === 'age') return age(MIRRORED[operator], right.of, left)
  if (left.is === 'day' || right.is === 'day') {
    if (left.is === 'day' && right.is === 'day')
      return { kind: 'day', operator, left: left.term, right: right.term }
    const other = left.is === 'day' ? right : left
    const aged = other.is === 'number' && spanOf(other.expression, other.at) !== undefined
    throw new Unreadable(aged ? 'clause.write-age-of' : 'clause.day-expected', other.at, written(other))
  }
  const one = numberOf(scope, left)
  const other = numberOf(scope, right)
  sameDimension({ ...one, at: left.at }, { ...other, at: right.at })
  if (isConstant(one.expression) && isConstant(other.expression))
    throw new Unreadable('clause.no-fact', line.at, '')
  const unit = shownIn(one, other)
  return {
    kind: 'compare',
    operator,
    left: one.expression,
    right: other.expression,
    ...(unit !== undefined && { unit }),
  }
}

function isConstant(of: Expression): boolean {
  return of.kind === 'number' || (of.kind !== 'source' && isConstant(of.left) && isConstant(of.right))
}

/** The unit the writer wrote, if any; otherwise the one the facts are shown in. */
function shownIn(left: NumberOperand, right: NumberOperand): string | undefined {
  if (right.expression.kind === 'number' && right.unit !== undefined) return right.unit
  if (left.expression.kind === 'number' && left.unit !== undefined) return left.unit
  return left.unit ?? right.unit
}

function age(operator: Operator, of: Source, than: Operand): Test {
  const number = than.is === 'number' && than.expression.kind === 'number' ? than.expression : undefined
  const span = number && spanOf(number, than.at)
  if (span) return { kind: 'age', operator, of, span }
  if (number && number.unit === undefined)
    throw new Unreadable('clause.missing-unit', than.at, number.amount, {
      expected: '年',
      write: `${number.amount}年`,
    })
  throw new Unreadable('clause.span-expected', than.at, written(than))
}

/** A source that is neither number nor day, against what stands on the other side. */
function against(scope: Scope, operator: Operator, { source, fact }: Named, term: Term): Test {
  const equality = operator === '=' || operator === '!='
  switch (fact.type) {
    case 'enum': {
      const values = fact.values ?? []
      if (!equality && !fact.ordered) throw new Unreadable('clause.not-ordered', term.at, source.key)
      const than = enumChoice(scope, { source, fact }, [term], false)
      return { kind: 'enum', operator, of: source, than, ladder: ladderOf(values) }
    }
    case 'text':
      if (!equality) throw new Unreadable('clause.equality-only', term.at, operator)
      return { kind: 'text', operator, of: source, than: textChoice(scope, [term], false) }
    case 'boolean': {
      if (!equality) throw new Unreadable('clause.equality-only', term.at, operator)
      const is = term.kind === 'word' ? FLAGS[term.text] : undefined
      if (is === undefined) throw new Unreadable('clause.true-or-false', term.at, wordOf(term))
      return { kind: 'flag', of: source, is: operator === '=' ? is : !is }
    }
    case 'tree':
      throw new Unreadable('clause.write-in-tree', term.at, wordOf(term))
    default:
      throw new Unreadable('clause.write-has', term.at, wordOf(term))
  }
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, 是: true, 否: false }

function membership(scope: Scope, line: Line & { kind: 'in' }): Test {
  const left = operandOf(scope, line.left)
  if (left.is === 'number') {
    const numbers = line.values.map((term) => {
      const value = operandOf(scope, term)
      const number = numberOf(scope, value)
      sameDimension({ ...left, at: left.at }, { ...number, at: value.at })
      return number
    })
    const unit = numbers.find((number) => number.unit !== undefined)?.unit ?? left.unit
    return {
      kind: 'amongst',
      of: left.expression,
      numbers: numbers.map((number) => number.expression),
      ...(unit !== undefined && { unit }),
    }
  }
  const { named } = otherOf(scope, line.left)
  const { source, fact } = named
  if (fact.type === 'enum')
    return {
      kind: 'enum-in',
      of: source,
      values: enumChoice(scope, named, line.values, true),
      ladder: ladderOf(fact.values ?? []),
    }
  if (fact.type === 'text')
    return { kind: 'text-in', of: source, values: textChoice(scope, line.values, true) }
  throw new Unreadable(
    fact.type === 'tree' ? 'clause.write-in-tree' : 'clause.write-has',
    line.at,
    source.key,
  )
}

function inTree(scope: Scope, line: Line & { kind: 'tree' }): Test {
  const { named } = otherOf(scope, line.left)
  const tree = named.fact.tree
  if (tree === undefined) throw new Unreadable('clause.no-tree', line.at, named.source.key)
  const codes = codeChoice(scope, tree, line.values)
  return { kind: 'tree', of: named.source, tree, codes }
}

function has(scope: Scope, line: Line & { kind: 'has' }): Test {
  const { named } = otherOf(scope, line.left)
  const { source, fact } = named
  if (fact.type !== 'list') throw new Unreadable('clause.not-a-list', line.at, source.key)
  const several = line.mode !== 'one'
  if (fact.values) {
    const values = enumChoice(scope, named, line.values, several)
    return { kind: 'has', of: source, mode: line.mode, values, ladder: ladderOf(fact.values) }
  }
  return {
    kind: 'has',
    of: source,
    mode: line.mode,
    values: itemChoice(scope, fact.tree, line.values, several),
  }
}

function otherOf(scope: Scope, term: Term): Operand & { is: 'other' } {
  const operand = operandOf(scope, term)
  if (operand.is === 'other') return operand
  if (operand.is === 'word') throw unknownFact(scope, operand.text, operand.at)
  throw new Unreadable('clause.not-a-test', operand.at, written(operand), { type: operand.is })
}

function anySource(scope: Scope, term: Term): Source {
  const operand = operandOf(scope, term)
  if (operand.is === 'other') return operand.named.source
  if (operand.is === 'word') throw unknownFact(scope, operand.text, operand.at)
  if (operand.is === 'age') return operand.of
  if (operand.is === 'number' && operand.expression.kind === 'source') return operand.expression.source
  if (operand.is === 'day' && operand.term.base.kind === 'source' && !operand.term.shift)
    return operand.term.base.source
  throw new Unreadable('clause.fact-expected', operand.at, written(operand))
}
