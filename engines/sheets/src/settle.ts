import type { Finding } from '@qiongding/kernel'
import { readCell } from './cell.ts'
import type { SheetFact } from './fact.ts'
import { type Cell, EMPTY_CELL, isBlank } from './grid.ts'
import type { SheetFinding } from './messages.ts'
import { type Plan, planOf } from './plan.ts'
import { type CellContext, type CellReading, EMPTY_READING, refused, remark } from './reading.ts'
import { blanksUnderWords, formulaRemark, magnitudes, misfit, sameAsAbove } from './remarks.ts'
import type { Over, RawRow } from './rows.ts'
import type { Column, Draft, Reading, Table, TableCell, TableRow } from './table.ts'
import { unitFor } from './unit.ts'

function placed(findings: readonly Finding[], sheet: string, row: number, column: number): Finding[] {
  return findings.map((finding) => ({ ...finding, at: { sheet, row, column } }))
}

function readingOf(raw: Cell, over: Over | undefined, fact: SheetFact, context: CellContext): CellReading {
  const reading = readCell(raw, fact, context)
  if (over?.filled !== undefined && fact.type === 'number' && reading.state === 'known') {
    // One amount over several rows is their sum, or the same for each: only a person knows.
    return refused('number-over-rows', raw.text, { likely: reading.value!, facts: { rows: over.filled } })
  }
  if (over?.across !== undefined && reading.state === 'known') {
    return {
      ...reading,
      findings: [...reading.findings, remark('merged-across', raw.text, { columns: over.across })],
    }
  }
  return reading
}

/** Reads every cell of a block as its column says. */
export function settleTable(
  draft: Draft,
  columns: readonly Column[],
  rows: readonly RawRow[],
  reading: Reading,
): Table {
  const findings: Finding[] = [...draft.layoutFindings]
  const settled: Column[] = []
  const byColumn: TableCell[][] = []
  for (const [position, column] of columns.entries()) {
    let plan = planOf(draft, column, position, rows, reading)
    let cells = cellsOf(plan, position, rows, draft)
    if (plan.fact && misfit(cells)) {
      if (column.reason === 'similar' || column.reason === 'values') {
        const { fact, reason: _reason, ...rest } = column
        plan = { column: { ...rest, alternatives: [fact!, ...rest.alternatives] }, context: {}, findings: [] }
        cells = cellsOf(plan, position, rows, draft)
      } else {
        findings.push({
          code: 'values-do-not-fit' satisfies SheetFinding,
          level: 'error',
          at: { sheet: draft.sheet, row: draft.headerRows.to, column: column.index },
          value: column.header,
          facts: { fact: plan.fact.key },
        })
      }
    }
    if (plan.fact) {
      sameAsAbove(cells)
      magnitudes(cells, plan.fact)
    }
    findings.push(
      ...plan.findings,
      ...formulaRemark(cells, rows, column, draft.sheet),
      ...blanksUnderWords(plan, cells, draft),
    )
    settled.push(plan.column)
    byColumn.push(cells)
  }
  const typed: TableRow[] = rows.map((row, index) => ({
    row: row.row,
    cells: byColumn.map((cells) => cells[index]!),
  }))
  for (const row of typed) {
    for (const [position, cell] of row.cells.entries()) {
      if (cell.reading.findings.length === 0) continue
      findings.push(...placed(cell.reading.findings, draft.sheet, row.row, columns[position]!.index))
    }
  }
  findings.sort(
    (left, right) =>
      (left.at.row ?? 0) - (right.at.row ?? 0) || (left.at.column ?? 0) - (right.at.column ?? 0),
  )
  return { ...draft, columns: settled, rows: typed, findings }
}

function unitsAt(draft: Draft, row: number): readonly string[] | undefined {
  let units: readonly string[] | undefined
  for (const change of draft.unitRows) if (change.row < row) units = change.units
  return units
}

/** Cells met before in a column are not read again; where hardly any come again, remembering them is given up. */
const REMEMBERED = 20_000
const TRIED = 4_000
const WORTH_IT = 0.2

/** Reads a cell under one column and context, each distinct cell object once. */
function reader(fact: SheetFact, context: CellContext): (raw: Cell) => TableCell {
  const known = new Map<Cell, TableCell>()
  let asked = 0
  let met = 0
  let worth = true
  return (raw) => {
    if (!worth) return { raw, reading: readCell(raw, fact, context) }
    asked += 1
    const before = known.get(raw)
    if (before) {
      met += 1
      return before
    }
    const cell: TableCell = { raw, reading: readCell(raw, fact, context) }
    if (known.size < REMEMBERED) known.set(raw, cell)
    if (asked === TRIED && met < TRIED * WORTH_IT) {
      worth = false
      known.clear()
    }
    return cell
  }
}

function cellsOf(plan: Plan, position: number, rows: readonly RawRow[], draft: Draft): TableCell[] {
  const { fact, context, fill } = plan
  const down = fill ? filledDown(position, rows) : undefined
  const readers = new Map<string | undefined, (raw: Cell) => TableCell>()
  const changes =
    draft.unitRows.length > 0 &&
    fact?.type === 'number' &&
    plan.column.unitFrom !== 'header' &&
    plan.column.unitFrom !== 'chosen'
  return rows.map((row, index) => {
    const raw = down?.[index] ?? row.cells[position] ?? EMPTY_CELL
    const over = row.over?.get(position)
    if (!fact) return { raw, ...over, reading: EMPTY_READING }
    const unit = changes
      ? unitsAt(draft, row.row)
          ?.map((symbol) => unitFor(symbol, fact.unit))
          .find((symbol) => symbol !== undefined)
      : undefined
    const here = unit === undefined ? context : { ...context, unit }
    if (over) return { raw, ...over, reading: readingOf(raw, over, fact, here) }
    let read = readers.get(unit)
    if (!read) {
      read = reader(fact, here)
      readers.set(unit, read)
    }
    return read(raw)
  })
}

/** The cells of a column with each blank taken from the cell above it: said by a person, never guessed. */
function filledDown(position: number, rows: readonly RawRow[]): (Cell | undefined)[] {
  let above: Cell | undefined
  return rows.map((row) => {
    const cell = row.cells[position]
    if (!isBlank(cell)) above = cell
    return above ?? cell
  })
}
