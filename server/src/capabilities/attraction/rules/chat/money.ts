import { NUMBER, numberOf } from './numbers.ts'
import type { Part, Span } from './text.ts'

/** An amount that speaks of the investment, in yuan. */
export type Money = {
  readonly value: number
  readonly upTo?: number
  readonly written: string
  readonly span: Span
}
export type MoneyFound =
  | { readonly found: Money; readonly phase?: true }
  | { readonly why: 'not-said' | 'vague' | 'several' | 'foreign-currency' }

const UNIT = '(?:个?亿|千万|百万|万|[wW](?![A-Za-z])|million|billion)'
const FACTOR: Readonly<Record<string, number>> = {
  亿: 1e8,
  个亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  万: 1e4,
  w: 1e4,
  million: 1e6,
  billion: 1e9,
}
const AMOUNT = new RegExp(
  `(?<currency>RMB|CNY|USD|US\\$|\\$|EUR|€|HK\\$)?\\s*(?<low>${NUMBER})\\s*(?<lowUnit>${UNIT})?(?:元)?(?:\\s*[-—–~～至到]{1,2}\\s*(?<high>${NUMBER}))?\\s*(?<unit>${UNIT})(?<foreign>元?(?:美元|美金|港币|港元|欧元|日元)|\\s*(?:USD|EUR|dollars))?`,
  'g',
)
const VAGUE =
  /(?:好几|几|数|上|过|近|小)(?:个|十|百|千)?(?:亿|千万|百万)|[一二两三四五六七八九](?:、?[两二三四五六七八九])个?(?:亿|千万)/
/** Words that say of what an amount is; the nearest before it counts, else the nearest after it. */
const OF_INVESTMENT =
  /投资总额|总投资额?|投资额|投资金额|计划投资|拟投资?|投资|首期|一期|投入|盘子|总额|要投|想投|先投|能投|投|invest(?:s|ment)?/g
const OF_ANYTHING_ELSE =
  /营业?收入?|营收|产值|税收|纳税|利润|销售额?|注册资[本金]|固定资产(?:投资)?|设备投资|贷款?|融资|估值|市值|资产|补贴|奖励|流水|订单|合同额?|基金|薪|成本|revenue|capital/g
const PHASE = /首期|一期|先投|起步/
const CORRECTION = /更正|说错|不对|改成|改为|应为|应该是/

type Found = Money & { readonly whole: boolean; readonly phase: boolean; readonly corrects: boolean }

/** What the chat says that is to be invested. Of several amounts a correction counts, then the total; others that differ leave it unknown. */
export function readMoney(parts: readonly Part[]): MoneyFound {
  const found: Found[] = []
  let foreign = false
  let vague = false
  let corrects = false
  for (const part of parts) {
    corrects ||= CORRECTION.test(part.text)
    const labelled = part.label !== undefined && /投资|金额|总投/.test(part.label)
    if (labelled || /投/.test(part.text)) vague ||= VAGUE.test(part.text)
    if (labelled && part.unit !== undefined) {
      const cell = cellOf(part)
      if (cell) found.push({ ...cell, whole: true, phase: false, corrects: false })
      continue
    }
    for (const match of part.text.matchAll(AMOUNT)) {
      const money = moneyOf(match, part)
      if (!money) continue
      const putsRight = CORRECTION.test(part.text) && found.length > 0
      if (!putsRight && !isInvestment(part, match.index, match[0].length, labelled)) continue
      if (isForeign(match)) {
        foreign = true
        continue
      }
      const around = part.text.slice(Math.max(0, match.index - 8), match.index + match[0].length + 4)
      found.push({
        ...money,
        whole: /总投资|投资总额|总额/.test(around) || /总投资/.test(part.label ?? ''),
        phase: PHASE.test(around),
        corrects,
      })
    }
  }
  const chosen = chosenOf(found)
  if (chosen === 'several') return { why: 'several' }
  if (chosen) {
    const { whole: _, phase, corrects: __, ...money } = chosen
    return { found: money, ...(phase && { phase: true }) }
  }
  return { why: foreign ? 'foreign-currency' : vague ? 'vague' : 'not-said' }
}

function chosenOf(found: readonly Found[]): Found | 'several' | undefined {
  for (const group of [
    found.filter((one) => one.corrects),
    found.filter((one) => one.whole),
    found.filter((one) => !one.phase),
    found,
  ]) {
    const [first] = group
    if (!first) continue
    return group.every((one) => one.value === first.value && one.upTo === first.upTo) ? first : 'several'
  }
  return undefined
}

function cellOf(part: Part): Money | undefined {
  const value = numberOf(part.text.trim())
  const factor = FACTOR[(part.unit ?? '').replace(/元$/, '')] ?? (part.unit === '元' ? 1 : undefined)
  if (value === undefined || factor === undefined) return undefined
  return {
    value: exact(value, factor),
    written: `${part.text.trim()} ${part.unit}`,
    span: { from: part.from, to: part.to },
  }
}

/** Tenths of a 亿 are not exact in binary: amounts are whole yuan. */
const exact = (value: number, factor: number) => Math.round(value * factor)

function moneyOf(match: RegExpExecArray | RegExpMatchArray, part: Part): Money | undefined {
  const { low = '', lowUnit, high, unit = '' } = match.groups ?? {}
  const factorOf = (text: string) => FACTOR[text] ?? FACTOR[text.toLowerCase()]
  const factor = factorOf(unit)
  const first = numberOf(low)
  if (factor === undefined || first === undefined || first === 0) return undefined
  // 三千万 is three thousand times ten thousand; 千万 alone after a digit is the same unit.
  const value = exact(first, lowUnit === undefined ? factor : (factorOf(lowUnit) ?? factor))
  const last = high === undefined ? undefined : numberOf(high)
  const upTo = last === undefined ? undefined : exact(last, factor)
  const from = part.from + (match.index ?? 0)
  return {
    value,
    ...(upTo !== undefined && upTo > value && { upTo }),
    written: match[0].trim(),
    span: { from, to: from + match[0].length },
  }
}

function isForeign(match: RegExpMatchArray): boolean {
  const { currency = '', foreign = '' } = match.groups ?? {}
  return foreign !== '' || (currency !== '' && !/RMB|CNY/.test(currency))
}

const lastOf = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].at(-1)

/** Whether an amount is of the investment: by the heading, by the nearest word before it in its sentence, or by the word right after it. */
function isInvestment(part: Part, at: number, length: number, labelled: boolean): boolean {
  // A word further away than a long clause speaks of something else.
  const before = part.text.slice(Math.max(0, at - 60), at)
  const yes = lastOf(OF_INVESTMENT, before)
  const no = lastOf(OF_ANYTHING_ELSE, before)
  const ends = (match: RegExpMatchArray | undefined) => (match ? (match.index ?? 0) + match[0].length : -1)
  if (ends(no) > ends(yes)) return false
  // Too far before it another thing is spoken of.
  if (yes && before.length - ends(yes) <= 12) return true
  if (labelled && !no) return true
  const after = part.text.slice(at + length, at + length + 8)
  return /^元?(?:左右|人民币|的?投资|，?先投|\s?投资?)/.test(after) && /投/.test(after)
}
