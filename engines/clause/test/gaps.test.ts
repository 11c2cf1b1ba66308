import { type Day, type Facts, toBase } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClauseSource } from '../src/definition.ts'
import { type Gap, gapOf, judge, verdictOf } from '../src/index.ts'
import { clauseOf, complete, dayArb, MONEY, numericTest, ON, ordering, verdict } from './subjects.ts'

describe('gaps', () => {
  const changed = (facts: Facts, change: Gap['closes'][number]): Facts => ({
    ...facts,
    [change.fact]: toBase(change.to, change.unit!)!,
  })
  it('offer changes of which each alone makes it yes', () => {
    let offered = 0
    fc.assert(
      fc.property(numericTest, complete, (source, facts) => {
        const { trace } = judge(clauseOf(source), facts, { on: ON })
        for (const change of gapOf(trace).flatMap((gap) => gap.closes)) {
          offered++
          expect(verdict(source, changed(facts, change))).toBe('yes')
        }
      }),
      { numRuns: 600 },
    )
    expect(offered).toBeGreaterThan(100)
  })
  it('of a share are closed by more of the numerator', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 1, max: 99999 }),
        fc.integer({ min: 1, max: 100 }),
        (a, b, p) => {
          const source = `m0 / m1 >= ${p}%`
          const facts = { m0: a, m1: b }
          const gaps = gapOf(judge(clauseOf(source), facts, { on: ON }).trace)
          fc.pre(gaps.length === 1)
          const [first] = gaps[0]!.closes
          expect(first!.fact).toBe('m0')
          const to = toBase(first!.to, first!.unit!)!
          expect(verdict(source, { ...facts, m0: to })).toBe('yes')
          // and a fen less would not do
          expect(verdict(source, { ...facts, m0: Math.round(to * 100 - 1) / 100 })).toBe('no')
        },
      ),
    )
  })
  it('closed together make a whole clause yes', () => {
    const limits = fc.tuple(
      ...MONEY.map((key) =>
        fc.tuple(ordering, fc.integer({ min: 1, max: 90 })).map(([op, n]) => `${key} ${op} ${n}万元`),
      ),
    )
    const tree = limits.chain(([a, b, c, d]) =>
      fc.constantFrom<ClauseSource>(
        { all: [a!, b!, c!, d!] },
        { all: [a!, { any: [b!, c!] }, d!] },
        { any: [{ all: [a!, b!] }, { all: [c!, d!] }] },
        { not: { any: [a!, { all: [b!, { not: c! }] }, d!] } },
      ),
    )
    fc.assert(
      fc.property(tree, complete, (source, facts) => {
        const clause = clauseOf(source)
        const gaps = gapOf(judge(clause, facts, { on: ON }).trace)
        const mended = gaps.reduce<Facts>((sofar, gap) => changed(sofar, gap.closes[0]!), facts)
        expect(verdictOf(clause, mended, { on: ON })).toBe('yes')
      }),
      { numRuns: 300 },
    )
  })
  it('of an age close on the day they name, and not before', () => {
    fc.assert(
      fc.property(
        dayArb,
        fc.constantFrom('>=', '>'),
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom('月', '年', '天'),
        (born, op, n, unit) => {
          const clause = clauseOf(`age of born ${op} ${n}${unit}`)
          const facts = { born: born.toISOString().slice(0, 10) }
          const until = gapOf(judge(clause, facts, { on: ON }).trace)[0]?.until
          fc.pre(until !== undefined)
          const eve = new Date(Date.parse(until!) - 86_400_000).toISOString().slice(0, 10) as Day
          expect(verdictOf(clause, facts, { on: until! })).toBe('yes')
          expect(verdictOf(clause, facts, { on: eve })).toBe('no')
        },
      ),
    )
  })
})
