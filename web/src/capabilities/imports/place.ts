import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'

/** A row of the sheet, or one cell of it; both count from 1 as Excel shows them. */
export type Place = { row: number; column?: number | undefined }

/** Letters of a column as Excel counts them: 1 is A, 27 is AA. */
export function lettersOf(column: number): string {
  let rest = column
  let letters = ''
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
    rest = Math.floor((rest - 1) / 26)
  }
  return letters
}

/** The state of a review that its parts are read under; any change of counts or state reads them anew. */
export function versionOf(view: ImportView): string {
  return `${view.state} ${Object.values(view.counts).join()} ${view.columns.map((column) => column.fact ?? '').join()}`
}

export type ImportColumn = ImportView['columns'][number]

/** A stretch of a sheet with columns of its own, from the last row of its header down. */
export type Block = { readonly header: number; readonly columns: ReadonlyMap<number, ImportColumn> }

/** The blocks of a sheet from the top down. One with the columns of the block above it is part of that one. */
export function blocksOf(columns: readonly ImportColumn[]): Block[] {
  const headers = [...new Set(columns.flatMap((column) => column.below))].toSorted(
    (one, other) => one - other,
  )
  return headers.map((header) => ({
    header,
    columns: new Map(
      columns.filter(({ below }) => below.includes(header)).map((column) => [column.column, column]),
    ),
  }))
}
