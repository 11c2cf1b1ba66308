import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClauseSource } from '../src/definition.ts'
import type { Clause } from '../src/index.ts'
import { judge, verdictOf } from '../src/index.ts'
import { oracle } from './oracle.ts'
import { anyTree, clauseOf, complete, machineTree, numericTest, ON, twice, verdict } from './subjects.ts'

describe("Kleene's laws hold for whole clauses", () => {
  const law = (
    name: string,
    left: (...x: ClauseSource[]) => ClauseSource,
    right: (...x: ClauseSource[]) => ClauseSource,
    trees = anyTree,
  ) =>
    it(name, () => {
      fc.assert(
        fc.property(trees, trees, trees, twice, (a, b, c, { less }) => {
          expect(verdict(left(a, b, c), less)).toBe(verdict(right(a, b, c), less))
        }),
      )
    })
  law(
    'a double negation says nothing new',
    (a) => ({ not: { not: a! } }),
    (a) => a!,
  )
  law(
    'all is commutative',
    (a, b) => ({ all: [a, b] }),
    (a, b) => ({ all: [b, a] }),
  )
  law(
    'any is commutative',
    (a, b) => ({ any: [a, b] }),
    (a, b) => ({ any: [b, a] }),
  )
  law(
    'all is associative',
    (a, b, c) => ({ all: [a, { all: [b, c] }] }),
    (a, b, c) => ({ all: [a, b, c] }),
  )
  law(
    'all is idempotent',
    (a) => ({ all: [a, a] }),
    (a) => a!,
  )
  law(
    'De Morgan',
    (a, b) => ({ not: { all: [a, b] } }),
    (a, b) => ({ any: [{ not: a }, { not: b }] }),
  )
  law(
    'absorption',
    (a, b) => ({ all: [a, { any: [a, b] }] }),
    (a) => a!,
    machineTree,
  )
  law(
    'distribution',
    (a, b, c) => ({ all: [a, { any: [b, c] }] }),
    (a, b, c) => ({ any: [{ all: [a, b] }, { all: [a, c] }] }),
    machineTree,
  )
})

describe('judging', () => {
  it('never flips a decided verdict when a fact is learned', () => {
    fc.assert(
      fc.property(anyTree, twice, (source, { less, more }) => {
        const before = verdict(source, less)
        fc.pre(before !== 'unknown')
        expect(verdict(source, more)).toBe(before)
      }),
      { numRuns: 400 },
    )
  })
  it('gives the same verdict with and without its record', () => {
    fc.assert(
      fc.property(anyTree, twice, (source, { less }) => {
        const clause = clauseOf(source)
        expect(verdictOf(clause, less, { on: ON })).toBe(judge(clause, less, { on: ON }).verdict)
      }),
    )
  })
  it('is the same after a trip through JSON', () => {
    fc.assert(
      fc.property(anyTree, twice, (source, { less }) => {
        const clause = clauseOf(source)
        const copy: Clause = JSON.parse(JSON.stringify(clause))
        expect(copy).toEqual(clause)
        expect(judge(copy, less, { on: ON })).toEqual(judge(clause, less, { on: ON }))
      }),
    )
  })
  it('reads no fact that the clause does not name', () => {
    fc.assert(
      fc.property(anyTree, twice, (source, { more }) => {
        const clause = clauseOf(source)
        const named = Object.fromEntries(clause.facts.map((key) => [key, more[key]]))
        expect(judge(clause, named, { on: ON })).toEqual(judge(clause, more, { on: ON }))
      }),
    )
  })
  it('agrees with whole-number fractions on every comparison', () => {
    fc.assert(
      fc.property(numericTest, complete, (source, facts) => {
        expect(verdict(source, facts)).toBe(oracle(source, facts))
      }),
      { numRuns: 1000 },
    )
  })
})
