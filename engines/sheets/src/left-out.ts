import { cellAt, fold, type Grid, isBlank } from './grid.ts'
import { TITLE_ROWS_MAX } from './header.ts'
import { filledColumns, type MergeMap, seenAt } from './merges.ts'
import type { SkipReason } from './table.ts'
import { saysAboutSheet } from './title.ts'
import { unitsOfSheet, unitWritten } from './unit.ts'

const TOTAL =
  /^([(\d一二三四五六七八九十、.)]{0,4})(.{0,6})(合计|总计|小计|共计|累计|总数|总和)([(:].*)?$|^(平均(值|数)?|均值)([(:].*)?$/
const NOTE = /^(注|备注|说明|填表说明|填报说明|附注|说明事项)\s*(\d{0,2}\s*[:.、]|\d)|^[※*]\s*\S/
/** Signs of a heading between rows: `一、`, `（三）`, `2.`, `第二部分`, `【…】`. */
const BAND_SIGN =
  /^([一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|第[一二三四五六七八九十]+(部分|类|批|章|节)|【.*】$)/
const BAND_LENGTH_MAX = 40

export function textsOf(grid: Grid, row: number, columns: readonly number[]): string[] {
  return columns.map((column) => fold(cellAt(grid, row, column).text))
}

function isTotal(texts: readonly string[]): boolean {
  return texts.slice(0, 3).some((text) => TOTAL.test(text.replace(/\s/g, '')))
}

/** True for a row of column numbers under a header: 1 2 3 …, 甲 乙 1 2 …. */
export function isNumbering(grid: Grid, row: number, columns: readonly number[]): boolean {
  if (columns.length < 3) return false
  const texts = textsOf(grid, row, columns).map((text) => text.replace(/[()]/g, ''))
  const digits = texts.filter((text) => /^\d{1,3}$/.test(text)).map(Number)
  const letters = texts.slice(0, texts.length - digits.length)
  if (digits.length < 2 || !letters.every((text) => /^[甲乙丙丁戊A-Z]$/.test(text))) return false
  return digits[0] === 1 && digits.every((digit, index) => digit === index + 1)
}

/** Units in a row of their own, by column; undefined where the row holds anything else. */
export function unitsInRow(
  grid: Grid,
  row: number,
  columns: readonly number[],
): Map<number, string> | undefined {
  const units = new Map<number, string>()
  for (const column of columns) {
    const unit = unitWritten(cellAt(grid, row, column).text)
    if (unit !== undefined) units.set(column, unit)
    else if (!/^(单位|计量单位)$/.test(fold(cellAt(grid, row, column).text))) return undefined
  }
  return units.size > 0 ? units : undefined
}

/** True where nothing but lone texts and lines about the sheet stand between a row and a header under it. */
export function leadsToHeader(
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
export function standsAlone({
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

/** Why a row is no data; undefined for data. */
export function leftOut(around: Around): SkipReason | undefined {
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
