import { sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { PairTrace } from '../../duplicates/rules.ts'

/** A row of an import and whom it may be the same as, in names of facts. */
export type ImportPair = {
  readonly row: number
  readonly otherRow?: number
  readonly otherId?: string
} & Omit<PairTrace, 'points'>

/** Most pairs told of one import; the list of duplicates holds all of them. */
const MOST = 1_000

/** Likely duplicates of records that an import made, as found by the search that follows it: the most certain first. */
export async function pairsOfImport(read: ReadDb, importId: string): Promise<ImportPair[]> {
  const found = await sql<{ row_no: number; other_row: number | null; other_id: string; trace: PairTrace }>`
    with own as (
      select subject_id, min(row_no) as row_no from statement
      where district_id = ${read.district} and import_id = ${importId}::uuid and retracts is null group by subject_id
    )
    select greatest(l.row_no, r.row_no) as row_no, least(l.row_no, r.row_no) as other_row,
      case when l.row_no is null then p.left_id else p.right_id end as other_id, p.trace
    from likely_pair p
    left join own l on l.subject_id = p.left_id
    left join own r on r.subject_id = p.right_id
    where p.district_id = ${read.district} and (l.row_no is not null or r.row_no is not null)
    order by case p.verdict when 'same' then 0 when 'likely' then 1 else 2 end, p.points desc, 1, 2 limit ${MOST}
  `.execute(read.query)
  return found.rows.map(({ row_no, other_row, other_id, trace: { points: _, ...trace } }) => ({
    row: row_no,
    // `least` passes over what is not there: the other one is a record then.
    ...(other_row !== null && other_row !== row_no ? { otherRow: other_row } : { otherId: other_id }),
    ...trace,
  }))
}
