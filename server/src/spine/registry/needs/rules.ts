import { addDays, type Day, type Value } from '@qiongding/kernel'
import type { DemandRule, KindDefinition } from '@qiongding/pack-format'
import type { Answer } from './ask.ts'

/** A kind of need that ends by rule. */
export type NeedKind = KindDefinition & {
  readonly expiresFact: string
  readonly demand: DemandRule
}

export const isNeedKind = (kind: KindDefinition | undefined): kind is NeedKind =>
  kind?.demand !== undefined && kind.expiresFact !== undefined

export type Said = {
  readonly answer: Answer
  readonly until?: string | undefined
  readonly quantity?: number | undefined
  readonly reason?: string | undefined
}

/** What an answer states of a need, or why it is none: a day past or beyond the rule, or no reason where one is asked. */
export function statedBy(
  { expiresFact, demand }: NeedKind,
  said: Said,
  today: Day,
):
  | { readonly ok: true; readonly values: Record<string, Value>; readonly until?: Day }
  | { readonly ok: false; readonly path: string; readonly code: string } {
  const { outcome, quantity, validDays, longestDays } = demand
  if (said.answer === 'filled') return { ok: true, values: { [outcome.fact]: outcome.filled } }
  if (said.answer === 'dropped') {
    const reason = said.reason?.trim() ?? ''
    if (reason === '') return { ok: false, path: 'reason', code: 'required' }
    return {
      ok: true,
      values: {
        [outcome.fact]: outcome.dropped,
        ...(outcome.reason !== undefined && { [outcome.reason]: reason }),
      },
    }
  }
  const until = (said.until ?? addDays(today, validDays)) as Day
  if (until < today) return { ok: false, path: 'until', code: 'before-today' }
  if (until > addDays(today, longestDays)) return { ok: false, path: 'until', code: 'too-far' }
  if (said.quantity !== undefined && (quantity === undefined || !Number.isInteger(said.quantity)))
    return { ok: false, path: 'quantity', code: 'not-a-number' }
  return {
    ok: true,
    until,
    values: {
      [expiresFact]: until,
      [outcome.fact]: outcome.open,
      ...(said.quantity !== undefined && quantity !== undefined && { [quantity]: said.quantity }),
    },
  }
}

/** What happened, in a word. */
export const eventOf: Readonly<Record<Answer, string>> = {
  still: 'need.reconfirmed',
  filled: 'need.filled',
  dropped: 'need.dropped',
}
export const ANSWER_EVENTS: Readonly<Record<string, Answer>> = {
  'need.reconfirmed': 'still',
  'need.filled': 'filled',
  'need.dropped': 'dropped',
}
