import { fold, trimmed } from './grid.ts'

/** Longer cells are none of the words below; most cells are told by this alone. */
const LONGEST_WORD = 24

/** Signs that stand for "not known". */
const NOT_KNOWN_SIGN = /^(\/+|\\+|[-—–―－]+|…+|\.{3,}|[?？]+|×{2,}|[xX]{2,}|\*{2,})$/
/** Words for it: they mean neither an empty text nor zero. */
const NOT_KNOWN_WORDS: readonly RegExp[] = [
  /^(暂时?|尚)?(未知|不详|不明|不清楚?|不掌握|不了解|不知道?|不确定|不便透露|难以统计|无法统计|无法核实|无从统计)$/,
  /^(暂时?|尚|还)?(未|没有?|无)(填报?|填写|报送?|上报|统计|提供|公开|披露|公布|掌握|核实|确认|明确|确定|提交|收集|采集|反馈)(数据|情况)?$/,
  /^(暂时?|尚)?(无|缺|没有)(数据|资料|信息|统计|统计数据|相关数据|可靠数据)$/,
  /^(暂无|暂缺|缺|缺失|空缺|空白|待)$/,
  /^(待|有待|尚待)(核实?|定|补充?|填写?|填报|报送?|上报|确认|确定|统计|查|完善|核对|更新|明确|录入?|提供|反馈|评估|收集)$/,
  /^(保密|涉密|不公开|商业秘密|商业机密)$/,
  /^(n\/?a|n\.a\.?|nan|null|nil|none|tbd|tbc|unknown|notavailable|notapplicable|#n\/a)$/,
]

/** How such a word begins; most cells are told by their first sign. */
const BEGINS = new Set('/\\-—–―－…．.?？×xX*＊未无没暂尚还待有缺空保涉不难商nNtTuUｎＮ#＃([【（［／')

function notKnown(word: string): boolean {
  return NOT_KNOWN_SIGN.test(word) || NOT_KNOWN_WORDS.some((pattern) => pattern.test(word))
}

/** True where somebody wrote that the value is not known. Brackets around the word do not matter. */
export function saysUnknown(text: string): boolean {
  if (text.length > LONGEST_WORD) return false
  const inner = trimmed(text)
  if (inner === '' || !BEGINS.has(inner[0]!)) return false
  const folded = fold(inner).toLowerCase().replace(/\s+/g, '')
  return notKnown(folded) || notKnown(folded.replace(/^[([【]|[)\]】]$/g, ''))
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
