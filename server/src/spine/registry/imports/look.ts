import type { Finding } from '@qiongding/kernel'
import type { Grid, Table, TableCell } from '@qiongding/sheets'
import { endsOf, type LowEnds } from './rows.ts'
import { GRID_ROWS, type GridRow, type Sheet, type SheetColumn, type SheetRow } from './sheet.ts'

const partOf = {
  title: 'title',
  unit: 'unit',
  header: 'header',
  numbering: 'header',
  total: 'total',
  note: 'note',
  band: 'title',
  'number-only': 'blank',
} as const

/** Columns of every block. One that stands in the next block too, in the same place and read in the same way, is told once. */
function columnsOf(tables: readonly Table[]): SheetColumn[] {
  const found = new Map<string, SheetColumn>()
  let before = ''
  for (const table of tables) {
    const columns = columnsIn(table)
    const here = JSON.stringify(columns)
    if (here === before) continue
    before = here
    for (const column of columns) {
      const key = JSON.stringify(column)
      const below = [...(found.get(key)?.below ?? []), table.headerRows.to]
      found.set(key, { ...column, below })
    }
  }
  return [...found.values()]
}

function columnsIn(table: Table): Omit<SheetColumn, 'below'>[] {
  return table.columns.map((column) => ({
    column: column.index,
    header: column.header,
    ...(column.fact !== undefined && { fact: column.fact }),
    ...(column.reason !== undefined && { reason: String(column.reason) }),
    ...(column.unit !== undefined && { unit: column.unit }),
    ...(column.unitFrom !== undefined && { unitFrom: column.unitFrom }),
    ...(column.ratio !== undefined && { ratio: column.ratio }),
    ...(column.fill && { fill: true }),
  }))
}

type CellLook = { readAs?: string; level?: 'error' | 'remark' | 'unknown' }

/** How a read cell is shown beside what stands in it; undefined where there is nothing to show. */
function cellLook(cell: TableCell, fact: string, lowEnds: LowEnds): CellLook | undefined {
  const { reading } = cell
  const level = reading.findings.some((finding) => finding.level === 'error')
    ? 'error'
    : reading.findings.length > 0
      ? 'remark'
      : reading.state === 'unknown'
        ? 'unknown'
        : undefined
  const ends = endsOf(reading, fact, lowEnds)
  const readAs = ends
    ? [reading.range?.from ?? '', reading.range?.to ?? ''].join('–')
    : reading.value !== undefined && String(reading.value) !== cell.raw.text.trim()
      ? Array.isArray(reading.value)
        ? reading.value.join('、')
        : String(reading.value)
      : undefined
  if (!level && readAs === undefined) return undefined
  return { ...(level && { level }), ...(readAs !== undefined && { readAs }) }
}

/** The first rows of a sheet as they stand in the file, with what was understood of each cell. */
function gridRows(
  grid: Grid,
  tables: readonly Table[],
  lowEnds: LowEnds,
  known: ReadonlyMap<number, GridRow['part']>,
): GridRow[] {
  const parts = new Map<number, GridRow['part']>()
  const cells = new Map<string, CellLook>()
  for (const table of tables) {
    for (const skipped of table.skipped) parts.set(skipped.row, partOf[skipped.reason])
    for (let row = table.headerRows.from; row <= table.headerRows.to; row++) parts.set(row, 'header')
    for (const { row, cells: read } of table.rows) {
      parts.set(row, 'data')
      if (row > GRID_ROWS) continue
      for (const [index, cell] of read.entries()) {
        const column = table.columns[index]
        const look = column?.fact === undefined ? undefined : cellLook(cell, column.fact, lowEnds)
        if (column && look) cells.set(`${row}:${column.index}`, look)
      }
    }
  }
  for (const [row, part] of known) parts.set(row, part)
  return grid.rows.slice(0, GRID_ROWS).map((row, index) => ({
    row: index + 1,
    part: parts.get(index + 1) ?? (row?.some((cell) => cell && cell.text.trim() !== '') ? 'note' : 'blank'),
    cells: Array.from({ length: row?.length ?? 0 }, (_, column) => ({
      text: row?.[column]?.text ?? '',
      ...cells.get(`${index + 1}:${column + 1}`),
    })),
  }))
}

/** What was understood of a sheet, put together for whoever asked. */
export function sheetFrom(
  understood: {
    readonly kind: string
    /** The sheet as it stands in the file; `tables` may have been read from a plainer one. */
    readonly grid: Grid
    readonly grids: readonly Grid[]
    readonly tables: readonly Table[]
    readonly lowEnds: LowEnds
    readonly rows: readonly SheetRow[]
    readonly findings: readonly Finding[]
    readonly parts?: ReadonlyMap<number, GridRow['part']>
    readonly mark?: string
  } & Pick<Sheet, 'format' | 'encoding' | 'profile'>,
): Sheet {
  const { grid, tables, mark, format, encoding, profile } = understood
  const table = tables[0]
  return {
    kind: understood.kind,
    sheet: grid.sheet,
    sheets: understood.grids.map((one) => ({ name: one.sheet, rows: one.rows.length })),
    ...(table?.title !== undefined && { title: table.title }),
    ...(table?.filledBy !== undefined && { filledBy: table.filledBy }),
    ...(table?.asOf !== undefined && { asOf: table.asOf }),
    format,
    ...(encoding !== undefined && { encoding }),
    ...(profile && { profile }),
    ...(table?.units[0] !== undefined && { defaultUnit: table.units[0] }),
    columns: columnsOf(tables),
    rows: understood.rows,
    findings: understood.findings,
    grid: gridRows(grid, tables, understood.lowEnds, understood.parts ?? new Map()),
    gridRows: grid.rows.length,
    merges: grid.merges
      .filter((merge) => merge.top <= GRID_ROWS)
      .map((merge) => ({
        row: merge.top,
        column: merge.left,
        rows: merge.bottom - merge.top + 1,
        columns: merge.right - merge.left + 1,
      })),
    ...(mark !== undefined && { mark }),
  }
}
