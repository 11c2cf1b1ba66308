import type { Facts, Value } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, countVerdicts, type FactColumn, judgeColumns, verdictIn } from '../src/columns/index.ts'
import type { ClauseSource } from '../src/definition.ts'
import { type Clause, checkClause, verdictOf } from '../src/index.ts'
import { anyTree, clauseOf, dictionary, fact, label, MONEY, ON, twice } from './subjects.ts'

const KEYS = dictionary.facts.map(({ key }) => key)
const VERDICTS = ['yes', 'no', 'unknown', 'review'] as const

function agrees(clauses: readonly Clause[], subjects: readonly Facts[], parameters: Facts = {}): void {
  const columns = columnsOf(KEYS, subjects)
  const answers = judgeColumns(clauses, columns, { on: ON, parameters })
  for (const [at, clause] of clauses.entries()) {
    const wanted = subjects.map((facts) => verdictOf(clause, facts, { on: ON, parameters }))
    expect(subjects.map((_, subject) => verdictIn(answers[at]!, subject))).toEqual(wanted)
    expect(countVerdicts(answers[at]!)).toEqual(
      Object.fromEntries(
        VERDICTS.map((verdict) => [verdict, wanted.filter((one) => one === verdict).length]),
      ),
    )
  }
}

/** What no fact should hold, and may hold all the same. */
const odd = fc.constantFrom<Value>(
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e308,
  5e-324,
  '',
  ' ',
  '0',
  true,
  [],
  ['A1', 'B'],
  '2031-02-29',
  'A11',
)
const subjectArb: fc.Arbitrary<Facts> = fc
  .tuple(twice, fc.dictionary(fc.constantFrom(...KEYS), odd, { maxKeys: 3 }), fc.integer({ min: 0, max: 4 }))
  .map(([{ less }, spoiled, turn]) => (turn === 0 ? { ...less, ...spoiled } : less))

describe('many subjects by many clauses', () => {
  it('have the verdicts that each has by itself', () => {
    fc.assert(
      fc.property(
        fc.array(anyTree, { minLength: 1, maxLength: 4 }),
        fc.array(subjectArb, { maxLength: 70, size: 'max' }),
        (sources, subjects) => agrees(sources.map(clauseOf), subjects),
      ),
      { numRuns: 400 },
    )
  })

  it('however the subjects are divided, and in memory that threads share', () => {
    fc.assert(
      fc.property(
        anyTree,
        fc.array(subjectArb, { minLength: 1, maxLength: 200, size: 'max' }),
        fc.nat(6),
        (source, subjects, cut) => {
          const clause = clauseOf(source)
          const columns = columnsOf(clause.facts, subjects, { shared: true })
          const [whole] = judgeColumns([clause], columns, { on: ON })
          const middle = Math.min(cut * 32, Math.floor(subjects.length / 32) * 32)
          const [first] = judgeColumns([clause], columns, { on: ON, to: middle })
          // What a worker thread is sent.
          const [second] = judgeColumns(structuredClone([clause]), structuredClone(columns), {
            on: ON,
            from: middle,
          })
          expect([...first!.yes, ...second!.yes]).toEqual([...whole!.yes])
          expect([...first!.known, ...second!.known]).toEqual([...whole!.known])
          expect(second!.from).toBe(middle)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('over more subjects than are worked on at a time', () => {
    const subjects = Array.from(
      { length: 5000 },
      (_, at): Facts => ({
        ...(at % 7 !== 0 && { m0: (at * 37) % 5000 }),
        ...(at % 5 !== 0 && { m1: (at * 11) % 900 }),
        ...(at % 3 !== 0 && { code: ['A', 'A1', 'A11', 'B'][at % 4]! }),
        f0: at % 2 === 0,
      }),
    )
    agrees(
      ['m0 / m1 >= 550%', 'm0 > 0.2万元', { any: ['code in tree A1', 'f0', { review: label('look') }] }].map(
        clauseOf,
      ),
      subjects,
    )
  })

  it('with parameters, and without one that is asked for', () => {
    const degree = fact('wanted', {
      type: 'enum',
      ordered: true,
      values: dictionary.facts.find(({ key }) => key === 'rung')!.values!,
    })
    const least = fact('least', { type: 'number', unit: '万元' })
    const { clause } = checkClause({ all: ['rung >= $wanted', 'm0 + m1 >= $least'] }, dictionary, {
      parameters: { wanted: degree, least },
    })
    const subjects: Facts[] = ['low', 'middle', 'high'].flatMap((rung) =>
      [5000, 10_000].map((m0) => ({ rung, m0, m1: 1 })),
    )
    for (const parameters of [
      { wanted: 'middle', least: 10_000 },
      { least: 5001 },
      { wanted: 'low' },
      { wanted: 'low', least: Number.NaN },
    ] as Facts[])
      agrees([clause!], subjects, parameters)
  })

  it('where only exact arithmetic can tell', () => {
    const subjects: Facts[] = [
      { m0: 11_500, m1: 10_000 },
      { m0: 0.3, m1: 0.1, m2: 0.2 },
      { m0: 1, m1: 0 },
      { m0: 0, m1: 0 },
      { m0: 1, m1: 0.3, m2: 0.1, m3: 0.2 },
      { m0: 1e308, m1: 1e308, m2: -1e308 },
      { m0: 1e308, m1: 1e-308 },
    ]
    const lines = [
      '(m0 - m1) / m1 >= 15%',
      'm0 = m1 + m2',
      'm0 / m1 > 0%',
      'm0 / (m1 - m2 - m3) > 0%',
      'm0 + m1 > m0',
      '(m0 + m1) * 3 >= m2',
      'm0 in {1元, 11500元}',
    ]
    agrees(lines.map(clauseOf), subjects)
    expect(verdictOf(clauseOf(lines[0]!), subjects[0]!, { on: ON })).toBe('yes')
  })
})

describe('columns', () => {
  it('refuse a range that is none, a clause that reads more, a subject that is not there', () => {
    const clause = clauseOf('m0 > 1元')
    const columns = columnsOf(['m0'], [{ m0: 1 }, { m0: 2 }])
    expect(() => judgeColumns([clause], columns, { on: ON, from: 1 })).toThrow('not a range of subjects')
    expect(() => judgeColumns([clause], columns, { on: ON, to: 3 })).toThrow('not a range of subjects')
    expect(() => judgeColumns([clauseOf('m1 > 1元')], columns, { on: ON })).toThrow('m1')
    const [answer] = judgeColumns([clause], columns, { on: ON })
    expect([0, 1].map((at) => verdictIn(answer!, at))).toEqual(['no', 'yes'])
    for (const at of [-1, 2, Number.NaN]) expect(() => verdictIn(answer!, at)).toThrow('no subject')
  })

  it('of nobody', () => {
    const [answer] = judgeColumns([clauseOf('m0 > 1元')], columnsOf(['m0'], []), { on: ON })
    expect(countVerdicts(answer!)).toEqual({ yes: 0, no: 0, unknown: 0, review: 0 })
    expect(judgeColumns([], columnsOf([], [{}]), { on: ON })).toEqual([])
  })

  it('hold each different value once, and tell a text from what it looks like', () => {
    const { facts } = columnsOf(
      ['a'],
      [{ a: 'x' }, { a: true }, { a: 'true' }, { a: ['x'] }, { a: '["x"]' }, { a: 'x' }, { a: 7 }, {}],
    )
    expect(facts.get('a')!.values).toEqual(['x', true, 'true', ['x'], '["x"]'])
    expect([...facts.get('a')!.codes!]).toEqual([1, 2, 3, 4, 5, 1, 0, 0])
    expect([...facts.get('a')!.numbers!]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      7,
      Number.NaN,
    ])
  })

  it('judge what clauses share once', () => {
    const shared = ['m0 / m1 >= 5%', 'code in tree A1']
    let reads = 0
    class Counted extends Map<string, FactColumn> {
      override get(key: string) {
        reads += 1
        return super.get(key)
      }
    }
    const { subjects, facts } = columnsOf([...MONEY, 'code'], [{ m0: 1, m1: 2, code: 'A1' }])
    const counted = { subjects, facts: new Counted(facts) }
    judgeColumns([clauseOf({ all: shared })], counted, { on: ON })
    const once = reads
    reads = 0
    const clauses: ClauseSource[] = [{ all: shared }, { any: shared }, { not: { all: shared } }, shared[0]!]
    judgeColumns(clauses.map(clauseOf), counted, { on: ON })
    expect(reads).toBe(once)
  })
})
