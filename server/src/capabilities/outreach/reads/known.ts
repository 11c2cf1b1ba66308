import type { Day } from '@qiongding/kernel'
import { sql } from 'kysely'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Label } from '../../../platform/http/contract.ts'
import { objectsAsOf, replayObjects } from '../../../platform/ledger/objects.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, officeLabel as labelOf } from '../../../spine/pack.ts'
import type { Visit } from '../contract.ts'
import { followUpOn } from '../rules.ts'
import { type TripRow, tripKind, type VisitRow, visitKind } from '../tables.ts'

/** Most rows that one answer works over: trips and visits of a district and many years. */
const ROWS = 20_000

/** What an office is called; its id where the pack has dropped it since. */
export function officeLabel(ctx: Context, id: string): Label {
  return labelOf(ctx, id) ?? { zh: id, en: id }
}

/** Whom a delegation met is a secret of the office that went: as with leads, others see it who may see every confidential case. */
export function inSight(
  ctx: Context,
): (row: { readonly office: string; readonly partyId?: string }) => boolean {
  const all = reachOf(ctx.actor, 'journey.confidential').all
  const own = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  const read = reachOf(ctx.actor, 'visit.read')
  return ({ office, partyId }) =>
    (read.all || read.office === office) && (partyId !== undefined || all || own === office)
}

type Dated = { readonly id: string; readonly day: string }

const latestFirst = (a: Dated, b: Dated) =>
  a.day !== b.day ? (a.day < b.day ? 1 : -1) : a.id < b.id ? 1 : -1

/** Trips up to a day that the reader may see, the latest first. */
export async function tripsAsOf(ctx: Context, read: ReadDb, asOf: AsOfDays): Promise<TripRow[]> {
  return (await objectsAsOf(read, tripKind, asOf, ROWS)).filter(inSight(ctx)).toSorted(latestFirst)
}

/** Visits up to a day that the reader may see, the latest first. */
export async function visitsAsOf(ctx: Context, read: ReadDb, asOf: AsOfDays): Promise<VisitRow[]> {
  return (await objectsAsOf(read, visitKind, asOf, ROWS)).filter(inSight(ctx)).toSorted(latestFirst)
}

/** Visits to enterprises by their ids, whoever asks: for telling an enterprise what it was told. */
export async function visitsOf(
  read: ReadDb,
  parties: readonly string[],
  asOf: AsOfDays,
): Promise<VisitRow[]> {
  if (asOf.past)
    return (await replayObjects(read, visitKind, asOf)).filter(
      ({ partyId }) => partyId !== undefined && parties.includes(partyId),
    )
  const found = await sql<{ row: VisitRow }>`
    select row from outreach_visit where district_id = ${read.district} and party_id = any(${parties as string[]}::uuid[]) order by day desc, id desc limit ${ROWS}
  `.execute(read.query)
  return found.rows.map(({ row }) => row)
}

export function visitView(ctx: Context, row: VisitRow, asOf: AsOfDays): Visit {
  const { id, version, tripId, day, company, partyId, said, next, closed, by, demonstration } = row
  return {
    id,
    version,
    ...(tripId !== undefined && { tripId }),
    day,
    company,
    ...(partyId !== undefined && { partyId }),
    said,
    office: officeLabel(ctx, row.office),
    ...(next && { next: { ...next, office: officeLabel(ctx, next.office) } }),
    ...(closed && { closed: { ...closed } }),
    followUp: followUpOn(row, asOf.on as Day),
    by,
    demonstration,
    abilities: asOf.past || closed ? [] : abilitiesOn(ctx.actor, ['visit.write'], { office: row.office }),
  }
}
