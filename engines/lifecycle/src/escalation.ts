import { addDays, type Day, daysBetween } from '@qiongding/kernel'
import type { WorkingDays } from './deadline.ts'

/** A level at which what is late is talked about, from the lowest up. */
export type Forum = {
  readonly id: string
  /** Days late from which a matter is taken there; more with every level. */
  readonly after: { readonly days: number; readonly calendar: 'working' | 'natural' }
}

/** A matter that came before a forum on a day. */
export type Step = { readonly forum: string; readonly on: Day }

export type Escalation = {
  /** Every forum it has come before by the day asked, in order. */
  readonly steps: readonly Step[]
  /** Days late, in the calendar of the lowest forum; absent where that calendar does not know. */
  readonly days?: number
  /** The holidays of some year are not known: it may stand higher than said. */
  readonly unsure: boolean
}

/** Longest time that is walked day by day; what is later than this stands where it stood then. */
const LONGEST = 2_000

/**
 * How far a matter has climbed that was due on a day and is not done: it climbs by the calendar and not by anybody's memory. The same
 * days give the same steps, whoever asks and whenever.
 *
 * @param due the last day on which it would have been in time
 * @example
 * escalationOn('2031-03-03', forums, { on: '2031-03-12', workingDaysBetween })
 * // { steps: [{ forum: 'weekly', on: '2031-03-04' }, { forum: 'monthly', on: '2031-03-10' }], days: 7, unsure: false }
 */
export function escalationOn(
  due: Day,
  forums: readonly Forum[],
  { on, workingDaysBetween }: { readonly on: Day; readonly workingDaysBetween: WorkingDays },
): Escalation {
  const lowest = forums[0]
  if (!lowest || on <= due) return { steps: [], days: 0, unsure: false }
  const between = (forum: Forum, upTo: Day) =>
    forum.after.calendar === 'natural' ? daysBetween(due, upTo) : workingDaysBetween(due, upTo)
  const steps: Step[] = []
  let [at, unsure] = [due, false]
  for (const forum of forums) {
    const now = between(forum, on)
    if (now === undefined) unsure = true
    if (now === undefined || now < forum.after.days) break
    // A higher forum is never reached before a lower one.
    for (let left = LONGEST; left > 0 && (between(forum, at) ?? 0) < forum.after.days; left--)
      at = addDays(at, 1)
    steps.push({ forum: forum.id, on: at })
  }
  const days = between(lowest, on)
  return { steps, ...(days !== undefined && { days }), unsure }
}

/** The day by which something was due that is so many days late on a day: the latest of those that come to that number. */
export function dueBefore(
  late: number,
  { on, workingDaysBetween }: { readonly on: Day; readonly workingDaysBetween: WorkingDays },
): Day {
  let due = on
  for (
    let left = LONGEST;
    left > 0 && (workingDaysBetween(due, on) ?? Number.POSITIVE_INFINITY) < late;
    left--
  )
    due = addDays(due, -1)
  return due
}
