import type { ColumnChoice, SheetFact } from '@qiongding/sheets'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type DistrictPack, packOf } from '../../pack.ts'
import { type ImportCounts, type ImportRow, NO_COUNTS } from '../import-object.ts'
import { type FileTwins, planRows, type RowPlan, sheetDay, twinsInFile } from './plan.ts'
import { profilesFor } from './profiles.ts'
import { type KnownProfile, readSheet, type Sheet } from './sheet.ts'

/** An import as understood: the sheet, and what would become of each row as the registry stood at `at`. */
export type Understanding = {
  readonly sheet: Sheet
  readonly asOf: string
  readonly twins: FileTwins
  readonly plans: readonly RowPlan[]
  readonly counts: ImportCounts
  readonly at: number
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

/** Plans every row of a sheet, stretch by stretch. */
export async function planSheet(
  ctx: Context,
  row: Pick<ImportRow, 'id' | 'keep' | 'twins' | 'asOf'>,
  sheet: Sheet,
  options: { onProgress?: (done: number, total: number) => Promise<boolean> | boolean; read?: ReadDb } = {},
): Promise<Understanding> {
  const asOf = sheetDay(ctx, sheet, row.asOf)
  const twins = twinsInFile(ctx, sheet.kind, sheet.rows)
  const at = Date.now()
  const plans: RowPlan[] = []
  for (let from = 0; from < sheet.rows.length; from += STRETCH) {
    const stretch = sheet.rows.slice(from, from + STRETCH)
    const plan = (read: ReadDb) => planRows(ctx, read, { kind: sheet.kind, asOf, row, twins }, stretch)
    plans.push(...(options.read ? await plan(options.read) : await reading(ctx, plan)))
    if (
      (await options.onProgress?.(Math.min(from + STRETCH, sheet.rows.length), sheet.rows.length)) === false
    )
      throw new DOMException('cancelled', 'AbortError')
  }
  return { sheet, asOf, twins, plans, counts: countPlans(sheet, plans), at }
}

export function countPlans(sheet: Sheet, plans: readonly RowPlan[]): ImportCounts {
  const of = (action: RowPlan['action']) => plans.filter((plan) => plan.action === action).length
  return {
    ...NO_COUNTS,
    rows: sheet.rows.length,
    created: of('create'),
    updated: of('update'),
    unchanged: of('unchanged'),
    duplicates: of('duplicate'),
    held: of('held'),
    errors: sheet.findings.filter((finding) => finding.level === 'error').length,
    remarks: sheet.findings.filter((finding) => finding.level === 'remark').length,
  }
}

/** Imports understood lately. What falls out is read again from the file: nothing here is the only copy. */
const kept = new Map<string, { readonly settings: string; readonly understanding: Understanding }>()
const KEEP = 4

export function settingsOf(row: ImportRow): string {
  return JSON.stringify([row.kind, row.sheet, row.asOf, row.columns, row.keep, row.twins, row.encoding])
}

export function keepUnderstanding(row: ImportRow, understanding: Understanding): void {
  kept.delete(row.id)
  kept.set(row.id, { settings: settingsOf(row), understanding })
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEEP))) kept.delete(oldest)
}

/** The understanding of an import, from memory or made again. */
export async function understandingOf(ctx: Context, row: ImportRow): Promise<Understanding> {
  const there = kept.get(row.id)
  if (there && there.settings === settingsOf(row)) return there.understanding
  const bytes = await reading(ctx, (read) => ctx.district.files.bytes(read, row.fileId))
  const understanding = await planSheet(ctx, row, await sheetOf(ctx, row, bytes))
  keepUnderstanding(row, understanding)
  return understanding
}
