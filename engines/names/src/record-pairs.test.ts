import type { Facts } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockNames, pairRecords, recordIndex, recordProfileOf } from './index.ts'

const enterprise = recordProfileOf(
  {
    id: 'enterprise',
    nameFact: 'name',
    identity: [['code'], ['name']],
    facts: [
      { key: 'code', type: 'text', format: 'credit-code' },
      { key: 'founded', type: 'day' },
    ],
  },
  ['founded', 'address', 'phone'],
)
const person = recordProfileOf({
  id: 'talent',
  nameFact: 'name',
  person: true,
  identity: [
    ['name', 'mobile'],
    ['name', 'month', 'school'],
  ],
  facts: [{ key: 'month', type: 'text' }],
})

const found = (...given: Parameters<typeof pairRecords>) =>
  [...pairRecords(...given)].map(({ one, other, comparison }) => [one, other, comparison.verdict])

describe('pairs of a list of records', () => {
  it('by similar names, by a code under another name, by facts that agree together', () => {
    const records: Facts[] = [
      { name: '演示海洋生物科技有限公司', code: '91110000600037341L', founded: '2019-03-05', phone: '2' },
      { name: '演示海洋生物科技股份有限公司', founded: '2019-03-05', phone: '2' },
      { name: '演示完全另一个名字有限公司', code: '91110000600037341L', founded: '2019-03-05' },
      { name: '演示第三家', founded: '2001-01-01', address: '演示路 1 号', phone: '1' },
      { name: '演示毫不相干', founded: '2001-01-01', address: '演示路1号', phone: '1' },
      { name: '演示同一天成立而已', founded: '2001-01-01' },
    ]
    expect(found(enterprise, records)).toEqual([
      [0, 1, 'likely'],
      [0, 2, 'likely'],
    ])
    // A day alone is shared by many and brings nobody together; with address and telephone two are compared, and the names speak against it.
    expect(found({ ...enterprise, likely: 1 }, records)).toContainEqual([3, 4, 'likely'])
  })

  it('of persons by equal names and by what identifies them; a namesake of another month and school is another', () => {
    const records: Facts[] = [
      { name: '演示王芳', month: '1990-03', school: '演示大学' },
      { name: '演示王芳', month: '1990-03' },
      { name: '演示王芳', month: '1988-01', school: '演示学院' },
      { name: '演示王方', month: '1990-03', school: '演示大学' },
    ]
    const pairs = found(person, records)
    expect(pairs).toContainEqual([0, 1, 'likely'])
    expect(pairs).toContainEqual([0, 3, 'likely'])
    // Of the second nobody knows the school: it would decide.
    expect(pairs.filter(([one, other]) => one === 2 || other === 2)).toEqual([[1, 2, 'unknown']])
  })

  it('leaves those before `since` uncompared with each other, and compares them with the rest', () => {
    const records: Facts[] = [
      { name: '演示海洋科技有限公司' },
      { name: '演示海洋科技股份有限公司' },
      { name: '演示海洋科技（青岛）有限公司' },
    ]
    expect(found(enterprise, records).map(([one, other]) => [one, other])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ])
    expect(found(enterprise, records, { since: 2 }).map(([one, other]) => [one, other])).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect(found(enterprise, records, { since: 3 })).toEqual([])
    expect(found(enterprise, records, { limit: 1 })).toHaveLength(2)
  })

  const value = fc.record(
    {
      name: fc.string({
        unit: fc.constantFrom('海', '洋', '科', '技', '生', '物'),
        minLength: 4,
        maxLength: 8,
      }),
      code: fc.constantFrom('91110000600037341L', '91370212MA3C000114'),
      founded: fc.constantFrom('2019-03-05', '2020-01-01'),
      address: fc.constantFrom('演示路1号', '演示路2号'),
    },
    { requiredKeys: ['name'] },
  )

  it('finds what the index finds of each record: certain and likely pairs of few records', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), (records) => {
        const index = recordIndex(enterprise)
        for (const [at, facts] of records.entries()) index.add(String(at), facts)
        const pairs = new Set(
          [...pairRecords(enterprise, records, { limit: 12 })].map(({ one, other }) => `${one} ${other}`),
        )
        for (const [at, facts] of records.entries())
          for (const { id, comparison } of index.likely(facts, { except: String(at), limit: 12 }))
            if (comparison.verdict !== 'unknown')
              expect(pairs).toContain([at, Number(id)].toSorted((a, b) => a - b).join(' '))
      }),
    )
  })

  it('what blocks leave out before `since` is all that is left out', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), fc.nat(12), (records, since) => {
        const names = records.map(({ name }) => name)
        const pairs = (options: object) =>
          [...blockNames(names, options)].flatMap((batch) =>
            Array.from({ length: batch.length / 2 }, (_, at) => [batch[at * 2]!, batch[at * 2 + 1]!]),
          )
        expect(pairs({ since })).toEqual(pairs({}).filter(([, other]) => other! >= since))
      }),
    )
  })
})
