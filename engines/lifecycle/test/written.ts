import { readdirSync, readFileSync } from 'node:fs'
import { checkClause, dictionaryOf, type FactDefinition } from '@qiongding/clause'
import { type Day, day, type Facts } from '@qiongding/kernel'
import { parse } from 'yaml'
import type { JourneyDefinition, JourneyState } from '../src/index.ts'

export type Case = {
  readonly name: string
  readonly state: JourneyState
  readonly facts: Facts
  readonly on: Day
  readonly to?: string
  /** What `decideGate` answers, at least. */
  readonly expect: Readonly<Record<string, unknown>>
  /** What `standingOn` answers, at least. */
  readonly standing?: Readonly<Record<string, unknown>>
}

type Written = {
  readonly facts: readonly FactDefinition[]
  readonly journey: JourneyDefinition
  readonly cases: readonly (Omit<Case, 'state' | 'facts' | 'expect'> & {
    state: Partial<JourneyState>
    facts?: Facts
    expect?: Case['expect']
  })[]
}

const folder = new URL('../cases/', import.meta.url)

/** The definitions and cases of a file, clauses checked; a day that a case leaves out is 2031-03-03. */
export function readCases(file: string): {
  readonly definition: JourneyDefinition
  readonly cases: readonly Case[]
} {
  const written: Written = parse(readFileSync(new URL(file, folder), 'utf8'))
  const dictionary = dictionaryOf({ facts: written.facts })
  const gates = written.journey.gates.map((gate) => ({
    ...gate,
    require: gate.require.map((requirement) => {
      if (!('clause' in requirement)) return requirement
      const { clause, findings } = checkClause(requirement.clause, dictionary)
      if (!clause) throw new Error(`${file}: ${JSON.stringify(findings)}`)
      return { ...requirement, clause }
    }),
  }))
  const cases = written.cases.map(({ state, facts = {}, on, expect = {}, ...rest }) => ({
    ...rest,
    expect,
    on: on ?? day('2031-03-03'),
    facts,
    state: { stage: '', since: day('2031-01-01'), evidence: [], orders: [], ...state },
  }))
  return { definition: { ...written.journey, gates }, cases }
}

/** Every case file. */
export const CASE_FILES = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .filter((file) => file.endsWith('.yaml'))
