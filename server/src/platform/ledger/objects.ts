import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../db/database.ts'
import type { TableDeclaration } from '../db/tables.ts'

/**
 * A kind of record whose whole life stands in the ledger: each event carries the record as it is afterwards, and the table is
 * only the latest of them. So a rebuild needs no code of its own, and a past day is read with the same words as today.
 */
export type ObjectKind<Row extends { readonly id: string }> = {
  readonly kind: string
  readonly table: string
  /** Columns kept beside the row for searching and for conditions, with their SQL type. */
  readonly columns: Readonly<Record<string, { readonly type: string; readonly of: (row: Row) => unknown }>>
}

export function objectKind<Row extends { readonly id: string }>(kind: ObjectKind<Row>): ObjectKind<Row> {
  return kind
}

/** An object's table: its id, its columns, and the row itself. A rebuild writes it anew, so the working role may do all with it. */
export function objectTable<Row extends { readonly id: string }>(
  object: ObjectKind<Row>,
  indexes: readonly string[] = [],
): TableDeclaration {
  return {
    name: object.table,
    scope: 'tenant',
    columns: [
      'id uuid not null',
      ...Object.entries(object.columns).map(([name, column]) => `${name} ${column.type}`),
      'row jsonb not null',
    ],
    key: ['id'],
    indexes,
    may: ['select', 'insert', 'update', 'delete'],
  }
}

const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`

/** Writes the record as an event left it. Called by the verb runtime and by the rebuild, and by nothing else. */
export async function project<Row extends { readonly id: string }>(
  tx: WriteTx,
  object: ObjectKind<Row>,
  row: Row,
): Promise<void> {
  const names = Object.keys(object.columns)
  const values = Object.values(object.columns).map(
    (column) => sql`${column.of(row) ?? null}::${sql.raw(column.type.replace(/ not null$/, ''))}`,
  )
  const set = [...names, 'row'].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`)
  await sql`
    insert into ${sql.table(object.table)} (district_id, id, ${sql.join([...names.map((name) => sql.ref(name)), sql.ref('row')])})
    values (${tx.district}, ${row.id}::uuid, ${sql.join([...values, json(row)])})
    on conflict (district_id, id) do update set ${sql.join(set)}
  `.execute(tx.query)
}

/** A record as it stands now; inside a verb, `lock` keeps it still until the verb ends: for itself, or shared with others who only need it still. */
export async function findObject<Row extends { readonly id: string }>(
  read: ReadDb,
  object: ObjectKind<Row>,
  id: string,
  options: { lock?: boolean | 'shared' } = {},
): Promise<Row | undefined> {
  const lock = options.lock === 'shared' ? sql`for share` : options.lock ? sql`for update` : sql``
  const found = await sql<{ row: Row }>`
    select row from ${sql.table(object.table)} where district_id = ${read.district} and id = ${id}::uuid ${lock}
  `.execute(read.query)
  return found.rows[0]?.row
}

export type AsOf = { readonly on: string; readonly knownAt: string }

/** Records of a kind as they were on a day, as known at an instant: of each, the event latest by day, then by recording. */
export async function replayObjects<Row extends { readonly id: string }>(
  read: ReadDb,
  object: ObjectKind<Row>,
  asOf: AsOf,
  ids?: readonly string[],
): Promise<Row[]> {
  const found = await sql<{ after: Row }>`
    select distinct on (about_id) after from ledger
    where district_id = ${read.district} and about_kind = ${object.kind} and day <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz and after is not null
      ${ids ? sql`and about_id = any(${ids as string[]}::uuid[])` : sql``}
    order by about_id, day desc, recorded_at desc, id desc
  `.execute(read.query)
  return found.rows.map((one) => one.after)
}

/** All records of a kind, the latest id first: as they stand, or as they were on a past day. At most `limit` of those that stand. */
export async function objectsAsOf<Row extends { readonly id: string }>(
  read: ReadDb,
  object: ObjectKind<Row>,
  asOf: AsOf & { readonly past: boolean },
  limit: number,
): Promise<Row[]> {
  if (asOf.past)
    return (await replayObjects(read, object, asOf)).toSorted((a, b) =>
      a.id < b.id ? 1 : a.id > b.id ? -1 : 0,
    )
  const found = await sql<{ row: Row }>`
    select row from ${sql.table(object.table)} where district_id = ${read.district} order by id desc limit ${limit}
  `.execute(read.query)
  return found.rows.map(({ row }) => row)
}
