import type { Value } from '@qiongding/kernel'
import type { SubjectKey } from '../../platform/keys.ts'
import type { JoinedRow } from './duplicates/joined.ts'
import { type Group, passesOf } from './duplicates/rules.ts'
import { fold, isFinding, type Statement, standing, type Winner } from './fold.ts'
import { identityKey, nameKey, plainText, type Shape } from './shape.ts'
import { addHeardTokens, addSoundTokens, heardIn, soundFrom } from './sounds.ts'
import { HOLDER } from './values.ts'
import { addWordTokens, searchText, seedOf, sortKey, valueToken } from './words.ts'

export type ProfileRow = {
  readonly subject_id: string
  readonly name: string
  readonly sort_key: string
  readonly identity: string | null
  readonly name_key: string
  readonly holder_id: string | null
  readonly demonstration: boolean
  readonly as_of: string
  readonly version: string
  readonly facts: string
  readonly sealed: string | null
  readonly search: string
  readonly tokens: string
  readonly sound: string
}

/** Facts whose values become tokens, so that equal-value filters use the index. */
const TOKEN_TYPES = new Set(['enum', 'tree', 'boolean', 'list'])

/** What projections are made of: statements and keys by subject, and under which record a holder shows. */
export type Material = {
  readonly statements: ReadonlyMap<string, readonly Statement[]>
  readonly keys: ReadonlyMap<string, SubjectKey>
  readonly under: ReadonlyMap<string, string>
}

/** Numbers as an SQL list. Written out piece by piece: joining them takes half as long again. */
function listText(numbers: Iterable<number>): string {
  let text = ''
  for (const number of numbers) text += text === '' ? number : `,${number}`
  return `{${text}}`
}

/** What stands of a subject: open values and sealed ones, each in the order of their keys, and all of them opened. */
type Standing = {
  readonly facts: Readonly<Record<string, Value>>
  readonly sealed: Readonly<Record<string, string>>
  readonly known: Readonly<Record<string, Value>>
}

function standingOf(winners: ReadonlyMap<string, Winner>, keys: Material['keys']): Standing {
  const facts: Record<string, Value> = {}
  const sealed: Record<string, string> = {}
  const known: Record<string, Value> = {}
  for (const name of [...winners.keys()].toSorted()) {
    const winner = winners.get(name) as Winner
    if (winner.value !== undefined) {
      facts[name] = winner.value
      known[name] = winner.value
    } else if (winner.sealed !== undefined) {
      sealed[name] = winner.sealed
      const key = keys.get(winner.statement.subjectId)
      if (key) known[name] = key.open(winner.sealed) as Value
    }
  }
  return { facts, sealed, known }
}

/** Whose projection it is, and what it is as of. */
type Head = Pick<ProfileRow, 'subject_id' | 'demonstration' | 'as_of' | 'version'>

function rowOf(
  shape: Shape,
  head: Head,
  { facts, sealed, known }: Standing,
  { under, others = [] }: { readonly under: Material['under']; readonly others?: readonly ProfileRow[] },
): ProfileRow {
  const nameFact = shape.definition?.nameFact
  const name = nameFact ? plainText(facts[nameFact]) : ''
  const knownName = nameFact ? plainText(known[nameFact]) : ''
  // A line each: what is looked for stands in one of them, never in the end of a name and the beginning of a code.
  const lines: string[] = []
  for (const text of [name, ...codesOf(shape).map((code) => plainText(facts[code]))]) {
    const line = searchText(text)
    if (line !== '') lines.push(line)
  }
  const own = lines.join('\n')
  const heard = heardIn(name)
  let [search, sound] = [own, soundFrom(heard)]
  const tokens = new Set<number>()
  const seed = seedOf(shape.district, shape.kind)
  if (others.length === 0) {
    for (const line of lines) addWordTokens(tokens, seed, line)
    addHeardTokens(tokens, seed, heard)
  } else {
    // A record is found by every name and code that its group bears.
    search = [...new Set([own, ...others.map((one) => one.search)].flatMap((one) => one.split('\n')))].join(
      '\n',
    )
    sound = [...new Set([sound, ...others.map((one) => one.sound)])].join('')
    for (const line of search.split('\n')) addWordTokens(tokens, seed, line)
    addSoundTokens(tokens, seed, sound)
  }
  for (const fact in facts) {
    if (!TOKEN_TYPES.has(shape.facts.get(fact)?.type ?? '')) continue
    const value = facts[fact] as Value
    for (const item of Array.isArray(value) ? value : [value])
      tokens.add(valueToken(shape.district, shape.kind, fact, item as string))
  }
  const holder = facts[HOLDER]
  let closed = false
  for (const _ in sealed) closed = true
  return {
    ...head,
    name,
    sort_key: sortKey(name),
    identity: identityKey(shape, known) ?? null,
    name_key: knownName ? nameKey(shape, knownName) : '',
    holder_id: typeof holder === 'string' ? (under.get(holder) ?? holder) : null,
    facts: JSON.stringify(facts),
    sealed: closed ? JSON.stringify(sealed) : null,
    search,
    tokens: listText(tokens),
    sound,
  }
}

const codes = new WeakMap<object, readonly string[]>()

/** Facts of the identity besides the name: records are found by them as well. */
function codesOf(shape: Shape): readonly string[] {
  if (!shape.definition) return []
  const known = codes.get(shape.definition)
  if (known) return known
  const made = shape.definition.identity.flat().filter((fact) => fact !== shape.definition?.nameFact)
  codes.set(shape.definition, made)
  return made
}

/**
 * The projection of one subject, or of a group of them under its root. Deterministic: the same statements give the same row, byte for
 * byte. Undefined when nothing stands.
 */
export function profileOf(
  shape: Shape,
  subjectId: string,
  { statements: all, keys, under }: Material,
  group?: Group,
): ProfileRow | undefined {
  const statements = (group?.members ?? [subjectId]).flatMap((id) => all.get(id) ?? [])
  const winners = fold(statements, group && passesOf(group))
  if (winners.size === 0 && standing(statements).length === 0) return undefined
  const others = group?.members.flatMap((id) => profileOf(shape, id, { statements: all, keys, under }) ?? [])
  // Whom a name means may be found while somebody edits what the record says: that is no edit of it. A merge is one.
  const spoken: { readonly id: string; readonly recordedAt: string }[] = [
    ...statements.filter((one) => !isFinding(one)),
    ...(group?.merges ?? []),
  ]
  const last = spoken.reduce((a, b) =>
    a.recordedAt < b.recordedAt || (a.recordedAt === b.recordedAt && a.id < b.id) ? b : a,
  )
  const head = {
    subject_id: subjectId,
    demonstration: statements.some((one) => one.demonstration),
    // Of what stands: a statement that was taken back makes nothing fresher.
    as_of: standing(statements).reduce((latest, one) => (one.asOf > latest ? one.asOf : latest), ''),
    version: last.id,
  }
  return rowOf(shape, head, standingOf(winners, keys), { under, ...(others && { others }) })
}

/**
 * The projection of a subject of which one statement has just been made and nothing else: what `profileOf` comes to, with nothing to fold
 * and nothing to open. `values` are those of the statement, in the open.
 */
export function freshProfileOf(
  shape: Shape,
  one: Pick<Statement, 'id' | 'subjectId' | 'asOf' | 'demonstration' | 'facts' | 'sealed'>,
  values: Readonly<Record<string, Value | null>>,
  under: Material['under'],
): ProfileRow {
  const facts: Record<string, Value> = {}
  const known: Record<string, Value> = {}
  const sealed: Record<string, string> = {}
  for (const name of Object.keys(values).sort()) {
    const value = values[name]
    if (value === null || value === undefined) continue
    known[name] = value
    const closed = one.sealed?.[name]
    if (closed === undefined) facts[name] = value
    else sealed[name] = closed
  }
  const head = {
    subject_id: one.subjectId,
    demonstration: one.demonstration,
    as_of: one.asOf,
    version: one.id,
  }
  return rowOf(shape, head, { facts, sealed, known }, { under })
}

/** What each record of a group would be known by if it stood alone. */
export function joinedOf(shape: Shape, group: Group, material: Material): JoinedRow[] {
  return group.members.map((id) => {
    const alone = profileOf(shape, id, material)
    return {
      subject_id: id,
      under_id: group.root,
      identity: alone?.identity ?? null,
      name_key: alone?.name_key ?? '',
    }
  })
}
