import type { Table } from '@qiongding/sheets'
import { describe, expect, test } from 'vitest'
import { readWorkbookTables } from '../../server/src/spine/registry/workbook/index.ts'
import { drawBook } from './book.ts'
import { LIST, openFamilies } from './families.ts'
import { bytesOf } from './files.ts'
import { judge, scoreOf } from './judge.ts'
import { runFamilies } from './run.ts'
import { inNumerals } from './written.ts'

const { facts, trees, nameFact } = LIST.dictionary

async function tablesOf(
  seed: number,
): Promise<{ book: ReturnType<typeof drawBook>; tables: readonly Table[] }> {
  const book = drawBook(seed, LIST, 40)
  const reading = await readWorkbookTables({ bytes: await bytesOf(book), fileName: book.name, facts, trees })
  if (!reading.ok) throw new Error(reading.refusal)
  return { book, tables: reading.tables }
}

describe('drawn sheets', () => {
  test('some thousand cells: none read wrong in silence, nearly all read right, few plain ones found fault with', async () => {
    const run = await runFamilies(await openFamilies(), { from: 20_000, cells: 6_000, rows: 50 })
    expect(run.refused).toEqual([])
    const wrong = run.judged.filter(({ verdict }) => verdict === 'silent')
    expect(
      wrong.map(({ place, shown, wanted, got }) => `${place}: ${shown} means ${wanted}, read ${got}`),
    ).toEqual([])
    const score = scoreOf(run.judged)
    expect(score.right / score.cells).toBeGreaterThan(0.92)
    expect(score.remarked / score.cells).toBeLessThan(0.002)
    expect(score.plainFound / score.plain).toBeLessThan(0.03)
    // What was planted is there to be found.
    expect(score.cells - score.plain).toBeGreaterThan(150)
  })

  test('are the same for the same seed, whatever was drawn before', () => {
    const one = drawBook(7, LIST, 30)
    drawBook(8, LIST, 30)
    expect(drawBook(7, LIST, 30)).toEqual(one)
    expect(drawBook(9, LIST, 30)).not.toEqual(one)
  })

  test('have titles, headers of one to three rows, merges, several blocks and sheets, and every format', () => {
    const books = Array.from({ length: 150 }, (_, seed) => drawBook(seed + 1, LIST, 30))
    const sheets = books.flatMap((book) => book.sheets)
    const firstRows = sheets.flatMap((sheet) => sheet.blocks.slice(0, 1).map((block) => block.rows[0]!.row))
    expect(Math.max(...firstRows)).toBeGreaterThan(10)
    expect(Math.min(...firstRows)).toBe(2)
    expect(sheets.some((sheet) => sheet.merges.some(({ top, bottom }) => bottom > top + 1))).toBe(true)
    expect(sheets.some((sheet) => sheet.blocks.length > 1)).toBe(true)
    expect(books.some((book) => book.sheets.length > 2)).toBe(true)
    expect(new Set(books.map((book) => book.format)).size).toBe(4)
    expect(new Set(books.map((book) => book.encoding)).size).toBeGreaterThan(5)
  })
})

describe('the judge', () => {
  test('notices a wrong value, a lost row, an invented row and a column taken for another', async () => {
    const { book, tables } = await tablesOf(20_001)
    const silent = (changed: readonly Table[]) => scoreOf(judge(book, changed, nameFact)).silent
    expect(silent(tables)).toBe(0)
    const each = (change: (table: Table) => Table) => tables.map(change)
    expect(
      silent(
        each((table) => ({
          ...table,
          rows: table.rows.map((row) => ({
            ...row,
            cells: row.cells.map((cell) =>
              typeof cell.reading.value === 'number'
                ? { ...cell, reading: { ...cell.reading, value: cell.reading.value * 10 } }
                : cell,
            ),
          })),
        })),
      ),
    ).toBeGreaterThan(20)
    expect(silent(each((table) => ({ ...table, rows: table.rows.slice(1) })))).toBeGreaterThan(0)
    expect(
      silent(each((table) => ({ ...table, rows: [...table.rows, { ...table.rows[0]!, row: 9_999 }] }))),
    ).toBeGreaterThan(0)
    const names = tables[0]!.columns.findIndex((column) => column.fact === nameFact)
    expect(
      silent(
        each((table) => ({
          ...table,
          columns: table.columns.map((column, index) =>
            index === names ? { ...column, fact: 'product' } : column,
          ),
        })),
      ),
    ).toBeGreaterThan(10)
  })
})

test('numbers in Chinese numerals', () => {
  expect([5, 10, 15, 20, 105, 110, 1005, 1050, 10_005, 120_300].map(inNumerals)).toEqual([
    '五',
    '十',
    '十五',
    '二十',
    '一百零五',
    '一百一十',
    '一千零五',
    '一千零五十',
    '一万零五',
    '十二万零三百',
  ])
})
