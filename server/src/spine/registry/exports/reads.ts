import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Bytes } from '../../../platform/http/route.ts'
import { findJobs } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import type { ExportView, exportsContract } from './contract.ts'
import { type ExportRow, exportKind } from './tables.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Exports as a screen shows them. */
async function viewsOf(read: ReadDb, rows: readonly ExportRow[]): Promise<ExportView[]> {
  const jobs = await findJobs(
    read,
    rows.flatMap((row) => row.jobId ?? []),
  )
  return rows.map((row) => {
    const found = row.jobId === undefined ? undefined : jobs.get(row.jobId)
    const { actorId: _, ...job } = found ?? { actorId: '' }
    return {
      id: row.id,
      what: row.what,
      kind: row.kind,
      ...(row.template !== undefined && { template: row.template }),
      state: row.state,
      ...(row.refusal !== undefined && { refusal: row.refusal }),
      fileName: row.fileName,
      ...(row.rows !== undefined && { rows: row.rows }),
      ...(row.filter !== undefined && { filter: row.filter }),
      ...(row.q !== undefined && { q: row.q }),
      on: row.on,
      known: row.known,
      ...(row.importId !== undefined && { importId: row.importId }),
      masked: [...row.closed],
      by: row.by,
      recordedAt: row.recordedAt,
      ...(row.state === 'ready' && { href: `/api/exports/${row.id}/file` }),
      ...(found && { job: job as NonNullable<ExportView['job']> }),
    }
  })
}

export async function viewOf(read: ReadDb, row: ExportRow): Promise<ExportView> {
  const [view] = await viewsOf(read, [row])
  return view as ExportView
}

/** Everybody sees his own exports: what stands in one depends on who made it. */
async function ownRow(ctx: Context, read: ReadDb, id: string): Promise<ExportRow> {
  const row = await findObject(read, exportKind, id)
  if (!row || row.byId !== ctx.actor.id) throw refuse('not-found')
  return row
}

export const readExport = (ctx: Context, input: InputOf<typeof exportsContract.read>) =>
  reading(ctx, async (read) => viewOf(read, await ownRow(ctx, read, input.id)))

export function listExports(ctx: Context, query: InputOf<typeof exportsContract.list>) {
  return reading(ctx, async (read) => {
    const found = await sql<{ row: ExportRow }>`
      select row from export where district_id = ${read.district} and by_id = ${ctx.actor.id}
        ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``} order by id desc limit ${query.limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, query.limit).map((one) => one.row)
    const next = found.rows.length > query.limit ? page.at(-1)?.id : undefined
    return { rows: await viewsOf(read, page), ...(next !== undefined && { next }) }
  })
}

export function exportFile(ctx: Context, input: InputOf<typeof exportsContract.file>): Promise<Bytes> {
  return reading(ctx, async (read) => {
    const row = await ownRow(ctx, read, input.id)
    if (row.state !== 'ready' || row.fileId === undefined) throw refuse('export-state', { state: row.state })
    return { name: row.fileName, type: XLSX, bytes: await ctx.district.files.bytes(read, row.fileId) }
  })
}
