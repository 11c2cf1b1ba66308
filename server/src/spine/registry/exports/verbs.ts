import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { may, reachOf } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { type JobOwner, moveJob, startJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf, packOf } from '../../pack.ts'
import { filterOf } from '../filter.ts'
import { orderOf } from '../reads/rows.ts'
import { isMasked } from '../values.ts'
import { exportsContract } from './contract.ts'
import { type ExportColumn, filled, ownColumns, templateColumns } from './form.ts'
import { viewOf } from './reads.ts'
import { columnKeys, fileNameOf, templateOf } from './rules.ts'
import { type ExportRow, exportKind } from './tables.ts'
import { wordsOf } from './words.ts'

/** An export is a copy that leaves the house: it is made for whoever sees the whole list, never for a part of one. */
export function allowExport(ctx: Context): void {
  allow(ctx, 'registry.export', {})
  if (!reachOf(ctx.actor, 'registry.read').all) throw refuse('not-allowed', { ability: 'registry.read' })
}

const officeOf = (ctx: Context) => (ctx.actor.kind === 'person' ? ctx.actor.office : undefined)

/** The office and the district as the lines of a form name them. */
export function placeNames(ctx: Context, office: string | undefined): { office: string; district: string } {
  const { pack } = packOf(ctx)
  return {
    office: pack.offices.find((one) => one.id === office)?.label.zh ?? pack.name.zh,
    district: pack.name.zh,
  }
}

export const startExport = verb(exportsContract.start, async (tx, ctx, input) => {
  allowExport(ctx)
  const kind = kindOf(ctx, input.kind)
  if (input.template !== undefined && input.format === 'csv')
    throw refuse('template-needs-workbook', { template: input.template })
  const { facts } = packOf(ctx)
  const asOf = asOfOf(ctx, input)
  const today = ctx.clock.today()
  for (const day of [asOf.on, asOf.known]) if (day > today) throw refuse('day-in-future', { day, today })
  const template =
    input.template === undefined ? undefined : templateOf(ctx, input.template, { kind: kind.id, on: asOf.on })
  const columns: ExportColumn[] = template
    ? templateColumns(template, facts)
    : ownColumns(columnKeys(ctx, kind.id, input.columns), facts, input.language)
  const sort = input.sort ?? template?.sort ?? 'name'
  // What cannot be asked is said now, not by a job that fails.
  orderOf(ctx, kind.id, sort)
  for (const clause of [input.filter, template?.where]) if (clause) filterOf(ctx, kind.id, clause)
  const personal = may(ctx.actor, 'personal.read', {})
  const words = wordsOf(template ? 'zh' : input.language)
  const names = placeNames(ctx, officeOf(ctx))
  const label = template
    ? filled(template.fileName ?? template.label.zh, { ...names, person: ctx.actor.name, ...asOf, rows: 0 })
    : `${words.list(kind.label[input.language])} ${asOf.on}`
  const id = uuidv7()
  const fileName = fileNameOf(label, input.format)
  const row: ExportRow = {
    id,
    what: 'list',
    kind: kind.id,
    ...(template && { template: template.id }),
    ...(input.format === 'csv' && { format: input.format }),
    columns,
    ...(input.q !== undefined && { q: input.q }),
    ...(input.filter !== undefined && { filter: input.filter }),
    sort,
    on: asOf.on,
    known: asOf.known,
    past: asOf.past,
    unknown: input.unknownMarks ? (template?.unknown ?? words.unknown) : '',
    masked: words.masked,
    unknownMarks: input.unknownMarks,
    returnable: input.returnable,
    language: template ? 'zh' : input.language,
    personal,
    state: 'making',
    fileName,
    closed: columns.flatMap(({ fact }) =>
      fact !== undefined && !personal && isMasked(facts.get(fact)) ? [fact] : [],
    ),
    by: ctx.actor.name,
    byId: ctx.actor.id,
    ...(officeOf(ctx) && { office: officeOf(ctx) as string }),
    recordedAt: ctx.clock.now().toISOString(),
    jobId: await startJob(tx, ctx, 'export.make', { about: { kind: 'export', id }, title: fileName }),
  }
  return done(
    await viewOf(ctx, tx, row),
    happened(exportKind, { name: 'export.started', day: today, after: row }),
  )
})

/** An export of whoever asks; others' are not there for him. */
export async function ownExport(tx: WriteTx, ctx: Context, id: string): Promise<ExportRow> {
  const row = await findObject(tx, exportKind, id, { lock: true })
  if (!row || row.byId !== ctx.actor.id) throw refuse('not-found')
  return row
}

export const moved = (ctx: Context, name: string, before: ExportRow, after: ExportRow): Happened =>
  happened(exportKind, { name, day: ctx.clock.today(), before, after })

export const cancelExport = verb(exportsContract.cancel, async (tx, ctx, input) => {
  allowExport(ctx)
  const before = await ownExport(tx, ctx, input.id)
  if (before.state !== 'making') throw refuse('export-state', { state: before.state })
  if (before.jobId) await moveJob(tx, before.jobId, { state: 'cancelled' })
  const after: ExportRow = { ...before, state: 'cancelled' }
  return done(await viewOf(ctx, tx, after), moved(ctx, 'export.cancelled', before, after))
})

/** Stopping the job of an export stops the export. */
export const exportJobs: JobOwner = async (ctx, jobId) => {
  const found = await sql<{ id: string }>`
    select id from export where district_id = ${ctx.tx.district} and by_id = ${ctx.actor.id} and row->>'jobId' = ${jobId}
  `.execute(ctx.tx.query)
  const id = found.rows[0]?.id
  if (id === undefined) return false
  await cancelExport({ ...ctx, request: {} }, { id })
  return true
}
