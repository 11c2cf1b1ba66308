import { readTables } from '@qiongding/sheets'
import { describe, expect, test } from 'vitest'
import { findingsOf, packRows, rowsOf, unpackRows } from './rows.ts'

const label = (text: string) => ({ zh: text, en: text })
const facts = [
  { key: 'title', label: label('岗位名称'), type: 'text', of: 'post' },
  { key: 'pay_from', label: label('年薪下限'), type: 'number', unit: '万元', of: 'post' },
  { key: 'pay_to', label: label('年薪'), type: 'number', unit: '万元', of: 'post' },
  { key: 'headcount', label: label('人数'), type: 'number', unit: '人', of: 'post' },
] as const
const LOW_ENDS = new Map([['pay_to', 'pay_from']])

const tablesOf = (...rows: string[][]) =>
  readTables({ sheet: '演示', rows: rows.map((row) => row.map((text) => ({ text }))), merges: [] }, facts, {})

describe('a range in one column', () => {
  const tables = tablesOf(
    ['岗位名称', '年薪', '人数'],
    ['演示岗位一', '20-30', '2'],
    ['演示岗位二', '25', '1'],
    ['演示岗位三', '20以上', '1'],
    ['演示岗位四', '30以下', '1'],
    ['演示岗位五', '面议', '3-5'],
  )

  test('states both of its ends, an open one only what it names, a single number no range', () => {
    expect(rowsOf(tables, LOW_ENDS).map((row) => row.values)).toEqual([
      { title: '演示岗位一', pay_from: 200_000, pay_to: 300_000, headcount: 2 },
      { title: '演示岗位二', pay_to: 250_000, headcount: 1 },
      { title: '演示岗位三', pay_from: 200_000, headcount: 1 },
      { title: '演示岗位四', pay_to: 300_000, headcount: 1 },
      // No fact takes the low end of a number of people: three to five is not one number.
      { title: '演示岗位五' },
    ])
    expect(rowsOf(tables, LOW_ENDS).every((row) => !row.held)).toBe(true)
  })

  test('is remarked upon, with where the low end went', () => {
    const ranges = findingsOf(tables, LOW_ENDS).filter((finding) => finding.code === 'range')
    expect(ranges.map(({ level, at, value, facts }) => [level, at.row, value, facts])).toEqual([
      ['remark', 2, '20-30', { from: 200_000, to: 300_000, low: 'pay_from' }],
      ['remark', 4, '20以上', { from: 200_000, low: 'pay_from' }],
      ['remark', 5, '30以下', { to: 300_000, low: 'pay_from' }],
      ['remark', 6, '3-5', { from: 3, to: 5 }],
    ])
  })
})

test('a column of its own states the low end, whatever the other says', () => {
  const [row] = rowsOf(
    tablesOf(['岗位名称', '年薪下限', '年薪'], ['演示岗位一', '18', '20-30'], ['演示岗位二', '18', '25']),
    LOW_ENDS,
  )
  expect(row?.values).toEqual({ title: '演示岗位一', pay_from: 180_000, pay_to: 300_000 })
})

test('of several years of one fact the newest stands, in whichever order the columns come', () => {
  const yearly = [
    { key: 'title', label: label('岗位名称'), type: 'text', of: 'post' },
    { key: 'sold', label: label('营业收入'), type: 'number', unit: '元', of: 'post', yearly: true },
  ] as const
  for (const years of [
    ['2024年营业收入', '2025年营业收入'],
    ['2025年营业收入', '2024年营业收入'],
  ]) {
    const rows = [
      ['岗位名称', ...years],
      ['演示甲', ...years.map((header) => (header.startsWith('2025') ? '2' : '1'))],
    ]
    const tables = readTables(
      { sheet: '演示', rows: rows.map((row) => row.map((text) => ({ text }))), merges: [] },
      yearly,
      {},
    )
    expect(rowsOf(tables, new Map())[0]!.values).toEqual({ title: '演示甲', sold: 2 })
    const older = findingsOf(tables, new Map()).filter((finding) => finding.code === 'older-year')
    expect(older.map((finding) => finding.value)).toEqual(['2024年营业收入'])
  }
})

test('a row that slipped, or that is a single cell among full ones, is held', () => {
  const tables = tablesOf(
    ['岗位名称', '年薪下限', '年薪', '人数'],
    ['演示岗位一', '18', '20', '2'],
    ['演示岗位二', '', '18', '20', '2'],
    ['市北区'],
    ['演示岗位三', '18', '20', '2'],
    ['演示岗位四', '18', '20', '2'],
  )
  expect(rowsOf(tables, LOW_ENDS).map((row) => row.held)).toEqual([false, true, true, false, false])
})

test('rows are the same after they have travelled by column: what is missing stays missing', () => {
  const rows = [
    { row: 3, values: { title: '演示岗位一', headcount: 0 }, held: false },
    { row: 4, values: {}, held: true },
    { row: 9, values: { headcount: 2, remote: false, skills: ['焊', ''] }, held: false },
  ]
  expect(unpackRows(structuredClone(packRows(rows)))).toEqual(rows)
  expect(unpackRows(packRows([]))).toEqual([])
})
