import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context, ownOffice } from '../../../platform/verb/context.ts'
import { done, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { packOf } from '../../../spine/pack.ts'
import { findProfile } from '../../../spine/registry/index.ts'
import { outreachContract } from '../contract.ts'
import { inSight } from '../reads/index.ts'
import { tripKind, type VisitRow, visitKind } from '../tables.ts'

type Next = NonNullable<VisitRow['next']>

function checked(ctx: Context, next: Next, from: string): Next {
  if (!packOf(ctx).pack.offices.some(({ id }) => id === next.office))
    throw refuse('not-found', { office: next.office })
  if (next.due < from) throw refuse('due-before-decision', { due: next.due })
  return next
}

/** Whom it was with: a trip of the own office and a name, or a registered enterprise. */
async function withWhom(
  tx: WriteTx,
  ctx: Context,
  input: {
    readonly tripId?: string | undefined
    readonly partyId?: string | undefined
    readonly company?: string | undefined
  },
): Promise<
  Pick<VisitRow, 'tripId' | 'partyId' | 'company' | 'demonstration'> & { readonly office?: string }
> {
  const { tripId, partyId, company } = input
  if ((tripId === undefined) === (partyId === undefined)) throw refuse('bad-input', { field: 'tripId' })
  if (tripId !== undefined) {
    const trip = await findObject(tx, tripKind, tripId)
    if (!trip || !inSight(ctx)(trip)) throw refuse('not-found')
    if (trip.state === 'cancelled') throw refuse('trip-state', { state: trip.state })
    if (company === undefined) throw refuse('bad-input', { field: 'company' })
    return { tripId, company, office: trip.office, demonstration: trip.demonstration }
  }
  const kinds = packOf(ctx).pack.kinds.filter(({ role }) => role === 'party')
  for (const { id: kind } of kinds) {
    const profile = await findProfile(ctx, tx, partyId as string, kind).catch(() => undefined)
    if (profile)
      return { partyId: profile.subject_id, company: profile.name, demonstration: profile.demonstration }
  }
  throw refuse('not-found')
}

export const recordVisit = verb(outreachContract.meet, async (tx, ctx, input) => {
  const own = ownOffice(ctx, 'visit.write')
  const today = ctx.clock.today()
  if (input.day > today) throw refuse('day-in-future', { day: input.day })
  const { office = own, ...whom } = await withWhom(tx, ctx, input)
  allow(ctx, 'visit.write', { office })
  const row: VisitRow = {
    id: newId(),
    version: newId(),
    ...whom,
    office,
    day: input.day,
    said: input.said,
    ...(input.next && { next: checked(ctx, input.next, input.day) }),
    by: ctx.actor.name,
    lastDay: today,
  }
  return done(
    { id: row.id, version: row.version },
    happened(visitKind, { name: 'visit.recorded', day: input.day, after: row }),
  )
})

async function lockedVisit(tx: WriteTx, ctx: Context, id: string): Promise<VisitRow> {
  const row = await findObject(tx, visitKind, id, { lock: true })
  if (!row || !inSight(ctx)(row)) throw refuse('not-found')
  allow(ctx, 'visit.write', { office: row.office })
  mustMatch(ctx, row.version)
  if (row.closed) throw refuse('visit-closed')
  return row
}

function changed(ctx: Context, name: string, before: VisitRow, part: Partial<VisitRow>) {
  const today = ctx.clock.today()
  const after: VisitRow = { ...before, ...part, version: newId(), lastDay: today }
  return done(
    { id: after.id, version: after.version },
    happened(visitKind, { name, day: today, before, after }),
  )
}

export const planNext = verb(outreachContract.plan, async (tx, ctx, { id, ...next }) => {
  const before = await lockedVisit(tx, ctx, id)
  return changed(ctx, 'visit.planned', before, { next: checked(ctx, next, before.day) })
})

export const closeVisit = verb(outreachContract.close, async (tx, ctx, { id, how, text }) => {
  const before = await lockedVisit(tx, ctx, id)
  // What was never set out cannot have been done.
  if (how === 'done' && !before.next) throw refuse('visit-without-next')
  return changed(ctx, 'visit.closed', before, {
    closed: { how, text, by: ctx.actor.name, day: ctx.clock.today() },
  })
})
