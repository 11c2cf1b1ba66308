import { type Day, Decimal, day } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMapping, type CellContext, gridOf, readCell, readTables, type SheetFact } from './index.ts'

const fact = (type: SheetFact['type'], more: Partial<SheetFact> = {}): SheetFact => ({
  key: type,
  of: 'subject',
  label: { zh: type, en: type },
  type,
  ...more,
})

const values = [
  { id: 'a', label: { zh: '甲类', en: 'A' } },
  { id: 'b', label: { zh: '乙类', en: 'B' } },
]
const facts: readonly SheetFact[] = [
  fact('number'),
  fact('number', { unit: '万元', min: 0 }),
  fact('number', { unit: '%', max: 100 }),
  fact('number', { unit: '元/㎡/月' }),
  fact('text'),
  fact('day'),
  fact('boolean'),
  fact('enum', { values }),
  fact('tree', { tree: 't' }),
  fact('list'),
  fact('list', { values }),
]

const PIECES = [
  ...'0123456789０５８.,，-－—~～至/%％‰()（）[] 　\n',
  ...'约余多若干三百千万亿元人㎡年月日底初〇二一九十',
  '万元',
  '亿元',
  '2019',
  '以上',
  '不超过',
  '暂无',
  '=',
  '@',
  '+',
  'E',
  'k*',
  '€',
  '²',
  '①',
  '𠮷',
]
const cellText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
)
const cell = fc.oneof(
  cellText,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.record({ text: cellText, value: fc.oneof(fc.double(), cellText, fc.boolean()), isDate: fc.boolean() }),
)
const context: fc.Arbitrary<CellContext> = fc.record(
  {
    unit: fc.constantFrom('元', '万元', '亿元', '%', '人', 'nonsense'),
    ratio: fc.constantFrom('percent', 'fraction', 'mixed'),
    asOf: fc.constant<Day>(day('2026-11-20')),
    mayBeLater: fc.boolean(),
    monthEnd: fc.boolean(),
    tree: fc.constant([{ code: 'C27', label: '医药制造业' }]),
  },
  { requiredKeys: [] },
)

describe('laws of reading a cell', () => {
  it('never throws, and is known exactly when there is a value and no error', () => {
    fc.assert(
      fc.property(cell, fc.constantFrom(...facts), context, (source, one, around) => {
        const reading = readCell(source, one, around)
        const errors = reading.findings.filter((finding) => finding.level === 'error')
        expect(reading.state === 'known').toBe(reading.value !== undefined)
        expect(reading.state === 'refused').toBe(errors.length > 0)
        if (typeof reading.value === 'number') expect(Number.isFinite(reading.value)).toBe(true)
      }),
      { numRuns: 50_000 },
    )
  })

  it('reads a plain number as its decimal meaning', () => {
    const units = { 元: '1', 万元: '10000', 亿元: '100000000', 千元: '1000' } as const
    const amount = fc.tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 6 }))
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    const grouped = (text: string) => text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
        fc.boolean(),
        fc.constantFrom(
          (text: string) => text,
          wide,
          grouped,
          (text: string) => ` ${text}　`,
        ),
        ([digits, decimals], unit, beside, writing) => {
          const exact = new Decimal(digits).div(new Decimal(10).pow(decimals))
          const source = writing(exact.toFixed()) + (beside ? unit : '')
          const reading = readCell(source, fact('number', { unit: '万元' }), beside ? {} : { unit })
          expect(reading.findings).toEqual([])
          expect(reading.value).toBe(exact.times(units[unit]).toNumber())
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('reads whatever it reads without a finding as what an independent reader of decimals says', () => {
    fc.assert(
      fc.property(cellText, (source) => {
        const reading = readCell(source, fact('number', { unit: '元' }))
        if (reading.state !== 'known' || reading.findings.length > 0) return
        const half = source
          .replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
          .replace(/[\s\u3000\u00a0\u200b\ufeff]/g, '')
        const plain =
          /^([+-]?[\d,]*\.?\d+)(亿元|亿|万元|万|百万元|百万|千万|千元|千|元)?(人民币|整|[/每]年)?$/.exec(half)
        expect(plain, source).not.toBeNull()
        const factor = { 亿: 1e8, 千万: 1e7, 百万: 1e6, 万: 1e4, 千: 1e3, '': 1 }[
          (plain![2] ?? '').replace('元', '')
        ]!
        expect(reading.value).toBe(new Decimal(plain![1]!.replaceAll(',', '')).times(factor).toNumber())
      }),
      { numRuns: 50_000 },
    )
  })

  it('reads every day under each of its writings', () => {
    const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 6 }), (date, form) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, dayOfMonth] = iso.split('-').map(Number) as [number, number, number]
        const serial = Math.round((Date.parse(iso) - Date.parse('1899-12-30')) / 86_400_000)
        const forms = [
          iso,
          `${year}.${month}.${dayOfMonth}`,
          `${year}/${month}/${dayOfMonth}`,
          `${year}年${month}月${dayOfMonth}日`,
          iso.replaceAll('-', ''),
          { text: 'shown', value: serial, isDate: true },
          `${year} 年 ${month} 月 ${dayOfMonth} 日`,
        ]
        expect(readCell(forms[form]!, fact('day'))).toEqual({ state: 'known', value: iso, findings: [] })
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('laws of reading tables', () => {
  const words = [
    '名称',
    '营业收入（万元）',
    '成立日期',
    '占比',
    '合计',
    '注：',
    '单位：万元',
    '填报时间：2026年11月20日',
  ]
  const dictionary: readonly SheetFact[] = [
    { ...fact('text'), key: 'name', label: { zh: '名称', en: 'Name' } },
    { ...fact('number', { unit: '万元' }), key: 'revenue', label: { zh: '营业收入', en: 'Revenue' } },
    { ...fact('day'), key: 'founded', label: { zh: '成立日期', en: 'Founded' } },
    { ...fact('number', { unit: '%' }), key: 'share', label: { zh: '占比', en: 'Share' } },
  ]
  const anything = fc.oneof(cell, fc.constantFrom(...words), fc.constant(undefined))
  const grid = fc
    .tuple(
      fc.array(fc.array(anything, { maxLength: 7 }), { maxLength: 14 }),
      fc.array(
        fc.record({
          top: fc.integer({ min: 1, max: 14 }),
          left: fc.integer({ min: 1, max: 7 }),
          down: fc.integer({ min: 0, max: 4 }),
          across: fc.integer({ min: 0, max: 4 }),
        }),
        { maxLength: 4 },
      ),
    )
    .map(([rows, merges]) =>
      gridOf(
        'sheet',
        rows,
        merges.map(({ top, left, down, across }) => ({
          top,
          left,
          bottom: top + down,
          right: left + across,
        })),
      ),
    )

  it('never throws, reads no row twice and places every finding', () => {
    fc.assert(
      fc.property(grid, (source) => {
        const tables = readTables(source, dictionary)
        const rows = tables.flatMap((table) => [...table.rows, ...table.skipped].map((row) => row.row))
        expect(new Set(rows).size).toBe(rows.length)
        for (const table of tables) {
          for (const finding of table.findings) expect(finding.at.row).toBeGreaterThan(0)
          for (const row of table.rows) expect(row.cells).toHaveLength(table.columns.length)
          const columns = table.columns.map(({ index, fact }) => ({ column: index, fact: fact ?? null }))
          const again = applyMapping(table, { columns }, dictionary)
          const readings = (one: typeof table) =>
            one.rows.map((row) => row.cells.map((each) => each.reading.value))
          expect(readings(again)).toEqual(readings(table))
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
