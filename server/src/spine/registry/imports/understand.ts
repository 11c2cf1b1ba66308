import type { ColumnChoice, SheetFact } from '@qiongding/sheets'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type DistrictPack, packOf } from '../../pack.ts'
import { type ImportCounts, type ImportRow, NO_COUNTS } from '../import-object.ts'
import { type FileTwins, planRows, type RowPlan, sheetDay, twinsInFile } from './plan.ts'
import { profilesFor } from './profiles.ts'
import { type KnownProfile, readSheet, type Sheet } from './sheet.ts'

/** What the sheet of an import says by itself, as read at `at`. Writing needs no more: it looks each row up when it writes it. */
export type ImportSheet = {
  readonly sheet: Sheet
  readonly asOf: string
  readonly twins: FileTwins
  readonly at: number
}

/** An import as understood: its sheet, and what would become of each row as the registry stood at `at`. */
export type Understanding = ImportSheet & {
  readonly plans: readonly RowPlan[]
  readonly counts: ImportCounts
}

/** Rows looked up in one go: enough to make the round trip cheap, few enough not to hold the one PGlite session for long. */
export const STRETCH = 2_000

type ReadSettings = Pick<
  ImportRow,
  'fileId' | 'fileName' | 'kind' | 'sheet' | 'asOf' | 'columns' | 'encoding' | 'office' | 'profile'
>

function choicesOf(settings: Pick<ReadSettings, 'columns'>): Record<number, ColumnChoice> {
  return Object.fromEntries(
    Object.entries(settings.columns).map(([column, choice]) => [Number(column), choice]),
  )
}

/** Facts a sheet may state: all of the kind but those worked out from others. */
function sheetFacts(pack: DistrictPack, kind: string): SheetFact[] {
  return (pack.factsOf.get(kind) ?? []).filter((fact) => !fact.ageOf)
}

/** The sheet of an import, read in a thread, with what its office said of earlier ones. */
export async function sheetOf(ctx: Context, settings: ReadSettings, bytes: Uint8Array): Promise<Sheet> {
  const profiles = await reading(ctx, (read) => profilesFor(read, settings))
  return readList(packOf(ctx), settings, bytes, {}, profiles)
}

/** A list in a file, read by the facts of a pack: no district and no database is needed. */
export async function readList(
  district: DistrictPack,
  settings: Omit<ReadSettings, 'fileId'>,
  bytes: Uint8Array,
  options: { signal?: AbortSignal; onProgress?: (done: number, total?: number) => void } = {},
  profiles?: readonly KnownProfile[],
): Promise<Sheet> {
  const { pack, kinds, facts } = district
  return await readSheet(
    {
      bytes,
      fileName: settings.fileName,
      kinds: Object.fromEntries(
        [...kinds.values()].map((kind) => [
          kind.id,
          { facts: sheetFacts(district, kind.id), nameFact: kind.nameFact },
        ]),
      ),
      ...(settings.kind && { kind: settings.kind }),
      ...(settings.sheet !== undefined && { sheet: settings.sheet }),
      ...(settings.asOf !== undefined && { asOf: settings.asOf }),
      columns: choicesOf(settings),
      ...(settings.encoding !== undefined && { encoding: settings.encoding }),
      ...(profiles && { profiles }),
      trees: Object.fromEntries(pack.trees.map((tree) => [tree.id, tree.nodes])),
      codeFacts: [...facts.values()].filter((fact) => fact.format === 'credit-code').map((fact) => fact.key),
      lowEnds: Object.fromEntries(
        [...facts.values()].flatMap(({ key, lowEnd }) => (lowEnd === undefined ? [] : [[key, lowEnd]])),
      ),
    },
    options,
  )
}

/** What a sheet says by itself: its day, and which of its rows are the same as an earlier one. */
export function readBy(ctx: Context, row: Pick<ImportRow, 'asOf'>, sheet: Sheet): ImportSheet {
  return {
    sheet,
    asOf: sheetDay(ctx, sheet, row.asOf),
    twins: twinsInFile(ctx, sheet.kind, sheet.rows),
    at: Date.now(),
  }
}

/** Plans every row of a sheet, stretch by stretch. */
export async function planSheet(
  ctx: Context,
  row: Pick<ImportRow, 'id' | 'keep' | 'twins'>,
  read: ImportSheet,
  options: { onProgress?: (done: number, total: number) => Promise<boolean> | boolean } = {},
): Promise<Understanding> {
  const { sheet, asOf, twins } = read
  const at = Date.now()
  const plans: RowPlan[] = []
  for (let from = 0; from < sheet.rows.length; from += STRETCH) {
    const stretch = sheet.rows.slice(from, from + STRETCH)
    plans.push(
      ...(await reading(ctx, (db) => planRows(ctx, db, { kind: sheet.kind, asOf, row, twins }, stretch))),
    )
    if (
      (await options.onProgress?.(Math.min(from + STRETCH, sheet.rows.length), sheet.rows.length)) === false
    )
      throw new DOMException('cancelled', 'AbortError')
  }
  return { ...read, at, plans, counts: countPlans(sheet, plans) }
}

/** What can be counted of a sheet before its rows are looked up. */
export function countSheet(sheet: Sheet): ImportCounts {
  return {
    ...NO_COUNTS,
    rows: sheet.rows.length,
    errors: sheet.findings.filter((finding) => finding.level === 'error').length,
    remarks: sheet.findings.filter((finding) => finding.level === 'remark').length,
  }
}

function countPlans(sheet: Sheet, plans: readonly RowPlan[]): ImportCounts {
  const of = (action: RowPlan['action']) => plans.filter((plan) => plan.action === action).length
  return {
    ...countSheet(sheet),
    created: of('create'),
    updated: of('update'),
    unchanged: of('unchanged'),
    duplicates: of('duplicate'),
    held: of('held'),
  }
}

/** Imports read lately, with their plans where those were asked for. What falls out is read again from the file: nothing here is the only copy. */
const kept = new Map<
  string,
  { readonly settings: string; readonly read: ImportSheet; readonly understanding?: Understanding }
>()
const KEEP = 4

export function settingsOf(row: ImportRow): string {
  return JSON.stringify([row.kind, row.sheet, row.asOf, row.columns, row.keep, row.twins, row.encoding])
}

const keptOf = (row: ImportRow) => {
  const there = kept.get(row.id)
  return there?.settings === settingsOf(row) ? there : undefined
}

function keep(row: ImportRow, one: { read: ImportSheet; understanding?: Understanding }): void {
  kept.delete(row.id)
  kept.set(row.id, { settings: settingsOf(row), ...one })
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEEP))) kept.delete(oldest)
}

export function keepImportSheet(row: ImportRow, read: ImportSheet): void {
  keep(row, { read })
}

export function keepUnderstanding(row: ImportRow, understanding: Understanding): void {
  keep(row, { read: understanding, understanding })
}

/** The sheet of an import, from memory or read again. */
export async function importSheetOf(ctx: Context, row: ImportRow): Promise<ImportSheet> {
  const there = keptOf(row)
  if (there) return there.read
  const bytes = await reading(ctx, (db) => ctx.district.files.bytes(db, row.fileId))
  const read = readBy(ctx, row, await sheetOf(ctx, row, bytes))
  keepImportSheet(row, read)
  return read
}

/** The understanding of an import, from memory or made again. */
export async function understandingOf(ctx: Context, row: ImportRow): Promise<Understanding> {
  const there = keptOf(row)?.understanding
  if (there) return there
  const understanding = await planSheet(ctx, row, await importSheetOf(ctx, row))
  keepUnderstanding(row, understanding)
  return understanding
}
