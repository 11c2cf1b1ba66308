import type { Finding } from '@qiongding/kernel'
import { proposeByValues, proposeColumns } from './columns.ts'
import type { SheetFact } from './fact.ts'
import { cellAt, fold, type Grid } from './grid.ts'
import { findHeader, type HeaderBlock, headerIn } from './header.ts'
import { filledColumns, mergeMap } from './merges.ts'
import type { SheetFinding } from './messages.ts'
import { bodyOf, type RawRow } from './rows.ts'
import { settleTable } from './settle.ts'
import {
  type Column,
  choiceOf,
  type Draft,
  type Mapping,
  type Reading,
  type ReadOptions,
  type SkippedRow,
  type Table,
} from './table.ts'
import { notesOf } from './title.ts'
import { unitWritten } from './unit.ts'

/** Columns with the corrections of a person or a profile. */
function corrected(columns: readonly Column[], mapping: Mapping | undefined): Column[] {
  if (!mapping) return [...columns]
  const choiceFor = (column: Column) => choiceOf(column, mapping)
  const wanted = new Set(
    columns.flatMap((column) => {
      const choice = choiceFor(column)
      return choice?.fact ? [`${choice.fact} ${column.index}`] : []
    }),
  )
  const moved = new Set([...wanted].map((entry) => entry.split(' ')[0]!))
  return columns.map((column) => {
    const choice = choiceFor(column)
    // A fact given to another column leaves the one it was proposed for, unless the two name different years.
    const lost =
      column.fact !== undefined && moved.has(column.fact) && choice?.fact === undefined && !column.year
    if (choice?.fact === undefined && !lost) return withYear(column, choice?.year)
    const { fact: _fact, reason: _reason, ...rest } = column
    if (!choice?.fact) return withYear(rest, choice?.year)
    const reason = choice.profile ? ('profile' as const) : ('chosen' as const)
    return withYear({ ...rest, fact: choice.fact, reason }, choice.year)
  })
}

function withYear(column: Column, year: number | undefined): Column {
  return year === undefined ? column : { ...column, year, yearFrom: 'chosen' }
}

function twiceNamed(columns: readonly Column[], draft: Draft): Finding[] {
  const seen = new Map<string, number>()
  const findings: Finding[] = []
  for (const column of columns) {
    if (column.fact === undefined) continue
    const slot = `${column.fact} ${column.year ?? ''}`
    const first = seen.get(slot)
    if (first === undefined) {
      seen.set(slot, column.index)
      continue
    }
    findings.push({
      code: 'two-columns-one-fact' satisfies SheetFinding,
      level: 'error',
      at: { sheet: draft.sheet, row: draft.headerRows.to, column: column.index },
      value: column.header,
      facts: { fact: column.fact, first },
    })
  }
  return findings
}

function draftOf(
  grid: Grid,
  block: HeaderBlock,
  body: ReturnType<typeof bodyOf>,
  reading: Reading,
  earlier: Table | undefined,
): Draft {
  const notes = notesOf(grid, [
    ...block.titleRows,
    ...body.skipped.filter((row) => row.reason === 'note').map((row) => row.row),
  ])
  const chosen = reading.options.mapping?.asOf
  const asOf = chosen ?? notes.asOf ?? earlier?.asOf ?? reading.options.asOf
  const title = notes.title ?? earlier?.title
  const filledBy = notes.filledBy ?? earlier?.filledBy
  const titles: SkippedRow[] = block.titleRows.map((row) => {
    const texts = filledColumns(grid, row).map((column) => fold(cellAt(grid, row, column).text))
    const onlyUnits = texts.every((text) => unitWritten(text) !== undefined)
    return { row, reason: onlyUnits ? 'unit' : 'title', text: texts.join(' ').slice(0, 200) }
  })
  const findings: Finding[] = [...body.findings]
  if (asOf === undefined) {
    findings.push({
      code: 'as-of-missing' satisfies SheetFinding,
      level: 'remark',
      at: { sheet: grid.sheet, row: block.from },
    })
  }
  if (block.score === 0) {
    findings.push({
      code: 'header-unsure' satisfies SheetFinding,
      level: 'remark',
      at: { sheet: grid.sheet, row: block.from },
    })
  }
  return {
    sheet: grid.sheet,
    ...(title === undefined ? {} : { title }),
    ...(filledBy === undefined ? {} : { filledBy }),
    ...(asOf === undefined
      ? {}
      : { asOf, asOfFrom: notes.asOf && !chosen ? ('sheet' as const) : ('chosen' as const) }),
    units: notes.units.length > 0 ? notes.units : (earlier?.units ?? []),
    unitRows: body.unitRows,
    headerRows: { from: block.from, to: block.to },
    skipped: [...titles, ...body.skipped],
    layoutFindings: findings,
  }
}

/** Rows with a value beyond the header, up to this share or number: such rows have slipped sideways; more of them are a column. */
const SLIPPED_SHARE = 0.05
const SLIPPED_ROWS = 3

/**
 * Values without a header, so that nothing vanishes unsaid. In a few rows they mean that the row slipped: each is an error, since the
 * other cells of the row then stand under wrong headers too. In many rows they are a column nobody named: one remark.
 */
function headless(grid: Grid, block: HeaderBlock, body: ReturnType<typeof bodyOf>): Finding[] {
  const found = new Map<number, number[]>()
  for (const { row } of body.rows) {
    const cells = grid.rows[row - 1]!
    for (let column = 1; column <= cells.length; column += 1) {
      if (block.paths.has(column)) continue
      const cell = cells[column - 1]
      if (!cell || fold(cell.text) === '') continue
      const rows = found.get(column)
      if (rows) rows.push(row)
      else found.set(column, [row])
    }
  }
  const few = Math.max(SLIPPED_ROWS, body.rows.length * SLIPPED_SHARE)
  return [...found].flatMap(([column, rows]) => {
    const slipped = rows.length <= few && body.rows.length > rows.length * 2
    return (slipped ? rows : rows.slice(0, 1)).map((row) => ({
      code: (slipped ? 'value-beyond-header' : 'column-without-header') satisfies SheetFinding,
      level: slipped ? ('error' as const) : ('remark' as const),
      at: { sheet: grid.sheet, row, column },
      value: cellAt(grid, row, column).text,
    }))
  })
}

/**
 * The tables of one sheet: every block with its header, its columns with the facts proposed for them, its rows with typed cells,
 * the rows left out with the reason, and findings for all that was not plain. An empty list where no header was found.
 */
export function readTables(grid: Grid, facts: readonly SheetFact[], options: ReadOptions = {}): Table[] {
  const merges = mergeMap(grid)
  // Ages are worked out on the day of judging and never read from a sheet.
  const reading: Reading = { facts: facts.filter((fact) => fact.ageOf === undefined), options }
  const tables: Table[] = []
  let from = 1
  while (from <= grid.rows.length) {
    const block =
      options.header === undefined
        ? findHeader(grid, merges, from, reading.facts)
        : headerIn(grid, merges, options.header, reading.facts)
    if (!block) break
    const proposed = proposeColumns(block.paths, new Map(), reading)
    const mapped = new Set(
      proposed.filter((column) => column.fact !== undefined).map((column) => column.index),
    )
    const body = bodyOf(grid, merges, block, options.header === undefined ? reading.facts : [], mapped)
    const draft = draftOf(grid, block, body, reading, tables.at(-1))
    const withUnits =
      body.columnUnits.size > 0 ? proposeColumns(block.paths, body.columnUnits, reading) : proposed
    const columns = corrected(proposeByValues(withUnits, body.rows, reading), options.mapping)
    const layoutFindings = [...draft.layoutFindings, ...headless(grid, block, body)]
    const whole = { ...draft, layoutFindings }
    const table = settleTable(whole, columns, body.rows, reading)
    const twice = twiceNamed(columns, draft)
    tables.push(twice.length > 0 ? { ...table, findings: [...twice, ...table.findings] } : table)
    from = body.next
  }
  return tables
}

/** Reads a table again with corrected columns, units, years or scales; the layout stays. The facts and options are those of the first reading. */
export function applyMapping(
  table: Table,
  mapping: Mapping,
  facts: readonly SheetFact[],
  options: ReadOptions = {},
): Table {
  const reading: Reading = { facts, options: { ...options, mapping } }
  const { rows: typed, findings: _findings, columns: before, ...draft } = table
  const rows: RawRow[] = typed.map((row) => {
    const over = new Map(
      row.cells.flatMap((cell, position) =>
        cell.filled === undefined && cell.across === undefined
          ? []
          : [
              [
                position,
                {
                  ...(cell.filled === undefined ? {} : { filled: cell.filled }),
                  ...(cell.across === undefined ? {} : { across: cell.across }),
                },
              ] as const,
            ],
      ),
    )
    const cells = row.cells.map((cell) => cell.raw)
    return over.size > 0 ? { row: row.row, cells, over } : { row: row.row, cells }
  })
  const columns = corrected(before.map(unsettled), mapping)
  const asOf = mapping.asOf === undefined ? {} : { asOf: mapping.asOf, asOfFrom: 'chosen' as const }
  const table2 = settleTable({ ...draft, ...asOf }, columns, rows, reading)
  const twice = twiceNamed(columns, draft)
  return twice.length > 0 ? { ...table2, findings: [...twice, ...table2.findings] } : table2
}

/** A column without what the last reading worked out for it. */
function unsettled(column: Column): Column {
  const { unit: _unit, unitFrom: _unitFrom, ratio: _ratio, ...rest } = column
  if (rest.yearFrom !== 'title') return rest
  const { year: _year, yearFrom: _yearFrom, ...without } = rest
  return without
}
