// A large list as a file, and how long several readers take over it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { repository } from '../../scripts/checks/main.ts'
import { watchPeak } from '../measure/memory.ts'
import { dice, enterprise } from '../measure/rows.ts'

const HEADER = [
  '企业名称',
  '统一社会信用代码',
  '成立日期',
  '注册资本（万元）',
  '主要产品',
  '2025年营业收入（万元）',
  '职工人数',
  '研发投入占比',
  '地址',
  '是否规上',
  '所属产业链',
  '备注',
]
export const COLUMNS = HEADER.length

/** An .xlsx of made-up enterprises under a title row, as Excel writes them: shared texts, stored numbers, dates and percents. */
export async function writeLarge(path: string, rows: number): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: path,
    useSharedStrings: true,
    useStyles: true,
  })
  const sheet = workbook.addWorksheet('清单')
  sheet.addRow(['演示企业清单']).commit()
  sheet.addRow(HEADER).commit()
  const random = dice(46)
  for (let count = 1; count <= rows; count += 1) {
    const one = enterprise(count, random)
    const row = sheet.addRow([
      one.name,
      one.code,
      new Date(`${one.day}T00:00:00Z`),
      one.capital,
      one.product,
      one.revenue,
      1 + (count % 900),
      (count % 97) / 400,
      `演示路${count}号`,
      count % 2 === 0 ? '是' : '否',
      '人工智能',
      `第${count}条`,
    ])
    row.getCell(3).numFmt = 'yyyy-mm-dd'
    row.getCell(8).numFmt = '0.0%'
    row.commit()
  }
  sheet.commit()
  await workbook.commit()
}

export const READERS = ['reader', 'xlsx', 'exceljs', 'exceljs-stream'] as const
export type Reader = (typeof READERS)[number]
export type Opened = { readonly seconds: number; readonly peak_mb: number; readonly rows: number }

/** Megabytes of heap given to a reader: enough for each of them to finish on half a million rows, if it can. */
const HEAP_MB = 8000

/** Reads a file in a process of its own; nothing when the reader runs out of memory. */
export async function open(reader: Reader, path: string): Promise<Opened | undefined> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      `--max-old-space-size=${HEAP_MB}`,
      join(repository, 'bench/sheets/open.ts'),
      reader,
      path,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const peak = watchPeak(child.pid as number)
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const { peak_mb } = peak()
  if (code !== 0) return undefined
  const { seconds, rows } = JSON.parse(out) as { seconds: number; rows: number }
  return { seconds, peak_mb, rows }
}
