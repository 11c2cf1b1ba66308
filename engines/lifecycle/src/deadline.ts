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
    gate.limit
      ? [
          {
            gate: gateId(gate),
            to: gate.to,
            ...timeUsed(gate.limit, state, { since: state.since, on, workingDaysBetween }),
          },
        ]
      : [],
  )
}

/** Days used of a span since a day, and whether that is late; days of pauses do not count. */
export function timeUsed(
  { days, calendar }: NonNullable<Gate['limit']>,
  { pauses = [] }: Pick<JourneyState, 'pauses'>,
  asked: { readonly since: Day; readonly on: Day; readonly workingDaysBetween: WorkingDays },
): Pick<Deadline, 'calendar' | 'days' | 'used' | 'left' | 'late'> {
  const { since, on, workingDaysBetween } = asked
  const between = calendar === 'natural' ? daysBetween : workingDaysBetween
  let used = between(since, on)
  let natural = daysBetween(since, on)
  for (const { from, to = on } of pauses) {
    const [first, last] = [from > since ? from : since, to < on ? to : on]
    if (first >= last) continue
    const paused = between(first, last)
    used = used === undefined || paused === undefined ? undefined : used - paused
    natural -= daysBetween(first, last)
  }
  if (used !== undefined) return { calendar, days, used, left: days - used, late: used > days ? 'yes' : 'no' }
  // Working days are never more than calendar days: within the limit by the calendar is within it.
  return { calendar, days, late: natural <= days ? 'no' : 'unknown' }
}
