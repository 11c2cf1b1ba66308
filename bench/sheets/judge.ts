// Holds what the reader understood against what was meant, cell by cell.
import type { Table, TableCell } from '@qiongding/sheets'
import type { BookWritten, ColumnTruth, Meaning, Plain, RowTruth, SheetWritten } from './written.ts'

/**
 * `right`: the meaning was read. `found`: not read, and a finding says so (at the cell; for a row that slipped, in the row; for a
 * column that was not taken, the column stands as not read). `remarked`: another value was read, with a remark beside it. `silent`:
 * another value, or none, and nothing said.
 */
export type Verdict = 'right' | 'found' | 'remarked' | 'silent'

export type Judged = {
  readonly verdict: Verdict
  readonly written: string
  /** Plainly written: nothing was planted. */
  readonly plain: boolean
  readonly place: string
  readonly shown: string
  readonly wanted: string
  readonly got: string
  readonly codes: readonly string[]
}

const near = (one: number, other: number) =>
  Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other))

function sameValue(wanted: Plain, got: unknown): boolean {
  if (typeof wanted === 'number') return typeof got === 'number' && near(wanted, got)
  if (Array.isArray(wanted))
    return (
      Array.isArray(got) && got.length === wanted.length && wanted.every((item, index) => item === got[index])
    )
  return wanted === got
}

/** Whether a reading states exactly what was meant. */
function isRight(meaning: Meaning, { reading }: TableCell): boolean {
  switch (meaning.is) {
    case 'nothing':
      return reading.state === 'empty' || reading.state === 'unknown'
    case 'unknown':
      return reading.state === 'unknown' && reading.value === undefined && reading.range === undefined
    case 'range':
      return (
        reading.value === undefined &&
        reading.range !== undefined &&
        (meaning.from === undefined
          ? reading.range.from === undefined
          : near(meaning.from, reading.range.from ?? Number.NaN)) &&
        (meaning.to === undefined
          ? reading.range.to === undefined
          : near(meaning.to, reading.range.to ?? Number.NaN))
      )
    case 'planted':
      return meaning.means !== undefined && sameValue(meaning.means, reading.value)
    case 'value':
      if (meaning.month)
        return reading.precision === 'month' && String(reading.value).startsWith(String(meaning.value))
      if (meaning.about && reading.approximate !== true) return false
      return sameValue(meaning.value, reading.value) && reading.precision === undefined
  }
}

function judgeCell(
  meaning: Meaning,
  cell: TableCell,
  said: { own: boolean; column: boolean; row: boolean },
): Verdict {
  if (isRight(meaning, cell)) return 'right'
  const { state } = cell.reading
  if (state === 'refused') return 'found'
  if (state === 'known') {
    // A row with an error is held as a whole: nothing of it is written before somebody looks.
    if (said.row && meaning.is === 'planted') return 'found'
    return said.own || said.column ? 'remarked' : 'silent'
  }
  if (meaning.is === 'planted' && meaning.written === 'slipped one column') return 'found'
  return said.own || said.column ? 'found' : 'silent'
}

const shownOf = (cell: TableCell | undefined) =>
  cell ? `${cell.raw.text}${cell.raw.value === undefined ? '' : ` <${cell.raw.value}>`}` : ''
const wantedOf = (meaning: Meaning) =>
  meaning.is === 'value'
    ? String(meaning.value)
    : meaning.is === 'range'
      ? `${meaning.from}..${meaning.to}`
      : meaning.is

type Found = { table: Table; row: Table['rows'][number] }

function judgeRow(
  sheet: SheetWritten,
  truth: RowTruth,
  columns: readonly ColumnTruth[],
  found: Found | undefined,
  tables: readonly Table[],
): Judged[] {
  const out: Judged[] = []
  const say = (
    verdict: Verdict,
    column: ColumnTruth,
    meaning: Meaning,
    cell: TableCell | undefined,
    codes: readonly string[],
  ) =>
    out.push({
      verdict,
      written: 'written' in meaning ? meaning.written : 'nothing',
      plain: meaning.is !== 'planted',
      place: `${sheet.name}!${truth.row},${column.column} ${column.fact ?? '(no fact)'}`,
      shown: shownOf(cell),
      wanted: wantedOf(meaning),
      got: cell
        ? `${cell.reading.state} ${JSON.stringify(cell.reading.value ?? cell.reading.range ?? null)}`
        : 'row not read',
      codes,
    })
  if (!found) {
    const left = tables.flatMap((table) => table.skipped).find((skipped) => skipped.row === truth.row)
    const told = tables.some((table) => table.findings.some((finding) => finding.at.row === truth.row))
    for (const [index, column] of columns.entries()) {
      const meaning = truth.means[index]!
      if (column.fact !== undefined && meaning.is !== 'nothing')
        say(told ? 'found' : 'silent', column, meaning, undefined, [
          `left out: ${left?.reason ?? 'not at all'}`,
        ])
    }
    return out
  }
  const { table, row } = found
  const rowHasError = table.findings.some(
    (finding) => finding.at.row === truth.row && finding.level === 'error',
  )
  const taken = new Map<string, number>()
  for (const column of table.columns)
    if (column.fact !== undefined) taken.set(`${column.index}`, column.index)
  for (const [index, column] of columns.entries()) {
    const meaning = truth.means[index]!
    const position = table.columns.findIndex((one) => one.index === column.column)
    const read = table.columns[position]
    const cell = row.cells[position]
    const own = table.findings.filter(
      (finding) => finding.at.row === truth.row && finding.at.column === column.column,
    )
    const ofColumn = table.findings.filter(
      (finding) =>
        finding.at.column === column.column &&
        finding.at.row !== undefined &&
        finding.at.row <= table.headerRows.to,
    )
    const codes = [...own, ...ofColumn].map((finding) => finding.code)
    if (read?.fact === undefined || !cell) {
      // Not taken for anything: the column itself stands as not read.
      if (column.fact !== undefined && meaning.is !== 'nothing')
        say('found', column, meaning, cell, ['column not read'])
      continue
    }
    const said = { own: own.length > 0, column: ofColumn.length > 0, row: rowHasError }
    if (read.fact !== column.fact) {
      if (cell.reading.value === undefined && cell.reading.range === undefined) {
        if (column.fact !== undefined && meaning.is !== 'nothing')
          say(said.own || said.column ? 'found' : 'silent', column, meaning, cell, [
            `read as ${read.fact}`,
            ...codes,
          ])
      } else
        say(said.own || said.column ? 'remarked' : 'silent', column, meaning, cell, [
          `read as ${read.fact}`,
          ...codes,
        ])
      continue
    }
    if (column.year !== undefined && read.year !== column.year && !codes.includes('year-missing')) {
      say(said.column ? 'remarked' : 'silent', column, meaning, cell, [`year ${read.year}`, ...codes])
      continue
    }
    const verdict = judgeCell(meaning, cell, said)
    if (meaning.is === 'nothing' && verdict === 'right') continue
    say(verdict, column, meaning, cell, codes)
  }
  return out
}

/** Rows read as data where none is, that would be written: they name a subject and have no error. */
function phantoms(sheet: SheetWritten, tables: readonly Table[], nameFact: string): Judged[] {
  const known = new Set(sheet.blocks.flatMap((block) => block.rows.map((row) => row.row)))
  return tables.flatMap((table) =>
    table.rows.flatMap((row) => {
      if (known.has(row.row)) return []
      const position = table.columns.findIndex((column) => column.fact === nameFact)
      const name = row.cells[position]
      const error = table.findings.some((finding) => finding.at.row === row.row && finding.level === 'error')
      if (!name || name.reading.value === undefined || error) return []
      return [
        {
          verdict: 'silent' as const,
          written: 'no row of data',
          plain: true,
          place: `${sheet.name}!${row.row}`,
          shown: row.cells
            .map((cell) => cell.raw.text)
            .join('|')
            .slice(0, 80),
          wanted: 'no row',
          got: String(name.reading.value),
          codes: [],
        },
      ]
    }),
  )
}

/** Every written cell of a book with its verdict. */
export function judge(book: BookWritten, tables: readonly Table[], nameFact: string): Judged[] {
  return book.sheets.flatMap((sheet) => {
    const own = book.sheets.length === 1 ? tables : tables.filter((table) => table.sheet === sheet.name)
    const rows = new Map<number, Found>(
      own.flatMap((table) => table.rows.map((row) => [row.row, { table, row }] as const)),
    )
    const judged = sheet.blocks.flatMap((block) =>
      block.rows.flatMap((truth) => judgeRow(sheet, truth, block.columns, rows.get(truth.row), own)),
    )
    return [...judged, ...phantoms(sheet, own, nameFact)]
  })
}

export type Score = {
  cells: number
  right: number
  found: number
  remarked: number
  silent: number
  plain: number
  plainFound: number
}

export function scoreOf(judged: readonly Judged[]): Score {
  const of = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length
  const plain = judged.filter((one) => one.plain)
  return {
    cells: judged.length,
    right: of('right'),
    found: of('found'),
    remarked: of('remarked'),
    silent: of('silent'),
    plain: plain.length,
    plainFound: plain.filter((one) => one.verdict === 'found').length,
  }
}
