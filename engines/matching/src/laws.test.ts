import { day, type Facts, type Tri } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCases } from '../test/written.ts'
import type { Offer } from './definition.ts'
import { compare, explainPair, type Profile, type RankedOffer, rank, relaxations } from './index.ts'
import { holdsWord, normalised, textsOf } from './words.ts'

const { profile: posts, trees } = readCases('posts-and-talents.yaml')
const { profile: spaces } = readCases('spaces.yaml')
const options = { on: day('2031-01-15'), trees }

const SKILLS = ['人工智能', '机器学习', '神经网络', '机器人', 'C++', 'C', 'AI']
const TITLES = ['机器人控制工程师', '深度学习算法', '激光雷达标定', '测试工程师', 'C++ 开发', '']
const degreeArb = fc.constantFrom('bachelor', 'master', 'doctor')
const skillsArb = fc.uniqueArray(fc.constantFrom(...SKILLS), { maxLength: 3 })
const daysArb = fc.constantFrom('2031-02-01', '2031-03-01', '2031-04-01')
const postArb: fc.Arbitrary<Facts> = fc.record(
  {
    title: fc.constantFrom(...TITLES),
    skills_wanted: skillsArb,
    languages_wanted: fc.constantFrom('英语、德语', '日语'),
    min_degree: degreeArb,
    salary_ceiling: fc.constantFrom(300000, 400000),
    starts_on: daysArb,
  },
  { requiredKeys: [] },
)
const talentArb: fc.Arbitrary<Facts> = fc.record(
  {
    headline: fc.constantFrom(...TITLES),
    resume: fc.constantFrom('德语流利，做过机器人', '熟悉 AI 与 C', '激光雷达', ''),
    skills: skillsArb,
    degree: degreeArb,
    salary_asked: fc.constantFrom(200000, 300000, 350000, 500000),
    available_on: daysArb,
  },
  { requiredKeys: [] },
)
const spaceNeedArb: fc.Arbitrary<Facts> = fc.record(
  { area_wanted: fc.constantFrom(100, 500), load_wanted: fc.constantFrom(10, 90), emits: fc.boolean() },
  { requiredKeys: [] },
)
const spaceArb: fc.Arbitrary<Facts> = fc.record(
  {
    area: fc.constantFrom(90, 100, 700),
    load: fc.constantFrom(5, 90),
    emission_permit: fc.boolean(),
    description: fc.constantFrom('一层 可排放', '厂房'),
  },
  { requiredKeys: [] },
)

type Market = { readonly profile: Profile; readonly need: Facts; readonly offers: readonly Offer[] }
const marketOf = (profile: Profile, needArb: fc.Arbitrary<Facts>, offerArb: fc.Arbitrary<Facts>) =>
  fc.record({ need: needArb, offers: fc.array(offerArb, { maxLength: 9 }) }).map(
    ({ need, offers }): Market => ({
      profile,
      need,
      offers: offers.map((facts, index) => ({ id: `offer-${index}`, facts })),
    }),
  )
const marketArb = fc.oneof(marketOf(posts, postArb, talentArb), marketOf(spaces, spaceNeedArb, spaceArb))

/** A permutation of the offers that a list of numbers picks. */
function shuffled(offers: readonly Offer[], keys: readonly number[]): Offer[] {
  return offers
    .map((offer, index) => ({ offer, key: keys[index % Math.max(keys.length, 1)] ?? 0, index }))
    .sort((a, b) => a.key - b.key || b.index - a.index)
    .map(({ offer }) => offer)
}

const GROUPS = ['all-met', 'unknown', 'missed']
const standing = (row: RankedOffer) => [
  GROUPS.indexOf(row.group),
  row.missed,
  row.unknown,
  -row.mayMet,
  row.order.textPlace,
]

describe('laws of the ranking', () => {
  it('is the same whatever the order of the offers', () => {
    fc.assert(
      fc.property(marketArb, fc.array(fc.integer(), { minLength: 1 }), ({ profile, need, offers }, keys) => {
        const ranking = rank(profile, need, offers, options)
        expect(rank(profile, need, shuffled(offers, keys), options)).toEqual(ranking)
      }),
    )
  })

  it('is total: every offer once, and each stands below the one before by the first reason that differs', () => {
    fc.assert(
      fc.property(marketArb, ({ profile, need, offers }) => {
        const { rows } = rank(profile, need, offers, options)
        expect(rows.map((row) => row.id).sort()).toEqual(offers.map((offer) => offer.id).sort())
        rows.slice(1).forEach((row, index) => {
          const before = rows[index]!
          const differs = standing(before).findIndex((value, at) => value !== standing(row)[at])
          if (differs < 0) expect(before.id < row.id).toBe(true)
          else expect(standing(before)[differs]).toBeLessThan(standing(row)[differs]!)
        })
      }),
    )
  })

  it('lets no score out: a row holds its verdicts, counts, words and a place, nothing else', () => {
    fc.assert(
      fc.property(marketArb, ({ profile, need, offers }) => {
        for (const row of rank(profile, need, offers, options).rows) {
          expect(Object.keys(row).sort()).toEqual(
            ['group', 'id', 'mayMet', 'met', 'missed', 'order', 'unknown', 'verdicts'].sort(),
          )
          expect(Object.keys(row.order).sort()).toEqual(['textPlace', 'words'])
          expect(Number.isInteger(row.order.textPlace)).toBe(true)
        }
      }),
    )
  })

  it('learning a fact of an offer only moves unknown', () => {
    fc.assert(
      fc.property(marketArb, fc.oneof(talentArb, spaceArb), ({ profile, need, offers }, more) => {
        const before = new Map(rank(profile, need, offers, options).rows.map((row) => [row.id, row.verdicts]))
        const learned = offers.map(({ id, facts }) => ({
          id,
          // A blank text is unknown: what is learned may fill it.
          facts: {
            ...more,
            ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== '')),
          },
        }))
        for (const { id, verdicts } of rank(profile, need, learned, options).rows)
          for (const [requirement, verdict] of Object.entries(before.get(id) ?? {}))
            if (verdict !== 'unknown') expect(verdicts[requirement]).toBe(verdict)
      }),
    )
  })

  it('another offer changes no verdict and no group of the others', () => {
    fc.assert(
      fc.property(marketArb, fc.oneof(talentArb, spaceArb), ({ profile, need, offers }, facts) => {
        const without = rank(profile, need, offers, options)
        const rows = rank(profile, need, [...offers, { id: 'new', facts }], options).rows
        const judged = (row: RankedOffer | undefined) =>
          row && { ...row, order: { ...row.order, textPlace: undefined } }
        for (const row of without.rows)
          expect(judged(rows.find(({ id }) => id === row.id))).toEqual(judged(row))
      }),
    )
  })
})

describe('the answers agree with each other', () => {
  it('a pair has the verdicts, the group and the words of the ranking', () => {
    fc.assert(
      fc.property(marketArb, ({ profile, need, offers }) => {
        const ranking = rank(profile, need, offers, options)
        for (const { id, facts } of offers) {
          const row = ranking.rows.find((one) => one.id === id)
          const pair = explainPair(profile, need, facts, options)
          const verdicts = pair.requirements.map(({ id: requirement, verdict }): [string, Tri] => [
            requirement,
            verdict === 'review' ? 'unknown' : verdict,
          ])
          expect(Object.fromEntries(verdicts)).toEqual(row?.verdicts)
          expect(pair.group).toBe(row?.group)
          expect(pair.words).toEqual(row?.order.words)
          expect(pair.unclear).toEqual(ranking.unclear)
        }
      }),
    )
  })

  it('a word that decided stands in the fact it names', () => {
    fc.assert(
      fc.property(postArb, talentArb, (need, talent) => {
        for (const { hits, lacking } of explainPair(posts, need, talent, options).requirements) {
          for (const { found, fact, wanted } of hits) {
            expect(textsOf(talent[fact]).some((text) => holdsWord(normalised(text), found))).toBe(true)
            expect(lacking).not.toContain(wanted)
          }
        }
      }),
    )
  })

  it('dropping a requirement gains what relaxations say', () => {
    fc.assert(
      fc.property(marketArb, ({ profile, need, offers }) => {
        for (const { requirement, from, to, gained } of relaxations(rank(profile, need, offers, options))) {
          const rest = profile.requirements.filter((one) => one.id !== requirement)
          const { rows } = rank({ ...profile, requirements: rest }, need, offers, options)
          const met = rows.filter((row) => row.group === 'all-met').map((row) => row.id)
          expect(met).toHaveLength(to)
          expect(gained).toHaveLength(to - from)
          for (const id of gained) expect(met).toContain(id)
        }
      }),
    )
  })

  it('a comparison names the one that stands above, from either side, and never a reason against it', () => {
    fc.assert(
      fc.property(marketArb, ({ profile, need, offers }) => {
        const ranking = rank(profile, need, offers, options)
        ranking.rows.forEach((above, index) => {
          for (const below of ranking.rows.slice(index + 1)) {
            const comparison = compare(ranking, above.id, below.id)
            expect(compare(ranking, below.id, above.id)).toEqual(comparison)
            expect([comparison.above, comparison.below]).toEqual([above.id, below.id])
            if (['group', 'missed', 'unknown', 'may'].includes(comparison.by))
              expect(comparison.better.length).toBeGreaterThan(0)
            if (comparison.by === 'id') expect(above.id < below.id).toBe(true)
          }
        })
      }),
    )
  })
})
