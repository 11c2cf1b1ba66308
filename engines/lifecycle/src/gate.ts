import { judge, missingOf } from '@qiongding/clause'
import { allOf, type Day, type Facts, type Trace, type Tri } from '@qiongding/kernel'
import {
  type Gate,
  gateId,
  gatesOut,
  type JourneyDefinition,
  type JourneyState,
  type OrderState,
  type Requirement,
} from './definition.ts'
import { isSettled } from './orders.ts'

/** An order that keeps a gate shut. */
export type OpenOrder = { readonly id: string; readonly element: string; readonly state: OrderState }

/** What is known not to be so. Without a requirement: an order that blocks the gate by itself, or no way on at all. */
export type Unmet =
  | { readonly why: 'clause'; readonly requirement: string }
  | {
      readonly why: 'evidence'
      readonly requirement: string
      readonly evidence: string
      readonly have: number
      readonly need: number
    }
  | { readonly why: 'orders'; readonly requirement?: string; readonly orders: readonly OpenOrder[] }
  /** Nobody has asked for the element yet, or what was asked for was withdrawn. */
  | { readonly why: 'no-order'; readonly requirement: string; readonly element: string }
  | { readonly why: 'closed' | 'last-stage' | 'no-such-gate' }

/** What cannot be said yet: facts that would decide it, or a person's judgement. */
export type Missing =
  | { readonly why: 'facts'; readonly requirement: string; readonly facts: readonly string[] }
  | { readonly why: 'review'; readonly requirement: string }

/** The answer for one requirement, in the order they are written. */
export type RequirementAnswer = {
  readonly requirement: string
  readonly verdict: Tri | 'review'
  readonly trace: Trace
}

/** Pass, or hold with everything that is unmet and everything that is unknown. */
export type Decision =
  | {
      readonly kind: 'pass'
      readonly to: string
      readonly requirements: readonly RequirementAnswer[]
      readonly trace: Trace
    }
  | {
      readonly kind: 'hold'
      /** The stage it does not reach; absent where there is no way on. */
      readonly to?: string
      readonly unmet: readonly Unmet[]
      readonly unknown: readonly Missing[]
      readonly requirements: readonly RequirementAnswer[]
      readonly trace: Trace
    }

type Judged = {
  readonly verdict: Tri | 'review'
  readonly trace: Trace
  readonly unmet?: Unmet
  readonly missing?: Missing
}

/**
 * May this journey leave its stage on this day? All requirements of the gate are judged, so that a hold names everything at once.
 * Without `to` the main road is asked: the first gate written. Unknown never passes; an order that names this gate holds it even
 * where no requirement speaks of orders.
 *
 * @example
 * decideGate(definition, state, { letters: 2 }, { on: day('2031-03-03') }) // { kind: 'pass', to: 'negotiation', ... }
 */
export function decideGate(
  definition: JourneyDefinition,
  state: JourneyState,
  facts: Facts,
  { on, to }: { readonly on: Day; readonly to?: string },
): Decision {
  if (state.closed && state.closed.day <= on) return noWay('closed', state.stage)
  const gates = gatesOut(definition, state.stage)
  if (gates.length === 0) return noWay('last-stage', state.stage)
  const gate = to === undefined ? gates[0] : gates.find((one) => one.to === to)
  if (!gate) return noWay('no-such-gate', state.stage, to)

  const judged = gate.require.map((requirement) => ({
    requirement: requirement.id,
    ...judgeRequirement(requirement, gate, state, facts, on),
  }))
  const asksOrders = gate.require.some(
    (requirement) => 'orders' in requirement && requirement.orders === 'confirmed',
  )
  const unasked = asksOrders ? undefined : judgeUnasked(gate, state)
  const all: readonly Judged[] = unasked ? [...judged, unasked] : judged
  const unmet = all.flatMap((one) => one.unmet ?? [])
  const unknown = all.flatMap((one) => one.missing ?? [])
  const verdict = allOf(all.map((one) => (one.verdict === 'review' ? 'unknown' : one.verdict)))
  const requirements = judged.map(({ requirement, verdict: said, trace }) => ({
    requirement,
    verdict: said,
    trace,
  }))
  const trace: Trace = {
    kind: 'gate',
    verdict,
    params: { from: gate.from, to: gate.to, on, unmet: unmet.length, unknown: unknown.length },
    parts: all.map((one) => one.trace),
  }
  if (verdict === 'yes') return { kind: 'pass', to: gate.to, requirements, trace }
  return { kind: 'hold', to: gate.to, unmet, unknown, requirements, trace }
}

function noWay(why: 'closed' | 'last-stage' | 'no-such-gate', stage: string, to?: string): Decision {
  const trace: Trace = { kind: 'gate.none', verdict: 'no', params: { why, stage, to }, parts: [] }
  return { kind: 'hold', unmet: [{ why }], unknown: [], requirements: [], trace }
}

function judgeRequirement(
  requirement: Requirement,
  gate: Gate,
  state: JourneyState,
  facts: Facts,
  on: Day,
): Judged {
  if ('clause' in requirement) return judgeClause(requirement, state, facts, on)
  if ('evidence' in requirement) return judgeEvidence(requirement, state, on)
  return judgeOrders(requirement, gate, state)
}

function judgeClause(
  { id, clause }: Extract<Requirement, { clause: unknown }>,
  state: JourneyState,
  facts: Facts,
  on: Day,
): Judged {
  const judgement = judge(clause, facts, { on })
  const answer = judgement.verdict === 'review' ? reviewOf(state, id, on) : undefined
  const verdict = answer ?? judgement.verdict
  const trace: Trace = {
    kind: 'gate.clause',
    verdict,
    params: { requirement: id, answered: answer },
    parts: [judgement.trace],
  }
  if (verdict === 'yes') return { verdict, trace }
  if (verdict === 'no') return { verdict, trace, unmet: { why: 'clause', requirement: id } }
  if (verdict === 'review') return { verdict, trace, missing: { why: 'review', requirement: id } }
  return { verdict, trace, missing: { why: 'facts', requirement: id, facts: missingOf(judgement.trace) } }
}

/** The latest answer of a person up to a day; of two on one day the later in the list. */
function reviewOf(state: JourneyState, requirement: string, on: Day): 'yes' | 'no' | undefined {
  let latest: { readonly answer: 'yes' | 'no'; readonly day: Day } | undefined
  for (const review of state.reviews ?? [])
    if (review.requirement === requirement && review.day <= on && (!latest || review.day >= latest.day))
      latest = review
  return latest?.answer
}

function judgeEvidence(
  { id, evidence, count: need = 1 }: Extract<Requirement, { evidence: string }>,
  state: JourneyState,
  on: Day,
): Judged {
  const pieces = state.evidence.filter((piece) => piece.kind === evidence && piece.day <= on)
  const have = new Set(pieces.map((piece) => piece.id)).size
  const verdict = have >= need ? 'yes' : 'no'
  const trace: Trace = {
    kind: 'gate.evidence',
    verdict,
    params: { requirement: id, evidence, have, need },
    parts: [],
  }
  if (verdict === 'yes') return { verdict, trace }
  return { verdict, trace, unmet: { why: 'evidence', requirement: id, evidence, have, need } }
}

function judgeOrders(
  { id, orders }: Extract<Requirement, { orders: unknown }>,
  gate: Gate,
  state: JourneyState,
): Judged {
  if (orders === 'confirmed') return judgeOpen(openOrders(gate, state), id)
  const { element } = orders
  const open = openOrders(gate, state).filter((order) => order.element === element)
  if (open.length > 0) return judgeOpen(open, id)
  const own = state.orders.filter((order) => order.element === element && order.state !== 'withdrawn')
  if (own.some((order) => order.state === 'confirmed')) return judgeOpen([], id)
  // Orders of the element that block something else, or nothing, still have to arrive before this gate.
  if (own.length > 0) return judgeOpen(own.map(openOrderOf), id)
  const trace: Trace = {
    kind: 'gate.no-order',
    verdict: 'no',
    params: { requirement: id, element },
    parts: [],
  }
  return { verdict: 'no', trace, unmet: { why: 'no-order', requirement: id, element } }
}

/** Orders that block this gate although no requirement gathers them: those that an element's requirement has not named already. */
function judgeUnasked(gate: Gate, state: JourneyState): Judged | undefined {
  const named = new Set(
    gate.require.flatMap((requirement) =>
      'orders' in requirement && requirement.orders !== 'confirmed' ? [requirement.orders.element] : [],
    ),
  )
  const open = openOrders(gate, state).filter((order) => !named.has(order.element))
  return open.length > 0 ? judgeOpen(open) : undefined
}

function openOrders(gate: Gate, state: JourneyState): OpenOrder[] {
  return state.orders
    .filter((order) => order.blocks === gate.to || order.blocks === gateId(gate))
    .filter((order) => !isSettled(order.state))
    .map(openOrderOf)
}

function openOrderOf({ id, element, state }: JourneyState['orders'][number]): OpenOrder {
  return { id, element, state }
}

function judgeOpen(open: readonly OpenOrder[], requirement?: string): Judged {
  const verdict = open.length === 0 ? 'yes' : 'no'
  const trace: Trace = {
    kind: 'gate.orders',
    verdict,
    params: { requirement, open: open.length },
    parts: open.map((order) => ({
      kind: 'gate.order',
      verdict: 'no' as const,
      params: { order: order.id, element: order.element, state: order.state },
      parts: [],
    })),
  }
  if (verdict === 'yes') return { verdict, trace }
  return {
    verdict,
    trace,
    unmet: { why: 'orders', ...(requirement !== undefined && { requirement }), orders: open },
  }
}
