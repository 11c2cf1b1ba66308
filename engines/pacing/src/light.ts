import type { Decimal } from '@qiongding/kernel'
import { isCeiling, isTotal, type LightRule, satisfies, type Target } from './definition.ts'
import { isFlat, type LinePoint } from './line.ts'

/** green on track, yellow at risk, red late; unknown is a light of its own. */
export type Light = 'green' | 'yellow' | 'red' | 'unknown'

/** The light of a known reading by the written rule. `distance` is absent where the target is zero and has no percent. */
export function lightOf(given: {
  target: Target
  line: LinePoint
  actual: number
  onPace: boolean
  distance: Decimal | undefined
  rule: LightRule
}): Light {
  const { target, line, actual, onPace, distance, rule } = given
  if (onPace) return 'green'
  // No time is left, or a total is past its ceiling and cannot come back: being a little off is being off.
  const lost = line.share.gte(1) || (isTotal(target) && isCeiling(target) && !satisfies(target, actual))
  if (lost || distance === undefined) return 'red'
  const behind = distance.neg()
  if (behind.gt(rule.red)) return 'red'
  // A flat line has no schedule to be a few points behind of: short of it is yellow at once.
  return behind.gte(rule.yellow) || isFlat(target) ? 'yellow' : 'green'
}
