import { type Assignment, assignmentOf, assignmentProgram, type Market } from '@qiongding/matching/assign'
import { expect, it } from 'vitest'
import { optimalAssignment } from './index.ts'

/** Markets of up to three needs and three offers, each with an order and a capacity by lot. */
function marketOf(seed: number): Market {
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
  const side = (own: string, other: string) =>
    Array.from({ length: 1 + random(3) }, (_, at) => ({
      id: `${own}${at}`,
      capacity: random(3),
      order: Array.from({ length: 3 }, (_, to) => ({ id: `${other}${to}`, lot: random(100) }))
        .filter(({ lot }) => lot < 70)
        .sort((a, b) => a.lot - b.lot)
        .map(({ id }) => id),
    }))
  return { needs: side('n', 'o'), offers: side('o', 'n') }
}

/** The best of every assignment there is: most pairs, then the least sum of places. */
function tried(market: Market): { pairs: number; places: number } {
  const { pairs, rooms } = assignmentProgram(market)
  let best = { pairs: 0, places: 0 }
  for (let bits = 0; bits < 2 ** pairs.length; bits++) {
    const chosen = pairs.flatMap((_, at) => ((bits >> at) % 2 === 1 ? [at] : []))
    if (rooms.some((room) => chosen.filter((at) => room.pairs.includes(at)).length > room.most)) continue
    const one = placesOf(
      assignmentOf(
        market,
        chosen.flatMap((at) => pairs[at] ?? []),
      ),
    )
    if (one.pairs > best.pairs || (one.pairs === best.pairs && one.places < best.places)) best = one
  }
  return best
}

const placesOf = ({ pairs }: Assignment) => ({
  pairs: pairs.length,
  places: pairs.reduce((sum, { needPlace, offerPlace }) => sum + needPlace + offerPlace, 0),
})

it('is the best of every assignment there is, and keeps to capacities', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const market = marketOf(seed)
    const found = await optimalAssignment(market, { seconds: 20 })
    if (!found) throw new Error('no answer in time')
    expect(placesOf(found)).toEqual(tried(market))
    for (const { id, capacity } of market.needs)
      expect(found.pairs.filter(({ need }) => need === id).length).toBeLessThanOrEqual(capacity)
  }
})

it('has nothing to solve where nobody would go anywhere', async () => {
  const market = { needs: [{ id: 'n', capacity: 2, order: [] }], offers: [] }
  expect(await optimalAssignment(market, { seconds: 1 })).toEqual({
    pairs: [],
    open: [{ need: 'n', places: 2 }],
    free: [],
  })
})
