import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import { kindOf } from '../../../pack.ts'
import type { CorrectedImport, ImportRow } from '../../import-object.ts'
import { identityKey, nameKey, shapeOf } from '../../shape.ts'
import type { Sheet, SheetRow } from '../sheet.ts'
import { alignCorrected } from './align.ts'

/** What is known of a row of a correction: the record its import wrote, and what the sheet said of it then. */
export type CorrectedRow = {
  readonly subjectId?: string
  /** As far as it was written: what still reads so was not touched, and says nothing new. */
  readonly values?: Readonly<Record<string, Value>>
  /** Whether its twin was decided to be the same one. */
  readonly twin?: boolean
}

/** A correction as far as every stretch of its rows needs to know it. */
export type Corrected = {
  readonly rows: ReadonlyMap<number, CorrectedRow>
  /** Facts that the file has a column of: only there can a cell have been emptied. */
  readonly facts: ReadonlySet<string>
}

/** The import that is corrected, as it was read. */
type CorrectedBase = {
  readonly row: ImportRow
  readonly rows: readonly SheetRow[]
  readonly asOf: string
  readonly sheetAsOf?: string
  /** Where it is a correction itself. */
  readonly corrected?: Corrected
}

type Written = { readonly row_no: number; readonly subject_id: string; readonly as_of: string }

/** What an import wrote and nobody has taken back, by row. */
async function writtenBy(read: ReadDb, importId: string): Promise<Map<number, Written>> {
  const found = await sql<Written>`
    select row_no, subject_id, as_of::text as as_of from statement s
    where district_id = ${read.district} and import_id = ${importId}::uuid and row_no is not null and retracts is null
      and not exists (select 1 from statement r where r.district_id = s.district_id and r.subject_id = s.subject_id and r.retracts = s.id)
  `.execute(read.query)
  return new Map(found.rows.map((one) => [one.row_no, one]))
}

/** A correction made ready to be planned, and the day it speaks of: that of the sheet it corrects, unless it names another. */
async function prepareCorrected(
  ctx: Context,
  base: CorrectedBase,
  sheet: Sheet,
): Promise<{ corrected: Corrected; asOf: string | undefined }> {
  const shape = shapeOf(ctx, sheet.kind)
  const { nameFact } = kindOf(ctx, sheet.kind)
  const written = await reading(ctx, (read) => writtenBy(read, base.row.id))
  const aligned = alignCorrected(sheet.rows, base.rows, (values) => {
    const name = values[nameFact]
    return {
      identity: identityKey(shape, values),
      name: typeof name === 'string' ? nameKey(shape, name) : undefined,
    }
  })
  const rows = new Map<number, CorrectedRow>()
  for (const [row, before] of aligned) {
    const own = written.get(before.row)
    const earlier = base.corrected?.rows.get(before.row)
    const twin = base.row.twins[String(before.row)] ?? earlier?.twin
    rows.set(row, {
      ...(own
        ? { subjectId: own.subject_id, values: before.values }
        : {
            ...(earlier?.subjectId !== undefined && { subjectId: earlier.subjectId }),
            ...(earlier?.values && { values: earlier.values }),
          }),
      ...(twin !== undefined && { twin }),
    })
  }
  const days = [...written.values()].map((one) => one.as_of)
  const day = base.row.asOf ?? days.toSorted().at(-1) ?? base.asOf
  return {
    corrected: { rows, facts: new Set(sheet.columns.flatMap(({ fact }) => fact ?? [])) },
    asOf: sheet.asOf === base.sheetAsOf ? day : undefined,
  }
}

/** A correction by the import that it corrects, as that was read. */
export async function correctionOf(
  ctx: Context,
  {
    row,
    read,
  }: {
    row: ImportRow
    read: { readonly sheet: Sheet; readonly asOf: string; readonly corrected?: Corrected }
  },
  sheet: Sheet,
) {
  const base: CorrectedBase = {
    row,
    rows: read.sheet.rows,
    asOf: read.asOf,
    ...(read.sheet.asOf !== undefined && { sheetAsOf: read.sheet.asOf }),
    ...(read.corrected && { corrected: read.corrected }),
  }
  const corrects: CorrectedImport = {
    id: row.id,
    fileName: row.fileName,
    by: row.by,
    ...(row.office !== undefined && { office: row.office }),
    recordedAt: row.recordedAt,
    demonstration: row.demonstration,
    lineage: [...(row.corrects?.lineage ?? []), row.id],
  }
  return { corrects, ...(await prepareCorrected(ctx, base, sheet)) }
}
