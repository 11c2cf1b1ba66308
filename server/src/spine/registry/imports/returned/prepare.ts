import { sql } from 'kysely'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import { packOf } from '../../../pack.ts'
import { rootsOf } from '../../duplicates/joined.ts'
import { marksOf } from '../../exports/mark.ts'
import type { ExportRow } from '../../exports/tables.ts'
import { isMasked } from '../../values.ts'
import type { Sheet, SheetRow } from '../sheet.ts'
import { type Aligned, alignRows } from './align.ts'
import type { WrittenColumn } from './compare.ts'
import type { Returned } from './plan.ts'

/** How every fact of the kind stands in the file; what the export had no column of counts as added by whoever sent it back. */
function writtenColumns(ctx: Context, row: ExportRow): Map<string, WrittenColumn> {
  const { factsOf, pack } = packOf(ctx)
  const writings = new Map(
    row.columns.flatMap(({ fact, writing }) => (fact === undefined ? [] : [[fact, writing] as const])),
  )
  const closed = new Set(row.closed)
  const stated = (factsOf.get(row.kind) ?? []).filter((fact) => !fact.ageOf)
  // Those of the file first, as they stood in it.
  const order = [...writings.keys()].flatMap((key) => stated.find((fact) => fact.key === key) ?? [])
  return new Map(
    [...new Set([...order, ...stated])].map((fact) => {
      const writing = writings.get(fact.key)
      const tree = pack.trees.find((one) => one.id === fact.tree)?.nodes
      return [
        fact.key,
        {
          fact,
          writing: writing ?? {},
          ...(tree && { tree }),
          ...(closed.has(fact.key) && isMasked(fact) && { closed: true as const }),
          ...(!writing && { added: true as const }),
        },
      ]
    }),
  )
}

/** Records that the file held and does not hold any more, in the order in which they stood. */
async function absentRows(ctx: Context, row: ExportRow, sheet: Sheet, aligned: Aligned): Promise<SheetRow[]> {
  return reading(ctx, async (read) => {
    const found = await sql<{ subject_id: string }>`
      select subject_id from export_row where district_id = ${read.district} and export_id = ${row.id}::uuid order by row_no
    `.execute(read.query)
    const there = new Set([...aligned.records.values()].map((record) => record.subjectId))
    const missing = found.rows.map((one) => one.subject_id).filter((id) => !there.has(id))
    if (missing.length === 0) return []
    // A record that has been merged since is not missing where the one it shows under, or another of that group, is there.
    const roots = await rootsOf(read, [...missing, ...there])
    const rootOf = (id: string) => roots.get(id) ?? id
    const shown = new Set([...there].map(rootOf))
    return [...new Set(missing.map(rootOf))]
      .filter((id) => !shown.has(id))
      .map((id, index) => ({ row: sheet.gridRows + index + 1, values: {}, held: false, absent: id }))
  })
}

/** A returned file made ready to be planned: which record each row is, and what is missing. */
export async function prepareReturned(
  ctx: Context,
  row: ExportRow,
  sheet: Sheet,
): Promise<{ returned: Returned; sheet: Sheet }> {
  const on = row.past ? row.on : undefined
  const marks = marksOf(ctx.district.keys, {
    district: ctx.district.id,
    kind: row.kind,
    ...(on !== undefined && { on }),
  })
  const aligned = await alignRows(ctx, row.kind, marks, sheet.rows)
  const absent = await absentRows(ctx, row, sheet, aligned)
  return {
    returned: { aligned, columns: writtenColumns(ctx, row), ...(on !== undefined && { on }) },
    sheet: { ...sheet, rows: [...sheet.rows, ...absent] },
  }
}
