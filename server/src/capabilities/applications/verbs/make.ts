import { yearOf } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { openedJourney, stateOpening } from '../../../spine/journeys/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { answerOf, policyOf, policyView, type Ruled } from '../../../spine/policies/index.ts'
import { findProfile } from '../../../spine/registry/index.ts'
import { applicationsContract } from '../contract.ts'
import { applicationsOf, listedFor, roadOf } from '../reads/index.ts'
import { stands } from '../rules.ts'
import { type ApplicationRow, applicationKind } from '../tables.ts'

/** Applications of one policy stand in a row: two of one subject, or two payments of one budget, never pass each other. */
export async function inRow(tx: WriteTx, policy: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`application ${policy}`}), ${tx.district}::integer)`.execute(
    tx.query,
  )
}

type Wanted = {
  readonly ruled: Ruled
  readonly number: number
  readonly subject: { readonly id: string; readonly name: string; readonly party?: string }
  readonly way: ApplicationRow['way']
  readonly decided?: ApplicationRow['decided']
}

/** An application with its journey, in one transaction. */
async function opened(
  tx: WriteTx,
  ctx: Context,
  wanted: Wanted,
): Promise<{ row: ApplicationRow; events: [Happened, Happened] }> {
  const { ruled, number, subject, way, decided } = wanted
  const { id: policy, label, office, of } = ruled.definition
  const road = roadOf(ctx)
  const { application } = road
  const { row: journey, happened: event } = await openedJourney(tx, ctx, {
    definition: road.id,
    title: label.zh,
    parties: [{ role: 'subject', kind: of, id: subject.id }],
    careOffice: office,
    ...(way === 'automatic' && { stage: application.approved }),
  })
  await stateOpening(tx, ctx, {
    row: journey,
    source: ctx.actor.name,
    values: {
      [application.policy]: label.zh,
      [application.version]: number,
      ...(decided && { [application.opinion]: decided.opinion }),
      ...(decided?.amount !== undefined && { [application.amount]: Number(decided.amount) }),
    },
  })
  const today = ctx.clock.today()
  const row: ApplicationRow = {
    id: journey.id,
    version: newId(),
    no: journey.no,
    policy,
    number,
    kind: of,
    subjectId: subject.id,
    name: subject.name,
    ...(subject.party !== undefined && { party: subject.party }),
    office,
    way,
    year: yearOf(today),
    by: ctx.actor.name,
    day: today,
    ...(decided && { decided }),
    lastDay: today,
    demonstration: journey.demonstration,
  }
  const made = happened(applicationKind, {
    name: way === 'automatic' ? 'application.listed' : 'application.made',
    day: today,
    after: row,
  })
  return { row, events: [event, made] }
}

/** The version that is the rule today, where one may apply. */
function openVersion(ctx: Context, ruled: Ruled): number {
  const { standing } = policyView(ruled, ctx.clock.today())
  if (standing.is !== 'in-force' || standing.version === undefined)
    throw refuse('policy-not-in-force', { policy: ruled.definition.id })
  const { window } = standing
  if (window && (window.is === 'later' || window.is === 'past'))
    throw refuse('window-closed', { day: window.on ?? '' })
  return standing.version
}

export const makeApplication = verb(applicationsContract.make, async (tx, ctx, { policy, kind, id }) => {
  await inRow(tx, policy)
  const ruled = await policyOf(ctx, tx, asOfOf(ctx, {}), policy)
  if (ruled.definition.of !== kind) throw refuse('unknown-kind', { kind })
  const profile = await findProfile(ctx, tx, id, kind)
  const party = profile.holder_id ?? profile.subject_id
  allow(ctx, 'application.make', { party, office: ruled.definition.office })
  const number = openVersion(ctx, ruled)
  const { verdict } = answerOf(ruled, profile.facts, ctx.clock.today())
  if (verdict === 'no') throw refuse('policy-not-met', { policy })
  const year = yearOf(ctx.clock.today())
  const there = (await applicationsOf(ctx, tx, { policy, subject: profile.subject_id, seen: false })).find(
    ({ row, journey }) => stands(row, journey, year),
  )
  if (there) throw refuse('applied-already', { no: there.row.no })
  const { row, events } = await opened(tx, ctx, {
    ruled,
    number,
    subject: { id: profile.subject_id, name: profile.name, party },
    way: 'applied',
  })
  return done({ id: row.id, version: row.version, no: row.no }, ...events)
})

/** What the list says is worked out here once more: whoever is not on it any longer stops the whole. */
export const approveList = verb(
  applicationsContract.approve,
  async (tx, ctx, { policy, subjects, opinion }) => {
    await inRow(tx, policy)
    const ruled = await policyOf(ctx, tx, asOfOf(ctx, {}), policy)
    allow(ctx, 'application.decide', { office: ruled.definition.office })
    const number = openVersion(ctx, ruled)
    const { listed } = await listedFor(ctx, tx, ruled)
    const byId = new Map(listed.map((one) => [one.subject.id, one]))
    const today = ctx.clock.today()
    const events: Happened[] = []
    for (const id of new Set(subjects)) {
      const one = byId.get(id)
      if (!one) throw refuse('not-on-the-list', { subject: id })
      const { subject, amount } = one
      const made = await opened(tx, ctx, {
        ruled,
        number,
        subject: { id, name: subject.name, party: subject.holderId ?? id },
        way: 'automatic',
        decided: { amount, opinion, by: ctx.actor.name, day: today },
      })
      events.push(...made.events)
    }
    const [first, ...others] = events
    if (!first) throw refuse('bad-input', { issues: [{ path: 'subjects', code: 'empty' }] })
    return done({ made: events.length / 2 }, first, ...others)
  },
)
