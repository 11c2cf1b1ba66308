import { parseDay, type Value } from '@qiongding/kernel'
import type { PackFact } from '@qiongding/pack-format'
import { refuse } from '../../platform/refusals.ts'

/** The fact that links a subject to the party it belongs to, worked out from the holder's name. */
export const HOLDER = '@holder'

function fits(fact: PackFact, value: Value): boolean {
  switch (fact.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'day':
      return (
        typeof value === 'string' && (parseDay(value) !== undefined || parseDay(`${value}-01`) !== undefined)
      )
    case 'enum':
      return typeof value === 'string' && (fact.values ?? []).some((choice) => choice.id === value)
    case 'list':
      return (
        Array.isArray(value) &&
        value.length <= 500 &&
        value.every((item) => typeof item === 'string' && item.length <= 500)
      )
    default:
      return typeof value === 'string' && value.length <= 5_000
  }
}

/** Refuses values that no fact of the kind takes; empty text is no value. */
export function checkValues(
  facts: readonly PackFact[],
  values: Readonly<Record<string, Value | null | undefined>>,
): Record<string, Value | null> {
  const byKey = new Map(facts.map((fact) => [fact.key, fact]))
  const checked: Record<string, Value | null> = {}
  for (const [key, value] of Object.entries(values)) {
    const fact = byKey.get(key)
    if (!fact || fact.ageOf) throw refuse('unknown-fact', { key })
    if (value === undefined || value === '') continue
    if (value !== null && !fits(fact, value)) throw refuse('bad-value', { key, value, type: fact.type })
    checked[key] = value
  }
  return checked
}

/** Whether a value is closed to those who may not read personal data. */
export function isMasked(fact: PackFact | undefined): boolean {
  return fact?.sensitivity === 'personal' || fact?.sensitivity === 'secret'
}
