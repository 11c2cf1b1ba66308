import type { Message, Trace, Value } from '@qiongding/kernel'
import { type Gap, gapOf, shownSides } from './gap.ts'
import { asked } from './missing.ts'

const TESTS = [
  'compare',
  'amongst',
  'enum',
  'enum-in',
  'text',
  'text-in',
  'day',
  'age',
  'flag',
  'tree',
  'has',
  'known',
] as const

/** Every key `explainClause` can say; a locale that holds them all is complete. */
export const CLAUSE_MESSAGES: readonly string[] = [
  ...TESTS.flatMap((kind) => [`clause.${kind}.yes`, `clause.${kind}.no`]),
  'clause.any.no',
  'clause.any.unknown',
  'clause.review',
  'clause.unknown.missing',
  'clause.unknown.unusable',
  'clause.unknown.zero',
  'clause.gap.amount',
  'clause.gap.points',
  'clause.gap.more',
  'clause.gap.less',
  'clause.gap.lacks',
  'clause.gap.wait',
]

/**
 * Why a judgement came out as it did: what decided it, as message keys with parameters. A no is followed by its gap, an unknown
 * by what is missing. What did not matter is left out. Under a `not` the messages carry `negated`.
 *
 * ```ts
 * explainClause(trace) // [{ key: 'clause.compare.no', params: { actual: '4.2', required: '5', unit: '%', ... } },
 *                      //  { key: 'clause.gap.points', params: { by: '0.8' } }, { key: 'clause.gap.more', params: { fact: 'rd_expense', by: '16', unit: '万元' } }]
 * ```
 */
export function explainClause(trace: Trace): Message[] {
  const gaps = new Map(gapOf(trace).map((gap) => [gap.path, gap]))
  return explain(trace, false, gaps)
}

function explain(trace: Trace, negated: boolean, gaps: ReadonlyMap<string, Gap>): Message[] {
  switch (trace.kind) {
    case 'not':
      return explain(trace.parts[0]!, !negated, gaps)
    case 'all':
    case 'any':
      return explainTree(trace, negated, gaps)
    case 'review':
      return [message('clause.review', trace.params)]
  }
  if (trace.verdict === 'unknown') return [unknown(trace, negated)]
  const { actual, required, ...about } = { ...trace.params, ...shownSides(trace) }
  const fact = trace.parts.find((part) => part.kind === 'fact')?.params.key
  const said = message(`clause.${trace.kind}.${trace.verdict}`, {
    ...about,
    ...(fact !== undefined && { fact }),
    actual,
    required,
    ...(negated && { negated }),
  })
  const gap = gaps.get(String(trace.params.path))
  return gap ? [said, ...explainGap(gap)] : [said]
}

/** The parts that decided; a missed or open choice is announced with the number of its alternatives. */
function explainTree(trace: Trace, negated: boolean, gaps: ReadonlyMap<string, Gap>): Message[] {
  const { kind, verdict } = trace
  const decisive = trace.parts.filter((part) => part.verdict === verdict)
  const oneIsEnough = (kind === 'all' && verdict === 'no') || (kind === 'any' && verdict === 'yes')
  const choice = (kind === 'any') !== negated
  const outcome = negated ? (verdict === 'yes' ? 'no' : verdict) : verdict
  const announced =
    choice && decisive.length > 1 && (outcome === 'no' || outcome === 'unknown')
      ? [message(`clause.any.${outcome}`, { ...trace.params, count: decisive.length })]
      : []
  // One reason is enough for what is so; for what is not so each reason has to be dealt with.
  const told = oneIsEnough && outcome === 'yes' ? decisive.slice(0, 1) : decisive
  return [...announced, ...told.flatMap((part) => explain(part, negated, gaps))]
}

function unknown(trace: Trace, negated: boolean): Message {
  const { why } = trace.params
  return message(`clause.unknown.${why ?? 'missing'}`, {
    path: trace.params.path,
    text: trace.params.text,
    id: trace.params.id,
    cite: trace.params.cite,
    facts: asked(trace),
    ...(negated && { negated }),
  })
}

function explainGap(gap: Gap): Message[] {
  const { path, by, byUnit: unit, until, lacks } = gap
  const messages: Message[] = []
  if (until !== undefined) messages.push(message('clause.gap.wait', { path, by, unit, until }))
  else if (by !== undefined)
    messages.push(message(unit === '%' ? 'clause.gap.points' : 'clause.gap.amount', { path, by, unit }))
  if (lacks) messages.push(message('clause.gap.lacks', { path, lacks }))
  const [change] = gap.closes
  if (change) {
    const less = change.by.startsWith('-')
    messages.push(
      message(less ? 'clause.gap.less' : 'clause.gap.more', {
        path,
        fact: change.fact,
        by: less ? change.by.slice(1) : change.by,
        to: change.to,
        unit: change.unit,
      }),
    )
  }
  return messages
}

function message(key: string, params: Readonly<Record<string, Value | undefined>>): Message {
  const known: Record<string, Value> = {}
  for (const [name, value] of Object.entries(params)) if (value !== undefined) known[name] = value
  return { key, params: known }
}
