import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { done, happened, verb } from '../../../platform/verb/verb.ts'
import { wokenJourney } from '../../../spine/journeys/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { attractionContract } from '../contract.ts'
import { projectView } from '../reads/index.ts'
import { type LeadRow, leadKind } from '../tables.ts'
import { asking } from './leads.ts'

/**
 * Takes up a project that rested. While it did, another office may have entered the enterprise: that is asked here like at every entry,
 * counted and seen by the other side, and whoever still goes on says why.
 */
export const wakeLead = verb(attractionContract.wake, async (tx, ctx, { id, reason, distinct }) => {
  const { row, happened: woken } = await wokenJourney(tx, ctx, { id, reason })
  const before = await findObject(tx, leadKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  const { offices, happened: asked } = await asking(tx, ctx, before.keys, id)
  if (offices.length > 0 && distinct === undefined) throw refuse('lead-collides', { offices })
  const after: LeadRow = { ...before, ...(distinct !== undefined && { distinct }) }
  return done(
    await projectView(ctx, tx, row, asOfOf(ctx, {}), after),
    woken,
    ...asked,
    ...(distinct === undefined
      ? []
      : [happened(leadKind, { name: 'lead.woken', day: ctx.clock.today(), before, after })]),
  )
})
