import { Decimal } from '@qiongding/kernel'
import { chineseNumber } from './chinese.ts'
import { fold } from './grid.ts'
import type { SheetFinding } from './messages.ts'

/** A number as written: the amount without its unit, exact in decimal. */
export type Amount = {
  readonly amount: Decimal
  /** Unit or multiplier written beside the number (`万元`, `%`, `万`, `人`), empty when none. */
  readonly unit: string
  /** A sign of money stands before the digits (`¥300`). */
  readonly currency?: true
}

/** What a text says about an amount. */
export type AmountText =
  | {
      readonly kind: 'amount'
      readonly at: Amount
      readonly approximate: boolean
      readonly remarks: readonly SheetFinding[]
    }
  | { readonly kind: 'range'; readonly from?: Amount; readonly to?: Amount; readonly approximate: boolean }
  | { readonly kind: 'likely'; readonly code: SheetFinding; readonly at: Amount }
  | { readonly kind: 'none'; readonly code: SheetFinding }

const CURRENCY = /^([+-]?)\s*(?:¥|￥|人民币)\s*/
const UNIT = String.raw`[^\d\s.,+\-~～—–至到()*×%‰]{0,8}(?:[²³2](?![\d.]))?|[%‰]`
const PLAIN = new RegExp(String.raw`^([+-]?)(\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?\s*(${UNIT})$`)
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const LOWER_BEFORE = /^(不低于|不少于|不小于|大于等于|超过|超|逾|大于|高于|多于|至少|最低|>=|≥|>)\s*/
const UPPER_BEFORE =
  /^(不超过|不高于|不多于|不大于|小于等于|不足|不到|低于|少于|小于|至多|最多|最高|<=|≤|<)\s*/
const LOWER_AFTER = /\s*(及以上|以上|起|\+)$/
const UPPER_AFTER = /\s*(及以下|以下|以内|之内)$/
const ABOUT_BEFORE = /^(大约|大概|约为|约合|将近|接近|约|近|~|≈)\s*/
const ABOUT_AFTER = /\s*(左右|上下|许)$/
/** `3000余人`, `3000多万元`. */
const ABOUT_INSIDE = /^([+-]?[\d.,]+)\s*(余|多|来)/

type Simple =
  | { at: Amount; remarks: readonly SheetFinding[] }
  | { code: SheetFinding; at?: Amount }
  | undefined

function simple(written: string): Simple {
  const text = written.replace(CURRENCY, '$1')
  const match = PLAIN.exec(text)
  if (!match) return undefined
  const currency = text === written ? {} : { currency: true as const }
  const [, sign = '', digits = '', exponent, unit = ''] = match
  const remarks: SheetFinding[] = []
  if (digits.includes(',') && !GROUPED.test(digits)) {
    return {
      code: 'odd-grouping',
      at: { amount: new Decimal(sign + digits.replaceAll(',', '')), unit, ...currency },
    }
  }
  const plain = digits.replaceAll(',', '')
  let amount = new Decimal(sign + plain)
  if (exponent !== undefined) {
    amount = amount.times(new Decimal(10).pow(Number(exponent)))
    remarks.push('scientific')
  }
  if (/^0\d/.test(plain)) remarks.push('leading-zeros')
  return { at: { amount, unit, ...currency }, remarks }
}

function inWords(text: string): Amount | undefined {
  const percent = /^百分之(.+)$/.exec(text)
  if (percent) {
    const amount = chineseNumber(percent[1]!)
    return amount === undefined ? undefined : { amount: new Decimal(amount), unit: '%' }
  }
  const match = /^([零〇○一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿]+)(.{0,4})$/.exec(text)
  if (!match) return undefined
  const amount = chineseNumber(match[1]!)
  return amount === undefined ? undefined : { amount: new Decimal(amount), unit: match[2]! }
}

/** `25k*14`: so much a month, so many months. */
function product(text: string): Amount | undefined {
  const match = /^([\d.]+)\s*([kK千万wW]?)\s*[*×xX]\s*(\d{1,3})(元|薪)?$/.exec(text)
  if (!match) return undefined
  const factor = { k: 1000, K: 1000, 千: 1000, 万: 10_000, w: 10_000, W: 10_000 }[match[2]!] ?? 1
  if (!/^\d+(\.\d+)?$/.test(match[1]!)) return undefined
  return { amount: new Decimal(match[1]!).times(factor).times(match[3]!), unit: '元' }
}

function endOf(text: string): Amount | undefined {
  const found = simple(text)
  if (found && !('code' in found) && found.remarks.length === 0) return found.at
  return found ? undefined : inWords(text)
}

function rangeOf(text: string): { from: Amount; to: Amount } | undefined {
  const match = /^(.*?\d.*?)\s*(?:-{1,2}|~|～|—{1,2}|–|至|到)\s*(\d.*)$/.exec(text)
  if (!match) return undefined
  const from = endOf(match[1]!)
  const to = endOf(match[2]!)
  if (!from || !to) return undefined
  const first = from.unit === '' ? { amount: from.amount, unit: to.unit } : from
  return { from: first, to: to.unit === '' && from.unit !== '' ? { amount: to.amount, unit: from.unit } : to }
}

/** Reads the text of a number, without yet knowing which unit was wanted. */
export function amountOf(source: string): AmountText {
  let text = fold(source).replace(/[\u2212\ufe63]/g, '-')
  let approximate = false
  if (ABOUT_BEFORE.test(text)) {
    text = text.replace(ABOUT_BEFORE, '')
    approximate = true
  }
  if (ABOUT_AFTER.test(text)) {
    text = text.replace(ABOUT_AFTER, '')
    approximate = true
  }
  if (ABOUT_INSIDE.test(text)) {
    text = text.replace(ABOUT_INSIDE, '$1')
    approximate = true
  }
  const lower = LOWER_BEFORE.test(text) || LOWER_AFTER.test(text)
  const upper = UPPER_BEFORE.test(text) || UPPER_AFTER.test(text)
  if (lower !== upper) {
    const rest = text
      .replace(LOWER_BEFORE, '')
      .replace(LOWER_AFTER, '')
      .replace(UPPER_BEFORE, '')
      .replace(UPPER_AFTER, '')
    const end = endOf(rest)
    if (!end) return { kind: 'none', code: 'not-a-number' }
    return lower ? { kind: 'range', from: end, approximate } : { kind: 'range', to: end, approximate }
  }
  const found = simple(text)
  if (found && 'remarks' in found)
    return { kind: 'amount', at: found.at, approximate, remarks: found.remarks }
  if (found?.at) return { kind: 'likely', code: found.code, at: found.at }
  const range = rangeOf(text)
  if (range) {
    const backwards = range.from.unit === range.to.unit && range.from.amount.gt(range.to.amount)
    return backwards
      ? { kind: 'none', code: 'not-a-number' }
      : { kind: 'range', from: range.from, to: range.to, approximate }
  }
  const words = inWords(text)
  if (words) return { kind: 'likely', code: 'number-in-words', at: words }
  const worked = product(text)
  if (worked) return { kind: 'likely', code: 'calculation', at: worked }
  const closed = simple(text.replace(/(\d)\s+(?=[\d,.])/g, '$1'))
  if (closed && 'remarks' in closed) return { kind: 'likely', code: 'spaces-in-number', at: closed.at }
  const negative = /^\(([\d.,]+)\)$/.exec(text)
  const inside = negative ? simple(negative[1]!) : undefined
  if (inside && 'remarks' in inside) {
    return { kind: 'likely', code: 'bracket-number', at: { amount: inside.at.amount.neg(), unit: '' } }
  }
  return { kind: 'none', code: 'not-a-number' }
}
