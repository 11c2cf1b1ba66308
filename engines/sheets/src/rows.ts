import type { Finding } from '@qiongding/kernel'
import type { SheetFact } from './fact.ts'
import { type Cell, cellAt, EMPTY_CELL, fold, type Grid, isBlank } from './grid.ts'
import type { HeaderBlock } from './header.ts'
import { headerWord, matchHeader } from './match.ts'
import { filledColumns, type MergeMap } from './merges.ts'
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
  /^([(\d一二三四五六七八九十、.)]{0,4})(合计|总计|小计|共计|累计|总数|总和|本页合计|本页小计|全区合计|全市合计)([(:].*)?$/
const NOTE = /^(注|备注|说明|填表说明|填报说明|附注|说明事项)\s*(\d{0,2}\s*[:.、]|\d)/
const BAND_LENGTH_MAX = 40

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

/** Cheap and sure signs of a header further down: the same words again, or several words of the dictionary. */
function headerTest(block: HeaderBlock, facts: readonly SheetFact[]) {
  const own = new Map<number, Set<string>>()
  const quick = new Set<string>()
  for (const [column, path] of block.paths) {
    const words = path.map((text) => fold(text))
    own.set(column, new Set(words))
    for (const word of words) quick.add(word)
  }
  for (const fact of facts) for (const word of [fact.label.zh, ...(fact.aliases ?? [])]) quick.add(fold(word))
  return (grid: Grid, row: number, columns: readonly number[]): 'same' | 'other' | undefined => {
    const texts = textsOf(grid, row, columns)
    const hits = texts.slice(0, 4).filter((text) => quick.has(text) || quick.has(headerWord(text))).length
    if (hits < Math.min(2, columns.length)) return undefined
    const same = columns.filter((column, index) => own.get(column)?.has(texts[index]!)).length
    if (same >= 2 && same >= columns.length * 0.6) return 'same'
    const words = texts.filter((text) => (matchHeader([text], facts)[0]?.score ?? 0) >= 0.95).length
    return words >= 3 && words >= columns.length * 0.6 ? 'other' : undefined
  }
}

function remarkAt(code: string, grid: Grid, row: number, column: number): Finding {
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
  const isHeader = headerTest(block, facts)
  const body = {
    rows: [] as RawRow[],
    skipped: [] as SkippedRow[],
    findings: [] as Finding[],
    unitRows: [] as { row: number; units: string[] }[],
    columnUnits: new Map<number, string>(),
    next: grid.rows.length + 1,
  }
  const skip = (row: number, reason: SkipReason, filled: readonly number[]) => {
    body.skipped.push({ row, reason, text: textsOf(grid, row, filled).join(' ').slice(0, 200) })
  }
  for (let row = block.to + 1; row <= grid.rows.length; row += 1) {
    const filled = filledColumns(grid, row)
    if (filled.length === 0) continue
    if (body.rows.length === 0 && isNumbering(grid, row, filled)) {
      skip(row, 'numbering', filled)
      continue
    }
    const units = unitsInRow(grid, row, filled)
    if (units && body.rows.length === 0) {
      body.columnUnits = units
      skip(row, 'unit', filled)
      continue
    }
    const header = isHeader(grid, row, filled)
    if (header === 'other') {
      body.next = row
      break
    }
    const reason = header === 'same' ? 'header' : leftOut(grid, merges, row, filled, columns, mapped)
    if (reason === undefined) {
      body.rows.push({ row, cells: columns.map((column) => rawCell(grid, merges, row, column)) })
      continue
    }
    skip(row, reason, filled)
    if (reason === 'band') body.findings.push(remarkAt('row-left-out', grid, row, filled[0]!))
    if (reason === 'unit') {
      const named = unitsOfSheet(cellAt(grid, row, filled[0]!).text)
      body.unitRows.push({ row, units: named })
      if (body.rows.length > 0) body.findings.push(remarkAt('unit-changes', grid, row, filled[0]!))
    }
  }
  return body
}

function leftOut(
  grid: Grid,
  merges: MergeMap,
  row: number,
  filled: readonly number[],
  columns: readonly number[],
  mapped: ReadonlySet<number>,
): SkipReason | undefined {
  const texts = textsOf(grid, row, filled)
  const first = filled[0]!
  if (isTotal(texts)) return 'total'
  if (NOTE.test(texts[0]!) && filled.length <= 2) return 'note'
  const about = saysAboutSheet(texts)
  const few = filled.length < columns.length / 2 || texts.every((text) => saysAboutSheet([text]))
  if (about && few && filled.length <= 4) {
    return texts.some((text) => unitsOfSheet(text).length > 0) ? 'unit' : 'note'
  }
  if (filled.length === 1 && columns.length >= 3) {
    const merge = merges.at(row, first)
    const wide = merge !== undefined && merge.right - merge.left >= 2
    const cell = cellAt(grid, row, first)
    const isText = cell.value === undefined || typeof cell.value === 'string'
    if (isText && !/^\d+$/.test(texts[0]!) && (wide || !mapped.has(first))) {
      return texts[0]!.length > BAND_LENGTH_MAX ? 'note' : 'band'
    }
    if (!mapped.has(first)) return 'number-only'
  }
  return undefined
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
