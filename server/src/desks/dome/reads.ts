import { bestUnblocks, type FlowGate, type Unblock } from '@qiongding/flow'
import { type Day, day, daysBetween } from '@qiongding/kernel'
import { sql } from 'kysely'
import { may, mayAtAll, partiesOf, reachOf } from '../../platform/abilities.ts'
import type { ReadDb } from '../../platform/db/database.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../platform/verb/verb.ts'
import { workingDays } from '../../spine/calendar.ts'
import { journeyReach, journeySight, journeysAsOf, judgeJourneys } from '../../spine/journeys/index.ts'
import { isOpen, lateOf, type OrderRow, ordersAsOf, orderView } from '../../spine/orders/index.ts'
import { asOfOf, packOf } from '../../spine/pack.ts'
import { list, lists, needs } from '../../spine/registry/index.ts'
import { indicatorRows } from '../../spine/targets/index.ts'
import type { Dome, domeContract } from './contract.ts'

type Judged = Awaited<ReturnType<typeof judgeJourneys>>[number]

/** Fewest finished orders from which a median is shown: below it three slow cases would speak for all. */
const ENOUGH = 5

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return undefined
  return sorted.length % 2 === 1
    ? sorted[middle]
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

const durations = (orders: readonly OrderRow[]) =>
  orders
    .filter((order) => order.state === 'confirmed' && order.confirmedOn !== undefined)
    .map((order) => daysBetween(day(order.raisedOn), day(order.confirmedOn as string)))

/** Journeys whose next gate is held by an order, by order. */
function heldBy(judged: readonly Judged[]): Map<string, Judged[]> {
  const held = new Map<string, Judged[]>()
  for (const one of judged) {
    if (one.row.closed || one.decision.kind !== 'hold') continue
    for (const unmet of one.decision.unmet)
      if (unmet.why === 'orders')
        for (const order of unmet.orders) held.set(order.id, [...(held.get(order.id) ?? []), one])
  }
  return held
}

/** What each open order would free if it were confirmed. A paper, a fact or an order nobody has raised is not brought by any. */
function unblocksOf(judged: readonly Judged[]): readonly Unblock[] {
  const gates = judged.flatMap(({ row, decision }): FlowGate[] => {
    if (row.closed || decision.kind !== 'hold') return []
    return [
      {
        id: row.id,
        case: row.id,
        orders: decision.unmet.flatMap((one) =>
          one.why === 'orders' ? one.orders.map((order) => order.id) : [],
        ),
        unmet: decision.unmet.some((one) => one.why !== 'orders' || one.orders.length === 0),
        unknown: decision.unknown.length > 0,
      },
    ]
  })
  return bestUnblocks({ cases: gates.map(({ id }) => ({ id })), gates })
}

/**
 * The order to unblock first: of those that free most journeys, where none frees one alone of all that a gate waits for, the one longest
 * overdue by working days, then the one open longest.
 */
function firstOf(
  orders: readonly OrderRow[],
  held: ReadonlyMap<string, readonly Judged[]>,
  unblocks: readonly Unblock[],
  late: (order: OrderRow) => number,
): OrderRow | undefined {
  const waited = new Map(
    orders.filter((order) => isOpen(order) && held.has(order.id)).map((one) => [one.id, one]),
  )
  const freeing = unblocks.filter((one) => one.cases > 0 && waited.has(one.order))
  const most = freeing[0]?.cases
  const chosen =
    most === undefined
      ? [...waited.values()]
      : freeing.filter((one) => one.cases === most).flatMap((one) => waited.get(one.order) ?? [])
  return chosen.toSorted(
    (a, b) =>
      late(b) - late(a) ||
      (a.raisedOn < b.raisedOn ? -1 : a.raisedOn > b.raisedOn ? 1 : a.id < b.id ? -1 : 1),
  )[0]
}

export function readDome(ctx: Context, query: InputOf<typeof domeContract.read>): Promise<Dome> {
  const asOf = asOfOf(ctx, query)
  const { pack } = packOf(ctx)
  const on: Day = day(asOf.on)
  const between = workingDays(pack.calendar)
  return reading(ctx, async (read) => {
    const reach = reachOf(ctx.actor, 'order.read')
    const all = (await ordersAsOf(read, asOf)).filter(
      (order) =>
        reach.all ||
        (order.party !== undefined && reach.parties.includes(order.party.id)) ||
        (reach.office !== undefined && order.office === reach.office),
    )
    const journeys = (await journeysAsOf(read, asOf)).filter(journeyReach(ctx))
    const judged = await judgeJourneys(
      ctx,
      read,
      journeys.filter((row) => !row.closed),
      asOf,
    )
    const held = heldBy(judged)
    const lateness = new Map(all.map((order) => [order.id, lateOf(order, on, between)]))
    const isLate = (order: OrderRow) => lateness.get(order.id)?.late === 'yes'
    const stageLabel = (one: Judged) =>
      one.definition.stages.find((stage) => stage.id === one.decision.to)?.label ?? { zh: '', en: '' }
    const unblocks = unblocksOf(judged)
    const first = firstOf(all, held, unblocks, (order) =>
      isLate(order) ? (lateness.get(order.id)?.days ?? 0) : -1,
    )
    const unblock = unblocks.find((one) => one.order === first?.id)
    const named = (gates: readonly { readonly case: string }[] | undefined) =>
      judged
        .filter((one) => gates?.some((gate) => gate.case === one.row.id))
        .map((one) => ({ id: one.row.id, title: one.row.title, stage: stageLabel(one) }))

    const flow = pack.elements.map((element): Dome['flow'][number] => {
      const orders = all.filter((order) => order.element === element.id)
      const open = orders.filter(isOpen)
      const days = durations(orders)
      const middle = days.length >= ENOUGH ? median(days) : undefined
      return {
        element: element.id,
        label: element.label,
        open: open.length,
        late: open.filter(isLate).length,
        ...(middle !== undefined && { medianDays: middle }),
        n: days.length,
        blocks: new Set(open.flatMap((order) => (held.get(order.id) ?? []).map((one) => one.row.id))).size,
        marks: open.map((order) => {
          const due = order.state === 'delivered' ? (order.deliveredOn ?? order.promisedOn) : order.promisedOn
          return {
            id: order.id,
            state: order.state,
            ...(due !== undefined && { day: due }),
            late: isLate(order),
          }
        }),
      }
    })
    const open = all.filter(isOpen)
    const days = durations(all)
    const middle = days.length >= ENOUGH ? median(days) : undefined
    const targets = may(ctx.actor, 'target.read', {}) ? await indicatorRows(ctx, read, asOf) : []
    return {
      on: asOf.on,
      known: asOf.known,
      demonstration: all.some((order) => order.demonstration),
      ...(first && {
        first: {
          order: orderView(ctx, first, asOf.on),
          frees: named(unblock?.freed),
          perhaps: named(unblock?.perhaps),
          // Those that wait for something else as well.
          still:
            (held.get(first.id) ?? []).length - (unblock?.freed.length ?? 0) - (unblock?.perhaps.length ?? 0),
        },
      }),
      enough: ENOUGH,
      flow,
      total: {
        open: open.length,
        late: open.filter(isLate).length,
        blocks: new Set([...held.values()].flat().map((one) => one.row.id)).size,
        ...(middle !== undefined && { medianDays: middle }),
        n: days.length,
      },
      targets: domeTargets(targets),
      targetCount: targets.length,
      mine: asOf.past ? [] : await waitingForMe(ctx, read, all, judged, isLate),
      clocks: clocksOf(judged),
    }
  })
}

/** Targets worth a line on the home page: those with a pace or a published outcome first, then the ones nobody has reported, then ranks. */
function domeTargets(rows: Dome['targets']): Dome['targets'] {
  const known = (row: Dome['targets'][number]) =>
    row.outcome !== undefined || row.reading?.value !== undefined
  const weight = (row: Dome['targets'][number]) =>
    row.kind === 'rank' ? 3 : !known(row) ? 2 : row.measure === 'measured' ? 0 : 1
  return rows
    .filter((row) => row.kind === 'target' || row.kind === 'rank' || row.outcome !== undefined)
    .toSorted((a, b) => weight(a) - weight(b))
    .slice(0, 9)
}

/** Clocks that run, the tightest first. */
function clocksOf(judged: readonly Judged[]): Dome['clocks'] {
  return judged
    .flatMap((one) =>
      one.deadline?.left === undefined
        ? []
        : [
            {
              journey: one.row.id,
              title: one.row.title,
              stage: one.definition.stages.find((stage) => stage.id === one.row.stage)?.label ?? {
                zh: '',
                en: '',
              },
              limitDays: one.deadline.days,
              leftDays: one.deadline.left,
            },
          ],
    )
    .toSorted((a, b) => a.leftDays - b.leftDays)
    .slice(0, 6)
}

async function waitingForMe(
  ctx: Context,
  read: ReadDb,
  orders: readonly OrderRow[],
  judged: readonly Judged[],
  isLate: (order: OrderRow) => boolean,
): Promise<Dome['mine']> {
  const { actor } = ctx
  const office = actor.kind === 'person' ? actor.office : undefined
  const parties = partiesOf(actor)
  const ofParty = (order: OrderRow) => order.party !== undefined && parties.includes(order.party.id)
  const mine: Dome['mine'] = []
  const add = (kind: Dome['mine'][number]['kind'], n: number, to: string, hint?: string) => {
    if (n > 0) mine.push({ kind, n, to, ...(hint !== undefined && { hint }) })
  }
  if (may(actor, 'registry.import', {})) {
    const waiting = await sql<{
      n: number
      name: string | null
    }>`select count(*)::integer as n, max(row->>'fileName') as name from import where district_id = ${read.district} and state = 'review' and by_id = ${actor.id}`.execute(
      read.query,
    )
    add('imports', waiting.rows[0]?.n ?? 0, '/imports', waiting.rows[0]?.name ?? undefined)
  }
  const waiting = await lists.listsWaiting(ctx, read)
  const place = (ids: readonly string[]) => (ids.length === 1 ? `/lists/${ids[0]}` : '/lists')
  add('lists-overdue', waiting.overdue.length, place(waiting.overdue))
  add('lists-to-review', waiting.review.length, place(waiting.review))
  add('lists-to-publish', waiting.publish.length, place(waiting.publish))
  for (const { kind, ask, confirm } of await needs.needsWaiting(ctx, read)) {
    add('needs-to-ask', ask, `/needs/${kind}`)
    add('needs-to-confirm', confirm, `/needs/${kind}`)
  }
  const owed = orders.filter((order) => office !== undefined && order.office === office)
  add('orders-late', owed.filter(isLate).length, '/orders?mine=true&late=true')
  add(
    'orders-to-accept',
    owed.filter((order) => order.state === 'raised').length,
    '/orders?mine=true&state=raised',
  )
  add(
    'orders-to-commit',
    owed.filter((order) => order.state === 'accepted').length,
    '/orders?mine=true&state=accepted',
  )
  add(
    'disputes',
    (office === undefined ? orders.filter(ofParty) : owed).filter((order) => order.state === 'disputed')
      .length,
    '/orders?mine=true&state=disputed',
  )
  if (parties.length > 0)
    add(
      'orders-to-confirm',
      orders.filter((order) => ofParty(order) && order.state === 'delivered').length,
      '/orders?mine=true&state=delivered',
    )
  const advance = judged.filter((one) =>
    may(actor, 'journey.advance', { office: one.row.careOffice, party: one.row.party?.id }),
  )
  add(
    'journeys-ready',
    advance.filter((one) => one.decision.kind === 'pass').length,
    '/journeys?held=false&open=true',
  )
  add('journeys-late', advance.filter((one) => one.deadline?.late === 'yes').length, '/journeys?open=true')
  return mine
}

export function search(
  ctx: Context,
  query: InputOf<typeof domeContract.search>,
): Promise<OutputOf<typeof domeContract.search>> {
  const { pack } = packOf(ctx)
  return reading(ctx, async (read) => {
    const groups: OutputOf<typeof domeContract.search>['groups'] = []
    if (mayAtAll(ctx.actor, 'registry.read') !== 'no') {
      for (const kind of pack.kinds) {
        const found = await list({ ...ctx, read }, {
          kind: kind.id,
          q: query.q,
          sort: 'name',
          limit: 5,
        } as never)
        if (found.rows.length > 0)
          groups.push({
            kind: kind.id,
            rows: found.rows.map((row) => ({
              id: row.id,
              title: row.name,
              to: `/registry/${kind.id}/${row.id}`,
            })),
          })
      }
    }
    const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
    const orderReach = reachOf(ctx.actor, 'order.read')
    const journeys = await sql<{ id: string; no: string; title: string }>`
      select id, row->>'no' as no, row->>'title' as title from journey
      where district_id = ${read.district} and (row->>'title' ilike ${like} or row->>'no' ilike ${like}) and ${journeySight(ctx)} order by id desc limit 5
    `.execute(read.query)
    if (journeys.rows.length > 0)
      groups.push({
        kind: 'journey',
        rows: journeys.rows.map((row) => ({
          id: row.id,
          title: row.title,
          hint: row.no,
          to: `/journeys/${row.id}`,
        })),
      })
    const orders = await sql<{ id: string; no: string; what: string }>`
      select id, row->>'no' as no, row->>'what' as what from element_order
      where district_id = ${read.district} and (row->>'what' ilike ${like} or row->>'no' ilike ${like}) and (${orderReach.all} or party_id = any(${orderReach.parties as string[]}::uuid[]) or office = ${orderReach.office ?? null}::text) order by id desc limit 5
    `.execute(read.query)
    if (orders.rows.length > 0)
      groups.push({
        kind: 'order',
        rows: orders.rows.map((row) => ({
          id: row.id,
          title: row.what,
          hint: row.no,
          to: `/orders/${row.id}`,
        })),
      })
    return { groups }
  })
}
