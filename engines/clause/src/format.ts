import type {
  Choice,
  Clause,
  ClauseSource,
  DayTerm,
  Expression,
  Part,
  Source,
  Span,
  Test,
} from './definition.ts'
import { plain } from './lexer.ts'
import { KEYWORDS } from './parser.ts'

/**
 * A clause as canonical source: what `checkClause` reads back into the same clause, and what a form or a file shows.
 *
 * ```ts
 * formatClause(clause) // 'rd_expense / revenue >= 5%'
 * ```
 */
export function formatClause(clause: Clause): ClauseSource {
  return formatPart(clause.root)
}

function formatPart(part: Part): ClauseSource {
  const notes = {
    ...(part.id !== undefined && { id: part.id }),
    ...(part.label && { label: part.label }),
    ...(part.cite !== undefined && { cite: part.cite }),
  }
  const noted = Object.keys(notes).length > 0
  switch (part.kind) {
    case 'all':
    case 'any':
      return { ...notes, [part.kind]: part.parts.map(formatPart) }
    case 'not':
      return { ...notes, not: formatPart(part.part) }
    case 'review':
      return { ...notes, review: part.what }
    case 'test': {
      const text = formatTest(part.test)
      return noted ? { ...notes, test: text } : text
    }
  }
}

/** One line of a clause in canonical writing. */
export function formatTest(test: Test): string {
  switch (test.kind) {
    case 'compare':
      return `${formatExpression(test.left)} ${test.operator} ${formatExpression(test.right)}`
    case 'amongst':
      return `${formatExpression(test.of)} in {${test.numbers.map((number) => formatExpression(number)).join(', ')}}`
    case 'enum':
      return `${formatSource(test.of)} ${test.operator} ${formatOne(test.than, word)}`
    case 'text':
      return `${formatSource(test.of)} ${test.operator} ${formatOne(test.than, quoted)}`
    case 'enum-in':
      return `${formatSource(test.of)} in ${formatSet(test.values, word)}`
    case 'text-in':
      return `${formatSource(test.of)} in ${formatSet(test.values, quoted)}`
    case 'day':
      return `${formatDay(test.left)} ${test.operator} ${formatDay(test.right)}`
    case 'age':
      return `age of ${formatSource(test.of)} ${test.operator} ${formatSpan(test.span)}`
    case 'flag':
      return test.is ? formatSource(test.of) : `${formatSource(test.of)} = false`
    case 'tree': {
      const single = 'values' in test.codes && test.codes.values.length === 1
      return `${formatSource(test.of)} in tree ${single ? formatOne(test.codes, word) : formatSet(test.codes, word)}`
    }
    case 'has': {
      const form = test.ladder ? word : quoted
      const values = test.mode === 'one' ? formatOne(test.values, form) : formatSet(test.values, form)
      return `${formatSource(test.of)} has ${test.mode === 'one' ? '' : `${test.mode} `}${values}`
    }
    case 'known':
      return `${formatSource(test.of)} known`
  }
}

const TIGHTNESS = { add: 1, subtract: 1, multiply: 2, divide: 2, source: 3, number: 3 } as const
const SIGNS = { add: '+', subtract: '-', multiply: '*', divide: '/' } as const

function formatExpression(of: Expression): string {
  if (of.kind === 'source') return formatSource(of.source)
  if (of.kind === 'number') return of.amount + (of.unit ?? '')
  const tight = TIGHTNESS[of.kind]
  const left = formatExpression(of.left)
  const right = formatExpression(of.right)
  const first = TIGHTNESS[of.left.kind] < tight ? `(${left})` : left
  const second = TIGHTNESS[of.right.kind] <= tight ? `(${right})` : right
  return `${first} ${SIGNS[of.kind]} ${second}`
}

function formatDay({ base, shift }: DayTerm): string {
  const day = base.kind === 'on' ? 'on' : base.kind === 'day' ? base.day : formatSource(base.source)
  return shift ? `${day} ${shift.sign > 0 ? '+' : '-'} ${formatSpan(shift.span)}` : day
}

const formatSpan = (span: Span) => span.amount + span.unit
export const formatSource = (source: Source) => (source.from === 'parameter' ? `$${source.key}` : source.key)

function formatOne(choice: Choice, form: (text: string) => string): string {
  return 'parameter' in choice ? `$${choice.parameter}` : form(choice.values[0] ?? '')
}

function formatSet(choice: Choice, form: (text: string) => string): string {
  return 'parameter' in choice ? `$${choice.parameter}` : `{${choice.values.map(form).join(', ')}}`
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

/** A value or code bare where it reads back as one word, quoted otherwise. */
function word(text: string): string {
  const bare = /^[\p{L}_][\p{L}\p{N}_]*(?:[.-][\p{L}\p{N}_]+)*$/u.test(text) && !KEYWORDS.has(text)
  return bare && plain(text) === text ? text : quoted(text)
}
