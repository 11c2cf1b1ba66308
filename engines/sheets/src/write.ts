import { Decimal, daysBetween, parseDay, type Value } from '@qiongding/kernel'
import { readEnum, readTree } from './choice.ts'
import { SERIAL_ZERO } from './day.ts'
import type { FactDefinition } from './fact.ts'
import type { Cell } from './grid.ts'
import { neutralText } from './neutral.ts'
import { isRatio, type TreeEntry } from './reading.ts'
import { measureOf } from './unit.ts'

/** How a day stands in a cell. All but the last two name the whole day. */
export type DayWriting =
  | 'yyyy-mm-dd'
  | 'yyyy/m/d'
  | 'yyyy.m.d'
  | 'yyyymmdd'
  | 'yyyy年m月d日'
  | 'yyyy年m月'
  | 'yyyy.m'

/** How the values of a column are written; what is left out is as the dictionary says. */
export type Writing = {
  /** Unit of the numbers. */
  readonly unit?: string
  /** Decimal places shown; the cell keeps all of them. */
  readonly decimals?: number
  readonly day?: DayWriting
  /** An enumerated value or code by its Chinese label, its English one, or its code. */
  readonly choice?: 'label' | 'english' | 'code'
  readonly yes?: string
  readonly no?: string
  /** Between the words of a list. */
  readonly separator?: string
}

/** A cell to write: what it stores and shows, and the number format that makes it show so. */
export type WrittenCell = { readonly cell: Cell; readonly format: string }

/** The longest text a cell of Excel holds (Excel specifications and limits). */
const LONGEST = 32_767
/** Ends a text that was longer than a cell. */
const CUT = '…〔以下超出单元格，未导出〕'
/** Excel's calendar is wrong before this day, and a reader takes years outside of 1850-2100 for slips. */
const FIRST_SERIAL_DAY = '1900-03-01'

/** What a workbook can hold of a text: no control characters and no half characters, at most as long as a cell. */
function storable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
  const plain = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  return plain.length <= LONGEST - 1 ? plain : plain.slice(0, LONGEST - 1 - CUT.length) + CUT
}

function textCell(text: string): WrittenCell {
  return { cell: { text: neutralText(storable(text)) }, format: '@' }
}

function numberCell(value: number, fact: FactDefinition, writing: Writing): WrittenCell {
  const decimals = writing.decimals ?? fact.decimals
  const places = decimals === undefined ? '' : decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`
  if (isRatio(fact) && (writing.unit ?? '%') === '%') {
    const shown = new Decimal(value).times(100).toNumber()
    return { cell: { text: `${shown}%`, value }, format: `${places || '0.##'}%` }
  }
  const unit = writing.unit ?? fact.unit
  const factor = unit === undefined ? undefined : measureOf(unit)?.factor
  const amount = factor === undefined ? value : new Decimal(value).div(factor).toNumber()
  return { cell: { text: String(amount), value: amount }, format: places ? `#,##${places}` : 'General' }
}

const DAY_FORMATS: Record<DayWriting, string> = {
  'yyyy-mm-dd': 'yyyy-mm-dd',
  'yyyy/m/d': 'yyyy/m/d',
  'yyyy.m.d': 'yyyy.m.d',
  yyyymmdd: 'yyyymmdd',
  yyyy年m月d日: 'yyyy"年"m"月"d"日"',
  yyyy年m月: 'yyyy"年"m"月"',
  'yyyy.m': 'yyyy.m',
}

function dayText(year: string, month: string, date: string, writing: DayWriting): string {
  const [m, d] = [String(Number(month)), String(Number(date))]
  return writing
    .replace('yyyy', year)
    .replace('mm', month)
    .replace('dd', date)
    .replace('m', m)
    .replace('d', d)
}

/** A day keeps its date under every writing: the format hides the date, the cell does not lose it. */
function dayCell(value: string, writing: Writing): WrittenCell {
  const found = parseDay(value)
  const form = writing.day ?? 'yyyy-mm-dd'
  if (!found || found < FIRST_SERIAL_DAY) return textCell(value)
  const [year, month, date] = found.split('-') as [string, string, string]
  return {
    cell: {
      text: dayText(year, month, date, form),
      value: daysBetween(SERIAL_ZERO, found),
      isDate: true,
    },
    format: DAY_FORMATS[form],
  }
}

/** The first of some words that is read as the code it stands for; otherwise the code itself. */
function wordFor(
  code: string,
  words: readonly (string | undefined)[],
  reads: (text: string) => unknown,
): string {
  return words.find((word) => word !== undefined && reads(word) === code) ?? code
}

function choiceWord(
  code: string,
  fact: FactDefinition,
  writing: Writing,
  tree?: readonly TreeEntry[],
): string {
  if (writing.choice === 'code') return code
  const label = tree
    ? tree.find((entry) => entry.code === code)?.label
    : fact.values?.find((choice) => choice.id === code)?.label
  const [zh, en] = typeof label === 'string' ? [label, undefined] : [label?.zh, label?.en]
  const words = writing.choice === 'english' ? [en, zh] : [zh, en]
  return wordFor(
    code,
    words,
    (text) => (tree ? readTree({ text }, { tree }) : readEnum({ text }, fact)).value,
  )
}

/**
 * A value of a fact as a cell, so that `readCell` under the same unit reads it back: numbers in the unit of the column, days as
 * days, codes by their words, texts that no program runs. Nothing is rounded. What a cell cannot carry whole (a text longer than
 * a cell, a day before 1900-03-01 as a number) is carried as text as far as it goes.
 *
 * ```ts
 * writeCell(35_000_000, { key: 'revenue', label: { zh: '营业收入', en: 'Revenue' }, type: 'number', unit: '万元', of: 'enterprise' }).cell.value
 * // 3500
 * ```
 */
export function writeCell(
  value: Value,
  fact: FactDefinition,
  writing: Writing = {},
  tree?: readonly TreeEntry[],
): WrittenCell {
  if (typeof value === 'number') return numberCell(value, fact, writing)
  if (typeof value === 'boolean') return textCell(value ? (writing.yes ?? '是') : (writing.no ?? '否'))
  if (typeof value !== 'string') {
    const words =
      fact.values || tree ? value.map((item) => choiceWord(item, fact, writing, tree)) : [...value]
    return textCell(words.join(writing.separator ?? '、'))
  }
  if (fact.type === 'day') return dayCell(value, writing)
  if (fact.type === 'enum' || fact.type === 'tree') return textCell(choiceWord(value, fact, writing, tree))
  return textCell(value)
}
