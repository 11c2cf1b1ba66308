import { readFileSync } from 'node:fs'
import { dictionaryOf } from '@qiongding/clause'
import { columnsOf, verdictIn } from '@qiongding/clause/columns'
import { type Day, day, type Facts, toBase, type Value } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { judgePolicies } from './columns/index.ts'
import {
  checkPolicy,
  explainPolicy,
  judgePolicy,
  linesOf,
  missingFor,
  POLICY_MESSAGES,
  shortOf,
  standingOn,
  stepsTo,
} from './index.ts'

type Case = {
  readonly name: string
  readonly require?: unknown
  readonly amount?: unknown
  readonly versions?: unknown
  readonly excludes?: unknown
  readonly on?: string
  readonly facts?: Facts
  readonly expect: Record<string, unknown>
  readonly findings: readonly object[]
}

const read = (name: string): Case[] =>
  parse(readFileSync(new URL(`../cases/${name}.yaml`, import.meta.url), 'utf8'))
const dictionary = dictionaryOf(
  parse(readFileSync(new URL('../cases/dictionary.yaml', import.meta.url), 'utf8')),
)

/** Numbers of the cases are written with their unit, as people write them. */
function written(facts: Facts = {}): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]): [string, Value | undefined] => {
      const match = typeof value === 'string' ? /^(-?[\d.]+)([^\d.-]+)$/.exec(value) : null
      return [key, match ? toBase(match[1]!, match[2]!) : value]
    }),
  )
}

const sourceOf = ({ require, amount, versions, excludes }: Case) => ({
  id: 'test',
  label: { zh: '演示', en: 'Demonstration' },
  ...(excludes !== undefined && { excludes }),
  versions: versions ?? [
    {
      version: 1,
      cite: '演示',
      effective: { from: '2020-01-01' },
      require,
      ...(amount !== undefined && { amount }),
    },
  ],
})
const policyOf = (one: Case) => {
  const { policy, findings } = checkPolicy(sourceOf(one), dictionary)
  expect(findings).toEqual([])
  expect(JSON.parse(JSON.stringify(policy))).toEqual(policy)
  return policy!
}
const ON = day('2031-03-01')

it('stands on a dictionary without mistakes', () => {
  expect(dictionary.findings).toEqual([])
})

describe('scores', () => {
  for (const one of read('scores'))
    it(one.name, () => {
      const policy = policyOf(one)
      const facts = written(one.facts)
      const answer = judgePolicy(policy, facts, { on: ON })
      const { verdict, low, high, missing, messages, short, steps } = one.expect
      const trace = answer.trace!
      expect(answer.verdict).toBe(verdict)
      const score = trace.kind === 'score' ? trace.parts[0]!.params : {}
      if (low !== undefined) expect(score.low).toBe(low)
      if (high !== undefined) expect(score.high).toBe(high)
      if (missing) expect(missingFor(trace)).toEqual(missing)
      if (short) expect(shortOf(trace)).toMatchObject(short)
      if (steps) {
        const found = stepsTo(policy, facts, { on: ON })
        expect(found).toMatchObject(steps)
        expect(found).toHaveLength((steps as unknown[]).length)
      }
      const said = explainPolicy(answer).map(({ key }) => key)
      for (const key of said) expect(POLICY_MESSAGES).toContain(key)
      const lines = linesOf(trace)
      if (trace.kind === 'all')
        expect(lines.map((line) => line.verdict)).toEqual(trace.parts.map((part) => part.verdict))
      for (const line of lines) expect(line.messages.length).toBeGreaterThan(0)
      if (messages) expect(said).toEqual(messages)
      const columns = columnsOf(policy.versions[0]!.facts, [facts])
      expect(verdictIn(judgePolicies([policy], columns, { on: ON })[0]!, 0)).toBe(verdict)
    })
})

describe('amounts', () => {
  for (const one of read('amounts'))
    it(one.name, () => {
      const policy = policyOf({ ...one, require: 'revenue >= 0元' })
      const { worth } = judgePolicy(policy, { revenue: 1, ...written(one.facts) }, { on: ON })
      // Where the case says nothing of revenue the policy itself does not know it.
      const known =
        one.facts?.revenue === undefined ? judgePolicy(policy, written(one.facts), { on: ON }).worth : worth
      const { to, ...rest } = one.expect
      expect(known).toMatchObject(rest)
      expect(known!.to ?? null).toBe(to ?? null)
    })
})

describe('days', () => {
  for (const one of read('days'))
    it(one.name, () => {
      const policy = policyOf(one)
      const answer = judgePolicy(policy, written(one.facts), { on: one.on as Day })
      const { standing } = answer
      expect(standing).toEqual(standingOn(policy, one.on as Day))
      expect(standing.is).toBe(one.expect.is)
      if (one.expect.version) expect(standing).toMatchObject({ version: { version: one.expect.version } })
      if (one.expect.window) expect(standing).toMatchObject({ window: one.expect.window })
      expect(answer.verdict).toBe(one.expect.verdict)
      if (one.expect.messages)
        expect(explainPolicy(answer).map(({ key }) => key)).toEqual(one.expect.messages)
    })
})

describe('mistakes', () => {
  for (const one of read('mistakes'))
    it(one.name, () => {
      const { policy, findings } = checkPolicy(sourceOf(one), dictionary)
      expect(policy).toBeUndefined()
      expect(findings).toMatchObject(one.findings)
      expect(findings).toHaveLength(one.findings.length)
    })
})
