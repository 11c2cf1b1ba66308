import { sql } from 'kysely'
import { v5 as uuidv5 } from 'uuid'
import type { Actor } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { moveJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { Refusal, refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { happened, record } from '../../../platform/verb/verb.ts'
import { type ImportRow, importKind } from '../import-object.ts'
import { tendProfiles } from '../upkeep.ts'
import { writeStatements } from '../write.ts'
import { apartPairs, type SameAs, sameRows } from './likely/choices.ts'
import { rememberPairs, subjectsOfRows } from './likely/remember.ts'
import { noteNamed } from './named.ts'
import { valuesToWrite } from './plan.ts'
import { countSheet, type ImportSheet, planSheet, planStretch, STRETCH } from './plan-sheet.ts'
import { removals } from './returned/removals.ts'
import {
  importSheetOf,
  keepImportSheet,
  keepUnderstanding,
  likelyKnown,
  likelyOf,
  readBy,
  sheetOf,
} from './understand.ts'

/** The import itself as an actor, with what its owner was allowed when he approved it and nothing more. */
export function importActor(row: ImportRow): Actor {
  return {
    kind: 'import',
    id: row.id,
    name: row.by,
    grants: [{ ability: 'registry.import' }, { ability: 'registry.write' }, { ability: 'personal.read' }],
  }
}

export const inDistrict = <T>(ctx: Context, work: (tx: WriteTx) => Promise<T>) =>
  ctx.district.database.withDistrict(ctx.district.id, work)

/** Moves an import on from where its work began, unless somebody stopped it or had it begun anew meanwhile. */
async function move(
  ctx: Context,
  { id, state: from, jobId }: ImportRow,
  name: string,
  change: (row: ImportRow) => ImportRow,
): Promise<ImportRow | undefined> {
  return inDistrict(ctx, async (tx) => {
    const before = await findObject(tx, importKind, id, { lock: true })
    if (!before || before.state !== from || before.jobId !== jobId) return undefined
    const after = change(before)
    await record(tx, ctx, [happened(importKind, { name, day: ctx.clock.today(), before, after })])
    if (after.jobId && after.state !== from)
      await moveJob(tx, after.jobId, {
        state: after.state === 'failed' ? 'failed' : 'done',
        ...(after.refusal !== undefined && { refusal: after.refusal }),
      })
    return after
  })
}

/** Says how far a job is; answers false when it was cancelled. */
const progress = (ctx: Context, row: ImportRow) => (done: number, total?: number) =>
  row.jobId
    ? inDistrict(ctx, (tx) =>
        moveJob(tx, row.jobId as string, { state: 'running', done, ...(total !== undefined && { total }) }),
      )
    : Promise.resolve(true)

/** Refuses what was sent in to correct one list and corrects another or none, and the correction of a list that was taken back since. */
async function refuseOther(ctx: Context, row: ImportRow, { corrects }: ImportSheet): Promise<void> {
  if (row.expects !== undefined && !row.ordinary) {
    if (!corrects) throw refuse('correction-unmarked')
    if (corrects.id !== row.expects) throw refuse('correction-of-another')
  }
  if (!corrects) return
  const base = await reading(ctx, (read) => findObject(read, importKind, corrects.id))
  if (base?.state === 'withdrawn') throw refuse('correction-withdrawn')
}

/**
 * Reads an uploaded file and plans its rows. Writes nothing to the registry. Who approves it unseen leaves the plan out: then every row is
 * looked up once, when it is written. `bytes` are those of the file, where they are at hand.
 */
export async function readImportFile(
  base: Context,
  id: string,
  options: { readonly planned?: boolean; readonly bytes?: Uint8Array } = {},
): Promise<void> {
  const row = await reading(base, (read) => findObject(read, importKind, id))
  if (row?.state !== 'reading') return
  const ctx: Context = { ...base, actor: importActor(row) }
  try {
    const report = progress(ctx, row)
    const read = await readBy(ctx, row, await sheetOf(ctx, row, options.bytes))
    await refuseOther(ctx, row, read)
    const known = likelyKnown(row, read)
    const understanding =
      options.planned === false
        ? undefined
        : await planSheet(ctx, row, read, { onProgress: report, ...(known && { known }) })
    const after = await move(ctx, row, 'import.read', (before) => ({
      ...before,
      kind: read.sheet.kind,
      state: 'review',
      profile: read.sheet.profile ?? null,
      ...(read.returns !== undefined && { returns: read.returns }),
      ...(read.corrects && {
        corrects: read.corrects,
        demonstration: before.demonstration || read.corrects.demonstration,
      }),
      headers: [...new Set(read.sheet.columns.map(({ header }) => header))],
      counts: understanding?.counts ?? countSheet(read.sheet),
      comparedAt: new Date(understanding?.at ?? read.at).toISOString(),
    }))
    if (!after) return
    if (understanding) keepUnderstanding(after, understanding)
    else keepImportSheet(after, read)
  } catch (error) {
    if (error instanceof DOMException) return
    if (!(error instanceof Refusal)) throw error
    await move(ctx, row, 'import.failed', (before) => ({
      ...before,
      state: 'failed',
      refusal: error.code,
    }))
  }
}

/** Batches under way at once on PostgreSQL: one in the database, one in the making. More only wait for each other on two cores. */
const LANES = 2

/** Names the ledger entry of a batch, so that a batch done twice is found out by its primary key. */
const batchId = (importId: string, batch: number) => uuidv5(`batch ${batch}`, importId)

/**
 * Writes an approved import, one transaction a batch. A batch is written whole or not at all, and never twice: its ledger entry
 * has an id of its own. Interrupted at any point it goes on where it stopped.
 */
export async function commitImport(
  base: Context,
  id: string,
  options: { onProgress?: (done: number, total: number) => void } = {},
): Promise<ImportRow | undefined> {
  const row = await reading(base, (read) => findObject(read, importKind, id))
  if (row?.state !== 'committing') return row
  const ctx: Context = { ...base, actor: importActor(row) }
  const { sheet, asOf, twins, at, returned, corrected } = await importSheetOf(ctx, row)
  const reviewedAt = row.comparedAt === undefined ? at : Date.parse(row.comparedAt)
  const likely = await likelyOf(ctx, row)
  const sameAs = sameRows(row, likely)
  const report = progress(ctx, row)
  const counts: BatchCounts = {
    created: 0,
    updated: 0,
    unchanged: 0,
    held: 0,
    duplicates: 0,
    ...(returned && { removed: 0 }),
  }
  const size = row.batch ?? STRETCH
  const batches = Math.ceil(sheet.rows.length / size)
  let next = 0
  let done = 0
  let stopped = false
  const workOff = async (upTo: number) => {
    while (!stopped && next < upTo) {
      const batch = next++
      const stretch = sheet.rows.slice(batch * size, (batch + 1) * size)
      const outcome = await writeBatch(
        ctx,
        {
          row,
          kind: sheet.kind,
          asOf,
          twins,
          sameAs,
          batch,
          reviewedAt,
          ...(returned && { returned }),
          ...(corrected && { corrected }),
        },
        stretch,
      )
      if (!outcome) {
        stopped = true
        return
      }
      for (const key of Object.keys(counts) as (keyof BatchCounts)[])
        counts[key] = (counts[key] ?? 0) + (outcome[key] ?? 0)
      done += stretch.length
      options.onProgress?.(done, sheet.rows.length)
      if (!(await report(done, sheet.rows.length))) stopped = true
    }
  }
  // The first batch alone: an empty registry is then known to be empty no more, or every look-up after it would read the whole kind.
  await workOff(Math.min(1, batches))
  if (batches > 1 && counts.created > 0) await sql`analyze profile`.execute(ctx.district.database.local)
  // PostgreSQL writes one batch while the next is put together; a row joined to an earlier row of the file needs that one written first.
  const joined =
    Object.values(row.twins).includes(true) || [...sameAs.values()].some((one) => one.row !== undefined)
  const lanes = ctx.district.database.engine.tier === 'postgres' && !joined ? LANES : 1
  await Promise.all(Array.from({ length: lanes }, () => workOff(batches)))
  await tendProfiles(ctx, done)
  if (!stopped) await rememberPairs(ctx, row, sheet.kind, apartPairs(row, likely))
  if (stopped) return await committedOf(ctx, id)
  return (
    (await move(ctx, row, 'import.committed', (before) => ({
      ...before,
      state: 'committed',
      counts: { ...before.counts, ...counts },
    }))) ?? (await committedOf(ctx, id))
  )
}

/** An import that another process has written to its end meanwhile: every batch is written once, whoever writes it. */
async function committedOf(ctx: Context, id: string): Promise<ImportRow | undefined> {
  const row = await reading(ctx, (read) => findObject(read, importKind, id))
  return row?.state === 'committed' ? row : undefined
}

type BatchCounts = {
  created: number
  updated: number
  unchanged: number
  held: number
  duplicates: number
  removed?: number
}
type Batch = {
  row: ImportRow
  kind: string
  asOf: string
  twins: ImportSheet['twins']
  sameAs: ReadonlyMap<number, SameAs>
  batch: number
  reviewedAt: number
  returned?: NonNullable<ImportSheet['returned']>
  corrected?: NonNullable<ImportSheet['corrected']>
}

async function writeBatch(
  ctx: Context,
  work: Batch,
  rows: Parameters<typeof planStretch>[3],
): Promise<BatchCounts | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await inDistrict(ctx, (tx) => writeBatchOnce(tx, ctx, work, rows))
    } catch (error) {
      // 23505: another import made one of these subjects a moment ago. Looked at again, it is an update.
      if ((error as { code?: string }).code !== '23505' || attempt >= 3) throw error
    }
  }
}

async function writeBatchOnce(
  tx: WriteTx,
  ctx: Context,
  { row, kind, asOf, twins, sameAs, batch, reviewedAt, returned, corrected }: Batch,
  rows: Parameters<typeof planStretch>[3],
): Promise<BatchCounts | undefined> {
  const id = batchId(row.id, batch)
  const there = await sql<{
    after: BatchCounts
  }>`select after from ledger where district_id = ${tx.district} and id = ${id}::uuid`.execute(tx.query)
  if (there.rows[0]) return there.rows[0].after
  // Held still until the batch is written: whoever stops the import waits for it, and nothing is written after he has his answer.
  const current = await findObject(tx, importKind, row.id, { lock: 'shared' })
  if (current?.state !== 'committing') return undefined
  const others = rows.flatMap((one) => sameAs.get(one.row)?.row ?? [])
  const rowSubjects = await subjectsOfRows(tx, row.id, others)
  const plans = await planStretch(
    ctx,
    tx,
    {
      kind,
      asOf,
      row,
      twins,
      sameAs,
      rowSubjects,
      reviewedAt,
      ...(returned && { returned }),
      ...(corrected && { corrected }),
    },
    rows,
  )
  const writes = plans.filter((plan) => plan.action === 'create' || plan.action === 'update')
  const statements = writes.map((plan) => ({
    subjectId: plan.subjectId as string,
    fresh: plan.fresh,
    source: row.source,
    asOf,
    values: valuesToWrite(plan),
    importId: row.id,
    row: plan.row,
    demonstration: row.demonstration,
  }))
  await noteNamed(tx, ctx, { importId: row.id, kind, plans })
  const gone = await removals(tx, row, plans)
  const ids = await writeStatements(tx, ctx, kind, [...statements, ...gone])
  const of = (action: string) => plans.filter((plan) => plan.action === action).length
  const counts: BatchCounts = {
    created: of('create'),
    updated: of('update'),
    unchanged: of('unchanged'),
    held: of('held'),
    duplicates: of('duplicate'),
    ...(returned && { removed: of('remove') }),
  }
  await record(tx, ctx, [
    {
      name: 'registry.imported',
      about: { kind: 'import-batch', id: row.id },
      day: ctx.clock.today(),
      id,
      after: {
        ...counts,
        batch,
        kind,
        statements: ids.length,
        first: ids[0] ?? null,
        last: ids.at(-1) ?? null,
      },
    },
  ])
  return counts
}
