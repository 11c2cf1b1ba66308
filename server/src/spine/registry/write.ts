import type { Value } from '@qiongding/kernel'
import { normaliseName } from '@qiongding/names'
import type { KindDefinition, PackFact } from '@qiongding/pack-format'
import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../../platform/db/database.ts'
import { manyRows } from '../../platform/db/many.ts'
import { newId } from '../../platform/ids.ts'
import type { Keys, SubjectKey } from '../../platform/keys.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { fold, isFinding, type Statement, standing, type Winner } from './fold.ts'
import { HOLDER } from './values.ts'
import { searchText, sortKey, valueToken, wordTokens } from './words.ts'

/** A statement to be made about a subject. `fresh` subjects have no other statement yet. */
export type NewStatement = {
  readonly subjectId: string
  readonly fresh: boolean
  readonly source: string
  readonly asOf: string
  readonly values: Readonly<Record<string, Value | null>>
  readonly importId?: string
  readonly row?: number
  readonly retracts?: string
  readonly demonstration: boolean
}

/** How a kind of subject is projected: its definition where the registry lists it, its facts, and the keys. */
type Shape = {
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

const isPersonal = (shape: Shape, key: string) => shape.facts.get(key)?.sensitivity === 'personal'
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

/** The first identity that the values are complete for, or undefined. Identities with a personal part are keyed digests. */
export function identityKey(
  shape: Shape,
  values: Readonly<Record<string, Value | null | undefined>>,
): string | undefined {
  for (const [index, parts] of (shape.definition?.identity ?? []).entries()) {
    const texts = parts.map((key) => {
      const value = values[key]
      if (value === null || value === undefined) return ''
      return key === shape.definition?.nameFact
        ? normaliseName(plainText(value)).plain
        : searchText(plainText(value))
    })
    if (texts.some((text) => text === '')) continue
    const text = `${index}:${texts.join('\u0001')}`
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
}

/** Facts whose values become tokens, so that equal-value filters use the index. */
const TOKEN_TYPES = new Set(['enum', 'tree', 'boolean', 'list'])

/** The projection of one subject. Deterministic: the same statements give the same row, byte for byte. Undefined when nothing stands. */
export function profileOf(
  shape: Shape,
  subjectId: string,
  statements: readonly Statement[],
  key: SubjectKey | undefined,
): ProfileRow | undefined {
  const winners = fold(statements)
  if (standing(statements).length === 0) return undefined
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
      if (key) known[name] = key.open(winner.sealed) as Value
    }
  }
  const nameFact = shape.definition?.nameFact
  const name = nameFact ? plainText(facts[nameFact]) : ''
  const knownName = nameFact ? plainText(known[nameFact]) : ''
  const codes = (shape.definition?.identity ?? []).flat().filter((fact) => fact !== nameFact)
  const search = searchText([name, ...codes.map((code) => plainText(facts[code]))].filter(Boolean).join('\n'))
  const tokens = new Set(wordTokens(shape.district, shape.kind, search))
  for (const [fact, value] of Object.entries(facts)) {
    if (!TOKEN_TYPES.has(shape.facts.get(fact)?.type ?? '')) continue
    for (const item of Array.isArray(value) ? value : [value])
      tokens.add(valueToken(shape.district, shape.kind, fact, item as string))
  }
  // Whom a name means may be found while somebody edits what the record says: that is no edit of it.
  const said = statements.filter((one) => !isFinding(one))
  const last = said.reduce((a, b) =>
    a.recordedAt < b.recordedAt || (a.recordedAt === b.recordedAt && a.id < b.id) ? b : a,
  )
  return {
    subject_id: subjectId,
    name,
    sort_key: sortKey(name),
    identity: identityKey(shape, known) ?? null,
    name_key: knownName ? nameKey(shape, knownName) : '',
    holder_id: typeof facts[HOLDER] === 'string' ? facts[HOLDER] : null,
    demonstration: statements.some((one) => one.demonstration),
    as_of: statements.reduce((latest, one) => (one.asOf > latest ? one.asOf : latest), ''),
    version: last.id,
    facts: JSON.stringify(facts),
    sealed: Object.keys(sealed).length > 0 ? JSON.stringify(sealed) : null,
    search,
    tokens: `{${[...tokens].join(',')}}`,
  }
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

const column = <Row, Key extends keyof Row>(type: string, rows: readonly Row[], key: Key) => ({
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
  const same = (type: string, value: string | number) => ({ type, values: rows.map(() => value) })
  const made = manyRows({
    district_id: same('bigint', tx.district),
    subject_id: column('uuid', rows, 'subject_id'),
    kind: same('text', shape.kind),
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
  })
  await sql`
    insert into ${sql.table(into)} (${made.names}) ${made.select}
    ${
      fresh
        ? sql``
        : sql`on conflict (district_id, subject_id) do update set name = excluded.name, sort_key = excluded.sort_key, identity = excluded.identity, name_key = excluded.name_key,
            holder_id = excluded.holder_id, demonstration = excluded.demonstration, as_of = excluded.as_of, version = excluded.version, facts = excluded.facts, sealed = excluded.sealed,
            search = excluded.search, tokens = excluded.tokens`
    }
  `.execute(tx.query)
}

/** Projects subjects anew from their statements; those of whom nothing stands lose their profile. */
export async function projectSubjects(
  tx: WriteTx,
  shape: Shape,
  subjectIds: readonly string[],
): Promise<void> {
  const statements = await statementsOf(tx, subjectIds)
  const keys = await shape.keys.forReading(tx, subjectIds)
  const rows: ProfileRow[] = []
  const gone: string[] = []
  for (const subjectId of subjectIds) {
    const row = profileOf(shape, subjectId, statements.get(subjectId) ?? [], keys.get(subjectId))
    if (row) rows.push(row)
    else gone.push(subjectId)
  }
  if (gone.length > 0)
    await sql`delete from profile where district_id = ${tx.district} and subject_id = any(${gone}::uuid[])`.execute(
      tx.query,
    )
  await putProfiles(tx, shape, rows, { fresh: false })
}

/**
 * Appends statements of one kind and brings the projections up, in two statements each however many there are.
 * Answers the statement ids, in order.
 */
export async function writeStatements(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  statements: readonly NewStatement[],
): Promise<string[]> {
  if (statements.length === 0) return []
  const shape = shapeOf(ctx, kind)
  const recordedAt = ctx.clock.now().toISOString()
  const personal = new Set<string>()
  for (const statement of statements)
    if (Object.entries(statement.values).some(([key, value]) => value !== null && isPersonal(shape, key)))
      personal.add(statement.subjectId)
  const keys = await shape.keys.forWriting(tx, [...personal])

  const made = statements.map((statement) => {
    const facts: Record<string, Value | null> = {}
    const sealed: Record<string, string> = {}
    for (const [key, value] of Object.entries(statement.values)) {
      const subjectKey = keys.get(statement.subjectId)
      if (value !== null && isPersonal(shape, key) && subjectKey) sealed[key] = subjectKey.seal(value)
      else facts[key] = value
    }
    return { ...statement, id: newId(), facts, sealed: Object.keys(sealed).length > 0 ? sealed : null }
  })
  const same = (type: string, value: string | number) => ({ type, values: made.map(() => value) })
  const rows = manyRows({
    district_id: same('bigint', tx.district),
    id: column('uuid', made, 'id'),
    subject_id: column('uuid', made, 'subjectId'),
    kind: same('text', kind),
    source: column('text', made, 'source'),
    as_of: column('date', made, 'asOf'),
    recorded_at: same('timestamptz', recordedAt),
    actor_kind: same('text', ctx.actor.kind),
    actor_id: same('text', ctx.actor.id),
    actor_name: same('text', ctx.actor.name),
    import_id: { type: 'uuid', values: made.map((one) => one.importId ?? null) },
    row_no: { type: 'integer', values: made.map((one) => one.row ?? null) },
    retracts: { type: 'uuid', values: made.map((one) => one.retracts ?? null) },
    demonstration: column('boolean', made, 'demonstration'),
    facts: { type: 'jsonb', values: made.map((one) => JSON.stringify(one.facts)) },
    sealed: { type: 'jsonb', values: made.map((one) => one.sealed && JSON.stringify(one.sealed)) },
  })
  await sql`insert into statement (${rows.names}) ${rows.select}`.execute(tx.query)

  const fresh = made.filter((one) => one.fresh)
  await putProfiles(
    tx,
    shape,
    fresh.flatMap((one) => {
      const statement: Statement = {
        id: one.id,
        subjectId: one.subjectId,
        source: one.source,
        asOf: one.asOf,
        recordedAt,
        by: ctx.actor.name,
        retracts: null,
        demonstration: one.demonstration,
        facts: one.facts,
        sealed: one.sealed,
      }
      return profileOf(shape, one.subjectId, [statement], keys.get(one.subjectId)) ?? []
    }),
    { fresh: true },
  )
  await projectSubjects(tx, shape, [...new Set(made.filter((one) => !one.fresh).map((one) => one.subjectId))])
  return made.map((one) => one.id)
}

/** Subjects of a kind by their name keys: who a name may mean. */
export async function subjectsNamed(
  read: ReadDb,
  ctx: Context,
  kind: string,
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const shape = shapeOf(ctx, kind)
  const keys = [...new Set(names.map((name) => nameKey(shape, name)).filter(Boolean))]
  if (keys.length === 0) return new Map()
  const found = await sql<{ name_key: string; subject_id: string }>`
    select name_key, subject_id from profile where district_id = ${read.district} and kind = ${kind} and name_key = any(${keys}::text[]) order by subject_id
  `.execute(read.query)
  const byKey = Map.groupBy(found.rows, (row) => row.name_key)
  return new Map(
    names.map((name) => [name, (byKey.get(nameKey(shape, name)) ?? []).map((row) => row.subject_id)]),
  )
}

/** Puts the holder's id beside the holder's name, where exactly one subject bears it. */
export async function withHolders<Row extends { readonly values: Readonly<Record<string, Value | null>> }>(
  read: ReadDb,
  ctx: Context,
  kind: string,
  rows: readonly Row[],
): Promise<(Row & { readonly values: Record<string, Value | null> })[]> {
  const definition = packOf(ctx).kinds.get(kind)
  const { holder, holderKind } = definition ?? {}
  if (!holder || !holderKind) return rows.map((row) => ({ ...row, values: { ...row.values } }))
  const names = rows.map((row) => row.values[holder]).filter((name) => typeof name === 'string')
  const found = await subjectsNamed(read, ctx, holderKind, names)
  return rows.map((row) => {
    const name = row.values[holder]
    const ids = typeof name === 'string' ? (found.get(name) ?? []) : []
    return {
      ...row,
      // A name that means nobody, or two, takes an earlier holder away: the record would stay his otherwise.
      values: {
        ...row.values,
        ...(name !== undefined && { [HOLDER]: ids.length === 1 ? (ids[0] ?? null) : null }),
      },
    }
  })
}
