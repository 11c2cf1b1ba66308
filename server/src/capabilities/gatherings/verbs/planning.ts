import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { profileOf } from '../../../spine/matches/index.ts'
import { profilesById } from '../../../spine/registry/index.ts'
import { gatheringsContract } from '../contract.ts'
import { introductionsOf } from '../reads/index.ts'
import { type GatheringRow, gatheringKind, type IntroductionRow, introductionKind } from '../tables.ts'

/** A gathering held still until the verb ends, as it was when whoever changes it looked. */
export async function lockedGathering(tx: WriteTx, ctx: Context, id: string): Promise<GatheringRow> {
  allow(ctx, 'gathering.hold', {})
  const row = await findObject(tx, gatheringKind, id, { lock: true })
  if (!row) throw refuse('not-found')
  return row
}

export const movedGathering = (
  ctx: Context,
  name: string,
  after: GatheringRow,
  before?: GatheringRow,
): Happened => happened(gatheringKind, { name, day: ctx.clock.today(), ...(before && { before }), after })

export const movedIntroduction = (
  ctx: Context,
  name: string,
  after: IntroductionRow,
  before?: IntroductionRow,
): Happened => happened(introductionKind, { name, day: ctx.clock.today(), ...(before && { before }), after })

export const dropped = (ctx: Context, before: IntroductionRow): Happened =>
  movedIntroduction(
    ctx,
    'introduction.dropped',
    { ...before, version: newId(), state: 'dropped', lastDay: ctx.clock.today() },
    before,
  )

/** Refuses what is no need of the profile; answers whether any of them is made up. */
async function needsFor(tx: WriteTx, ctx: Context, profileId: string, ids: readonly string[]) {
  const profile = profileOf(ctx, profileId)
  const found = await profilesById(tx, ids)
  const known = new Set(found.filter(({ kind }) => kind === profile.need).map((one) => one.subject_id))
  const foreign = ids.find((id) => !known.has(id))
  if (foreign !== undefined) throw refuse('not-found', { need: foreign })
  return { demonstration: found.some((one) => one.demonstration) }
}

export const openGathering = verb(gatheringsContract.open, async (tx, ctx, input) => {
  allow(ctx, 'gathering.hold', {})
  const needs = [...new Set(input.needs)]
  const { demonstration } = await needsFor(tx, ctx, input.profile, needs)
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  const row: GatheringRow = {
    id: newId(),
    version: newId(),
    profile: input.profile,
    title: input.title,
    day: input.day,
    ...(input.place && { place: input.place }),
    way: input.way,
    rounds: input.way === 'rounds' ? input.rounds : 1,
    state: 'planned',
    needs,
    ...(office !== undefined && { office }),
    by: ctx.actor.name,
    lastDay: ctx.clock.today(),
    demonstration,
  }
  return done({ id: row.id }, movedGathering(ctx, 'gathering.opened', row))
})

export const changeGathering = verb(gatheringsContract.change, async (tx, ctx, { id, ...input }) => {
  const before = await lockedGathering(tx, ctx, id)
  mustMatch(ctx, before.version)
  const needs = input.needs === undefined ? before.needs : [...new Set(input.needs)]
  const added = needs.filter((need) => !before.needs.includes(need))
  const { demonstration } = await needsFor(tx, ctx, before.profile, added)
  const introductions = await introductionsOf(tx, id)
  const gone = introductions.filter(({ needId }) => !needs.includes(needId))
  const noted = gone.find(({ outcome }) => outcome !== undefined)
  // Whoever met somebody here was here.
  if (noted) throw refuse('need-introduced', { need: noted.needId })
  const rounds = before.way === 'rounds' ? (input.rounds ?? before.rounds) : 1
  if (introductions.some(({ round }) => round !== undefined && round > rounds))
    throw refuse('rounds-taken', { rounds })
  const { place: _, ...kept } = before
  const place = input.place ?? before.place
  const after: GatheringRow = {
    ...kept,
    version: newId(),
    title: input.title ?? before.title,
    day: input.day ?? before.day,
    ...(place && { place }),
    rounds,
    state: input.state ?? before.state,
    needs,
    lastDay: ctx.clock.today(),
    demonstration: before.demonstration || demonstration,
  }
  const name = after.state === before.state ? 'gathering.changed' : `gathering.${after.state}`
  return done(
    { id, version: after.version },
    movedGathering(ctx, name, after, before),
    ...gone.map((row) => dropped(ctx, row)),
  )
})
