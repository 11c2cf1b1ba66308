import { day, yearOf } from '@qiongding/kernel'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { journeyLedger } from '../../../spine/journeys/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { answerOf, policiesOf } from '../../../spine/policies/index.ts'
import { factsOf } from '../../../spine/registry/index.ts'
import type { applicationsContract } from '../contract.ts'
import { payableOf, stateOf } from '../rules.ts'
import { applicationKind } from '../tables.ts'
import { applicationsOf, applicationView, budgetIn, roadOf, waitingOf } from './known.ts'

export function listApplications(
  ctx: Context,
  query: InputOf<typeof applicationsContract.list>,
): Promise<OutputOf<typeof applicationsContract.list>> {
  return reading(ctx, async (read) => {
    const ruled = new Map(
      (await policiesOf(ctx, read, asOfOf(ctx, {}))).map((one) => [one.definition.id, one]),
    )
    const kept = (await applicationsOf(ctx, read, { policy: query.policy })).filter(
      ({ row, journey }) => query.state === undefined || stateOf(row, journey) === query.state,
    )
    const { page, ...more } = pageOf(kept, query)
    return {
      rows: page.map((one) => applicationView(ctx, one, ruled.get(one.row.policy))),
      ...more,
      total: kept.length,
    }
  })
}

export function readApplication(
  ctx: Context,
  { id }: InputOf<typeof applicationsContract.read>,
): Promise<OutputOf<typeof applicationsContract.read>> {
  return reading(ctx, async (read) => {
    const [kept] = await applicationsOf(ctx, read, { id })
    if (!kept) throw refuse('not-found')
    const { row, journey } = kept
    const ruled = (await policiesOf(ctx, read, asOfOf(ctx, {}))).find(
      ({ definition }) => definition.id === row.policy,
    )
    const facts = (await factsOf(ctx, read, [row.subjectId])).get(row.subjectId)?.facts
    const answer = ruled && facts && answerOf(ruled, facts, day(row.day))
    const others = await applicationsOf(ctx, read, { policy: row.policy, seen: false })
    const year = yearOf(ctx.clock.today())
    const budget = ruled && budgetIn(ruled, row.number, year, others)
    const payable = payableOf(budget, waitingOf(others)).get(row.id)
    const may = abilitiesOn(ctx.actor, ['application.decide'], { office: row.office }).length > 0
    const isOpen = !journey.closed && may
    const isPayable = row.decided?.amount !== undefined && journey.stage === roadOf(ctx).application.payable
    return {
      ...applicationView(ctx, kept, ruled),
      ...(answer?.verdict && { verdict: answer.verdict }),
      ...(answer?.worth && {
        worth: { from: answer.worth.from, ...(answer.worth.to !== undefined && { to: answer.worth.to }) },
      }),
      missing: answer?.missing ?? [],
      // What others were granted is the office's to know.
      ...(may && payable && !row.paid && { payable: payable.amount }),
      ...(may && budget && { budget }),
      abilities: [
        ...(isOpen && !row.decided ? ['application.decide'] : []),
        ...(isOpen && isPayable && !row.paid ? ['application.pay'] : []),
      ],
    }
  })
}

export const applicationsLedger: LedgerOwner = {
  owns: (_, kind) => kind === applicationKind.kind,
  mayRead: (ctx, said) =>
    journeyLedger.mayRead(ctx, {
      ...said,
      before: asJourney(said.before),
      after: asJourney(said.after),
    }),
}

/** An application is as open as its journey: in the care of an office, for a party. */
function asJourney(row: Record<string, unknown>): Record<string, unknown> {
  return { ...row, careOffice: row.office, ...(row.party ? { party: { id: row.party } } : {}) }
}
