import type { EnumValue, FactDefinition, Ladder, Source } from './definition.ts'
import { type Dictionary, nearest } from './dictionary.ts'
import { Unreadable } from './lexer.ts'

/** What the words of a clause may mean: the dictionary, the kinds of subject it speaks of, and its parameters. */
export type Scope = {
  readonly dictionary: Dictionary
  readonly kinds?: readonly string[]
  readonly parameters: Readonly<Record<string, FactDefinition>>
}

/** A source of a value with what is known about it. */
export type Named = { readonly source: Source; readonly fact: FactDefinition }

const inScope = (scope: Scope, facts: readonly FactDefinition[] | undefined): readonly FactDefinition[] =>
  facts?.filter((fact) => scope.kinds === undefined || scope.kinds.includes(fact.of)) ?? []

/** The fact a word names: its key, zh label or alias. Undefined where none does; throws where several do. */
export function factOf(scope: Scope, word: string, at: number): Named | undefined {
  const all = inScope(scope, scope.dictionary.named.get(word))
  const byKey = all.filter((fact) => fact.key === word)
  const [fact, ...others] = byKey.length > 0 ? byKey : all
  if (!fact) return undefined
  const rival = others.find((other) => other.key !== fact.key || !sameMeaning(fact, other))
  if (rival)
    throw new Unreadable('clause.ambiguous-fact', at, word, {
      candidates: [fact, ...others].map((each) => `${each.of}.${each.key}`),
    })
  return { source: { from: 'fact', key: fact.key }, fact }
}

/** Facts of one key in several kinds may be read as one where they hold the same sort of value. */
function sameMeaning(a: FactDefinition, b: FactDefinition): boolean {
  return (
    a.type === b.type &&
    a.unit === b.unit &&
    a.tree === b.tree &&
    a.ageOf === b.ageOf &&
    JSON.stringify(a.values) === JSON.stringify(b.values)
  )
}

export function unknownFact(scope: Scope, word: string, at: number): Unreadable {
  const words = scope.dictionary.facts
    .filter((fact) => inScope(scope, [fact]).length > 0)
    .flatMap((fact) => [fact.key, fact.label.zh, ...(fact.aliases ?? [])])
  return missing('clause.unknown-fact', word, at, words)
}

export function parameterOf(scope: Scope, name: string, at: number): Named {
  const fact = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : undefined
  if (!fact) throw missing('clause.unknown-parameter', name, at, Object.keys(scope.parameters))
  return { source: { from: 'parameter', key: name }, fact }
}

/** The id of the enum value a word names. */
export function valueIdOf(values: readonly EnumValue[], word: string, at: number): string {
  for (const value of values) if (namesOf(value).includes(word)) return value.id
  throw missing('clause.unknown-value', word, at, values.flatMap(namesOf))
}

export function isValue(values: readonly EnumValue[], word: string): boolean {
  return values.some((value) => namesOf(value).includes(word))
}

/** The code of a tree that a code or label names. */
export function codeOf(scope: Scope, tree: string, word: string, at: number): string {
  const codes = scope.dictionary.codes.get(tree)
  const code = codes?.get(word)
  if (code === undefined) throw missing('clause.unknown-code', word, at, codes?.keys() ?? [], { tree })
  return code
}

/** Every name of every value with its place on the ladder. */
export function ladderOf(values: readonly EnumValue[]): Ladder {
  const ladder: Record<string, number> = {}
  values.forEach((value, place) => {
    for (const name of namesOf(value)) if (!Object.hasOwn(ladder, name)) ladder[name] = place
  })
  return ladder
}

function namesOf(value: EnumValue): string[] {
  return [value.id, value.label.zh, value.label.en, ...(value.aliases ?? [])]
}

function missing(
  code: string,
  word: string,
  at: number,
  words: Iterable<string>,
  facts: Record<string, string> = {},
): Unreadable {
  const near = nearest(word, words)
  return new Unreadable(code, at, word, near === undefined ? facts : { ...facts, nearest: near })
}
