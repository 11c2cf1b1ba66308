import { addDays, type Day, dayOf } from '@qiongding/kernel'
import { NUMBER, numberOf } from './numbers.ts'
import type { Part, Span } from './text.ts'

type DaySaid = {
  readonly value: Day
  /** Only the month was said: the day is its first. */
  readonly month: boolean
  readonly written: string
  readonly span: Span
}
export type DayFound = { readonly found: DaySaid } | { readonly why: 'not-said' | 'several' | 'vague' }

const WEEK = '一二三四五六日'
const FULL = /(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*[日号]?|月)?(?!\d)/g
const MONTH_DAY = /(?<![\d年])(\d{1,2})月(\d{1,2})[日号]?/g
const MONTH = new RegExp(`(?<![年\\d个])(${NUMBER})月(?:份|底|初)?(?![\\d上中下])`, 'g')
const NEAR = /(大后天|后天|明天|今天)|(?<next>下*)(?:本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])/g
const NEAR_DAYS: Readonly<Record<string, number>> = { 今天: 0, 明天: 1, 后天: 2, 大后天: 3 }

const VISIT = /来访|到访|拜访|考察|来谈|来看|过来|来签|见面|面谈|洽谈|来(?!自|源)|到区/
const START = /开工|动工|开建|奠基/

function daysIn(part: Part, today: Day): DaySaid[] {
  const found: DaySaid[] = []
  const [year, month] = today.split('-').map(Number) as [number, number]
  const push = (match: RegExpExecArray | RegExpMatchArray, value: Day | undefined, isMonth: boolean) => {
    const from = part.from + (match.index ?? 0)
    const span = { from, to: from + match[0].length }
    // A longer writing that was read before holds the shorter one.
    if (value === undefined || found.some((one) => one.span.from < span.to && span.from < one.span.to)) return
    found.push({ value, month: isMonth, written: match[0].trim(), span })
  }
  for (const match of part.text.matchAll(FULL))
    push(match, dayOf(Number(match[1]), Number(match[2]), Number(match[3] ?? 1)), match[3] === undefined)
  for (const match of part.text.matchAll(MONTH_DAY)) {
    const on = dayOf(year, Number(match[1]), Number(match[2]))
    push(match, on, false)
  }
  for (const match of part.text.matchAll(MONTH)) {
    const number = numberOf(match[1] ?? '')
    if (number === undefined || number < 1 || number > 12) continue
    push(match, dayOf(number < month ? year + 1 : year, number, 1), true)
  }
  for (const match of part.text.matchAll(NEAR)) {
    // 3月11日（周三）: the weekday only says the day once more.
    if (/[日号]\s*[（(]?$/.test(part.text.slice(0, match.index))) continue
    push(match, nearDay(match, today), false)
  }
  return found
}

function nearDay(match: RegExpMatchArray, today: Day): Day | undefined {
  const near = match[1]
  if (near !== undefined) return addDays(today, NEAR_DAYS[near] ?? 0)
  const weeks = match.groups?.next?.length ?? 0
  const wanted = WEEK.indexOf((match[3] ?? '').replace('天', '日'))
  const now = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  return wanted < 0 ? undefined : addDays(today, wanted - now + 7 * weeks)
}

/** How far from a day its word may stand, in characters. */
const REACH = 14

/** Whether a word stands beside a day, with no other sentence between. */
function beside(part: Part, one: DaySaid, word: RegExp): boolean {
  if (part.label !== undefined && word.test(part.label)) return true
  const at = one.span.from - part.from
  const end = one.span.to - part.from
  const before =
    part.text
      .slice(Math.max(0, at - REACH), at)
      .split(/[，,]/)
      .at(-1) ?? ''
  const after = part.text.slice(end, end + REACH).split(/[，,]/)[0] ?? ''
  return word.test(before) || word.test(after)
}

function chosen(found: readonly DaySaid[]): DayFound {
  const [first] = found
  if (!first) return { why: 'not-said' }
  return found.every((one) => one.value === first.value) ? { found: first } : { why: 'several' }
}

/** When the enterprise comes: a day that is not over yet. */
export function readVisit(parts: readonly Part[], today: Day): DayFound {
  return chosen(
    parts.flatMap((part) =>
      daysIn(part, today).filter(
        (one) => !one.month && one.value >= today && beside(part, one, VISIT) && !beside(part, one, START),
      ),
    ),
  )
}

/** When building is to begin: a day, or a month. */
export function readStart(parts: readonly Part[], today: Day): DayFound {
  return chosen(parts.flatMap((part) => daysIn(part, today).filter((one) => beside(part, one, START))))
}
