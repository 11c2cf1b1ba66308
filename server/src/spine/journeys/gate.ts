import { judge } from '@qiongding/clause'
import { day, type Value } from '@qiongding/kernel'
import {
  type Decision,
  decideGate,
  explainGate,
  type JourneyState,
  lateOn,
  type Standing,
  standingOn,
} from '@qiongding/lifecycle'
import type { CompiledJourney } from '@qiongding/pack-format'
import type { ReadDb } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import { workingDays } from '../calendar.ts'
import { type OrderRow, ordersAsOf } from '../orders/index.ts'
import { type AsOfDays, packOf } from '../pack.ts'
import { factsOf } from '../registry/index.ts'
import type { Journey, JourneyLight } from './contract.ts'
import type { JourneyRow } from './journey-object.ts'

/** The definition a journey follows, its clauses compiled. */
export function definitionOf(ctx: Context, id: string): CompiledJourney | undefined {
  return packOf(ctx).compiled.journeys.get(id)
}

/** A journey with everything its gate is judged by. */
export type Judged = {
  readonly row: JourneyRow
  readonly definition: CompiledJourney
  readonly orders: readonly OrderRow[]
  readonly facts: Readonly<Record<string, Value>>
  readonly decision: Decision
  readonly deadline: ReturnType<typeof lateOn>[number] | undefined
  /** Clocks that run, and the light by the written rule. */
  readonly standing: Standing
}

export function stateOf(row: JourneyRow, orders: readonly OrderRow[]): JourneyState {
  return {
    stage: row.stage,
    since: day(row.since),
    evidence: row.evidence.map((one) => ({ kind: one.kind, id: one.id, day: day(one.day) })),
    orders: orders.map((order) => ({
      id: order.id,
      element: order.element,
      state: order.state,
      ...(order.blocks && { blocks: order.blocks.stage }),
    })),
    reached: row.reached as JourneyState['reached'] & {},
    ...(row.pauses && {
      pauses: row.pauses.map(({ from, to }) => ({
        from: day(from),
        ...(to !== undefined && { to: day(to) }),
      })),
    }),
    ...(row.closed && { closed: { exit: row.closed.exit, day: day(row.closed.day) } }),
  }
}

/**
 * Judges the next gates of journeys, on the day asked and with what was known: facts of their subjects, of the parties holding these, and
 * of the journeys themselves. Three reads however many there are.
 */
export async function judgeJourneys(
  ctx: Context,
  read: ReadDb,
  rows: readonly JourneyRow[],
  asOf: AsOfDays,
): Promise<Judged[]> {
  const subjectIds = [
    ...new Set(
      rows.flatMap((row) => [
        row.id,
        ...row.parties.map((party) => party.id),
        ...(row.party ? [row.party.id] : []),
      ]),
    ),
  ]
  const facts = await factsOf(ctx, read, subjectIds, asOf)
  const orders = Map.groupBy(
    await ordersAsOf(read, asOf, { journeys: rows.map((row) => row.id) }),
    (order) => order.journey?.id ?? '',
  )
  const between = workingDays(packOf(ctx).pack.calendar)
  return rows.flatMap((row) => {
    const definition = definitionOf(ctx, row.definition)
    if (!definition) return []
    const own = orders.get(row.id) ?? []
    const state = stateOf(row, own)
    const together: Record<string, Value> = {}
    for (const id of [...(row.party ? [row.party.id] : []), ...row.parties.map((party) => party.id), row.id])
      Object.assign(together, facts.get(id)?.facts)
    const decision = decideGate(definition, state, together, { on: day(asOf.on) })
    return [
      {
        row,
        definition,
        orders: own,
        facts: together,
        decision,
        deadline: lateOn(definition, state, day(asOf.on), between)[0],
        standing: standingOn(definition, state, together, {
          on: day(asOf.on),
          workingDaysBetween: between,
        }),
      },
    ]
  })
}

/** What each requirement of the next gate comes to, with what would settle it. */
export function requirementsOf(
  { row, definition, decision, orders }: Judged,
  ownFacts: ReadonlySet<string>,
): Journey['requirements'] {
  const gate = definition.gates.find((one) => one.from === row.stage && one.to === decision.to)
  return decision.requirements.map((answer) => {
    const requirement = gate?.require.find((one) => one.id === answer.requirement)
    const missing =
      decision.kind === 'hold'
        ? decision.unknown.find((one) => one.requirement === answer.requirement)
        : undefined
    const open =
      decision.kind === 'hold'
        ? decision.unmet.flatMap((one) =>
            one.why === 'orders' && one.requirement === answer.requirement
              ? one.orders.map((order) => order.id)
              : [],
          )
        : []
    // What does not hold may be stated anew where it is the journey's own; what is missing is asked for wherever it belongs.
    const own =
      answer.verdict === 'no' && requirement && 'clause' in requirement
        ? requirement.clause.facts.filter((key) => ownFacts.has(key))
        : []
    const asked = [...new Set([...(missing?.why === 'facts' ? missing.facts : []), ...own])]
    return {
      id: answer.requirement,
      label: requirement?.label ?? { zh: answer.requirement, en: answer.requirement },
      verdict: answer.verdict,
      because: explainGate(answer.trace).map((message) => ({
        key: message.key,
        params: { ...message.params },
      })),
      needs: {
        ...(requirement &&
          'orders' in requirement && {
            orders:
              open.length > 0
                ? open
                : orders.filter((order) => order.blocks?.stage === gate?.to).map((order) => order.id),
          }),
        ...(requirement && 'evidence' in requirement && { evidence: requirement.evidence }),
        ...(asked.length > 0 && { facts: asked }),
      },
    }
  })
}

/** The light as it is shown: as a person set it while the rule says what it said then, else as the rule says. */
export function lightOf({ row, standing }: Pick<Judged, 'row' | 'standing'>): JourneyLight | undefined {
  const { light } = standing
  if (!light) return undefined
  const because = { key: light.because.key, params: { ...light.because.params } }
  const { lightSet: set } = row
  if (!set || set.rule !== light.rule || set.computed !== light.light)
    return { light: light.light, rule: light.rule, because }
  const { light: shown, reason, day: on, by } = set
  return {
    light: shown,
    rule: light.rule,
    because,
    byHand: { computed: light.light as typeof set.computed, reason, day: on, by },
  }
}

/** Words of the pack that are to be shown with a journey, because a clause over its facts holds. */
export function noticesOf({ definition, facts }: Judged, on: string): Journey['notices'] {
  return definition.notices
    .filter((notice) => judge(notice.when, facts, { on: day(on) }).verdict === 'yes')
    .map(({ id, text, source }) => ({ id, text, ...(source && { source }) }))
}
