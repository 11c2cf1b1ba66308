import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../../platform/db/database.ts'
import { manyRows } from '../../platform/db/many.ts'
import { groupsOf, putJoined, rootsOf } from './duplicates/joined.ts'
import { type Group, mayBeMerged } from './duplicates/rules.ts'
import type { Statement } from './fold.ts'
import { joinedOf, type ProfileRow, profileOf } from './profile-row.ts'
import type { Shape } from './shape.ts'
import { HOLDER } from './values.ts'

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
