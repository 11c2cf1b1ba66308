import { day } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { CASE_FILES, readCases } from '../test/written.ts'
import {
  checkProfile,
  compare,
  explainMatch,
  explainPair,
  MATCHING_MESSAGES,
  rank,
  relaxations,
} from './index.ts'

const seen = new Set<string>()

for (const file of CASE_FILES) {
  describe(file, () => {
    const { facts, trees, profile, cases } = readCases(file)
    const options = { on: day('2031-01-15'), trees }

    it('is a sound profile', () => {
      expect(checkProfile(profile, { facts, trees: Object.keys(trees) })).toEqual([])
    })

    for (const example of cases) {
      it(example.name, () => {
        const offers = Object.entries(example.offers).map(([id, offer]) => ({ id, facts: offer }))
        const ranking = rank(profile, example.need, offers, options)
        for (const { asked } of ranking.requirements) for (const { key } of asked) seen.add(key)
        if (example.stated) expect(ranking.requirements.map((one) => one.id)).toEqual(example.stated)
        if (example.unclear) expect(ranking.unclear).toEqual(example.unclear)
        if (example.rows) expect(ranking.rows).toMatchObject(example.rows)
        if (example.relaxations) expect(relaxations(ranking)).toEqual(example.relaxations)
        for (const offer of offers) {
          const pair = explainPair(profile, example.need, offer.facts, options)
          for (const { key } of explainMatch(pair.trace)) seen.add(key)
        }
        if (example.pair) {
          const { requirement, ...wanted } = example.pair
          const pair = explainPair(profile, example.need, offers[0]?.facts ?? {}, options)
          expect(pair.requirements.find((one) => one.id === requirement)).toMatchObject(wanted)
        }
        if (example.compare) {
          const { one, other, ...wanted } = example.compare
          const comparison = compare(ranking, one, other)
          expect(comparison).toMatchObject(wanted)
          for (const { key } of explainMatch(comparison.trace)) seen.add(key)
        }
      })
    }
  })
}

it('the cases show every message', () => {
  expect(MATCHING_MESSAGES.filter((key) => !seen.has(key))).toEqual([])
})
