import { type Day, daysBetween, type Tri } from '@qiongding/kernel'
import { type Gate, gateId, gatesOut, type JourneyDefinition, type JourneyState } from './definition.ts'

/** How a journey stands against the time one gate out of its stage allows. */
export type Deadline = {
  /** The gate, `from->to`. */
  readonly gate: string
  readonly to: string
  readonly calendar: 'working' | 'natural'
  /** Days the gate allows, in that calendar. */
  readonly days: number
  /** Days used: those after the day of entering up to and including the day asked. Absent where the calendar does not know. */
  readonly used?: number
  /** Days left; negative when late. */
  readonly left?: number
  readonly late: Tri
}

/** Working days after the first day up to and including the second; undefined where the holidays of a year are not known. */
export type WorkingDays = (after: Day, upTo: Day) => number | undefined

/**
 * What is late on a day: one row for each gate out of the present stage that has a limit, the main road first. A journey that ended,
 * or that had not entered its stage by that day, has none.
 *
 * @example
 * lateOn(definition, { stage: 'lead', since: day('2031-03-03'), evidence: [], orders: [] }, day('2031-03-06'), workingDays)
 * // [{ gate: 'lead->judged', calendar: 'working', days: 1, used: 3, left: -2, late: 'yes' }]
 */
export function lateOn(
  definition: JourneyDefinition,
  state: JourneyState,
  on: Day,
  workingDaysBetween: WorkingDays,
): Deadline[] {
  if ((state.closed && state.closed.day <= on) || on < state.since) return []
  return gatesOut(definition, state.stage).flatMap((gate) =>
    gate.limit ? [deadlineOf(gate, gate.limit, state.since, on, workingDaysBetween)] : [],
  )
}

function deadlineOf(
  gate: Gate,
  limit: NonNullable<Gate['limit']>,
  since: Day,
  on: Day,
  workingDaysBetween: WorkingDays,
): Deadline {
  const { days, calendar } = limit
  const natural = daysBetween(since, on)
  const used = calendar === 'natural' ? natural : workingDaysBetween(since, on)
  const row = { gate: gateId(gate), to: gate.to, calendar, days }
  if (used !== undefined) return { ...row, used, left: days - used, late: used > days ? 'yes' : 'no' }
  // Working days are never more than calendar days: within the limit by the calendar is within it.
  return { ...row, late: natural <= days ? 'no' : 'unknown' }
}
