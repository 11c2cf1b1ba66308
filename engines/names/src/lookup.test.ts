import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockNames, nameIndex } from './index.ts'
import { scoreOf, weigh } from './score.ts'
import { weightsOf } from './weights.ts'
import { writingOf } from './writing.ts'

const pieces = [
  '演示',
  '海洋',
  '生物',
  '科技',
  '智能',
  '（',
  '）',
  '青岛',
  '有限公司',
  '一',
  '二',
  'A',
  '集团',
  '1',
]
const nameArb = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((list) => list.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
)

type Named = { readonly id: string; readonly name: string }

/** What the index answers, by scoring every name that has the same numbers. */
function exhaustive(held: readonly Named[], asked: string, least: number) {
  const weights = weightsOf()
  for (const { name } of held) weights.add(writingOf(name).text)
  const wanted = writingOf(asked)
  const one = weigh(wanted, weights)
  return held
    .filter(({ name }) => writingOf(name).digits === wanted.digits)
    .map(({ id, name }) => {
      const { units, total, core } = weigh(writingOf(name), weights)
      return { id, name, score: scoreOf(one, { units, from: 0, to: units.length, total, core }) }
    })
    .filter(({ score }) => score > 0 && score >= least)
    .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1))
}

describe('an index of names', () => {
  it('finds one name under two writings, best first, and never the one excepted', () => {
    const index = nameIndex({ regions: ['青岛'] })
    index.add('a', '演示海洋生物科技有限公司')
    index.add('b', '演示海洋生物技术有限公司')
    index.add('c', '甲乙丙丁集团')
    const found = index.likely('演示海洋生物科技（青岛）有限公司')
    expect(found.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(found[0]!.name).toBe('演示海洋生物科技有限公司')
    expect(found[0]!.score).toBeGreaterThan(0.6)
    expect(index.likely(' 演示海洋生物科技股份有限公司')[0]).toMatchObject({ id: 'a', score: 1 })
    expect(index.likely('演示海洋生物科技有限公司', { except: 'a' }).map(({ id }) => id)).toEqual(['b'])
    expect(index.likely('演示海洋生物科技有限公司', { limit: 1 }).map(({ id }) => id)).toEqual(['a'])
    expect(index.likely('演示海洋生物科技有限公司', { limit: 0 })).toEqual([])
    expect(index.likely('')).toEqual([])
  })

  it('finds a short form, traditional characters and a slip, and never another number', () => {
    const index = nameIndex({ regions: ['某某市'] })
    for (const name of [
      '某某市演示海洋光电股份有限公司',
      '演示医药集团',
      '演示企业1有限公司',
      '别的企业有限公司',
    ])
      index.add(name, name)
    expect(index.likely('演示光电')[0]?.id).toBe('某某市演示海洋光电股份有限公司')
    expect(index.likely('演示醫藥集團有限公司')[0]?.id).toBe('演示医药集团')
    expect(index.likely('某某市演示海样光电有限公司')[0]?.id).toBe('某某市演示海洋光电股份有限公司')
    expect(index.likely('演示企业1有限公司').map(({ id }) => id)).toEqual(['演示企业1有限公司'])
    expect(index.likely('演示企业2有限公司')).toEqual([])
  })

  it('answers what scoring every name would, where the names are few', () => {
    fc.assert(
      fc.property(fc.array(nameArb, { maxLength: 15 }), nameArb, (names, asked) => {
        const held = names.map((name, at) => ({ id: `n${at}`, name }))
        const index = nameIndex()
        for (const { id, name } of held) index.add(id, name)
        expect(index.likely(asked, { limit: 4, least: 0.3 })).toEqual(
          exhaustive(held, asked, 0.3).slice(0, 4),
        )
      }),
      { numRuns: 3000 },
    )
  })

  it('scores lie between 0 and 1 and do not depend on which of the two is asked for', () => {
    fc.assert(
      fc.property(nameArb, nameArb, (one, other) => {
        const index = nameIndex()
        index.add('one', one)
        index.add('other', other)
        const there = index.likely(one, { least: 0, except: 'one' })[0]?.score ?? 0
        const back = index.likely(other, { least: 0, except: 'other' })[0]?.score ?? 0
        expect(there).toBeCloseTo(back, 8)
        expect(there).toBeLessThanOrEqual(1)
        if (writingOf(one).text !== '') expect(index.likely(one, { limit: 2 })[0]?.score).toBe(1)
      }),
      { numRuns: 3000 },
    )
  })

  it('updated in place it answers as one built anew', () => {
    type Step = { readonly id: string; readonly name: string | undefined }
    const stepArb: fc.Arbitrary<Step> = fc.record({
      id: fc.nat(120).map(String),
      name: fc.option(nameArb, { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 400, size: 'max' }), nameArb, (steps, asked) => {
        const updated = nameIndex()
        const held = new Map<string, string>()
        for (const { id, name } of steps) {
          if (name === undefined) expect(updated.remove(id)).toBe(held.delete(id))
          else {
            updated.add(id, name)
            held.set(id, name)
          }
        }
        const anew = nameIndex()
        for (const [id, name] of [...held].sort()) anew.add(id, name)
        expect(updated.size).toBe(held.size)
        expect(updated.likely(asked, { limit: 9 })).toEqual(anew.likely(asked, { limit: 9 }))
      }),
      { numRuns: 300 },
    )
  })

  it('finds a name word for word among any number of equal, alike and equally numbered ones', () => {
    const index = nameIndex()
    for (let at = 0; at < 1500; at++) {
      index.add(`same-${at}`, '演示科技有限公司')
      index.add(`number-${at}`, `演示${String.fromCharCode(0x4e00 + at)}海1号有限公司`)
    }
    expect(index.likely('演示科技有限公司', { limit: 2 })).toMatchObject([
      { id: 'same-0', score: 1 },
      { id: 'same-1', score: 1 },
    ])
    expect(index.likely(`演示${String.fromCharCode(0x4e00 + 700)}海1号有限公司`)[0]).toMatchObject({
      id: 'number-700',
      score: 1,
    })
    expect(index.likely(`演示${String.fromCharCode(0x4e00 + 700)}海2号有限公司`)).toEqual([])
  })

  it('takes a cell of 32,767 characters, half an emoji and nothing at all', () => {
    const index = nameIndex()
    const long = '演示'.repeat(16_383)
    for (const [at, name] of [long, '\ud83d', '🏭演示', '', ' ', '有限公司', '()'].entries())
      index.add(`${at}`, name)
    expect(index.likely(long)[0]).toMatchObject({ id: '0', score: 1 })
    expect(index.likely('🏭演示')[0]).toMatchObject({ id: '2', score: 1 })
    expect(index.likely('\ude00')).toEqual([])
    for (const name of ['', ' ', '()']) expect(index.likely(name)).toEqual([])
  })
})

const pairsOf = (names: readonly string[], options?: Parameters<typeof blockNames>[1]) => {
  const found: [number, number][] = []
  for (const batch of blockNames(names, options))
    for (let at = 0; at < batch.length; at += 2) found.push([batch[at]!, batch[at + 1]!])
  return found
}

describe('blocking', () => {
  it('each pair once, the earlier first; two writings of one name meet', () => {
    fc.assert(
      fc.property(fc.array(nameArb, { maxLength: 12 }), (names) => {
        const pairs = pairsOf(names)
        for (const [one, other] of pairs) {
          expect(one).toBeLessThan(other)
          expect(other).toBeLessThan(names.length)
        }
        const keys = new Set(pairs.map(([one, other]) => `${one}:${other}`))
        expect(keys.size).toBe(pairs.length)
        const writings = names.map((name) => writingOf(name))
        for (const [other, { text, digits }] of writings.entries())
          for (const [one, earlier] of writings.slice(0, other).entries()) {
            // A writing of one character has no pair.
            if (text.length > 1 && earlier.text === text && earlier.digits === digits)
              expect(keys).toContain(`${one}:${other}`)
            if (earlier.digits !== digits) expect(keys).not.toContain(`${one}:${other}`)
          }
      }),
      { numRuns: 1000 },
    )
  })

  it('what one name shares with more than the largest block is left out', () => {
    const names = Array.from({ length: 30 }, (_, at) => `演示${String.fromCharCode(0x5000 + at * 7)}有限公司`)
    expect(pairsOf(names, { largest: 29, least: 0 })).toEqual([])
    expect(pairsOf(names, { largest: 30, least: 0 })).toHaveLength((30 * 29) / 2)
  })

  it('hands pairs on in batches that may be kept', () => {
    const names = Array.from({ length: 400 }, (_, at) => `演示海洋${at % 2 === 0 ? '' : '（青岛）'}有限公司`)
    const batches = [...blockNames(names, { largest: 400, least: 0 })]
    expect(batches.map(({ length }) => length)).toEqual([131_072, 400 * 399 - 131_072])
    expect(batches[0]!.slice(0, 2)).toEqual(Uint32Array.of(0, 1))
    expect(batches[1]!.slice(-2)).toEqual(Uint32Array.of(398, 399))
  })
})
