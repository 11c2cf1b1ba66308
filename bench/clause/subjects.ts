// Made-up enterprises for the rules of `bench clause`; the same for the same seed.
import type { Facts, Value } from '@qiongding/kernel'
import { dice } from '../measure/rows.ts'
import { CODES, OWNERS, source, TIERS, WORDS } from './rules.ts'

/** Of each hundred values so many are not known. */
const MISSING = 0.15

/** Enterprises with whole numbers of a long tail; every value is missing with the same chance. */
export function enterprises(count: number, seed: number): Facts[] {
  const random = dice(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const pick = <T>(list: readonly T[]): T => list[whole(list.length)] as T
  const tail = (from: number, tens: number) => Math.round(from * 10 ** (random() * tens))
  const day = () => new Date(Date.UTC(2000 + whole(31), whole(12), 1 + whole(28))).toISOString().slice(0, 10)
  const draw: Record<string, () => Value> = {
    元: () => tail(100_000, 4),
    人: () => tail(1, 3.2),
    件: () => whole(20),
    boolean: () => random() < 0.6,
    tier: () => pick(TIERS),
    owner: () => pick(OWNERS),
    tree: () => pick(CODES),
    day,
    list: () => WORDS.filter(() => random() < 0.4),
  }
  const drawn = source.facts.map(
    ({ key, type, unit }) => [key, draw[unit ?? ''] ?? draw[key] ?? draw[type]!] as const,
  )
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      drawn.flatMap(([key, value]) => (random() < MISSING ? [] : [[key, value()] as const])),
    ),
  )
}
