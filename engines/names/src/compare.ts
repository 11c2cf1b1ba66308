import type { Trace } from '@qiongding/kernel'
import { type NameOptions, type NameParts, normaliseName } from './normalise.ts'

/** One thing two names agree or differ in. */
export type NamePoint = {
  readonly point: 'core' | 'form' | 'region' | 'aside' | 'digits'
  readonly one: string
  readonly other: string
}

/**
 * How two names stand to each other. `same`: one name under two writings. `likely`: the same but for a part that is often left out.
 * `near`: shared characters only. `different`: nothing a person need look at. Names alone never prove identity.
 */
export type NameComparison = {
  readonly verdict: 'same' | 'likely' | 'near' | 'different'
  /** Share of common character pairs of the cores, 0 to 1 (Dice). */
  readonly likeness: number
  readonly agrees: readonly NamePoint[]
  readonly differs: readonly NamePoint[]
  readonly trace: Trace
}

/** Cores that share this part of their character pairs are shown to a person; shorter ones share pairs by chance. */
const NEAR = 0.7

function pairs(text: string): string[] {
  const chars = [...text]
  return chars.length < 2 ? chars : chars.slice(1).map((char, index) => chars[index]! + char)
}

/** Dice coefficient over character pairs. */
export function likeness(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1
  const left = pairs(one)
  const right = pairs(other)
  if (left.length + right.length === 0) return 0
  const counts = new Map<string, number>()
  for (const pair of left) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  let shared = 0
  for (const pair of right) {
    const count = counts.get(pair) ?? 0
    if (count === 0) continue
    shared += 1
    counts.set(pair, count - 1)
  }
  return (2 * shared) / (left.length + right.length)
}

function digitsOf(text: string): string {
  return (text.match(/\d+|[一二三四五六七八九十]+(?=[号厂期部院所])/g) ?? []).join(' ')
}

function points(one: NameParts, other: NameParts): NamePoint[] {
  return [
    { point: 'core', one: one.core, other: other.core },
    { point: 'form', one: one.form ?? '', other: other.form ?? '' },
    { point: 'region', one: one.regions.join(' '), other: other.regions.join(' ') },
    { point: 'aside', one: one.asides.join(' '), other: other.asides.join(' ') },
    { point: 'digits', one: digitsOf(one.core), other: digitsOf(other.core) },
  ]
}

/**
 * Compares two names part by part.
 *
 * ```ts
 * compareNames('青岛演示科技有限公司', '演示科技（青岛）有限公司', { regions: ['青岛'] }).verdict
 * // 'likely'
 * ```
 */
export function compareNames(one: string, other: string, options: NameOptions = {}): NameComparison {
  const left = normaliseName(one, options)
  const right = normaliseName(other, options)
  const all = points(left, right)
  const filled = all.filter((point) => point.one !== '' || point.other !== '')
  const agrees = filled.filter((point) => point.one === point.other)
  const differs = filled.filter((point) => point.one !== point.other)
  const share = likeness(left.core, right.core)
  const verdict = verdictOf(left, right, share)
  const parts = filled.map((point) => partOf(point))
  const tri = verdict === 'same' ? 'yes' : verdict === 'different' ? 'no' : 'unknown'
  const trace: Trace = { kind: 'names.name', verdict: tri, params: { verdict, likeness: share }, parts }
  return { verdict, likeness: share, agrees, differs, trace }
}

function partOf({ point, one, other }: NamePoint): Trace {
  const agree = one === other
  const how = agree ? 'agree' : 'differ'
  return { kind: 'names.part', verdict: agree ? 'yes' : 'no', params: { point, how, one, other }, parts: [] }
}

function verdictOf(left: NameParts, right: NameParts, share: number): NameComparison['verdict'] {
  if (left.plain === '' || right.plain === '') return 'different'
  if (left.plain === right.plain) return 'same'
  // `一分公司` and `二分公司`, `演示企业1` and `演示企业2` are two, however alike the rest is.
  if (digitsOf(left.core) !== digitsOf(right.core)) return 'different'
  if (left.core === right.core) {
    const branch = (left.form === '分公司') !== (right.form === '分公司')
    const conflicting =
      left.regions.length > 0 &&
      right.regions.length > 0 &&
      !left.regions.some((region) => right.regions.includes(region))
    return branch || conflicting || left.asides.join() !== right.asides.join() ? 'near' : 'likely'
  }
  return share >= NEAR ? 'near' : 'different'
}
