/** A calendar day written `YYYY-MM-DD` (proleptic Gregorian, no time zone). Days compare as strings. */
export type Day = string & { readonly __day: unique symbol }

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/
const DAY_MS = 86_400_000

/** The day a text names, or undefined where there is no such day (`2031-02-30`). */
export function parseDay(text: string): Day | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return dayOf(year, month, date)
}

/** The day of a year, month (1-12) and date, or undefined where there is no such day. */
export function dayOf(year: number, month: number, date: number): Day | undefined {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, date)
  if (at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date)
    return undefined
  return at.toISOString().slice(0, 10) as Day
}

/** A day known to be valid at the point of writing; throws RangeError otherwise. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  if (!parsed) throw new RangeError(`no such day: ${text}`)
  return parsed
}

function toMs(on: Day): number {
  return Date.parse(`${on}T00:00:00Z`)
}

/** The day a whole number of days later (earlier when negative). */
export function addDays(on: Day, days: number): Day {
  return new Date(toMs(on) + days * DAY_MS).toISOString().slice(0, 10) as Day
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((toMs(to) - toMs(from)) / DAY_MS)
}

/** Whole months completed from one day to another (2024-01-31 to 2024-02-29 is 0, to 2024-03-01 is 1). Negative when `to` is earlier. */
export function monthsBetween(from: Day, to: Day): number {
  if (to < from) return -monthsBetween(to, from)
  const [fromYear, fromMonth, fromDate] = from.split('-').map(Number) as [number, number, number]
  const [toYear, toMonth, toDate] = to.split('-').map(Number) as [number, number, number]
  return (toYear - fromYear) * 12 + (toMonth - fromMonth) - (toDate < fromDate ? 1 : 0)
}

/** Calendar year of a day. */
export function yearOf(on: Day): number {
  return Number(on.slice(0, 4))
}
