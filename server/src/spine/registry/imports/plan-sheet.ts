import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type CorrectedImport, type ImportCounts, type ImportRow, NO_COUNTS } from '../import-object.ts'
import type { Corrected } from './correction/prepare.ts'
import { countLikely, sameRows } from './likely/choices.ts'
import { findLikely, type Likely } from './likely/find.ts'
import { type FileTwins, type PlanSetting, planRows, type RowPlan } from './plan.ts'
import { planReturned, type Returned } from './returned/plan.ts'
import { countReturned, settleReturned } from './returned/settle.ts'
import type { Sheet, SheetRow } from './sheet.ts'

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
