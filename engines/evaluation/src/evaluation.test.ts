import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkScheme, doubts, evaluate, type Fault, type Item, type Scheme } from './index.ts'

type File = {
  readonly scheme: Scheme
  readonly units: readonly string[]
  readonly cases: readonly {
    readonly name: string
    readonly items: readonly Item[]
    readonly faults?: readonly Fault[]
    readonly expect: Readonly<Record<string, object>>
    readonly doubts?: readonly object[]
  }[]
}

const folder = new URL('../cases/', import.meta.url)
const files = readdirSync(folder).map((name) => ({
  name,
  file: parse(readFileSync(new URL(name, folder), 'utf8')) as File,
}))

for (const { name, file } of files)
  describe(name, () => {
    const { scheme, units } = file
    it('is a sound scheme', () => {
      expect(checkScheme(scheme)).toEqual([])
    })
    for (const { name: title, expect: wanted, doubts: hangs, ...given } of file.cases)
      it(title, () => {
        const scores = evaluate({ scheme, units, ...given })
        for (const [unit, one] of Object.entries(wanted))
          expect(scores.find((score) => score.unit === unit)).toMatchObject(one)
        if (hangs) expect(doubts({ scheme, units, ...given })).toEqual(hangs)
      })
  })

it('says what is wrong with a scheme', () => {
  const part = { id: 'a', weight: 60, how: 'count', against: { kind: 'efficacy' } } as const
  expect(
    checkScheme({
      parts: [part, { ...part, weight: 30 }, { ...part, id: 'b', weight: 0, against: { kind: 'share' } }],
    }).map(({ code }) => code),
  ).toEqual(['evaluation.weights', 'evaluation.duplicate', 'evaluation.weight', 'evaluation.share'])
})

const named = (start: string): File => {
  const found = files.find(({ name }) => name.startsWith(start))
  if (!found) throw new Error(`no cases ${start}`)
  return found.file
}
const { scheme, units } = named('effect')
const items = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 99 }).map(String),
    unit: fc.constantFrom(...units),
    part: fc.constantFrom(...scheme.parts.map(({ id }) => id)),
    counts: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
    value: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 30 },
)

it('gives the same scores in whatever order the items come, between 0 and 100, never above what it could come to', () => {
  fc.assert(
    fc.property(items, (given) => {
      const scores = evaluate({ scheme, units, items: given })
      expect(evaluate({ scheme, units, items: given.toReversed() })).toEqual(scores)
      for (const { score, high } of scores) {
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(high)
        expect(high).toBeLessThanOrEqual(100.000001)
      }
    }),
  )
})

it('takes no account of what does not count', () => {
  fc.assert(
    fc.property(items, (given) => {
      const counting = given.filter(({ counts }) => counts !== 'no')
      expect(evaluate({ scheme, units, items: counting })).toEqual(evaluate({ scheme, units, items: given }))
    }),
  )
})

it('never ranks a unit better for one item less of a target', () => {
  const file = named('count')
  const some = fc.array(
    fc.record({
      id: fc.string(),
      unit: fc.constantFrom(...file.units),
      part: fc.constantFrom('count', 'amount'),
      counts: fc.constant('yes' as const),
      value: fc.integer({ min: 0, max: 500_000_000 }),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(some, (given) => {
      for (const { rank, rankWithout } of doubts({ ...file, items: given }))
        expect(rankWithout).toBeGreaterThan(rank)
    }),
  )
})

it('finds the doubts that leaving each item out and reckoning everything anew finds', () => {
  const wholeNumbers = fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 1_000_000 }).map(String),
      unit: fc.constantFrom('north', 'south', 'east', 'west'),
      part: fc.constantFrom(...scheme.parts.map(({ id }) => id)),
      counts: fc.constantFrom('yes' as const, 'unknown' as const),
      value: fc.constantFrom(0, 0.25, 0.5, 1),
    }),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(wholeNumbers, (given) => {
      const question = { scheme, units: ['north', 'south', 'east', 'west'], items: given }
      const rankOf = (of: typeof question, unit: string) =>
        evaluate(of).find((score) => score.unit === unit)?.rank
      const plain = given.flatMap((item) => {
        if (item.counts !== 'yes') return []
        const rank = rankOf(question, item.unit)
        const rankWithout = rankOf({ ...question, items: given.filter((one) => one !== item) }, item.unit)
        return rank === rankWithout
          ? []
          : [{ item: item.id, part: item.part, unit: item.unit, rank, rankWithout }]
      })
      const order = (a: { item: string; part: string }, b: { item: string; part: string }) =>
        `${a.item} ${a.part}` < `${b.item} ${b.part}` ? -1 : 1
      expect(doubts(question).toSorted(order)).toEqual(plain.toSorted(order))
    }),
  )
})
