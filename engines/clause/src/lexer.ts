import { type Finding, UNITS } from '@qiongding/kernel'

/** A piece of a test with its place in the line (1-based). `code` is a raw tree code, read only after `in tree`. */
export type Token = { readonly at: number } & (
  | { readonly kind: 'number'; readonly amount: string; readonly unit?: string }
  | { readonly kind: 'day' | 'string' | 'word' | 'parameter' | 'code'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end' }
)

/** Why a line could not be read; becomes a finding. */
export class Unreadable extends Error {
  readonly code: string
  readonly at: number
  readonly value: string
  readonly facts: NonNullable<Finding['facts']>
  constructor(code: string, at: number, value: string, facts: NonNullable<Finding['facts']> = {}) {
    super(code)
    this.code = code
    this.at = at
    this.value = value
    this.facts = facts
  }
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const UNIT_WORDS = UNITS.flatMap((unit) => [unit.symbol, ...(unit.aliases ?? [])])
// Longest first, so that 个月 is not read as 个. A unit of Latin letters ends where the word ends: `5m` is metres, `5min` is nothing.
const ONE_UNIT = [...UNIT_WORDS]
  .sort((a, b) => b.length - a.length)
  .map((unit) => literally(unit) + (/[A-Za-z]$/.test(unit) ? '(?![A-Za-z0-9_])' : ''))
  .join('|')

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*(?:[.-][\\p{L}\\p{N}_]+)*'
const SPACE = /\s+/uy
const STRING = /"((?:[^"\\]|\\["\\])*)"/uy
const PARAMETER = new RegExp(`\\$(${NAME})`, 'uy')
const CODE = /[^\s{},"]+/uy
const DAY = /\d{4}-\d{2}-\d{2}(?![\d-])/uy
const THOUSANDS = /\d{1,3}(?:,\d{3})+(?!\d)/uy
const NUMBER = /\d+(?:\.\d+)?/uy
const UNIT = new RegExp(`[ ]*((?:${ONE_UNIT})(?:[/·](?:${ONE_UNIT}))*)`, 'uy')
const WORD = new RegExp(NAME, 'uy')
const STRAY_WORD = new RegExp(`[ ]*(${NAME})`, 'uy')
const SYMBOL = />=|<=|!=|[≥≤≠><=+\-*/(){},]/uy
const SIGNS: Readonly<Record<string, string>> = { '≥': '>=', '≤': '<=', '≠': '!=' }
const AFTER_NUMBER: ReadonlySet<string> = new Set(['in', 'known', 'has'])

/** Full-width and mathematical signs as the plain ones, outside quotes; the length of the line does not change. */
export function plain(line: string): string {
  let quoted = false
  let escaped = false
  let out = ''
  for (const char of line) {
    if (char === '"' && !escaped) quoted = !quoted
    out += quoted ? char : plainChar(char)
    escaped = quoted && char === '\\' && !escaped
  }
  return out
}

const SAME: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '、': ',',
  '×': '*',
  '÷': '/',
  '−': '-',
  '–': '-',
}

function plainChar(char: string): string {
  const code = char.codePointAt(0)!
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : (SAME[char] ?? char)
}

/** Splits one line into tokens; throws Unreadable. */
export function tokensOf(source: string): Token[] {
  const line = plain(source)
  const tokens: Token[] = []
  let next = 0
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = next
    const match = pattern.exec(line)
    if (!match) return undefined
    next = pattern.lastIndex
    return match
  }
  take(SPACE)
  while (next < line.length) {
    tokens.push(readToken(next + 1))
    take(SPACE)
  }
  tokens.push({ kind: 'end', at: line.length + 1 })
  return tokens

  function readToken(at: number): Token {
    const string = take(STRING)
    if (string) return { kind: 'string', text: string[1]!.replace(/\\(["\\])/g, '$1'), at }
    const parameter = take(PARAMETER)
    if (parameter) return { kind: 'parameter', text: parameter[1]!, at }
    const code = expectsCode(tokens) ? take(CODE) : undefined
    if (code) return { kind: 'code', text: code[0], at }
    const day = take(DAY)
    if (day) return { kind: 'day', text: day[0], at }
    const thousands = isInBraces(tokens) ? undefined : take(THOUSANDS)
    if (thousands)
      throw new Unreadable('clause.thousands', at, thousands[0], { write: thousands[0].replaceAll(',', '') })
    const number = take(NUMBER)
    if (number) return readUnit(number[0], at)
    const word = take(WORD)
    if (word) return { kind: 'word', text: word[0], at }
    const symbol = take(SYMBOL)
    if (symbol) return { kind: 'symbol', text: SIGNS[symbol[0]] ?? symbol[0], at }
    throw new Unreadable('clause.unexpected', at, [...line.slice(next)][0]!)
  }

  function readUnit(amount: string, at: number): Token {
    const unit = take(UNIT)
    const rest = unit && take(WORD)
    if (rest) throw new Unreadable('clause.unknown-unit', at + amount.length, unit[1]! + rest[0])
    if (unit) return { kind: 'number', amount, unit: unit[1]!, at }
    const before = next
    const stray = take(STRAY_WORD)
    if (stray && !AFTER_NUMBER.has(stray[1]!))
      throw new Unreadable('clause.unknown-unit', at + amount.length, stray[1]!)
    next = before
    return { kind: 'number', amount, at }
  }
}

const isWord = (token: Token | undefined, text: string) => token?.kind === 'word' && token.text === text
const isSymbol = (token: Token | undefined, text: string) => token?.kind === 'symbol' && token.text === text
const isInTree = (tokens: readonly Token[], end: number) =>
  isWord(tokens[end], 'tree') && isWord(tokens[end - 1], 'in')

/** After `in tree` come raw codes, one or a set of them: C27, 03.1, {C27, C39}. */
function expectsCode(tokens: readonly Token[]): boolean {
  const open = isInBraces(tokens) ? tokens.findLastIndex((token) => isSymbol(token, '{')) : tokens.length
  return isInTree(tokens, open - 1)
}

/** Inside `{...}` a comma parts values; elsewhere it would part thousands. */
function isInBraces(tokens: readonly Token[]): boolean {
  return (
    tokens.findLastIndex((token) => isSymbol(token, '{')) >
    tokens.findLastIndex((token) => isSymbol(token, '}'))
  )
}
