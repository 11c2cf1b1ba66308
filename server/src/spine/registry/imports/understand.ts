import type { ColumnChoice, SheetFact } from '@qiongding/sheets'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type DistrictPack, packOf } from '../../pack.ts'
import {
  type CorrectedImport,
  type ImportCounts,
  type ImportRow,
  importKind,
  NO_COUNTS,
} from '../import-object.ts'
import { type Corrected, correctionOf } from './correction/prepare.ts'
import { toldOfCorrection } from './correction/told.ts'
import { countLikely, sameRows } from './likely/choices.ts'
import { findLikely, type Likely } from './likely/find.ts'
import { type FileTwins, type PlanSetting, planRows, type RowPlan, sheetDay, twinsInFile } from './plan.ts'
import { profilesFor } from './profiles.ts'
import { markedExport, toldOf } from './returned/known.ts'
import { planReturned, type Returned } from './returned/plan.ts'
import { prepareReturned } from './returned/prepare.ts'
import { countReturned, settleReturned } from './returned/settle.ts'
import { type KnownProfile, readSheet, type Sheet, type SheetRow, type Told } from './sheet.ts'

/** What the sheet of an import says by itself, as read at `at`. Writing needs no more: it looks each row up when it writes it. */
export type ImportSheet = {
  readonly sheet: Sheet
  readonly asOf: string
  readonly twins: FileTwins
  readonly at: number
  /** The export that came back, where the file is one. */
  readonly returned?: Returned
  readonly returns?: string
  /** The import that is corrected, where the file is the correction of one. */
  readonly corrected?: Corrected
  readonly corrects?: CorrectedImport
}

/** An import as understood: its sheet, and what would become of each row as the registry stood at `at`. */
export type Understanding = ImportSheet & {
  readonly plans: readonly RowPlan[]
  readonly counts: ImportCounts
  /** Rows that may be the same as a record or another row under another writing. */
  readonly likely: readonly Likely[]
}

/** Rows looked up in one go: enough to make the round trip cheap, few enough not to hold the one PGlite session for long. */
export const STRETCH = 2_000

type ReadSettings = Pick<
  ImportRow,
  | 'fileId'
  | 'fileName'
  | 'kind'
  | 'sheet'
  | 'asOf'
  | 'columns'
  | 'encoding'
  | 'office'
  | 'profile'
  | 'ordinary'
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

/** How many are kept: a sheet of 100,000 rows takes some 200 MB. */
const KEEP = 4

/** Sheets read lately: a decision about their rows reads no file again. */
const sheets = new Map<string, Promise<Sheet>>()

/** The sheet of an import, read in a thread, or from memory as long as nothing was changed in how it is read. `bytes` where they are at hand. */
export function sheetOf(ctx: Context, settings: ReadSettings, bytes?: Uint8Array): Promise<Sheet> {
  const { fileId, kind, sheet, asOf, columns, encoding, office, profile, ordinary } = settings
  const keyOf = (of: string) =>
    JSON.stringify([ctx.district.id, fileId, of, sheet, asOf, columns, encoding, office, profile, ordinary])
  const key = keyOf(kind)
  const made = sheets.get(key) ?? readMarked(ctx, settings, bytes)
  sheets.delete(key)
  sheets.set(key, made)
  made.then(
    (found) => {
      // Read without being told of what kind it is, it is found again once that is known.
      if (sheets.get(key) !== made || found.kind === kind) return
      sheets.delete(key)
      sheets.set(keyOf(found.kind), made)
    },
    () => sheets.delete(key),
  )
  for (const oldest of [...sheets.keys()].slice(0, Math.max(0, sheets.size - KEEP))) sheets.delete(oldest)
  return made
}

/** A list in a file, with what its office said of earlier ones; one of ours that came back is read by what is known of it. */
async function readMarked(
  ctx: Context,
  settings: ReadSettings,
  bytes: Uint8Array | undefined,
): Promise<Sheet> {
  const profiles = await reading(ctx, (read) => profilesFor(read, settings))
  const file = bytes ?? (await reading(ctx, (read) => ctx.district.files.bytes(read, settings.fileId)))
  const onMark = async (mark: string): Promise<Told> => {
    const told = await toldOf(ctx, mark, settings.kind)
    if (told.corrects === undefined) return told
    const base = await correctedImport(ctx, told.corrects)
    return { ...told, correction: toldOfCorrection(base, (await importSheetOf(ctx, base)).sheet) }
  }
  return readList(packOf(ctx), settings, file, { onMark }, profiles)
}

/** The import that a correction was made of. */
async function correctedImport(ctx: Context, id: string): Promise<ImportRow> {
  const row = await reading(ctx, (read) => findObject(read, importKind, id))
  if (!row) throw refuse('return-not-ours')
  return row
}

/** What is known of a correction by the import that it corrects. */
async function readCorrection(ctx: Context, sheet: Sheet, importId: string) {
  const row = await correctedImport(ctx, importId)
  return correctionOf(ctx, { row, read: await importSheetOf(ctx, row) }, sheet)
}

/** A list in a file, read by the facts of a pack: no district and no database is needed. */
export async function readList(
  district: DistrictPack,
  settings: Omit<ReadSettings, 'fileId'>,
  bytes: Uint8Array,
  options: {
    signal?: AbortSignal
    onProgress?: (done: number, total?: number) => void
    onMark?: (mark: string) => Promise<Told>
  } = {},
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
      ...(settings.ordinary && { ordinary: true }),
      trees: Object.fromEntries(pack.trees.map((tree) => [tree.id, tree.nodes])),
      codeFacts: [...facts.values()].filter((fact) => fact.format === 'credit-code').map((fact) => fact.key),
      lowEnds: Object.fromEntries(
        [...facts.values()].flatMap(({ key, lowEnd }) => (lowEnd === undefined ? [] : [[key, lowEnd]])),
      ),
    },
    options,
  )
}

/** What a sheet says by itself: its day, and which of its rows are the same as an earlier one; of one of ours that came back, which records. */
export async function readBy(ctx: Context, row: Pick<ImportRow, 'asOf'>, read: Sheet): Promise<ImportSheet> {
  const { mark } = read
  const exported = mark === undefined ? undefined : await reading(ctx, (db) => markedExport(ctx, db, mark))
  const prepared = exported?.what === 'list' ? await prepareReturned(ctx, exported, read) : undefined
  const correction =
    exported?.what === 'correction' && exported.importId !== undefined
      ? await readCorrection(ctx, read, exported.importId)
      : undefined
  const sheet = prepared?.sheet ?? read
  // What is corrected in a file of ours is so today, or on the past day that the file is of: the day it bears is our own.
  const returnedOn = prepared && (row.asOf ?? prepared.returned.on ?? ctx.clock.today())
  return {
    sheet,
    asOf: returnedOn ?? sheetDay(ctx, sheet, row.asOf ?? correction?.asOf),
    twins: twinsInFile(ctx, sheet.kind, sheet.rows),
    at: Date.now(),
    ...(prepared && exported && { returned: prepared.returned, returns: exported.id }),
    ...(correction && { corrected: correction.corrected, corrects: correction.corrects }),
  }
}

/** Whose rows are planned: what a person has decided so far, and whether they are made up. */
export type Planned = PlanSetting['row'] &
  Pick<ImportRow, 'demonstration'> &
  Partial<Pick<ImportRow, 'likely' | 'likelyAll'>>

/**
 * Plans every row of a sheet, stretch by stretch, then looks for likely duplicates of those that would make a new record. `known` are the
 * pairs where they were found a moment ago.
 */
export async function planSheet(
  ctx: Context,
  row: Planned,
  read: ImportSheet,
  options: {
    readonly onProgress?: (done: number, total: number) => Promise<boolean> | boolean
    readonly known?: readonly Likely[]
  } = {},
): Promise<Understanding> {
  const { sheet, asOf, twins, returned, corrected } = read
  const rowSubjects = new Map<number, string>()
  const setting = {
    kind: sheet.kind,
    asOf,
    row,
    twins,
    rowSubjects,
    ...(returned && { returned }),
    ...(corrected && { corrected }),
  }
  const at = Date.now()
  const plans: RowPlan[] = []
  const goOn = async (done: number, total: number) => {
    if ((await options.onProgress?.(done, total)) === false) throw new DOMException('cancelled', 'AbortError')
  }
  for (let from = 0; from < sheet.rows.length; from += STRETCH) {
    const stretch = sheet.rows.slice(from, from + STRETCH)
    for (const plan of await reading(ctx, (db) => planStretch(ctx, db, setting, stretch))) plans.push(plan)
    await goOn(Math.min(from + STRETCH, sheet.rows.length), sheet.rows.length)
  }
  if (!returned) {
    const understanding = await withLikely(ctx, { row, read, setting, plans, at }, options)
    if (!corrected) return understanding
    const cleared = countReturned(plans).cleared ?? 0
    return { ...understanding, counts: { ...understanding.counts, cleared } }
  }
  const settled = settleReturned(sheet, plans, returned.aligned)
  const counts = { ...countPlans(settled, plans), rows: ownRows(sheet), ...countReturned(plans) }
  return { ...read, at, sheet: settled, plans, counts, likely: [] }
}

/** Adds likely duplicates to what was planned, and plans rows that are decided to be the same as another once more, as such. */
async function withLikely(
  ctx: Context,
  {
    row,
    read,
    setting,
    plans,
    at,
  }: { row: Planned; read: ImportSheet; setting: PlanSetting; plans: RowPlan[]; at: number },
  { known, onProgress }: NonNullable<Parameters<typeof planSheet>[3]>,
): Promise<Understanding> {
  const { sheet } = read
  const stop = new AbortController()
  const likely =
    known ??
    (await findLikely(
      ctx,
      { kind: sheet.kind, demonstration: row.demonstration, plans },
      {
        signal: stop.signal,
        onProgress: (done, total) =>
          void Promise.resolve(onProgress?.(done, total ?? done)).then((goes) => {
            if (goes === false) stop.abort()
          }),
      },
    ))
  const sameAs = sameRows(row, likely)
  const again = new Map<number, RowPlan>()
  const rows = sheet.rows.filter((one) => sameAs.has(one.row))
  for (let from = 0; from < rows.length; from += STRETCH) {
    const stretch = rows.slice(from, from + STRETCH)
    const settled = await reading(ctx, (db) => planStretch(ctx, db, { ...setting, sameAs }, stretch))
    for (const plan of settled) again.set(plan.row, plan)
  }
  const settled = again.size === 0 ? plans : plans.map((plan) => again.get(plan.row) ?? plan)
  return {
    ...read,
    at,
    plans: settled,
    counts: { ...countPlans(sheet, settled), ...countLikely(row, likely) },
    likely,
  }
}

/** Rows that stand in the file; of one that came back, those it has lost are planned too. */
const ownRows = (sheet: Sheet) => sheet.rows.filter((row) => row.absent === undefined).length

/** What would become of a stretch of rows: of any list, or of one of ours that came back. */
export function planStretch(
  ctx: Context,
  read: ReadDb,
  setting: PlanSetting & { readonly returned?: Returned },
  rows: readonly SheetRow[],
): Promise<RowPlan[]> {
  const { returned } = setting
  return returned
    ? planReturned(ctx, read, { ...setting, returned }, rows)
    : planRows(ctx, read, setting, rows)
}

/** What can be counted of a sheet before its rows are looked up. */
export function countSheet(sheet: Sheet): ImportCounts {
  return {
    ...NO_COUNTS,
    rows: ownRows(sheet),
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

export function settingsOf(row: ImportRow): string {
  const { kind, sheet, asOf, columns, keep, twins, encoding } = row
  const { adopt, ways, absent, absentRows, ordinary, likely, likelyAll } = row
  return JSON.stringify([
    [kind, sheet, asOf, columns, keep, twins, encoding],
    [adopt, ways, absent, absentRows, ordinary],
    [likely, likelyAll],
  ])
}

const keptOf = (row: ImportRow) => {
  const there = kept.get(row.id)
  return there?.settings === settingsOf(row) ? there : undefined
}

function keepRead(row: ImportRow, one: { read: ImportSheet; understanding?: Understanding }): void {
  kept.delete(row.id)
  kept.set(row.id, { settings: settingsOf(row), ...one })
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEEP))) kept.delete(oldest)
}

export function keepImportSheet(row: ImportRow, read: ImportSheet): void {
  keepRead(row, { read })
}

export function keepUnderstanding(row: ImportRow, understanding: Understanding): void {
  keepRead(row, { read: understanding, understanding })
}

/** The sheet of an import, from memory or read again. */
export async function importSheetOf(ctx: Context, row: ImportRow): Promise<ImportSheet> {
  const there = keptOf(row)
  if (there) return there.read
  const read = await readBy(ctx, row, await sheetOf(ctx, row))
  keepImportSheet(row, read)
  return read
}

/** How long pairs that were found are taken as found: a person decides one after the other, and is not to wait for each. */
const FOUND_MS = 5 * 60_000

/** Likely duplicates of an import that were found a moment ago, in the same sheet. */
export function likelyKnown(row: Pick<ImportRow, 'id'>, read: ImportSheet): readonly Likely[] | undefined {
  const there = kept.get(row.id)?.understanding
  return there && there.sheet === read.sheet && Date.now() - there.at < FOUND_MS ? there.likely : undefined
}

/** The understanding of an import, from memory or made again. */
export async function understandingOf(ctx: Context, row: ImportRow): Promise<Understanding> {
  const there = keptOf(row)?.understanding
  if (there) return there
  const understanding = await planSheet(ctx, row, await importSheetOf(ctx, row))
  keepUnderstanding(row, understanding)
  return understanding
}

/** Pairs that what was said of all of a verdict speaks of; nothing is looked for where nothing was said so. */
export async function likelyOf(ctx: Context, row: ImportRow): Promise<readonly Likely[]> {
  return row.likelyAll && Object.keys(row.likelyAll).length > 0
    ? (await understandingOf(ctx, row)).likely
    : []
}
