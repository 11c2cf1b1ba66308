import { readFileSync } from 'node:fs'
import type { Facts } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  checkRecordProfile,
  compareRecords,
  explainNames,
  NAMES_MESSAGES,
  type RecordProfile,
  recordIndex,
  recordProfileOf,
} from './index.ts'

type Cases = {
  profiles: Record<string, RecordProfile>
  cases: { name: string; profile: string; one: Facts; other: Facts; expect: object }[]
  definitions: { break: Partial<RecordProfile>; codes: string[] }[]
}

const { profiles, cases, definitions }: Cases = parse(
  readFileSync(new URL('../cases/records.yaml', import.meta.url), 'utf8'),
)
const enterprise = profiles.enterprise!
const seen = new Set<string>()

describe('cases', () => {
  for (const { name, profile, one, other, expect: wanted } of cases) {
    it(name, () => {
      const found = compareRecords({ profile: profiles[profile]!, one, other })
      expect(found).toMatchObject(wanted)
      const back = compareRecords({ profile: profiles[profile]!, one: other, other: one })
      expect(back).toMatchObject(wanted)
      for (const { key } of explainNames(found.trace)) seen.add(key)
    })
  }

  it('every message about records is shown by a case', () => {
    const keys = NAMES_MESSAGES.filter((key) => !/^names\.(name|part)\./.test(key))
    expect(keys.filter((key) => !seen.has(key))).toEqual([])
  })
})

describe('profiles', () => {
  for (const [id, profile] of Object.entries(profiles)) {
    it(`${id} is sound`, () => expect(checkRecordProfile(profile)).toEqual([]))
  }
  for (const { break: broken, codes } of definitions) {
    it(`finds ${codes.join(', ')}`, () => {
      const found = checkRecordProfile({ ...enterprise, ...broken }).map(({ code }) => code)
      expect([...new Set(found)]).toEqual(codes)
    })
  }

  it('draws one up from a kind, and it is sound', () => {
    const talent = recordProfileOf({
      id: 'talent',
      nameFact: 'talent_name',
      person: true,
      identity: [
        ['talent_name', 'mobile'],
        ['talent_name', 'birth_month', 'school'],
      ],
      facts: [
        { key: 'mobile', type: 'text', format: 'contact' },
        { key: 'birth_month', type: 'text' },
        { key: 'school', type: 'text' },
      ],
    })
    expect(checkRecordProfile(talent)).toEqual([])
    expect(talent.name).toEqual({ fact: 'talent_name', as: 'person', agree: 3, differ: 3 })
    expect(talent.facts).toEqual([
      { fact: 'mobile', as: 'exact', agree: 3, differ: 2 },
      { fact: 'birth_month', as: 'text', agree: 1.5, differ: 1 },
      { fact: 'school', as: 'text', agree: 1.5, differ: 1 },
    ])
    const post = recordProfileOf(
      {
        id: 'post',
        nameFact: 'title',
        holder: 'owner',
        identity: [['number'], ['owner', 'title']],
        facts: [
          { key: 'number', type: 'text' },
          { key: 'owner', type: 'text' },
          { key: 'opened', type: 'day' },
        ],
      },
      ['opened'],
    )
    expect(checkRecordProfile(post)).toEqual([])
    expect(post.facts).toEqual([
      { fact: 'number', as: 'code', agree: 6, differ: 6 },
      { fact: 'owner', as: 'enterprise', agree: 3, differ: 1 },
      { fact: 'opened', as: 'day', agree: 1.5, differ: 2 },
    ])
  })
})

const factsOf = (keys: readonly string[]): fc.Arbitrary<Facts> =>
  fc.record(
    Object.fromEntries(
      keys.map((key) => [
        key,
        fc.oneof(
          fc.constantFrom(
            '演示甲',
            '演示乙',
            'petra lustred',
            '1990-03',
            '1990-03-15',
            '91110000600037341L',
            ' ',
          ),
          fc.string({ unit: 'binary', maxLength: 12 }),
        ),
      ]),
    ),
    { requiredKeys: [] },
  )

describe('laws', () => {
  const keys = { enterprise: ['name', 'credit_code', 'founded_on', 'address'] }.enterprise
  it('never same or likely by the name alone; order does not matter; what is unknown counts nothing', () => {
    fc.assert(
      fc.property(factsOf(keys), factsOf(keys), (one, other) => {
        const found = compareRecords({ profile: enterprise, one, other })
        const back = compareRecords({ profile: enterprise, one: other, other: one })
        expect({ ...back, trace: undefined }).toEqual({ ...found, trace: undefined })
        const support = [...found.agrees, ...found.near].filter((fact) => fact !== 'name')
        if (found.verdict === 'same' || found.verdict === 'likely') expect(support.length).toBeGreaterThan(0)
        if (found.verdict === 'unknown') expect([...found.agrees, ...found.near]).toContain('name')
        expect(found.points).toBe(
          found.trace.parts.reduce((sum, { params }) => sum + Number(params.points), 0),
        )
        for (const { params } of found.trace.parts)
          if (params.how === 'unknown') expect(params.points).toBe(0)
        const alone = compareRecords({
          profile: enterprise,
          one: { name: one.name },
          other: { name: one.name },
        })
        expect(['unknown', 'differs']).toContain(alone.verdict)
        expect(() => explainNames(found.trace)).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  it('takes cells of 32,767 characters, and does not take long over them', () => {
    const person = profiles.person!
    const cells = ['ab cd '.repeat(5461), 'xy cd '.repeat(5461), '演示'.repeat(16_383), '('.repeat(32_767)]
    const start = performance.now()
    for (const one of cells)
      for (const other of cells)
        for (const profile of [person, enterprise]) {
          const facts = (cell: string) => ({ name: cell, school: cell, address: cell, credit_code: cell })
          const { verdict } = compareRecords({ profile, one: facts(one), other: facts(other) })
          if (one === other) expect(verdict).not.toBe('differs')
        }
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('an index answers what comparing with every record would, where the name or a value meets', () => {
    fc.assert(
      fc.property(fc.array(factsOf(keys), { maxLength: 8 }), factsOf(keys), (records, row) => {
        const index = recordIndex(enterprise)
        records.forEach((facts, at) => {
          index.add(`r${at}`, facts)
        })
        expect(index.size).toBe(records.length)
        const found = index.likely(row, { limit: 99 })
        for (const { id, comparison } of found) {
          const one = records[Number(id.slice(1))]!
          const wanted = compareRecords({ profile: enterprise, one, other: row })
          expect(comparison.verdict).toBe(wanted.verdict)
          expect(comparison.verdict).not.toBe('differs')
        }
        // Whatever is the same is found.
        records.forEach((one, at) => {
          const { verdict } = compareRecords({ profile: enterprise, one, other: row })
          const agrees = compareRecords({ profile: enterprise, one, other: row }).agrees
          if (verdict === 'same' && agrees.length > 0) expect(found.map(({ id }) => id)).toContain(`r${at}`)
        })
        for (const { id } of found) expect(index.remove(id)).toBe(true)
        expect(index.likely(row, { limit: 99 })).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
