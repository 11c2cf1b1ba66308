import { readdirSync, readFileSync } from 'node:fs'
import { type Clause, checkClause, dictionaryOf, type FactDefinition } from '@qiongding/clause'
import type { Facts } from '@qiongding/kernel'
import { parse } from 'yaml'
import type { MatchRequirement, Term } from '../src/definition.ts'
import type { Profile, RankedOffer } from '../src/index.ts'
import type { Relaxation } from '../src/relax.ts'

type Wanted = Readonly<Record<string, unknown>>

export type Case = {
  readonly name: string
  readonly need: Facts
  readonly offers: Readonly<Record<string, Facts>>
  readonly stated?: readonly string[]
  readonly unclear?: readonly string[]
  readonly rows?: readonly Partial<RankedOffer>[]
  /** What `explainPair` says of one requirement of the first offer. */
  readonly pair?: Wanted & { readonly requirement: string }
  readonly compare?: (Wanted & { readonly one: string; readonly other: string }) | null
  readonly relaxations?: readonly Relaxation[]
}

type WrittenRequirement = Omit<MatchRequirement, 'when' | 'test'> & {
  readonly when?: unknown
  readonly test?: unknown
}
type Written = {
  readonly facts: readonly FactDefinition[]
  readonly trees: Readonly<Record<string, readonly Term[]>>
  readonly profile: Omit<Profile, 'requirements'> & { readonly requirements: readonly WrittenRequirement[] }
  readonly cases: readonly Case[]
}

const folder = new URL('../cases/', import.meta.url)

/** Every case file. */
export const CASE_FILES = readdirSync(folder).filter((file) => file.endsWith('.yaml'))

/** The profile and cases of a file, clauses checked. */
export function readCases(file: string) {
  const written: Written = parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true })
  const { facts, trees, cases } = written
  return { facts, trees, cases, profile: profileOf(written.profile, facts, trees) }
}

/** A profile with its clauses checked; throws where one has a mistake. */
export function profileOf(
  written: Written['profile'],
  facts: Written['facts'],
  trees: Written['trees'] = {},
): Profile {
  const dictionary = dictionaryOf({ facts, trees })
  const parameters = Object.fromEntries(
    facts.filter((fact) => fact.of === written.need).map((fact) => [fact.key, fact]),
  )
  const checked = (source: unknown, kind: string): Clause => {
    const { clause, findings } = checkClause(source, dictionary, { scope: [kind], parameters })
    if (!clause) throw new Error(JSON.stringify({ source, findings }))
    return clause
  }
  const requirements = written.requirements.map(({ when, test, ...rest }) => ({
    ...rest,
    ...(when !== undefined && { when: checked(when, written.need) }),
    ...(test !== undefined && { test: checked(test, written.offer) }),
  }))
  return { ...written, requirements }
}
