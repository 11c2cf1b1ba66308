const DIGITS = '零一二三四五六七八九'
const SMALL: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const LARGE: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 }

/** A number as it is written in chats, in digits or in Chinese numerals. Bounded: a text of nothing but digits is read in one go. */
export const NUMBER =
  '(?:(?<![\\d.,])(?:\\d{1,3}(?:,\\d{3}){1,4}(?!\\d)|\\d{1,12}(?!\\d))(?:\\.\\d{1,6})?|[一二两三四五六七八九十百千零]{1,12}(?:点[一二三四五六七八九零]{1,6})?)'

/** Its value, or undefined where the numerals make no number (`好几`). */
export function numberOf(text: string): number | undefined {
  if (/^[\d,.]+$/.test(text)) return Number(text.replaceAll(',', ''))
  const [whole = '', part] = text.replaceAll('两', '二').split('点')
  const value = wholeOf(whole)
  if (value === undefined || part === undefined) return value
  return Number(`${value}.${[...part].map((char) => DIGITS.indexOf(char)).join('')}`)
}

function wholeOf(text: string): number | undefined {
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const char of text) {
    const value = DIGITS.indexOf(char)
    if (value >= 0) {
      if (digit !== undefined && digit !== 0) return undefined
      digit = value
    } else if (SMALL[char] !== undefined) {
      section += (digit ?? 1) * SMALL[char]
      digit = undefined
    } else if (LARGE[char] !== undefined) {
      total += (section + (digit ?? 0)) * LARGE[char]
      section = 0
      digit = undefined
    } else return undefined
  }
  return total + section + (digit ?? 0)
}
