import { sql } from 'kysely'
import { mayAtAll } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Bytes } from '../../../platform/http/route.ts'
import { findJobs } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import type { ImportRow } from '../import-object.ts'
import { isMasked } from '../values.ts'
import type { ExportView, exportsContract } from './contract.ts'
import { typeOf } from './rules.ts'
import { type ExportRow, exportKind } from './tables.ts'

/** Imports named beside each export; of more only how many there are. */
const RETURNS_SHOWN = 5

type Returns = ExportView['returns']
const NO_RETURNS: Returns = { n: 0, rows: [] }

/** Imports that brought exports back, by export. */
async function returnsOf(read: ReadDb, ids: readonly string[]): Promise<Map<string, Returns>> {
  if (ids.length === 0) return new Map()
  const found = await sql<{ row: ImportRow; n: number }>`
    select row, n from (
      select row, count(*) over (partition by row->>'returns')::integer as n,
        row_number() over (partition by row->>'returns' order by id desc) as place
      from import where district_id = ${read.district} and row->>'returns' = any(${ids as string[]}::text[])
    ) as brought where place <= ${RETURNS_SHOWN} order by place
  `.execute(read.query)
  const shown = Map.groupBy(found.rows, ({ row }) => row.returns ?? '')
  return new Map(
    [...shown].map(([id, of]) => [
      id,
      {
        n: of[0]?.n ?? 0,
        rows: of.map(({ row }) => ({
          importId: row.id,
          fileName: row.fileName,
          state: row.state,
          by: row.by,
          at: row.recordedAt,
        })),
      },
    ]),
  )
}

/** Exports as a screen shows them: what somebody searched for and his file are his alone. */
async function viewsOf(ctx: Context, read: ReadDb, rows: readonly ExportRow[]): Promise<ExportView[]> {
  const jobs = await findJobs(
    read,
    rows.flatMap((row) => row.jobId ?? []),
  )
  const returns = await returnsOf(
    read,
    rows.map((row) => row.id),
  )
  const { facts, pack } = packOf(ctx)
  // A pack may have dropped a list since.
  const listLabel = (id: string) => pack.lists.find((one) => one.id === id)?.label ?? { zh: id, en: id }
  // Files that were brought in are known to those who bring files in; to others only how many came back.
  const shown = (of: Returns): Returns =>
    mayAtAll(ctx.actor, 'registry.import') === 'yes' ? of : { n: of.n, rows: [] }
  return rows.map((row) => {
    const found = row.jobId === undefined ? undefined : jobs.get(row.jobId)
    const { actorId: _, ...job } = found ?? { actorId: '' }
    const mine = row.byId === ctx.actor.id
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
      ...(mine && row.q !== undefined && { q: row.q }),
      on: row.on,
      known: row.known,
      ...(row.importId !== undefined && { importId: row.importId }),
      ...(row.page && { page: row.page.source }),
      ...(row.edition && { list: { id: row.edition.list, label: listLabel(row.edition.list) } }),
      format: row.format ?? 'xlsx',
      masked: [...row.closed],
      opened: row.holds
        ? [...row.holds]
        : row.personal
          ? row.columns.flatMap(({ fact }) => (fact !== undefined && isMasked(facts.get(fact)) ? [fact] : []))
          : [],
      returnable: row.returnable,
      returns: shown(returns.get(row.id) ?? NO_RETURNS),
      by: row.by,
      ...(row.office !== undefined && { office: row.office }),
      mine,
      recordedAt: row.recordedAt,
      ...(mine && row.state === 'ready' && { href: `/api/exports/${row.id}/file` }),
      ...(found && { job: job as NonNullable<ExportView['job']> }),
    }
  })
}

export async function viewOf(ctx: Context, read: ReadDb, row: ExportRow): Promise<ExportView> {
  const [view] = await viewsOf(ctx, read, [row])
  return view as ExportView
}

/** Everybody sees his own exports: what stands in one depends on who made it. */
async function ownRow(ctx: Context, read: ReadDb, id: string): Promise<ExportRow> {
  const row = await findObject(read, exportKind, id)
  if (!row || row.byId !== ctx.actor.id) throw refuse('not-found')
  return row
}

export const readExport = (ctx: Context, input: InputOf<typeof exportsContract.read>) =>
  reading(ctx, async (read) => viewOf(ctx, read, await ownRow(ctx, read, input.id)))

export function listExports(ctx: Context, query: InputOf<typeof exportsContract.list>) {
  return reading(ctx, async (read) => {
    const found = await sql<{ row: ExportRow }>`
      select row from export where district_id = ${read.district}
        ${query.whose === 'mine' ? sql`and by_id = ${ctx.actor.id}` : sql``} ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``} order by id desc limit ${query.limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, query.limit).map((one) => one.row)
    const next = found.rows.length > query.limit ? page.at(-1)?.id : undefined
    return { rows: await viewsOf(ctx, read, page), ...(next !== undefined && { next }) }
  })
}

export function exportFile(ctx: Context, input: InputOf<typeof exportsContract.file>): Promise<Bytes> {
  return reading(ctx, async (read) => {
    const row = await ownRow(ctx, read, input.id)
    if (row.state !== 'ready' || row.fileId === undefined) throw refuse('export-state', { state: row.state })
    return { name: row.fileName, type: typeOf(row), bytes: await ctx.district.files.bytes(read, row.fileId) }
  })
}
