import { day, type Value } from '@qiongding/kernel'
import { explainPair, type Profile } from '@qiongding/matching'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { reachOf } from '../../platform/abilities.ts'
import type { WriteTx } from '../../platform/db/database.ts'
import { refuse } from '../../platform/refusals.ts'
import { allow, type Context } from '../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../platform/verb/verb.ts'
import { openedJourney } from '../journeys/index.ts'
import { asOfOf, kindOf, packOf } from '../pack.ts'
import { factsOf, findProfile, membersOf, profilesById, statementsOf } from '../registry/index.ts'
import { matchesContract } from './contract.ts'
import { type MatchRow, matchKind } from './match-object.ts'
import { aboutNeed, profileOf } from './reads/index.ts'
import { endedOf, hasConsent } from './rules.ts'

/** The pair as it stands at the moment of decision, judged once more on what is true now. */
async function judgedPair(
  tx: WriteTx,
  ctx: Context,
  ability: string,
  profileId: string,
  needId: string,
  offerId: string,
  on: string,
) {
  const profile = profileOf(ctx, profileId)
  // Two people deciding on one need at once take turns; the second then finds what the first decided, or that the need is gone.
  await sql`select 1 from profile where district_id = ${tx.district} and subject_id = ${needId}::uuid for update`.execute(
    tx.query,
  )
  const need = await standingNeed(ctx, tx, needId, profile.need)
  allow(ctx, ability, aboutNeed(ctx, need))
  const [offer] = await profilesById(tx, [offerId])
  if (!offer || offer.kind !== profile.offer) throw refuse('not-found')
  const facts = await factsOf(ctx, tx, [needId, offerId], { ...asOfOf(ctx, {}), on })
  const [needFacts, offerFacts] = [facts.get(needId)?.facts ?? {}, facts.get(offerId)?.facts ?? {}]
  const pair = explainPair(profile, needFacts, offerFacts, {
    on: day(on),
    trees: packOf(ctx).compiled.wordLists,
  })
  // A person who was entered twice and merged since is one: what was decided about either is decided.
  const members = await membersOf(tx, offerId)
  const found = await sql<{ row: MatchRow }>`
    select row from match where district_id = ${tx.district} and profile = ${profile.id} and need_id = ${needId}::uuid and offer_id = any(${members as string[]}::uuid[])
    order by state = 'accepted' desc, state = 'declined-by-person' desc, offer_id = ${offerId}::uuid desc, id desc for update
  `.execute(tx.query)
  // His word stands, and answers as if he had never agreed: no decision of an office brings him back, and none tells that he declined.
  if (found.rows[0]?.row.state === 'declined-by-person') throw refuse('no-consent', { offer: offerId })
  return {
    profile,
    need,
    offer,
    needFacts,
    offerFacts,
    verdicts: Object.fromEntries(pair.requirements.map((one) => [one.id, one.verdict])),
    before: found.rows[0]?.row,
  }
}

/** A need that still stands. Of one whose statements were all withdrawn, whoever sees every need is told so. */
async function standingNeed(ctx: Context, tx: WriteTx, needId: string, kind: string) {
  try {
    return await findProfile(ctx, tx, needId, kind)
  } catch (error) {
    if (!reachOf(ctx.actor, 'registry.read').all || (await profilesById(tx, [needId])).length > 0) throw error
    const spoken = (await statementsOf(tx, [needId])).has(needId)
    throw spoken ? refuse('need-withdrawn', { need: needId }) : error
  }
}

type Side = { readonly id: string; readonly facts: Readonly<Record<string, Value>>; readonly asOf: string }

/** Refuses where one of the two may not be matched on the day, and says which and why. */
export function mustBeOpen(
  ctx: Context,
  pair: { readonly profile: Pick<Profile, 'need' | 'offer'>; readonly need: Side; readonly offer: Side },
  on: string,
): void {
  const [needKind, offerKind] = [kindOf(ctx, pair.profile.need), kindOf(ctx, pair.profile.offer)]
  const need = { need: pair.need.id }
  const needEnd = endedOf(needKind, pair.need, on)
  if (needEnd?.how === 'expired') throw refuse('need-expired', { ...need, day: needEnd.on })
  if (needEnd) throw refuse('need-closed', { ...need, how: needEnd.how })
  const offer = { offer: pair.offer.id }
  if (!hasConsent(needKind, pair.need.facts)) throw refuse('no-consent', need)
  if (!hasConsent(offerKind, pair.offer.facts)) throw refuse('no-consent', offer)
  const offerEnd = endedOf(offerKind, pair.offer, on)
  if (offerEnd) throw refuse('offer-expired', { ...offer, day: offerEnd.on })
}

/** Accepts a pair. The journey opens in this same transaction: there is no moment in which one is true without the other. */
export const acceptMatch = verb(matchesContract.accept, async (tx, ctx, input) => {
  const on = ctx.clock.today()
  const pair = await judgedPair(tx, ctx, 'match.accept', input.profile, input.needId, input.offerId, on)
  const { profile, need, offer, verdicts, before } = pair
  if (before?.state === 'accepted')
    throw refuse('already-decided', { state: before.state, journeyId: before.journeyId })
  mustBeOpen(
    ctx,
    {
      profile,
      need: { id: need.subject_id, facts: pair.needFacts, asOf: need.as_of },
      offer: { id: offer.subject_id, facts: pair.offerFacts, asOf: offer.as_of },
    },
    on,
  )
  const id = before?.id ?? uuidv7()
  const match = {
    id,
    profile: profile.id,
    profileVersion: String(profile.version),
    needId: input.needId,
    offerId: before?.offerId ?? input.offerId,
  }
  const { row: journey, happened: opened } = await openedJourney(tx, ctx, {
    definition: profile.journey,
    title: need.name,
    parties: [
      { role: 'need', kind: profile.need, id: input.needId },
      { role: 'offer', kind: profile.offer, id: input.offerId },
    ],
    ...(profile.opensAt !== undefined && { stage: profile.opensAt }),
    match,
  })
  const after: MatchRow = {
    ...match,
    version: uuidv7(),
    state: 'accepted',
    ...(input.note !== undefined && { reason: input.note }),
    journeyId: journey.id,
    day: on,
    by: ctx.actor.name,
    verdicts,
    lastDay: on,
    demonstration: need.demonstration || offer.demonstration,
  }
  return done(
    { matchId: id, journeyId: journey.id },
    happened(matchKind, { name: 'match.accepted', day: on, ...(before && { before }), after }),
    opened,
  )
})

/**
 * A pair that the person himself declined, by his own page: he stands in the ranking of that need no more. Nobody overrules him; what was
 * accepted before is a journey by now, and ends there.
 */
export async function declinedByPerson(
  tx: WriteTx,
  ctx: Context,
  input: {
    readonly profile: string
    readonly needId: string
    readonly offerId: string
    readonly reason?: string
  },
): Promise<Happened> {
  const profile = profileOf(ctx, input.profile)
  await sql`select 1 from profile where district_id = ${tx.district} and subject_id = ${input.needId}::uuid for update`.execute(
    tx.query,
  )
  const [need] = await profilesById(tx, [input.needId])
  const [offer] = await profilesById(tx, [input.offerId])
  if (need?.kind !== profile.need || offer?.kind !== profile.offer) throw refuse('not-found')
  const members = await membersOf(tx, input.offerId)
  const found = await sql<{ row: MatchRow }>`
    select row from match where district_id = ${tx.district} and profile = ${profile.id} and need_id = ${input.needId}::uuid and offer_id = any(${members as string[]}::uuid[])
    order by state = 'accepted' desc, state = 'declined-by-person' desc, id desc for update
  `.execute(tx.query)
  const before = found.rows[0]?.row
  if (before && before.state !== 'declined') throw refuse('already-decided', { state: before.state })
  const on = ctx.clock.today()
  const pair = explainPair(profile, need.facts, offer.facts, {
    on: day(on),
    trees: packOf(ctx).compiled.wordLists,
  })
  const after: MatchRow = {
    id: before?.id ?? uuidv7(),
    version: uuidv7(),
    profile: profile.id,
    profileVersion: String(profile.version),
    needId: input.needId,
    offerId: before?.offerId ?? input.offerId,
    state: 'declined-by-person',
    ...(input.reason !== undefined && input.reason !== '' && { reason: input.reason }),
    day: on,
    by: ctx.actor.name,
    verdicts: Object.fromEntries(pair.requirements.map((one) => [one.id, one.verdict])),
    lastDay: on,
    demonstration: need.demonstration || offer.demonstration,
  }
  return happened(matchKind, { name: 'match.declined-by-person', day: on, ...(before && { before }), after })
}

export const declineMatch = verb(matchesContract.decline, async (tx, ctx, input) => {
  const on = ctx.clock.today()
  const { profile, need, offer, verdicts, before } = await judgedPair(
    tx,
    ctx,
    'match.decline',
    input.profile,
    input.needId,
    input.offerId,
    on,
  )
  if (before?.state === 'accepted')
    throw refuse('already-decided', { state: before.state, journeyId: before.journeyId })
  const after: MatchRow = {
    id: before?.id ?? uuidv7(),
    version: uuidv7(),
    profile: profile.id,
    profileVersion: String(profile.version),
    needId: input.needId,
    offerId: before?.offerId ?? input.offerId,
    state: 'declined',
    reason: input.reason,
    day: on,
    by: ctx.actor.name,
    verdicts,
    lastDay: on,
    demonstration: need.demonstration || offer.demonstration,
  }
  return done(
    { matchId: after.id },
    happened(matchKind, { name: 'match.declined', day: on, ...(before && { before }), after }),
  )
})
