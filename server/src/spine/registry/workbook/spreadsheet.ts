import * as XLSX from '@e965/xlsx'
import type { Cell, Grid, Merge } from '@qiongding/sheets'
import { WORKBOOK_LIMITS } from './limits.ts'
import { shownNumber } from './shown.ts'
import { ArchiveProblem } from './zip.ts'

/** The library does not type its reader of compound files: what is used of it. */
type Compound = { readonly FullPaths: readonly string[] }
const compoundFiles = XLSX.CFB as {
  read(bytes: Uint8Array, options: { readonly type: 'buffer' }): Compound
}

/** Names of the streams of a compound file, as its directory has them; nothing where it is none, or broken. */
export function compoundStreams(bytes: Uint8Array): string[] | undefined {
  try {
    const { FullPaths: paths } = compoundFiles.read(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      { type: 'buffer' },
    )
    return paths.map((path) => path.replace(/^.*\//, ''))
  } catch {
    return undefined
  }
}

/** Serial numbers of the 1904 system of old Macintosh files are this many days smaller. */
const DAYS_1904 = 1462

function cellOf(found: XLSX.CellObject, is1904: boolean): Cell | undefined {
  const { v: value, w: shown, f: formula } = found
  const text = shown ?? (value === undefined ? '' : String(value))
  const more = formula === undefined ? {} : { formula }
  switch (found.t) {
    case 'n': {
      const number = Number(value)
      if (typeof found.z === 'string' && XLSX.SSF.is_date(found.z)) {
        return { text, value: is1904 ? number + DAYS_1904 : number, isDate: true, ...more }
      }
      const seen = typeof found.z === 'string' ? shownNumber(found.z, number) : undefined
      return { text: seen ?? text, value: number, ...more }
    }
    case 'b':
      return { text, value: value === true, ...more }
    case 'e':
      return { text: text === '' ? '#N/A' : text, ...more }
    case 'z':
      return formula === undefined ? undefined : { text: '', ...more }
    default: {
      const whole = typeof value === 'string' ? value : text
      return whole === '' && formula === undefined ? undefined : { text: whole, ...more }
    }
  }
}

function gridOfSheet(
  sheet: string,
  worksheet: XLSX.WorkSheet,
  is1904: boolean,
  budget: { cells: number },
): Grid {
  const data: (XLSX.CellObject | undefined)[][] = worksheet['!data'] ?? []
  const rows: (readonly (Cell | undefined)[] | undefined)[] = []
  let filled = 0
  // Sparse rows are visited by their keys: the declared range may say a million.
  for (const key of Object.keys(data)) {
    const index = Number(key)
    const cells: (Cell | undefined)[] = []
    for (const [column, found] of data[index]!.entries()) {
      const cell = found && cellOf(found, is1904)
      if (!cell) continue
      if (column >= WORKBOOK_LIMITS.columns) throw new ArchiveProblem('too many columns', 'columns')
      while (cells.length < column) cells.push(undefined)
      cells.push(cell)
      budget.cells += 1
    }
    if (cells.length === 0) continue
    while (rows.length < index) rows.push(undefined)
    rows.push(cells)
    filled += 1
    if (filled > WORKBOOK_LIMITS.rows) throw new ArchiveProblem('too many rows', 'rows')
    if (budget.cells > WORKBOOK_LIMITS.cells) throw new ArchiveProblem('too many cells', 'cells')
  }
  const merges: Merge[] = (worksheet['!merges'] ?? [])
    .map((range) => ({
      top: range.s.r + 1,
      left: range.s.c + 1,
      bottom: range.e.r + 1,
      right: range.e.c + 1,
    }))
    .filter((merge) => merge.top <= rows.length)
  return { sheet, rows, merges }
}

/** The grids of a parsed workbook, hidden sheets left out unless all are hidden. */
export function gridsOf(workbook: XLSX.WorkBook, onSheet: (done: number, total: number) => void): Grid[] {
  if (workbook.SheetNames.length > WORKBOOK_LIMITS.sheets)
    throw new ArchiveProblem('too many sheets', 'sheets')
  const is1904 = workbook.Workbook?.WBProps?.date1904 === true
  const hidden = new Set((workbook.Workbook?.Sheets ?? []).filter((one) => one.Hidden).map((one) => one.name))
  const names = workbook.SheetNames.filter((name) => !hidden.has(name))
  const budget = { cells: 0 }
  const wanted = names.length > 0 ? names : workbook.SheetNames
  return wanted.map((name, index) => {
    const worksheet = workbook.Sheets[name] ?? {}
    const grid = gridOfSheet(name, worksheet, is1904, budget)
    // The parsed cells are not needed any more: without this both copies stand in memory.
    delete workbook.Sheets[name]
    onSheet(index + 1, wanted.length)
    return grid
  })
}

/** Parses the bytes of .xlsx or .xls. */
export function parseSpreadsheet(bytes: Uint8Array): XLSX.WorkBook {
  return XLSX.read(bytes, {
    type: 'buffer',
    dense: true,
    cellFormula: true,
    cellNF: true,
    cellText: true,
    cellHTML: false,
    bookVBA: false,
  })
}
