import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow } from '../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../platform/verb/verb.ts'
import { aboutJourney, findJourney, stateWithin } from '../../../spine/journeys/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { answeredWarnings, warningsOf } from '../../../spine/wording/index.ts'
import { attractionContract } from '../contract.ts'
import { projectView, reviewOf } from '../reads/index.ts'
import { type LeadRow, leadKind } from '../tables.ts'

/**
 * Says that the text of an agreement was looked through. It is looked through here once more: what the sender left out is not answered.
 * The fact that the gate asks for is stated in the same transaction.
 */
export const recordReview = verb(attractionContract.review, async (tx, ctx, { id, text, answers }) => {
  const journey = await findJourney(ctx, tx, id, { lock: true })
  allow(ctx, 'evidence.attach', aboutJourney(journey))
  const { fact, patterns } = reviewOf(ctx, journey.definition)
  const before = await findObject(tx, leadKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  const warnings = answeredWarnings(warningsOf(text, patterns), answers)
  const stated = await stateWithin(tx, ctx, journey, { key: fact, value: true, source: ctx.actor.name })
  const after: LeadRow = {
    ...before,
    reviews: [
      ...(before.reviews ?? []),
      { day: ctx.clock.today(), by: ctx.actor.name, length: text.length, warnings },
    ],
  }
  return done(
    await projectView(ctx, tx, journey, asOfOf(ctx, {}), after),
    stated,
    happened(leadKind, { name: 'review.recorded', day: ctx.clock.today(), before, after }),
  )
})
