import { type Day, type Finding, parseDay } from '@qiongding/kernel'

/**
 * How a target compares: at least (`>=`, `>`), at most (`<=`, `<`), the figure itself (`=`), or a place in a ranking.
 * `=` is a floor (a ceiling where the line falls from `start` to `value`): 力争新增20家 is not missed by a 21st.
 */
export type TargetOp = '>=' | '>' | '=' | '<=' | '<' | 'rank'

/** A target as a pack states it. Numbers are in base units of the indicator (yuan, person, one for ratios: 5 % is 0.05). */
export type Target = {
  readonly op: TargetOp
  readonly value: number
  /** First and last day of the period; both belong to it. */
  readonly from: Day
  readonly to: Day
  /**
   * `total` (default) adds up over the period from `start` (default 0): projects signed, money spent. It only grows.
   * `level` is a stock at a moment: computing power, staff. `ratio` is a quotient: growth, share.
   * A level or ratio is measured against a straight line from `start` to `value`, or without `start` against `value` all along.
   */
  readonly measure?: 'total' | 'level' | 'ratio'
  readonly start?: number
  /**
   * `reported` (default): typed in with an as-of day, so it is compared with the line of that day.
   * `counted`: computed from our own ledger, so the last reading holds until the next one and is compared with today's line.
   */
  readonly reading?: 'reported' | 'counted'
  /** A reported reading older than this many days no longer says how things stand. Default 45. */
  readonly freshDays?: number
}

/**
 * One dated value; undefined is unknown, never zero. A ratio may be given by its part and whole (a whole of 0 is unknown).
 * Give one reading a day, the one that stands; of several on one day the last in the list counts.
 */
export type Reading =
  | { readonly day: Day; readonly value: number | undefined }
  | { readonly day: Day; readonly part: number | undefined; readonly whole: number | undefined }

/** What `pace` is asked. */
export type PaceQuestion = {
  readonly target: Target
  readonly readings: readonly Reading[]
  /** The day of judging; readings after it do not exist yet. */
  readonly on: Day
  /** Working days after the first day up to and including the second. With it, time is counted in working days and a week has five. */
  readonly working?: (after: Day, upTo: Day) => number
  readonly lights?: LightRule
}

/** How far behind the line, as a share of the target, a light turns: 0.1 is ten points. */
export type LightRule = { readonly yellow: number; readonly red: number }

/**
 * 10 to 30 points behind schedule is yellow, more than 30 red: the rule the city of Yinchuan published for the lights of
 * its key projects. A pack that has its own rule passes it in `lights`.
 */
export const DEFAULT_LIGHTS: LightRule = { yellow: 0.1, red: 0.3 }

/** A monthly figure is published about two weeks after its month, so just before the next one the newest is 45 days old. */
export const FRESH_DAYS = 45

const OPS: readonly string[] = ['>=', '>', '=', '<=', '<', 'rank']

/**
 * What is wrong with a target; an empty list means it can be paced. Codes: `unknown-op`, `not-a-number`, `no-such-day`,
 * `period-reversed`, `rank-not-whole`, `not-positive`, `floor-below-start`, `ceiling-below-start` (errors),
 * `already-reached` (remark).
 */
export function checkTarget(target: Target): Finding[] {
  const findings: Finding[] = []
  const report = (code: string, path: string, value: unknown, level: Finding['level'] = 'error') => {
    findings.push({ code, level, at: { path }, value: String(value) })
  }
  if (!OPS.includes(target.op)) report('unknown-op', 'op', target.op)
  if (!Number.isFinite(target.value)) report('not-a-number', 'value', target.value)
  if (target.start !== undefined && !Number.isFinite(target.start))
    report('not-a-number', 'start', target.start)
  for (const key of ['from', 'to'] as const)
    if (!parseDay(target[key])) report('no-such-day', key, target[key])
  if (target.from > target.to) report('period-reversed', 'to', target.to)
  if (target.op === 'rank' && !(Number.isInteger(target.value) && target.value > 0))
    report('rank-not-whole', 'value', target.value)
  if (target.freshDays !== undefined && !(target.freshDays > 0))
    report('not-positive', 'freshDays', target.freshDays)
  if (findings.length > 0 || target.op === 'rank') return findings
  const start = target.start ?? 0
  if (isTotal(target)) {
    if (!isCeiling(target) && target.value <= start) report('floor-below-start', 'value', target.value)
    if (isCeiling(target) && target.value < start) report('ceiling-below-start', 'value', target.value)
  } else if (target.start !== undefined && satisfies(target, target.start)) {
    report('already-reached', 'start', target.start, 'remark')
  }
  return findings
}

/** Whether a target adds up over its period. */
export function isTotal(target: Target): boolean {
  return (target.measure ?? 'total') === 'total'
}

/** Whether less is better. */
export function isCeiling(target: Target): boolean {
  if (target.op === '<=' || target.op === '<') return true
  return target.op === '=' && !isTotal(target) && target.start !== undefined && target.start > target.value
}

/** Whether a value fulfils the target itself, wherever the line stands. */
export function satisfies(target: Target, actual: number): boolean {
  if (target.op === '>') return actual > target.value
  if (target.op === '<') return actual < target.value
  return isCeiling(target) ? actual <= target.value : actual >= target.value
}
