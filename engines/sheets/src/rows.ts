import type { Finding } from '@qiongding/kernel'
import type { SheetFact } from './fact.ts'
import { type Cell, cellAt, EMPTY_CELL, fold, type Grid, isBlank } from './grid.ts'
import {
  type HeaderBlock,
  headerAt,
  hitsOf,
  isLabelRow,
  knownWords,
  opensBelow,
  TITLE_ROWS_MAX,
} from './header.ts'
import { headerWord, matchHeader } from './match.ts'
import { filledColumns, type MergeMap, seenAt } from './merges.ts'
import type { SheetFinding } from './messages.ts'
import type { SkippedRow, SkipReason } from './table.ts'
import { saysAboutSheet } from './title.ts'
import { unitsOfSheet, unitWritten } from './unit.ts'

/** A data cell before it is read. */
export type RawCell = { readonly raw: Cell; readonly filled?: number; readonly across?: number }
export type RawRow = { readonly row: number; readonly cells: readonly RawCell[] }

export type Body = {
  readonly rows: RawRow[]
  readonly skipped: SkippedRow[]
  readonly findings: Finding[]
  readonly unitRows: { row: number; units: string[] }[]
  /** Units written in a row of their own right under the header, per column. */
  readonly columnUnits: ReadonlyMap<number, string>
  /** First row after this block. */
  readonly next: number
}

const TOTAL =
  /^([(\d一二三四五六七八九十、.)]{0,4})(.{0,6})(合计|总计|小计|共计|累计|总数|总和)([(:].*)?$|^(平均(值|数)?|均值)([(:].*)?$/
const NOTE = /^(注|备注|说明|填表说明|填报说明|附注|说明事项)\s*(\d{0,2}\s*[:.、]|\d)|^[※*]\s*\S/
/** Signs of a heading between rows: `一、`, `（三）`, `2.`, `第二部分`, `【…】`. */
const BAND_SIGN =
  /^([一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|第[一二三四五六七八九十]+(部分|类|批|章|节)|【.*】$)/
const BAND_LENGTH_MAX = 40
/** Cells of a usual row, from which on a row with a single one stands out. */
const USUAL_WIDTH = 3

function textsOf(grid: Grid, row: number, columns: readonly number[]): string[] {
  return columns.map((column) => fold(cellAt(grid, row, column).text))
}

function isTotal(texts: readonly string[]): boolean {
  return texts.slice(0, 3).some((text) => TOTAL.test(text.replace(/\s/g, '')))
}

function isNumbering(grid: Grid, row: number, columns: readonly number[]): boolean {
  if (columns.length < 3) return false
  const texts = textsOf(grid, row, columns).map((text) => text.replace(/[()]/g, ''))
  const digits = texts.filter((text) => /^\d{1,3}$/.test(text)).map(Number)
  const letters = texts.slice(0, texts.length - digits.length)
  if (digits.length < 2 || !letters.every((text) => /^[甲乙丙丁戊A-Z]$/.test(text))) return false
  return digits[0] === 1 && digits.every((digit, index) => digit === index + 1)
}

function unitsInRow(grid: Grid, row: number, columns: readonly number[]): Map<number, string> | undefined {
  const units = new Map<number, string>()
  for (const column of columns) {
    const unit = unitWritten(cellAt(grid, row, column).text)
    if (unit !== undefined) units.set(column, unit)
    else if (!/^(单位|计量单位)$/.test(fold(cellAt(grid, row, column).text))) return undefined
  }
  return units.size > 0 ? units : undefined
}

/** Of the columns of a further block, at least this share must be words of the dictionary. */
const SHARE_KNOWN = 0.4
/** A repeated header may differ in this share of its cells, a slip or a spare one, but never in a word of the dictionary. */
const SHARE_OTHER = 0.25

/** Signs of a header further down: the same words again, or several words of the dictionary in one header of its own. */
function headerTest(grid: Grid, merges: MergeMap, block: HeaderBlock, facts: readonly SheetFact[]) {
  const known = knownWords(facts)
  const own = new Map<number, Set<string>>()
  for (const [column, path] of block.paths) own.set(column, new Set(path.map((text) => plainLine(text))))
  const repeats = (row: number, columns: readonly number[]) => {
    const others = columns.filter(
      (column) => !own.get(column)?.has(plainLine(cellAt(grid, row, column).text)),
    )
    return (
      columns.length - others.length >= 2 &&
      others.length <= columns.length * SHARE_OTHER &&
      others.every((column) => !known.has(headerWord(cellAt(grid, row, column).text)))
    )
  }
  return (row: number, columns: readonly number[]): 'same' | 'other' | undefined => {
    if (!isLabelRow(grid, row, known)) return undefined
    if (repeats(row, columns)) return 'same'
    const hits = hitsOf(grid, row, known)
    if (hits < 2) {
      // A row of words right above the same header again is data.
      if (row === grid.rows.length || repeats(row + 1, filledColumns(grid, row + 1))) return undefined
      if (!opensBelow(grid, merges, row, known)) return undefined
    }
    const found = headerAt(grid, merges, row, facts)
    if (found.to === row && hits < 2) return undefined
    const sure = [...found.paths.values()].filter((path) => (matchHeader(path, facts)[0]?.score ?? 0) >= 0.95)
    return sure.length >= 2 && sure.length >= found.paths.size * SHARE_KNOWN ? 'other' : undefined
  }
}

/** A header text on one line. */
const plainLine = (text: string) => fold(text).replace(/\s*\n\s*/g, '')

function remarkAt(code: SheetFinding, grid: Grid, row: number, column: number): Finding {
  return {
    code,
    level: 'remark',
    at: { sheet: grid.sheet, row, column },
    value: cellAt(grid, row, column).text,
  }
}

/** Rows of a block from under its header to the next header or the end, sorted into data and the rest. */
export function bodyOf(
  grid: Grid,
  merges: MergeMap,
  block: HeaderBlock,
  facts: readonly SheetFact[],
  mapped: ReadonlySet<number>,
): Body {
  const columns = [...block.paths.keys()].sort((left, right) => left - right)
  const isHeader = headerTest(grid, merges, block, facts)
  const body = {
    rows: [] as RawRow[],
    skipped: [] as SkippedRow[],
    findings: [] as Finding[],
    unitRows: [] as { row: number; units: string[] }[],
    columnUnits: new Map<number, string>(),
    next: grid.rows.length + 1,
  }
  const lone: number[] = []
  const widths: number[] = []
  let afterNote = false
  const skip = (row: number, reason: SkipReason, filled: readonly number[]) => {
    body.skipped.push({ row, reason, text: textsOf(grid, row, filled).join(' ').slice(0, 200) })
  }
  const leads = (row: number) => leadsToHeader(grid, row, isHeader)
  for (let row = block.to + 1; row <= grid.rows.length; row += 1) {
    const filled = filledColumns(grid, row)
    if (filled.length === 0) continue
    if (body.rows.length === 0 && isNumbering(grid, row, filled)) {
      skip(row, 'numbering', filled)
      continue
    }
    const units = body.rows.length === 0 ? unitsInRow(grid, row, filled) : undefined
    if (units) {
      body.columnUnits = units
      skip(row, 'unit', filled)
      continue
    }
    const header = isHeader(row, filled)
    if (header === 'other') {
      body.next = giveBack(body, row)
      break
    }
    const reason =
      header === 'same' ? 'header' : leftOut({ grid, merges, row, filled, columns, mapped, afterNote, leads })
    if (reason === undefined) {
      if (standsAlone({ grid, merges, row, filled, columns })) lone.push(row)
      else widths.push(filled.length)
      body.rows.push({ row, cells: columns.map((column) => rawCell(grid, merges, row, column)) })
      continue
    }
    if (reason === 'note') afterNote = true
    skip(row, reason, filled)
    if (reason === 'band') body.findings.push(remarkAt('row-left-out', grid, row, filled[0]!))
    if (reason === 'unit') {
      const named = unitsOfSheet(cellAt(grid, row, filled[0]!).text)
      body.unitRows.push({ row, units: named })
      if (body.rows.length > 0) body.findings.push(remarkAt('unit-changes', grid, row, filled[0]!))
    }
  }
  sayDoubtful(body, grid, lone, widths)
  return body
}

/** Rows with one cell where others have several, and notes between rows of data: neither may come in or fall out unsaid. */
function sayDoubtful(
  body: Pick<Body, 'rows' | 'skipped' | 'findings'>,
  grid: Grid,
  lone: readonly number[],
  widths: number[],
): void {
  widths.sort((left, right) => left - right)
  if (lone.length > 0 && (widths[Math.floor(widths.length / 2)] ?? 0) >= USUAL_WIDTH)
    for (const row of lone)
      body.findings.push({
        ...remarkAt('lone-cell', grid, row, filledColumns(grid, row)[0]!),
        level: 'error',
      })
  const last = body.rows.at(-1)?.row ?? 0
  for (const { row, reason } of body.skipped)
    if (reason === 'note' && row < last)
      body.findings.push(remarkAt('row-left-out', grid, row, filledColumns(grid, row)[0]!))
}

/** Title and unit rows that stand right above the header of the next block belong to that block; answers where it begins. */
function giveBack(
  body: { rows: RawRow[]; skipped: SkippedRow[]; findings: Finding[]; unitRows: { row: number }[] },
  header: number,
): number {
  const last = body.rows.at(-1)?.row ?? 0
  let next = header
  while (body.skipped.length > 0) {
    const { row, reason } = body.skipped.at(-1)!
    if (row < last || !(reason === 'title' || reason === 'band' || reason === 'unit')) break
    next = row
    body.skipped.pop()
  }
  body.findings = body.findings.filter((finding) => (finding.at.row ?? 0) < next)
  body.unitRows = body.unitRows.filter(({ row }) => row < next)
  return next
}

/** True where nothing but lone texts and lines about the sheet stand between a row and a header under it. */
function leadsToHeader(
  grid: Grid,
  row: number,
  isHeader: (row: number, filled: readonly number[]) => 'same' | 'other' | undefined,
): boolean {
  for (let below = row + 1; below <= Math.min(grid.rows.length, row + TITLE_ROWS_MAX + 2); below += 1) {
    const filled = filledColumns(grid, below)
    if (filled.length === 0) continue
    if (isHeader(below, filled)) return true
    if (filled.length > 1 && !saysAboutSheet(textsOf(grid, below, filled))) return false
  }
  return false
}

type Around = {
  readonly grid: Grid
  readonly merges: MergeMap
  readonly row: number
  readonly filled: readonly number[]
  readonly columns: readonly number[]
  readonly mapped: ReadonlySet<number>
  readonly afterNote: boolean
  readonly leads: (row: number) => boolean
}

/** One cell, and nothing that a merge from above brings to the row. */
function standsAlone({
  grid,
  merges,
  row,
  filled,
  columns,
}: Pick<Around, 'grid' | 'merges' | 'row' | 'filled' | 'columns'>): boolean {
  if (filled.length > 1) return false
  return !columns.some((column) => {
    const merge = merges.at(row, column)
    return merge !== undefined && merge.top < row && !isBlank(seenAt(grid, merges, row, column))
  })
}

function leftOut(around: Around): SkipReason | undefined {
  const { grid, merges, row, filled, columns, mapped, afterNote, leads } = around
  const texts = textsOf(grid, row, filled)
  const first = filled[0]!
  if (isTotal(texts)) return 'total'
  if (NOTE.test(texts[0]!) && filled.length <= 2) return 'note'
  const about = saysAboutSheet(texts)
  const few = filled.length < columns.length / 2 || texts.every((text) => saysAboutSheet([text]))
  if (about && few && filled.length <= 4) {
    if (texts.some((text) => unitsOfSheet(text).length > 0)) return 'unit'
    return leads(row) ? 'title' : 'note'
  }
  if (columns.length < 3 || !standsAlone(around)) return undefined
  const merge = merges.at(row, first)
  const wide = merge !== undefined && merge.right - merge.left >= 2
  const cell = cellAt(grid, row, first)
  const isText = cell.value === undefined || typeof cell.value === 'string'
  if (!isText || /^\d+$/.test(texts[0]!)) return mapped.has(first) ? undefined : 'number-only'
  if (leads(row)) return 'title'
  if (afterNote && (wide || first === columns[0])) return 'note'
  if (wide || !mapped.has(first)) return texts[0]!.length > BAND_LENGTH_MAX ? 'note' : 'band'
  return BAND_SIGN.test(texts[0]!) ? 'band' : undefined
}

function rawCell(grid: Grid, merges: MergeMap, row: number, column: number): RawCell {
  const merge = merges.at(row, column)
  if (!merge) return { raw: cellAt(grid, row, column) }
  const raw = cellAt(grid, merge.top, merge.left)
  if (merge.left !== column) {
    const own = cellAt(grid, row, column)
    return { raw: isBlank(own) ? EMPTY_CELL : own }
  }
  const rows = merge.bottom - merge.top + 1
  const across = merge.right - merge.left + 1
  if (isBlank(raw)) return { raw }
  return { raw, ...(rows > 1 ? { filled: rows } : {}), ...(across > 1 ? { across } : {}) }
}
