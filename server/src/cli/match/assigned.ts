import type { Day } from '@qiongding/kernel'
import { type Assignment, assignStably, blockingPairs, type Market } from '@qiongding/matching/assign'
import { optimalAssignment } from '../../spine/matches/index.ts'
import type { DistrictPack } from '../../spine/pack.ts'
import type { ListRow } from '../rows.ts'
import type { Matching, ReadyOffers } from './judged.ts'

/** Offers of its ranking that a need may be given. */
const CHOICES = 50
/** Most seconds a solver may take. */
const SECONDS = 60

/** All needs served at once from the same offers, in three ways: a person decides. */
export type Assigned = {
  /** Best for needs among all in which no need and offer would rather be together. */
  readonly stable: Assignment
  /** The same, best for offers. */
  readonly forOffers: Assignment
  /** Most placed, then the least sum of places; nothing where none was found in time. */
  readonly optimal: Assignment | undefined
  /** Pairs that would rather be together than as the optimal one has them. */
  readonly rather: number
  readonly seats: number
}

export const needId = ({ row }: ListRow) => String(row).padStart(7, '0')

/** How many a need takes: what it says, one where it says nothing. */
function seatsOf(district: DistrictPack, matching: Matching, need: ListRow): number {
  const quantity = district.kinds.get(matching.need)?.demand?.quantity
  const value = quantity === undefined ? undefined : need.facts[quantity]
  return typeof value === 'number' ? Math.max(0, Math.floor(value)) : 1
}

/**
 * Who would go with whom: a need takes offers in the order of its ranking, none that misses a must; an offer goes first where it stands
 * best, then by the row of the need. Nobody was asked what he would rather have.
 */
function marketOf(
  district: DistrictPack,
  matching: Matching,
  needs: readonly ListRow[],
  { pool, on }: { readonly pool: ReadyOffers['pool']; readonly on: Day },
): Market {
  const wanted = new Map<string, { need: string; standing: readonly number[] }[]>()
  const sides = needs.map((need) => {
    const id = needId(need)
    const rows = pool.rank(need.facts, { on, limit: CHOICES }).rows.filter((row) => row.group !== 'missed')
    rows.forEach(({ id: offer, unknown, mayMet }, at) => {
      const list = wanted.get(offer) ?? []
      list.push({ need: id, standing: [unknown, -mayMet, at] })
      wanted.set(offer, list)
    })
    return { id, capacity: seatsOf(district, matching, need), order: rows.map((row) => row.id) }
  })
  const offers = [...wanted].map(([id, list]) => ({
    id,
    capacity: 1,
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

/** Assigns the offers to all needs at once, and says what another way would give. */
export async function assignAll(
  district: DistrictPack,
  matching: Matching,
  needs: readonly ListRow[],
  ready: { readonly pool: ReadyOffers['pool']; readonly on: Day },
): Promise<Assigned> {
  const market = marketOf(district, matching, needs, ready)
  const optimal = await optimalAssignment(market, { seconds: SECONDS })
  return {
    stable: assignStably(market, { asking: 'needs' }),
    forOffers: assignStably(market, { asking: 'offers' }),
    optimal,
    rather: optimal ? blockingPairs(market, optimal).length : 0,
    seats: market.needs.reduce((sum, { capacity }) => sum + capacity, 0),
  }
}
