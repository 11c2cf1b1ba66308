import type { Day } from '@qiongding/kernel'
import type { Policy } from './definition.ts'
import { standingOn } from './standing.ts'

/**
 * Which policies read which fact on a day: a changed fact re-judges only those. A policy that is not in force reads nothing.
 *
 * ```ts
 * policiesReading(policies, on).get('revenue') // ['tech-sme', 'high-tech']
 * ```
 */
export function policiesReading(
  policies: readonly Policy[],
  on: Day,
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>()
  for (const policy of policies) {
    const standing = standingOn(policy, on)
    if (standing.is !== 'in-force') continue
    for (const fact of standing.version.facts) {
      const list = index.get(fact)
      if (list) list.push(policy.id)
      else index.set(fact, [policy.id])
    }
  }
  return index
}
