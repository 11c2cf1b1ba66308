import { day, type Value } from '@qiongding/kernel'
import type { ForumDefinition } from '@qiongding/pack-format'
import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Label } from '../../../platform/http/contract.ts'
import { objectsAsOf } from '../../../platform/ledger/objects.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { workingDays } from '../../../spine/calendar.ts'
import {
  clocksOf,
  definitionOf,
  type JourneyRow,
  type Judged,
  journeyReach,
  journeySight,
  journeysAsOf,
  judgeJourneys,
  lightOf,
} from '../../../spine/journeys/index.ts'
import { lateOf } from '../../../spine/orders/index.ts'
import { type AsOfDays, officeLabel, packOf } from '../../../spine/pack.ts'
import type { DispatchProject, Matter } from '../contract.ts'
import { inOrder, type LateMatter, mattersOf } from '../rules.ts'
import { type SittingRow, sittingKind } from '../tables.ts'

/** Most journeys that one answer works over: those of a district and many years. */
const JOURNEY_LIMIT = 20_000
/** Sittings that a matter's story is told from: those of some years of weekly meetings. */
const SITTINGS = 1_000

export const forumsOf = (ctx: Context): readonly ForumDefinition[] => packOf(ctx).pack.forums
export const forumLabel = (ctx: Context, id: string): Label =>
  forumsOf(ctx).find((forum) => forum.id === id)?.label ?? { zh: id, en: id }

/** A journey with what is late of it. */
export type Watched = {
  readonly id: string
  readonly judged: Judged
  readonly amount?: number
  readonly matters: readonly LateMatter[]
}

/** Journeys under way that the reader may see, as of two days. Of one definition, or of all. */
export async function openJourneys(
  ctx: Context,
  read: ReadDb,
  asOf: AsOfDays,
  definition?: string,
): Promise<JourneyRow[]> {
  if (asOf.past)
    return (await journeysAsOf(read, asOf, definition))
      .filter(journeyReach(ctx))
      .filter((row) => row.closed === undefined)
      .slice(0, JOURNEY_LIMIT)
  const found = await sql<{ row: JourneyRow }>`
    select row from journey where district_id = ${read.district} and open and ${journeySight(ctx)}
      ${definition === undefined ? sql`` : sql`and definition = ${definition}`} order by id desc limit ${JOURNEY_LIMIT}
  `.execute(read.query)
  return found.rows.map(({ row }) => row)
}

/** What a journey is worth, by the fact that its definition drafts it from. */
export function amountOf({ definition, facts }: Pick<Judged, 'definition' | 'facts'>): number | undefined {
  const key = definition.intake?.facts.amount
  const value: Value | undefined = key === undefined ? undefined : facts[key]
  return typeof value === 'number' ? value : undefined
}

/** What is late among journeys that were judged, in the order in which it should be talked about. */
export function lateAmong(ctx: Context, judged: readonly Judged[], asOf: AsOfDays): Watched[] {
  return inOrder(
    judged.map((one) => watchedOf(ctx, one, asOf)),
    forumsOf(ctx),
  ).filter(({ matters }) => matters.some(({ forum }) => forum !== undefined))
}

/** The same of journeys that were not judged yet. */
export async function watch(
  ctx: Context,
  read: ReadDb,
  asOf: AsOfDays,
  rows: readonly JourneyRow[],
): Promise<Watched[]> {
  return lateAmong(ctx, await judgeJourneys(ctx, read, rows, asOf), asOf)
}

function watchedOf(ctx: Context, judged: Judged, { on }: AsOfDays): Watched {
  const workingDaysBetween = workingDays(packOf(ctx).pack.calendar)
  const today = day(on)
  const { row, deadline, orders } = judged
  const amount = amountOf(judged)
  const light = lightOf(judged)
  return {
    id: row.id,
    judged,
    ...(amount !== undefined && { amount }),
    matters: mattersOf(
      {
        id: row.id,
        orders: orders.map((order) => {
          const due = order.promisedOn ?? order.needBy
          return {
            id: order.id,
            late: lateOf(order, today, workingDaysBetween).late,
            ...(due !== undefined && { due }),
          }
        }),
        ...(deadline && {
          gate: {
            to: deadline.to,
            late: deadline.late,
            ...(deadline.left !== undefined && { left: deadline.left }),
          },
        }),
        clocks: clocksOf(judged),
        ...(light?.light === 'red' && { red: light.rule }),
      },
      forumsOf(ctx),
      { on: today, workingDaysBetween },
    ),
  }
}

/** Sittings up to a day, the latest first. */
export async function sittingsAsOf(read: ReadDb, asOf: AsOfDays): Promise<SittingRow[]> {
  return (await objectsAsOf(read, sittingKind, asOf, SITTINGS)).toSorted((a, b) =>
    a.day !== b.day ? (a.day < b.day ? 1 : -1) : a.id < b.id ? 1 : -1,
  )
}

/** A project with what is late of it, named for whoever reads. */
export function projectView(
  ctx: Context,
  { judged, amount, matters }: Watched,
  sittings: readonly SittingRow[],
): DispatchProject {
  const { row, definition } = judged
  const office = officeLabel(ctx, row.careOffice)
  const forum = matters[0]?.forum
  return {
    id: row.id,
    no: row.no,
    title: row.title,
    definition: row.definition,
    stage: stageLabel(definition.stages, row.stage),
    ...(office && { office }),
    ...(amount !== undefined && { amount }),
    ...(forum !== undefined && { forum }),
    confidential: row.confidential === true,
    demonstration: row.demonstration,
    matters: matters.map((matter) => matterView(ctx, judged, matter, sittings)),
  }
}

export const stageLabel = (
  stages: readonly { readonly id: string; readonly label: Label }[],
  id: string,
): Label => stages.find((stage) => stage.id === id)?.label ?? { zh: id, en: id }

export function matterView(
  ctx: Context,
  judged: Judged,
  matter: LateMatter,
  sittings: readonly SittingRow[],
): Matter {
  const { steps, of, ...kept } = matter
  const about = sittings.filter(({ items }) => items.some(({ key }) => key === matter.key))
  const planned = about.find(({ state }) => state === 'planned')
  return {
    ...kept,
    ...namedOf(ctx, judged, matter),
    calendar: forumsOf(ctx)[0]?.after.calendar ?? 'natural',
    steps: steps.map(({ forum, on }) => ({ forum: forumLabel(ctx, forum), on: on as string })),
    seen: about
      .filter(({ state }) => state === 'held')
      .map(({ id, forum, day: on, attended, items }) => {
        const decision = items.find(({ key }) => key === matter.key)?.decision
        return {
          sittingId: id,
          forum: forumLabel(ctx, forum),
          day: on,
          attended: [...attended],
          ...(decision && { decision }),
        }
      }),
    ...(planned && { planned: { sittingId: planned.id, day: planned.day } }),
  }
}

/** What a matter is called and who owes it. */
function namedOf(
  ctx: Context,
  judged: Judged,
  { sort, of }: LateMatter,
): Partial<Matter> & Pick<Matter, 'what'> {
  const { definition, orders, row } = judged
  const none = { zh: of, en: of }
  const care = officeLabel(ctx, row.careOffice)
  const owed = care && { office: care }
  if (sort === 'gate') return { what: stageLabel(definition.stages, of), ...owed }
  if (sort === 'clock')
    return { what: definition.clocks?.find(({ id }) => id === of)?.label ?? none, ...owed }
  if (sort === 'light') {
    const light = lightOf(judged)
    return {
      what: definition.lights?.find(({ id }) => id === of)?.label ?? none,
      ...owed,
      ...(light && { light }),
    }
  }
  const order = orders.find(({ id }) => id === of)
  const element = packOf(ctx).pack.elements.find(({ id }) => id === order?.element)
  const office = officeLabel(ctx, order?.office)
  return {
    what: element?.label ?? none,
    ...(order && {
      text: order.what,
      orderId: order.id,
      promised: order.promisedOn !== undefined,
      ...(order.party && { party: order.party.name }),
      ...(order.blocks && { blocks: stageLabel(definition.stages, order.blocks.stage) }),
    }),
    ...(office && { office }),
  }
}

export const definitionLabel = (ctx: Context, id: string): Label =>
  definitionOf(ctx, id)?.label ?? { zh: id, en: id }
