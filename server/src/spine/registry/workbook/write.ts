import type { Day } from '@qiongding/kernel'
import { neutralText } from '@qiongding/sheets'
import type ExcelJS from 'exceljs'
import { storedZip, unpack, whole, zipEntries } from './zip.ts'

export type SheetColumn = {
  readonly header: string
  readonly type: 'text' | 'number' | 'day' | 'boolean'
  /** Unit shown in the header; numbers are expected in it. */
  readonly unit?: string
  readonly decimals?: number
  /** Width in characters; otherwise from the header. */
  readonly width?: number
}

/** A cell to write: a day is its `YYYY-MM-DD` text in a day column; undefined leaves the cell empty. */
export type SheetValue = string | number | boolean | undefined

/** A plain list: one header row, then rows. */
export type SheetToWrite = {
  readonly name: string
  readonly title?: string
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly (readonly SheetValue[])[]
}

const HEADER_FILL = 'FFE8EEF0'
const LINE = { style: 'thin', color: { argb: 'FFC9D1D4' } } as const
/** Widths in characters, so that neither a flag nor a long note spoils the page. */
const WIDTH_MIN = 8
const WIDTH_MAX = 60

/** A sheet name Excel takes: no `[]:*?/\`, at most 31 characters, none twice. */
function sheetNames(sheets: readonly SheetToWrite[]): string[] {
  const taken = new Set<string>()
  return sheets.map((sheet, index) => {
    const plain =
      sheet.name
        .replace(/[[\]:*?/\\]/g, ' ')
        .trim()
        .slice(0, 28) || `Sheet${index + 1}`
    let name = plain
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${plain} ${copy}`
    taken.add(name.toLowerCase())
    return name
  })
}

function formatOf(column: SheetColumn): string {
  if (column.type === 'day') return 'yyyy-mm-dd'
  if (column.type === 'text') return '@'
  if (column.type !== 'number') return 'General'
  const decimals =
    column.decimals === undefined || column.decimals === 0 ? '' : `.${'0'.repeat(column.decimals)}`
  const plain = column.decimals === undefined ? 'General' : `#,##0${decimals}`
  return column.unit === '%' ? `0${decimals === '' ? '.##' : decimals}` : plain
}

function writtenValue(value: SheetValue, column: SheetColumn): ExcelJS.CellValue {
  if (value === undefined) return null
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (column.type === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(`${value}T00:00:00Z`)
  return neutralText(value)
}

function widthOf(column: SheetColumn): number {
  const wide = [...column.header].reduce((sum, char) => sum + (char.charCodeAt(0) > 255 ? 2 : 1), 2)
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, column.width ?? wide))
}

/** The cells of a header: filled, bold, bordered, wrapped. */
export function styleHeader(cell: ExcelJS.Cell): void {
  cell.font = { bold: true }
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: HEADER_FILL } }
  cell.alignment = { vertical: 'middle', horizontal: 'center', wrapText: true }
  cell.border = { top: LINE, bottom: LINE, left: LINE, right: LINE }
}

function fill(worksheet: ExcelJS.Worksheet, sheet: SheetToWrite): void {
  const width = sheet.columns.length
  if (sheet.title !== undefined && width > 0) {
    const title = worksheet.addRow([neutralText(sheet.title)])
    title.font = { bold: true, size: 14 }
    title.alignment = { horizontal: 'center' }
    if (width > 1) worksheet.mergeCells(1, 1, 1, width)
  }
  const header = worksheet.addRow(
    sheet.columns.map(({ header: text, unit }) => (unit === undefined ? text : `${text}（${unit}）`)),
  )
  for (let column = 1; column <= width; column += 1) styleHeader(header.getCell(column))
  for (const [index, column] of sheet.columns.entries()) {
    const target = worksheet.getColumn(index + 1)
    target.width = widthOf(column)
    target.numFmt = formatOf(column)
  }
  header.numFmt = '@'
  for (const row of sheet.rows)
    worksheet.addRow(sheet.columns.map((column, index) => writtenValue(row[index], column)))
  const last = header.number
  worksheet.views = [{ state: 'frozen', ySplit: last }]
  if (width > 0) worksheet.autoFilter = { from: { row: last, column: 1 }, to: { row: last, column: width } }
}

/** Bytes of a workbook, the same for the same content: parts in order and without times of packing. */
export async function workbookBytes(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  const packed = new Uint8Array(await workbook.xlsx.writeBuffer())
  const parts: { name: string; content: Uint8Array }[] = []
  for (const entry of zipEntries(packed)) {
    if (entry.name.endsWith('/')) continue
    parts.push({ name: entry.name, content: await whole(unpack(packed, entry), () => {}) })
  }
  parts.sort((left, right) => (left.name < right.name ? -1 : 1))
  return storedZip(parts)
}

/** An empty workbook dated on a day instead of now. The library is loaded by whoever writes one: at rest it would take 20 MB. */
export async function workbookOn(on: Day): Promise<ExcelJS.Workbook> {
  const { default: library } = await import('exceljs')
  const workbook = new library.Workbook()
  workbook.creator = 'Qiongding'
  workbook.created = new Date(`${on}T00:00:00Z`)
  workbook.modified = workbook.created
  return workbook
}

/**
 * Lists as a styled .xlsx: header filled and frozen, days as dates, numbers as numbers, texts as texts that no program runs.
 * The same input gives the same bytes.
 */
export async function writeWorkbook(
  sheets: readonly SheetToWrite[],
  options: { readonly on: Day },
): Promise<Uint8Array> {
  const workbook = await workbookOn(options.on)
  const names = sheetNames(sheets)
  for (const [index, sheet] of sheets.entries()) fill(workbook.addWorksheet(names[index]!), sheet)
  if (sheets.length === 0) workbook.addWorksheet('Sheet1')
  return workbookBytes(workbook)
}
