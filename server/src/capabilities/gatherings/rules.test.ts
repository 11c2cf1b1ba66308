import { expect, it } from 'vitest'
import { bothWish, type Followed, firstRound, funnelOf, overfull, takesRoom } from './rules.ts'

const STAGES = ['interviewed', 'arrived'].map((id) => ({ id, label: { zh: id, en: id } }))
let n = 0
const one = (more: Partial<Followed> = {}): Followed => {
  n += 1
  return { needId: `need ${n % 2}`, offerId: `offer ${n}`, accepted: false, ...more }
}
const figures = (rows: readonly Followed[]) =>
  funnelOf(rows, STAGES).map(({ of, yes, no, unknown }) => [of, yes, no, unknown])

it('takes what nobody said for unknown, at every step', () => {
  expect(figures([one(), one({ outcome: 'met' }), one({ outcome: 'offer-absent' })])).toEqual([
    [3, 3, 0, 0],
    [3, 1, 1, 1],
    [1, 0, 0, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ])
})

it('knows from what came later what nobody noted before', () => {
  const placed = one({ accepted: true, reached: new Set(['matched', 'arrived']) })
  expect(figures([placed])).toEqual(Array.from({ length: 6 }, () => [1, 1, 0, 0]))
})

it('counts a stage that a journey ended before as a no, and one that may still come as unknown', () => {
  const ended = one({
    outcome: 'met',
    needWish: true,
    offerWish: true,
    accepted: true,
    ended: true,
    reached: new Set(),
  })
  const open = one({ accepted: true, reached: new Set(['interviewed']) })
  expect(figures([ended, open]).slice(3)).toEqual([
    [2, 2, 0, 0],
    [2, 1, 1, 0],
    [1, 0, 0, 1],
  ])
})

it('counts a pair that an office declined as a no, and different needs and offers apart', () => {
  const wish = { outcome: 'met', needWish: true, offerWish: true } as const
  const rows = [one({ ...wish, needId: 'a', declined: true }), one({ ...wish, needId: 'a', accepted: true })]
  const accepted = funnelOf(rows, [])[3]
  expect(accepted).toMatchObject({ of: 2, yes: 1, no: 1, unknown: 0, needs: 1, offers: 1 })
})

it('gives room back where places are filled and nothing will come of a meeting, and never in rounds', () => {
  const rows = [
    {},
    { outcome: 'met' },
    { outcome: 'need-absent' },
    { outcome: 'met', offerWish: false },
  ] as const
  expect(rows.map((row) => takesRoom('places', row, false))).toEqual([true, true, false, false])
  expect(rows.map((row) => takesRoom('places', row, true))).toEqual([false, false, false, false])
  expect(rows.map((row) => takesRoom('rounds', row, true))).toEqual([true, true, true, true])
})

it('takes one no for no, and one yes alone for not known yet', () => {
  expect(bothWish({ needWish: false })).toBe('no')
  expect(bothWish({ needWish: true })).toBe('unknown')
  expect(bothWish({ needWish: true, offerWish: true })).toBe('yes')
})

it('finds the first round in which both are free, and says who has too many', () => {
  const taken = [
    { needId: 'a', offerId: 'x', round: 1 },
    { needId: 'b', offerId: 'y', round: 2 },
  ]
  expect(firstRound(taken, { needId: 'a', offerId: 'y' }, 3)).toBe(3)
  expect(firstRound(taken, { needId: 'a', offerId: 'y' }, 2)).toBeUndefined()
  expect(overfull(taken, { of: () => 1, holding: [] })).toBeUndefined()
  const none = { of: (_: string, id: string) => (id === 'b' ? 0 : 1), holding: [] }
  expect(overfull(taken, none)).toMatchObject({ id: 'b', most: 0 })
  expect(overfull(taken, { of: () => 1, holding: [{ needId: 'c', offerId: 'x' }] })).toMatchObject({
    id: 'x',
  })
})
