import type { Weights } from './weights.ts'
import type { Writing } from './writing.ts'

/**
 * The formula, chosen on half of 2,293 short and full names of listed companies and scored on the other half (`bench names`): the
 * weight of the characters that both have in the same order, a character right after another shared one counting 1.1, as a share of
 * what the shorter writing has; 0.3 times the same share of the longer one; and 0.1 where the first two characters agree.
 */
export const ADJACENT = 0.3
const LONGER = 0.7
const FIRST = 0.3
const WHOLE = 1 + LONGER + FIRST

/** A writing as numbers of characters with their weights, ready to be scored against others. */
export type Weighed = {
  readonly units: Uint16Array
  readonly weights: Float64Array
  /** What the writing is worth when all of it is found. */
  readonly total: number
  readonly core: number
}

export function weigh({ text, core }: Writing, weights: Weights): Weighed {
  const units = Uint16Array.from({ length: text.length }, (_, at) => weights.numberOf(text.charCodeAt(at)))
  const each = Float64Array.from(units, (number) => weights.of(number))
  const total = each.reduce((sum, weight, at) => sum + weight * (at === 0 ? 1 : 1 + ADJACENT), 0)
  return { units, weights: each, total, core }
}

/** Another writing as a stretch of a flat table: units[from] to units[to - 1]. */
export type Stretch = {
  readonly units: Uint16Array
  readonly from: number
  readonly to: number
  readonly total: number
  readonly core: number
}

const rows = [new Float64Array(80), new Float64Array(80)] as const

/** The weight of what both have in the same order (longest common subsequence, weighted). */
function inOrder(one: Weighed, { units, from, to }: Stretch): number {
  let [before, line] = rows as [Float64Array, Float64Array]
  const length = to - from
  before.fill(0, 0, length + 1)
  line[0] = 0
  for (let row = 0; row < one.units.length; row++) {
    const unit = one.units[row]!
    const weight = one.weights[row]!
    const previous = row === 0 ? -1 : one.units[row - 1]!
    let left = 0
    for (let at = 0; at < length; at++) {
      let best = before[at + 1]!
      if (left > best) best = left
      if (units[from + at] === unit) {
        const adjacent = at > 0 && units[from + at - 1] === previous
        const found = before[at]! + (adjacent ? weight * (1 + ADJACENT) : weight)
        if (found > best) best = found
      }
      line[at + 1] = best
      left = best
    }
    const swap = before
    before = line
    line = swap
    line[0] = 0
  }
  return before[length]!
}

/** Share of the first two characters that agree, at best, where either may begin with its region or without. */
function firstTwo(one: Weighed, { units, from, to, core }: Stretch): number {
  let best = 0
  for (let pair = 0; pair < 4; pair++) {
    const left = pair & 1 ? one.core : 0
    const right = from + (pair & 2 ? core : 0)
    const looked = Math.min(2, Math.max(one.units.length - left, to - right))
    let agree = 0
    for (let at = 0; at < looked; at++) {
      const there = left + at < one.units.length && right + at < to
      if (there && one.units[left + at] === units[right + at]) agree += 1
    }
    best = Math.max(best, agree / looked)
    if (one.core === 0 && core === 0) break
  }
  return best
}

/** 0 to 1; 1 for equal writings. Does not depend on which of the two is asked for. */
export function scoreOf(one: Weighed, other: Stretch): number {
  if (one.total === 0 || other.total === 0) return 0
  const found = inOrder(one, other)
  const least = Math.min(one.total, other.total)
  const most = Math.max(one.total, other.total)
  const score = (found / least + (LONGER * found) / most + FIRST * firstTwo(one, other)) / WHOLE
  // Sums of the same weights in another order differ in their last digits.
  return Math.min(1, Math.round(score * 1e9) / 1e9)
}

/** No score is above this where at most `found` of the weight is shared. */
export function boundOf(found: number, one: number, other: number): number {
  const least = Math.min(one, other)
  return (
    (Math.min(1, found / least) + (LONGER * Math.min(found, least)) / Math.max(one, other) + FIRST) / WHOLE
  )
}
