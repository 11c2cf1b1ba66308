import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { balanceOf, type Demanded, demandOf, type Supplied, supplyOf } from './rules.ts'

const placed = {
  id: '',
  node: 'a',
  part: undefined,
  place: undefined,
  asOf: '2026-11-25',
  demonstration: false,
}
const need = (standing: Demanded['standing'], quantity?: number): Demanded => ({
  ...placed,
  standing,
  ...(quantity !== undefined && { quantity }),
})
const offer = (consent?: boolean): Supplied => ({ ...placed, consent })
const many = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one)
const said = (needs: Demanded[], here: Supplied[], elsewhere: Supplied[] = []) =>
  balanceOf(demandOf(needs), supplyOf(here), supplyOf(elsewhere))

describe('demand against supply', () => {
  it('counts a need that does not say how many as a need and not as zero heads', () => {
    expect(demandOf([need('open', 3), need('expiring'), need('expired', 5), need('filled', 1)])).toEqual({
      open: { needs: 2, heads: 3, unsaid: 1 },
      expired: { needs: 1, heads: 5, unsaid: 0 },
      unknown: { needs: 0, heads: 0, unsaid: 0 },
      filled: { needs: 1, heads: 1, unsaid: 0 },
      dropped: { needs: 0, heads: 0, unsaid: 0 },
    })
  })

  it.each([
    ['nothing is wanted', said([need('expired', 9)], [offer(true)]), { is: 'none' }],
    ['enough are here and agree', said([need('open', 2)], many(2, offer(true))), { is: 'covered' }],
    [
      'somebody never said whether he agrees',
      said([need('open', 2)], [offer(true), offer()]),
      { is: 'unknown' },
    ],
    [
      'even everybody unplaced were too few',
      said([need('open', 9)], many(2, offer(true)), many(3, offer(true))),
      { is: 'short', atLeast: 4 },
    ],
    [
      'those unplaced might do',
      said([need('open', 4)], many(2, offer(true)), many(3, offer(true))),
      { is: 'unknown' },
    ],
    [
      'those who refuse do not help',
      said([need('open', 2)], many(5, offer(false))),
      { is: 'short', atLeast: 2 },
    ],
    [
      'a need does not say how many',
      said([need('open'), need('open', 1)], many(5, offer(true))),
      { is: 'unknown' },
    ],
    ['it wants one at least', said([need('open')], []), { is: 'short', atLeast: 1 }],
    [
      'nobody knows whether a need stands',
      said([need('unknown', 1)], many(5, offer(true))),
      { is: 'unknown' },
    ],
  ] as const)('when %s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })

  it('says nothing that the unknown could turn round', () => {
    const consent = fc.constantFrom(true, false, undefined)
    const offers = fc.array(consent.map(offer), { maxLength: 8 })
    const needs = fc.array(
      fc.record({
        standing: fc.constantFrom('open', 'expiring', 'unknown', 'expired', 'filled'),
        quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(
        needs,
        offers,
        offers,
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 1, max: 9 }),
        (wanted, here, elsewhere, coins, each) => {
          const balance = said(
            wanted.map((one) => need(one.standing as Demanded['standing'], one.quantity)),
            here,
            elsewhere,
          )
          const coin = () => coins.next().value as boolean
          // One world that fits what is known: every unknown gets an answer.
          const heads = wanted
            .filter(
              (one) => ['open', 'expiring'].includes(one.standing) || (one.standing === 'unknown' && coin()),
            )
            .reduce((sum, one) => sum + (one.quantity ?? each), 0)
          const agrees = (one: Supplied) => one.consent ?? coin()
          const people = here.filter(agrees).length + elsewhere.filter((one) => coin() && agrees(one)).length
          if (balance.is === 'covered') expect(people).toBeGreaterThanOrEqual(heads)
          if (balance.is === 'short') expect(heads - people).toBeGreaterThanOrEqual(balance.atLeast as number)
        },
      ),
    )
  })
})
