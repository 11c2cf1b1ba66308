// Opens one file with one reader and says how long it took: `open.ts reader|xlsx|exceljs|exceljs-stream FILE`.
import { readFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import ExcelJS from 'exceljs'
import { readWorkbookTables } from '../../server/src/spine/registry/workbook/index.ts'
import { openFamilies } from './families.ts'
import type { Reader } from './large.ts'

const [who, path] = process.argv.slice(2) as [Reader, string]

/** The product's own way: the file down to typed cells with findings, by the dictionary of a pack. */
async function reader(): Promise<() => Promise<number>> {
  const { facts, trees } = (await openFamilies())[2]!.dictionary
  return async () => {
    const reading = await readWorkbookTables({ bytes: readFileSync(path), fileName: path, facts, trees })
    if (!reading.ok) throw new Error(reading.refusal)
    return reading.tables.reduce((sum, table) => sum + table.rows.length, 0)
  }
}

const READERS: Record<Reader, () => Promise<() => Promise<number>>> = {
  reader,
  xlsx: async () => async () => {
    const workbook = XLSX.read(readFileSync(path), { type: 'buffer', dense: true })
    return (workbook.Sheets[workbook.SheetNames[0]!]!['!data'] ?? []).length - 2
  },
  exceljs: async () => async () => {
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(path)
    return workbook.worksheets[0]!.rowCount - 2
  },
  'exceljs-stream': async () => async () => {
    let rows = -2
    for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, {
      sharedStrings: 'cache',
      styles: 'cache',
    }))
      for await (const _row of sheet) rows += 1
    return rows
  },
}

const run = await READERS[who]()
const began = performance.now()
const rows = await run()
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, rows }))
