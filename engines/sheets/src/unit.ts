import { Decimal, unitOf } from '@qiongding/kernel'
import { fold } from './grid.ts'

/** How many base units one of a unit or a compound (`元/㎡/月`) is, and what it measures. */
export type Measure = { readonly factor: Decimal; readonly dimension: string }

const KNOWN = new Map<string, Measure | null>()

function measured(symbol: string): Measure | undefined {
  let factor = new Decimal(1)
  const dimensions: string[] = []
  for (const [index, part] of symbol.split('/').entries()) {
    const unit = unitOf(part.trim())
    if (!unit) return undefined
    factor = index === 0 ? factor.times(unit.factor) : factor.div(unit.factor)
    dimensions.push(unit.dimension)
  }
  const [over, ...under] = dimensions
  return { factor, dimension: [over, ...under.sort()].join('/') }
}

/** The measure of a unit text; undefined where a part of it is no unit. */
export function measureOf(symbol: string): Measure | undefined {
  const known = KNOWN.get(symbol)
  if (known !== undefined) return known ?? undefined
  const found = measured(symbol)
  // Cells bring any text: the memory is kept small.
  if (KNOWN.size > 2000) KNOWN.clear()
  KNOWN.set(symbol, found ?? null)
  return found
}

/** An amount in a unit as a number of base units. */
export function inBaseUnits(amount: Decimal, symbol: string): number | undefined {
  const measure = measureOf(symbol)
  return measure && amount.times(measure.factor).toNumber()
}

/**
 * The unit a writing means for a fact: itself where it measures the same; without `/年` where the fact is a plain amount, as yearly
 * figures are (but never without `/月` or `/亩`: that would be another amount); with the fact's own `/年` where the writing leaves
 * it out. Undefined where it measures something else.
 */
export function unitFor(written: string, wanted: string | undefined): string | undefined {
  const aim = wanted === undefined ? undefined : measureOf(wanted)
  if (!aim || wanted === undefined) return undefined
  const plain = written.replace(/(人民币|整)$/, '').replace(/每/g, '/')
  if (measureOf(plain)?.dimension === aim.dimension) return plain
  const yearless = plain.replace(/\/年$/, '')
  if (measureOf(yearless)?.dimension === aim.dimension) return yearless
  const under = wanted.split('/').slice(1).join('/')
  if (under !== '' && !plain.includes('/')) {
    const whole = `${plain}/${under}`
    if (measureOf(whole)?.dimension === aim.dimension) return whole
  }
  return undefined
}

/** A unit written alone, with or without brackets: `（万元）`, `单位：人`, `%`. */
export function unitWritten(text: string): string | undefined {
  const plain = fold(text)
    .replace(/^[([【](.*)[)\]】]$/, '$1')
    .replace(/^(金额|计量|货币|计价|面积|人数|数量|数据)?单\s*位\s*[:：]?\s*/, '')
    .replace(/^(均|统一)?(为|是|按|以)/, '')
    .replace(/^(人民币|RMB)/i, '')
    .replace(/(计|填报|填写)$/, '')
    .trim()
  if (plain === '' || plain.length > 10) return undefined
  const folded = fold(plain)
  return measureOf(folded) ? folded : measureOf(plain) ? plain : undefined
}

/** Money of other countries: no rate is known here, so no amount in it is read. */
const FOREIGN = /(美元|欧元|港元|港币|日元|英镑|韩元|卢布|外币|USD|EUR|HKD|JPY|GBP)/i

export const isForeignMoney = (text: string): boolean => FOREIGN.test(text)

/** The unit a header names: in brackets, after `单位`, or at its end after a mark, a space or its word. Foreign money as it stands. */
export function unitOfHeader(text: string): string | undefined {
  const folded = fold(text)
  for (const match of [...folded.matchAll(/[([【]([^()[\]【】]{1,16})[)\]】]/g)].reverse()) {
    for (const part of match[1]!.split(/[,，;；、\s]+/)) {
      const unit = unitWritten(part)
      if (unit !== undefined) return unit
    }
    if (FOREIGN.test(match[1]!)) return match[1]!
  }
  const tail = tailOf(folded)
  return tail?.unit ?? (FOREIGN.test(folded) ? FOREIGN.exec(folded)![1] : undefined)
}

/** Units that stand at the end of a header without any mark; others (人, 名, 位, 年) end words too: `姓 名` is no count of persons. */
const PLAIN_TAIL = /(?<=[^\d])\s*(万元|亿元|千元|百万元|万㎡|万平方米|平方米|㎡|m²|公顷|亩|%|‰)$/

function tailOf(folded: string): { readonly unit: string; readonly from: number } | undefined {
  const marked = /([/,，:：]\s*)([^/,，:：()\s]{1,6})$/.exec(folded)
  const unit = marked && marked.index > 0 ? unitWritten(marked[2]!) : undefined
  if (marked && unit !== undefined) return { unit, from: marked.index }
  const plain = PLAIN_TAIL.exec(folded)
  return plain && plain.index > 1 ? { unit: plain[1]!, from: plain.index } : undefined
}

/** A header without the unit at its end. */
export function withoutUnit(folded: string): string {
  const tail = tailOf(folded)
  return tail ? folded.slice(0, tail.from) : folded
}

/** Units a sheet states for all its columns: `金额单位：万元`, `单位：万元、亩`. */
export function unitsOfSheet(text: string): string[] {
  const units: string[] = []
  for (const match of fold(text).matchAll(/单\s*位\s*[:/]?\s*[([]?\s*([^\s:()[\]]{1,24})/g)) {
    for (const part of match[1]!.split(/[,，;；、。]+/)) {
      const unit = unitWritten(part)
      if (unit !== undefined) units.push(unit)
    }
  }
  return units
}
