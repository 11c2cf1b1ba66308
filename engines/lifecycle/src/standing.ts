import {
  type Day,
  Decimal,
  daysBetween,
  type Facts,
  type Message,
  monthsBetween,
  type Tri,
} from '@qiongding/kernel'
import { timeUsed, type WorkingDays } from './deadline.ts'
import type { ClockRule, JourneyDefinition, JourneyState, LightRule, Threshold } from './definition.ts'

type Colour = 'green' | 'yellow' | 'red' | 'unknown'

/** A clock that runs on a day. */
type Running = {
  readonly clock: string
  /** The day it started, or started anew. */
  readonly since: Day
  readonly calendar: 'working' | 'natural'
  readonly days: number
  readonly used?: number
  readonly left?: number
  readonly late: Tri
}

/** What one rule says of a journey, with the one sentence that explains it. */
type LightAnswer = { readonly rule: string; readonly light: Colour; readonly because: Message }

/** How a journey stands in time: the clocks that run, what each rule of a light says, and the worst of these. */
export type Standing = {
  readonly clocks: readonly Running[]
  readonly lights: readonly LightAnswer[]
  /** The rule that decides; absent where no rule speaks of the journey as it stands. */
  readonly light?: LightAnswer
}

/** Worst first. Unknown is worse than green: nobody can say that it is on time. */
const ORDER: readonly Colour[] = ['red', 'yellow', 'unknown', 'green']

/**
 * Clocks and lights of a journey on a day. A journey that has ended has none. A fact that a rule needs and nobody has stated makes its
 * light unknown.
 *
 * @example
 * standingOn(definition, state, { planned_start: '2031-03-10' }, { on, workingDaysBetween }).light
 * // { rule: 'start', light: 'yellow', because: { key: 'lifecycle.light.month-ends.late', params: { ... } } }
 */
export function standingOn(
  definition: JourneyDefinition,
  state: JourneyState,
  facts: Facts,
  asked: { readonly on: Day; readonly workingDaysBetween: WorkingDays },
): Standing {
  const { on } = asked
  if ((state.closed && state.closed.day <= on) || on < state.since) return { clocks: [], lights: [] }
  const clocks = (definition.clocks ?? []).flatMap((clock) => runningOf(clock, state, asked))
  const lights = (definition.lights ?? [])
    .flatMap((rule) => answerOf(rule, state, facts, on))
    .map((one) => named(one, definition.id))
  const light = ORDER.flatMap((colour) => lights.find((one) => one.light === colour) ?? [])[0]
  return { clocks, lights, ...(light && { light }) }
}

function runningOf(
  clock: ClockRule,
  state: JourneyState,
  asked: { readonly on: Day; readonly workingDaysBetween: WorkingDays },
): Running[] {
  if (!clock.during.includes(state.stage)) return []
  const entered = clock.during.flatMap((stage) => state.reached?.[stage] ?? []).toSorted()
  const start = entered[0] ?? state.since
  const stopped = state.evidence
    .filter((one) => one.kind === clock.stopsAt.evidence && one.day >= start && one.day <= asked.on)
    .map((one) => one.day)
    .toSorted()
    .at(-1)
  if (stopped !== undefined && !clock.repeats) return []
  const since = stopped ?? start
  return [{ clock: clock.id, since, ...timeUsed(clock.within, state, { since, ...asked }) }]
}

const reaches = (threshold: Threshold, value: Decimal) =>
  'atLeast' in threshold ? value.gte(threshold.atLeast) : value.gt(threshold.over)

function colourOf({ yellow, red }: LightRule, value: Decimal): Colour {
  if (reaches(red, value)) return 'red'
  return reaches(yellow, value) ? 'yellow' : 'green'
}

function unknownOf(rule: LightRule, facts: readonly string[]): LightAnswer[] {
  return [{ rule: rule.id, light: 'unknown', because: { key: 'lifecycle.light.unknown', params: { facts } } }]
}

/** A stage is said with the definition it is a stage of, so that whoever reads the sentence finds its label. */
const named = (one: LightAnswer, definition: string): LightAnswer => ({
  ...one,
  because: { ...one.because, params: { definition, ...one.because.params } },
})

const isDay = (value: unknown): value is Day => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

function answerOf(rule: LightRule, state: JourneyState, facts: Facts, on: Day): LightAnswer[] {
  if ('monthEnds' in rule) return lateToReach(rule, state, facts, on)
  if ('months' in rule) return notStated(rule, state, facts, on)
  return behindPlan(rule, state, facts, on)
}

/** Calendar months that have ended since the month of a day: none in that month itself. */
const monthEnds = (from: Day, on: Day) =>
  monthsBetween(`${from.slice(0, 7)}-01` as Day, `${on.slice(0, 7)}-01` as Day)

function lateToReach(
  rule: Extract<LightRule, { monthEnds: unknown }>,
  { reached = {} }: JourneyState,
  facts: Facts,
  on: Day,
): LightAnswer[] {
  const { planned: key, stage } = rule.monthEnds
  const done = reached[stage]
  if (done !== undefined && done <= on) return []
  const planned = facts[key]
  if (!isDay(planned)) return unknownOf(rule, [key])
  const by = Math.max(0, monthEnds(planned, on))
  const light = colourOf(rule, new Decimal(by))
  const params = { stage, day: planned, months: by }
  const because = {
    key: light === 'green' ? 'lifecycle.light.month-ends.kept' : 'lifecycle.light.month-ends.late',
    params,
  }
  return [{ rule: rule.id, light, because }]
}

function notStated(
  rule: Extract<LightRule, { months: unknown }>,
  { reached = {} }: JourneyState,
  facts: Facts,
  on: Day,
): LightAnswer[] {
  const { since: stage, stated } = rule.months
  const since = reached[stage]
  if (since === undefined || since > on) return []
  const said = facts[stated]
  if (isDay(said) && said <= on) return []
  const whole = monthsBetween(since, on)
  // A day beyond a number of whole months is more than that number.
  const beyond = on.slice(8) === since.slice(8) ? 0 : 0.5
  const light = colourOf(rule, new Decimal(whole).plus(beyond))
  const params = { stage, day: since, months: whole, fact: stated }
  const because = {
    key: light === 'green' ? 'lifecycle.light.months.kept' : 'lifecycle.light.months.late',
    params,
  }
  return [{ rule: rule.id, light, because }]
}

function behindPlan(
  rule: Extract<LightRule, { points: unknown }>,
  state: JourneyState,
  facts: Facts,
  on: Day,
): LightAnswer[] {
  const { done, of, from, to, during } = rule.points
  if (!during.includes(state.stage)) return []
  const missing = [
    ...[done, of].filter((key) => typeof facts[key] !== 'number'),
    ...[from, to].filter((key) => !isDay(facts[key])),
  ]
  if (missing.length > 0) return unknownOf(rule, missing)
  const [start, end] = [facts[from] as Day, facts[to] as Day]
  const whole = facts[of] as number
  const length = daysBetween(start, end)
  if (length <= 0 || whole <= 0) return unknownOf(rule, [length <= 0 ? to : of])
  const gone = Math.min(length, Math.max(0, daysBetween(start, on)))
  const planned = new Decimal(gone).div(length).times(100)
  const actual = new Decimal(facts[done] as number).div(whole).times(100)
  const behind = planned.minus(actual)
  const light = colourOf(rule, behind)
  const shown = (value: Decimal) => value.toDecimalPlaces(1).toNumber()
  const params = { planned: shown(planned), actual: shown(actual), behind: shown(behind.abs()) }
  const key = light === 'green' ? 'lifecycle.light.points.kept' : 'lifecycle.light.points.late'
  return [{ rule: rule.id, light, because: { key, params } }]
}
