import type { Trace, Value } from '@qiongding/kernel'
import { addDays, type Day, dayOf, daysBetween, parseDay } from '@qiongding/kernel'
import type { DayTerm, Span } from './definition.ts'
import { operand, type Subject, valueAt } from './numbers.ts'

/** A value as a day; what is no day is unknown. Most days of a month are in every month and need no calendar. */
export function asDay(value: Value | undefined): Day | undefined {
  if (typeof value !== 'string') return undefined
  if (PLAIN_DAY.test(value)) return value as Day
  const day = parseDay(value)
  // No calendar of people has a year 0.
  return day !== undefined && day >= FIRST_DAY ? day : undefined
}

const PLAIN_DAY = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

/** The last day from which a span has passed by a given day: everything up to it is old enough. */
export function lastFullBy(by: Day, span: Span): Day {
  let found = shifted(by, -1, span)
  while (found > FIRST_DAY && fullOn(found, span) > by) found = addDays(found, -1)
  for (let next = addDays(found, 1); found < LAST_DAY && fullOn(next, span) <= by; next = addDays(next, 1))
    found = next
  return found
}

/** Remembers the answer for the last day asked about: a list is judged on one day. */
export function perDay<T>(of: (on: Day) => T): (on: Day) => T {
  let day: Day | undefined
  let answer: T
  return (on) => {
    if (day !== on) {
      answer = of(on)
      day = on
    }
    return answer
  }
}

/** The first day on which a span has passed since a day. A month or year is full on the same date, or on the 1st after where the month has no such date: born on 29 February, one year old on 1 March. */
export function fullOn(from: Day, span: Span): Day {
  if (span.months === 0) return moved(from, span.days)
  const [year, month, date] = partsOf(from)
  const months = year * 12 + (month - 1) + span.months
  return dayIn(months, date) ?? dayIn(months + 1, 1) ?? LAST_DAY
}

/** A day moved by a span; a month without the date ends the move on its last day: one year before 29 February is 28 February. */
export function shifted(from: Day, sign: 1 | -1, span: Span): Day {
  if (span.months === 0) return moved(from, sign * span.days)
  const [year, month, date] = partsOf(from)
  const months = year * 12 + (month - 1) + sign * span.months
  for (let last = date; last > 27; last--) {
    const found = dayIn(months, last)
    if (found) return found
  }
  return dayIn(months, Math.min(date, 27)) ?? (sign > 0 ? LAST_DAY : FIRST_DAY)
}

/** Years have four digits, so that days compare as texts; what would leave them ends at the first or last day. */
export const FIRST_DAY = '0001-01-01' as Day
export const LAST_DAY = '9999-12-31' as Day

function moved(from: Day, days: number): Day {
  if (days > daysBetween(from, LAST_DAY)) return LAST_DAY
  return days < daysBetween(from, FIRST_DAY) ? FIRST_DAY : addDays(from, days)
}

function partsOf(on: Day): [number, number, number] {
  return [Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8, 10))]
}

function dayIn(months: number, date: number): Day | undefined {
  const year = Math.floor(months / 12)
  return year < 1 || year > 9999 ? undefined : dayOf(year, months - year * 12 + 1, date)
}

/** A day worked out for a subject, and the record of it. */
export function compileDay({ base, shift }: DayTerm): {
  readonly day: (subject: Subject) => Day | undefined
  readonly trace: (subject: Subject) => Trace
} {
  if (base.kind === 'on' && shift) {
    const day = perDay((on) => shifted(on, shift.sign, shift.span))
    return { day: (subject) => day(subject.on), trace: (subject) => record(day(subject.on)) }
  }
  const start =
    base.kind === 'on'
      ? (subject: Subject) => subject.on
      : base.kind === 'day'
        ? () => base.day
        : sourceDay(valueAt(base.source))
  const day = shift
    ? (subject: Subject) => {
        const from = start(subject)
        return from === undefined ? undefined : shifted(from, shift.sign, shift.span)
      }
    : start
  return { day, trace: (subject) => record(day(subject)) }

  function record(value: Day | undefined): Trace {
    return operand(base.kind === 'source' ? base.source.from : base.kind, {
      ...(base.kind === 'source' && { key: base.source.key }),
      ...(shift && { shift: `${shift.sign > 0 ? '+' : '-'}${shift.span.amount}${shift.span.unit}` }),
      value,
    })
  }
}

function sourceDay(read: (subject: Subject) => Value | undefined) {
  return (subject: Subject) => asDay(read(subject))
}
