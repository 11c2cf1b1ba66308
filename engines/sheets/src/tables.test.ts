import { readFileSync } from 'node:fs'
import type { Value } from '@qiongding/kernel'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Cell, gridOf, type Merge, readTables, type SheetFact } from './index.ts'

type WrittenFact = {
  readonly key: string
  readonly type: SheetFact['type']
  readonly label: string
  readonly unit?: string
  readonly aliases?: readonly string[]
  readonly values?: readonly string[]
  readonly yearly?: boolean
}

type Case = {
  readonly name: string
  readonly rows: readonly string[]
  readonly merges?: readonly string[]
  readonly header?: readonly [number, number]
  readonly asOf?: string
  readonly blocks?: number
  readonly columns?: Readonly<Record<number, string | null>>
  readonly skipped?: readonly string[]
  readonly rowsRead?: readonly number[]
  readonly values?: Readonly<Record<string, Value>>
  readonly refused?: Readonly<Record<string, Value>>
  readonly refusedCells?: readonly string[]
  readonly findings: readonly string[]
}

function cellOf(text: string): Cell | undefined {
  if (text === '' || text === '^') return undefined
  if (text.startsWith('#')) return { text: text.slice(1), value: Number(text.slice(1)) }
  if (text.startsWith('@')) return { text: 'shown', value: Number(text.slice(1)), isDate: true }
  return { text }
}

function mergeOf(range: string): Merge {
  const match = /^([A-Z])(\d+):([A-Z])(\d+)$/.exec(range)!
  const column = (letter: string) => letter.charCodeAt(0) - 64
  return {
    left: column(match[1]!),
    top: Number(match[2]),
    right: column(match[3]!),
    bottom: Number(match[4]),
  }
}

const source: { facts: WrittenFact[]; cases: Case[] } = parse(
  readFileSync(new URL('../cases/tables.yaml', import.meta.url), 'utf8'),
)
const facts: SheetFact[] = source.facts.map(({ label, values, ...rest }) => ({
  of: 'subject',
  label: { zh: label, en: rest.key },
  ...rest,
  ...(values ? { values: values.map((zh) => ({ id: zh, label: { zh, en: zh } })) } : {}),
}))

describe('tables', () => {
  for (const example of source.cases) {
    it(example.name, () => {
      const rows = example.rows.map((row) => row.split('|').map(cellOf))
      const tables = readTables(gridOf('sheet', rows, (example.merges ?? []).map(mergeOf)), facts)
      expect(tables).toHaveLength(example.blocks ?? 1)
      const [table] = tables
      const findings = tables.flatMap((each) => each.findings)
      const place = (at: { row?: number; column?: number }) =>
        at.column === undefined ? `${at.row}` : `${at.row},${at.column}`
      expect(findings.map((finding) => `${finding.code} at ${place(finding.at)}`)).toEqual(example.findings)
      if (example.header) expect([table!.headerRows.from, table!.headerRows.to]).toEqual(example.header)
      if (example.asOf) expect(table!.asOf).toBe(example.asOf)
      for (const [index, wanted] of Object.entries(example.columns ?? {})) {
        expect(
          table!.columns.find((column) => column.index === Number(index))?.fact ?? null,
          `column ${index}`,
        ).toBe(wanted)
      }
      if (example.skipped) {
        const skipped = tables.flatMap((each) => each.skipped).map(({ row, reason }) => `${row} ${reason}`)
        expect(skipped).toEqual(example.skipped)
      }
      if (example.rowsRead)
        expect(tables.flatMap((each) => each.rows).map((row) => row.row)).toEqual(example.rowsRead)
      const readingAt = (key: string) => {
        const [row, column] = key.split(',').map(Number)
        for (const each of tables) {
          const position = each.columns.findIndex((one) => one.index === column)
          const found = each.rows.find((one) => one.row === row)
          if (found) return found.cells[position]!.reading
        }
        throw new Error(`no cell at ${key}`)
      }
      for (const [key, wanted] of Object.entries(example.values ?? {}))
        expect(readingAt(key).value, key).toEqual(wanted)
      for (const [key, wanted] of Object.entries(example.refused ?? {})) {
        expect(readingAt(key)).toMatchObject({ state: 'refused', likely: wanted })
      }
      for (const key of example.refusedCells ?? []) expect(readingAt(key).state).toBe('refused')
    })
  }
})

describe('a header that somebody knows', () => {
  it('is taken as it stands: no row under it is drawn into it, and all below is one table', () => {
    const grid = gridOf('sheet', [
      [],
      ['甲', '乙'],
      ['企业名称', '主要产品'],
      ['企业名称', '主要产品', '营业收入'],
      ['演示一', '芯片'],
    ])
    const own: SheetFact[] = [
      { key: 'name', of: 'subject', type: 'text', label: { zh: '企业名称', en: 'Name' } },
      { key: 'product', of: 'subject', type: 'text', label: { zh: '主要产品', en: 'Product' } },
      { key: 'income', of: 'subject', type: 'text', label: { zh: '营业收入', en: 'Income' } },
    ]
    const tables = readTables(grid, own, {
      header: 2,
      mapping: {
        columns: [
          { column: 1, fact: 'name' },
          { column: 2, fact: 'product' },
        ],
      },
    })
    expect(tables).toHaveLength(1)
    expect(tables[0]?.headerRows).toEqual({ from: 2, to: 2 })
    expect(tables[0]?.columns.map((column) => column.fact)).toEqual(['name', 'product'])
    expect(tables[0]?.rows.map((row) => row.row)).toEqual([3, 4, 5])
  })

  it('ends where a merge reaches from one header down into the next', () => {
    const rows = [
      ['企业名称', '职工人数', '产业链'],
      ['', '1', '人工智能'],
      ['', '总投资（亿元）', '成立日期'],
      ['演示乙', '3', '2019-03-05'],
    ].map((row) => row.map((text) => ({ text })))
    const grid = gridOf('sheet', rows, [{ top: 1, left: 1, bottom: 3, right: 1 }])
    const facts: SheetFact[] = [
      { key: 'name', of: 'subject', type: 'text', label: { zh: '企业名称', en: 'Name' } },
      { key: 'staff', of: 'subject', type: 'number', label: { zh: '职工人数', en: 'Staff' } },
      { key: 'chain', of: 'subject', type: 'text', label: { zh: '产业链', en: 'Chain' } },
      { key: 'total', of: 'subject', type: 'number', unit: '亿元', label: { zh: '总投资', en: 'Total' } },
      { key: 'founded', of: 'subject', type: 'day', label: { zh: '成立日期', en: 'Founded' } },
    ]
    const tables = readTables(grid, facts)
    expect(tables.length).toBeGreaterThan(0)
    expect(tables.length).toBeLessThanOrEqual(rows.length)
  })

  it('what was said of a header holds in its block; another block may have another column in that place', () => {
    const grid = gridOf(
      'sheet',
      [
        ['企业名称', '人头', '主要产品'],
        ['演示一', '12', '芯片'],
        ['演示二', '34', '屏幕'],
        ['企业名称', '进账', '主要产品'],
        ['演示三', '560', '软件'],
        ['演示四', '780', '药物'],
      ].map((row) => row.map((text) => ({ text }))),
    )
    const dictionary: SheetFact[] = [
      { key: 'name', of: 'subject', type: 'text', label: { zh: '企业名称', en: 'Name' } },
      { key: 'product', of: 'subject', type: 'text', label: { zh: '主要产品', en: 'Product' } },
      { key: 'employees', of: 'subject', type: 'number', label: { zh: '从业人员', en: 'Employees' } },
      { key: 'revenue', of: 'subject', type: 'number', unit: '元', label: { zh: '营业收入', en: 'Revenue' } },
    ]
    const mapping = {
      columns: [
        { column: 2, header: '人头', fact: 'employees' },
        { column: 2, header: '进账', fact: 'revenue', unit: '万元' },
      ],
    }
    const tables = readTables(grid, dictionary, { mapping })
    expect(tables.map((table) => table.columns[1]?.fact)).toEqual(['employees', 'revenue'])
    expect(tables.flatMap((table) => table.rows.map((row) => row.cells[1]?.reading.value))).toEqual([
      12, 34, 5_600_000, 7_800_000,
    ])
  })
})
