import type { Day } from '@qiongding/kernel'
import { marketOf } from '@qiongding/matching/assign'
import { type Assigned, assignInWays } from '../../spine/matches/index.ts'
import type { DistrictPack } from '../../spine/pack.ts'
import type { ListRow } from '../rows.ts'
import type { Matching, ReadyOffers } from './judged.ts'

/** Offers of its ranking that a need may be given. */
const CHOICES = 50
/** Most seconds a solver may take. */
const SECONDS = 60

export type { Assigned }

export const needId = ({ row }: ListRow) => String(row).padStart(7, '0')

/** How many a need takes: what it says, one where it says nothing. */
function seatsOf(district: DistrictPack, matching: Matching, need: ListRow): number {
  const quantity = district.kinds.get(matching.need)?.demand?.quantity
  const value = quantity === undefined ? undefined : need.facts[quantity]
  return typeof value === 'number' ? Math.max(0, Math.floor(value)) : 1
}

/** Assigns the offers to all needs at once, and says what another way would give. */
export async function assignAll(
  district: DistrictPack,
  matching: Matching,
  needs: readonly ListRow[],
  ready: { readonly pool: ReadyOffers['pool']; readonly on: Day },
): Promise<Assigned> {
  const market = marketOf(
    needs.map((need) => ({
      id: needId(need),
      capacity: seatsOf(district, matching, need),
      rows: ready.pool.rank(need.facts, { on: ready.on, limit: CHOICES }).rows,
    })),
  )
  return assignInWays(market, { seconds: SECONDS })
}
