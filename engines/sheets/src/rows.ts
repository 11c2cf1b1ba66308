import type { Finding } from '@qiongding/kernel'
import type { SheetFact } from './fact.ts'
import { headerTest } from './further.ts'
import { type Cell, cellAt, EMPTY_CELL, type Grid, isBlank } from './grid.ts'
import type { HeaderBlock } from './header.ts'
import { isNumbering, leadsToHeader, leftOut, standsAlone, textsOf, unitsInRow } from './left-out.ts'
import { filledColumns, type MergeMap } from './merges.ts'
import type { SheetFinding } from './messages.ts'
import type { SkippedRow, SkipReason } from './table.ts'
import { unitsOfSheet } from './unit.ts'

/** Cells of a usual row, from which on a row with a single one stands out. */
const USUAL_WIDTH = 3

/** What a merge makes of a cell: over how many rows, or columns, it reaches. */
export type Over = { readonly filled?: number; readonly across?: number }
/** A data row before it is read: its cells in the order of the columns, and what merges make of some of them, by position. */
export type RawRow = {
  readonly row: number
  readonly cells: readonly (Cell | undefined)[]
  readonly over?: ReadonlyMap<number, Over>
}

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
      body.next = giveBack(body, joinedFrom(grid, merges, row, block.to + 1))
      break
    }
    if (header === 'same') {
      // A merge that reaches into the header makes the row it begins in part of it.
      const from = joinedFrom(grid, merges, row, block.to + 1)
      for (let last = body.rows.at(-1); last && last.row >= from; last = body.rows.at(-1)) {
        body.rows.pop()
        skip(last.row, 'header', filledColumns(grid, last.row))
      }
    }
    const reason =
      header === 'same' ? 'header' : leftOut({ grid, merges, row, filled, columns, mapped, afterNote, leads })
    if (reason === undefined) {
      if (standsAlone({ grid, merges, row, filled, columns })) lone.push(row)
      else widths.push(filled.length)
      body.rows.push(rawRow(grid, merges, row, columns))
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

/**
 * The first row of a header that begins at `row` or, through cells merged downwards, above it; never above `least`, for a merge may reach
 * down from the header of the block itself.
 */
function joinedFrom(grid: Grid, merges: MergeMap, row: number, least: number): number {
  let from = row
  while (from > least && merges.any(from)) {
    const width = Math.max(grid.rows[from - 1]?.length ?? 0, grid.rows[from - 2]?.length ?? 0)
    let top = from
    for (let column = 1; column <= width; column += 1)
      top = Math.min(top, merges.at(from, column)?.top ?? from)
    if (top === from) break
    from = top
  }
  return Math.max(from, least)
}

/** Title and unit rows that stand right above the header of the next block belong to that block; answers where it begins. */
function giveBack(
  body: { rows: RawRow[]; skipped: SkippedRow[]; findings: Finding[]; unitRows: { row: number }[] },
  header: number,
): number {
  while ((body.rows.at(-1)?.row ?? 0) >= header) body.rows.pop()
  body.skipped = body.skipped.filter(({ row }) => row < header)
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

/** The cells of a row under its columns. Most rows are taken as they stand in the grid: no copy is made of a large sheet. */
function rawRow(grid: Grid, merges: MergeMap, row: number, columns: readonly number[]): RawRow {
  const cells = grid.rows[row - 1] ?? []
  if (!merges.any(row)) {
    const asTheyStand = columns.every((column, position) => column === position + 1)
    return { row, cells: asTheyStand ? cells : columns.map((column) => cells[column - 1]) }
  }
  const over = new Map<number, Over>()
  const own = columns.map((column, position) => {
    const merge = merges.at(row, column)
    if (!merge) return cellAt(grid, row, column)
    if (merge.left !== column) {
      const covered = cellAt(grid, row, column)
      return isBlank(covered) ? EMPTY_CELL : covered
    }
    const raw = cellAt(grid, merge.top, merge.left)
    const rows = merge.bottom - merge.top + 1
    const across = merge.right - merge.left + 1
    if (!isBlank(raw) && (rows > 1 || across > 1))
      over.set(position, { ...(rows > 1 ? { filled: rows } : {}), ...(across > 1 ? { across } : {}) })
    return raw
  })
  return over.size > 0 ? { row, cells: own, over } : { row, cells: own }
}
