import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, judgeColumns, verdictIn } from '../src/columns/index.ts'
import { judge } from '../src/index.ts'
import { celVerdict, rule, subject } from './cel.ts'
import { clauseOf, dictionary, ON } from './subjects.ts'

const KEYS = dictionary.facts.map(({ key }) => key)

describe('a published implementation of CEL', () => {
  it('agrees with one by one and with many at once', () => {
    fc.assert(
      fc.property(
        rule,
        fc.array(subject, { minLength: 1, maxLength: 40 }),
        ({ clause: source, cel }, subjects) => {
          const clause = clauseOf(source)
          const wanted = subjects.map(celVerdict(cel))
          expect(subjects.map((facts) => judge(clause, facts, { on: ON }).verdict)).toEqual(wanted)
          const [answer] = judgeColumns([clause], columnsOf(KEYS, subjects), { on: ON })
          expect(subjects.map((_, at) => verdictIn(answer!, at))).toEqual(wanted)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('gives all three answers in this test', () => {
    const verdicts = fc
      .sample(fc.tuple(rule, subject), { numRuns: 300, seed: 7 })
      .map(([{ cel }, facts]) => celVerdict(cel)(facts))
    for (const verdict of ['yes', 'no', 'unknown'])
      expect(verdicts.filter((one) => one === verdict).length).toBeGreaterThan(30)
  })
})
