import type { Value } from '@qiongding/kernel'
import type { KindDefinition } from '@qiongding/pack-format'

/** Whether a subject may be matched on a day: only with consent where its kind asks for it, and only while it is open. Unknown consent is no consent. */
export function mayBeMatched(
  kind: KindDefinition,
  facts: Readonly<Record<string, Value | undefined>>,
  on: string,
): boolean {
  if (kind.consentFact !== undefined && facts[kind.consentFact] !== true) return false
  const expires = kind.expiresFact === undefined ? undefined : facts[kind.expiresFact]
  // A month (`2026-11`) runs to its end, a day to its own.
  return !(typeof expires === 'string' && expires < on.slice(0, expires.length))
}
