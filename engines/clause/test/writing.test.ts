import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClause, formatClause } from '../src/index.ts'
import { anyTest, anyTree, clauseOf, dictionary } from './subjects.ts'

describe('writing', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(anyTree, (source) => {
        const clause = clauseOf(source)
        const written = formatClause(clause)
        expect(clauseOf(written)).toEqual(clause)
        expect(formatClause(clauseOf(written))).toEqual(written)
      }),
      { numRuns: 400 },
    )
  })
  it('never throws on what people type', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), anyTest.chain(spoiled)), (text) => {
        const { clause, findings } = checkClause(text, dictionary)
        expect(clause === undefined).toBe(findings.length > 0)
      }),
      { numRuns: 1000 },
    )
  })
})

/** A test with one character lost or doubled. */
const spoiled = (text: string) =>
  fc
    .tuple(fc.nat({ max: Math.max(0, text.length - 1) }), fc.boolean())
    .map(([at, lost]) => text.slice(0, at) + (lost ? '' : (text[at] ?? '').repeat(2)) + text.slice(at + 1))
