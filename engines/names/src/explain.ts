import type { Message, Trace, Value } from '@qiongding/kernel'

/** Message keys of this engine. Sentences live in locales; the parameters are those of the trace. */
export const NAMES_MESSAGES = [
  'names.record.same',
  'names.record.likely',
  'names.record.unknown',
  'names.record.differs',
  'names.only-name',
  'names.apart',
  'names.decides',
  'names.fact.agree',
  'names.fact.near',
  'names.fact.differ',
  'names.fact.unknown',
  'names.name.same',
  'names.name.likely',
  'names.name.near',
  'names.name.different',
  'names.part.agree',
  'names.part.differ',
] as const

type NamesMessage = (typeof NAMES_MESSAGES)[number]

/**
 * Why two records or two names stand as they do, as message keys with parameters. Takes the trace of `compareRecords` or of
 * `compareNames`. The parameters `one` and `other` of a line are the values as stated: mask personal ones by `fact` before showing.
 */
export function explainNames(trace: Trace): Message[] {
  const { kind, params, parts } = trace
  const below = parts.flatMap(explainNames)
  switch (kind) {
    case 'names.record': {
      const { onlyName, apart, decides, ...rest } = params
      return [
        message(keyOf(`names.record.${params.verdict}`), rest),
        ...(onlyName === true ? [message('names.only-name', {})] : []),
        ...(apart === true ? [message('names.apart', {})] : []),
        ...below,
        ...(Array.isArray(decides) && decides.length > 0
          ? [message('names.decides', { facts: decides })]
          : []),
      ]
    }
    case 'names.fact':
      return [message(keyOf(`names.fact.${params.how}`), params), ...below]
    case 'names.name':
      return [message(keyOf(`names.name.${params.verdict}`), params), ...below]
    default:
      return [message(keyOf(`names.part.${params.how}`), params)]
  }
}

function keyOf(text: string): NamesMessage {
  const key = NAMES_MESSAGES.find((one) => one === text)
  if (key === undefined) throw new RangeError(`not a trace of this engine: ${text}`)
  return key
}

function message(key: NamesMessage, params: Trace['params']): Message {
  const known: Record<string, Value> = {}
  for (const [name, value] of Object.entries(params)) if (value !== undefined) known[name] = value
  return { key, params: known }
}
