import { sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import { kindOf } from '../../../pack.ts'
import type { Marks } from '../../exports/mark.ts'
import { identityKey, nameKey, shapeOf } from '../../shape.ts'
import type { SheetRow } from '../sheet.ts'

/** Which record each row of a returned file is, by row number; and rows whose mark is not to be believed, with why. */
export type Aligned = {
  readonly records: ReadonlyMap<number, { readonly subjectId: string; readonly version: string }>
  /** Rows that bear a mark which was made elsewhere, or changed. */
  readonly forged: ReadonlySet<number>
  /** Rows whose mark had slipped to another row, and was put back. */
  readonly moved: ReadonlySet<number>
  /** Rows that repeat the record of an earlier row, with that row. */
  readonly copies: ReadonlyMap<number, number>
}

type Bearing = { readonly subject_id: string; readonly identity: string | null; readonly name_key: string }

/** How records are known now, by their id. */
async function bearings(ctx: Context, kind: string, ids: readonly string[]): Promise<Map<string, Bearing>> {
  const found = new Map<string, Bearing>()
  for (let from = 0; from < ids.length; from += 10_000) {
    const stretch = ids.slice(from, from + 10_000)
    const rows = await reading(
      ctx,
      async (read: ReadDb) =>
        (
          await sql<Bearing>`
          select subject_id, identity, name_key from profile where district_id = ${read.district} and kind = ${kind} and subject_id = any(${stretch}::uuid[])
        `.execute(read.query)
        ).rows,
    )
    for (const row of rows) found.set(row.subject_id, row)
  }
  return found
}

/**
 * Reads the marks of a returned file. A part of a sheet that was sorted without the hidden column leaves the marks behind: a row that
 * names another record of the file, whose own row names a third, gets that record's mark. A row copied to make a new one bears a mark
 * twice: the row that still names the record keeps it.
 */
export async function alignRows(
  ctx: Context,
  kind: string,
  marks: Marks,
  rows: readonly SheetRow[],
): Promise<Aligned> {
  const read = new Map<number, { subjectId: string; version: string }>()
  const forged = new Set<number>()
  for (const { row, mark } of rows) {
    if (mark === undefined) continue
    const record = marks.readRow(mark)
    if (record) read.set(row, record)
    else forged.add(row)
  }
  const known = await bearings(ctx, kind, [...new Set([...read.values()].map(({ subjectId }) => subjectId))])
  const shape = shapeOf(ctx, kind)
  const { nameFact } = kindOf(ctx, kind)
  const keysOf = ({ values }: SheetRow) => {
    const name = values[nameFact]
    return {
      identity: identityKey(shape, values),
      nameKey: typeof name === 'string' ? nameKey(shape, name) : undefined,
    }
  }
  const names = (row: SheetRow, subjectId: string): boolean => {
    const bearing = known.get(subjectId)
    const { identity, nameKey: key } = keysOf(row)
    return (
      bearing !== undefined &&
      ((identity !== undefined && identity === bearing.identity) ||
        (key !== undefined && key === bearing.name_key))
    )
  }
  const nameless = (row: SheetRow) => {
    const keys = keysOf(row)
    return keys.identity === undefined && keys.nameKey === undefined
  }
  const marked = rows.filter(({ row }) => read.has(row))
  const atHome = new Set<string>()
  const astray: SheetRow[] = []
  for (const row of marked) {
    const { subjectId } = read.get(row.row) as { subjectId: string }
    if (names(row, subjectId)) atHome.add(subjectId)
    else astray.push(row)
  }
  const records = new Map(read)
  const moved = new Set<number>()
  // Only records that no row of the file names by its own mark can have lost theirs.
  const lost = new Map<string, string>()
  for (const [id, bearing] of known)
    if (!atHome.has(id)) {
      if (bearing.identity !== null) lost.set(`i${bearing.identity}`, id)
      if (bearing.name_key !== '') lost.set(`n${bearing.name_key}`, id)
    }
  const versions = new Map([...read.values()].map((record) => [record.subjectId, record.version]))
  for (const row of astray) {
    const { identity, nameKey: key } = keysOf(row)
    const owner = lost.get(`i${identity}`) ?? lost.get(`n${key}`)
    if (owner === undefined) continue
    records.set(row.row, { subjectId: owner, version: versions.get(owner) ?? '' })
    moved.add(row.row)
  }
  return { records, forged, moved, copies: copiesIn(marked, records, names, nameless) }
}

/** Rows that repeat a record: the row that names it is the record, or else the first. */
function copiesIn(
  rows: readonly SheetRow[],
  records: Map<number, { subjectId: string; version: string }>,
  names: (row: SheetRow, subjectId: string) => boolean,
  nameless: (row: SheetRow) => boolean,
): Map<number, number> {
  const copies = new Map<number, number>()
  for (const [subjectId, own] of Map.groupBy(rows, ({ row }) => records.get(row)?.subjectId ?? '')) {
    if (own.length < 2) continue
    const first = own.find((row) => names(row, subjectId)) ?? (own[0] as SheetRow)
    for (const row of own) {
      if (row === first) continue
      // A copy that names somebody else was made to add somebody else.
      if (names(row, subjectId) || nameless(row)) copies.set(row.row, first.row)
      else records.delete(row.row)
    }
  }
  return copies
}
