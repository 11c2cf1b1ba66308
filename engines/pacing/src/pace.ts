import { type Day, Decimal, daysBetween, type Trace, type Tri, triOf } from '@qiongding/kernel'
import { DEFAULT_LIGHTS, FRESH_DAYS, isCeiling, isTotal, type PaceQuestion, satisfies } from './definition.ts'
import { type Light, lightOf } from './light.ts'
import { isFlat, lineAt, readingsOf, readValue, spanOf, wayOf } from './line.ts'

/** Why there is no verdict. */
export type PaceUnknown =
  | 'rank'
  | 'not-begun'
  | 'no-reading'
  | 'unknown-reading'
  | 'zero-denominator'
  | 'stale'

/**
 * A plain linear extrapolation to the last day: the mean speed so far, kept up. Given only from a quarter of the period on
 * (before that one unit read today stands for more than four at the end) and from three known readings on (two points
 * always lie on a line; the third is the first that could disagree).
 */
export type ExpectedEnd = {
  readonly value: number
  /** Known readings behind it. */
  readonly n: number
  /** Elapsed share of the period it rests on. */
  readonly share: number
}

/** Least known readings and least elapsed share for an expected end; the reasons stand at `ExpectedEnd`. */
export const ENOUGH = { readings: 3, share: 0.25 } as const

/** The answer. Amounts are in base units of the indicator; absent means not applicable or unknown, never zero. */
export type Pace = {
  /** On pace: at least (at most, for a ceiling) where the line stands on the day `at`. */
  readonly verdict: Tri
  readonly light: Light
  /** Set exactly when the verdict is unknown. */
  readonly why?: PaceUnknown
  /** The target itself is fulfilled, as far as is known on that day. */
  readonly reached: Tri
  /** The day on which reading and line are compared. */
  readonly at: Day
  /** Elapsed share of the period at the end of that day, 0 to 1. */
  readonly share: number
  readonly expected?: number
  readonly actual?: number
  /** Actual less expected. */
  readonly difference?: number
  /** Distance from the line as a share of the target: 0.1 is ten percent; positive is the good side, for a ceiling too. */
  readonly distance?: number
  /** Known readings of the period up to the day of judging. */
  readonly n: number
  /** What the line itself asks a week: 100 projects in 365 days are 1.92. */
  readonly linePerWeek?: number
  /**
   * What is still needed a week from `on` to the last day, 0 once reached; below 0 where a level has still to fall.
   * For a total with a ceiling: what is still allowed a week.
   */
  readonly needPerWeek?: number
  readonly expectedEnd?: ExpectedEnd
  readonly trace: Trace
}

/**
 * Whether an indicator is on pace on a day, how far off, what it needs a week, and what end to expect.
 * Compares a reading with the time-proportional line of its target. An unknown, missing or outdated reading, a ranking and a
 * period that has not begun give `unknown` with the reason.
 *
 * @example
 * pace({ target: { op: '>=', value: 100, from: day('2031-01-01'), to: day('2031-12-31') },
 *   readings: [{ day: day('2031-06-30'), value: 40 }], on: day('2031-06-30') }).light // 'green': 9.6 points behind
 */
export function pace(question: PaceQuestion): Pace {
  const { target, on } = question
  if (target.op === 'rank') return unknownPace(question, 'rank', on)
  if (on < target.from) return unknownPace(question, 'not-begun', on)
  const readings = readingsOf(question)
  const last = readings.at(-1)
  if (!last) return unknownPace(question, 'no-reading', on)
  const { value, why } = readValue(last)
  if (value === undefined) return unknownPace(question, why ?? 'unknown-reading', on, last.day)

  const over = on > target.to
  const today = over ? target.to : on
  if (target.reading === 'counted') return judged(question, value, last.day, today)
  const fresh = target.freshDays ?? FRESH_DAYS
  if (last.day === target.to || daysBetween(last.day, on) <= fresh)
    return judged(question, value, last.day, last.day)
  // A total only grows: an old reading that is past today's line already decides, one that is not decides nothing.
  const past = new Decimal(value).cmp(lineAt(question, today).expected)
  if (isTotal(target) && (isCeiling(target) ? past > 0 : past >= 0))
    return judged(question, value, last.day, today)
  return unknownPace(question, 'stale', on, last.day)
}

function judged(question: PaceQuestion, actual: number, readOn: Day, at: Day): Pace {
  const { target } = question
  const line = lineAt(question, at)
  const ceiling = isCeiling(target)
  const reached = satisfies(target, actual)
  const difference = new Decimal(actual).minus(line.expected)
  const ahead = ceiling ? difference.neg() : difference
  const ended = line.share.gte(1)
  const onPace = ended || isFlat(target) ? reached : ahead.gte(0)
  const way = wayOf(target)
  const distance = way.isZero() ? undefined : ahead.div(way)
  const light = lightOf({ target, line, actual, onPace, distance, rule: question.lights ?? DEFAULT_LIGHTS })
  const week = perWeek(question, actual)
  const n = knownReadings(question)
  const end = endOf(question, actual, readOn, n)
  const facts = {
    verdict: triOf(onPace),
    light,
    reached: triOf(reached),
    at,
    share: line.share.toNumber(),
    expected: line.expected.toNumber(),
    actual,
    difference: difference.toNumber(),
    ...(distance && { distance: distance.toNumber() }),
    n,
    ...week,
    ...(end.expected && { expectedEnd: end.expected }),
  }
  return { ...facts, trace: traceOf(question, facts, readOn, end.speaks) }
}

function perWeek(question: PaceQuestion, actual: number): Pick<Pace, 'linePerWeek' | 'needPerWeek'> {
  const { target, on } = question
  if (isFlat(target)) return {}
  const { eve, count, week } = spanOf(question)
  const linePerWeek = new Decimal(target.value)
    .minus(target.start ?? 0)
    .times(week)
    .div(count(eve, target.to))
    .toNumber()
  const left = on < target.to ? count(on, target.to) : 0
  if (left <= 0) return { linePerWeek }
  const missing = new Decimal(target.value).minus(actual)
  const need =
    isTotal(target) && isCeiling(target)
      ? Decimal.max(missing, 0)
      : satisfies(target, actual)
        ? new Decimal(0)
        : missing
  return { linePerWeek, needPerWeek: need.times(week).div(left).toNumber() }
}

/** Whether an end can be expected at all is `speaks`; it is given once there is enough behind it. */
function endOf(question: PaceQuestion, actual: number, readOn: Day, n: number) {
  const { target, on } = question
  // A reported figure has the speed of its own day, a counted one that of the day asked.
  const { share } = lineAt(question, target.reading === 'counted' ? on : readOn)
  const speaks = target.measure !== 'ratio' && !isFlat(target) && share.lt(1) && on < target.to
  if (!speaks || n < ENOUGH.readings || share.lt(ENOUGH.share)) return { speaks }
  const start = new Decimal(target.start ?? 0)
  const value = start.plus(new Decimal(actual).minus(start).div(share)).toNumber()
  return { speaks, expected: { value, n, share: share.toNumber() } }
}

function knownReadings(question: PaceQuestion): number {
  return readingsOf(question).filter((reading) => readValue(reading).value !== undefined).length
}

function unknownPace(question: PaceQuestion, why: PaceUnknown, at: Day, readOn?: Day): Pace {
  const { target } = question
  const line = lineAt(question, at)
  const facts = {
    verdict: 'unknown' as const,
    light: 'unknown' as const,
    why,
    reached: 'unknown' as const,
    at,
    share: line.share.toNumber(),
    n: knownReadings(question),
    ...(why !== 'rank' && why !== 'not-begun' && { expected: line.expected.toNumber() }),
  }
  const params = {
    why,
    at,
    op: target.op,
    value: target.value,
    from: target.from,
    to: target.to,
    expected: 'expected' in facts ? facts.expected : undefined,
    readOn,
    days: readOn && daysBetween(readOn, at),
    freshDays: target.freshDays ?? FRESH_DAYS,
  }
  return { ...facts, trace: { kind: 'pace.unknown', verdict: 'unknown', params, parts: [] } }
}

function traceOf(
  question: PaceQuestion,
  facts: Omit<Pace, 'trace'>,
  readOn: Day,
  speaksOfEnd: boolean,
): Trace {
  const { target } = question
  const rule = question.lights ?? DEFAULT_LIGHTS
  const part = (kind: string, params: Trace['params']): Trace => ({
    kind,
    verdict: facts.verdict,
    params,
    parts: [],
  })
  const parts = [
    part('pace.light', { light: facts.light, distance: facts.distance, yellow: rule.yellow, red: rule.red }),
  ]
  if (facts.needPerWeek !== undefined && facts.needPerWeek !== 0)
    parts.push(
      part('pace.need', {
        perWeek: facts.needPerWeek,
        ceiling: isCeiling(target),
        from: question.on,
        to: target.to,
      }),
    )
  if (facts.expectedEnd)
    parts.push(part('pace.end', { ...facts.expectedEnd, to: target.to, target: target.value }))
  else if (speaksOfEnd)
    parts.push(
      part('pace.end-too-early', {
        n: facts.n,
        share: facts.share,
        leastN: ENOUGH.readings,
        leastShare: ENOUGH.share,
      }),
    )
  return {
    kind: 'pace.judged',
    verdict: facts.verdict,
    params: {
      at: facts.at,
      readOn,
      op: target.op,
      value: target.value,
      actual: facts.actual,
      expected: facts.expected,
      difference: facts.difference,
      distance: facts.distance,
      reached: facts.reached === 'yes',
      ceiling: isCeiling(target),
      flat: isFlat(target),
    },
    parts,
  }
}
