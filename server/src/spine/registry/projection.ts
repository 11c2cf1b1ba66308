import type { Value } from '@qiongding/kernel'
import { normaliseName } from '@qiongding/names'
import type { KindDefinition, PackFact } from '@qiongding/pack-format'
import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../../platform/db/database.ts'
import { manyRows } from '../../platform/db/many.ts'
import type { Keys, SubjectKey } from '../../platform/keys.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { groupsOf, type JoinedRow, putJoined, rootsOf } from './duplicates/joined.ts'
import { type Group, mayBeMerged, passesOf } from './duplicates/rules.ts'
import { fold, isFinding, type Statement, standing, type Winner } from './fold.ts'
import { addSoundTokens, soundOf } from './sounds.ts'
import { HOLDER } from './values.ts'
import { addWordTokens, searchText, seedOf, sortKey, valueToken } from './words.ts'

/** How a kind of subject is projected: its definition where the registry lists it, its facts, and the keys. */
export type Shape = {
  readonly kind: string
  readonly definition: KindDefinition | undefined
  readonly facts: ReadonlyMap<string, PackFact>
  readonly district: number
  readonly keys: Keys
}

export function shapeOf(ctx: Context, kind: string): Shape {
  const { kinds, factsOf } = packOf(ctx)
  return {
    kind,
    definition: kinds.get(kind),
    facts: new Map((factsOf.get(kind) ?? []).map((fact) => [fact.key, fact])),
    district: ctx.district.id,
    keys: ctx.district.keys,
  }
}

export const isPersonal = (shape: Shape, key: string) => shape.facts.get(key)?.sensitivity === 'personal'
const plainText = (value: Value | undefined) =>
  value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value)

/** What names are compared by: the normalised name, as a keyed digest where the name is personal. */
export function nameKey(shape: Shape, name: string): string {
  const normal = normaliseName(name).plain
  const nameFact = shape.definition?.nameFact
  return normal && nameFact && isPersonal(shape, nameFact)
    ? shape.keys.digest(`name:${shape.kind}`, normal)
    : normal
}

type Values = Readonly<Record<string, Value | null | undefined>>

function identityTexts(shape: Shape, parts: readonly string[], values: Values): string[] | undefined {
  const texts: string[] = []
  for (const key of parts) {
    const value = values[key]
    if (value === null || value === undefined) return undefined
    const text =
      key === shape.definition?.nameFact
        ? normaliseName(plainText(value)).plain
        : searchText(plainText(value))
    if (text === '') return undefined
    texts.push(text)
  }
  return texts
}

/** The facts of the first identity that the values are complete for. */
export function identityParts(shape: Shape, values: Values): readonly string[] {
  return (shape.definition?.identity ?? []).find((parts) => identityTexts(shape, parts, values)) ?? []
}

/** The first identity that the values are complete for, or undefined. Identities with a personal part are keyed digests. */
export function identityKey(shape: Shape, values: Values): string | undefined {
  for (const [place, parts] of (shape.definition?.identity ?? []).entries()) {
    const texts = identityTexts(shape, parts, values)
    if (!texts) continue
    const text = `${place}:${texts.join('\u0001')}`
    return parts.some((key) => isPersonal(shape, key))
      ? shape.keys.digest(`identity:${shape.kind}`, text)
      : text
  }
  return undefined
}

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
  const nameFact = shape.definition?.nameFact
  const name = nameFact ? plainText(facts[nameFact]) : ''
  const knownName = nameFact ? plainText(known[nameFact]) : ''
  const codes = (shape.definition?.identity ?? []).flat().filter((fact) => fact !== nameFact)
  // A line each: what is looked for stands in one of them, never in the end of a name and the beginning of a code.
  const own = [name, ...codes.map((code) => plainText(facts[code]))]
    .map(searchText)
    .filter(Boolean)
    .join('\n')
  let [search, sound] = [own, soundOf(name)]
  if (group) {
    // A record is found by every name and code that its group bears.
    const others = group.members.flatMap((id) => profileOf(shape, id, { statements: all, keys, under }) ?? [])
    search = [...new Set([own, ...others.map((one) => one.search)].flatMap((one) => one.split('\n')))].join(
      '\n',
    )
    sound = [...new Set([sound, ...others.map((one) => one.sound)])].join('')
  }
  const tokens = new Set<number>()
  const seed = seedOf(shape.district, shape.kind)
  for (const line of search.split('\n')) addWordTokens(tokens, seed, line)
  addSoundTokens(tokens, seed, sound)
  for (const [fact, value] of Object.entries(facts)) {
    if (!TOKEN_TYPES.has(shape.facts.get(fact)?.type ?? '')) continue
    for (const item of Array.isArray(value) ? value : [value])
      tokens.add(valueToken(shape.district, shape.kind, fact, item as string))
  }
  // Whom a name means may be found while somebody edits what the record says: that is no edit of it. A merge is one.
  const spoken: { readonly id: string; readonly recordedAt: string }[] = [
    ...statements.filter((one) => !isFinding(one)),
    ...(group?.merges ?? []),
  ]
  const last = spoken.reduce((a, b) =>
    a.recordedAt < b.recordedAt || (a.recordedAt === b.recordedAt && a.id < b.id) ? b : a,
  )
  const holder = facts[HOLDER]
  return {
    subject_id: subjectId,
    name,
    sort_key: sortKey(name),
    identity: identityKey(shape, known) ?? null,
    name_key: knownName ? nameKey(shape, knownName) : '',
    holder_id: typeof holder === 'string' ? (under.get(holder) ?? holder) : null,
    demonstration: statements.some((one) => one.demonstration),
    as_of: statements.reduce((latest, one) => (one.asOf > latest ? one.asOf : latest), ''),
    version: last.id,
    facts: JSON.stringify(facts),
    sealed: Object.keys(sealed).length > 0 ? JSON.stringify(sealed) : null,
    search,
    tokens: listText(tokens),
    sound,
  }
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

type StatementRow = {
  id: string
  subject_id: string
  source: string
  as_of: string
  recorded_at: string
  actor_name: string
  retracts: string | null
  demonstration: boolean
  facts: Record<string, Value | null>
  sealed: Record<string, string> | null
}

const statementOf = (row: StatementRow): Statement => ({
  id: row.id,
  subjectId: row.subject_id,
  source: row.source,
  asOf: row.as_of,
  recordedAt: row.recorded_at,
  by: row.actor_name,
  retracts: row.retracts,
  demonstration: row.demonstration,
  facts: row.facts,
  sealed: row.sealed,
})

/** All statements about subjects, oldest first, up to an instant and a day where they are given. */
export async function statementsOf(
  read: ReadDb,
  subjectIds: readonly string[],
  asOf?: { on: string; knownAt: string },
): Promise<Map<string, Statement[]>> {
  if (subjectIds.length === 0) return new Map()
  const found = await sql<StatementRow>`
    select id, subject_id, source, as_of, recorded_at, actor_name, retracts, demonstration, facts, sealed from statement
    where district_id = ${read.district} and subject_id = any(${subjectIds as string[]}::uuid[])
    ${asOf ? sql`and as_of <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz` : sql``}
    order by recorded_at, id
  `.execute(read.query)
  return Map.groupBy(found.rows.map(statementOf), (one) => one.subjectId)
}

export const column = <Row, Key extends keyof Row>(type: string, rows: readonly Row[], key: Key) => ({
  type,
  values: rows.map((row) => row[key]),
})

/** Writes projections of subjects: over those there are, or into a table that has none of them yet. */
export async function putProfiles(
  tx: WriteTx,
  shape: Shape,
  rows: readonly ProfileRow[],
  { fresh, into = 'profile' }: { readonly fresh: boolean; readonly into?: string },
): Promise<void> {
  if (rows.length === 0) return
  const made = manyRows({
    district_id: { type: 'bigint', value: tx.district },
    subject_id: column('uuid', rows, 'subject_id'),
    kind: { type: 'text', value: shape.kind },
    name: column('text', rows, 'name'),
    sort_key: column('text', rows, 'sort_key'),
    identity: column('text', rows, 'identity'),
    name_key: column('text', rows, 'name_key'),
    holder_id: column('uuid', rows, 'holder_id'),
    demonstration: column('boolean', rows, 'demonstration'),
    as_of: column('date', rows, 'as_of'),
    version: column('uuid', rows, 'version'),
    facts: column('jsonb', rows, 'facts'),
    sealed: column('jsonb', rows, 'sealed'),
    search: column('text', rows, 'search'),
    tokens: column('integer[]', rows, 'tokens'),
    sound: column('text', rows, 'sound'),
  })
  await sql`
    insert into ${sql.table(into)} (${made.names}) ${made.select}
    ${
      fresh
        ? sql``
        : sql`on conflict (district_id, subject_id) do update set name = excluded.name, sort_key = excluded.sort_key, identity = excluded.identity, name_key = excluded.name_key,
            holder_id = excluded.holder_id, demonstration = excluded.demonstration, as_of = excluded.as_of, version = excluded.version, facts = excluded.facts, sealed = excluded.sealed,
            search = excluded.search, tokens = excluded.tokens, sound = excluded.sound`
    }
  `.execute(tx.query)
}

/** Under which records the holders that statements name show. */
export async function holdersUnder(
  read: ReadDb,
  shape: Shape,
  statements: Iterable<readonly { readonly facts: Readonly<Record<string, Value | null>> }[]>,
  known?: { readonly knownAt: string },
): Promise<Map<string, string>> {
  if (!shape.definition?.holder) return new Map()
  const holders = [...statements].flatMap((own) =>
    own.flatMap(({ facts }) => (typeof facts[HOLDER] === 'string' ? [facts[HOLDER]] : [])),
  )
  return rootsOf(read, holders, known)
}

/** Projects records anew, each a subject alone or a group under its root, in the order given; those of whom nothing stands lose their profile. */
export async function projectRecords(
  tx: WriteTx,
  shape: Shape,
  records: readonly { readonly root: string; readonly group?: Group | undefined }[],
): Promise<void> {
  const ids = records.flatMap(({ root, group }) => group?.members ?? [root])
  // Whoever else projects one of these waits here, and then sees what was stated meanwhile.
  await sql`
    select 1 from profile where district_id = ${tx.district} and subject_id = any(${ids}::uuid[]) order by subject_id for update
  `.execute(tx.query)
  const statements = await statementsOf(tx, ids)
  const keys = await shape.keys.forReading(tx, ids)
  const material = { statements, keys, under: await holdersUnder(tx, shape, statements.values()) }
  const rows: ProfileRow[] = []
  const gone: string[] = []
  for (const { root, group } of records) {
    const row = profileOf(shape, root, material, group)
    if (row) rows.push(row)
    else gone.push(root)
    if (group) {
      gone.push(...group.members.filter((id) => id !== root))
      await putJoined(tx, shape.kind, joinedOf(shape, group, material))
    }
  }
  if (gone.length > 0)
    await sql`delete from profile where district_id = ${tx.district} and subject_id = any(${gone}::uuid[])`.execute(
      tx.query,
    )
  await putProfiles(tx, shape, rows, { fresh: false })
}

/** Projects subjects anew from their statements, each under the record it shows under. */
export async function projectSubjects(
  tx: WriteTx,
  shape: Shape,
  subjectIds: readonly string[],
): Promise<void> {
  if (subjectIds.length === 0) return
  const groups = mayBeMerged(shape.definition) ? await groupsOf(tx, subjectIds) : undefined
  const records = new Map(
    subjectIds.map((id) => {
      const group = groups?.get(id)
      const root = group?.root ?? id
      return [root, { root, group }] as const
    }),
  )
  await projectRecords(tx, shape, [...records.values()])
}
