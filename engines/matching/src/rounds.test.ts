import fc from 'fast-check'
import { expect, it } from 'vitest'
import { roundsOf } from './rounds.ts'

const pairs = fc
  .uniqueArray(fc.tuple(fc.nat(7), fc.nat(7)), { selector: String, maxLength: 40 })
  .map((list) => list.map(([need, offer]) => ({ need: `${need}`, offer: `${offer}` })))

it('seats nobody twice in a round, in as few rounds as the busiest has meetings', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const rounds = roundsOf(list)
      const meetings = new Map<string, number[]>()
      list.forEach(({ need, offer }, at) => {
        for (const party of [`need ${need}`, `offer ${offer}`])
          meetings.set(party, [...(meetings.get(party) ?? []), rounds[at]!])
      })
      for (const own of meetings.values()) expect(new Set(own).size).toBe(own.length)
      const busiest = Math.max(0, ...[...meetings.values()].map((own) => own.length))
      expect(Math.max(0, ...rounds)).toBe(busiest)
    }),
    { numRuns: 2_000 },
  )
})

it('moves a chain of meetings where no round is free for both', () => {
  // a-x and b-y sit in 1 and b-x in 2: a-y finds no round until others move.
  const list = [
    { need: 'a', offer: 'x' },
    { need: 'b', offer: 'y' },
    { need: 'b', offer: 'x' },
    { need: 'a', offer: 'y' },
  ]
  expect(Math.max(...roundsOf(list))).toBe(2)
})

it('refuses a pair that stands twice', () => {
  const pair = { need: 'a', offer: 'x' }
  expect(() => roundsOf([pair, pair])).toThrow(RangeError)
})
