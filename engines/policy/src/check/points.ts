import { below, type Points } from '../definition.ts'
import { readBands, testOf } from './bands.ts'
import { type Checker, isRecord, NOTE_KEYS, noteOf, onlyKeys } from './report.ts'

const RULES = ['bands', 'cases', 'sum', 'best', 'expert'] as const
const LIMITS = ['least', 'above', 'most'] as const
/** Points are kept as whole hundredths. */
const HUNDRED = 100

/** Points as written (0.5, 20) in hundredths. */
export function pointsOf({ say }: Checker, written: unknown, path: string): number | undefined {
  const hundredths = typeof written === 'number' ? written * HUNDRED : Number.NaN
  const whole = Math.round(hundredths)
  if (!Number.isFinite(hundredths) || Math.abs(hundredths - whole) > 1e-6 || whole < 0)
    return say('policy.points-expected', path, written)
  return whole
}

/** Reads what gives points: `by` + `bands`, `cases`, `sum`, `best` or `expert`. */
export function readPoints(checker: Checker, written: unknown, path: string): Points | undefined {
  const { say } = checker
  if (!isRecord(written)) return say('policy.record-expected', path, written)
  onlyKeys(checker, written, [...RULES, 'by', 'otherwise', ...LIMITS, ...NOTE_KEYS], path)
  const rules = RULES.filter((rule) => written[rule] !== undefined)
  const [rule] = rules
  if (!rule || rules.length > 1)
    return say('policy.one-rule', path, undefined, { expected: RULES, found: rules })
  if (written.by !== undefined && rule !== 'bands') say('policy.by-without-bands', below(path, 'by'))
  if (written.otherwise !== undefined && rule !== 'cases')
    say('policy.otherwise-without-cases', below(path, 'otherwise'))
  const limits = Object.fromEntries(
    LIMITS.filter((limit) => written[limit] !== undefined).map((limit) => [
      limit,
      pointsOf(checker, written[limit], below(path, limit)),
    ]),
  ) as Pick<Points, (typeof LIMITS)[number]>
  if (written.least !== undefined && written.above !== undefined)
    say('policy.two-ends', path, undefined, { keys: ['least', 'above'] })
  const body = readRule(checker, { rule, written, path, most: limits.most })
  const points = body && ({ ...noteOf(checker, written, path), ...limits, ...body } as Points)
  if (points) checkReach(checker, points)
  return points
}

type Body<T> = T extends Points
  ? Omit<T, 'path' | 'id' | 'label' | 'cite' | 'least' | 'above' | 'most'>
  : never

function readRule(
  checker: Checker,
  {
    rule,
    written,
    path,
    most,
  }: {
    readonly rule: (typeof RULES)[number]
    readonly written: Record<string, unknown>
    readonly path: string
    readonly most: number | undefined
  },
): Body<Points> | (Body<Points> & { most: number }) | undefined {
  const { say } = checker
  const at = below(path, rule)
  switch (rule) {
    case 'sum':
    case 'best': {
      const list = written[rule]
      if (!Array.isArray(list) || list.length === 0) return say('policy.list-expected', at, list)
      const parts = list.map((each, index) => readPoints(checker, each, below(at, index)))
      // Of alternatives only the best counts, so that none can be asked for something of its own.
      if (rule === 'best' && parts.some((part) => part && asksSomething(part)))
        return say('policy.limit-inside-best', at)
      return parts.every((part) => part !== undefined) ? { kind: rule, parts } : undefined
    }
    case 'expert': {
      const fact = written.expert
      if (typeof fact !== 'string') return say('policy.text-expected', at, fact)
      if (most === undefined) return say('policy.expert-without-most', path, fact)
      const reads = checker.clause(`${fact} >= 0`, at)
      const [key, ...others] = reads?.facts ?? []
      if (!reads || key === undefined) return undefined
      return others.length > 0 ? say('policy.one-fact', at, fact) : { kind: 'expert', fact: key, most, reads }
    }
    case 'cases': {
      const list = written.cases
      if (!Array.isArray(list) || list.length === 0) return say('policy.list-expected', at, list)
      const otherwise = pointsOf(checker, written.otherwise ?? 0, below(path, 'otherwise'))
      const cases = list.map((each, index) => {
        const here = below(at, index)
        if (!isRecord(each)) return say('policy.record-expected', here, each)
        onlyKeys(checker, each, ['when', 'points'], here)
        const clause = checker.clause(each.when, below(here, 'when'))
        const points = pointsOf(checker, each.points, below(here, 'points'))
        return clause && points !== undefined ? { clause, points } : undefined
      })
      return cases.every((each) => each !== undefined) && otherwise !== undefined
        ? { kind: 'cases', cases, otherwise }
        : undefined
    }
    case 'bands': {
      const { by } = written
      if (typeof by !== 'string') return say('policy.text-expected', below(path, 'by'), by)
      const bands = readBands(checker, written.bands, at, ['points'])
      if (!bands) return undefined
      let otherwise: number | undefined
      const cases: { clause: NonNullable<ReturnType<Checker['clause']>>; points: number }[] = []
      for (const band of bands) {
        const here = below(at, band.index)
        const points = pointsOf(checker, band.written.points, below(here, 'points'))
        const test = testOf(by, band)
        const clause = test === undefined ? undefined : checker.clause(test, here)
        if (points === undefined || (test !== undefined && !clause)) return undefined
        if (clause) cases.push({ clause, points })
        else otherwise = points
      }
      if (cases.length === 0) return say('policy.one-band', at)
      return { kind: 'cases', cases, otherwise: otherwise!, bands: true }
    }
  }
}

/** The most points there can be. */
export function highestOf(points: Points): number {
  const inner =
    points.kind === 'cases'
      ? Math.max(points.otherwise, ...points.cases.map((each) => each.points))
      : points.kind === 'expert'
        ? points.most
        : points.kind === 'sum'
          ? points.parts.reduce((sum, part) => sum + highestOf(part), 0)
          : Math.max(...points.parts.map(highestOf))
  return Math.min(inner, points.most ?? Number.POSITIVE_INFINITY)
}

/** What has to be reached must be within reach. */
function checkReach({ say }: Checker, points: Points): void {
  const highest = highestOf(points)
  const wanted = points.least ?? points.above
  if (wanted === undefined) return
  if (points.least !== undefined ? wanted > highest : wanted >= highest)
    say('policy.out-of-reach', points.path, String(wanted / HUNDRED), { most: highest / HUNDRED })
}

/** Whether anything in there has to be reached. */
export function asksSomething(points: Points): boolean {
  if (points.least !== undefined || points.above !== undefined) return true
  return points.kind === 'sum' || points.kind === 'best' ? points.parts.some(asksSomething) : false
}
