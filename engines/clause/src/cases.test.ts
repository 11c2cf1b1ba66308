import { readFileSync } from 'node:fs'
import { type Day, type Facts, toBase, type Value } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  CLAUSE_MESSAGES,
  checkClause,
  type Dictionary,
  type DictionarySource,
  dictionaryOf,
  explainClause,
  formatClause,
  gapOf,
  judge,
  missingOf,
  verdictOf,
} from './index.ts'

type Case = {
  readonly name: string
  readonly clause: unknown
  readonly on?: Day
  readonly facts?: Facts
  readonly parameters?: Facts
  readonly scope?: readonly string[]
  readonly expect?: {
    readonly verdict: string
    readonly missing?: readonly string[]
    readonly sure?: readonly string[]
    readonly format?: unknown
    readonly messages?: readonly string[]
    readonly gaps?: readonly object[]
  }
  readonly findings?: readonly object[]
}

const read = (name: string) => parse(readFileSync(new URL(`../cases/${name}.yaml`, import.meta.url), 'utf8'))

/** Numbers of the cases are written with their unit, as people write them. */
function writtenFacts(dictionary: Dictionary, facts: Facts = {}): Facts {
  const isNumber = (key: string) => dictionary.facts.find((fact) => fact.key === key)?.type === 'number'
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]): [string, Value | undefined] => {
      const match = isNumber(key) && typeof value === 'string' ? /^(-?[\d.]+)(\D+)$/.exec(value) : null
      return [key, match ? toBase(match[1]!, match[2]!) : value]
    }),
  )
}

const source: DictionarySource = read('dictionary')
const dictionary = dictionaryOf(source)
const parameters = Object.fromEntries(
  source.facts
    .filter((fact) => ['degree', 'skills', 'industry', 'resident', 'town'].includes(fact.key))
    .map((fact) => [fact.key, fact]),
)

describe('cases', () => {
  it('stand on a dictionary without mistakes', () => {
    expect(dictionary.findings).toEqual([])
  })

  for (const file of ['three-valued', 'amounts-and-gaps', 'days', 'words-and-trees', 'standards'])
    describe(file, () => {
      for (const one of read(file) as Case[])
        it(one.name, () => {
          const wanted = one.expect!
          const { clause, findings } = checkClause(one.clause, dictionary, { parameters })
          expect(findings).toEqual([])
          const facts = writtenFacts(dictionary, one.facts)
          const options = {
            on: one.on ?? ('2031-03-01' as Day),
            ...(one.parameters && { parameters: one.parameters }),
          }
          const { verdict, trace } = judge(clause!, facts, options)
          expect(verdict).toBe(wanted.verdict)
          expect(verdictOf(clause!, facts, options)).toBe(verdict)
          const messages = explainClause(trace)
          for (const message of messages) expect(CLAUSE_MESSAGES).toContain(message.key)
          if (wanted.messages) expect(messages.map((message) => message.key)).toEqual(wanted.messages)
          if (wanted.missing) expect(missingOf(trace)).toEqual(wanted.missing)
          if (wanted.sure) expect(missingOf(trace, 'sure')).toEqual(wanted.sure)
          if (wanted.format !== undefined) expect(formatClause(clause!)).toEqual(wanted.format)
          if (wanted.gaps) {
            const gaps = gapOf(trace)
            expect(gaps).toMatchObject(wanted.gaps)
            expect(gaps).toHaveLength(wanted.gaps.length)
          }
          expect(checkClause(formatClause(clause!), dictionary, { parameters }).clause).toEqual(clause)
        })
    })

  describe('dictionary mistakes', () => {
    for (const one of read('dictionary-mistakes') as (DictionarySource & Pick<Case, 'name' | 'findings'>)[])
      it(one.name, () => {
        const { findings } = dictionaryOf(one)
        expect(findings).toMatchObject(one.findings!)
        expect(findings).toHaveLength(one.findings!.length)
      })
  })

  describe('mistakes', () => {
    for (const one of read('mistakes') as Case[])
      it(one.name, () => {
        const { clause, findings } = checkClause(one.clause, dictionary, {
          parameters,
          ...(one.scope && { scope: one.scope }),
        })
        expect(clause).toBeUndefined()
        expect(findings).toMatchObject(one.findings!)
        expect(findings).toHaveLength(one.findings!.length)
      })
  })
})
