import { checkClause, dictionaryOf, type FactDefinition } from '@qiongding/clause'
import type { Facts } from '@qiongding/kernel'
import type { Profile } from '@qiongding/matching'
import type { Made } from './made.ts'

const named = (key: string) => ({ zh: key, en: key })
const values = ['bachelor', 'master', 'doctor'].map((id) => ({ id, label: named(id) }))
const facts: FactDefinition[] = [
  { key: 'degree', label: named('degree'), type: 'enum', ordered: true, values, of: 'talent' },
  { key: 'years', label: named('years'), type: 'number', unit: '年', of: 'talent' },
]
const asked: FactDefinition[] = [
  { ...facts[0]!, key: 'degree_min', of: 'post' },
  { ...facts[1]!, key: 'years_min', of: 'post' },
]
const dictionary = dictionaryOf({ facts })
const parameters = Object.fromEntries(asked.map((fact) => [fact.key, fact]))

function test(source: string) {
  const { clause, findings } = checkClause(source, dictionary, { scope: ['talent'], parameters })
  if (!clause) throw new Error(JSON.stringify(findings))
  return clause
}

/** Posts and talents by two clauses and words; only what a post states is judged. */
export const profile: Profile = {
  id: 'post-talent',
  version: 1,
  need: 'post',
  offer: 'talent',
  journey: 'placement',
  requirements: [
    { id: 'degree', label: named('degree'), level: 'must', test: test('degree >= $degree_min') },
    { id: 'years', label: named('years'), level: 'must', test: test('years >= $years_min') },
    {
      id: 'skills',
      label: named('skills'),
      level: 'must',
      words: { need: 'skills_wanted', offer: ['skills', 'work'] },
    },
  ],
  text: { need: ['title', 'skills', 'work'], offer: ['title', 'skills', 'work'] },
}

export const offerFacts = ({ title, skills, work, degree, years }: Made): Facts => ({
  title,
  skills,
  work,
  degree,
  ...(years !== undefined && { years }),
})

/** What a post says: its text alone, or with its requirements. */
export const needFacts = ({ title, skills, work, degree, years }: Made, stated: boolean): Facts => ({
  title,
  skills,
  work,
  ...(stated && { degree_min: degree, years_min: years ?? 3, skills_wanted: skills.slice(0, 2) }),
})
