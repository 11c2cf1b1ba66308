import { roundsOf } from '@qiongding/matching/assign'
import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { done, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { mustBeOpen, needsOfMany, profileOf } from '../../../spine/matches/index.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { profilesById } from '../../../spine/registry/index.ts'
import { gatheringsContract, MOST_INTRODUCTIONS } from '../contract.ts'
import { introductionsOf } from '../reads/index.ts'
import { firstRound, keyOf, overfull, roomIn } from '../rules.ts'
import { type GatheringRow, type IntroductionRow, introductionKind } from '../tables.ts'
import { dropped, lockedGathering, movedGathering, movedIntroduction } from './planning.ts'

type Pair = { readonly needId: string; readonly offerId: string }

/** Refuses pairs that may not be brought together today; answers which of them are made up. */
async function mayMeet(
  tx: WriteTx,
  ctx: Context,
  gathering: GatheringRow,
  { pairs, kept }: { readonly pairs: readonly Pair[]; readonly kept: readonly IntroductionRow[] },
): Promise<ReadonlySet<string>> {
  if (gathering.state !== 'planned') throw refuse('gathering-state', { state: gathering.state })
  const profile = profileOf(ctx, gathering.profile)
  const asOf = asOfOf(ctx, {})
  const needs = new Map(
    (await needsOfMany(ctx, tx, profile, { ids: gathering.needs, asOf })).map((need) => [need.id, need]),
  )
  const offers = new Map(
    (await profilesById(tx, [...new Set(pairs.map(({ offerId }) => offerId))])).map((one) => [
      one.subject_id,
      one,
    ]),
  )
  const there = new Set(kept.map(keyOf))
  for (const pair of pairs) {
    const [need, offer] = [needs.get(pair.needId), offers.get(pair.offerId)]
    if (!need) throw refuse('not-in-gathering', { need: pair.needId })
    if (offer?.kind !== profile.offer) throw refuse('not-found', { offer: pair.offerId })
    mustBeOpen(
      ctx,
      { profile, need, offer: { id: pair.offerId, facts: offer.facts, asOf: offer.as_of } },
      asOf.on,
    )
    const decision = need.decisions.get(pair.offerId)
    // His word is answered like one who never agreed.
    if (decision?.state === 'declined-by-person') throw refuse('no-consent', { offer: pair.offerId })
    if (decision) throw refuse('already-decided', { state: decision.state })
    if (there.has(keyOf(pair))) throw refuse('introduced-already')
    there.add(keyOf(pair))
  }
  if (there.size > MOST_INTRODUCTIONS) throw refuse('gathering-full', { most: MOST_INTRODUCTIONS })
  const full = overfull(pairs, roomIn(gathering, needs, kept))
  if (full) throw refuse('gathering-full', { most: full.most })
  const madeUp = [...needs.values()].filter(({ demonstration }) => demonstration).map(({ id }) => id)
  return new Set([
    ...madeUp,
    ...[...offers.values()].filter(({ demonstration }) => demonstration).map((one) => one.subject_id),
  ])
}

const introduction = (
  ctx: Context,
  gathering: GatheringRow,
  { needId, offerId }: Pair,
  { round, madeUp }: { readonly round: number | undefined; readonly madeUp: ReadonlySet<string> },
): IntroductionRow => ({
  id: newId(),
  version: newId(),
  gatheringId: gathering.id,
  profile: gathering.profile,
  needId,
  offerId,
  ...(round !== undefined && { round }),
  state: 'arranged',
  by: ctx.actor.name,
  lastDay: ctx.clock.today(),
  demonstration: madeUp.has(needId) || madeUp.has(offerId),
})

export const arrangeGathering = verb(gatheringsContract.arrange, async (tx, ctx, { id, as, pairs }) => {
  const before = await lockedGathering(tx, ctx, id)
  mustMatch(ctx, before.version)
  const there = await introductionsOf(tx, id)
  const kept = there.filter(({ outcome }) => outcome !== undefined)
  const madeUp = await mayMeet(tx, ctx, before, { pairs, kept })
  const rounds = roundsFor(before, pairs, kept)
  const made = pairs.map((pair, at) => introduction(ctx, before, pair, { round: rounds[at], madeUp }))
  const after: GatheringRow = {
    ...before,
    version: newId(),
    arranged: { as, by: ctx.actor.name, day: ctx.clock.today() },
    lastDay: ctx.clock.today(),
  }
  return done(
    {
      introductions: made.length + kept.length,
      rounds: Math.max(0, ...[...kept, ...made].map(({ round }) => round ?? 0)),
    },
    movedGathering(ctx, 'gathering.arranged', after, before),
    ...there.filter(({ outcome }) => outcome === undefined).map((row) => dropped(ctx, row)),
    ...made.map((row) => movedIntroduction(ctx, 'introduction.arranged', row)),
  )
})

/** Rounds of new pairs: as few as can be, or beside those that have met already, the first in which both are free. */
function roundsFor(
  gathering: GatheringRow,
  pairs: readonly Pair[],
  kept: readonly IntroductionRow[],
): (number | undefined)[] {
  if (gathering.way === 'places') return pairs.map(() => undefined)
  if (kept.length === 0)
    return roundsOf(pairs.map(({ needId, offerId }) => ({ need: needId, offer: offerId })))
  const taken: (Pair & { readonly round?: number })[] = [...kept]
  return pairs.map((pair) => {
    const round = firstRound(taken, pair, gathering.rounds)
    taken.push({ ...pair, ...(round !== undefined && { round }) })
    return round
  })
}

export const addIntroduction = verb(gatheringsContract.introduce, async (tx, ctx, { id, ...pair }) => {
  const gathering = await lockedGathering(tx, ctx, id)
  const kept = await introductionsOf(tx, id)
  const madeUp = await mayMeet(tx, ctx, gathering, { pairs: [pair], kept })
  const [round] = gathering.way === 'rounds' ? [firstRound(kept, pair, gathering.rounds)] : []
  const row = introduction(ctx, gathering, pair, { round, madeUp })
  return done(
    { id: row.id, ...(round !== undefined && { round }) },
    movedIntroduction(ctx, 'introduction.arranged', row),
  )
})

/** An introduction that still stands, with its gathering held still. */
async function standing(tx: WriteTx, ctx: Context, id: string) {
  const found = await findObject(tx, introductionKind, id)
  if (!found) throw refuse('not-found')
  const gathering = await lockedGathering(tx, ctx, found.gatheringId)
  const row = await findObject(tx, introductionKind, id, { lock: true })
  if (row?.state !== 'arranged') throw refuse('not-found')
  mustMatch(ctx, row.version)
  return { gathering, row }
}

export const dropIntroduction = verb(gatheringsContract.drop, async (tx, ctx, { id }) => {
  const { row } = await standing(tx, ctx, id)
  if (row.outcome !== undefined) throw refuse('need-introduced', { need: row.needId })
  return done({ id }, dropped(ctx, row))
})

export const noteIntroduction = verb(
  gatheringsContract.note,
  async (tx, ctx, { id, outcome, needWish, offerWish }) => {
    const { gathering, row: before } = await standing(tx, ctx, id)
    if (gathering.state === 'cancelled') throw refuse('gathering-state', { state: gathering.state })
    if (ctx.clock.today() < gathering.day) throw refuse('gathering-early', { day: gathering.day })
    // A wish follows from a meeting; whoever did not come has none.
    if ((needWish !== undefined || offerWish !== undefined) && outcome !== 'met') throw refuse('not-met')
    const { outcome: _, needWish: __, offerWish: ___, ...kept } = before
    const after: IntroductionRow = {
      ...kept,
      version: newId(),
      ...(outcome !== undefined && { outcome }),
      ...(needWish !== undefined && { needWish }),
      ...(offerWish !== undefined && { offerWish }),
      lastDay: ctx.clock.today(),
    }
    return done({ id, version: after.version }, movedIntroduction(ctx, 'introduction.noted', after, before))
  },
)
