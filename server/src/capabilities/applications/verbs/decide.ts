import { day, yearOf } from '@qiongding/kernel'
import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { findJourney, type JourneyRow, stateWithin } from '../../../spine/journeys/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { answerOf, policyOf } from '../../../spine/policies/index.ts'
import { factsOf } from '../../../spine/registry/index.ts'
import { applicationsContract } from '../contract.ts'
import { applicationsOf, budgetIn, roadOf, waitingOf } from '../reads/index.ts'
import { isWithin, payableOf, pays } from '../rules.ts'
import { type ApplicationRow, applicationKind } from '../tables.ts'
import { inRow } from './make.ts'

async function locked(
  tx: WriteTx,
  ctx: Context,
  id: string,
): Promise<{ before: ApplicationRow; journey: JourneyRow }> {
  const journey = await findJourney(ctx, tx, id, { lock: true })
  const before = await findObject(tx, applicationKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  allow(ctx, 'application.decide', { office: before.office })
  mustMatch(ctx, before.version)
  if (journey.closed) throw refuse('journey-closed', { exit: journey.closed.exit })
  return { before, journey }
}

/** States facts of the journey one after another; what happened to it is the last of them. */
async function stated(
  tx: WriteTx,
  ctx: Context,
  journey: JourneyRow,
  values: readonly (readonly [string, string | number])[],
): Promise<Happened[]> {
  const events: Happened[] = []
  let row = journey
  for (const [key, value] of values) {
    const event = await stateWithin(tx, ctx, row, { key, value, source: ctx.actor.name })
    row = event.after as JourneyRow
    events.push(event)
  }
  return events
}

export const decideApplication = verb(
  applicationsContract.decide,
  async (tx, ctx, { id, opinion, amount }) => {
    const { before, journey } = await locked(tx, ctx, id)
    if (before.decided) throw refuse('application-decided', { no: before.no })
    const { application } = roadOf(ctx)
    const ruled = await policyOf(ctx, tx, asOfOf(ctx, {}), before.policy)
    const facts = (await factsOf(ctx, tx, [before.subjectId])).get(before.subjectId)?.facts ?? {}
    // The rule of the day of application, with what is known now.
    const { verdict, missing, standing, ...answer } = answerOf(ruled, facts, day(before.day))
    // A text that was published since for that day, or one that is gone, is not what was applied under.
    if (standing.version !== before.number) throw refuse('policy-not-in-force', { policy: before.policy })
    const worth = pays(ruled.definition) ? answer.worth : undefined
    if (verdict === 'no') throw refuse('policy-not-met', { policy: before.policy })
    if (verdict !== 'yes' && verdict !== 'review')
      throw refuse('policy-unknown', { missing: missing.join(' ') })
    const granted = amount ?? (worth && worth.from === worth.to ? worth.from : undefined)
    if (worth && granted === undefined)
      throw refuse('amount-needed', { from: worth.from, to: worth.to ?? '' })
    if (granted !== undefined && !isWithin(granted, worth))
      throw refuse('over-amount', { amount: granted, most: worth?.to ?? '' })
    const today = ctx.clock.today()
    const after: ApplicationRow = {
      ...before,
      version: newId(),
      decided: { ...(granted !== undefined && { amount: granted }), opinion, by: ctx.actor.name, day: today },
      lastDay: today,
    }
    const events = await stated(tx, ctx, journey, [
      [application.opinion, opinion],
      ...(granted === undefined ? [] : [[application.amount, Number(granted)] as const]),
    ])
    return done(
      { id, version: after.version },
      happened(applicationKind, { name: 'application.decided', day: today, before, after }),
      ...events,
    )
  },
)

export const payApplication = verb(applicationsContract.pay, async (tx, ctx, { id }) => {
  const seen = await findObject(tx, applicationKind, id)
  if (seen) await inRow(tx, seen.policy)
  const { before, journey } = await locked(tx, ctx, id)
  const { application } = roadOf(ctx)
  if (before.paid || before.decided?.amount === undefined || journey.stage !== application.payable)
    throw refuse('not-payable', { no: before.no })
  const today = ctx.clock.today()
  const year = yearOf(today)
  const ruled = await policyOf(ctx, tx, asOfOf(ctx, {}), before.policy)
  // Without its version nobody can say what the budget is.
  if (!ruled.definition.versions?.some(({ version }) => version === before.number))
    throw refuse('policy-not-in-force', { policy: before.policy })
  const kept = await applicationsOf(ctx, tx, { policy: before.policy, seen: false })
  const budget = budgetIn(ruled, before.number, year, kept)
  const payable = payableOf(budget, waitingOf(kept)).get(id)
  if (!payable || Number(payable.amount) === 0) throw refuse('budget-spent', { left: budget?.left ?? '0' })
  const after: ApplicationRow = {
    ...before,
    version: newId(),
    paid: { ...payable, by: ctx.actor.name, day: today, year },
    lastDay: today,
  }
  const events = await stated(tx, ctx, journey, [[application.paid, Number(payable.amount)]])
  return done(
    { id, version: after.version, ...payable },
    happened(applicationKind, { name: 'application.paid', day: today, before, after }),
    ...events,
  )
})
