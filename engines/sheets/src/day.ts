import { addDays, type Day, day, dayOf, parseDay } from '@qiongding/kernel'
import { chineseNumber, digitString } from './chinese.ts'
import { type Cell, fold } from './grid.ts'
import { type CellContext, type CellReading, known, refused, remark } from './reading.ts'

/** Excel day 0 of the 1900 system for serials after its invented 1900-02-29 (serial 60). */
export const SERIAL_ZERO = day('1899-12-30')
/** A bare number is a serial only from 1954-10-03 to 2119-01-18: below and above it is as likely something else. */
const SERIAL_FROM = 20_000
const SERIAL_TO = 80_000
/** Years outside are slips of the pen in lists of enterprises, posts and projects. */
const YEAR_FROM = 1850
const YEAR_TO = 2100

/** The day of an Excel serial number of the 1900 system; undefined before 1900-03-01, where Excel's calendar is wrong. */
export function dayOfSerial(serial: number): Day | undefined {
  if (!Number.isFinite(serial) || serial < 61 || serial >= 2_958_466) return undefined
  return addDays(SERIAL_ZERO, Math.floor(serial))
}

function lastOfMonth(year: number, month: number): Day | undefined {
  const first = month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1)
  return first && addDays(first, -1)
}

/** Chinese numerals of a date as digits: `二〇一九年七月十五日` as `2019年7月15日`; undefined when a part is not plain. */
function digitsOfChineseDate(text: string): string | undefined {
  const match =
    /^([零〇○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月(?:(底|初|中旬)|([一二三四五六七八九十]{1,3})[日号])?)?$/.exec(
      text,
    )
  if (!match) return undefined
  const year = digitString(match[1]!)
  const month = match[2] === undefined ? undefined : chineseNumber(match[2])
  const date = match[4] === undefined ? undefined : chineseNumber(match[4])
  if (year === undefined || (match[2] && month === undefined) || (match[4] && date === undefined))
    return undefined
  return `${year}年${month === undefined ? '' : `${month}月`}${date === undefined ? (match[3] ?? '') : `${date}日`}`
}

function wholeDay(
  year: number,
  month: number,
  date: number,
  text: string,
  context: CellContext,
): CellReading {
  const found = dayOf(year, month, date)
  const later = context.asOf !== undefined && !context.mayBeLater && year > Number(context.asOf.slice(0, 4))
  if (!found) return refused('no-such-day', text, later ? { facts: { laterThan: context.asOf! } } : {})
  if (year < YEAR_FROM || year > YEAR_TO) return refused('odd-year', text, { facts: { read: found } })
  if (context.asOf !== undefined && !context.mayBeLater && found > context.asOf) {
    return known(found, [remark('later-than-as-of', text, { read: found, asOf: context.asOf })])
  }
  return known(found)
}

function wholeMonth(
  year: number,
  month: number,
  text: string,
  context: CellContext,
  otherwise?: Day,
): CellReading {
  const first = dayOf(year, month, 1)
  const last = lastOfMonth(year, month)
  if (month < 1 || month > 12 || !first || !last) return refused('no-such-day', text)
  if (year < YEAR_FROM || year > YEAR_TO) return refused('odd-year', text, { facts: { read: first } })
  const value = context.monthEnd ? last : first
  const findings = [
    remark('day-unknown', text, { read: value, from: first, to: last, ...(otherwise ? { otherwise } : {}) }),
  ]
  if (context.asOf !== undefined && !context.mayBeLater && first > context.asOf) {
    findings.push(remark('later-than-as-of', text, { read: value, asOf: context.asOf }))
  }
  return { state: 'known', value, precision: 'month', findings }
}

function digitsOnly(digits: string, text: string, context: CellContext): CellReading {
  const number = Number(digits)
  if (digits.length === 8) {
    return wholeDay(
      Number(digits.slice(0, 4)),
      Number(digits.slice(4, 6)),
      Number(digits.slice(6)),
      text,
      context,
    )
  }
  if (digits.length === 6) {
    const short = dayOf(
      2000 + Number(digits.slice(0, 2)),
      Number(digits.slice(2, 4)),
      Number(digits.slice(4)),
    )
    return wholeMonth(Number(digits.slice(0, 4)), Number(digits.slice(4)), text, context, short)
  }
  if (digits.length === 5 && number >= SERIAL_FROM && number <= SERIAL_TO) {
    const found = dayOfSerial(number)!
    const reading = wholeDay(...partsOf(found), text, context)
    return reading.state === 'known'
      ? { ...reading, findings: [remark('serial-number', text, { read: found }), ...reading.findings] }
      : reading
  }
  if (digits.length === 4 && number >= YEAR_FROM && number <= YEAR_TO) return yearOnly(number, text)
  return refused('not-a-day', text)
}

function partsOf(found: Day): [number, number, number] {
  return [Number(found.slice(0, 4)), Number(found.slice(5, 7)), Number(found.slice(8))]
}

function yearOnly(year: number, text: string): CellReading {
  const first = dayOf(year, 1, 1)
  return first
    ? refused('year-only', text, { likely: first, facts: { from: first, to: `${year}-12-31` } })
    : refused('not-a-day', text)
}

function shortYear(match: RegExpExecArray, text: string, context: CellContext): CellReading {
  const pivot = context.asOf === undefined ? 50 : (Number(context.asOf.slice(2, 4)) + 10) % 100
  const short = Number(match[1])
  const year = (short <= pivot ? 2000 : 1900) + short
  const likely = dayOf(year, Number(match[2]), match[3] === undefined ? 1 : Number(match[3]))
  return likely ? refused('two-digit-year', text, { likely }) : refused('not-a-day', text)
}

function dayFirstOrMonthFirst(match: RegExpExecArray, text: string, context: CellContext): CellReading {
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const monthFirst = dayOf(year, first, second)
  const dayFirst = dayOf(year, second, first)
  if (monthFirst && dayFirst && monthFirst !== dayFirst) {
    return refused('day-order', text, { likely: monthFirst, facts: { otherwise: dayFirst } })
  }
  const only = monthFirst ?? dayFirst
  if (!only) return refused('no-such-day', text)
  const reading = wholeDay(...partsOf(only), text, context)
  return reading.state === 'known'
    ? { ...reading, findings: [remark('day-order', text, { read: only }), ...reading.findings] }
    : reading
}

function namedEnd(year: number, month: number, text: string, context: CellContext): CellReading {
  const last = lastOfMonth(year, month)
  if (month < 1 || month > 12 || !last) return refused('no-such-day', text)
  const first = dayOf(year, month, 1)!
  const findings = [remark('day-approximate', text, { read: last, from: first, to: last })]
  if (context.asOf !== undefined && !context.mayBeLater && last > context.asOf) {
    findings.push(remark('later-than-as-of', text, { read: last, asOf: context.asOf }))
  }
  return { state: 'known', value: last, precision: 'month', findings }
}

const FULL =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/
const MONTH = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?份?$/
const MONTH_END = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\s*(底|末|月底|月末)$/

function textDay(source: string, context: CellContext): CellReading {
  const folded = fold(source)
  const text = digitsOfChineseDate(folded.replace(/\s/g, '')) ?? folded
  const full = FULL.exec(text)
  if (full) {
    const reading = wholeDay(Number(full[1]), Number(full[2]), Number(full[3]), source, context)
    const hasTime = full[4] !== undefined && Number(full[4]) + Number(full[5]) + Number(full[6] ?? 0) > 0
    if (!hasTime || reading.state !== 'known') return reading
    // 16:00 UTC is the next day in China: the written day is not surely the meant one.
    if (full[7] !== undefined) {
      return refused('time-zone', source, {
        likely: addDays(reading.value as Day, Number(full[4]) >= 16 ? 1 : 0),
      })
    }
    return {
      ...reading,
      findings: [remark('time-dropped', source, { read: reading.value as string }), ...reading.findings],
    }
  }
  const month = MONTH.exec(text)
  if (month) return wholeMonth(Number(month[1]), Number(month[2]), source, context)
  const monthEnd = MONTH_END.exec(text)
  if (monthEnd) return namedEnd(Number(monthEnd[1]), Number(monthEnd[2]), source, context)
  const yearEnd = /^(\d{4})\s*年?\s*(年底|年末|底|末)$/.exec(text)
  if (yearEnd) return namedEnd(Number(yearEnd[1]), 12, source, context)
  const noYear = /^(\d{1,2})\s*月\s*(?:(底|末)|(\d{1,2})\s*[日号]?)?$/.exec(text)
  if (noYear) return withoutYear(noYear, source, context)
  const year = /^(\d{4})\s*年$/.exec(text)
  if (year) return yearOnly(Number(year[1]), source)
  if (/^\d+$/.test(text)) return digitsOnly(text, source, context)
  const short = /^'?(\d{2})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?)?月?$/.exec(text)
  if (short) return shortYear(short, source, context)
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text)
  if (yearLast) return dayFirstOrMonthFirst(yearLast, source, context)
  if (/^(长期|长期有效|永久|永久有效|无固定期限|无期限|不限期|常年|常年有效|持续有效)$/.test(text)) {
    return { state: 'unknown', findings: [remark('no-end', source)] }
  }
  const ends = text.split(/\s*(?:—+|–|~|至|到)\s*|\s+-\s+|(?<=[年月日号])-/)
  if (ends.length === 2 && ends.every((end) => /\d/.test(end))) return refused('day-range', source)
  return refused('not-a-day', source)
}

function withoutYear(match: RegExpExecArray, source: string, context: CellContext): CellReading {
  if (context.asOf === undefined) return refused('year-missing', source)
  const year = Number(context.asOf.slice(0, 4))
  const month = Number(match[1])
  const likely = match[3]
    ? dayOf(year, month, Number(match[3]))
    : match[2]
      ? lastOfMonth(year, month)
      : dayOf(year, month, 1)
  return likely ? refused('year-missing', source, { likely }) : refused('not-a-day', source)
}

/** Formats that show no day, or only the year, and what `Mar-19` and its like look like. */
const SHOWS_MONTH =
  /^(\d{4}|\d{2})\s*[-/.年]\s*\d{1,2}\s*月?份?$|^[A-Za-z]{3,9}[- ]\d{2}(\d{2})?$|^\d{1,2}月-\d{2}$/
const SHOWS_YEAR = /^\d{4}\s*年?$/

/**
 * A stored day under the format the office sees. A program makes the first day of a typed month (`2019年3月` is stored as
 * 2019-03-01): where the format hides a day that is the first, nobody said that it is that day.
 */
function asShown(found: Day, shown: string, context: CellContext): CellReading {
  const [year, month, date] = partsOf(found)
  const text = fold(shown)
  if (date === 1 && SHOWS_MONTH.test(text)) return wholeMonth(year, month, shown, context)
  if (date === 1 && month === 1 && SHOWS_YEAR.test(text)) return yearOnly(year, shown)
  return wholeDay(year, month, date, shown, context)
}

/** A cell as a day. A bare stored number is a serial, a `yyyymmdd` or a `yyyymm`, or is refused. */
export function readDay(cell: Cell, context: CellContext): CellReading {
  const { text, value } = cell
  if (typeof value === 'boolean') return refused('not-a-day', text)
  if (typeof value === 'string' && cell.isDate) {
    const found = parseDay(value.slice(0, 10))
    return found ? wholeDay(...partsOf(found), value.slice(0, 10), context) : refused('no-such-day', text)
  }
  if (typeof value !== 'number') return textDay(text, context)
  const shown = fold(text) === '' ? String(value) : text
  if (cell.isDate) {
    const found = dayOfSerial(value)
    if (!found) return refused('odd-year', shown)
    return asShown(found, shown, context)
  }
  if (Number.isInteger(value) && value >= SERIAL_FROM && value <= SERIAL_TO) {
    return wholeDay(...partsOf(dayOfSerial(value)!), shown, context)
  }
  if (value > SERIAL_FROM && value < SERIAL_TO) {
    const found = dayOfSerial(value)!
    const reading = wholeDay(...partsOf(found), shown, context)
    return reading.state === 'known'
      ? { ...reading, findings: [remark('time-dropped', shown, { read: found }), ...reading.findings] }
      : reading
  }
  // 2019.1 stored as a number is October as likely as January: the final zero is lost.
  if (!Number.isInteger(value)) {
    const month = /^(\d{4})\.(\d{1,2})$/.exec(String(value))
    if (!month) return refused('not-a-day', shown)
    return month[2] === '1'
      ? refused('month-or-october', shown, {
          facts: { otherwise: `${month[1]}-10` },
          likely: `${month[1]}-01-01`,
        })
      : textDay(String(value), context)
  }
  return value > 0 ? digitsOnly(String(value), shown, context) : refused('not-a-day', shown)
}
