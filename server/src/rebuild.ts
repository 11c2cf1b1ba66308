import { sql } from 'kysely'
import { objects } from './modules.ts'
import type { Actor } from './platform/abilities.ts'
import type { WriteTx } from './platform/db/database.ts'
import { type ObjectKind, project } from './platform/ledger/objects.ts'
import { lists, markProjected, rebuildJoined, rebuildProfiles } from './spine/registry/index.ts'
import { TAKE_READINGS, takeReadings, wrongReadings } from './spine/targets/index.ts'
import type { Workbench } from './workbench.ts'

/** One row that is not what the ledger and the statements come to. Columns by name only: a report carries nobody's data. */
export type Difference = {
  readonly id: string
  readonly kind: 'missing' | 'extra' | 'different'
  readonly columns: readonly string[]
}
export type TableReport = {
  readonly table: string
  readonly rows: number
  readonly differences: number
  /** The first of them, at most 20. */
  readonly first: readonly Difference[]
  /** Not compared: the readings after the latest events are still queued, and the next worker takes them. */
  readonly waiting?: true
}
export type RebuildReport = { readonly clean: boolean; readonly tables: readonly TableReport[] }

export type RebuildOptions = {
  /** False compares only; true also puts right what differs. */
  readonly replace: boolean
  readonly onProgress?: (table: string, done: number) => void
}

const SHOWN = 20
const STRETCH = 1_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const system: Actor = { kind: 'system', id: 'rebuild', name: 'rebuild', grants: [] }

/** A projected table: its name, its key, and how it is made anew in a copy. */
type Projection = {
  readonly table: string
  readonly key: string
  readonly make: (tx: WriteTx, into: string, onProgress: (done: number) => void) => Promise<void>
}

/** Every record of a kind as its latest event left it: by day, then by recording, then by id, as a past day is read. */
async function makeObjects(
  tx: WriteTx,
  object: ObjectKind<{ id: string }>,
  into: string,
  onProgress: (done: number) => void,
): Promise<void> {
  let last = FIRST_ID
  for (let done = 0; ; ) {
    const found = await sql<{ about_id: string; after: { id: string } }>`
      select distinct on (about_id) about_id, after from ledger
      where district_id = ${tx.district} and about_kind = ${object.kind} and after is not null and about_id > ${last}::uuid
      order by about_id, day desc, recorded_at desc, id desc limit ${STRETCH}
    `.execute(tx.query)
    const next = found.rows.at(-1)
    if (!next) return
    last = next.about_id
    for (const { after } of found.rows) await project(tx, { ...object, table: into }, after)
    done += found.rows.length
    onProgress(done)
  }
}

function projectionsOf(workbench: Workbench): Projection[] {
  return [
    {
      table: 'profile',
      key: 'subject_id',
      make: async (tx, into, onProgress) => {
        await rebuildProfiles(tx, workbench.contextFor(system), into, onProgress)
      },
    },
    {
      table: 'joined',
      key: 'subject_id',
      make: (tx, into, onProgress) => rebuildJoined(tx, workbench.contextFor(system), into, onProgress),
    },
    ...objects.map((object) => ({
      table: object.table,
      key: 'id',
      make: (tx: WriteTx, into: string, onProgress: (done: number) => void) =>
        makeObjects(tx, object as unknown as ObjectKind<{ id: string }>, into, onProgress),
    })),
  ]
}

/** Columns in which two rows differ; of the record itself, its fields. */
function columnsOf(kept: Record<string, unknown>, made: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(kept), ...Object.keys(made)])
  return [...names]
    .filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(made[name]))
    .flatMap((name) => {
      const [from, to] = [kept[name], made[name]]
      return name === 'row' && isRecord(from) && isRecord(to)
        ? columnsOf(from, to).map((field) => `row.${field}`)
        : [name]
    })
}
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Makes a table anew in a temporary copy and holds the two together as text, row by row. */
async function compare(
  tx: WriteTx,
  { table, key, make }: Projection,
  { replace, onProgress }: RebuildOptions,
): Promise<TableReport> {
  const copy = `rebuilt_${table}`
  const [kept, made, id] = [sql.table(table), sql.table(copy), sql.ref(key)]
  await sql`create temporary table ${made} (like ${kept}, primary key (district_id, ${id})) on commit drop`.execute(
    tx.query,
  )
  await make(tx, copy, (done) => onProgress?.(table, done))
  const differs = sql`
    from (select * from ${kept} where district_id = ${tx.district}) k full join ${made} m on k.${id} = m.${id}
    where k::text is distinct from m::text
  `
  const counted = await sql<{ rows: number; differences: number }>`
    select (select count(*) from ${made})::integer as rows, (select count(*) ${differs})::integer as differences
  `.execute(tx.query)
  const { rows, differences } = counted.rows[0] ?? { rows: 0, differences: 0 }
  const first =
    differences === 0
      ? []
      : (
          await sql<{
            kept: Record<string, unknown> | null
            made: Record<string, unknown> | null
            id: string
          }>`
            select coalesce(k.${id}, m.${id}) as id, to_jsonb(k) as kept, to_jsonb(m) as made ${differs} order by 1 limit ${SHOWN}
          `.execute(tx.query)
        ).rows.map((one): Difference => {
          if (!one.kept) return { id: one.id, kind: 'missing', columns: [] }
          if (!one.made) return { id: one.id, kind: 'extra', columns: [] }
          return { id: one.id, kind: 'different', columns: columnsOf(one.kept, one.made) }
        })
  if (replace && differences > 0) {
    await sql`
      delete from ${kept} t where t.district_id = ${tx.district} and not exists (select 1 from ${made} m where m.${id} = t.${id} and m::text = t::text)
    `.execute(tx.query)
    await sql`
      insert into ${kept} select * from ${made} m where not exists (select 1 from ${kept} t where t.district_id = ${tx.district} and t.${id} = m.${id})
    `.execute(tx.query)
  }
  return { table, rows, differences, first }
}

/** Published lists read again by both roads. What differs here cannot be put right: it was changed past the workbench. */
async function versionsOf(
  workbench: Workbench,
  tx: WriteTx,
  { onProgress }: RebuildOptions,
): Promise<TableReport> {
  const { rows, wrong } = await lists.wrongVersions(workbench.contextFor(system), tx, (done) =>
    onProgress?.('list_member', done),
  )
  const first = wrong.slice(0, SHOWN).map((one) => ({ ...one, kind: 'different' as const }))
  return { table: 'list_member', rows, differences: wrong.length, first }
}

/**
 * Makes every projection anew from what alone is kept for ever (statements and ledger) and compares byte for byte: profiles from the
 * statements, the tables of records from the ledger, measured figures by counting again as of the instant they were taken.
 * With `replace` what differs is put right. One transaction, one state of the database: on PostgreSQL others may go on working while
 * it compares, and wait while it replaces.
 */
export async function rebuild(workbench: Workbench, options: RebuildOptions): Promise<RebuildReport> {
  const { database, district } = workbench
  const projections = projectionsOf(workbench)
  // While readings are still to be taken a kept figure may rightly be behind.
  const waiting = await district.queue.waits(TAKE_READINGS)
  const tables = await database.withDistrict(
    district.id,
    async (tx) => {
      if (options.replace)
        for (const { table } of projections)
          await sql`lock table ${sql.table(table)} in exclusive mode`.execute(tx.query)
      const reports: TableReport[] = []
      for (const projection of projections) reports.push(await compare(tx, projection, options))
      if (options.replace) await markProjected(tx, workbench.contextFor(system))
      reports.push(await versionsOf(workbench, tx, options))
      if (waiting) return [...reports, { table: 'measured', rows: 0, differences: 0, first: [], waiting }]
      const { rows, wrong } = await wrongReadings(workbench.contextFor(system), tx)
      const first = wrong.slice(0, SHOWN).map((one) => ({ ...one, kind: 'different' as const }))
      return [...reports, { table: 'measured', rows, differences: wrong.length, first }]
    },
    { snapshot: true },
  )
  if (options.replace) await takeReadings(workbench.contextFor(system))
  return { clean: tables.every((table) => table.differences === 0), tables: tables as TableReport[] }
}
