import { fold } from './grid.ts'

/** Longer cells are none of the words below; most cells are told by this alone. */
const LONGEST_WORD = 24

/** Writings of "not known": they mean neither an empty text nor zero. */
const NOT_KNOWN = new Set([
  '/',
  '//',
  '\\',
  '-',
  '--',
  '---',
  '—',
  '——',
  '–',
  '―',
  '…',
  '……',
  '?',
  '??',
  '暂无',
  '暂缺',
  '暂无数据',
  '无数据',
  '待核实',
  '待核',
  '待定',
  '待补',
  '待补充',
  '待填',
  '待确认',
  '待报',
  '待统计',
  '未知',
  '不详',
  '不明',
  '未填',
  '未报',
  '未统计',
  '未提供',
  '未公开',
  '未披露',
  '不清楚',
  '不掌握',
  '保密',
  '涉密',
  'n/a',
  'na',
  'nan',
  'null',
  'none',
  'tbd',
  'unknown',
  '#n/a',
])

/** True where somebody wrote that the value is not known. Brackets around the word do not matter. */
export function saysUnknown(text: string): boolean {
  if (text.length > LONGEST_WORD) return false
  const folded = fold(text).toLowerCase().replace(/\s+/g, '')
  if (folded === '') return false
  return NOT_KNOWN.has(folded) || NOT_KNOWN.has(folded.replace(/^[([【]|[)\]】]$/g, ''))
}

/** What Excel leaves where a formula failed. `#N/A` says "not known" and is handled before. */
export function isErrorValue(text: string): boolean {
  if (!/[#＃]/.test(text)) return false
  return /^#(REF|DIV\/0|VALUE|NAME|NUM|NULL|SPILL|CALC|GETTING_DATA|FIELD|BLOCKED|CONNECT|UNKNOWN)[!?]?$/i.test(
    fold(text),
  )
}

/** `同上` and its signs: the value of the row above, said without writing it. */
export function saysSameAsAbove(text: string): boolean {
  if (text.length > LONGEST_WORD) return false
  return /^(同上|〃|"|''|″|同前|同左)$/.test(fold(text))
}

/** Quantities that are said and not counted. */
export function saysSome(text: string): boolean {
  return /^(若干|若干(名|人|个)|多名|多人|数名|数人|多个|少量|少许|大量|不定|面议|面谈|另议|详谈|不限)$/.test(
    fold(text).replace(/\s/g, ''),
  )
}

/** Text that a spreadsheet would run as a formula: it starts with one of the signs and is no plain signed number. */
export function looksLikeFormula(text: string): boolean {
  const folded = fold(text)
  if (/^[=@]/.test(folded) || /^[\t\r]/.test(text)) return true
  return /^[+-]/.test(folded) && !/^[+-]+\s*([0-9.,%\s]|$)/.test(folded) && /[(!|@=]/.test(folded)
}
