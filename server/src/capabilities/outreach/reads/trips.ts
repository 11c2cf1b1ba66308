import type { Day } from '@qiongding/kernel'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import type { outreachContract, Trip } from '../contract.ts'
import { followUpOn } from '../rules.ts'
import { type TripRow, tripKind, type VisitRow, visitKind } from '../tables.ts'
import { officeLabel, tripsAsOf, visitsAsOf, visitView } from './known.ts'

const ownOffice = (ctx: Context) => ({
  office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
})

function tripView(ctx: Context, row: TripRow, visits: readonly VisitRow[], on: string): Trip {
  const stand = visits.map((visit) => followUpOn(visit, on as Day))
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    day: row.day,
    place: row.place,
    hosts: [...row.hosts],
    office: officeLabel(ctx, row.office),
    state: row.state,
    by: row.by,
    demonstration: row.demonstration,
    met: visits.length,
    overdue: stand.filter((one) => one === 'overdue').length,
    late: stand.filter((one) => one === 'late').length,
  }
}

export function listTrips(ctx: Context, query: InputOf<typeof outreachContract.trips>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const trips = await tripsAsOf(ctx, read, asOf)
    const visits = Map.groupBy(await visitsAsOf(ctx, read, asOf), ({ tripId }) => tripId)
    const { page, ...more } = pageOf(trips, query)
    return {
      rows: page.map((row) => tripView(ctx, row, visits.get(row.id) ?? [], asOf.on)),
      ...more,
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['visit.write'], ownOffice(ctx)),
    }
  })
}

export function readTrip(ctx: Context, query: InputOf<typeof outreachContract.trip>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const row = (await tripsAsOf(ctx, read, asOf)).find(({ id }) => id === query.id)
    if (!row) throw refuse('not-found')
    const visits = (await visitsAsOf(ctx, read, asOf)).filter(({ tripId }) => tripId === row.id)
    return {
      ...tripView(ctx, row, visits, asOf.on),
      visits: visits.map((visit) => visitView(ctx, visit, asOf)),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['visit.write'], { office: row.office }),
    }
  })
}

/** What is said of trips and visits: for those who may see every confidential case, since they name whom a delegation met. */
export const outreachLedger: LedgerOwner = {
  owns: (_, kind) => kind === tripKind.kind || kind === visitKind.kind,
  mayRead: (ctx) => reachOf(ctx.actor, 'journey.confidential').all,
}
