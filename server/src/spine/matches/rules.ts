import { day, type Value } from '@qiongding/kernel'
import type { KindDefinition } from '@qiongding/pack-format'
import { isOpen, type Standee, standingOf } from '../registry/index.ts'

type Facts = Readonly<Record<string, Value | undefined>>

/** How a need or an offer ended: its day has passed, or whoever has it said what became of it. Undefined while it may be matched. */
export type Ended = { readonly how: 'expired' | 'filled' | 'dropped'; readonly on?: string }

export function endedOf(kind: KindDefinition, standee: Standee, on: string): Ended | undefined {
  const { standing, until } = standingOf(kind, standee, day(on))
  if (standing === 'filled' || standing === 'dropped') return { how: standing }
  return standing === 'expired' && until !== undefined ? { how: standing, on: until } : undefined
}

/** Whether a subject has agreed to be matched, where its kind asks for that. Unknown consent is no consent. */
export function hasConsent(kind: KindDefinition, facts: Facts): boolean {
  return kind.consentFact === undefined || facts[kind.consentFact] === true
}

/** Whether a subject may be matched on a day: only with consent where its kind asks for it, and only while it is open. */
export function mayBeMatched(kind: KindDefinition, facts: Facts, on: string): boolean {
  return hasConsent(kind, facts) && isOpen(standingOf(kind, { facts }, day(on)).standing)
}
