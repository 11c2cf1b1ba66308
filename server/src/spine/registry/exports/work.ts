import { sql } from 'kysely'
import type { Actor } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { moveJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { Refusal } from '../../../platform/refusals.ts'
import { feedThread } from '../../../platform/threads/feed.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { record } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../pack.ts'
import { openProfiles, profilesAsOf } from '../reads/index.ts'
import { rowIds } from '../reads/rows.ts'
import { type Form, type FormFacts, ownForm, templateForm } from './form.ts'
import { marksOf } from './mark.ts'
import { templateOf, typeOf } from './rules.ts'
import { type ExportRow, exportKind } from './tables.ts'
import { moved, placeNames } from './verbs.ts'
import type { DrawQuestion, DrawRow } from './writing/draw.ts'

/** Records read in one go: few enough not to hold the one PGlite session for long. */
const STRETCH = 1_000

/** The export itself as an actor: it reads what its maker might read when he asked, and nothing more. */
function exportActor(row: ExportRow): Actor {
  return {
    kind: 'job',
    id: row.id,
    name: row.by,
    grants: [
      { ability: 'registry.read' },
      { ability: 'registry.export' },
      ...(row.personal ? [{ ability: 'personal.read' }] : []),
    ],
  }
}

const inDistrict = <T>(ctx: Context, work: (tx: WriteTx) => Promise<T>) =>
  ctx.district.database.withDistrict(ctx.district.id, work)

/** Ends an export, unless somebody stopped it meanwhile. */
export async function endExport(
  ctx: Context,
  id: string,
  end: (tx: WriteTx, before: ExportRow) => Promise<ExportRow>,
): Promise<ExportRow | undefined> {
  return inDistrict(ctx, async (tx) => {
    const before = await findObject(tx, exportKind, id, { lock: true })
    if (before?.state !== 'making') return undefined
    const after = await end(tx, before)
    await record(tx, ctx, [moved(ctx, `export.${after.state}`, before, after)])
    if (after.jobId)
      await moveJob(tx, after.jobId, {
        state: after.state === 'ready' ? 'done' : 'failed',
        ...(after.refusal !== undefined && { refusal: after.refusal }),
        ...(after.state === 'ready' && {
          result: { file: `/api/exports/${id}/file`, rows: after.rows ?? 0 },
        }),
      })
    return after
  })
}

/** Says how far it is; answers false when it was cancelled. */
const progress = (ctx: Context, row: ExportRow) => (done: number, total?: number) =>
  row.jobId
    ? inDistrict(ctx, (tx) =>
        moveJob(tx, row.jobId as string, { state: 'running', done, ...(total !== undefined && { total }) }),
      )
    : Promise.resolve(true)

function formOf(ctx: Context, row: ExportRow, rows: number): Form {
  const facts: FormFacts = {
    ...placeNames(ctx, row.office),
    person: row.by,
    on: row.on,
    known: row.known,
    ...(row.filter !== undefined && { filter: row.filter }),
    rows,
  }
  if (row.template === undefined) return ownForm(kindOf(ctx, row.kind), row.columns, facts, row)
  return templateForm(templateOf(ctx, row.template, row), row.columns, facts, row.unknownMarks)
}

function questionOf(ctx: Context, row: ExportRow, rows: number): DrawQuestion {
  const { facts, pack } = packOf(ctx)
  const used = row.columns.flatMap(({ fact }) => {
    const definition = fact === undefined ? undefined : facts.get(fact)
    return definition ? [definition] : []
  })
  const trees = new Set(used.flatMap((fact) => fact.tree ?? []))
  const marks = marksOf(ctx.district.keys, { district: ctx.district.id, kind: row.kind })
  return {
    ...(row.format === 'csv' && { text: true as const }),
    form: formOf(ctx, row, rows),
    facts: Object.fromEntries(used.map((fact) => [fact.key, fact])),
    trees: Object.fromEntries(
      pack.trees.filter((tree) => trees.has(tree.id)).map((tree) => [tree.id, tree.nodes]),
    ),
    ...(row.returnable && { mark: marks.sheet(row.id) }),
    at: row.recordedAt,
  }
}

/** The records of a stretch as rows to draw, in the order of the ids; what is gone since is left out. */
async function rowsOf(
  ctx: Context,
  row: ExportRow,
  asOf: AsOfDays,
  ids: readonly string[],
): Promise<{ ids: string[]; rows: DrawRow[] }> {
  const marks = marksOf(ctx.district.keys, {
    district: ctx.district.id,
    kind: row.kind,
    ...(row.past && { on: row.on }),
  })
  return reading(ctx, async (read) => {
    const profiles = new Map(
      (await profilesAsOf(ctx, read, ids, asOf)).map((profile) => [profile.subject_id, profile]),
    )
    const ordered = ids.flatMap((id) => profiles.get(id) ?? [])
    const opened = await openProfiles(ctx, read, ordered)
    return {
      ids: ordered.map((profile) => profile.subject_id),
      rows: opened.map(({ id, values, masked }, index) => ({
        values,
        masked,
        ...(row.returnable && { mark: marks.row(id, ordered[index]?.version ?? '') }),
      })),
    }
  })
}

/** Keeps which records a file holds. */
async function keepRows(tx: WriteTx, exportId: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 10_000) {
    const stretch = ids.slice(from, from + 10_000)
    await sql`
      insert into export_row (district_id, export_id, row_no, subject_id)
      select ${tx.district}, ${exportId}::uuid, ${from}::integer + place::integer, id from unnest(${stretch}::uuid[]) with ordinality as made (id, place)
    `.execute(tx.query)
  }
}

/** A file and the records it holds. */
export type Made = {
  readonly bytes: Uint8Array
  readonly ids: readonly string[]
  /** Rows, where they are not one to each record. */
  readonly rows?: number
}

/** Writes a list into a workbook, in a thread, stretch by stretch, and keeps the file. Undefined when it was cancelled. */
export async function makeList(
  ctx: Context,
  row: ExportRow,
  options: { onProgress?: (done: number, total: number) => void } = {},
): Promise<Made | undefined> {
  const asOf = asOfOf(ctx, row.past ? row : {})
  const template = row.template === undefined ? undefined : templateOf(ctx, row.template, row)
  const query = { ...row, where: template?.where }
  const ids = await reading(ctx, (read) => rowIds(ctx, read, query, asOf))
  return writeRows(ctx, row, {
    members: ids,
    question: questionOf(ctx, row, ids.length),
    rowsOf: (stretch) => rowsOf(ctx, row, asOf, stretch),
    ...options,
  })
}

/** What is written: its members in order, how the sheet looks, and the rows of a stretch of members with the records they are of. */
type Writing<Member> = {
  readonly members: readonly Member[]
  readonly question: DrawQuestion
  readonly rowsOf: (
    stretch: readonly Member[],
  ) => Promise<{ readonly ids: readonly string[]; readonly rows: readonly DrawRow[] }>
  readonly onProgress?: (done: number, total: number) => void
}

/** Writes members into a file, in a thread, stretch by stretch. Undefined when it was cancelled. */
export async function writeRows<Member>(
  ctx: Context,
  row: ExportRow,
  writing: Writing<Member>,
): Promise<Made | undefined> {
  const { members } = writing
  const report = progress(ctx, row)
  if (!(await report(0, members.length))) return undefined
  const feed = feedThread<readonly DrawRow[], Uint8Array>(
    new URL('./writing/thread.ts', import.meta.url),
    writing.question,
  )
  const written: string[] = []
  try {
    for (let from = 0; from < members.length; from += STRETCH) {
      const stretch = await writing.rowsOf(members.slice(from, from + STRETCH))
      await feed.send(stretch.rows)
      written.push(...stretch.ids)
      const done = Math.min(from + STRETCH, members.length)
      writing.onProgress?.(done, members.length)
      if (!(await report(done, members.length))) return undefined
    }
    return { bytes: await feed.end(), ids: written }
  } finally {
    await feed.stop()
  }
}

/** Times that a fault of ours is tried again before the export is said to have failed: the database may have been away. */
const TRIES = 3
const faults = new Map<string, number>()

/** The work of an export that was started. It may be interrupted at any point and be begun anew: nothing is kept before the file is. */
export async function makeExport(
  base: Context,
  id: string,
  make: (ctx: Context, row: ExportRow) => Promise<Made | undefined> = makeList,
): Promise<void> {
  const row = await reading(base, (read) => findObject(read, exportKind, id))
  if (row?.state !== 'making') return
  const ctx: Context = { ...base, actor: exportActor(row) }
  try {
    const made = await make(ctx, row)
    if (!made) return
    await endExport(ctx, id, async (tx, before) => {
      const file = await ctx.district.files.put(tx, {
        name: row.fileName,
        type: typeOf(row),
        bytes: made.bytes,
        actorId: row.byId,
        at: ctx.clock.now(),
      })
      await keepRows(tx, id, made.ids)
      return { ...before, state: 'ready', fileId: file.id, rows: made.rows ?? made.ids.length }
    })
  } catch (error) {
    const tried = (faults.get(id) ?? 0) + 1
    faults.set(id, tried)
    const known = error instanceof Refusal
    if (!known && tried < TRIES) throw error
    faults.delete(id)
    const refusal = known ? error.code : 'export-broken'
    await endExport(ctx, id, async (_tx, before) => ({ ...before, state: 'failed', refusal }))
    // A fault of ours is for the log too, but the message is done with: nobody waits for it any more.
    if (!known) throw error
  }
}
