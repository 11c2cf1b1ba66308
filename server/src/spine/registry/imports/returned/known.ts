import type { ReadDb } from '../../../../platform/db/database.ts'
import { findObject } from '../../../../platform/ledger/objects.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import { packOf } from '../../../pack.ts'
import { readSheetMark } from '../../exports/mark.ts'
import { type ExportRow, exportKind } from '../../exports/tables.ts'
import type { Told } from '../sheet.ts'

/** The export or correction that a file bears the mark of. Refuses a mark that was not made here, or was changed. */
export async function markedExport(ctx: Context, read: ReadDb, mark: string): Promise<ExportRow> {
  const id = readSheetMark(ctx.district.keys, ctx.district.id, mark)
  const row = id === undefined ? undefined : await findObject(read, exportKind, id)
  if (!row) throw refuse('return-not-ours')
  return row
}

/** What the reader of a returned file has to know of it. `kind` is what the file was sent in as, where that was said. */
export async function toldOf(ctx: Context, mark: string, kind?: string): Promise<Told> {
  const row = await reading(ctx, (read) => markedExport(ctx, read, mark))
  if (kind && kind !== row.kind) throw refuse('return-of-another', { kind: row.kind, wanted: kind })
  const { facts } = packOf(ctx)
  return {
    kind: row.kind,
    columns: row.columns.map(({ header, fact, writing }) => {
      // A share was written with its sign: bare numbers that an office typed in are judged as in a column whose header says %.
      const unit = writing.unit ?? (fact !== undefined && facts.get(fact)?.unit === '%' ? '%' : undefined)
      return { header, ...(fact !== undefined && { fact }), ...(unit !== undefined && { unit }) }
    }),
    unknown: row.unknown,
    masked: row.masked,
    ...(row.what === 'correction' && row.importId !== undefined && { corrects: row.importId }),
  }
}
