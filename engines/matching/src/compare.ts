import type { Trace } from '@qiongding/kernel'
import { type RankedOffer, type Ranking, REASONS } from './rank.ts'

/** Why one offer stands above another: the first reason of the order in which they differ. */
export type Comparison = {
  readonly above: string
  readonly below: string
  readonly by: 'group' | 'missed' | 'unknown' | 'may' | 'words' | 'id'
  /** Stated requirements in which the upper one does better (yes before unknown before no). */
  readonly better: readonly string[]
  /** Stated requirements in which the lower one does better. */
  readonly worse: readonly string[]
  /** Shared words that only one of them has. */
  readonly words: { readonly above: readonly string[]; readonly below: readonly string[] }
  readonly trace: Trace
}

/**
 * Why the upper of two offers of a ranking stands above the lower; the two may be named in either order. Throws RangeError for an
 * offer that is not in the ranking.
 *
 * @example
 * compare(ranking, 'a', 'b') // { above: 'b', below: 'a', by: 'unknown', better: ['degree'], worse: [], ... }
 */
export function compare(ranking: Ranking, one: string, other: string): Comparison {
  const [above, below] = ranking.rows.filter((row) => row.id === one || row.id === other)
  if (!above || !below) throw new RangeError(`not two offers of this ranking: ${one}, ${other}`)
  const by = (REASONS.find(({ of }) => of(above) !== of(below))?.by ?? 'id') as Comparison['by']
  const better = ranking.requirements
    .filter(({ id }) => standing(above, id) < standing(below, id))
    .map(({ id }) => id)
  const worse = ranking.requirements
    .filter(({ id }) => standing(above, id) > standing(below, id))
    .map(({ id }) => id)
  const words = { above: only(above, below), below: only(below, above) }
  const params = {
    by,
    above: above.id,
    below: below.id,
    better,
    worse,
    wordsAbove: words.above,
    wordsBelow: words.below,
  }
  const trace: Trace = { kind: 'match.compare', verdict: 'yes', params, parts: [] }
  return { above: above.id, below: below.id, by, better, worse, words, trace }
}

function standing(row: RankedOffer, requirement: string): number {
  return ['yes', 'unknown', 'no'].indexOf(row.verdicts[requirement] ?? 'unknown')
}

function only(row: RankedOffer, other: RankedOffer): string[] {
  return row.order.words.filter((word) => !other.order.words.includes(word))
}
