import type { WriteTx } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, verb } from '../../../platform/verb/verb.ts'
import { ordersContract } from '../../orders/contract.ts'
import { type OrderFor, orderView, raisedOrder } from '../../orders/index.ts'
import { kindOf } from '../../pack.ts'
import { findProfile } from '../../registry/index.ts'
import { definitionOf } from '../gate.ts'
import { aboutJourney, findJourney } from '../reads.ts'

/** An order: of a journey, which says for whom it is and which of its stages wait for it, or of an enterprise by itself. */
export const raiseOrder = verb(ordersContract.raise, async (tx, ctx, { journeyId, partyId, ...wanted }) => {
  const { row, happened: event } = await raisedOrder(
    tx,
    ctx,
    defined(wanted),
    await orderFor(tx, ctx, journeyId, partyId),
  )
  return done(orderView(ctx, row, ctx.clock.today()), event)
})

/** Leaves out what was not given, so that an absent field is absent and not undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

async function orderFor(
  tx: WriteTx,
  ctx: Context,
  journeyId: string | undefined,
  partyId: string | undefined,
): Promise<OrderFor> {
  if (journeyId === undefined) {
    if (partyId === undefined) throw refuse('no-party', {})
    const party = await findProfile(ctx, tx, partyId)
    if (kindOf(ctx, party.kind).role !== 'party') throw refuse('no-party', { kind: party.kind })
    const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
    allow(ctx, 'order.raise', { party: partyId, office })
    return {
      party: { id: partyId, name: party.name },
      ...(office !== undefined && { careOffice: office }),
      stages: [],
      demonstration: party.demonstration,
    }
  }
  const journey = await findJourney(ctx, tx, journeyId)
  allow(ctx, 'order.raise', aboutJourney(journey))
  if (journey.closed) throw refuse('journey-closed', { exit: journey.closed.exit })
  // Whoever owes the order would read for whom it is.
  if (journey.confidential) throw refuse('journey-confidential', {})
  return {
    journey: { id: journey.id, title: journey.title, definition: journey.definition },
    ...(journey.careOffice !== undefined && { careOffice: journey.careOffice }),
    ...(journey.party && { party: journey.party }),
    stages: definitionOf(ctx, journey.definition)?.stages ?? [],
    demonstration: journey.demonstration,
  }
}
