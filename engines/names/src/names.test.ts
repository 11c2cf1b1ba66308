import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { compareNames, explainNames, NAMES_MESSAGES, normaliseName, sameName } from './index.ts'

type Cases = {
  regions: string[]
  normalise: { name: string; core: string; form?: string; regions: string[] }[]
  same: [string, string][]
  compare: { one: string; other: string; verdict: string; agrees?: string[]; differs: string[] }[]
}

const cases: Cases = parse(readFileSync(new URL('../cases/names.yaml', import.meta.url), 'utf8'))
const { regions } = cases
const seen = new Set<string>()

describe('cases', () => {
  for (const { name, core, form, regions: found } of cases.normalise) {
    it(`takes apart ${JSON.stringify(name)}`, () => {
      const parts = normaliseName(name, { regions })
      expect({ core: parts.core, form: parts.form, regions: parts.regions }).toEqual({
        core,
        form,
        regions: found,
      })
    })
  }
  for (const [one, other] of cases.same) {
    it(`${one} is ${other}`, () => {
      expect(sameName(one, other)).toBe(true)
      expect(compareNames(one, other, { regions }).verdict).toBe('same')
    })
  }
  for (const { one, other, verdict, agrees, differs } of cases.compare) {
    it(`${one} and ${other}: ${verdict}`, () => {
      const found = compareNames(one, other, { regions })
      expect(sameName(one, other)).toBe(false)
      expect([found.verdict, found.differs.map(({ point }) => point)]).toEqual([verdict, differs])
      if (agrees) expect(found.agrees.map(({ point }) => point)).toEqual(agrees)
      for (const { key } of explainNames(found.trace)) seen.add(key)
    })
  }
})

it('every message about names is shown by a case', () => {
  for (const [one, other] of cases.same)
    for (const { key } of explainNames(compareNames(one, other).trace)) seen.add(key)
  const keys = NAMES_MESSAGES.filter((key) => /^names\.(name|part)\./.test(key))
  expect(keys.filter((key) => !seen.has(key))).toEqual([])
})

describe('laws', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc
      .array(
        fc.constantFrom('演示', '科技', '（', '）', '青岛', '市', '有限公司', '分公司', '1', 'Ａ', ' '),
        { maxLength: 8 },
      )
      .map((pieces) => pieces.join('')),
  )
  it('comparing never throws, does not depend on the order, and points are either agreed or not', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        const there = compareNames(one, other, { regions })
        const back = compareNames(other, one, { regions })
        expect(back.verdict).toBe(there.verdict)
        expect(back.likeness).toBeCloseTo(there.likeness, 12)
        expect(there.agrees.every(({ point, one, other }) => one === other || point === 'short')).toBe(true)
        expect(there.differs.every((point) => point.one !== point.other)).toBe(true)
        expect(there.verdict === 'same').toBe(sameName(one, other))
      }),
      { numRuns: 5000 },
    )
  })
})
