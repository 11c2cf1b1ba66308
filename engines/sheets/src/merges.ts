import { type Cell, cellAt, EMPTY_CELL, type Grid, isBlank, type Merge } from './grid.ts'

/** Which merge covers a place; built once per grid. */
export type MergeMap = {
  readonly at: (row: number, column: number) => Merge | undefined
  /** True where a merge touches the row. */
  readonly any: (row: number) => boolean
}

/** An index of merges by row. Merges below the last row are clipped, so a merge down to row 1,048,576 costs nothing. */
export function mergeMap(grid: Grid): MergeMap {
  const byRow = new Map<number, Merge[]>()
  for (const merge of grid.merges) {
    if (merge.top === merge.bottom && merge.left === merge.right) continue
    for (let row = merge.top; row <= Math.min(merge.bottom, grid.rows.length); row += 1) {
      const merges = byRow.get(row)
      if (merges) merges.push(merge)
      else byRow.set(row, [merge])
    }
  }
  return {
    any: (row) => byRow.has(row),
    at: (row, column) => byRow.get(row)?.find((merge) => merge.left <= column && column <= merge.right),
  }
}

/** The cell seen at a place: a covered place shows the top left cell of its merge. */
export function seenAt(grid: Grid, merges: MergeMap, row: number, column: number): Cell {
  const merge = merges.at(row, column)
  return merge ? cellAt(grid, merge.top, merge.left) : cellAt(grid, row, column)
}

/** Columns of a row with something of their own in them; covered cells of a merge do not count. */
export function filledColumns(grid: Grid, row: number): number[] {
  const cells = grid.rows[row - 1]
  if (!cells) return []
  const columns: number[] = []
  for (let index = 0; index < cells.length; index += 1) {
    if (!isBlank(cells[index] ?? EMPTY_CELL)) columns.push(index + 1)
  }
  return columns
}
