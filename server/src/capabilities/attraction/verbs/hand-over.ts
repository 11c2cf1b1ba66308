import type { WriteTx } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../platform/verb/verb.ts'
import { aboutJourney, findJourney, takenOver } from '../../../spine/journeys/index.ts'
import { asOfOf, packOf } from '../../../spine/pack.ts'
import { attractionContract } from '../contract.ts'
import { projectView } from '../reads/index.ts'
import { type LeadRow, leadKind } from '../tables.ts'

/** A running project of the actor's own, with what is kept beside it. */
async function own(tx: WriteTx, ctx: Context, id: string) {
  const journey = await findJourney(ctx, tx, id)
  allow(ctx, 'journey.advance', aboutJourney(journey))
  if (journey.closed) throw refuse('journey-closed', { exit: journey.closed.exit })
  const lead = await findObject(tx, leadKind, id, { lock: true })
  if (!lead) throw refuse('not-found')
  return { journey, lead }
}

/** Offers a project to another office. Until that office answers it stays where it is. */
export const offerLead = verb(attractionContract.offer, async (tx, ctx, { id, to, reason }) => {
  const { journey, lead } = await own(tx, ctx, id)
  if (lead.offered) throw refuse('hand-over-state', { to: lead.offered.to })
  if (to === journey.careOffice || !packOf(ctx).pack.offices.some((office) => office.id === to))
    throw refuse('no-office', { office: to })
  const offered = { to, reason, by: ctx.actor.name, at: ctx.clock.now().toISOString() }
  const after: LeadRow = { ...lead, offered }
  return done(
    await projectView(ctx, tx, journey, asOfOf(ctx, {}), after),
    happened(leadKind, { name: 'lead.offered', day: ctx.clock.today(), before: lead, after }),
  )
})

export const withdrawOffer = verb(attractionContract.withdrawOffer, async (tx, ctx, { id }) => {
  const { journey, lead } = await own(tx, ctx, id)
  if (!lead.offered) throw refuse('hand-over-state', {})
  const { offered: _, ...after } = lead
  return done(
    await projectView(ctx, tx, journey, asOfOf(ctx, {}), after),
    happened(leadKind, { name: 'lead.offer-withdrawn', day: ctx.clock.today(), before: lead, after }),
  )
})

/** The other side takes a project over, or leaves it. Who reported first keeps a share of the credit. */
export const answerOffer = verb(attractionContract.answerOffer, async (tx, ctx, { id, take, reason }) => {
  const lead = await findObject(tx, leadKind, id, { lock: true })
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  // Whoever was not offered it is not told that there is something to offer.
  if (!lead?.offered || office === undefined || lead.offered.to !== office) throw refuse('not-found')
  allow(ctx, 'journey.advance', { office })
  const { offered, ...rest } = lead
  const day = ctx.clock.today()
  if (!take) {
    if (reason === undefined || reason === '')
      throw refuse('bad-input', { issues: [{ path: 'reason', code: 'required' }] })
    const after: LeadRow = rest
    return done(
      { id, taken: false as boolean },
      happened(leadKind, { name: 'lead.offer-declined', day, before: lead, after }),
    )
  }
  const { happened: moved } = await takenOver(tx, ctx, { id, office })
  const after: LeadRow = {
    ...rest,
    careOffice: office,
    credit: [...new Set([...lead.credit, office])],
    handOvers: [...lead.handOvers, { from: lead.careOffice ?? '', to: office, reason: offered.reason, day }],
  }
  return done(
    { id, taken: true as boolean },
    moved,
    happened(leadKind, { name: 'lead.handed-over', day, before: lead, after }),
  )
})
