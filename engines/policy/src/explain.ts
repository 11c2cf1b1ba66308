import { CLAUSE_MESSAGES, explainClause } from '@qiongding/clause'
import type { Message, Trace, Value } from '@qiongding/kernel'
import type { Label } from './definition.ts'
import type { Answer } from './judge.ts'
import { missingFor } from './missing.ts'
import { joined, shortOf } from './short.ts'

const OWN = [
  'policy.not-entered',
  'policy.not-announced',
  'policy.not-yet',
  'policy.lapsed',
  'policy.yes',
  'policy.no',
  'policy.unknown',
  'policy.review',
  'policy.window.open',
  'policy.window.open-ended',
  'policy.window.later',
  'policy.window.past',
  'policy.choice',
  'policy.score.yes',
  'policy.score.no',
  'policy.score.unknown',
  'policy.score.review',
  'policy.score.raise',
  'policy.expert',
  'policy.amount.exact',
  'policy.amount.capped',
  'policy.amount.between',
  'policy.amount.from',
  'policy.missing',
] as const

/** Every key `explainPolicy` can say; a locale that holds them all is complete. */
export const POLICY_MESSAGES: readonly string[] = [...OWN, ...CLAUSE_MESSAGES]

type Key = (typeof OWN)[number]

/**
 * What a policy says to one subject, as message keys with parameters: where the policy stands, the answer, what decided it, by how much
 * it is missed, which facts are missing, what it is worth. What did not matter is left out: of a choice that is met only the way it is
 * met. Officer and subject are given the same.
 */
export function explainPolicy(answer: Answer): Message[] {
  const { standing, verdict, trace, worth } = answer
  const policy = answer.policy
  switch (standing.is) {
    case 'not-entered':
      return [message('policy.not-entered', { policy })]
    case 'not-announced':
    case 'not-yet':
      return [message(`policy.${standing.is}`, { policy, from: standing.version.effective.from })]
    case 'lapsed':
      return [message('policy.lapsed', { policy, on: standing.on })]
  }
  if (!trace || !verdict) return []
  const { version, cite } = standing.version
  const said = [message(`policy.${verdict}`, { policy, version, cite }), ...explainPart(trace, false)]
  const facts = missingFor(trace)
  if (facts.length > 0) said.push(message('policy.missing', { facts }))
  if (worth) {
    const { from, to, capped } = worth
    if (to === undefined) said.push(message('policy.amount.from', { from, facts: worth.missing }))
    else if (to !== from) said.push(message('policy.amount.between', { from, to, facts: worth.missing }))
    else said.push(message(capped ? 'policy.amount.capped' : 'policy.amount.exact', { amount: to }))
  }
  const { window } = standing
  if (window.is === 'open')
    said.push(message(window.on ? 'policy.window.open' : 'policy.window.open-ended', { on: window.on }))
  else if (window.is !== 'always') said.push(message(`policy.window.${window.is}`, { on: window.on }))
  return said
}

/** One line of a policy, with its verdict and what is to be said of it. */
export type Line = {
  readonly verdict: Trace['verdict']
  readonly id?: string
  readonly label?: Label
  readonly cite?: string
  /** The line itself, where it is one test. */
  readonly text?: string
  readonly messages: readonly Message[]
}

/**
 * A judged policy line by line: what has to hold at once, each with its own verdict.
 *
 * ```ts
 * linesOf(answer.trace) // [{ id: 'staff', text: 'employees <= 500人', verdict: 'yes', messages: […] }, …]
 * ```
 */
export function linesOf(trace: Trace): readonly Line[] {
  const [inner] = trace.parts
  const parts =
    trace.kind === 'all'
      ? trace.parts
      : trace.kind === 'clause' && inner?.kind === 'all'
        ? inner.parts.map((part): Trace => ({ ...trace, verdict: part.verdict, parts: [part] }))
        : [trace]
  return parts.map((part) => {
    // A line that is one score goes by the name of the score.
    const inside = part.kind === 'clause' || part.kind === 'score' ? part.parts[0]!.params : {}
    const { id, zh, en, cite, text } = { ...inside, ...part.params }
    return {
      verdict: part.verdict,
      ...(typeof id === 'string' && { id }),
      ...(typeof zh === 'string' && typeof en === 'string' && { label: { zh, en } }),
      ...(typeof cite === 'string' && { cite }),
      ...(typeof text === 'string' && { text }),
      messages: explainPart(part, false),
    }
  })
}

/** Why one part of a policy came out as it did. */
function explainPart(trace: Trace, negated: boolean): Message[] {
  const [first] = trace.parts
  switch (trace.kind) {
    case 'not':
      return first ? explainPart(first, !negated) : []
    case 'clause':
      return first ? explainInner(first, negated, String(trace.params.path)) : []
    case 'score':
      return first ? explainScore(first) : []
    default:
      return explainTree(trace, negated)
  }
}

function explainInner(inner: Trace, negated: boolean, path: string): Message[] {
  const wanted: Trace = negated
    ? { kind: 'not', verdict: opposite(inner.verdict), params: { path: '' }, parts: [inner] }
    : inner
  return explainClause(wanted).map((said) => ({
    ...said,
    params:
      typeof said.params.path === 'string'
        ? { ...said.params, path: joined(path, said.params.path) }
        : said.params,
  }))
}

function opposite(verdict: Trace['verdict']): Trace['verdict'] {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : verdict
}

function explainTree(trace: Trace, negated: boolean): Message[] {
  const { kind, verdict, params } = trace
  const decisive = trace.parts.filter((part) => part.verdict === verdict)
  const choice = (kind === 'any') !== negated
  const outcome = negated ? opposite(verdict) : verdict
  const announced =
    choice && decisive.length > 1 && outcome !== 'yes'
      ? [
          message('policy.choice', {
            path: params.path,
            zh: params.zh,
            en: params.en,
            count: decisive.length,
            is: outcome,
          }),
        ]
      : []
  const told = choice && outcome === 'yes' ? decisive.slice(0, 1) : decisive
  return [...announced, ...told.flatMap((part) => explainPart(part, negated))]
}

/** A score, and of those that miss what they have to reach the ways to more. */
function explainScore(trace: Trace): Message[] {
  const gaps = new Map(
    shortOf({ kind: 'score', verdict: trace.verdict, params: {}, parts: [trace] }).flatMap((short) =>
      short.kind === 'score' ? [[short.score.path, short.score] as const] : [],
    ),
  )
  const said: Message[] = []
  const visit = (points: Trace): void => {
    const { path, id, zh, en, cite, low, high, least, above, reached } = points.params
    if (typeof reached === 'string') {
      const required = least ?? above
      const exclusive = above !== undefined
      const gap = gaps.get(String(path))
      const about = { path, id, zh, en, cite, low, high, required, exclusive, by: gap?.by }
      said.push(message(`policy.score.${reached}` as Key, about))
      for (const raise of gap?.raises ?? []) {
        const [change] = raise.gap.closes
        if (!change) continue
        const { fact, by, to, unit } = change
        const { points: more, enough } = raise
        said.push(
          message('policy.score.raise', {
            path: raise.path,
            id: raise.id,
            fact,
            by,
            to,
            unit,
            points: more,
            enough,
          }),
        )
      }
    }
    if (points.kind === 'points.expert' && points.params.given === undefined && trace.verdict === 'review')
      said.push(message('policy.expert', { path, id, zh, en, fact: points.params.fact, most: high }))
    if (points.kind === 'points.sum' || points.kind === 'points.best') points.parts.forEach(visit)
  }
  visit(trace)
  return said
}

function message(key: Key, params: Readonly<Record<string, Value | undefined>>): Message {
  const known: Record<string, Value> = {}
  for (const [name, value] of Object.entries(params)) if (value !== undefined) known[name] = value
  return { key, params: known }
}
