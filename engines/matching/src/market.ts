/** @module A market from rankings: what each side would rather have, as far as the material tells. */
import type { Market } from './assign.ts'
import type { RankedOffer } from './rank.ts'

/** A need with its ranking and how many it can take. */
export type RankedNeed = {
  readonly id: string
  readonly capacity: number
  readonly rows: readonly Pick<RankedOffer, 'id' | 'group' | 'unknown' | 'mayMet'>[]
}

/**
 * Who would go with whom: a need takes offers in the order of its ranking, none that misses a must; an offer goes first where it stands
 * best (fewest unknown, most mays met, place in the ranking), then by the id of the need. Nobody was asked what he would rather have.
 * `offerCapacity` says how many needs an offer can take, 1 where it is left out.
 *
 * @example
 * marketOf([{ id: 'post', capacity: 1, rows: [{ id: 'a', group: 'all-met', unknown: 0, mayMet: 0 }] }]).offers
 * // [{ id: 'a', capacity: 1, order: ['post'] }]
 */
export function marketOf(
  needs: readonly RankedNeed[],
  options: { readonly offerCapacity?: (offer: string) => number } = {},
): Market {
  const wanted = new Map<string, { readonly need: string; readonly standing: readonly number[] }[]>()
  const sides = needs.map(({ id, capacity, rows }) => {
    const taken = rows.filter(({ group }) => group !== 'missed')
    taken.forEach(({ id: offer, unknown, mayMet }, at) => {
      const list = wanted.get(offer) ?? []
      list.push({ need: id, standing: [unknown, -mayMet, at] })
      wanted.set(offer, list)
    })
    return { id, capacity, order: taken.map((row) => row.id) }
  })
  const offers = [...wanted].map(([id, list]) => ({
    id,
    capacity: options.offerCapacity?.(id) ?? 1,
    order: list
      .sort((a, b) => differ(a.standing, b.standing) || (a.need < b.need ? -1 : 1))
      .map(({ need }) => need),
  }))
  return { needs: sides, offers }
}

function differ(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
