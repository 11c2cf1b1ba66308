const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
}
const SMALL: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }
const LARGE: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 }

/** A whole number written in Chinese numerals (`三百`, `一千零五十`, `二十五`, `三百万`), or undefined where the writing is not plain. */
export function chineseNumber(text: string): number | undefined {
  if (!/^[零〇○一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿]+$/.test(text)) return undefined
  if (/^[零〇○一二三四五六七八九]{2,}$/.test(text)) return digitString(text)
  let total = 0
  let section = 0
  let digit: number | undefined
  let lastUnit = Number.POSITIVE_INFINITY
  let lastLarge = Number.POSITIVE_INFINITY
  for (const char of text) {
    const value = DIGITS[char]
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined
      digit = value
      continue
    }
    const unit = SMALL[char]
    if (unit !== undefined) {
      if (unit >= lastUnit) return undefined
      if (digit === undefined && !(unit === 10 && section === 0)) return undefined
      if (digit === 0 && unit !== 10) return undefined
      section += (digit || 1) * unit
      lastUnit = unit
      digit = undefined
      continue
    }
    const large = LARGE[char]!
    if (large >= lastLarge) return undefined
    section += digit ?? 0
    if (section === 0) return undefined
    total += section * large
    lastLarge = large
    section = 0
    lastUnit = Number.POSITIVE_INFINITY
    digit = undefined
  }
  // `三百五` is said for 350: not plain, so not read.
  if (
    digit !== undefined &&
    digit !== 0 &&
    Number.isFinite(lastUnit) &&
    lastUnit > 10 &&
    !/零.$|〇.$/.test(text)
  )
    return undefined
  if (digit !== undefined && digit !== 0 && !Number.isFinite(lastUnit) && Number.isFinite(lastLarge)) {
    if (!/零.$|〇.$/.test(text)) return undefined
  }
  return total + section + (digit ?? 0)
}

/** Digits said one by one, as in years: `二〇一九` is 2019. */
export function digitString(text: string): number | undefined {
  let digits = ''
  for (const char of text) {
    const value = DIGITS[char]
    if (value === undefined) return undefined
    digits += value
  }
  return digits === '' || digits.length > 15 ? undefined : Number(digits)
}
