import type { Day } from '@qiongding/kernel'
import type { Choice, Clause, Operator, Source } from '../definition.ts'

/** A piece of SQL text: as it stands, or a value to be bound. */
export type SqlPart = string | { readonly value: string | number | boolean | readonly string[] }

export type Setting = { readonly facts: string; readonly on: Day; readonly trees: Clause['trees'] }

/** A part of a clause that no condition over one column can say. */
export class NotForLists extends Error {}

export const OPERATORS: Readonly<Record<Operator, string>> = {
  '>=': '>=',
  '<=': '<=',
  '>': '>',
  '<': '<',
  '=': '=',
  '!=': '<>',
}

export const joined = (pieces: readonly (readonly SqlPart[])[], by: string): SqlPart[] =>
  pieces.flatMap((piece, index) => (index === 0 ? [...piece] : [by, ...piece]))

function key(source: Source): string {
  if (source.from === 'parameter') throw new NotForLists()
  return source.key
}

/** The values written in the test; those of a parameter are not for lists. */
export function fixed(choice: Choice): readonly string[] {
  if ('parameter' in choice) throw new NotForLists()
  return choice.values
}

/** What is stored under a key, as jsonb. */
export const stored = (source: Source, { facts }: Setting): SqlPart[] => [
  `(${facts}->`,
  { value: key(source) },
  '::text)',
]

/** What is stored under a key, as text of whatever type. */
export const storedText = (source: Source, { facts }: Setting): SqlPart[] => [
  `(${facts}->>`,
  { value: key(source) },
  '::text)',
]

/** A value only where it is stored with the type asked for; anything else is unknown, as in memory. */
export const typed = (source: Source, type: string, cast: string, setting: Setting): SqlPart[] => [
  '(case when jsonb_typeof(',
  ...stored(source, setting),
  `) = '${type}' then `,
  ...storedText(source, setting),
  `${cast} end)`,
]
