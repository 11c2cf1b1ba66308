import { Decimal, day } from '@qiongding/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { neutralText, readCell, type SheetFact, type Writing, writeCell } from './index.ts'

const fact = (type: SheetFact['type'], more: Partial<SheetFact> = {}): SheetFact => ({
  key: type,
  of: 'subject',
  label: { zh: type, en: type },
  type,
  ...more,
})
/** A value that went into a cell and came out again, with whatever was remarked. */
const back = (value: Parameters<typeof writeCell>[0], one: SheetFact, writing: Writing = {}, tree = TREE) => {
  const { cell } = writeCell(value, one, writing, one.tree ? tree : undefined)
  return readCell(cell, one, { ...(writing.unit && { unit: writing.unit }), ...(one.tree && { tree }) })
}
const TREE = [
  { code: 'C27', label: { zh: '医药制造业', en: 'Medicine' } },
  { code: 'a', label: { zh: '其他', en: 'Other a' } },
  { code: 'b', label: { zh: '其他', en: 'Other b' } },
]
const values = [
  { id: 'a', label: { zh: '甲类', en: 'A' } },
  { id: 'b', label: { zh: '乙类', en: 'B' }, aliases: ['B'] },
  { id: 'C', label: { zh: '甲类', en: 'C' } },
]

describe('laws of writing a cell: what is read back is what was written', () => {
  it('a number in every unit of tens, to fifteen digits', () => {
    const digits = fc.tuple(
      fc.integer({ min: -999_999_999, max: 999_999_999 }),
      fc.integer({ min: 0, max: 999_999 }),
      fc.integer({ min: 0, max: 8 }),
    )
    fc.assert(
      fc.property(
        digits,
        fc.constantFrom('元', '千元', '万元', '百万元', '亿元'),
        fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
        ([high, low, places], unit, decimals) => {
          const value = new Decimal(high).times(1e6).plus(low).div(new Decimal(10).pow(places)).toNumber()
          const reading = back(value, fact('number', { unit: '万元' }), {
            unit,
            ...(decimals !== undefined && { decimals }),
          })
          expect(reading.value).toBe(value)
        },
      ),
      { numRuns: 10_000 },
    )
  })

  it('a share, whatever its size', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (value) => {
        expect(back(value, fact('number', { unit: '%' })).value).toBe(value + 0)
      }),
    )
    expect(writeCell(0.0423, fact('number', { unit: '%', decimals: 2 })).format).toBe('0.00%')
  })

  it('a day under each of its writings keeps its date', () => {
    const days = fc.date({ min: new Date('1900-03-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const writings = [
      'yyyy-mm-dd',
      'yyyy/m/d',
      'yyyy.m.d',
      'yyyymmdd',
      'yyyy年m月d日',
      'yyyy年m月',
      'yyyy.m',
    ] as const
    fc.assert(
      fc.property(days, fc.constantFrom(...writings), (date, form) => {
        const on = date.toISOString().slice(0, 10)
        expect(back(on, fact('day'), { day: form }).value).toBe(on)
      }),
    )
    expect(writeCell('2019-07-05', fact('day'), { day: 'yyyy年m月' })).toEqual({
      cell: { text: '2019年7月', value: 43_651, isDate: true },
      format: 'yyyy"年"m"月"',
    })
    expect(writeCell('2019-07-05', fact('day'), { day: 'yyyy.m.d' }).cell.text).toBe('2019.7.5')
    expect(writeCell('2019-07-05', fact('day'), { day: 'yyyymmdd' }).cell.text).toBe('20190705')
    expect(back('1990-05', fact('day'))).toMatchObject({ value: '1990-05-01', precision: 'month' })
    expect(back('1888-01-02', fact('day')).value).toBe('1888-01-02')
  })

  it('a text of any kind is no formula, and comes back', () => {
    const piece = fc.constantFrom(
      '=',
      '＝',
      '＠',
      '\u200b',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      "'",
      ' ',
      '　',
      'SUM(A1)',
      '甲',
      '1',
      '\n',
    )
    const texts = fc.oneof(
      fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const written = writeCell(text, fact('text')).cell.text
        expect(/^\s*[=@]/.test(written)).toBe(false)
        expect(/^[\t\r]/.test(written)).toBe(false)
        const reading = back(text, fact('text'))
        // Words of "not known" and what lost characters in an earlier file are read as such, never as a formula.
        expect(reading.findings.map((finding) => finding.code)).not.toContain('formula-text')
        if (reading.state !== 'known') return
        // Spaces around a text are nobody's meaning; control characters have no place in a workbook.
        const plain = (one: string) =>
          one
            .toWellFormed()
            // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
            .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
            .replace(/[\s\u200b]+/g, ' ')
            .trim()
        expect(plain(String(reading.value))).toBe(plain(text))
      }),
      { numRuns: 20_000 },
    )
    for (const text of ['=HYPERLINK("x")', '+cmd|1', '@SUM(A1)', '-x=1', '\t=1', '\rx', "'=1", "''=1", ' =1'])
      expect(back(text, fact('text'))).toMatchObject({ state: 'known', value: text })
    expect(neutralText('-5.2')).toBe('-5.2')
    expect(neutralText('+86 (532) 8888-0000')).toBe('+86 (532) 8888-0000')
  })

  it('a yes, a choice, a code and a list by their words, and by the code where a word is not plain', () => {
    for (const yes of [true, false]) {
      expect(back(yes, fact('boolean')).value).toBe(yes)
      expect(back(yes, fact('boolean'), { yes: '√', no: '×' }).value).toBe(yes)
    }
    const one = fact('enum', { values })
    expect(values.map(({ id }) => writeCell(id, one).cell.text)).toEqual(['A', '乙类', 'C'])
    expect(writeCell('b', one, { choice: 'english' }).cell.text).toBe('B')
    expect(writeCell('b', one, { choice: 'code' }).cell.text).toBe('b')
    const tree = fact('tree', { tree: 't' })
    expect(TREE.map(({ code }) => writeCell(code, tree, {}, TREE).cell.text)).toEqual([
      '医药制造业',
      'Other a',
      'Other b',
    ])
    for (const { code } of TREE)
      for (const choice of ['label', 'english', 'code'] as const)
        expect(back(code, tree, { choice }).value).toBe(code)
    expect(back(['甲', '=1', '乙(1、2)'], fact('list')).value).toEqual(['甲', '=1', '乙(1、2)'])
    expect(back(['=1', 'x'], fact('list')).value).toEqual(['=1', 'x'])
    expect(back(['a', 'b'], fact('list', { values }), { separator: '；' }).value).toEqual(['a', 'b'])
    expect(writeCell(day('2019-07-05'), fact('text')).cell.text).toBe('2019-07-05')
  })

  it('says where a text was longer than a cell', () => {
    const { cell } = writeCell('长'.repeat(40_000), fact('text'))
    expect(cell.text.length).toBeLessThanOrEqual(32_767)
    expect(cell.text).toMatch(/未导出〕$/)
  })
})
