import { moveJob } from '../../../../platform/jobs/progress.ts'
import { findObject } from '../../../../platform/ledger/objects.ts'
import { Refusal, refuse } from '../../../../platform/refusals.ts'
import { runInThread } from '../../../../platform/threads/run.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import { kindOf, packOf } from '../../../pack.ts'
import { sheetMark } from '../../exports/mark.ts'
import { type ExportRow, exportKind } from '../../exports/tables.ts'
import { endExport } from '../../exports/work.ts'
import type { ImportRow } from '../../import-object.ts'
import { isMasked } from '../../values.ts'
import { importRow, personalColumns } from '../reads.ts'
import type { Sheet } from '../sheet.ts'
import { importSheetOf, understandingOf } from '../understand.ts'
import { importActor, inDistrict } from '../work.ts'
import { markingOf } from './marks.ts'
import { correctionWords, twinSentence } from './sentences.ts'
import type { DrawCorrection } from './thread.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Read and marked, at the packer, packed: told as shares of the rows. */
const STEPS = 3
/** Memory of the drawing thread in MB: a sheet of half a million rows is some 300 MB of text, held twice. */
const HEAP_MB = 3_000

/** The last header row above the data: the mark of the file stands beside it. */
function headerRow(sheet: Sheet): number {
  const first = sheet.rows[0]?.row ?? 1
  const header = sheet.grid.findLast(({ row, part }) => row < first && part === 'header')
  return header?.row ?? Math.max(1, first - 1)
}

/** Hidden marks by row. A list of ours that came back keeps those it bears. */
function hiddenMarks(ctx: Context, row: ExportRow, imported: ImportRow, sheet: Sheet): Map<number, string> {
  if (imported.returns !== undefined) return new Map()
  return new Map([
    [headerRow(sheet), sheetMark(ctx.district.keys, ctx.district.id, row.id)],
    ...sheet.rows.map((one): [number, string] => [one.row, `qd1.r${one.row}`]),
  ])
}

async function draw(
  ctx: Context,
  {
    row,
    imported,
    report,
  }: { row: ExportRow; imported: ImportRow; report: (step: number, total?: number) => Promise<boolean> },
): Promise<{ bytes: Uint8Array; rows: number; holds: string[] } | undefined> {
  if (!(await report(0))) return undefined
  const bytes = await reading(ctx, (read) => ctx.district.files.bytes(read, imported.fileId))
  const read =
    imported.returns === undefined ? await importSheetOf(ctx, imported) : await understandingOf(ctx, imported)
  const { twins } = read
  const sheet = { ...read.sheet, rows: read.sheet.rows.filter((one) => one.absent === undefined) }
  if (sheet.findings.length === 0 && twins.size === 0) throw refuse('no-findings')
  // It comes back as it was sent: to whoever sent it, or to one who may see the persons in it.
  const isPersonal = personalColumns(ctx, sheet)
  if (!row.personal && row.byId !== imported.byId && sheet.columns.some(({ column }) => isPersonal(column)))
    throw refuse('not-allowed', { ability: 'personal.read' })
  const { pack, facts, factsOf } = packOf(ctx)
  const holds = sheet.columns.flatMap(({ fact }) =>
    fact !== undefined && isMasked(facts.get(fact)) ? [fact] : [],
  )
  const marking = markingOf({
    sheet,
    fileName: imported.fileName,
    language: row.language,
    facts: new Map((factsOf.get(sheet.kind) ?? []).map((fact) => [fact.key, fact])),
    trees: Object.fromEntries(pack.trees.map((tree) => [tree.id, tree.nodes])),
    twins,
    nameFact: kindOf(ctx, sheet.kind).nameFact,
    twinSentence: (twin) => twinSentence(twin, row.language),
  })
  const total = sheet.rows.length
  if (!(await report(1, total))) return undefined
  const stop = new AbortController()
  const question: DrawCorrection = {
    bytes,
    fileName: imported.fileName,
    ...(sheet.encoding && { encoding: sheet.encoding }),
    format: sheet.format,
    sheet: sheet.sheet,
    headerRow: headerRow(sheet),
    marking,
    hidden: hiddenMarks(ctx, row, imported, sheet),
    ...(sheet.markColumn !== undefined && imported.returns === undefined && { markColumn: sheet.markColumn }),
    author: '穹顶',
    at: row.recordedAt,
  }
  try {
    const made = await runInThread<Uint8Array>(new URL('./thread.ts', import.meta.url), question, {
      heapMb: HEAP_MB,
      signal: stop.signal,
      onProgress: (done) => {
        report(done, total).then(
          (goes) => {
            if (!goes) stop.abort()
          },
          () => stop.abort(),
        )
      },
    })
    return { bytes: made, rows: sheet.rows.length, holds }
  } catch (error) {
    if (error instanceof DOMException) return undefined
    if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')
      throw refuse('workbook-too-large', { fileName: imported.fileName, limit: 'cells' })
    throw error
  }
}

/** Writes the correction of an import and keeps the file. It may be interrupted at any point and be begun anew. */
export async function makeCorrection(base: Context, id: string): Promise<void> {
  const row = await reading(base, (read) => findObject(read, exportKind, id))
  if (row?.state !== 'making' || row.importId === undefined) return
  const imported = await reading(base, (read) => importRow(read, row.importId as string))
  const ctx: Context = { ...base, actor: importActor(imported) }
  const report = (step: number, total?: number) =>
    row.jobId
      ? inDistrict(ctx, (tx) =>
          moveJob(tx, row.jobId as string, {
            state: 'running',
            done: Math.round(((total ?? 0) * step) / STEPS),
            ...(total !== undefined && { total }),
          }),
        )
      : Promise.resolve(true)
  try {
    if (imported.state === 'withdrawn') throw refuse('correction-withdrawn')
    const drawn = await draw(ctx, { row, imported, report })
    if (!drawn) return
    await endExport(ctx, id, async (tx, before) => {
      const file = await ctx.district.files.put(tx, {
        name: row.fileName,
        type: XLSX,
        bytes: drawn.bytes,
        actorId: row.byId,
        at: ctx.clock.now(),
      })
      return { ...before, state: 'ready', fileId: file.id, rows: drawn.rows, holds: drawn.holds }
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await endExport(ctx, id, async (_tx, before) => ({ ...before, state: 'failed', refusal: error.code }))
  }
}

/** The name of the file of a correction, from that of the file it corrects. */
export const correctionName = (fileName: string, language: ExportRow['language']) =>
  correctionWords(language).file(
    fileName.replace(/\.[A-Za-z]{2,5}$/, '').replace(/(（更正表）| \(corrections\))$/, ''),
  )
