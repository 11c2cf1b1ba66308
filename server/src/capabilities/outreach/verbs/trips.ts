import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, ownOffice } from '../../../platform/verb/context.ts'
import { done, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { outreachContract } from '../contract.ts'
import { inSight } from '../reads/index.ts'
import { type TripRow, tripKind } from '../tables.ts'

export const planTrip = verb(outreachContract.planTrip, async (_tx, ctx, input) => {
  const office = ownOffice(ctx, 'visit.write')
  const row: TripRow = {
    id: newId(),
    version: newId(),
    title: input.title,
    day: input.day,
    place: input.place,
    hosts: [...new Set(input.hosts)],
    office,
    state: 'planned',
    by: ctx.actor.name,
    lastDay: ctx.clock.today(),
    demonstration: false,
  }
  return done(
    { id: row.id, version: row.version },
    happened(tripKind, { name: 'trip.planned', day: ctx.clock.today(), after: row }),
  )
})

export const endTrip = verb(outreachContract.endTrip, async (tx, ctx, { id, state }) => {
  const before = await findObject(tx, tripKind, id, { lock: true })
  if (!before || !inSight(ctx)(before)) throw refuse('not-found')
  allow(ctx, 'visit.write', { office: before.office })
  mustMatch(ctx, before.version)
  if (before.state !== 'planned') throw refuse('trip-state', { state: before.state })
  const today = ctx.clock.today()
  if (state === 'done' && before.day > today) throw refuse('day-in-future', { day: before.day })
  const after: TripRow = { ...before, version: newId(), state, lastDay: today }
  return done(
    { id, version: after.version },
    happened(tripKind, {
      name: state === 'done' ? 'trip.done' : 'trip.cancelled',
      day: today,
      before,
      after,
    }),
  )
})
