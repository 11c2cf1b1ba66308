/** @module Many needs and offers brought together at once, under capacity. */
import type { Finding } from '@qiongding/kernel'

export { marketOf, type RankedNeed } from './market.ts'
export { roundsOf } from './rounds.ts'

/** One of a side: how many it can take, and whom it would take, the best first. Whom it does not name it will not take. */
export type Party = { readonly id: string; readonly capacity: number; readonly order: readonly string[] }

/** Needs and offers that are to be brought together at once. */
export type Market = { readonly needs: readonly Party[]; readonly offers: readonly Party[] }

/** One need with one offer, and where each stands in the other's order, 1 the best. */
export type Assigned = {
  readonly need: string
  readonly offer: string
  readonly needPlace: number
  readonly offerPlace: number
}

/** Who goes where. */
export type Assignment = {
  readonly pairs: readonly Assigned[]
  /** Places of needs that stay open, and offers that go nowhere. */
  readonly open: readonly { readonly need: string; readonly places: number }[]
  readonly free: readonly string[]
}

/**
 * What is wrong with a market; with no error in the list it can be assigned. Errors: `twice` (an id, or one in an order),
 * `not-whole` (a capacity that is no whole number from 0). Remark: `no-such-party` (an order names somebody who is not there; he is
 * passed over).
 */
export function checkMarket({ needs, offers }: Market): Finding[] {
  const side = (name: 'needs' | 'offers', parties: readonly Party[], others: readonly Party[]) => {
    const there = new Set(others.map(({ id }) => id))
    const seen = new Set<string>()
    return parties.flatMap(({ id, capacity, order }, at): Finding[] => {
      const path = `${name}[${at}]`
      const found: Finding[] = []
      const report = (code: string, value: string, level: Finding['level'] = 'error') =>
        found.push({ code, level, at: { path }, value })
      if (seen.has(id)) report('twice', id)
      seen.add(id)
      if (!(Number.isInteger(capacity) && capacity >= 0)) report('not-whole', String(capacity))
      if (new Set(order).size < order.length) report('twice', id)
      for (const other of order) if (!there.has(other)) report('no-such-party', other, 'remark')
      return found
    })
  }
  return [...side('needs', needs, offers), ...side('offers', offers, needs)]
}

/** Each party's order as places, among those who are there. */
function placesOf(parties: readonly Party[]): Map<string, Map<string, number>> {
  return new Map(parties.map(({ id, order }) => [id, new Map(order.map((other, at) => [other, at + 1]))]))
}

/**
 * A stable assignment by deferred acceptance (Gale and Shapley 1962, with capacities on both sides): no need and offer that are not
 * together would both rather be. Of all stable ones it is the best for the side that asks; `asking: 'offers'` gives the best for the
 * other, to be shown beside it. The order of the parties does not matter. Throws RangeError for a market with errors.
 *
 * @example
 * assignStably({ needs: [{ id: 'post', capacity: 1, order: ['a', 'b'] }], offers: [{ id: 'a', capacity: 1, order: ['post'] }, { id: 'b', capacity: 1, order: ['post'] }] }, { asking: 'needs' }).pairs
 * // [{ need: 'post', offer: 'a', needPlace: 1, offerPlace: 1 }]
 */
export function assignStably(
  market: Market,
  { asking }: { readonly asking: 'needs' | 'offers' },
): Assignment {
  const [error] = checkMarket(market).filter(({ level }) => level === 'error')
  if (error) throw new RangeError(`${error.code} at ${error.at.path}: ${error.value}`)
  const [askers, asked] = asking === 'needs' ? [market.needs, market.offers] : [market.offers, market.needs]
  const places = placesOf(asked)
  const parties = new Map(askers.map((party) => [party.id, party]))
  const rooms = new Map(asked.map(({ id, capacity }) => [id, capacity]))
  const held = new Map<string, string[]>(asked.map(({ id }) => [id, []]))
  const next = new Map(askers.map(({ id }) => [id, 0]))
  const lacks = new Map(askers.map(({ id, capacity }) => [id, capacity]))
  const waiting = askers.map(({ id }) => id)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const { order } = parties.get(id)!
    while (lacks.get(id)! > 0 && next.get(id)! < order.length) {
      const other: string = order[next.get(id)!]!
      next.set(id, next.get(id)! + 1)
      const place = places.get(other)?.get(id)
      if (place === undefined || rooms.get(other) === 0) continue
      const holding = held.get(other)!
      holding.push(id)
      lacks.set(id, lacks.get(id)! - 1)
      if (holding.length <= rooms.get(other)!) continue
      const worst = holding.reduce((a, b) =>
        places.get(other)!.get(a)! > places.get(other)!.get(b)! ? a : b,
      )
      holding.splice(holding.indexOf(worst), 1)
      lacks.set(worst, lacks.get(worst)! + 1)
      if (worst !== id) waiting.push(worst)
    }
  }
  const together = [...held].flatMap(([other, ids]) =>
    ids.map((id) => (asking === 'needs' ? { need: id, offer: other } : { need: other, offer: id })),
  )
  return assignmentOf(market, together)
}

/** An assignment from its pairs alone, whoever found them, with places, what stays open and who goes nowhere. */
export function assignmentOf(
  { needs, offers }: Market,
  together: readonly { readonly need: string; readonly offer: string }[],
): Assignment {
  const [ofNeeds, ofOffers] = [placesOf(needs), placesOf(offers)]
  const pairs = together
    .map(({ need, offer }) => ({
      need,
      offer,
      needPlace: ofNeeds.get(need)?.get(offer) ?? Number.POSITIVE_INFINITY,
      offerPlace: ofOffers.get(offer)?.get(need) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => (a.need < b.need ? -1 : a.need > b.need ? 1 : a.needPlace - b.needPlace))
  const taken = pairsBy('need', pairs)
  const going = new Set(pairs.map(({ offer }) => offer))
  return {
    pairs,
    open: needs
      .map(({ id, capacity }) => ({ need: id, places: capacity - (taken.get(id)?.length ?? 0) }))
      .filter(({ places }) => places > 0)
      .sort((a, b) => (a.need < b.need ? -1 : 1)),
    free: offers
      .map(({ id }) => id)
      .filter((id) => !going.has(id))
      .sort(),
  }
}

/** Pairs by one side. `Map.groupBy` would need a newer Node than the package promises. */
function pairsBy(side: 'need' | 'offer', pairs: readonly Assigned[]): Map<string, Assigned[]> {
  const found = new Map<string, Assigned[]>()
  for (const pair of pairs) {
    const held = found.get(pair[side])
    if (held) held.push(pair)
    else found.set(pair[side], [pair])
  }
  return found
}

/** Needs and offers that are not together and would both rather be: what a person is told of an assignment that is not stable. */
export function blockingPairs({ needs, offers }: Market, { pairs }: Assignment): Assigned[] {
  const ofOffers = placesOf(offers)
  const byNeed = pairsBy('need', pairs)
  const byOffer = pairsBy('offer', pairs)
  const parties = new Map(offers.map((offer) => [offer.id, offer]))
  /** Whether somebody has room, or holds one he likes less than the one at a place. */
  const wants = (capacity: number, places: readonly number[], place: number) =>
    capacity > places.length || places.some((held) => held > place)
  return needs.flatMap(({ id, capacity, order }) => {
    const own = byNeed.get(id) ?? []
    return order.flatMap((offer, at): Assigned[] => {
      const offerPlace = ofOffers.get(offer)?.get(id)
      if (offerPlace === undefined || own.some((pair) => pair.offer === offer)) return []
      const theirs = byOffer.get(offer) ?? []
      const both =
        capacity > 0 &&
        wants(
          capacity,
          own.map(({ needPlace }) => needPlace),
          at + 1,
        ) &&
        parties.get(offer)!.capacity > 0 &&
        wants(
          parties.get(offer)!.capacity,
          theirs.map((pair) => pair.offerPlace),
          offerPlace,
        )
      return both ? [{ need: id, offer, needPlace: at + 1, offerPlace }] : []
    })
  })
}

/** What a solver is given for the assignment that places most, and among those has the least sum of places on both sides. */
export type AssignmentProgram = {
  /** Every pair that both would take, with what it costs: a sum of these is least, never a pair's own merit. */
  readonly pairs: readonly { readonly need: string; readonly offer: string; readonly cost: number }[]
  /** At most so many of the pairs at these positions. */
  readonly rooms: readonly { readonly pairs: readonly number[]; readonly most: number }[]
}

/**
 * The optimal assignment as a linear program over pairs, each 0 or 1 (its solutions at the corners are whole). A pair costs the sum of
 * both places less a bonus that outweighs every sum of places, so that one more pair is always better.
 */
export function assignmentProgram({ needs, offers }: Market): AssignmentProgram {
  const ofOffers = placesOf(offers)
  const both = needs.flatMap(({ id, order }) =>
    order.flatMap((offer, at) => {
      const place = ofOffers.get(offer)?.get(id)
      return place === undefined ? [] : [{ need: id, offer, places: at + 1 + place }]
    }),
  )
  const longest = both.reduce((most, { places }) => Math.max(most, places), 0)
  const seats = Math.min(sum(needs), sum(offers), both.length)
  const bonus = longest * (seats + 1)
  const pairs = both.map(({ need, offer, places }) => ({ need, offer, cost: places - bonus }))
  const roomOf = (key: 'need' | 'offer', { id, capacity }: Party) => ({
    pairs: pairs.flatMap((pair, at) => (pair[key] === id ? [at] : [])),
    most: capacity,
  })
  return {
    pairs,
    rooms: [...needs.map((need) => roomOf('need', need)), ...offers.map((offer) => roomOf('offer', offer))],
  }
}

function sum(parties: readonly Party[]): number {
  return parties.reduce((total, { capacity }) => total + capacity, 0)
}
