import { type Day, day } from '@qiongding/kernel'
import type { OrderRow } from './order-object.ts'

/** Working days after one day up to and including another; undefined where the calendar is not published. */
export type WorkingDays = (after: Day, upTo: Day) => number | undefined

/** States in which somebody still waits for something. */
export const OPEN_STATES = ['raised', 'accepted', 'committed', 'delivered', 'disputed'] as const
export function isOpen(row: Pick<OrderRow, 'state'>): boolean {
  return (OPEN_STATES as readonly string[]).includes(row.state)
}

/** Why a day cannot be the day of a record's next event, or undefined. Days never run backwards: what is entered late is dated late. */
export function dayProblem(
  row: { readonly lastDay: string } | undefined,
  on: string,
  today: string,
): 'day-in-future' | 'day-before-last' | undefined {
  if (on > today) return 'day-in-future'
  if (row && on < row.lastDay) return 'day-before-last'
  return undefined
}

/**
 * Whether an order is late on a day, and by how many working days. It is late while the office has not delivered and the promised day (or,
 * without a promise, the day it is needed by) has passed. Delivered and waiting for the enterprise is not late: the office has done its part.
 * Without either day nobody can say.
 */
export function lateOf(
  row: Pick<OrderRow, 'state' | 'promisedOn' | 'needBy'>,
  on: Day,
  workingDaysBetween: WorkingDays,
): { late: 'yes' | 'no' | 'unknown'; days?: number } {
  if (!isOpen(row) || row.state === 'delivered') return { late: 'no', days: 0 }
  const due = row.promisedOn ?? row.needBy
  if (due === undefined) return { late: 'unknown' }
  if (on <= due) return { late: 'no', days: 0 }
  const days = workingDaysBetween(day(due), on)
  return { late: 'yes', ...(days !== undefined && { days }) }
}
