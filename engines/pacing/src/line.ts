import { addDays, type Day, Decimal, daysBetween } from '@qiongding/kernel'
import { isTotal, type PaceQuestion, type Reading, satisfies, type Target } from './definition.ts'

/** The straight line of a target on one day, in exact decimals. */
export type LinePoint = {
  /** Elapsed share of the period at the end of that day, 0 to 1. */
  readonly share: Decimal
  /** Where the line stands, in base units. */
  readonly expected: Decimal
}

/** A line is flat where there is no way to go: a level or ratio without a start, or one that was reached at the start. */
export function isFlat(target: Target): boolean {
  if (isTotal(target)) return false
  return target.start === undefined || target.start === target.value || satisfies(target, target.start)
}

/** What one hundred percent of distance is: the way from start to value, or the value itself on a flat line. */
export function wayOf(target: Target): Decimal {
  const way = isFlat(target) ? new Decimal(target.value) : new Decimal(target.value).minus(target.start ?? 0)
  return way.abs()
}

/** Days in a span: working days where the question counts them (and the period has any), calendar days otherwise. */
export function spanOf({ target, working }: Pick<PaceQuestion, 'target' | 'working'>) {
  const eve = addDays(target.from, -1)
  const counted = working && working(eve, target.to) > 0 ? working : daysBetween
  return { eve, count: counted, week: counted === daysBetween ? 7 : 5 }
}

/** The line at the end of a day; before the period it stands at its start, after it at its end. */
export function lineAt(question: Pick<PaceQuestion, 'target' | 'working'>, at: Day): LinePoint {
  const { target } = question
  const { eve, count } = spanOf(question)
  const day = at < eve ? eve : at > target.to ? target.to : at
  const share = new Decimal(count(eve, day)).div(count(eve, target.to))
  if (isFlat(target)) return { share, expected: new Decimal(target.value) }
  const start = new Decimal(target.start ?? 0)
  // Multiply before dividing, so that a line that meets a whole number meets it exactly.
  const risen = new Decimal(target.value).minus(start).times(count(eve, day)).div(count(eve, target.to))
  return { share, expected: start.plus(risen) }
}

/** The value of a reading; undefined with the reason where it is unknown. */
export function readValue(reading: Reading): {
  value?: number
  why?: 'unknown-reading' | 'zero-denominator'
} {
  if ('value' in reading)
    return reading.value === undefined ? { why: 'unknown-reading' } : { value: reading.value }
  if (reading.part === undefined || reading.whole === undefined) return { why: 'unknown-reading' }
  if (reading.whole === 0) return { why: 'zero-denominator' }
  return { value: new Decimal(reading.part).div(reading.whole).toNumber() }
}

/** The readings of the period that exist on a day, oldest first, one a day. */
export function readingsOf({ target, readings, on }: PaceQuestion): Reading[] {
  const byDay = new Map<Day, Reading>()
  for (const reading of readings)
    if (reading.day >= target.from && reading.day <= target.to && reading.day <= on)
      byDay.set(reading.day, reading)
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}
