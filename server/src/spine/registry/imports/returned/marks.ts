import type { Cell, Grid } from '@qiongding/sheets'
import { ROW_MARK, SHEET_MARK } from '../../exports/mark.ts'

/** The marks of one of our files: where the mark of the file stands, and that of each row. */
export type FoundMarks = {
  readonly sheet: string
  readonly mark: string
  /** 1-based: the last row of the header, and the column of the marks. */
  readonly row: number
  readonly column: number
  readonly rows: ReadonlyMap<number, string>
}

function markedCell(grid: Grid): { row: number; column: number; text: string } | undefined {
  for (const [index, row] of grid.rows.entries())
    for (const [place, cell] of row?.entries() ?? [])
      if (cell?.text.startsWith('QD1.') && SHEET_MARK.test(cell.text.trim()))
        return { row: index + 1, column: place + 1, text: cell.text.trim() }
  return undefined
}

/** The marks of the sheet that bears most of them; a copy of a sheet beside it is left alone. */
export function findMarks(grids: readonly Grid[]): FoundMarks | undefined {
  let best: FoundMarks | undefined
  for (const grid of grids) {
    const head = markedCell(grid)
    if (!head) continue
    const rows = new Map<number, string>()
    for (let row = head.row + 1; row <= grid.rows.length; row += 1) {
      const text = grid.rows[row - 1]?.[head.column - 1]?.text.trim() ?? ''
      if (ROW_MARK.test(text)) rows.set(row, text)
    }
    if (!best || rows.size > best.rows.size)
      best = { sheet: grid.sheet, mark: head.text, row: head.row, column: head.column, rows }
  }
  return best
}

/** True for a cell that holds one of our marks: it is no part of any list. */
const isMark = (cell: Cell | undefined) =>
  cell !== undefined &&
  /^qd1\./i.test(cell.text) &&
  (SHEET_MARK.test(cell.text.trim()) || ROW_MARK.test(cell.text.trim()))

/** A grid without the marks it bears. The same grid where it bears none. */
export function unmarked(grid: Grid): Grid {
  if (!grid.rows.some((row) => row?.some(isMark))) return grid
  return {
    ...grid,
    rows: grid.rows.map((row) =>
      row?.some(isMark) ? row.map((cell) => (isMark(cell) ? undefined : cell)) : row,
    ),
  }
}
