import type { Finding } from '@qiongding/kernel'
import type { SheetFact } from './fact.ts'
import type { SheetFinding } from './messages.ts'
import type { Plan } from './plan.ts'
import { isRatio, refused, remark } from './reading.ts'
import type { RawRow } from './rows.ts'
import type { Column, Draft, TableCell } from './table.ts'

/** A value a thousand times the middle of its column, or a thousandth, is probably in another unit. */
const MAGNITUDE = 3
const MAGNITUDE_MIN = 5
/** Adds a remark to the values far from the middle of their column. */
export function magnitudes(cells: TableCell[], fact: SheetFact): void {
  if (fact.type !== 'number' || isRatio(fact)) return
  const sizes = cells
    .map((cell) => (typeof cell.reading.value === 'number' ? Math.abs(cell.reading.value) : 0))
    .filter((size) => size > 0)
    .sort((left, right) => left - right)
  if (sizes.length < MAGNITUDE_MIN) return
  const middle = sizes[Math.floor(sizes.length / 2)]!
  for (const [index, cell] of cells.entries()) {
    const { reading } = cell
    if (typeof reading.value !== 'number' || reading.value === 0) continue
    if (Math.abs(Math.log10(Math.abs(reading.value) / middle)) < MAGNITUDE) continue
    const finding = remark('unusual-magnitude', cell.raw.text, { read: reading.value, middle })
    cells[index] = { ...cell, reading: { ...reading, findings: [...reading.findings, finding] } }
  }
}

/** Says what `同上` would take over; nobody takes it unasked. */
export function sameAsAbove(cells: TableCell[]): void {
  for (const [index, cell] of cells.entries()) {
    const above = index > 0 ? cells[index - 1]!.reading : undefined
    if (cell.reading.findings[0]?.code !== 'same-as-above') continue
    const likely = above?.value ?? above?.likely
    if (likely !== undefined)
      cells[index] = { ...cell, reading: refused('same-as-above', cell.raw.text, { likely }) }
  }
}

/** Share of refused cells above which a column is probably not what it was taken for. */
const MISFIT = 0.5
const MISFIT_MIN = 5

export function misfit(cells: readonly TableCell[]): boolean {
  const filled = cells.filter((cell) => cell.reading.state !== 'empty')
  const bad = filled.filter((cell) => cell.reading.state === 'refused').length
  return filled.length >= MISFIT_MIN && bad > filled.length * MISFIT
}

/** Blanks under a written cell: from this share on, and with so many of them, one word may stand for a group of rows. */
const BLANKS_SHARE = 0.25
const BLANKS_MIN = 2
/** The first word of a group stands at the top of its rows, or a few unknown ones above it. */
const FIRST_WITHIN = 5

/** One remark where a word seems to be written once for several rows, as a merged sheet looks once its merges are gone. */
export function blanksUnderWords(plan: Plan, cells: readonly TableCell[], draft: Draft): Finding[] {
  const { column, fact } = plan
  if (!fact || !(fact.type === 'text' || fact.type === 'enum' || fact.type === 'tree')) return []
  const from = cells.findIndex((cell) => cell.reading.state !== 'empty')
  if (from < 0 || from > FIRST_WITHIN) return []
  const blanks = cells.slice(from).filter((cell) => cell.reading.state === 'empty').length
  if (blanks < BLANKS_MIN || blanks < (cells.length - from) * BLANKS_SHARE) return []
  return [
    {
      code: 'blanks-below' satisfies SheetFinding,
      level: 'remark',
      at: { sheet: draft.sheet, row: draft.headerRows.to, column: column.index },
      value: column.header,
      facts: { fact: fact.key, blanks },
    },
  ]
}

/** One remark for the results of formulas in a column: they were worked out by another program, perhaps long ago. */
export function formulaRemark(
  cells: readonly TableCell[],
  rows: readonly RawRow[],
  column: Column,
  sheet: string,
): Finding[] {
  let first: number | undefined
  let count = 0
  for (const [index, cell] of cells.entries()) {
    if (cell.raw.formula === undefined) continue
    first ??= rows[index]!.row
    count += 1
  }
  if (first === undefined || column.fact === undefined) return []
  return [
    {
      code: 'formula-results' satisfies SheetFinding,
      level: 'remark',
      at: { sheet, row: first, column: column.index },
      facts: { count },
    },
  ]
}
