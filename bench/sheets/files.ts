// Workbooks as files: .xlsx by ExcelJS, .xls by SheetJS, separated text in the encodings offices use.
import * as XLSX from '@e965/xlsx'
import ExcelJS from 'exceljs'
import { serialOf } from './days.ts'
import type { BookWritten, CellWritten, SheetWritten } from './written.ts'

function excelValue(cell: CellWritten): ExcelJS.CellValue {
  switch (cell.as) {
    case 'text':
      return cell.rich && cell.text.length > 1
        ? {
            richText: [
              { text: cell.text.slice(0, 1), font: { color: { argb: 'FFFF0000' } } },
              { text: cell.text.slice(1) },
            ],
          }
        : cell.text
    case 'number':
      return cell.formula ? { formula: `0+${cell.value}`, result: cell.value } : cell.value
    case 'date':
      return new Date(`${cell.day}T00:00:00Z`)
    case 'boolean':
      return cell.value
  }
}

async function asXlsx(sheets: readonly SheetWritten[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  for (const sheet of sheets) {
    const worksheet = workbook.addWorksheet(sheet.name)
    for (const [row, cells] of sheet.rows.entries())
      for (const [column, cell] of cells.entries()) {
        if (cell === undefined) continue
        const target = worksheet.getCell(row + 1, column + 1)
        target.value = excelValue(cell)
        if (cell.as === 'number' && cell.format !== undefined) target.numFmt = cell.format
        if (cell.as === 'date') target.numFmt = cell.format
      }
    for (const { top, left, bottom, right } of sheet.merges) worksheet.mergeCells(top, left, bottom, right)
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

function oldCell(cell: CellWritten): XLSX.CellObject {
  switch (cell.as) {
    case 'text':
      return { t: 's', v: cell.text }
    case 'number':
      return { t: 'n', v: cell.value, ...(cell.format !== undefined && { z: cell.format }) }
    case 'date':
      return { t: 'n', v: serialOf(cell.day), z: cell.format }
    case 'boolean':
      return { t: 'b', v: cell.value }
  }
}

function asXls(sheets: readonly SheetWritten[]): Uint8Array {
  const workbook = XLSX.utils.book_new()
  for (const sheet of sheets) {
    const worksheet: XLSX.WorkSheet = {}
    let width = 1
    for (const [row, cells] of sheet.rows.entries()) {
      width = Math.max(width, cells.length)
      for (const [column, cell] of cells.entries())
        if (cell) worksheet[XLSX.utils.encode_cell({ r: row, c: column })] = oldCell(cell)
    }
    worksheet['!ref'] = XLSX.utils.encode_range({
      s: { r: 0, c: 0 },
      e: { r: Math.max(0, sheet.rows.length - 1), c: width - 1 },
    })
    worksheet['!merges'] = sheet.merges.map(({ top, left, bottom, right }) => ({
      s: { r: top - 1, c: left - 1 },
      e: { r: bottom - 1, c: right - 1 },
    }))
    XLSX.utils.book_append_sheet(workbook, worksheet, sheet.name)
  }
  return new Uint8Array(XLSX.write(workbook, { type: 'buffer', bookType: 'biff8' }))
}

/** Signs of GB18030 in two bytes, made once from the decoder of the platform. */
let twoBytes: ReadonlyMap<string, readonly [number, number]> | undefined

function gb18030(said: string): Uint8Array {
  twoBytes ??= (() => {
    const decoder = new TextDecoder('gb18030')
    const found = new Map<string, readonly [number, number]>()
    for (let high = 0x81; high <= 0xfe; high += 1)
      for (let low = 0x40; low <= 0xfe; low += 1) {
        if (low === 0x7f) continue
        const sign = decoder.decode(Uint8Array.of(high, low))
        if ([...sign].length === 1 && sign !== '\ufffd' && !found.has(sign)) found.set(sign, [high, low])
      }
    return found
  })()
  const bytes: number[] = []
  for (const sign of said) {
    const code = sign.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else {
      const pair = twoBytes.get(sign)
      if (pair) bytes.push(...pair)
      else bytes.push(...fourBytes(code))
    }
  }
  return Uint8Array.from(bytes)
}

/** The few signs below U+FFFF without two bytes (² and the no-break space among them), by the linear table of the standard. */
function fourBytes(code: number): number[] {
  const decoder = new TextDecoder('gb18030')
  for (let first = 0x81; first <= 0x84; first += 1)
    for (let second = 0x30; second <= 0x39; second += 1)
      for (let third = 0x81; third <= 0xfe; third += 1)
        for (let fourth = 0x30; fourth <= 0x39; fourth += 1)
          if (decoder.decode(Uint8Array.of(first, second, third, fourth)).codePointAt(0) === code)
            return [first, second, third, fourth]
  throw new Error(`no GB18030 bytes for U+${code.toString(16)}`)
}

function separated(sheet: SheetWritten, separator: string): string {
  const field = (cell: CellWritten | undefined) => {
    const shown =
      cell === undefined
        ? ''
        : cell.as === 'text'
          ? cell.text
          : String(cell.as === 'date' ? cell.day : cell.value)
    return /["\n\r]/.test(shown) || shown.includes(separator) ? `"${shown.replaceAll('"', '""')}"` : shown
  }
  return `${sheet.rows.map((row) => row.map(field).join(separator)).join('\r\n')}\r\n`
}

function encoded(said: string, encoding: NonNullable<BookWritten['encoding']>): Uint8Array {
  const swapped = (bytes: Buffer) => bytes.swap16()
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(said)
    case 'utf-8-mark':
      return Buffer.from(`\ufeff${said}`)
    case 'gb18030':
      return gb18030(said)
    case 'utf-16le':
      return Buffer.from(`\ufeff${said}`, 'utf16le')
    case 'utf-16be':
      return swapped(Buffer.from(`\ufeff${said}`, 'utf16le'))
    case 'utf-16le-bare':
      return Buffer.from(said, 'utf16le')
  }
}

/** The bytes of a drawn workbook. */
export async function bytesOf(book: BookWritten): Promise<Uint8Array> {
  switch (book.format) {
    case 'xlsx':
      return asXlsx(book.sheets)
    case 'xls':
      return asXls(book.sheets)
    case 'csv':
      return encoded(separated(book.sheets[0]!, ','), book.encoding ?? 'utf-8')
    case 'tsv':
      return encoded(separated(book.sheets[0]!, '\t'), book.encoding ?? 'utf-8')
  }
}
