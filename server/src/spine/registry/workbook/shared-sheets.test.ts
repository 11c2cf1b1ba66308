import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sameName } from '@qiongding/names'
import { loadPack } from '@qiongding/pack-format'
import type { SheetFact, Table } from '@qiongding/sheets'
import { describe, expect, it } from 'vitest'
import { readWorkbookTables } from './index.ts'

const folder = new URL('../../../../../../shared/data/sheets/', import.meta.url)
const present = existsSync(folder)
const root = new URL('../../../../../', import.meta.url)
/** The pack that a clone starts with. */
const packFolder = fileURLToPath(
  new URL(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).config.pack, root),
)
if (!present) console.log('skipped: the sheets of ../shared/data are not here')

type Extra = Partial<Omit<SheetFact, 'values'>> & { readonly words?: readonly string[] }
const fact = (
  key: string,
  label: string,
  type: SheetFact['type'],
  { words, ...more }: Extra = {},
): SheetFact => ({
  key,
  label: { zh: label, en: key },
  type,
  of: 'subject',
  ...more,
  ...(words ? { values: words.map((zh) => ({ id: zh, label: { zh, en: zh } })) } : {}),
})

const CHAINS = [
  '虚拟现实',
  '人工智能',
  '海洋生物医药',
  '智能制造及工业互联网',
  '智能家电',
  '智能网联新能源汽车',
  '集成电路',
]
const ENTERPRISE = [
  fact('name', '企业名称', 'text'),
  fact('credit_code', '统一社会信用代码', 'text'),
  fact('chain', '所属产业链', 'enum', { words: CHAINS }),
  fact('product', '主要产品', 'text'),
  fact('founded', '成立日期', 'day', { aliases: ['成立时间'] }),
  fact('revenue', '营业收入', 'number', { unit: '万元', min: 0, yearly: true }),
  fact('rd', '研发费用', 'number', { unit: '万元', min: 0 }),
  fact('share', '研发投入占比', 'number', { unit: '%', max: 100 }),
  fact('staff', '职工人数', 'number', { unit: '人' }),
]
const POST = [
  fact('employer', '用人单位', 'text'),
  fact('title', '岗位名称', 'text'),
  fact('heads', '需求人数', 'number', { unit: '人' }),
  fact('pay', '薪酬', 'number', { unit: '万元' }),
  fact('until', '截止日期', 'day'),
]
const TALENT = [
  fact('name', '姓名', 'text'),
  fact('born', '出生年月', 'day'),
  fact('degree', '最高学历', 'enum', { words: ['大专', '本科', '硕士', '博士', '博士研究生', '博士后'] }),
  fact('years', '工作年限', 'number', { unit: '年' }),
  fact('mobile', '手机', 'text'),
]
const PROJECT = [
  fact('name', '项目名称', 'text'),
  fact('total', '总投资', 'number', { unit: '万元' }),
  fact('plan', '计划投资', 'number', { unit: '万元' }),
  fact('done', '截至上月完成', 'number', { unit: '亿元' }),
  fact('start', '计划开工', 'day'),
  fact('end', '计划竣工', 'day'),
]

async function tableOf(fileName: string, facts: readonly SheetFact[]): Promise<Table> {
  const read = await readWorkbookTables({ bytes: readFileSync(new URL(fileName, folder)), fileName, facts })
  if (!read.ok) throw new Error(read.refusal)
  expect(read.tables).toHaveLength(1)
  return read.tables[0]!
}

function cellsOf(table: Table, key: string) {
  const position = table.columns.findIndex((column) => column.fact === key)
  const { index } = table.columns[position]!
  return table.rows.map(({ row, cells }) => ({
    row,
    raw: cells[position]!.raw,
    reading: cells[position]!.reading,
    codes: table.findings.filter(({ at }) => at.row === row && at.column === index).map(({ code }) => code),
  }))
}

function placesOf(table: Table, code: string): string[] {
  return table.findings.filter((finding) => finding.code === code).map(({ at }) => `${at.row},${at.column}`)
}

/** Every finding below the header, counted by code and column. */
function countsOf(table: Table): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code, at } of table.findings) {
    if ((at.row ?? 0) <= table.headerRows.to) continue
    const key = `${code} ${at.column}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/** A second, separate reading of plain amounts in fen of yuan, sharing no code with the engine: undefined for anything not plain. */
function plainFen(text: string, bare: string): bigint | undefined {
  const half = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
  const match = /^约?(\d+)(?:\.(\d+))?(亿元|亿|万元|万|元)?$/.exec(half)
  if (!match) return undefined
  const zeros = { 亿: 8, 万: 4, 元: 0 }[(match[3] ?? bare).slice(0, 1)]!
  const digits = match[1]! + (match[2] ?? '')
  return BigInt(digits) * 10n ** BigInt(zeros + 2 - (match[2]?.length ?? 0))
}

const eachGroup = (first: number) => Array.from({ length: 7 }, (_, group) => first + group * 20)
const at = (column: number, first: number) => eachGroup(first).map((row) => `${row},${column}`)

describe.skipIf(!present)('01 enterprises of the chains', () => {
  it('has 140 rows in 7 groups; title, total and note are left out', async () => {
    const table = await tableOf('01-产业链企业清单.xlsx', ENTERPRISE)
    expect(table.rows.map(({ row }) => row)).toEqual(Array.from({ length: 140 }, (_, index) => 5 + index))
    expect(table.skipped.map(({ row, reason }) => [row, reason])).toEqual([
      [1, 'title'],
      [2, 'title'],
      [145, 'total'],
      [146, 'note'],
    ])
    expect(table.headerRows).toEqual({ from: 3, to: 4 })
    expect([table.asOf, table.units, table.filledBy]).toEqual(['2026-11-20', ['万元'], '示例街道'])
    const groups = new Map<unknown, number>()
    for (const { reading } of cellsOf(table, 'chain'))
      groups.set(reading.value, (groups.get(reading.value) ?? 0) + 1)
    expect([...groups]).toEqual(CHAINS.map((chain) => [chain, 20]))
    expect(table.columns.map(({ unit, unitFrom }) => (unit ? `${unit} ${unitFrom}` : undefined))).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      '万元 header',
      '万元 sheet',
      undefined,
      '人 header',
      undefined,
    ])
  })

  it('finds every planted cell at its place', async () => {
    const table = await tableOf('01-产业链企业清单.xlsx', ENTERPRISE)
    expect(placesOf(table, 'credit-code-letter')).toEqual(at(3, 10))
    expect(placesOf(table, 'credit-code-check')).toEqual(at(3, 11))
    expect(placesOf(table, 'formula-text')).toEqual(at(5, 12))
    expect(placesOf(table, 'number-in-words')).toEqual(at(10, 13))
    expect(placesOf(table, 'above-hundred-percent')).toEqual(at(9, 14))
    expect(placesOf(table, 'no-such-day')).toEqual(at(6, 15))
    expect(placesOf(table, 'negative')).toEqual(at(7, 16))
    const names = cellsOf(table, 'name')
    for (const row of eachGroup(9)) {
      const [above, here] = [names[row - 6]!, names[row - 5]!]
      expect(here.reading.value).not.toBe(above.reading.value)
      expect(sameName(String(here.reading.value), String(above.reading.value))).toBe(true)
    }
  })

  it('has no other finding than these', async () => {
    const table = await tableOf('01-产业链企业清单.xlsx', ENTERPRISE)
    expect(countsOf(table)).toEqual({
      'credit-code-letter 3': 7,
      'credit-code-check 3': 7,
      'formula-text 5': 7,
      'day-unknown 6': 15,
      'no-such-day 6': 7,
      'approximate 7': 15,
      'negative 7': 7,
      'approximate 8': 9,
      'above-hundred-percent 9': 7,
      'read-as-fraction 9': 21,
      'read-as-percent 9': 20,
      'approximate 10': 15,
      'number-in-words 10': 7,
    })
  })

  it('reads no amount otherwise than a second, separate reader', async () => {
    const table = await tableOf('01-产业链企业清单.xlsx', ENTERPRISE)
    const compared: Record<string, number> = {}
    for (const key of ['revenue', 'rd']) {
      for (const { raw, reading } of cellsOf(table, key)) {
        const fen = plainFen(raw.text, '万')
        expect(reading.state === 'known', raw.text).toBe(fen !== undefined)
        if (fen === undefined) continue
        expect(BigInt(Math.round((reading.value as number) * 100)), raw.text).toBe(fen)
        compared[key] = (compared[key] ?? 0) + 1
      }
    }
    for (const { raw, reading } of cellsOf(table, 'staff')) {
      const match = /^约?(\d+)人?$/.exec(raw.text)
      expect(reading.value).toBe(match ? Number(match[1]) : undefined)
    }
    for (const { raw, reading } of cellsOf(table, 'share')) {
      const half = raw.text.normalize('NFKC')
      const percent = /^([\d.]+)%$/.exec(half)
      const wanted =
        typeof raw.value === 'number'
          ? raw.value
          : percent
            ? Number(percent[1]) / 100
            : half === ''
              ? undefined
              : Number(half) / 100
      if (wanted === undefined || wanted > 1) expect(reading.value).toBeUndefined()
      else expect(reading.value).toBeCloseTo(wanted, 12)
    }
    for (const { raw, reading, codes } of cellsOf(table, 'founded')) {
      const written = /^(\d{4})\D?0?(\d{1,2})\D?0?(\d{1,2})?\D?$/.exec(
        typeof raw.value === 'number' ? '' : raw.text,
      )
      const serial =
        typeof raw.value === 'number'
          ? new Date(Date.UTC(1899, 11, 30 + raw.value)).toISOString().slice(0, 10)
          : undefined
      const digits = raw.text.replace(/\D/g, '')
      const wanted =
        raw.text === ''
          ? undefined
          : (serial ??
            (digits.length === 8 && digits === raw.text
              ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
              : `${written![1]}-${written![2]!.padStart(2, '0')}-${(written![3] ?? '1').padStart(2, '0')}`))
      if (codes.includes('no-such-day')) expect(reading.value).toBeUndefined()
      else expect(reading.value, raw.text).toBe(wanted)
    }
    expect(compared).toEqual({ revenue: 112, rd: 101 })
  })

  it('keeps unknown apart from zero for the real enterprises', async () => {
    const table = await tableOf('01-产业链企业清单.xlsx', ENTERPRISE)
    const real = cellsOf(table, 'name').filter(({ reading }) => !String(reading.value).startsWith('演示'))
    expect(real).toHaveLength(21)
    for (const key of ['revenue', 'rd', 'share', 'staff']) {
      for (const { row } of real)
        expect(cellsOf(table, key).find((cell) => cell.row === row)!.reading.state).toBe('empty')
    }
    expect(cellsOf(table, 'rd').filter(({ reading }) => reading.state === 'unknown')).toHaveLength(14)
  })
})

/** What one column says of every cell: the codes of its findings, and its value where it is known. */
type Said = {
  readonly codes?: readonly string[]
  readonly value?: unknown
  readonly range?: { readonly from?: number; readonly to?: number }
  /** Where it is none that follows from the value: a word for what is not known. */
  readonly state?: string
}

const WITHOUT_FIGURE: ReadonlySet<string> = new Set(['not-counted', 'range', 'no-end'])

/** Holds every cell of every column against a second, separate reading; a column that is not named holds its own words and nothing is found in it. */
function expectCells(table: Table, columns: Readonly<Record<string, (text: string) => Said>>): void {
  for (const { fact: key, index } of table.columns) {
    if (key === undefined) {
      expect(
        table.findings.filter(({ at, code }) => at.column === index && code !== 'column-unknown'),
      ).toEqual([])
      continue
    }
    for (const { row, raw, reading, codes } of cellsOf(table, key)) {
      const said = columns[key]?.(raw.text) ?? { value: raw.text || undefined }
      const { codes: wanted = [], value, range } = said
      // Words that name no single figure leave it unknown; what looks like one and is none is refused.
      const open = wanted.some((code) => WITHOUT_FIGURE.has(code))
      const state =
        said.state ??
        (value !== undefined ? 'known' : raw.text === '' ? 'empty' : open ? 'unknown' : 'refused')
      expect({
        row,
        key,
        text: raw.text,
        codes,
        value: reading.value,
        range: reading.range,
        state: reading.state,
      }).toEqual({ row, key, text: raw.text, codes: wanted, value, range, state })
    }
  }
  // What is said of the header and above it is said by the test that holds the table.
  expect(
    table.findings.filter(
      ({ at }) => at.row !== undefined && at.row > table.headerRows.to && at.column === undefined,
    ),
  ).toEqual([])
}

/** Years are held in days. */
const DAYS_A_YEAR = 365.25

const monthOf = (text: string) => /^(\d{4})\D(\d{1,2})月?$/.exec(text) ?? /^(\d{4})(\d{2})$/.exec(text)
/** A month of which no day is written, told by its first or its last day. */
const inMonth =
  (day: 'first' | 'last') =>
  (text: string): Said | undefined => {
    const month = monthOf(text)
    if (!month) return undefined
    const [year, number] = [Number(month[1]), Number(month[2])]
    const told = new Date(Date.UTC(year, day === 'first' ? number - 1 : number, day === 'first' ? 1 : 0))
    return { codes: ['day-unknown'], value: told.toISOString().slice(0, 10) }
  }

/** The ends of `3-5` or `40万以上` in base units. */
function spanOf(text: string, factor: number): NonNullable<Said['range']> {
  const [from = '', to] = text.replace(/[^0-9-]/g, '').split('-')
  return {
    from: Number(from) * factor,
    ...(to !== undefined && to !== '' && { to: Number(to) * factor }),
  }
}

describe.skipIf(!present)('02 to 04, cell by cell', () => {
  it('02: every trap is found at its cell, and nothing else', async () => {
    expectCells(await tableOf('02-急需紧缺人才需求-GB18030.csv', POST), {
      heads: (text) =>
        text === '若干'
          ? { codes: ['not-counted'] }
          : text.includes('-')
            ? { codes: ['range'], range: spanOf(text, 1) }
            : { value: Number(text.replace('人', '')) },
      pay: (text) => {
        if (text === '面议') return { codes: ['not-counted'] }
        if (text.includes('k*')) return { codes: ['calculation'] }
        return /-|以上/.test(text)
          ? { codes: ['range'], range: spanOf(text, 10_000) }
          : { value: Number(text) * 10_000 }
      },
      until: (text) => {
        if (text === '长期有效') return { codes: ['no-end'] }
        if (text === '12月底') return { codes: ['year-missing'] }
        return inMonth('last')(text) ?? { value: text }
      },
    })
  })

  it('03: every trap is found at its cell, and nothing else', async () => {
    expectCells(await tableOf('03-产业人才清单.xlsx', TALENT), {
      born: (text) => (text === '—' ? { state: 'unknown' } : (inMonth('first')(text) ?? { value: text })),
      years: (text) =>
        text === ''
          ? {}
          : text === '十年以上'
            ? { codes: ['range'], range: { from: 10 * DAYS_A_YEAR } }
            : { value: Number(text.replace('年', '')) * DAYS_A_YEAR },
    })
  })

  it('03: degrees by the words of the pack, however they are written', async () => {
    const { pack } = await loadPack(packFolder)
    const facts = (pack?.facts ?? []).filter((one) => one.of === 'talent' && !one.ageOf)
    const table = await tableOf('03-产业人才清单.xlsx', facts)
    const levels = { 大专: 'associate', 本科: 'bachelor', 硕士: 'master', 博士: 'doctor' }
    for (const { raw, reading, codes } of cellsOf(table, 'degree')) {
      const level = Object.entries(levels).find(([word]) => raw.text.startsWith(word))?.[1]
      expect([raw.text, reading.value, codes]).toEqual([raw.text, level, []])
    }
    expect(table.columns.filter((column) => column.fact === undefined)).toEqual([])
  })

  it('04: every trap is found at its cell, and nothing else', async () => {
    const year = /^(\d{4})年底$/
    expectCells(await tableOf('04-重点项目263.xlsx', PROJECT), {
      total: (text) => ({ value: Number(plainFen(text, '元')) / 100 }),
      plan: (text) => ({ value: Math.round(Number(text) * 100) * 1_000_000 }),
      done: (text) => ({ value: Math.round(Number(text) * 100) * 1_000_000 }),
      start: (text) =>
        text === '已开工' ? { codes: ['not-a-day'] } : (inMonth('first')(text) ?? { value: text }),
      end: (text) =>
        year.test(text)
          ? { codes: ['day-approximate'], value: `${year.exec(text)?.[1]}-12-31` }
          : (inMonth('last')(text) ?? { value: text }),
    })
  })
})

describe.skipIf(!present)('02 to 04', () => {
  it('02: GB18030 posts with ranges, words and open ends', async () => {
    const table = await tableOf('02-急需紧缺人才需求-GB18030.csv', POST)
    expect(table.rows).toHaveLength(120)
    expect(countsOf(table)).toEqual({
      'not-counted 3': 20,
      'range 3': 31,
      'calculation 7': 28,
      'not-counted 7': 21,
      'range 7': 44,
      'no-end 8': 32,
      'year-missing 8': 28,
      'day-unknown 8': 29,
    })
    for (const { raw, reading } of cellsOf(table, 'heads')) {
      const match = /^(\d+)人?$/.exec(raw.text)
      expect(reading.value).toBe(match ? Number(match[1]) : undefined)
    }
    for (const { raw, reading } of cellsOf(table, 'pay')) {
      expect(reading.value).toBe(raw.text === '15' ? 150_000 : undefined)
      if (raw.text === '20-30') expect(reading.range).toEqual({ from: 200_000, to: 300_000 })
      if (raw.text === '40万以上') expect(reading.range).toEqual({ from: 400_000 })
    }
    for (const { raw, reading } of cellsOf(table, 'until')) {
      if (raw.text === '2026年12月' || raw.text === '2026-12-31') expect(reading.value).toBe('2026-12-31')
    }
  })

  it('03: 400 talents; telephone numbers stay texts', async () => {
    const table = await tableOf('03-产业人才清单.xlsx', TALENT)
    expect(table.rows).toHaveLength(400)
    expect(countsOf(table)).toEqual({ 'day-unknown 2': 306, 'range 8': 81 })
    expect(cellsOf(table, 'born').filter(({ reading }) => reading.state === 'unknown')).toHaveLength(94)
    for (const { raw, reading } of cellsOf(table, 'mobile')) {
      expect(raw.text).toMatch(/^1\d{10}$/)
      expect(reading.value).toBe(raw.text)
    }
    expect(cellsOf(table, 'degree').every(({ reading }) => reading.state === 'known')).toBe(true)
    const years = cellsOf(table, 'years').map(({ reading }) => reading.state)
    expect(years.filter((state) => state === 'known')).toHaveLength(235)
    expect(years.filter((state) => state === 'empty')).toHaveLength(84)
  })

  it('04: 263 projects of exactly 1,900亿', async () => {
    const table = await tableOf('04-重点项目263.xlsx', PROJECT)
    expect(table.rows).toHaveLength(263)
    const totals = cellsOf(table, 'total')
    for (const { raw, reading } of totals)
      expect(BigInt(Math.round((reading.value as number) * 100))).toBe(plainFen(raw.text, '元'))
    expect(totals.reduce((sum, { reading }) => sum + BigInt(reading.value as number), 0n)).toBe(
      190_000_000_000n,
    )
    expect(countsOf(table)).toEqual({
      'day-unknown 8': 194,
      'not-a-day 8': 69,
      'day-unknown 9': 178,
      'day-approximate 9': 85,
    })
    expect(placesOf(table, 'unit-from-dictionary')).toEqual(['1,7'])
    for (const { raw, reading } of cellsOf(table, 'plan')) {
      expect(reading.value).toBe(Math.round(Number(raw.value) * 100) * 1_000_000)
    }
  })
})
