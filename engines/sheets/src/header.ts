import type { SheetFact } from './fact.ts'
import { cellAt, fold, type Grid, isBlank, trimmed } from './grid.ts'
import { matchHeader } from './match.ts'
import { filledColumns, type MergeMap, seenAt } from './merges.ts'
import { saysAboutSheet } from './title.ts'
import { unitWritten } from './unit.ts'
import { saysUnknown } from './words.ts'

/** Limits of the layout, as offices draw it: at most eight rows above the header, at most three rows of header. */
export const TITLE_ROWS_MAX = 8
export const HEADER_ROWS_MAX = 3
const HEADER_TEXT_MAX = 60

export type HeaderBlock = {
  readonly titleRows: readonly number[]
  readonly from: number
  readonly to: number
  /** Header texts from the top down, per column with a header. */
  readonly paths: ReadonlyMap<number, readonly string[]>
  /** Columns whose header is one of the dictionary's words. */
  readonly score: number
}

function isLabel(grid: Grid, row: number, column: number): boolean {
  const cell = cellAt(grid, row, column)
  if (
    cell.isDate ||
    cell.formula !== undefined ||
    typeof cell.value === 'number' ||
    typeof cell.value === 'boolean'
  )
    return false
  const text = fold(cell.text)
  if (text.length > HEADER_TEXT_MAX || saysUnknown(text)) return false
  return /\p{L}|%/u.test(text) && !/^[\d.,\s%-]+$/.test(text)
}

function isLabelRow(grid: Grid, row: number): boolean {
  const columns = filledColumns(grid, row)
  return columns.length > 0 && columns.every((column) => isLabel(grid, row, column))
}

/** Header texts per column for a header of some rows. A group label without a merge reaches over the blanks to its right. */
function pathsOf(grid: Grid, merges: MergeMap, from: number, to: number): Map<number, string[]> {
  let width = 0
  for (let row = from; row <= to; row += 1) width = Math.max(width, grid.rows[row - 1]?.length ?? 0)
  const paths = new Map<number, string[]>()
  for (let column = 1; column <= width; column += 1) {
    const path: string[] = []
    for (let row = from; row <= to; row += 1) {
      let text = trimmed(seenAt(grid, merges, row, column).text)
      if (text === '' && row < to && !merges.at(row, column))
        text = groupToTheLeft(grid, merges, row, to, column)
      const line = text.replace(/\s*\n\s*/g, '')
      if (line !== '' && path.at(-1) !== line) path.push(line)
    }
    if (path.length > 0) paths.set(column, path)
  }
  return paths
}

function groupToTheLeft(grid: Grid, merges: MergeMap, row: number, to: number, column: number): string {
  if (isBlank(seenAt(grid, merges, row + 1, column))) return ''
  for (let left = column - 1; left >= 1; left -= 1) {
    const merge = merges.at(row, left)
    const text = trimmed(seenAt(grid, merges, row, left).text)
    // A merged label says itself how far it reaches.
    if (text !== '') return merge || isBlank(seenAt(grid, merges, to, left)) ? '' : text
    if (isBlank(seenAt(grid, merges, row + 1, left))) return ''
  }
  return ''
}

function scoreOf(paths: ReadonlyMap<number, readonly string[]>, facts: readonly SheetFact[]): number {
  let score = 0
  for (const path of paths.values()) {
    const best = matchHeader(path, facts)[0]
    if (best) score += best.reason === 'similar' ? 0.5 : 1
  }
  return score
}

/** Rows that the merges alone say belong to the header. */
function heightByMerges(grid: Grid, merges: MergeMap, from: number): number {
  let height = 1
  for (const merge of grid.merges) {
    if (merge.top !== from) continue
    const rows = merge.bottom - merge.top + 1
    if (rows > 1 && rows <= HEADER_ROWS_MAX) height = Math.max(height, rows)
    // A label over several columns has labels under it, if the next row holds labels.
    if (rows === 1 && merge.right > merge.left && isLabelRow(grid, from + 1)) height = Math.max(height, 2)
  }
  if (height === 2) {
    const below = grid.merges.some(
      (merge) => merge.top === from + 1 && merge.bottom === merge.top && merge.right > merge.left,
    )
    if (below && isLabelRow(grid, from + 2) && coversBlanks(grid, merges, from + 1)) height = 3
  }
  return height
}

/** True where the row under a row of labels fills what that row leaves blank: the sign of a second header row without merges. */
function coversBlanks(grid: Grid, merges: MergeMap, row: number): boolean {
  const above = new Set(filledColumns(grid, row))
  const below = filledColumns(grid, row + 1)
  return (
    below.some((column) => !above.has(column) && !merges.at(row, column)?.top) ||
    below.some((column) => (merges.at(row, column)?.left ?? column) !== column)
  )
}

function headerAt(
  grid: Grid,
  merges: MergeMap,
  from: number,
  facts: readonly SheetFact[],
): Omit<HeaderBlock, 'titleRows'> {
  let to = from + heightByMerges(grid, merges, from) - 1
  let paths = pathsOf(grid, merges, from, to)
  let score = scoreOf(paths, facts)
  while (to - from + 1 < HEADER_ROWS_MAX && isLabelRow(grid, to + 1)) {
    const more = pathsOf(grid, merges, from, to + 1)
    const moreScore = scoreOf(more, facts)
    const second = filledColumns(grid, to + 1)
    const leaves = second.filter(
      (column) => matchHeader([fold(cellAt(grid, to + 1, column).text)], facts).length > 0,
    )
    const structural = complements(grid, to)
    if (moreScore < score || (leaves.length === 0 && !structural) || !(moreScore > score || structural)) break
    to += 1
    paths = more
    score = moreScore
  }
  return { from, to, paths, score }
}

/** Blank above where the next row has text, and blank below where this row has text: two rows of one header. */
function complements(grid: Grid, row: number): boolean {
  const above = new Set(filledColumns(grid, row))
  const below = new Set(filledColumns(grid, row + 1))
  const opened = [...below].filter((column) => !above.has(column))
  const closed = [...above].filter((column) => !below.has(column))
  return opened.length > 0 && closed.length > 0
}

function isTitleRow(grid: Grid, row: number, usedColumns: number, facts: readonly SheetFact[]): boolean {
  const columns = filledColumns(grid, row)
  const texts = columns.map((column) => cellAt(grid, row, column).text)
  if (columns.length === 1) {
    return usedColumns > 1 || matchHeader([fold(texts[0]!)], facts)[0]?.reason === undefined
  }
  if (saysAboutSheet(texts) && columns.length <= Math.max(8, usedColumns / 2)) return true
  return columns.every((column) => unitWritten(cellAt(grid, row, column).text) !== undefined)
}

function widthOf(grid: Grid, from: number): number {
  let used = 0
  for (let row = from; row <= Math.min(grid.rows.length, from + 40); row += 1) {
    used = Math.max(used, filledColumns(grid, row).length)
  }
  return used
}

/** The next header from a row on: the best of the rows that may be one, or undefined where there is none in reach. */
export function findHeader(
  grid: Grid,
  merges: MergeMap,
  start: number,
  facts: readonly SheetFact[],
): HeaderBlock | undefined {
  const titleRows: number[] = []
  const usedColumns = widthOf(grid, start)
  let best: HeaderBlock | undefined
  for (let row = start; row <= grid.rows.length && titleRows.length <= TITLE_ROWS_MAX; row += 1) {
    const columns = filledColumns(grid, row)
    if (columns.length === 0) continue
    if (isTitleRow(grid, row, usedColumns, facts)) {
      titleRows.push(row)
      continue
    }
    if (isLabelRow(grid, row)) {
      const found = headerAt(grid, merges, row, facts)
      if (!best || found.score > best.score) best = { ...found, titleRows: [...titleRows] }
      // Two known words make a header; with fewer, a later row may still be the real one.
      if (found.score >= 2 || (found.score > 0 && found.score >= columns.length / 2)) break
    }
    titleRows.push(row)
  }
  return best
}
