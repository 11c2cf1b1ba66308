import { type Gap, gapOf } from '@qiongding/clause'
import { type Day, type Facts, type Trace, toBase } from '@qiongding/kernel'
import type { Policy, Verdict } from './definition.ts'
import { type Answer, judgePolicy } from './judge.ts'

/** Points that a score is short of, and where more could come from: the next band of each part, and the change that reaches it. */
export type ScoreGap = {
  readonly path: string
  readonly id?: string
  /** What it has to reach; `exclusive`: more than that. */
  readonly required: number
  readonly exclusive: boolean
  /** The most it can have by what is known. */
  readonly actual: number
  readonly by: number
  /** Ways to more points, in reading order: a part, how many points it would gain, and the change of one fact. */
  readonly raises: readonly Raise[]
}
export type Raise = {
  readonly path: string
  readonly id?: string
  readonly points: number
  /** Whether this alone is enough for the score. */
  readonly enough: boolean
  readonly gap: Gap
}

/** One thing that stands between a no and a yes. Of several with the same `choice` one is enough. */
export type Short = { readonly choice?: string } & (
  | { readonly kind: 'test'; readonly gap: Gap }
  | { readonly kind: 'score'; readonly score: ScoreGap }
)

/**
 * What stands between a no and a yes, in reading order: tests with their gap, scores with what they lack. Empty unless the answer is no.
 *
 * ```ts
 * shortOf(answer.trace)[0].gap.closes[0] // { fact: 'rd_expense', from: '84', to: '100', by: '16', unit: '万元' }
 * ```
 */
export function shortOf(trace: Trace): readonly Short[] {
  return trace.verdict === 'no' ? shortIn(trace, false, undefined) : []
}

function shortIn(trace: Trace, negated: boolean, choice: string | undefined): readonly Short[] {
  if (trace.verdict !== (negated ? 'yes' : 'no')) return []
  switch (trace.kind) {
    case 'not':
      return shortIn(trace.parts[0]!, !negated, choice)
    case 'clause':
      return clauseGaps(trace, negated).map((gap): Short => {
        const one = gap.choice ?? choice
        return { kind: 'test', gap, ...(one !== undefined && { choice: one }) }
      })
    case 'score':
      return negated
        ? []
        : scoreGaps(trace.parts[0]!).map((score) => ({ kind: 'score', score, ...(choice && { choice }) }))
    default: {
      const alternatives = (trace.kind === 'any') !== negated
      const path = alternatives && trace.parts.length > 1 ? String(trace.params.path) : choice
      return trace.parts.flatMap((part) => shortIn(part, negated, path))
    }
  }
}

/** Gaps of a clause, their paths those of the policy. */
function clauseGaps(trace: Trace, negated: boolean): readonly Gap[] {
  const [inner] = trace.parts
  if (!inner) return []
  const wanted: Trace = negated ? { kind: 'not', verdict: 'no', params: { path: '' }, parts: [inner] } : inner
  const at = String(trace.params.path)
  return gapOf(wanted).map((gap) => ({
    ...gap,
    path: joined(at, gap.path),
    ...(gap.choice !== undefined && { choice: joined(at, gap.choice) }),
  }))
}

export function joined(path: string, inside: string): string {
  if (inside === '' || path === '') return path + inside
  return inside.startsWith('[') ? path + inside : `${path}.${inside}`
}

/** Every score, the whole or a part of it, that does not reach what it has to. */
function scoreGaps(trace: Trace): readonly ScoreGap[] {
  const nested = trace.kind === 'points.sum' ? trace.parts.flatMap(scoreGaps) : []
  const { path, id, least, above, high, reached } = trace.params
  if (reached !== 'no' || typeof high !== 'number') return nested
  const exclusive = typeof above === 'number'
  const required = Number(exclusive ? above : least)
  const by = hundredths(required - high)
  return [
    {
      path: String(path),
      ...(typeof id === 'string' && { id }),
      required,
      exclusive,
      actual: high,
      by,
      raises: raisesIn(trace).map((raise) => ({
        ...raise,
        enough: exclusive ? raise.points > by : raise.points >= by,
      })),
    },
    ...nested,
  ]
}

const hundredths = (points: number) => Math.round(points * 100) / 100

/** Cases that are missed and would give more than now, each with what it takes. */
function raisesIn(trace: Trace): readonly Omit<Raise, 'enough'>[] {
  const high = trace.params.high as number
  switch (trace.kind) {
    case 'points.sum':
      return trace.parts.flatMap(raisesIn)
    case 'points.best':
      return trace.parts.flatMap((part) => {
        const behind = hundredths(high - (part.params.high as number))
        return raisesIn(part)
          .map((raise) => ({ ...raise, points: hundredths(raise.points - behind) }))
          .filter((raise) => raise.points > 0)
      })
    case 'points.cases':
      return raisesOfCases(trace)
    default:
      return []
  }
}

/**
 * Better cases before the one that holds are reached by meeting them, the nearest first; better ones behind it by missing it, or, of
 * bands, by missing those in between too.
 */
function raisesOfCases({ parts, params }: Trace): readonly Omit<Raise, 'enough'>[] {
  const {
    path,
    id,
    high,
    most = Number.POSITIVE_INFINITY,
  } = params as {
    path: string
    id?: string
    high: number
    most?: number
  }
  const raise = (points: number, trace: Trace | undefined): readonly Omit<Raise, 'enough'>[] => {
    const gain = hundredths(Math.min(points, most) - high)
    if (gain <= 0 || !trace) return []
    return gapOf(trace).map((gap) => ({ path, ...(id !== undefined && { id }), points: gain, gap }))
  }
  const held = parts.findIndex((each) => each.verdict === 'yes')
  const before = parts
    .slice(0, held < 0 ? parts.length : held)
    .toReversed()
    .flatMap((each) => (each.verdict === 'no' ? raise(pointsOf(each), each.parts[0]) : []))
  if (held < 0) return before
  const behind = parts.flatMap((each, at) => {
    const [inner] = each.parts
    if (at < held || each.verdict !== 'yes' || !inner || (at > held && params.bands !== true)) return []
    const next = parts.slice(at + 1).find((other) => other.verdict === 'yes')
    const missed: Trace = { kind: 'not', verdict: 'no', params: { path: '' }, parts: [inner] }
    return raise(next ? pointsOf(next) : Number(params.otherwise), missed)
  })
  return [...before, ...behind]
}

const pointsOf = (trace: Trace) => trace.params.points as number

/** One change that alone turns a no, everything else as it is: of one fact, or of the day. Checked by judging again. */
export type Step = { readonly verdict: Verdict } & (
  | {
      readonly kind: 'change'
      readonly fact: string
      readonly from: string
      readonly to: string
      readonly by: string
      readonly unit?: string
    }
  | { readonly kind: 'wait'; readonly until: Day }
)

/** Changes tried for one answer; each is one more judging. */
const MOST_TRIED = 64

/**
 * The single changes that turn a no into a yes (or into a matter for people), the rest unchanged: what "one step short" means. Every one
 * is judged again as a whole, so that one that would break something else is not offered.
 *
 * ```ts
 * stepsTo(policy, facts, { on }) // [{ kind: 'change', fact: 'rd_expense', to: '100', by: '16', unit: '万元', verdict: 'yes', … }]
 * ```
 */
export function stepsTo(
  policy: Policy,
  facts: Facts,
  options: { readonly on: Day; readonly answer?: Answer },
): readonly Step[] {
  const answer = options.answer ?? judgePolicy(policy, facts, options)
  if (answer.verdict !== 'no' || !answer.trace) return []
  const gaps = shortOf(answer.trace).flatMap((short) =>
    short.kind === 'test'
      ? [short.gap]
      : short.score.raises.filter(({ enough }) => enough).map(({ gap }) => gap),
  )
  const steps: Step[] = []
  const seen = new Set<string>()
  const keep = (step: Step | undefined) => {
    if (step) steps.push(step)
  }
  let tried = 0
  for (const gap of gaps) {
    if (gap.until !== undefined && !seen.has(gap.until) && ++tried <= MOST_TRIED) {
      seen.add(gap.until)
      const { verdict } = judgePolicy(policy, facts, { on: gap.until })
      if (turns(verdict)) keep({ kind: 'wait', until: gap.until, verdict })
    }
    for (const change of gap.closes) {
      const name = `${change.fact} ${change.to}`
      if (seen.has(name) || ++tried > MOST_TRIED) continue
      seen.add(name)
      const value = change.unit === undefined ? Number(change.to) : toBase(change.to, change.unit)
      if (value === undefined) continue
      const { verdict } = judgePolicy(policy, { ...facts, [change.fact]: value }, options)
      if (turns(verdict)) keep({ kind: 'change', ...change, verdict })
    }
  }
  // Of one fact the least change is enough.
  return steps.filter((step, at) => !steps.some((other, before) => before !== at && isLess(other, step)))
}

function turns(verdict: Verdict | undefined): verdict is 'yes' | 'review' {
  return verdict === 'yes' || verdict === 'review'
}

function isLess(one: Step, other: Step): boolean {
  if (one.kind !== 'change' || other.kind !== 'change' || one.fact !== other.fact) return false
  return Math.abs(Number(one.by)) < Math.abs(Number(other.by))
}
