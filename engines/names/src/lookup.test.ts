import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockNames, nameIndex } from './index.ts'

const nameArb = fc
  .array(
    fc.constantFrom('演示', '海洋', '生物', '科技', '智能', '（', '）', '青岛', '有限公司', '一', '二', 'A'),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''))

describe('an index of names', () => {
  it('finds one name under two writings, best first, and never the one excepted', () => {
    const index = nameIndex({ regions: ['青岛'] })
    index.add('a', '演示海洋生物科技有限公司')
    index.add('b', '演示海洋生物技术有限公司')
    index.add('c', '甲乙丙丁集团')
    const found = index.likely('演示海洋生物科技（青岛）有限公司')
    expect(found.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(found[0]).toMatchObject({ id: 'a', name: '演示海洋生物科技有限公司', score: 1 })
    expect(index.likely('演示海洋生物科技有限公司', { except: 'a' }).map(({ id }) => id)).toEqual(['b'])
    expect(index.likely('演示海洋生物科技有限公司', { limit: 1 }).map(({ id }) => id)).toEqual(['a'])
    expect(index.likely('')).toEqual([])
  })

  it('updated in place it answers as one built anew', () => {
    type Step = { readonly id: string; readonly name: string | undefined }
    const stepArb: fc.Arbitrary<Step> = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      name: fc.option(nameArb, { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 20 }), nameArb, (steps, asked) => {
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
        for (const { score } of anew.likely(asked, { limit: 9, least: 0 })) {
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('blocking', () => {
  it('each pair once, the earlier first, and two writings of one name always meet', () => {
    fc.assert(
      fc.property(fc.array(nameArb, { maxLength: 12 }), (names) => {
        const pairs = [...blockNames(names)].flatMap((batch) => [...batch])
        const seen = new Set<string>()
        for (let at = 0; at < pairs.length; at += 2) {
          expect(pairs[at]!).toBeLessThan(pairs[at + 1]!)
          expect(pairs[at + 1]!).toBeLessThan(names.length)
          seen.add(`${pairs[at]}:${pairs[at + 1]}`)
        }
        expect(seen.size).toBe(pairs.length / 2)
        names.forEach((name, one) => {
          const other = names.indexOf(name, one + 1)
          // A core of one character has no pair.
          if (other > 0 && [...name.replace('有限公司', '')].length > 3)
            expect(seen).toContain(`${one}:${other}`)
        })
      }),
      { numRuns: 500 },
    )
  })
})
