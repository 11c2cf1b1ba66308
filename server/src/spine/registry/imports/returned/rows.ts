import type { Finding } from '@qiongding/kernel'
import {
  type Cell,
  type CellContext,
  type CellReading,
  type Grid,
  type PlacedChoice,
  readCell,
  type SheetFact,
  type Table,
  type TextReader,
  type TreeEntry,
} from '@qiongding/sheets'
import { endsOf, type LowEnds } from '../rows.ts'
import type { Said, SheetRow, Told } from '../sheet.ts'
import type { FoundMarks } from './marks.ts'

/** By what the cells of a returned file are read. */
export type ReturnedReading = {
  readonly facts: ReadonlyMap<string, SheetFact>
  readonly choices: ReadonlyMap<number, PlacedChoice>
  readonly trees: Readonly<Record<string, readonly TreeEntry[]>>
  readonly readers: Readonly<Record<string, TextReader>>
  readonly lowEnds: LowEnds
  readonly told: Told
}

type ReadCell = {
  readonly column: number
  readonly fact: string
  readonly raw: Cell
  readonly reading: CellReading
}

/** A row that the reader of lists left out, as one with a single cell filled looks like a heading: its mark says that it is a record. */
function readDirect(
  grid: Grid,
  row: number,
  by: ReturnedReading & { readonly ratios: ReadonlyMap<number, NonNullable<CellContext['ratio']>> },
): ReadCell[] {
  return [...by.choices].flatMap(([column, choice]) => {
    const fact = choice.fact ? by.facts.get(choice.fact) : undefined
    if (!fact) return []
    const raw = grid.rows[row - 1]?.[column - 1] ?? { text: '' }
    const tree = fact.tree === undefined ? undefined : by.trees[fact.tree]
    const reader = by.readers[fact.key]
    const ratio = by.ratios.get(column)
    const context: CellContext = {
      ...(ratio !== undefined && { ratio }),
      ...(choice.unit !== undefined && { unit: choice.unit }),
      ...(tree && { tree }),
      ...(reader && { reader }),
    }
    const reading = readCell(raw, fact, context)
    const findings = reading.findings.map((finding) => ({
      ...finding,
      at: { sheet: grid.sheet, row, column },
    }))
    return [{ column, fact: fact.key, raw, reading: { ...reading, findings } }]
  })
}

function saidOf({ raw, reading }: ReadCell, told: Told): Said | undefined {
  const text = raw.text.trim()
  if (text !== '' && text === told.masked) return { state: 'masked', text }
  if (text !== '' && text === told.unknown) return { state: 'unknown', text }
  if (reading.state !== 'known') return { state: reading.state, text }
  // A day known to its month, a word read with a remark: the text tells whether it was touched at all.
  return reading.precision !== undefined || reading.findings.length > 0 ? { state: 'known', text } : undefined
}

function rowOf(
  row: number,
  cells: readonly ReadCell[],
  by: ReturnedReading,
  mark: string | undefined,
): SheetRow {
  const values: Record<string, NonNullable<CellReading['value']>> = {}
  const ends: Record<string, number> = {}
  const said: Record<string, Said> = {}
  for (const cell of cells) {
    const { fact, reading } = cell
    const words = saidOf(cell, by.told)
    if (words) said[fact] = words
    if (words?.state === 'masked' || words?.state === 'unknown') {
      Object.assign(ends, endsOf(reading, fact, by.lowEnds))
      continue
    }
    if (reading.value !== undefined) values[fact] = reading.value
    Object.assign(ends, endsOf(reading, fact, by.lowEnds))
  }
  const held = cells.some(
    ({ fact, reading }) =>
      said[fact]?.state !== 'masked' && reading.findings.some((finding) => finding.level === 'error'),
  )
  return { row, values: { ...ends, ...values }, held, ...(mark !== undefined && { mark }), said }
}

/** Every row under the header of a returned file: those with a mark are records, the others new ones where the reader found data in them. */
export function returnedRows(
  grid: Grid,
  tables: readonly Table[],
  marks: FoundMarks,
  by: ReturnedReading,
): { rows: SheetRow[]; findings: Finding[]; direct: ReadonlyMap<number, readonly ReadCell[]> } {
  const direct = new Map<number, readonly ReadCell[]>()
  const read = new Map<number, ReadCell[]>()
  for (const table of tables)
    for (const { row, cells } of table.rows)
      read.set(
        row,
        cells.flatMap(({ raw, reading }, index) => {
          const column = table.columns[index]
          return column?.fact === undefined ? [] : [{ column: column.index, fact: column.fact, raw, reading }]
        }),
      )
  // Percent or fraction is decided by the column, for its lone cells too.
  const ratios = new Map(
    tables.flatMap(({ columns }) =>
      columns.flatMap(({ index, ratio }) => (ratio === undefined ? [] : [[index, ratio] as const])),
    ),
  )
  for (const row of marks.rows.keys())
    if (!read.has(row)) {
      const cells = readDirect(grid, row, { ...by, ratios })
      direct.set(row, cells)
      read.set(row, cells)
    }
  const rows = [...read]
    .toSorted(([one], [other]) => one - other)
    .map(([row, cells]) => rowOf(row, cells, by, marks.rows.get(row)))
  const findings = [
    // What is said of the header is said of our own; what is said of a row that was left out and is none is not so.
    ...tables
      .flatMap((table) => table.findings)
      .filter(
        ({ at, code }) =>
          at.row !== undefined &&
          at.row > marks.row &&
          !(code === 'row-left-out' && direct.has(at.row)) &&
          !(code === 'column-without-header' && by.choices.get(at.column ?? 0)?.fact === null),
      ),
    ...[...direct.values()].flatMap((cells) => cells.flatMap(({ reading }) => [...reading.findings])),
  ].filter(({ at }) => {
    const cell =
      at.row === undefined ? undefined : read.get(at.row)?.find(({ column }) => column === at.column)
    return cell === undefined || saidOf(cell, by.told)?.state !== 'masked'
  })
  return { rows, findings, direct }
}
