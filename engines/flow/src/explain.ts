import type { Message, Value } from '@qiongding/kernel'
import type { Unblock } from './unblock.ts'

/** Every message key `explainUnblock` can give; a locale has one sentence for each. */
export const FLOW_MESSAGES = [
  'flow.nothing',
  'flow.frees',
  'flow.money',
  'flow.money-unknown',
  'flow.gate',
  'flow.follows',
  'flow.perhaps',
  'flow.still-orders',
  'flow.still-unmet',
] as const

/** One of the message keys of this engine. */
type FlowMessage = (typeof FLOW_MESSAGES)[number]

/**
 * Why an order is worth confirming, as message keys with parameters; sentences live in locales. First how many cases and how much money
 * (in yuan), then each gate: freed at once, following from others, perhaps, or still waiting for something else.
 */
export function explainUnblock(unblock: Unblock): Message[] {
  const { order, freed, perhaps, still, cases, money, moneyUnknown } = unblock
  const said: Message[] = []
  const say = (key: FlowMessage, params: Readonly<Record<string, Value>>) =>
    said.push({ key, params: { order, ...params } })
  if (freed.length === 0) say('flow.nothing', {})
  else {
    say('flow.frees', { cases, gates: freed.length })
    if (moneyUnknown < cases) say('flow.money', { money })
    if (moneyUnknown > 0) say('flow.money-unknown', { cases: moneyUnknown })
  }
  for (const { via, ...one } of freed)
    if (via.length === 0) say('flow.gate', one)
    else say('flow.follows', { ...one, via: [...via] })
  for (const one of perhaps) say('flow.perhaps', one)
  for (const { orders, unmet, ...one } of still) {
    if (orders > 0) say('flow.still-orders', { ...one, orders })
    if (unmet) say('flow.still-unmet', one)
  }
  return said
}
