import { checkClause } from '@qiongding/clause'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { ReadDb, WriteTx } from '../../../platform/db/database.ts'
import { moveJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { happened, record } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import { FIRST_ID } from '../reads/past.ts'
import { type FrozenRow, rowsAt, rowsOfVersion, stretchAt, type Tally } from './frozen.ts'
import { type ListShape, type VersionRow, versionKind } from './list-version.ts'
import { digestOf, lineOf } from './rules.ts'

const column = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] =>
  rows.map((row) => row[key])

/** Writes members; those already there from an attempt that was interrupted are the same and stay. */
async function putMembers(tx: WriteTx, version: VersionRow, rows: readonly FrozenRow[]): Promise<void> {
  if (rows.length === 0) return
  const statements = rows.map((row) => `{${row.cells.map((cell) => cell?.statement ?? 'NULL').join(',')}}`)
  await sql`
    insert into list_member (district_id, version_id, subject_id, sort_key, search, as_of, demonstration, statements)
    select ${tx.district}, ${version.id}::uuid, subject_id, sort_key, search, as_of, demonstration, statements::uuid[]
    from unnest(${column(rows, 'id')}::uuid[], ${column(rows, 'sortKey')}::text[], ${column(rows, 'search')}::text[], ${column(rows, 'asOf')}::date[], ${column(rows, 'demonstration')}::boolean[], ${statements}::text[])
      as made (subject_id, sort_key, search, as_of, demonstration, statements)
    on conflict do nothing
  `.execute(tx.query)
}

type Stretch = Awaited<ReturnType<typeof stretchAt>>

/**
 * Gathers who is on a version and what is shown of each, and then calls it a draft. Interrupted at any point it may begin again: it comes
 * to the same rows. Inside a transaction under way all of it happens there.
 */
export async function fillVersion(ctx: Context, id: string): Promise<void> {
  const inside = <T>(work: (tx: WriteTx) => Promise<T>) =>
    ctx.tx ? work(ctx.tx) : ctx.district.database.withDistrict(ctx.district.id, work)
  const version = await reading(ctx, (read) => findObject(read, versionKind, id))
  if (version?.state !== 'preparing') return
  const tally: Tally = { unknown: 0, ended: 0 }
  const digest = digestOf(version)
  let rows = 0
  let demonstration = false
  const { shape, jobId } = version
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const looking = { shape, moment: version, after }
    const stretch: Stretch = await reading(ctx, (read) => stretchAt(ctx, read, looking, tally))
    await inside((tx) => putMembers(tx, version, stretch.rows))
    for (const row of stretch.rows) {
      digest.add(lineOf(row.id, row.cells))
      demonstration ||= row.demonstration
    }
    rows += stretch.rows.length
    after = stretch.next
    // A draft put away meanwhile needs no more rows.
    if (jobId && !(await inside((tx) => moveJob(tx, jobId, { state: 'running', done: rows })))) return
  }
  await inside(async (tx) => {
    const before = await findObject(tx, versionKind, id, { lock: true })
    if (before?.state !== 'preparing') return
    const after: VersionRow = {
      ...before,
      version: uuidv7(),
      state: 'draft',
      rows,
      ...tally,
      digest: digest.end(),
      demonstration,
    }
    await record(tx, ctx, [
      happened(versionKind, { name: 'list.drafted', day: ctx.clock.today(), before, after }),
    ])
    if (before.jobId) await moveJob(tx, before.jobId, { state: 'done', done: rows, total: rows })
  })
}

/**
 * A version's digest by both roads: its references followed, and worked out anew from what was known at its instant. The second road needs
 * the pack to understand the clause still; where it does not, only the first is there.
 */
export async function digestsOf(
  ctx: Context,
  read: ReadDb,
  version: VersionRow,
): Promise<{ followed: string; replayed?: string; rows: number }> {
  const followed = digestOf(version)
  let rows = 0
  for await (const stretch of rowsOfVersion(read, version)) {
    for (const row of stretch) followed.add(lineOf(row.id, row.cells))
    rows += stretch.length
  }
  if (!isReadable(ctx, version.shape)) return { followed: followed.end(), rows }
  const replayed = digestOf(version)
  for await (const stretch of rowsAt(ctx, read, version.shape, version))
    for (const row of stretch) replayed.add(lineOf(row.id, row.cells))
  return { followed: followed.end(), replayed: replayed.end(), rows }
}

/** Whether the pack still knows the kind and every fact that a version's clause asks about. */
function isReadable(ctx: Context, shape: ListShape): boolean {
  const { kinds, compiled } = packOf(ctx)
  if (!kinds.has(shape.kind)) return false
  return (
    shape.where === undefined ||
    !!checkClause(shape.where, compiled.dictionary, { scope: [shape.kind] }).clause
  )
}

/** Versions whose digest is not what either road comes to: none, unless something was changed past the workbench. */
export async function wrongVersions(
  ctx: Context,
  read: ReadDb,
  onProgress: (done: number) => void = () => {},
): Promise<{ rows: number; wrong: { id: string; columns: string[] }[] }> {
  const found = await sql<{ row: VersionRow }>`
    select row from list_version where district_id = ${read.district} and row->>'digest' is not null order by id
  `.execute(read.query)
  const wrong: { id: string; columns: string[] }[] = []
  let done = 0
  for (const { row } of found.rows) {
    const { followed, replayed, rows } = await digestsOf(ctx, read, row)
    const columns = [
      ...(followed === row.digest ? [] : ['followed']),
      ...(replayed === undefined || replayed === row.digest ? [] : ['replayed']),
    ]
    if (columns.length > 0) wrong.push({ id: row.id, columns })
    done += rows
    onProgress(done)
  }
  return { rows: done, wrong }
}
