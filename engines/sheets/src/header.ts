import type { SheetFact } from './fact.ts'
import { cellAt, fold, type Grid, isBlank, trimmed } from './grid.ts'
import { headerWord, matchHeader } from './match.ts'
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

/** True where every filled cell of a row may be a header word; the dictionary's own words may be mere digits (`7+4+1`). */
export function isLabelRow(grid: Grid, row: number, known: ReadonlySet<string>): boolean {
  const columns = filledColumns(grid, row)
  return (
    columns.length > 0 &&
    columns.every(
      (column) => isLabel(grid, row, column) || known.has(headerWord(cellAt(grid, row, column).text)),
    )
  )
}

const KNOWN = new WeakMap<readonly SheetFact[], ReadonlySet<string>>()

/** Every word of a dictionary, as header words. */
export function knownWords(facts: readonly SheetFact[]): ReadonlySet<string> {
  const cached = KNOWN.get(facts)
  if (cached) return cached
  const made = new Set(
    facts.flatMap((fact) => [fact.label.zh, fact.label.en, ...(fact.aliases ?? [])].map(headerWord)),
  )
  made.delete('')
  KNOWN.set(facts, made)
  return made
}

/** How many cells of a row are words of the dictionary. */
export function hitsOf(grid: Grid, row: number, known: ReadonlySet<string>): number {
  let hits = 0
  for (const column of filledColumns(grid, row)) {
    const { text } = cellAt(grid, row, column)
    if (text.length <= HEADER_TEXT_MAX && known.has(headerWord(text))) hits += 1
  }
  return hits
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

/** Columns whose header is one of the dictionary's words, and half of those whose header is only alike. */
function scoreOf(
  paths: ReadonlyMap<number, readonly string[]>,
  facts: readonly SheetFact[],
): { readonly sure: number; readonly score: number } {
  let sure = 0
  let alike = 0
  for (const path of paths.values()) {
    const best = matchHeader(path, facts)[0]
    if (best?.reason === 'similar') alike += 0.5
    else if (best) sure += 1
  }
  return { sure, score: sure + alike }
}

/** Rows that the merges alone say belong to the header. */
function heightByMerges(grid: Grid, merges: MergeMap, from: number, known: ReadonlySet<string>): number {
  let height = 1
  for (const merge of grid.merges) {
    if (merge.top !== from) continue
    const rows = merge.bottom - merge.top + 1
    if (rows > 1 && rows <= HEADER_ROWS_MAX) height = Math.max(height, rows)
    // A label over several columns has labels under it, if the next row holds labels.
    if (rows === 1 && merge.right > merge.left && isLabelRow(grid, from + 1, known))
      height = Math.max(height, 2)
  }
  if (height === 2) {
    const below = grid.merges.some(
      (merge) => merge.top === from + 1 && merge.bottom === merge.top && merge.right > merge.left,
    )
    if (below && isLabelRow(grid, from + 2, known) && coversBlanks(grid, merges, from + 1)) height = 3
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

/** The header that begins at a row: as high as its merges say, and higher where the next rows name what it leaves open. */
export function headerAt(
  grid: Grid,
  merges: MergeMap,
  from: number,
  facts: readonly SheetFact[],
): Omit<HeaderBlock, 'titleRows'> {
  const known = knownWords(facts)
  let to = from + heightByMerges(grid, merges, from, known) - 1
  let paths = pathsOf(grid, merges, from, to)
  let scored = scoreOf(paths, facts)
  while (to - from + 1 < HEADER_ROWS_MAX && isLabelRow(grid, to + 1, known)) {
    const more = pathsOf(grid, merges, from, to + 1)
    const moreScored = scoreOf(more, facts)
    const second = filledColumns(grid, to + 1)
    // One cell under several headers is a heading over the rows, merged across them or not.
    if (second.length === 1 && paths.size >= USUAL_WIDTH) break
    const leaves = second.filter(
      (column) => matchHeader([fold(cellAt(grid, to + 1, column).text)], facts).length > 0,
    )
    // A row that fills what the one above leaves open belongs to it, whatever its words, unless words that were known are lost.
    const structural = complements(grid, to) && moreScored.sure >= scored.sure
    const better = leaves.length > 0 && moreScored.score > scored.score
    if (!structural && !better) break
    to += 1
    paths = more
    scored = moreScored
  }
  return { from, to, paths, score: scored.score }
}

/** Columns of a usual header, under which a single cell is no header of its own. */
const USUAL_WIDTH = 3

/** Blank above where the next row has text, and blank below where this row has text: two rows of one header. */
function complements(grid: Grid, row: number): boolean {
  const above = new Set(filledColumns(grid, row))
  const below = new Set(filledColumns(grid, row + 1))
  const opened = [...below].filter((column) => !above.has(column))
  const closed = [...above].filter((column) => !below.has(column))
  return opened.length > 0 && closed.length > 0
}

/** Of the cells of a longer line above a table, at least this share say something about the sheet (`表号：`, a value, `日期：` …). */
const SHARE_ABOUT = 0.5

function isTitleRow(grid: Grid, merges: MergeMap, row: number, facts: readonly SheetFact[]): boolean {
  const columns = filledColumns(grid, row)
  const texts = columns.map((column) => cellAt(grid, row, column).text)
  const known = knownWords(facts)
  if (columns.length === 1) {
    return widthOf(grid, row) > 1 || matchHeader([fold(texts[0]!)], facts)[0]?.reason === undefined
  }
  // `联系电话：` may stand over a column as well as before a number: two words of the dictionary are a header.
  const hits = hitsOf(grid, row, known)
  // Nothing but `填报部门：…` and its like is no row of groups, whatever stands below.
  if (hits < 2 && texts.every((text) => saysAboutSheet([text]))) return true
  if (hits >= 2 || (isLabelRow(grid, row, known) && opensBelow(grid, merges, row, known))) return false
  // A unit in brackets behind a word is the word's own.
  const about = texts.filter((text) => saysAboutSheet([fold(text).replace(/(?<=\S)\(\s*单\s*位[^)]*\)/, '')]))
  if (about.length > 0 && (columns.length <= 3 || about.length >= columns.length * SHARE_ABOUT)) return true
  return columns.every((column) => unitWritten(cellAt(grid, row, column).text) !== undefined)
}

/** True where a row of groups stands over words of the dictionary: the next row fills what it leaves open. */
export function opensBelow(grid: Grid, merges: MergeMap, row: number, known: ReadonlySet<string>): boolean {
  const grouping =
    complements(grid, row) ||
    filledColumns(grid, row).some((column) => {
      const merge = merges.at(row, column)
      return merge !== undefined && (merge.right > column || merge.bottom > row)
    })
  return (
    grouping &&
    row < grid.rows.length &&
    isLabelRow(grid, row + 1, known) &&
    hitsOf(grid, row + 1, known) >= 2
  )
}

function widthOf(grid: Grid, from: number): number {
  let used = 0
  for (let row = from; row <= Math.min(grid.rows.length, from + 40); row += 1) {
    used = Math.max(used, filledColumns(grid, row).length)
  }
  return used
}

/** The header in a row that is known to be one. */
export function headerIn(
  grid: Grid,
  merges: MergeMap,
  row: number,
  facts: readonly SheetFact[],
): HeaderBlock {
  const paths = pathsOf(grid, merges, row, row)
  return { titleRows: [], from: row, to: row, paths, score: scoreOf(paths, facts).score }
}

/** The next header from a row on: the best of the rows that may be one, or undefined where there is none in reach. */
export function findHeader(
  grid: Grid,
  merges: MergeMap,
  start: number,
  facts: readonly SheetFact[],
): HeaderBlock | undefined {
  const titleRows: number[] = []
  let best: HeaderBlock | undefined
  for (let row = start; row <= grid.rows.length && titleRows.length <= TITLE_ROWS_MAX; row += 1) {
    const columns = filledColumns(grid, row)
    if (columns.length === 0) continue
    if (isTitleRow(grid, merges, row, facts)) {
      titleRows.push(row)
      continue
    }
    if (isLabelRow(grid, row, knownWords(facts))) {
      const found = headerAt(grid, merges, row, facts)
      if (!best || found.score > best.score) best = { ...found, titleRows: [...titleRows] }
      // Two known words make a header; with fewer, a later row may still be the real one.
      if (found.score >= 2 || (found.score > 0 && found.score >= columns.length / 2)) break
    }
    titleRows.push(row)
  }
  return best
}
