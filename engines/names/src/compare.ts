import type { Trace } from '@qiongding/kernel'
import { splitCore } from './industry.ts'
import { type NameOptions, type NameParts, normaliseName } from './normalise.ts'
import { digitsOf, LONGEST } from './writing.ts'

/** One thing two names agree or differ in. `short`: the one is a short form of the other. */
export type NamePoint = {
  readonly point: 'brand' | 'industry' | 'form' | 'region' | 'aside' | 'digits' | 'short'
  readonly one: string
  readonly other: string
}

/**
 * How two names stand to each other. `same`: one name under two writings. `likely`: the same but for a part that is often left out.
 * `near`: a short form, or a slip. `different`: nothing a person need look at. Names alone never prove identity.
 */
export type NameComparison = {
  readonly verdict: 'same' | 'likely' | 'near' | 'different'
  /** Characters of the cores that stand in the same order in both, as a share of the longer one, 0 to 1. */
  readonly likeness: number
  readonly agrees: readonly NamePoint[]
  readonly differs: readonly NamePoint[]
  readonly trace: Trace
}

/** Three of four characters in the same order are near where the trade name agrees … */
const NEAR = 3 / 4
/** … and five of six where it does not: of four characters with another trade name, that one is the whole difference. */
const NEAR_BRAND = 5 / 6

/** Characters that stand in the same order in both (longest common subsequence). */
export function inOrder(one: string, other: string): number {
  let before = new Uint16Array(other.length + 1)
  let line = new Uint16Array(other.length + 1)
  for (let row = 0; row < one.length; row++) {
    for (let at = 0; at < other.length; at++)
      line[at + 1] = one[row] === other[at] ? before[at]! + 1 : Math.max(before[at + 1]!, line[at]!)
    const swap = before
    before = line
    line = swap
  }
  return before[other.length]!
}

/**
 * True where all characters of the shorter text stand in the longer one in the same order, beginning with its first, or as one piece
 * (`奥海科技` of `某某市奥海科技`).
 */
function shortOf(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length < 2 || short.length === long.length) return false
  return long.includes(short) || (short[0] === long[0] && inOrder(short, long) === short.length)
}

type Split = {
  readonly parts: NameParts
  readonly brand: string
  readonly industry: string
  readonly digits: string
}

function splitName(name: string, options: NameOptions): Split {
  const parts = normaliseName(name, options)
  return { parts, ...splitCore(parts.core), digits: digitsOf(parts.core) }
}

function pointsOf(left: Split, right: Split): NamePoint[] {
  const point = (name: NamePoint['point'], one: string, other: string): NamePoint => ({
    point: name,
    one,
    other,
  })
  return [
    point('brand', left.brand, right.brand),
    point('industry', left.industry, right.industry),
    point('form', left.parts.form ?? '', right.parts.form ?? ''),
    point('region', left.parts.regions.join(' '), right.parts.regions.join(' ')),
    point('aside', left.parts.asides.join(' '), right.parts.asides.join(' ')),
    point('digits', left.digits, right.digits),
  ].filter(({ one, other }) => one !== '' || other !== '')
}

function partOf({ point, one, other }: NamePoint, agree: boolean): Trace {
  const how = agree ? 'agree' : 'differ'
  return { kind: 'names.part', verdict: agree ? 'yes' : 'no', params: { point, how, one, other }, parts: [] }
}

/**
 * Compares two names part by part: trade name, line of business, legal form, region, what stands in brackets, numbers, and whether one
 * is a short form of the other.
 *
 * ```ts
 * compareNames('青岛演示科技有限公司', '演示科技（青岛）有限公司', { regions: ['青岛'] }).verdict
 * // 'likely'
 * ```
 */
export function compareNames(one: string, other: string, options: NameOptions = {}): NameComparison {
  const left = splitName(one, options)
  const right = splitName(other, options)
  const points = pointsOf(left, right)
  const agrees = points.filter((point) => point.one === point.other)
  const differs = points.filter((point) => point.one !== point.other)
  const cores = [left.parts.core.slice(0, LONGEST), right.parts.core.slice(0, LONGEST)] as const
  const longest = Math.max(cores[0].length, cores[1].length)
  const likeness = longest === 0 ? 0 : inOrder(...cores) / longest
  const short = shortOf(...cores)
  if (short) agrees.push({ point: 'short', one: cores[0], other: cores[1] })
  const verdict = verdictOf(left, right, { likeness, short })
  const parts = [
    ...agrees.map((point) => partOf(point, true)),
    ...differs.map((point) => partOf(point, false)),
  ]
  const tri = verdict === 'same' ? 'yes' : verdict === 'different' ? 'no' : 'unknown'
  const trace: Trace = { kind: 'names.name', verdict: tri, params: { verdict, likeness }, parts }
  return { verdict, likeness, agrees, differs, trace }
}

function verdictOf(
  left: Split,
  right: Split,
  { likeness, short }: { likeness: number; short: boolean },
): NameComparison['verdict'] {
  const [one, other] = [left.parts, right.parts]
  if (one.plain === '' || other.plain === '') return 'different'
  if (one.plain === other.plain) return 'same'
  // `一分公司` and `二分公司`, `演示企业1` and `演示企业2` are two, however alike the rest is.
  if (left.digits !== right.digits) return 'different'
  const branch = (one.form === '分公司') !== (other.form === '分公司')
  if (one.core === other.core) {
    const conflicting =
      one.regions.length > 0 &&
      other.regions.length > 0 &&
      !one.regions.some((region) => other.regions.includes(region))
    return branch || conflicting || one.asides.join() !== other.asides.join() ? 'near' : 'likely'
  }
  // A branch holds the whole name of its head office, and is registered by itself.
  if (branch) return 'different'
  if (short) return 'near'
  return likeness >= (left.brand === right.brand ? NEAR : NEAR_BRAND) ? 'near' : 'different'
}
