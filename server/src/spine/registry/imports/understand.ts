import type { SheetFact } from '@qiongding/sheets'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type DistrictPack, packOf } from '../../pack.ts'
import { columnsSaid, type ImportRow, importKind } from '../import-object.ts'
import { correctionOf } from './correction/prepare.ts'
import { toldOfCorrection } from './correction/told.ts'
import type { Likely } from './likely/find.ts'
import { sheetDay, twinsInFile } from './plan.ts'
import { type ImportSheet, planSheet, type Understanding } from './plan-sheet.ts'
import { profilesFor } from './profiles.ts'
import { markedExport, toldOf } from './returned/known.ts'
import { prepareReturned } from './returned/prepare.ts'
import { type KnownProfile, readSheet, type Sheet, type Told } from './sheet.ts'

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
      columns: columnsSaid(settings),
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

/** Imports read lately, with their plans where those were asked for. What falls out is read again from the file: nothing here is the only copy. */
const kept = new Map<
  string,
  { readonly reading: string; readonly read: ImportSheet; readonly understanding?: Understanding }
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

/** Compared again under the same settings it is another reading: what stands in the registry has moved meanwhile. */
const readingOf = (row: ImportRow) => `${row.comparedAt} ${settingsOf(row)}`

const keptOf = (row: ImportRow) => {
  const there = kept.get(row.id)
  return there?.reading === readingOf(row) ? there : undefined
}

function keepRead(row: ImportRow, one: { read: ImportSheet; understanding?: Understanding }): void {
  kept.delete(row.id)
  kept.set(row.id, { reading: readingOf(row), ...one })
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
