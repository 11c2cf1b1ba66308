import { createHash } from 'node:crypto'
import { type Day, day } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { profileOf, readCases } from '../test/written.ts'
import { checkProfile, compare, explainPair, type Profile, rank, STOP_WORDS_VERSION } from './index.ts'
import { STOP_WORDS } from './stopwords.ts'
import { termsOf } from './words.ts'

const { facts, trees, profile } = readCases('posts-and-talents.yaml')
const on: Day = day('2031-01-15')
const options = { on, trees }

describe('checkProfile', () => {
  const codes = (change: Partial<Profile>) =>
    checkProfile({ ...profile, ...change }, { facts, trees: ['skills'] }).map(
      (finding) => `${finding.at.path}:${finding.code}`,
    )
  const [degree, , skills] = profile.requirements
  if (!degree || !skills?.words) throw new Error('the profile of the cases changed')

  it('finds requirements that stand twice, ask nothing, ask two things, or are all optional', () => {
    expect(codes({ requirements: [] })).toEqual(['requirements:no-requirements'])
    expect(codes({ requirements: [degree, degree] })).toEqual(['requirements[1].id:twice'])
    expect(codes({ requirements: [{ ...degree, words: skills.words! }] })).toEqual([
      'requirements[0]:test-or-words',
    ])
    const { test: _, ...nothing } = degree
    expect(codes({ requirements: [nothing] })).toEqual(['requirements[0]:test-or-words'])
    expect(codes({ requirements: [{ ...degree, level: 'may' }] })).toEqual(['requirements:no-must'])
  })

  it('finds facts and word lists that are not there', () => {
    expect(codes({ levels: { may: 'prefers' } })).toEqual(['levels.may:no-such-fact'])
    const words = { need: 'headline', offer: ['skill'], synonyms: 'tools', atLeast: 0 }
    expect(
      codes({ requirements: [{ ...skills, words }], text: { need: ['title'], offer: ['title'] } }),
    ).toEqual([
      'requirements[0].words.need:no-such-fact',
      'requirements[0].words.offer[0]:no-such-fact',
      'requirements[0].words.atLeast:not-positive',
      'requirements[0].words.synonyms:no-such-tree',
      'text.offer[0]:no-such-fact',
    ])
    const nowhere = { need: 'skills_wanted', offer: [] }
    expect(codes({ requirements: [{ ...skills, words: nowhere }] })).toEqual([
      'requirements[0].words.offer:no-such-fact',
    ])
  })
})

describe('rank', () => {
  it('weighs requirements as the need says, as long as it says one thing', () => {
    const weighed: Profile = { ...profile, levels: { may: 'prefers', must: 'insists' } }
    const need = { min_degree: 'master', skills_wanted: ['c++'] }
    const levels = (more: object) =>
      Object.fromEntries(
        rank(weighed, { ...need, ...more }, [], options).requirements.map((one) => [one.id, one.level]),
      )
    const usual = levels({})
    const [must] = Object.entries(usual).find(([, level]) => level === 'must') ?? []
    if (must === undefined) throw new Error('the profile of the cases changed')
    expect(levels({ prefers: [must] })).toEqual({ ...usual, [must]: 'may' })
    expect(levels({ prefers: [must], insists: [must] })).toEqual(usual)
    expect(levels({ prefers: ['nothing'], insists: 'words' })).toEqual(usual)
    const poor = [{ id: 'poor', facts: { degree: 'bachelor', skills: [] } }]
    expect(rank(weighed, { min_degree: 'master' }, poor, options).rows[0]?.group).toBe('missed')
    expect(rank(weighed, { min_degree: 'master', prefers: ['degree'] }, poor, options).rows[0]?.group).toBe(
      'all-met',
    )
  })

  it('refuses an offer given twice, and a profile whose word list is not given', () => {
    const twice = [
      { id: 'a', facts: {} },
      { id: 'a', facts: {} },
    ]
    expect(() => rank(profile, {}, twice, options)).toThrow(RangeError)
    expect(() => rank(profile, { skills_wanted: ['AI'] }, [], { on })).toThrow('word list not given: skills')
  })

  it('says what each stated requirement asks', () => {
    const need = { min_degree: 'master', skills_wanted: ['机器人', 'AI'], languages_wanted: '英语、德语' }
    const asked = rank(profile, need, [], options).requirements.flatMap((one) => one.asked)
    expect(asked).toEqual([
      { key: 'matching.asked.fact', params: { fact: 'min_degree', value: 'master' } },
      { key: 'matching.asked.words', params: { fact: 'skills_wanted', words: ['机器人', 'AI'], atLeast: 2 } },
      {
        key: 'matching.asked.words',
        params: { fact: 'languages_wanted', words: ['英语', '德语'], atLeast: 1 },
      },
    ])
  })

  it('uses the words of a segmenter where one is passed, without stop words', () => {
    const segment = (text: string) => text.split(/\s+/)
    const offers = [
      { id: 'a', facts: { headline: '负责 机器人 的 控制' } },
      { id: 'b', facts: { headline: '负责 财务 的 核算' } },
    ]
    const { rows } = rank(profile, { title: '负责 控制 的 机器人' }, offers, { ...options, segment })
    expect(rows.map((row) => row.order.words)).toEqual([['机器人', '控制'], []])
  })

  it('shows shared words in order and no piece of a longer one', () => {
    const offer = { headline: '激光雷达与激光雷达标定，Python 3' }
    const { words } = explainPair(profile, { title: 'python 激光雷达标定' }, offer, options)
    expect(words).toEqual(['python', '激光雷达标定'])
  })

  it('ranks five thousand offers by eight requirements at once', () => {
    const cities = ['东区', '西区', '南区']
    const offers = Array.from({ length: 5000 }, (_, index) => ({
      id: `offer-${String(index).padStart(4, '0')}`,
      facts: {
        degree: ['bachelor', 'master', 'doctor'][index % 3],
        salary_asked: index % 7 === 0 ? undefined : 200000 + 100 * index,
        available_on: '2031-02-01',
        headline: `${cities[index % 3]}机器人控制方向${index}`,
        resume: `做过激光雷达标定与路径规划，编号${index}，Python、C++`,
      },
    }))
    const [degree, salary, skills, start, languages] = profile.requirements
    if (!degree || !salary || !skills || !start || !languages)
      throw new Error('the profile of the cases changed')
    const more = [degree, salary, start].map((one) => ({ ...one, id: `${one.id}-again` }))
    const wide = { ...profile, requirements: [...profile.requirements, ...more] }
    const need = {
      min_degree: 'master',
      salary_ceiling: 400000,
      skills_wanted: ['C++'],
      languages_wanted: '英语、Python',
      starts_on: '2031-03-01',
      title: '机器人控制算法工程师',
    }
    const ranking = rank(wide, need, offers, options)
    expect(ranking.requirements).toHaveLength(8)
    expect(ranking.rows).toHaveLength(5000)
  })
})

describe('compare', () => {
  it('refuses offers that are not two of the ranking', () => {
    const ranking = rank(profile, {}, [{ id: 'a', facts: {} }], options)
    expect(() => compare(ranking, 'a', 'a')).toThrow(RangeError)
    expect(() => compare(ranking, 'a', 'b')).toThrow(RangeError)
  })
})

describe('words', () => {
  it('reads terms from a list as they are and from a text between separators, each once', () => {
    expect(termsOf(['C/C++', 'c/c++', ' 机器人 '])).toEqual(['C/C++', '机器人'])
    expect(termsOf('C/C++、 机器人；机器人|AI\n算法,ai')).toEqual(['C', 'C++', '机器人', 'AI', '算法'])
    expect(termsOf(undefined)).toEqual([])
  })

  it('does not go round for ever in a word list that goes round', () => {
    const ring = [
      { code: 'a', parent: 'b', label: '甲' },
      { code: 'b', parent: 'a', label: '乙' },
    ]
    const pair = explainPair(
      profile,
      { skills_wanted: ['甲'] },
      { skills: ['乙'] },
      { on, trees: { skills: ring } },
    )
    expect(pair.requirements[0]?.hits[0]).toMatchObject({ found: '乙', how: 'narrower' })
  })

  it('has a stop list whose change needs a new version', () => {
    const digest = createHash('sha256').update(STOP_WORDS.join(' ')).digest('hex')
    expect([STOP_WORDS_VERSION, digest.slice(0, 16)]).toEqual(['1', 'e0d904f69454164c'])
  })
})

it('judges a test of two parameters only where the need gives both', () => {
  const label = { zh: '演示', en: 'Demonstration' }
  const both = profileOf(
    {
      ...profile,
      requirements: [
        {
          id: 'both',
          label,
          level: 'must',
          test: { all: ['degree >= $min_degree', 'salary_asked <= $salary_ceiling'] },
        },
      ],
    },
    facts,
    trees,
  )
  const read = (need: Record<string, string | number>) => {
    const { requirements, unclear } = rank(both, need, [], options)
    return [requirements.length, unclear.length]
  }
  expect(read({})).toEqual([0, 0])
  expect(read({ min_degree: 'master' })).toEqual([0, 1])
  expect(read({ min_degree: 'master', salary_ceiling: 1 })).toEqual([1, 0])
})
