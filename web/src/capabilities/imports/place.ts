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
