import type { Operator } from './definition.ts'
import { type Token, tokensOf, Unreadable } from './lexer.ts'

/** A written value or sum, before anybody asked what its words mean. */
export type Term = { readonly at: number } & (
  | { readonly kind: 'number'; readonly amount: string; readonly unit?: string }
  | { readonly kind: 'day' | 'string' | 'word' | 'parameter' | 'code'; readonly text: string }
  | { readonly kind: 'age'; readonly of: Term }
  | { readonly kind: 'add' | 'subtract'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'multiply' | 'divide'; readonly left: Term; readonly right: Term }
)

/** A line as written. */
export type Line = { readonly at: number } & (
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'in'; readonly left: Term; readonly values: readonly Term[] }
  | { readonly kind: 'tree'; readonly left: Term; readonly values: readonly Term[] }
  | {
      readonly kind: 'has'
      readonly left: Term
      readonly mode: 'one' | 'any' | 'all'
      readonly values: readonly Term[]
    }
  | { readonly kind: 'known' | 'bare'; readonly left: Term }
)

const OPERATORS: readonly string[] = ['>=', '<=', '>', '<', '=', '!='] satisfies Operator[]
const SUMS = { '+': 'add', '-': 'subtract' } as const
const PRODUCTS = { '*': 'multiply', '/': 'divide' } as const

/** Words of the language; no fact may be called so. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  'age',
  'all',
  'any',
  'false',
  'has',
  'in',
  'known',
  'not',
  'of',
  'on',
  'tree',
  'true',
])

/** Reads one line; throws Unreadable with the place. */
export function parseLine(source: string): Line {
  const tokens = tokensOf(source)
  let next = 0
  const peek = () => tokens[next]!
  const symbol = (text: string): boolean => {
    const token = peek()
    if (token.kind !== 'symbol' || token.text !== text) return false
    next++
    return true
  }
  const keyword = (text: string): boolean => {
    const token = peek()
    if (token.kind !== 'word' || token.text !== text) return false
    next++
    return true
  }
  const unexpected = (token: Token, expected?: string): Unreadable =>
    token.kind === 'end'
      ? new Unreadable('clause.unfinished', token.at, '', expected === undefined ? {} : { expected })
      : new Unreadable(
          'clause.unexpected',
          token.at,
          wording(token),
          expected === undefined ? {} : { expected },
        )

  const line = readLine()
  if (peek().kind !== 'end') throw unexpected(peek())
  return line

  function readLine(): Line {
    const left = readSum()
    const at = left.at
    const token = peek()
    if (token.kind === 'end') return { kind: 'bare', left, at }
    if (token.kind === 'symbol' && OPERATORS.includes(token.text)) {
      next++
      return { kind: 'compare', operator: token.text as Operator, left, right: readSum(), at }
    }
    if (keyword('known')) return { kind: 'known', left, at }
    if (keyword('has')) {
      const mode = keyword('any') ? 'any' : keyword('all') ? 'all' : 'one'
      return { kind: 'has', left, mode, values: readValues(mode !== 'one'), at }
    }
    if (keyword('in')) {
      if (keyword('tree')) return { kind: 'tree', left, values: readValues(undefined), at }
      return { kind: 'in', left, values: readValues(true), at }
    }
    throw unexpected(token, 'operator')
  }

  /** `{a, b}`, or one value where allowed (a parameter may always stand for a list). */
  function readValues(braces: boolean | undefined): Term[] {
    const start = peek()
    if (braces !== false && symbol('{')) {
      const values = [readSum()]
      while (symbol(',')) values.push(readSum())
      if (!symbol('}')) throw unexpected(peek(), '}')
      return values
    }
    if (braces === true && start.kind !== 'parameter') throw unexpected(start, '{')
    return [readSum()]
  }

  function readSum(): Term {
    let left = readProduct()
    for (;;) {
      const token = peek()
      if (token.kind !== 'symbol' || (token.text !== '+' && token.text !== '-')) return left
      next++
      left = { kind: SUMS[token.text], left, right: readProduct(), at: left.at }
    }
  }

  function readProduct(): Term {
    let left = readValue()
    for (;;) {
      const token = peek()
      if (token.kind !== 'symbol' || (token.text !== '*' && token.text !== '/')) return left
      next++
      left = { kind: PRODUCTS[token.text], left, right: readValue(), at: left.at }
    }
  }

  function readValue(): Term {
    const token = peek()
    if (symbol('(')) {
      const inner = readSum()
      if (!symbol(')')) throw unexpected(peek(), ')')
      return inner
    }
    if (symbol('-')) {
      const number = peek()
      if (number.kind !== 'number') throw unexpected(number, 'number')
      next++
      return { ...number, amount: `-${number.amount}`, at: token.at }
    }
    if (token.kind === 'end' || token.kind === 'symbol') throw unexpected(token, 'value')
    next++
    if (token.kind === 'word' && token.text === 'age' && keyword('of'))
      return { kind: 'age', of: readValue(), at: token.at }
    return token
  }
}

function wording(token: Token): string {
  return token.kind === 'number' ? token.amount + (token.unit ?? '') : token.kind === 'end' ? '' : token.text
}

/** The word of a term that is a single one. */
export function wordOf(term: Term): string {
  switch (term.kind) {
    case 'number':
      return term.amount + (term.unit ?? '')
    case 'word':
    case 'string':
    case 'day':
    case 'code':
    case 'parameter':
      return term.text
    default:
      return ''
  }
}
