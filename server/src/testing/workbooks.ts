import ExcelJS from 'exceljs'

/** A workbook as Excel would open it. */
export async function openWorkbookFile(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes.slice().buffer as never)
  return workbook
}

/** What an office does with a file: opens it, changes it, saves it. */
export async function edited(
  bytes: Uint8Array,
  change: (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void,
): Promise<Uint8Array> {
  const workbook = await openWorkbookFile(bytes)
  change(workbook.worksheets[0] as ExcelJS.Worksheet, workbook)
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

/** The row in which a column says something. */
export function rowOf(sheet: ExcelJS.Worksheet, column: number, text: string): number {
  let found = 0
  sheet.eachRow((row, number) => {
    if (row.getCell(column).text === text) found = number
  })
  if (found === 0) throw new Error(`no row says ${text}`)
  return found
}

/** The column that a header row calls so. */
export function columnOf(sheet: ExcelJS.Worksheet, row: number, text: string): number {
  for (let column = 1; column <= sheet.columnCount; column += 1)
    if (sheet.getCell(row, column).text === text) return column
  throw new Error(`no column is called ${text}`)
}
