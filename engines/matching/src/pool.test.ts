import { day, type Facts } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCases } from '../test/written.ts'
import { compare, type Offer, offerPool, type PoolRanking, rank, relaxations } from './index.ts'

const { profile, trees } = readCases('posts-and-talents.yaml')
const on = day('2031-01-15')
const options = { on, trees }

const SKILLS = ['人工智能', '机器学习', '神经网络', '机器人', 'C++', 'C', 'AI', '責任', '职责']
const TEXTS = [
  '机器人控制工程师',
  '深度学习算法，负责任',
  '激光雷达标定🚗',
  'C++ 開發',
  'Über-Ingenieur',
  '',
  '负责机器人',
]
const factsArb: fc.Arbitrary<Facts> = fc.record(
  {
    headline: fc.constantFrom(...TEXTS),
    resume: fc.constantFrom('德语流利，做过机器人', '熟悉 AI 与 C', '激光雷达', '', '有责任心的机器'),
    skills: fc.uniqueArray(fc.constantFrom(...SKILLS), { maxLength: 3 }),
    degree: fc.constantFrom('bachelor', 'master', 'doctor'),
    salary_asked: fc.constantFrom(200000, 300000, 350000, 500000),
    available_on: fc.constantFrom('2031-02-01', '2031-03-01', '2031-04-01'),
  },
  { requiredKeys: [] },
)
const needArb: fc.Arbitrary<Facts> = fc.record(
  {
    title: fc.constantFrom(...TEXTS, '责任机器人'),
    skills_wanted: fc.uniqueArray(fc.constantFrom(...SKILLS, '责任', '人', 'd'), { maxLength: 3 }),
    languages_wanted: fc.constantFrom('英语、德语', '日语'),
    min_degree: fc.constantFrom('bachelor', 'master', 'doctor'),
    salary_ceiling: fc.constantFrom(300000, 400000),
    starts_on: fc.constantFrom('2031-02-01', '2031-03-01'),
  },
  { requiredKeys: [] },
)
const idArb = fc.integer({ min: 0, max: 40 }).map((n) => `offer-${n}`)
type Step = { readonly put: Offer } | { readonly remove: string } | { readonly ask: Facts }
const stepArb: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: fc.record({ id: idArb, facts: factsArb }) }) },
  { weight: 2, arbitrary: fc.record({ remove: idArb }) },
  { weight: 2, arbitrary: fc.record({ ask: needArb }) },
)

/** What a pool must answer: the ranking of everything, of which it shows some rows. */
function expected(need: Facts, offers: readonly Offer[], from: number, limit: number): PoolRanking {
  const whole = rank(profile, need, offers, options)
  const of = (group: string) => whole.rows.filter((row) => row.group === group).length
  return {
    ...whole,
    rows: whole.rows.slice(from, from + limit),
    offers: offers.length,
    groups: { 'all-met': of('all-met'), unknown: of('unknown'), missed: of('missed') },
    relaxations: relaxations(whole).map(({ requirement, from: now, to }) => ({ requirement, from: now, to })),
  }
}

describe('a pool of offers', () => {
  it('answers every need as a ranking of all it holds, whatever came, changed and went before', () => {
    fc.assert(
      fc.property(
        fc.array(stepArb, { minLength: 1, maxLength: 260 }),
        needArb,
        fc.nat(30),
        fc.integer({ min: 1, max: 30 }),
        (steps, last, from, limit) => {
          const pool = offerPool(profile, { trees })
          const held = new Map<string, Facts>()
          const agree = (need: Facts) => {
            const offers = [...held].map(([id, facts]) => ({ id, facts }))
            expect(pool.rank(need, { on, from, limit })).toEqual(expected(need, offers, from, limit))
          }
          for (const step of steps) {
            if ('put' in step) {
              pool.put(step.put)
              held.set(step.put.id, step.put.facts)
            } else if ('remove' in step) expect(pool.remove(step.remove)).toBe(held.delete(step.remove))
            else agree(step.ask)
          }
          expect(pool.size).toBe(held.size)
          agree(last)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('ranks some of its offers, weighed as among all', () => {
    const pool = offerPool(profile, { trees })
    const texts = ['机器人标定', '机器人', '机器人控制', '标定']
    for (const [at, headline] of texts.entries()) pool.put({ id: `o${at}`, facts: { headline } })
    const need = { title: '机器人标定' }
    const whole = pool.rank(need, { on })
    const some = pool.rank(need, { on, among: ['o1', 'o3', 'nobody'] })
    expect(some.rows.map(({ id }) => id)).toEqual(
      whole.rows.map(({ id }) => id).filter((id) => id === 'o1' || id === 'o3'),
    )
    expect(some.offers).toBe(2)
    expect(compare(some, 'o1', 'o3')).toMatchObject({ by: 'words' })
  })

  it('leaves out those who are not to appear, from rows and from every count', () => {
    const pool = offerPool(profile, { trees })
    for (let at = 0; at < 70; at++) pool.put({ id: `o${at}`, facts: { headline: '机器人' } })
    const need = { title: '机器人标定' }
    const whole = pool.rank(need, { on, limit: 100 })
    const left = pool.rank(need, { on, limit: 100, without: ['o3', 'o64', 'nobody'] })
    expect(left.rows.map(({ id }) => id)).toEqual(
      whole.rows.map(({ id }) => id).filter((id) => id !== 'o3' && id !== 'o64'),
    )
    expect(left.offers).toBe(68)
    expect(Object.values(left.groups).reduce((sum, n) => sum + n, 0)).toBe(68)
    const some = pool.rank(need, { on, among: ['o3', 'o4'], without: ['o3'] })
    expect(some.rows.map(({ id }) => id)).toEqual(['o4'])
    // Nobody is gone for the next need.
    expect(pool.rank(need, { on }).offers).toBe(70)
  })

  it('is sharp about a need or an offer without text, ten thousand skills, and other scripts', () => {
    const pool = offerPool(profile, { trees })
    const many = Array.from({ length: 10_000 }, (_, at) => `技能${at}`)
    pool.put({ id: 'many', facts: { skills: many } })
    pool.put({ id: 'none', facts: {} })
    pool.put({ id: 'emoji', facts: { headline: '🚗🚗', resume: '機器人', skills: ['😀'] } })
    expect(pool.rank({}, { on }).rows.map(({ id }) => id)).toEqual(['emoji', 'many', 'none'])
    const rows = pool.rank({ skills_wanted: ['技能9999', '😀'], title: '🚗' }, { on }).rows
    expect(rows.map(({ id, verdicts }) => [id, verdicts.skills])).toContainEqual(['none', 'unknown'])
    const asked = pool.rank({ skills_wanted: many }, { on })
    expect(asked.rows.find(({ id }) => id === 'many')?.verdicts.skills).toBe('yes')
  })
})
