import { addDays, type Day } from '@qiongding/kernel'

/** Days after a trip by which every enterprise that was met has a next step, or a reason why nothing follows. */
export const FOLLOW_UP_DAYS = 7

export type Followed = {
  readonly day: string
  readonly next?: { readonly due: string } | undefined
  readonly closed?: object | undefined
}

/**
 * How a visit stands on a day: `closed` (done, or nothing follows), `next` (somebody has something to do in time), `late` (it is past its
 * day), `open` (nothing was said yet, and there is time), `overdue` (nothing was said in time).
 */
export function followUpOn(visit: Followed, on: Day): 'closed' | 'next' | 'late' | 'open' | 'overdue' {
  if (visit.closed) return 'closed'
  if (visit.next) return visit.next.due < on ? 'late' : 'next'
  return addDays(visit.day as Day, FOLLOW_UP_DAYS) < on ? 'overdue' : 'open'
}

/** When an enterprise is to be looked after again; at once where it never was since it settled. */
export function careDue(settledOn: Day, last: Day | undefined, every: number): Day {
  return last === undefined ? settledOn : addDays(last, every)
}
