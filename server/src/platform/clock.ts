import { addDays, type Day, day } from '@qiongding/kernel'

/** The time as the server sees it; tests and the demonstration loader bring their own. */
export type Clock = {
  now(): Date
  /** The calendar day in the district's time zone. */
  today(): Day
  /** The last instant of a day in the district's time zone, as ISO text: what was known by then. */
  endOf(on: Day): string
}

const MINUTE = 60_000

/** An answer that depends on its question alone, kept for the few questions that are asked again and again. */
function keeping<Asked, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const kept = new Map<Asked, Answer>()
  return (asked) => {
    let known = kept.get(asked)
    if (known === undefined) {
      known = answer(asked)
      if (kept.size >= 100) kept.clear()
      kept.set(asked, known)
    }
    return known
  }
}

/** A clock in a time zone (IANA name). `now` may be replaced; everything else follows from it. */
export function clockIn(timeZone: string, now: () => Date = () => new Date()): Clock {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const dayAt = (instant: Date) => day(format.format(instant))
  // Every request asks for the day, and naming a day by its zone is slow: days begin on whole minutes.
  const today = keeping((minute: number) => dayAt(new Date(minute * MINUTE)))
  const lastInstant = (on: Day) => {
    // The zone's offset is found by asking what day it is at a guess; zones differ from UTC by less than a day.
    const next = addDays(on, 1)
    let [low, high] = [
      Date.parse(`${on}T00:00:00Z`) - 86_400_000,
      Date.parse(`${next}T00:00:00Z`) + 86_400_000,
    ]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (dayAt(new Date(middle)) < next) low = middle
      else high = middle
    }
    return new Date(low).toISOString()
  }
  return { now, today: () => today(Math.floor(now().getTime() / MINUTE)), endOf: keeping(lastInstant) }
}
