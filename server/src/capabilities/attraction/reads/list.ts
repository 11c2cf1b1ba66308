import { type Day, daysBetween, type Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import {
  clocksOf,
  type JourneyRow,
  type Judged,
  journeyReach,
  journeySight,
  journeysAsOf,
  judgeJourneys,
  lightOf,
} from '../../../spine/journeys/index.ts'
import { asOfOf, packOf } from '../../../spine/pack.ts'
import type { attractionContract, ProjectRow } from '../contract.ts'
import type { LeadRow } from '../tables.ts'
import { officeLabel } from './held.ts'
import { intakeOf } from './intake.ts'

/** Most projects that one answer works over: those of a district and many years. */
const PROJECT_LIMIT = 20_000
/** Fewest stays of which a median is said; the look asks for it. */
const ENOUGH = 5

type Asked = InputOf<typeof attractionContract.list>
type Listed = OutputOf<typeof attractionContract.list>
type Known = { readonly judged: Judged; readonly row: ProjectRow }

const numberIn = (value: Value | undefined) => (typeof value === 'number' ? value : undefined)
const textIn = (value: Value | undefined) => (typeof value === 'string' ? value : undefined)

/** Projects that the reader may see, with how they stand. What he may not see is in no row, no count, no sum and no order. */
export function listProjects(ctx: Context, query: Asked): Promise<Listed> {
  const asOf = asOfOf(ctx, query)
  const { definition, intake } = intakeOf(ctx, query.definition)
  return reading(ctx, async (read) => {
    const rows = asOf.past
      ? (await journeysAsOf(read, asOf, definition.id)).filter(journeyReach(ctx)).slice(0, PROJECT_LIMIT)
      : (
          await sql<{ row: JourneyRow }>`
            select row from journey where district_id = ${read.district} and definition = ${definition.id} and ${journeySight(ctx)} order by id desc limit ${PROJECT_LIMIT}
          `.execute(read.query)
        ).rows.map((one) => one.row)
    const judged = await judgeJourneys(ctx, read, rows, asOf)
    const known = judged.map((one): Known => ({ judged: one, row: rowOf(ctx, one, intake) }))
    const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
    const wanted = known.filter((one) => isWanted(one, query, office))
    const inStage = wanted.filter(({ row }) => query.stage === undefined || row.stage === query.stage)
    const sorted = inStage.toSorted(orderOf(query.sort ?? '-opened'))
    const from = query.cursor === undefined ? 0 : Number(query.cursor)
    const page = sorted.slice(from, from + query.limit)
    return {
      rows: page.map((one) => one.row),
      ...(from + query.limit < sorted.length && { next: String(from + query.limit) }),
      total: sorted.length,
      stages: stagesOf(wanted, definition.stages, asOf.on as Day),
      ...lightsOf(inStage),
      modes: modesOf(ctx, known, intake.mode, definition),
      incoming: asOf.past || office === undefined ? [] : await incomingOf(ctx, read, definition.id, office),
      abilities: abilitiesOn(ctx.actor, ['journey.open'], {}),
    }
  })
}

function rowOf(ctx: Context, judged: Judged, intake: ReturnType<typeof intakeOf>['intake']): ProjectRow {
  const { row, definition, facts, decision, orders } = judged
  const label = (stage: string) =>
    definition.stages.find((one) => one.id === stage)?.label ?? { zh: stage, en: stage }
  const investor = textIn(facts[intake.facts.company])
  const amount = intake.facts.amount === undefined ? undefined : numberIn(facts[intake.facts.amount])
  const mode = intake.mode === undefined ? undefined : textIn(facts[intake.mode])
  const light = lightOf(judged)
  const office = officeLabel(ctx, row.careOffice)
  const exit = definition.exits.find((one) => one.id === row.closed?.exit)
  return {
    id: row.id,
    no: row.no,
    title: row.title,
    ...(investor !== undefined && { investor }),
    ...(amount !== undefined && { amount }),
    ...(mode !== undefined && { mode }),
    stage: row.stage,
    stageLabel: label(row.stage),
    since: row.since,
    openedOn: row.openedOn,
    ...(row.closed && {
      closed: {
        label: exit?.label ?? { zh: row.closed.exit, en: row.closed.exit },
        reason: row.closed.reason,
        day: row.closed.day,
      },
    }),
    ...(light && { light }),
    ...(decision.to !== undefined &&
      !row.closed && {
        gate: {
          toLabel: label(decision.to),
          passes: decision.kind === 'pass',
          unmet: decision.kind === 'hold' ? decision.unmet.length : 0,
          unknown: decision.kind === 'hold' ? decision.unknown.length : 0,
        },
      }),
    lateClocks: [
      ...clocksOf(judged)
        .filter((clock) => clock.late === 'yes')
        .map((clock) => clock.label),
      ...(judged.deadline?.late === 'yes' ? [label(judged.deadline.to)] : []),
    ],
    openOrders: orders.filter((order) => order.state !== 'confirmed' && order.state !== 'withdrawn').length,
    ...(office && { office }),
    confidential: row.confidential === true,
    paused: row.pauses?.some((one) => one.to === undefined) ?? false,
    demonstration: row.demonstration,
  }
}

function isWanted({ row, judged }: Known, query: Asked, office: string | undefined): boolean {
  const text = `${row.no} ${row.title} ${row.investor ?? ''}`.toLowerCase()
  return (
    (query.q === undefined || text.includes(query.q.trim().toLowerCase())) &&
    (query.light === undefined || row.light?.light === query.light) &&
    (query.mode === undefined || row.mode === query.mode) &&
    (query.office === undefined || judged.row.careOffice === query.office) &&
    (query.mine !== true || (office !== undefined && judged.row.careOffice === office)) &&
    (query.open === undefined || (row.closed === undefined) === query.open) &&
    (query.late === undefined || row.lateClocks.length > 0 === query.late)
  )
}

const WORST: readonly (string | undefined)[] = ['red', 'yellow', 'unknown', 'green', undefined]

/** Unknown amounts stand last, whichever way amounts are ordered. */
function orderOf(sort: string): (one: Known, other: Known) => number {
  const down = sort.startsWith('-') ? -1 : 1
  const by = sort.replace(/^-/, '')
  const text = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
  return ({ row: one }, { row: other }) => {
    const later = text(other.id, one.id)
    if (by === 'amount') {
      if (one.amount === undefined || other.amount === undefined)
        return one.amount === other.amount ? later : one.amount === undefined ? 1 : -1
      return down * (one.amount - other.amount) || later
    }
    if (by === 'light')
      return down * (WORST.indexOf(other.light?.light) - WORST.indexOf(one.light?.light)) || later
    return (
      down * text(by === 'since' ? one.since : one.openedOn, by === 'since' ? other.since : other.openedOn) ||
      later
    )
  }
}

function stagesOf(
  known: readonly Known[],
  stages: readonly { readonly id: string; readonly label: ProjectRow['stageLabel'] }[],
  on: Day,
): Listed['stages'] {
  return stages.map(({ id, label }) => {
    const rows = known.map((one) => one.row).filter((row) => row.stage === id && !row.closed)
    const days = rows.map((row) => daysBetween(row.since as Day, on)).toSorted((a, b) => a - b)
    const middle = days[Math.floor((days.length - 1) / 2)]
    return {
      id,
      label,
      n: rows.length,
      amount: rows.reduce((sum, row) => sum + (row.amount ?? 0), 0),
      amountUnknown: rows.filter((row) => row.amount === undefined).length,
      ...(days.length >= ENOUGH && middle !== undefined && { medianDays: middle }),
      held: rows.filter((row) => row.gate && !row.gate.passes).length,
    }
  })
}

function lightsOf(known: readonly Known[]): Pick<Listed, 'lights' | 'setByHand'> {
  const lights = { green: 0, yellow: 0, red: 0, unknown: 0 }
  let setByHand = 0
  for (const { row } of known) {
    if (!row.light || row.closed) continue
    lights[row.light.light]++
    if (row.light.byHand) setByHand++
  }
  return { lights, setByHand }
}

function modesOf(
  ctx: Context,
  known: readonly Known[],
  mode: string | undefined,
  definition: ReturnType<typeof intakeOf>['definition'],
): Listed['modes'] {
  const values = mode === undefined ? [] : (packOf(ctx).facts.get(mode)?.values ?? [])
  const until = definition.confidential?.until
  return values.map(({ id, label }) => {
    const rows = known.filter((one) => one.row.mode === id)
    return {
      id,
      label,
      n: rows.length,
      disclosed: rows.filter((one) => until !== undefined && one.judged.row.reached[until] !== undefined)
        .length,
      ended: rows.filter((one) => one.row.closed).length,
    }
  })
}

async function incomingOf(
  ctx: Context,
  read: ReadDb,
  definition: string,
  office: string,
): Promise<Listed['incoming']> {
  const found = await sql<{ lead: LeadRow; title: string }>`
    select l.row as lead, j.row->>'title' as title from attraction_lead l join journey j on j.district_id = l.district_id and j.id = l.id
    where l.district_id = ${read.district} and l.offered_to = ${office} and j.definition = ${definition} and j.open order by l.id desc limit 50
  `.execute(read.query)
  return found.rows.flatMap(({ lead, title }) => {
    const { offered } = lead
    if (!offered) return []
    return [
      {
        id: lead.id,
        title,
        from: officeLabel(ctx, lead.careOffice) ?? { zh: '', en: '' },
        reason: offered.reason,
        at: offered.at,
        demonstration: lead.demonstration,
      },
    ]
  })
}
