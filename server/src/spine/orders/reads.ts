import { day } from '@qiongding/kernel'
import { mayOrder, type OrderAction } from '@qiongding/lifecycle'
import { type RawBuilder, sql } from 'kysely'
import { type About, may, partiesOf, type Reach, reachOf } from '../../platform/abilities.ts'
import type { ReadDb } from '../../platform/db/database.ts'
import type { FileHolder } from '../../platform/files/routes.ts'
import { findObject, replayObjects } from '../../platform/ledger/objects.ts'
import { type LedgerOwner, ledgerAbout } from '../../platform/ledger/reads.ts'
import { refuse } from '../../platform/refusals.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import type { InputOf } from '../../platform/verb/verb.ts'
import { workingDays } from '../calendar.ts'
import { type AsOfDays, asOfOf, packOf } from '../pack.ts'
import type { LinkReader } from '../registry/index.ts'
import type { Order, ordersContract } from './contract.ts'
import { linksOf } from './links.ts'
import { type OrderRow, orderKind } from './order-object.ts'
import { isOpen, lateOf, OPEN_STATES } from './rules.ts'

export const aboutOrder = (row: OrderRow): About => ({
  office: row.careOffice,
  owes: row.office,
  party: row.party?.id,
  hands: row.hands,
})

const ACTIONS: readonly (readonly [ability: string, action: OrderAction])[] = [
  ['order.accept', 'accept'],
  ['order.commit', 'commit'],
  ['order.deliver', 'deliver'],
  ['order.confirm', 'confirm'],
  ['order.dispute', 'dispute'],
  ['order.link', 'confirm'],
  ['order.paper', 'confirm'],
  ['order.raise', 'withdraw'],
]

/** What this reader can do to this order now: allowed to him, and open in its state. */
function orderAbilities(ctx: Context, row: OrderRow): string[] {
  const enterprise = ctx.actor.kind === 'enterprise'
  return ACTIONS.filter(([ability, action]) => {
    if ((ability === 'order.confirm' || ability === 'order.dispute') && !enterprise) return false
    return mayOrder(row.state, action).ok && may(ctx.actor, ability, aboutOrder(row))
  }).map(([ability]) => (ability === 'order.raise' ? 'order.withdraw' : ability))
}

export function orderView(ctx: Context, row: OrderRow, on: string): Order {
  const { pack } = packOf(ctx)
  const { late, days } = lateOf(row, day(on), workingDays(pack.calendar))
  const { careOffice: _care, hands: _hands, fileIds: _files, lastDay: _last, ...shown } = row
  return {
    ...shown,
    officeLabel: pack.offices.find((office) => office.id === row.office)?.label ?? {
      zh: row.office,
      en: row.office,
    },
    late,
    ...(days !== undefined && (row.promisedOn ?? row.needBy) !== undefined && { lateDays: days }),
    abilities: orderAbilities(ctx, row),
  }
}

function reachSql(reach: Reach): RawBuilder<unknown> {
  if (reach.all) return sql`true`
  const parts = [
    ...(reach.office ? [sql`office = ${reach.office}`] : []),
    ...(reach.parties.length > 0 ? [sql`party_id = any(${reach.parties as string[]}::uuid[])`] : []),
  ]
  return parts.length > 0 ? sql`(${sql.join(parts, sql` or `)})` : sql`false`
}

const inReach = (reach: Reach, row: OrderRow) =>
  reach.all ||
  (reach.office !== undefined && row.office === reach.office) ||
  (row.party !== undefined && reach.parties.includes(row.party.id))

/** Orders as of two days; newest first. Today they come from the table, any other day from the ledger. */
export async function ordersAsOf(
  read: ReadDb,
  asOf: AsOfDays,
  filter: { readonly journeys?: readonly string[] } = {},
): Promise<OrderRow[]> {
  if (!asOf.past) {
    const found = await sql<{ row: OrderRow }>`
      select row from element_order where district_id = ${read.district} ${filter.journeys ? sql`and journey_id = any(${filter.journeys as string[]}::uuid[])` : sql``} order by id desc limit ${ORDER_LIMIT}
    `.execute(read.query)
    return found.rows.map((one) => one.row)
  }
  const rows = await replayObjects(read, orderKind, asOf)
  return rows
    .filter(
      (row) => !filter.journeys || (row.journey !== undefined && filter.journeys.includes(row.journey.id)),
    )
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
}

/** Most orders that one answer works over; a district has some hundreds open at a time. */
const ORDER_LIMIT = 20_000

export function listOrders(ctx: Context, query: InputOf<typeof ordersContract.list>) {
  const asOf = asOfOf(ctx, query)
  const reach = reachOf(ctx.actor, 'order.read')
  return reading(ctx, async (read) => {
    const own = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
    const parties = partiesOf(ctx.actor)
    const between = workingDays(packOf(ctx).pack.calendar)
    const wanted = (row: OrderRow) =>
      inReach(reach, row) &&
      (query.element === undefined || row.element === query.element) &&
      (query.state === undefined || row.state === query.state) &&
      (query.office === undefined || row.office === query.office) &&
      (query.journey === undefined || row.journey?.id === query.journey) &&
      (query.open === undefined || isOpen(row) === query.open) &&
      (query.mine !== true ||
        (own !== undefined && row.office === own) ||
        (row.party !== undefined && parties.includes(row.party.id))) &&
      (query.late === undefined || (lateOf(row, day(asOf.on), between).late === 'yes') === query.late)
    const after = query.cursor
    const today = ctx.clock.today()
    let rows: OrderRow[]
    let total: number
    if (asOf.past) {
      const all = (await ordersAsOf(read, asOf)).filter(wanted)
      total = all.length
      rows = all.filter((row) => after === undefined || row.id < after)
    } else {
      const conditions = [
        reachSql(reach),
        ...(query.element !== undefined ? [sql`element = ${query.element}`] : []),
        ...(query.state !== undefined ? [sql`state = ${query.state}`] : []),
        ...(query.office !== undefined ? [sql`office = ${query.office}`] : []),
        ...(query.journey !== undefined ? [sql`journey_id = ${query.journey}::uuid`] : []),
        ...(query.open !== undefined
          ? [
              query.open
                ? sql`state = any(${[...OPEN_STATES]}::text[])`
                : sql`state <> all(${[...OPEN_STATES]}::text[])`,
            ]
          : []),
        ...(query.mine === true
          ? [
              own !== undefined
                ? sql`office = ${own}`
                : parties.length > 0
                  ? sql`party_id = any(${parties as string[]}::uuid[])`
                  : sql`false`,
            ]
          : []),
        ...(query.late !== undefined
          ? [
              sql`(state in ('raised', 'accepted', 'committed', 'disputed') and coalesce(promised_on, (row->>'needBy')::date, 'infinity'::date) < ${today}::date) = ${query.late}`,
            ]
          : []),
      ]
      const where = sql`district_id = ${read.district} and ${sql.join(conditions, sql` and `)}`
      total =
        (
          await sql<{ n: number }>`select count(*)::integer as n from element_order where ${where}`.execute(
            read.query,
          )
        ).rows[0]?.n ?? 0
      rows = (
        await sql<{
          row: OrderRow
        }>`select row from element_order where ${where} ${after ? sql`and id < ${after}::uuid` : sql``} order by id desc limit ${query.limit + 1}`.execute(
          read.query,
        )
      ).rows.map((one) => one.row)
    }
    const page = rows.slice(0, query.limit)
    const last = page.at(-1)
    return {
      rows: page.map((row) => orderView(ctx, row, asOf.on)),
      ...(rows.length > query.limit && last && { next: last.id }),
      total,
      abilities: may(ctx.actor, 'order.raise', { party: parties[0] }) ? ['order.raise'] : [],
    }
  })
}

/** One order, if the reader may see it. */
export async function findOrder(
  ctx: Context,
  read: ReadDb,
  id: string,
  options: { asOf?: AsOfDays; lock?: boolean } = {},
): Promise<OrderRow> {
  const row = options.asOf?.past
    ? (await replayObjects(read, orderKind, options.asOf, [id]))[0]
    : await findObject(read, orderKind, id, { lock: options.lock ?? false })
  if (!row || !inReach(reachOf(ctx.actor, 'order.read'), row)) throw refuse('not-found')
  return row
}

/** Papers of orders that the reader may see. */
export const orderFiles: FileHolder = async (ctx, read, fileId) => {
  const found = await sql<{ row: OrderRow }>`
    select row from element_order where district_id = ${read.district} and row->'fileIds' ? ${fileId} and ${reachSql(reachOf(ctx.actor, 'order.read'))} limit 1
  `.execute(read.query)
  return found.rows.length > 0
}

/** Most orders named beside a record. */
const LINKS = 30

/** A party's orders, for its record, the open ones first. */
export const orderLinks: LinkReader = async (ctx, read, subjectIds, asOf) => {
  const reach = reachOf(ctx.actor, 'order.read')
  const ids = new Set(subjectIds)
  const rows = asOf.past
    ? (await ordersAsOf(read, asOf)).filter(
        (row) => row.party !== undefined && ids.has(row.party.id) && inReach(reach, row),
      )
    : (
        await sql<{ row: OrderRow }>`
          select row from element_order where district_id = ${read.district} and party_id = any(${subjectIds as string[]}::uuid[]) and ${reachSql(reach)}
          order by state = any(${[...OPEN_STATES]}::text[]) desc, id desc limit ${LINKS}
        `.execute(read.query)
      ).rows.map((one) => one.row)
  return rows
    .slice(0, LINKS)
    .map((row) => ({ kind: 'order', id: row.id, title: `${row.no} ${row.what}`, state: row.state }))
}

/** What is said of orders and of the links by which they are confirmed: for those who may read the order. */
export const orderLedger: LedgerOwner = {
  owns: (_, kind) => kind === orderKind.kind || kind === 'confirm-link',
  mayRead: (ctx, { kind, before, after }) => {
    const reach = reachOf(ctx.actor, 'order.read')
    return kind === orderKind.kind
      ? inReach(reach, ('id' in after ? after : before) as unknown as OrderRow)
      : reach.all
  },
}

export function readOrder(ctx: Context, query: InputOf<typeof ordersContract.read>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const row = await findOrder(ctx, read, query.id, { asOf })
    const files = await ctx.district.files.about(read, row.fileIds)
    const mayLink = may(ctx.actor, 'order.link', aboutOrder(row))
    return {
      ...orderView(ctx, row, asOf.on),
      evidence: [...files.values()].map(({ actorId: _, ...file }) => file),
      ledger: await ledgerAbout(ctx, read, { id: row.id, owner: orderLedger, asOf }),
      // Links are of now: whether one has expired is asked of the clock.
      links: mayLink && !asOf.past ? await linksOf(ctx, read, row.id) : [],
    }
  })
}
