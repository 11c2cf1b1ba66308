import type { RatioScale } from './reading.ts'

/** What the cells of a column of shares say: bare numbers, and shares (as fractions) that bring their own sign. */
export type ShareEvidence = { readonly bare: readonly number[]; readonly signed: readonly number[] }

/** How the bare numbers of a column are meant, as far as the column tells. */
export type ShareDecision = {
  /** Absent where nothing tells: each bare number is then refused. */
  readonly scale?: RatioScale
  /** In a percent column, sizes that stand apart from all others: fractions that slipped in, or slips of the pen. */
  readonly apart?: ReadonlySet<number>
}

/** Numbers a column must have before their all lying below 1 tells that they are fractions: one or two tell nothing. */
const FRACTIONS_MIN = 3
/** Numbers below 1 among percents that must agree before they are taken for fractions as a group. */
const GROUP_MIN = 5
/** Small percents run on from the larger ones; numbers this many times smaller than the next stand apart. */
const GAP = 5
const WIDE_GAP = 20
/** Fewer numbers leave gaps by chance. */
const GAP_TELLS_FROM = 5
/** Shares of one column that differ more than this many times are no evidence for each other. */
const FAR = 3

const sorted = (sizes: readonly number[]) =>
  sizes.filter((size) => size !== 0).sort((left, right) => left - right)

/**
 * Percent or fraction, decided by the column: by the sign in its header; by all numbers lying on one side of 1; where both sides
 * occur, by the numbers below 1 standing apart as a group and agreeing, as fractions, with the percents beside them. Otherwise a
 * small number is not read at all (`unclear`). Up to 2 is no proof of percent: it may be 120 %.
 */
export function decideShares({ bare, signed }: ShareEvidence, headerPercent: boolean): ShareDecision {
  const sizes = sorted(bare.map(Math.abs))
  const least = sizes[0]
  const most = sizes.at(-1)
  if (least === undefined || most === undefined) return headerPercent ? { scale: 'percent' } : {}
  const small = sizes.filter((size) => size < 1)
  const signedPercents = sorted(signed.map((share) => Math.abs(share) * 100))
  const percents = sorted([...sizes.filter((size) => size >= 1), ...signedPercents])
  if (headerPercent) {
    if (most < 1 && sizes.length >= FRACTIONS_MIN && !agrees(small, signedPercents, 1)) return {}
    const apart = standingApart(small, percents)
    return { scale: 'percent', ...(apart.size === 0 ? {} : { apart }) }
  }
  if (least > 1) return most > 2 ? { scale: 'percent' } : {}
  if (most < 1)
    return sizes.length >= FRACTIONS_MIN || agrees(small, signedPercents, 100) ? { scale: 'fraction' } : {}
  if (most <= 2) return {}
  const group =
    small.length >= GROUP_MIN && percents[0]! >= small.at(-1)! * GAP && agrees(small, percents, 100)
  return { scale: group ? 'mixed' : 'unclear' }
}

/** True where all numbers, times so much, lie where the percents lie. */
function agrees(numbers: readonly number[], percents: readonly number[], times: number): boolean {
  const least = percents[0]
  const most = percents.at(-1)
  if (least === undefined || most === undefined) return false
  return numbers.every((number) => number * times >= least / FAR && number * times <= most * FAR)
}

const decimalsOf = (size: number) => String(size).split('.')[1]?.length ?? 0

/**
 * Numbers below 1 that are no percents of the column they stand in. A fraction has two decimals more than the percent it is (5.3 and
 * 0.053); where the last of them are noughts, a gap to the larger numbers tells.
 */
function standingApart(small: readonly number[], percents: readonly number[]): Set<number> {
  const apart = new Set<number>()
  if (percents.length === 0) return apart
  const usual = percents.reduce((most, percent) => Math.max(most, decimalsOf(percent)), 0)
  const gapTells = small.length + percents.length >= GAP_TELLS_FROM
  let next = percents[0]!
  for (const size of small.toReversed()) {
    const more = decimalsOf(size) - usual
    const gap = gapTells ? next / size : 1
    if (more >= 2 || gap >= WIDE_GAP || (more >= 1 && gap >= GAP)) apart.add(size)
    else next = size
  }
  return apart
}
