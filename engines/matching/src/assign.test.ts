import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Assignment,
  assignmentOf,
  assignmentProgram,
  assignStably,
  blockingPairs,
  checkMarket,
  type Market,
  type Party,
} from './assign.ts'

const partyArb = (id: string, others: readonly string[]): fc.Arbitrary<Party> =>
  fc.record({
    id: fc.constant(id),
    capacity: fc.nat(2),
    order: fc.shuffledSubarray([...others]),
  })
const marketArb: fc.Arbitrary<Market> = fc.record({ needs: fc.nat(3), offers: fc.nat(3) }).chain((many) => {
  const needs = Array.from({ length: many.needs }, (_, at) => `n${at}`)
  const offers = Array.from({ length: many.offers }, (_, at) => `o${at}`)
  return fc.record({
    needs: fc.tuple(...needs.map((id) => partyArb(id, offers))),
    offers: fc.tuple(...offers.map((id) => partyArb(id, needs))),
  })
})

/** Every assignment that keeps to capacities and brings nobody together who would not. */
function everyAssignment(market: Market): Assignment[] {
  const { pairs } = assignmentProgram(market)
  const room = (key: 'need' | 'offer', chosen: readonly number[]) =>
    [...market.needs, ...market.offers].every(
      ({ id, capacity }) =>
        chosen.filter((at) => pairs[at]![key] === id).length <= capacity || !id.startsWith(key[0]!),
    )
  return Array.from({ length: 2 ** pairs.length }, (_, bits) =>
    pairs.flatMap((_, at) => ((bits >> at) % 2 ? [at] : [])),
  )
    .filter((chosen) => room('need', chosen) && room('offer', chosen))
    .map((chosen) =>
      assignmentOf(
        market,
        chosen.map((at) => pairs[at]!),
      ),
    )
}

describe('a stable assignment', () => {
  it('keeps to capacities, brings nobody together who would not, and leaves no pair that would rather be', () => {
    fc.assert(
      fc.property(marketArb, fc.constantFrom('needs' as const, 'offers' as const), (market, asking) => {
        const answer = assignStably(market, { asking })
        for (const { id, capacity } of market.needs)
          expect(answer.pairs.filter(({ need }) => need === id).length).toBeLessThanOrEqual(capacity)
        for (const { id, capacity } of market.offers)
          expect(answer.pairs.filter(({ offer }) => offer === id).length).toBeLessThanOrEqual(capacity)
        for (const { needPlace, offerPlace } of answer.pairs)
          expect(Number.isFinite(needPlace + offerPlace)).toBe(true)
        expect(blockingPairs(market, answer)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of the parties', () => {
    fc.assert(
      fc.property(marketArb, (market) => {
        const turned = { needs: market.needs.toReversed(), offers: market.offers.toReversed() }
        expect(assignStably(turned, { asking: 'needs' })).toEqual(assignStably(market, { asking: 'needs' }))
      }),
    )
  })

  it('is, of all stable ones, best for the side that asks, where each takes one', () => {
    fc.assert(
      fc.property(marketArb, (some) => {
        const single = (parties: readonly Party[]) => parties.map((party) => ({ ...party, capacity: 1 }))
        const market = { needs: single(some.needs), offers: single(some.offers) }
        const stable = everyAssignment(market).filter((one) => blockingPairs(market, one).length === 0)
        const placeOf = (one: Assignment, id: string) =>
          one.pairs.find(({ need }) => need === id)?.needPlace ?? Number.POSITIVE_INFINITY
        const best = assignStably(market, { asking: 'needs' })
        const worst = assignStably(market, { asking: 'offers' })
        for (const one of stable)
          for (const { id } of market.needs) {
            expect(placeOf(best, id)).toBeLessThanOrEqual(placeOf(one, id))
            expect(placeOf(worst, id)).toBeGreaterThanOrEqual(placeOf(one, id))
          }
      }),
    )
  })

  it('settles a circle of wishes', () => {
    const order = (id: string, ...wishes: string[]) => ({ id, capacity: 1, order: wishes })
    const market = {
      needs: [order('n1', 'o1', 'o2', 'o3'), order('n2', 'o2', 'o3', 'o1'), order('n3', 'o3', 'o1', 'o2')],
      offers: [order('o1', 'n2', 'n3', 'n1'), order('o2', 'n3', 'n1', 'n2'), order('o3', 'n1', 'n2', 'n3')],
    }
    expect(assignStably(market, { asking: 'needs' }).pairs.map(({ needPlace }) => needPlace)).toEqual([
      1, 1, 1,
    ])
    expect(assignStably(market, { asking: 'offers' }).pairs.map(({ needPlace }) => needPlace)).toEqual([
      3, 3, 3,
    ])
  })
})

describe('blocking pairs', () => {
  it('are none exactly where an assignment is stable: found by trying every pair', () => {
    const market: Market = {
      needs: [
        { id: 'n1', capacity: 1, order: ['o1', 'o2'] },
        { id: 'n2', capacity: 1, order: ['o1'] },
      ],
      offers: [
        { id: 'o1', capacity: 1, order: ['n1', 'n2'] },
        { id: 'o2', capacity: 1, order: ['n1'] },
      ],
    }
    const most = assignmentOf(market, [
      { need: 'n1', offer: 'o2' },
      { need: 'n2', offer: 'o1' },
    ])
    expect(blockingPairs(market, most)).toEqual([{ need: 'n1', offer: 'o1', needPlace: 1, offerPlace: 1 }])
    expect(assignStably(market, { asking: 'needs' })).toEqual({
      pairs: [{ need: 'n1', offer: 'o1', needPlace: 1, offerPlace: 1 }],
      open: [{ need: 'n2', places: 1 }],
      free: ['o2'],
    })
  })
})

describe('the program of an optimal assignment', () => {
  it('costs least where most are placed, and among those where the sum of places is least', () => {
    fc.assert(
      fc.property(marketArb, (market) => {
        const { pairs } = assignmentProgram(market)
        const costOf = (one: Assignment) =>
          one.pairs.reduce(
            (sum, { need, offer }) =>
              sum + pairs.find((pair) => pair.need === need && pair.offer === offer)!.cost,
            0,
          )
        const placesOf = (one: Assignment) =>
          one.pairs.reduce((sum, { needPlace, offerPlace }) => sum + needPlace + offerPlace, 0)
        const all = everyAssignment(market)
        const least = all.reduce((a, b) => (costOf(b) < costOf(a) ? b : a))
        const most = Math.max(...all.map((one) => one.pairs.length))
        expect(least.pairs).toHaveLength(most)
        expect(placesOf(least)).toBe(
          Math.min(...all.filter((one) => one.pairs.length === most).map(placesOf)),
        )
      }),
    )
  })
})

it('says what is wrong with a market', () => {
  const codes = (market: Market) => checkMarket(market).map(({ code, level }) => `${level} ${code}`)
  const need = { id: 'n', capacity: 1, order: ['o', 'o'] }
  expect(
    codes({
      needs: [need, { ...need, capacity: 1.5, order: ['x'] }],
      offers: [{ id: 'o', capacity: 1, order: [] }],
    }),
  ).toEqual(['error twice', 'error twice', 'error not-whole', 'remark no-such-party'])
  expect(() => assignStably({ needs: [need], offers: [] }, { asking: 'needs' })).toThrow(RangeError)
})
