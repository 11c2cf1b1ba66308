// A sheet while it is being written: rows so far, merges, and how far from the left edge the table stands.
import type { CellWritten, MergeWritten } from './written.ts'

export type Paper = {
  readonly left: number
  readonly rows: (CellWritten | undefined)[][]
  readonly merges: MergeWritten[]
  /** Merges from a row and column of the table to another, both included; the row is 1-based, the column 0-based in the table. */
  readonly merge: (top: number, left: number, bottom: number, right: number) => void
  /** True where a merge begins. */
  readonly mergedFrom: (row: number, column: number) => boolean
}

export function blankPaper(left: number): Paper {
  const merges: MergeWritten[] = []
  const from = new Set<string>()
  return {
    left,
    rows: [],
    merges,
    merge: (top, column, bottom, right) => {
      merges.push({ top, left: left + column + 1, bottom, right: left + right + 1 })
      from.add(`${top} ${column}`)
    },
    mergedFrom: (row, column) => from.has(`${row} ${column}`),
  }
}

export function writeRow(paper: Paper, cells: readonly (CellWritten | undefined)[]): void {
  paper.rows.push(
    cells.length === 0 ? [] : [...Array.from({ length: paper.left }, () => undefined), ...cells],
  )
}
