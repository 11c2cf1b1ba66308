import { type Assignment, blockingPairs, type Market, marketOf } from '@qiongding/matching/assign'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { assignInWays, needsOfMany, noteOf, profileOf, rankMany } from '../../../spine/matches/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { openProfiles, profilesAsOf } from '../../../spine/registry/index.ts'
import type { Arrangement, gatheringsContract } from '../contract.ts'
import { roomIn, roomLeft } from '../rules.ts'
import { mustFind } from './gatherings.ts'
import { introductionsOf } from './introductions.ts'

/** Offers of its ranking that a need may be given, beyond its places: choice enough, and a program that a solver ends. */
const CHOICES = 30
/** Seconds a solver may take while somebody waits for the page. */
const SECONDS = 10

function shownAs(as: Arrangement['as'], market: Market, { pairs, open }: Assignment): Arrangement {
  const places = pairs.reduce((sum, { needPlace, offerPlace }) => sum + needPlace + offerPlace, 0)
  return {
    as,
    pairs: pairs.map(({ need, offer, needPlace, offerPlace }) => ({
      needId: need,
      offerId: offer,
      needPlace,
      offerPlace,
    })),
    open: open.reduce((sum, one) => sum + one.places, 0),
    rather: blockingPairs(market, { pairs, open, free: [] }).length,
    ...(pairs.length > 0 && { meanPlace: Math.round((places / pairs.length / 2) * 100) / 100 }),
  }
}

/** Three ways to bring the needs of a gathering together with every offer that may be matched; who has met already is left as it is. */
export async function readArrangements(
  ctx: Context,
  { id }: InputOf<typeof gatheringsContract.arrangements>,
) {
  const asOf = asOfOf(ctx, {})
  const { gathering, profile, needs, market } = await reading(ctx, async (read) => {
    const gathering = await mustFind(read, id)
    if (gathering.state === 'cancelled') throw refuse('gathering-state', { state: gathering.state })
    const profile = profileOf(ctx, gathering.profile)
    const needs = await needsOfMany(ctx, read, profile, { ids: gathering.needs, asOf })
    // Nobody is introduced twice: whom a need has met already is no choice for it any more.
    const met = (await introductionsOf(read, id)).filter(({ outcome }) => outcome !== undefined)
    const ranked = await rankMany(ctx, read, profile, {
      needs,
      limit: CHOICES + gathering.rounds,
      left: new Map(
        [...Map.groupBy(met, ({ needId }) => needId)].map(([need, rows]) => [
          need,
          rows.map(({ offerId }) => offerId),
        ]),
      ),
    })
    const room = roomIn(gathering, new Map(needs.map((need) => [need.id, need])), met)
    const market = marketOf(
      needs.map(({ id }) => ({ id, capacity: roomLeft(room, 'needId', id), rows: ranked.get(id) ?? [] })),
      { offerCapacity: (offer) => roomLeft(room, 'offerId', offer) },
    )
    return { gathering, profile, needs, market }
  })
  // Outside of the read: a solver takes seconds, and nobody waits for the database meanwhile.
  const ways = await assignInWays(market, { seconds: SECONDS })
  const arrangements = [
    shownAs('stable', market, ways.stable),
    shownAs('for-offers', market, ways.forOffers),
    ...(ways.optimal ? [shownAs('optimal', market, ways.optimal)] : []),
  ]
  const ids = [...new Set(arrangements.flatMap(({ pairs }) => pairs.map(({ offerId }) => offerId)))]
  const offers = await reading(ctx, async (read) =>
    openProfiles(ctx, read, await profilesAsOf(ctx, read, ids, asOf)),
  )
  return {
    version: gathering.version,
    seats: ways.seats,
    vague: needs.filter(({ requirements }) => requirements === 0).length,
    ended: needs.filter(({ ended }) => ended !== undefined).length,
    offers: offers.map((offer) => {
      const note = noteOf(profile, offer.values)
      return { id: offer.id, name: offer.name, ...(note !== undefined && { note }) }
    }),
    arrangements,
  }
}
