import type { Facts } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClauseSource } from '../src/definition.ts'
import { judge, missingOf, verdictOf } from '../src/index.ts'
import { clauseOf, FLAGS, ON } from './subjects.ts'

describe('missing facts', () => {
  /** A tree in which every flag stands at most once. */
  const flagTree = fc.shuffledSubarray(FLAGS, { minLength: FLAGS.length }).chain((flags) => {
    const [a, b, c, d, e] = flags as [string, string, string, string, string]
    return fc.constantFrom<ClauseSource>(
      { all: [a, { any: [b, { all: [c, d] }] }, { not: e }] },
      { any: [{ all: [a, b] }, { all: [c, { not: { any: [d, e] } }] }] },
      { not: { all: [{ any: [a, b] }, { any: [c, { not: d }] }, e] } },
      { any: [a, { all: [b, { any: [c, { all: [d, e] }] }] }] },
    )
  })
  const some = fc.record(Object.fromEntries(FLAGS.map((key) => [key, fc.boolean()])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Facts>
  const assignments = (keys: readonly string[]) =>
    Array.from(
      { length: 2 ** keys.length },
      (_, bits): Facts => Object.fromEntries(keys.map((key, index) => [key, Boolean((bits >> index) & 1)])),
    )
  it('are the fewest that can make it yes', () => {
    fc.assert(
      fc.property(flagTree, some, (source, facts) => {
        const clause = clauseOf(source)
        const { trace, verdict: before } = judge(clause, facts, { on: ON })
        fc.pre(before === 'unknown')
        const can = (keys: readonly string[]) =>
          assignments(keys).some((more) => verdictOf(clause, { ...facts, ...more }, { on: ON }) === 'yes')
        const fewest = missingOf(trace)
        expect(can(fewest)).toBe(true)
        const absent = FLAGS.filter((key) => facts[key] === undefined)
        for (let bits = 0; bits < 2 ** absent.length; bits++) {
          const keys = absent.filter((_, index) => (bits >> index) & 1)
          if (keys.length < fewest.length) expect(can(keys)).toBe(false)
        }
      }),
      { numRuns: 200 },
    )
  })
  it('settle it whatever they turn out to be when all that matter are known', () => {
    fc.assert(
      fc.property(flagTree, some, (source, facts) => {
        const clause = clauseOf(source)
        const sure = missingOf(judge(clause, facts, { on: ON }).trace, 'sure')
        for (const more of assignments(sure))
          expect(verdictOf(clause, { ...facts, ...more }, { on: ON })).not.toBe('unknown')
      }),
      { numRuns: 200 },
    )
  })
})
