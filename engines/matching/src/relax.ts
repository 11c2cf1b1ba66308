import type { Ranking } from './rank.ts'

/** 放宽一项: what dropping one requirement would change. */
export type Relaxation = {
  readonly requirement: string
  /** Offers that meet every must now. */
  readonly from: number
  /** Offers that would without this one. */
  readonly to: number
  /** The offers gained, in the order of the ranking. */
  readonly gained: readonly string[]
}

/**
 * For each stated must: how many offers would meet all others if it were dropped. Most gained first, then as written in the profile.
 *
 * @example
 * relaxations(ranking)[0] // { requirement: 'degree', from: 2, to: 5, gained: ['c', 'd', 'e'] }
 */
export function relaxations(ranking: Ranking): Relaxation[] {
  const musts = ranking.requirements.filter((requirement) => requirement.level === 'must')
  const from = ranking.rows.filter((row) => row.group === 'all-met').length
  const alone = ranking.rows.filter((row) => row.missed + row.unknown === 1)
  return musts
    .map(({ id }) => {
      const gained = alone.filter((row) => row.verdicts[id] !== 'yes').map((row) => row.id)
      return { requirement: id, from, to: from + gained.length, gained }
    })
    .sort((a, b) => b.to - a.to)
}
