import type { Value } from '@qiongding/kernel'
import type { KindDefinition } from '@qiongding/pack-format'

type Facts = Readonly<Record<string, Value | undefined>>

/** The day or month up to which a subject stood open, where that has passed; undefined while it is open or nobody has set an end. */
export function expiredOn(kind: KindDefinition, facts: Facts, on: string): string | undefined {
  const expires = kind.expiresFact === undefined ? undefined : facts[kind.expiresFact]
  // A month (`2026-11`) runs to its end, a day to its own.
  return typeof expires === 'string' && expires < on.slice(0, expires.length) ? expires : undefined
}

/** Whether a subject has agreed to be matched, where its kind asks for that. Unknown consent is no consent. */
export function hasConsent(kind: KindDefinition, facts: Facts): boolean {
  return kind.consentFact === undefined || facts[kind.consentFact] === true
}

/** Whether a subject may be matched on a day: only with consent where its kind asks for it, and only while it is open. */
export function mayBeMatched(kind: KindDefinition, facts: Facts, on: string): boolean {
  return hasConsent(kind, facts) && expiredOn(kind, facts, on) === undefined
}
