import type { Message, Trace, Value } from '@qiongding/kernel'

/** Every message key `explainPace` can give; a locale has one sentence for each. */
export const PACING_MESSAGES = [
  'pacing.rank',
  'pacing.not-begun',
  'pacing.no-reading',
  'pacing.unknown-reading',
  'pacing.zero-denominator',
  'pacing.stale',
  'pacing.ahead',
  'pacing.on-line',
  'pacing.behind',
  'pacing.below-ceiling-line',
  'pacing.above-ceiling-line',
  'pacing.meets',
  'pacing.short',
  'pacing.reached',
  'pacing.light.green',
  'pacing.light.yellow',
  'pacing.light.red',
  'pacing.need',
  'pacing.allowed',
  'pacing.end',
  'pacing.end-too-early',
] as const

/** One of the message keys of this engine. */
export type PacingMessage = (typeof PACING_MESSAGES)[number]

/**
 * Why a pace is as it is, as message keys with parameters; sentences live in locales. Amounts are in base units, `distance` and
 * `share` are shares (0.1 is ten percent), both without a sign: the key says on which side.
 */
export function explainPace(trace: Trace): Message[] {
  const { params } = trace
  if (trace.kind === 'pace.unknown') return [message(unknownKey(params.why), params)]
  const messages = [message(positionKey(params), { ...params, ...unsigned(params) })]
  if (params.reached === true && params.flat !== true) messages.push(message('pacing.reached', params))
  for (const part of trace.parts) messages.push(partMessage(part))
  return messages
}

function unknownKey(why: Value | undefined): PacingMessage {
  return PACING_MESSAGES.find((key) => key === `pacing.${why}`) ?? 'pacing.no-reading'
}

function positionKey(params: Trace['params']): PacingMessage {
  const difference = Number(params.difference)
  if (params.flat) {
    const met = params.reached === true
    return met ? 'pacing.meets' : 'pacing.short'
  }
  if (difference === 0) return 'pacing.on-line'
  if (params.ceiling) return difference < 0 ? 'pacing.below-ceiling-line' : 'pacing.above-ceiling-line'
  return difference > 0 ? 'pacing.ahead' : 'pacing.behind'
}

function partMessage({ kind, params }: Trace): Message {
  if (kind === 'pace.light') {
    const light = params.light === 'red' ? 'red' : params.light === 'yellow' ? 'yellow' : 'green'
    return message(`pacing.light.${light}`, { ...params, ...unsigned(params) })
  }
  if (kind === 'pace.need') return message(params.ceiling ? 'pacing.allowed' : 'pacing.need', params)
  return message(kind === 'pace.end' ? 'pacing.end' : 'pacing.end-too-early', params)
}

function unsigned(params: Trace['params']): Record<string, Value> {
  const amounts: Record<string, Value> = {}
  for (const key of ['difference', 'distance'])
    if (typeof params[key] === 'number') amounts[key] = Math.abs(params[key])
  return amounts
}

function message(key: PacingMessage, params: Trace['params']): Message {
  const known: Record<string, Value> = {}
  for (const [name, value] of Object.entries(params)) if (value !== undefined) known[name] = value
  return { key, params: known }
}
