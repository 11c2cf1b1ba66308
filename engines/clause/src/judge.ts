import type { Day, Facts, Trace, Tri } from '@qiongding/kernel'
import type { Clause, Part } from './definition.ts'
import { formatTest } from './format.ts'
import { compileTest } from './kinds/index.ts'
import { type Subject, subjectOf } from './numbers.ts'
import { whyUnknown } from './unknown.ts'

/** An answer: yes, no, unknown, or a matter for a person; with everything that went into it. */
export type Judgement = { readonly verdict: Verdict; readonly trace: Trace }
export type Verdict = Tri | 'review'

type Options = { readonly on: Day; readonly parameters?: Facts }
type CompiledPart = {
  readonly verdict: (subject: Subject) => Verdict
  readonly trace: (subject: Subject) => Trace
}

/**
 * Judges one subject by a clause, on a day, and records why.
 *
 * ```ts
 * judge(clause, { rd_expense: 840_000, revenue: 20_000_000 }, { on: day('2026-06-01') }).verdict // 'no'
 * ```
 */
export function judge(clause: Clause, facts: Facts, options: Options): Judgement {
  const trace = compiled(clause).trace(subjectOf(facts, options))
  return { verdict: trace.verdict, trace }
}

/** The verdict of `judge` without the record: for ranking and counting many subjects. */
export function verdictOf(clause: Clause, facts: Facts, options: Options): Verdict {
  return compiled(clause).verdict(subjectOf(facts, options))
}

// A clause is immutable data, so its closures belong to it for as long as it lives.
const COMPILED = new WeakMap<Clause, CompiledPart>()

function compiled(clause: Clause): CompiledPart {
  const known = COMPILED.get(clause)
  if (known) return known
  const fresh = compilePart(clause.root, '', clause.trees)
  COMPILED.set(clause, fresh)
  return fresh
}

function compilePart(part: Part, path: string, trees: Clause['trees']): CompiledPart {
  const noted = {
    path,
    ...(part.id !== undefined && { id: part.id }),
    ...(part.cite !== undefined && { cite: part.cite }),
    ...(part.label && { zh: part.label.zh, en: part.label.en }),
  }
  const below = (key: string) => (path === '' ? key : `${path}.${key}`)
  switch (part.kind) {
    case 'all':
    case 'any': {
      const { kind } = part
      const parts = part.parts.map((each, index) => compilePart(each, `${below(kind)}[${index}]`, trees))
      const combine = kind === 'all' ? allVerdicts : anyVerdicts
      return {
        verdict: (subject) => combine(parts, (each) => each.verdict(subject)),
        trace: (subject) => {
          const traces = parts.map((each) => each.trace(subject))
          return { kind, verdict: combine(traces, (each) => each.verdict), params: noted, parts: traces }
        },
      }
    }
    case 'not': {
      const inner = compilePart(part.part, below('not'), trees)
      return {
        verdict: (subject) => opposite(inner.verdict(subject)),
        trace: (subject) => {
          const trace = inner.trace(subject)
          return { kind: 'not', verdict: opposite(trace.verdict), params: noted, parts: [trace] }
        },
      }
    }
    case 'review': {
      const { zh, en } = part.what
      const trace: Trace = { kind: 'review', verdict: 'review', params: { ...noted, zh, en }, parts: [] }
      return { verdict: () => 'review', trace: () => trace }
    }
    case 'test': {
      const { verdict, operands, about } = compileTest(part.test, trees)
      const { kind } = part.test
      const fixed = { ...noted, text: formatTest(part.test) }
      return {
        verdict,
        trace: (subject) => {
          const parts = operands(subject)
          const answer = verdict(subject)
          const params = {
            ...fixed,
            ...about(subject, parts),
            ...(answer === 'unknown' && whyUnknown(parts)),
          }
          return { kind, verdict: answer, params, parts }
        },
      }
    }
  }
}

/**
 * Kleene's strong conjunction with review between unknown and yes: a no decides, an unknown keeps it open (its fact may yet
 * decide), and only when everything the machine can answer is answered is it a person's turn.
 */
export function allVerdicts<P>(parts: readonly P[], of: (part: P) => Verdict): Verdict {
  let answer: Verdict = 'yes'
  for (const part of parts) {
    const verdict = of(part)
    if (verdict === 'no') return 'no'
    if (verdict === 'unknown') answer = 'unknown'
    else if (verdict === 'review' && answer === 'yes') answer = 'review'
  }
  return answer
}

/** The disjunction, by De Morgan: a yes decides, then unknown, then review. */
export function anyVerdicts<P>(parts: readonly P[], of: (part: P) => Verdict): Verdict {
  let answer: Verdict = 'no'
  for (const part of parts) {
    const verdict = of(part)
    if (verdict === 'yes') return 'yes'
    if (verdict === 'unknown') answer = 'unknown'
    else if (verdict === 'review' && answer === 'no') answer = 'review'
  }
  return answer
}

export function opposite(verdict: Verdict): Verdict {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : verdict
}
