import type { SheetColumn } from './sheet.ts'

/** Blocks of a sheet from the top down: the last header row above each whose columns are not those of the block before it. */
export function blocksOf(columns: readonly SheetColumn[]): number[] {
  return [...new Set(columns.flatMap((column) => column.below))].toSorted((one, other) => one - other)
}

/** The column that stands in a place of a row; none above the first header. */
export function columnAt(
  columns: readonly SheetColumn[],
): (row: number, column: number) => SheetColumn | undefined {
  const blocks = blocksOf(columns)
  const found = new Map(
    columns.flatMap((one) => one.below.map((header) => [`${header} ${one.column}`, one] as const)),
  )
  return (row, column) => {
    const header = blocks.findLast((from) => from <= row) ?? blocks[0]
    return header === undefined ? undefined : found.get(`${header} ${column}`)
  }
}
