import { sql } from 'kysely'
import { abilitiesOn, may } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findJobs } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import { type ImportRow, importKind } from '../import-object.ts'
import { openProfiles, profilesById, shortName } from '../reads/profiles.ts'
import { isMasked } from '../values.ts'
import type { ImportView, importsContract } from './contract.ts'
import type { Understanding } from './plan-sheet.ts'
import { returnedViews } from './returned/reads.ts'
import { changedMeanwhile, rivalCounts, rivalsOf } from './returned/rivals.ts'
import { countFields } from './returned/settle.ts'
import type { Sheet } from './sheet.ts'
import { understandingOf } from './understand.ts'

/** An import as a screen shows it. Columns and sheets are there once the file has been read. */
export async function viewOf(
  ctx: Context,
  read: ReadDb,
  row: ImportRow,
  understanding?: Understanding,
): Promise<ImportView> {
  const [view] = await viewsOf(ctx, read, [row], understanding)
  return view as ImportView
}

/** The same of many, with as many questions as for one. */
async function viewsOf(
  ctx: Context,
  read: ReadDb,
  rows: readonly ImportRow[],
  understanding?: Understanding,
): Promise<ImportView[]> {
  const [jobs, returned] = await Promise.all([
    findJobs(
      read,
      rows.flatMap((row) => row.jobId ?? []),
    ),
    returnedViews(ctx, read, rows),
  ])
  return rows.map((row) =>
    shownAs(ctx, row, {
      job: row.jobId === undefined ? undefined : jobs.get(row.jobId),
      returned: returned.get(row.id),
      understanding,
    }),
  )
}

type Beside = {
  readonly job: Awaited<ReturnType<typeof findJobs>> extends Map<string, infer Job> ? Job | undefined : never
  readonly returned: ImportView['returned']
  readonly understanding: Understanding | undefined
}

function shownAs(ctx: Context, row: ImportRow, { job, returned, understanding }: Beside): ImportView {
  const { actorId: _, ...shown } = job ?? { actorId: '' }
  const sheet = understanding?.sheet
  return {
    id: row.id,
    fileName: row.fileName,
    kind: row.kind,
    state: row.state,
    ...(row.refusal !== undefined && { refusal: row.refusal }),
    ...((sheet?.sheet ?? row.sheet) !== undefined && { sheet: sheet?.sheet ?? row.sheet }),
    sheets: sheet ? [...sheet.sheets] : [],
    columns: sheet ? [...sheet.columns] : [],
    ...((understanding?.asOf ?? row.asOf) !== undefined && {
      asOf: understanding?.asOf ?? row.asOf,
    }),
    source: row.source,
    ...(sheet?.defaultUnit !== undefined && { defaultUnit: sheet.defaultUnit }),
    ...(sheet && { format: sheet.format }),
    ...((sheet?.encoding ?? row.encoding) !== undefined && { encoding: sheet?.encoding ?? row.encoding }),
    ...(row.profile && { profile: { id: row.profile.id, by: row.profile.by, at: row.profile.at } }),
    // An import that was to be approved unseen and was not has no counts of its plan yet.
    counts: row.state === 'review' && understanding ? understanding.counts : row.counts,
    demonstration: row.demonstration,
    ...(row.likelyAll && { likelyAll: row.likelyAll }),
    by: row.by,
    recordedAt: row.recordedAt,
    ...(returned && { returned }),
    ...(row.corrects && { corrects: correctedView(row.corrects) }),
    ...(row.heldBack && { heldBack: { n: row.heldBack.n, rows: [] } }),
    ...(job && { job: shown as NonNullable<ImportView['job']> }),
    abilities: abilitiesOn(ctx.actor, ['registry.import'], {}),
  }
}

const correctedView = ({
  lineage: _,
  demonstration: __,
  ...shown
}: NonNullable<ImportRow['corrects']>): NonNullable<ImportView['corrects']> => shown

export async function importRow(read: ReadDb, id: string): Promise<ImportRow> {
  const row = await findObject(read, importKind, id)
  if (!row) throw refuse('not-found')
  return row
}

const READABLE: readonly ImportRow['state'][] = ['review', 'committing']

/** The understanding where there is one to show; a finished import shows its counts only. */
async function understood(
  ctx: Context,
  id: string,
): Promise<{ row: ImportRow; understanding: Understanding | undefined }> {
  const row = await reading(ctx, (read) => importRow(read, id))
  return { row, understanding: READABLE.includes(row.state) ? await understandingOf(ctx, row) : undefined }
}

/** The same of one that there must be something to show of. */
export async function needUnderstood(
  ctx: Context,
  id: string,
): Promise<{ row: ImportRow; understanding: Understanding }> {
  const { row, understanding } = await understood(ctx, id)
  if (!understanding) throw refuse('import-state', { state: row.state })
  return { row, understanding }
}

/** Records by name as far as this reader may know them. */
async function heldBackRows(
  ctx: Context,
  read: ReadDb,
  { heldBack }: ImportRow,
): Promise<ImportView['heldBack']> {
  if (!heldBack) return undefined
  const ids = heldBack.rows.flatMap((row) => [row.subjectId, row.twinId])
  const names = new Map(
    (await openProfiles(ctx, read, await profilesById(read, ids))).map((row) => [row.id, row.name]),
  )
  const named = (kind: string, id: string) => ({ kind, id, name: names.get(id) ?? shortName(id) })
  return {
    n: heldBack.n,
    rows: heldBack.rows.map(({ kind, subjectId, twinId }) => ({
      record: named(kind, subjectId),
      twin: named(kind, twinId),
    })),
  }
}

export async function readImport(
  ctx: Context,
  input: InputOf<typeof importsContract.read>,
): Promise<ImportView> {
  const { row, understanding } = await understood(ctx, input.id)
  const rivals = understanding ? await rivalsOf(ctx, row) : []
  return reading(ctx, async (read) => {
    const heldBack = await heldBackRows(ctx, read, row)
    const view = await viewOf(ctx, read, row, understanding)
    const { returned } = view
    return {
      ...view,
      ...(heldBack && { heldBack }),
      ...(returned &&
        understanding && {
          returned: {
            ...returned,
            fields: countFields(understanding.plans),
            rivals: rivalCounts(rivals, understanding.plans),
            missing: understanding.plans.filter((plan) => plan.missing !== undefined).length,
            changedMeanwhile: await changedMeanwhile(read, row, understanding.plans),
          },
        }),
    }
  })
}

export function listImports(ctx: Context, query: InputOf<typeof importsContract.list>) {
  return reading(ctx, async (read) => {
    const found = await sql<{ row: ImportRow }>`
      select row from import where district_id = ${read.district} ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``} order by id desc limit ${query.limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, query.limit).map((one) => one.row)
    const next = found.rows.length > query.limit ? page.at(-1)?.id : undefined
    return {
      rows: await viewsOf(ctx, read, page),
      ...(next !== undefined && { next }),
    }
  })
}

/** What stands in the place of a personal cell for those who may not read it. */
export const HIDDEN = '***'

/** Columns whose cells are personal: those of personal facts and, in a list of persons, those nobody has named. */
export function personalColumns(
  ctx: Context,
  sheet: Pick<Sheet, 'kind' | 'columns'>,
): (column: number) => boolean {
  const { facts, kinds } = packOf(ctx)
  const ofPersons = kinds.get(sheet.kind)?.person === true
  const open = new Set(
    sheet.columns
      .filter((column) => (column.fact === undefined ? !ofPersons : !isMasked(facts.get(column.fact))))
      .map((column) => column.column),
  )
  return (column) => !open.has(column)
}

export async function gridOf(ctx: Context, query: InputOf<typeof importsContract.grid>) {
  const { understanding } = await needUnderstood(ctx, query.id)
  const { sheet } = understanding
  const hidden = hiddenColumns(ctx, understanding)
  const rows = sheet.grid.slice(query.from - 1, query.from - 1 + query.limit)
  return {
    total: sheet.gridRows,
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, index) => {
        if (row.part !== 'data' || cell.text === '' || !hidden(index + 1)) return cell
        return { text: HIDDEN, ...(cell.level && { level: cell.level }) }
      }),
    })),
    merges: sheet.merges.filter(
      (merge) => merge.row < query.from + query.limit && merge.row + merge.rows > query.from,
    ),
  }
}

/** One page of rows that are at hand. */
export const page = <T>(
  rows: readonly T[],
  query: { cursor?: string | undefined; limit: number },
): { rows: T[]; next?: string; total: number } => {
  const from = query.cursor === undefined ? 0 : Number.parseInt(query.cursor, 10) || 0
  return {
    rows: rows.slice(from, from + query.limit),
    total: rows.length,
    ...(from + query.limit < rows.length && { next: String(from + query.limit) }),
  }
}

export async function findingsOf(ctx: Context, query: InputOf<typeof importsContract.findings>) {
  const { understanding } = await needUnderstood(ctx, query.id)
  const hidden = hiddenColumns(ctx, understanding)
  // Errors first, each in the order of the sheet: they keep rows from being written.
  const findings = understanding.sheet.findings
    .filter((finding) => query.level === undefined || finding.level === query.level)
    .toSorted((one, other) => Number(other.level === 'error') - Number(one.level === 'error'))
  // A finding about a row, without a column, may quote any of its cells.
  const closed = (at: { readonly row?: number | undefined; readonly column?: number | undefined }) =>
    at.column === undefined
      ? at.row !== undefined && understanding.sheet.columns.some((one) => hidden(one.column))
      : hidden(at.column)
  return page(
    findings.map(({ code, level, at, value, facts }) => ({
      code,
      level,
      at: {
        ...(at.sheet !== undefined && { sheet: at.sheet }),
        ...(at.row !== undefined && { row: at.row }),
        ...(at.column !== undefined && { column: at.column }),
      },
      ...(!closed(at) && value !== undefined && { value }),
      ...(!closed(at) && facts && { facts: facts }),
    })),
    query,
  )
}

const hiddenColumns = (ctx: Context, { sheet }: Understanding): ((column: number) => boolean) =>
  may(ctx.actor, 'personal.read', {}) ? () => false : personalColumns(ctx, sheet)
