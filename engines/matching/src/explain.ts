import { explainClause } from '@qiongding/clause'
import type { Message, Trace, Value } from '@qiongding/kernel'

/** Message keys of this engine; what a test has to say comes with the keys of the clause language. */
export const MATCHING_MESSAGES = [
  'matching.asked.words',
  'matching.asked.fact',
  'matching.asked.rule',
  'matching.all-met',
  'matching.unknown',
  'matching.missed',
  'matching.requirement.yes',
  'matching.requirement.no',
  'matching.requirement.unknown',
  'matching.requirement.review',
  'matching.word.same',
  'matching.word.also',
  'matching.word.narrower',
  'matching.word.no',
  'matching.word.unknown',
  'matching.shared-words',
  'matching.unclear',
  'matching.above.group',
  'matching.above.missed',
  'matching.above.unknown',
  'matching.above.may',
  'matching.above.words',
  'matching.above.id',
] as const

type MatchingMessage = (typeof MATCHING_MESSAGES)[number]

/**
 * Why a pair fits or does not, or why one offer stands above another, as message keys with parameters; sentences live in locales.
 * Takes the trace of `explainPair`, of one of its requirements, or of `compare`.
 */
export function explainMatch(trace: Trace): Message[] {
  const { kind, verdict, params } = trace
  switch (kind) {
    case 'match.pair':
      return [
        message(keyOf(`matching.${params.group}`), params),
        ...trace.parts.flatMap(explainMatch),
        ...listed('matching.shared-words', params.words),
        ...listed('matching.unclear', params.unclear),
      ]
    case 'match.requirement':
      return [message(`matching.requirement.${verdict}`, params), ...trace.parts.flatMap(explainMatch)]
    case 'match.word':
      return [message(keyOf(`matching.word.${verdict === 'yes' ? params.how : verdict}`), params)]
    case 'match.compare':
      return [message(keyOf(`matching.above.${params.by}`), params)]
    default:
      return explainClause(trace)
  }
}

function listed(key: MatchingMessage, words: Value | undefined): Message[] {
  return Array.isArray(words) && words.length > 0 ? [{ key, params: { words } }] : []
}

function keyOf(text: string): MatchingMessage {
  return MATCHING_MESSAGES.find((key) => key === text) ?? 'matching.unknown'
}

function message(key: MatchingMessage, params: Trace['params']): Message {
  const known: Record<string, Value> = {}
  for (const [name, value] of Object.entries(params)) if (value !== undefined) known[name] = value
  return { key, params: known }
}
