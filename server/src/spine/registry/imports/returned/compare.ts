import type { Value } from '@qiongding/kernel'
import { type CellReading, readCell, type SheetFact, type TreeEntry, writeCell } from '@qiongding/sheets'
import type { ExportColumn } from '../../exports/form.ts'
import type { Said as CellSaid, SheetRow } from '../sheet.ts'

/** How a column of a returned file was written. */
export type WrittenColumn = {
  readonly fact: SheetFact
  readonly writing: ExportColumn['writing']
  readonly tree?: readonly TreeEntry[]
  /** The maker might not see its values: a cell that was emptied says nothing. */
  readonly closed?: true
  /** It was not in the file when it was written: only what it states counts. */
  readonly added?: true
}

/** What became of a cell since it was written. `after` is absent where somebody says that the value is not known. */
export type Touched =
  | { readonly as: 'untouched' }
  | { readonly as: 'cleared' }
  | { readonly as: 'refused' }
  | { readonly as: 'changed'; readonly after?: Value }

/** Line ends of cells are rewritten by every program that saves them. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim()

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b ||
  (typeof a === 'string' && typeof b === 'string' && plain(a) === plain(b)) ||
  (Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((item, index) => item === b[index]))

function writtenText(
  base: Value,
  { fact, writing, tree }: WrittenColumn,
): { text: string; reading: CellReading } {
  const { cell } = writeCell(base, fact, writing, tree)
  const reading = readCell(cell, fact, {
    ratio: 'percent',
    ...(writing.unit !== undefined && { unit: writing.unit }),
    ...(tree && { tree }),
  })
  return { text: plain(cell.text), reading }
}

/**
 * Whether a cell still says what was written into it. What a cell could not carry whole (a month, a list with commas in its words)
 * counts as untouched as long as it reads as what was written reads.
 */
export function touchedCell(
  row: Pick<SheetRow, 'values' | 'said'>,
  base: Value | undefined,
  column: WrittenColumn,
): Touched {
  const { key } = column.fact
  const value = row.values[key]
  const said: CellSaid | undefined = row.said?.[key]
  if (said?.state === 'masked') return { as: 'untouched' }
  if (value === undefined && said?.state !== 'refused' && (column.closed || column.added))
    return { as: 'untouched' }
  if (value !== undefined && said?.state !== 'refused') {
    if (sameValue(value, base)) return { as: 'untouched' }
    if (base === undefined) return { as: 'changed', after: value }
    const written = writtenText(base, column)
    const same =
      sameValue(value, written.reading.value) || (said !== undefined && plain(said.text) === written.text)
    return same ? { as: 'untouched' } : { as: 'changed', after: value }
  }
  if (base === undefined) return said?.state === 'refused' ? { as: 'refused' } : { as: 'untouched' }
  const written = writtenText(base, column)
  if (said !== undefined && plain(said.text) === written.text) return { as: 'untouched' }
  if (said?.state === 'refused') return { as: 'refused' }
  return said?.state === 'unknown' ? { as: 'changed' } : { as: 'cleared' }
}
