import type { Day } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { type Certificate, cheapestFirst, liftsOf, standOn } from './rules.ts'

const on = '2030-06-10' as Day
const since = '2030-01-01' as Day
const paper = (id: string, grantedOn?: string, validTo?: string, way?: string): Certificate => ({
  id,
  title: 'high-tech',
  source: '演示',
  demonstration: true,
  ...(grantedOn !== undefined && { grantedOn: grantedOn as Day }),
  ...(validTo !== undefined && { validTo: validTo as Day }),
  ...(way !== undefined && { way }),
})
const stand = (...papers: Certificate[]) => standOn(papers, { on, since, dueDays: 180 })

describe('where an enterprise stands to a title', () => {
  it('holds it for the first time, again after an earlier one, or no longer', () => {
    expect(stand(paper('a', '2030-02-01', '2033-01-31'))).toMatchObject({
      held: { id: 'a' },
      granted: { how: 'first' },
    })
    expect(
      stand(paper('b', '2030-02-01', '2033-01-31'), paper('a', '2027-02-01', '2030-01-31')),
    ).toMatchObject({
      held: { id: 'b' },
      granted: { how: 'again', before: { id: 'a' } },
    })
    const lapsed = stand(paper('a', '2027-02-01', '2030-01-31'))
    expect(lapsed).toMatchObject({ lapsed: { id: 'a' } })
    expect(lapsed.held).toBeUndefined()
    // What ran out the year before is no move of this year, and what is granted tomorrow is not there yet.
    expect(stand(paper('a', '2026-02-01', '2029-01-31'))).toEqual({ doubts: [] })
    expect(stand(paper('a', '2030-06-11', '2033-06-10')).held).toBeUndefined()
  })

  it('is due within the days of warning, on its last day still held', () => {
    expect(stand(paper('a', '2027-06-11', '2030-06-10'))).toMatchObject({ held: {}, due: { id: 'a' } })
    expect(stand(paper('a', '2027-06-11', '2030-12-07')).due).toBeDefined()
    expect(stand(paper('a', '2027-06-11', '2030-12-08')).due).toBeUndefined()
    // The one that lasts longest is what is held.
    expect(
      stand(paper('a', '2027-06-11', '2030-07-01'), paper('b', '2030-05-01', '2033-04-30')).due,
    ).toBeUndefined()
  })

  it('names an end that nobody knows and words that contradict the register', () => {
    const doubts = (...papers: Certificate[]) => stand(...papers).doubts.map(({ doubt }) => doubt)
    expect(doubts(paper('a', '2029-02-01'))).toEqual(['no-end'])
    expect(stand(paper('a', '2029-02-01')).held).toBeDefined()
    expect(
      doubts(
        paper('a', '2027-02-01', '2030-01-31', 'first'),
        paper('b', '2030-02-01', '2033-01-31', 'first'),
      ),
    ).toEqual(['first-but-earlier'])
    expect(doubts(paper('a', '2029-02-01', '2032-01-31', 'again'))).toEqual(['again-but-none-earlier'])
  })
})

describe('steps and research', () => {
  it('puts the smallest change against what there is first, and waiting last', () => {
    const step = (fact: string, from: string, by: string) => ({
      fact,
      from,
      by,
      to: '',
      verdict: 'yes' as const,
    })
    const wait = { until: '2031-01-01' as Day, verdict: 'yes' as const }
    expect(
      cheapestFirst([
        wait,
        step('less', '1000', '-100'),
        step('revenue', '1000', '500'),
        step('rd', '84', '16'),
        { ...step('debts', '80', '-5'), unit: '%' },
      ]).map(({ fact }) => fact),
    ).toEqual(['debts', 'rd', 'revenue', 'less', undefined])
  })

  it('says by how much the ratio would differ without one of them, of those of whom both numbers are known', () => {
    const { ratio, n, lifts } = liftsOf([
      { expense: 10, revenue: 100 },
      { expense: 10, revenue: 300 },
      { expense: 5 },
    ])
    expect(n).toBe(2)
    expect(ratio).toBe(0.05)
    expect(lifts[0]).toBeCloseTo(0.05 - 10 / 300)
    expect(lifts[1]).toBeCloseTo(0.05 - 10 / 100)
    expect(lifts[2]).toBeUndefined()
    expect(liftsOf([{ expense: 5 }])).toEqual({ n: 0, lifts: [undefined] })
  })
})
