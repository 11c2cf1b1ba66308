import { daysBetween } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { CASE_FILES, readCases } from '../test/written.ts'
import { checkJourney, decideGate, explainGate, LIFECYCLE_MESSAGES, standingOn } from './index.ts'

const seen = new Set<string>()

for (const file of CASE_FILES) {
  describe(file, () => {
    const { definition, cases } = readCases(file)

    it('is a sound definition', () => {
      expect(checkJourney(definition)).toEqual([])
    })

    for (const example of cases) {
      it(example.name, () => {
        const { state, facts, on, to } = example
        const decision = decideGate(definition, state, facts, { on, ...(to !== undefined && { to }) })
        expect(decision).toMatchObject(example.expect)
        const messages = explainGate(decision.trace)
        expect(messages.length).toBeGreaterThan(0)
        for (const { key } of messages) seen.add(key)
        if (!example.standing) return
        const standing = standingOn(definition, state, facts, { on, workingDaysBetween: daysBetween })
        expect(standing).toMatchObject(example.standing)
        for (const { because } of standing.lights) seen.add(because.key)
      })
    }
  })
}

it('the cases show every message', () => {
  expect(LIFECYCLE_MESSAGES.filter((key) => !seen.has(key))).toEqual([])
})
