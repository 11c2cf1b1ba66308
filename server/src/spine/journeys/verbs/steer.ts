import { maySetBack } from '@qiongding/lifecycle'
import { v7 as uuidv7 } from 'uuid'
import type { WriteTx } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { asOfOf, packOf } from '../../pack.ts'
import { journeysContract } from '../contract.ts'
import { judgeJourneys, stateOf } from '../gate.ts'
import { type JourneyRow, journeyKind } from '../journey-object.ts'
import { aboutJourney, findJourney, partyOf } from '../reads.ts'
import { answered } from './answered.ts'

/** A running journey that the actor may move, as he last read it. */
async function running(tx: WriteTx, ctx: Context, id: string): Promise<JourneyRow> {
  const before = await findJourney(ctx, tx, id, { lock: true })
  allow(ctx, 'journey.advance', aboutJourney(before))
  mustMatch(ctx, before.version)
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  return before
}

const dayOf = (ctx: Context, before: JourneyRow) => {
  const today = ctx.clock.today()
  return today > before.lastDay ? today : before.lastDay
}

async function changed(
  tx: WriteTx,
  ctx: Context,
  { name, before, after: change }: { name: string; before: JourneyRow; after: JourneyRow },
) {
  const day = dayOf(ctx, before)
  const after: JourneyRow = { ...change, version: uuidv7(), lastDay: day }
  return done(await answered(tx, ctx, after), happened(journeyKind, { name, day, before, after }))
}

/** Takes a journey back to an earlier stage. The ledger keeps that it was further, and every count follows. */
export const setBackJourney = verb(journeysContract.setBack, async (tx, ctx, { id, to, reason }) => {
  const before = await running(tx, ctx, id)
  const [judged] = await judgeJourneys(ctx, tx, [before], asOfOf(ctx, {}))
  if (!judged) throw refuse('no-such-stage', { definition: before.definition })
  const may = maySetBack(judged.definition, stateOf(before, judged.orders), { to, reason })
  if (!may.ok) throw refuse(may.code === 'not-behind' ? 'stage-not-behind' : 'bad-input', { to })
  const at = (stage: string) => judged.definition.stages.findIndex((one) => one.id === stage)
  // What was reached later is to be reached anew: a stage counts from the day it is entered for good.
  const reached = Object.fromEntries(Object.entries(before.reached).filter(([stage]) => at(stage) <= at(to)))
  const after: JourneyRow = {
    ...before,
    stage: to,
    since: dayOf(ctx, before),
    reached,
    setBacks: [
      ...(before.setBacks ?? []),
      { from: before.stage, to, reason, day: dayOf(ctx, before), by: ctx.actor.name },
    ],
  }
  return changed(tx, ctx, { name: 'journey.set-back', before, after })
})

/** Stops the clocks, with the reason. */
export const pauseJourney = verb(journeysContract.pause, async (tx, ctx, { id, reason }) => {
  const before = await running(tx, ctx, id)
  if (before.pauses?.some((one) => one.to === undefined)) throw refuse('journey-paused', {})
  const pause = { from: ctx.clock.today(), reason, by: ctx.actor.name }
  const after: JourneyRow = { ...before, pauses: [...(before.pauses ?? []), pause] }
  return changed(tx, ctx, { name: 'journey.paused', before, after })
})

/** Lets the clocks run on from today. */
export const resumeJourney = verb(journeysContract.resume, async (tx, ctx, { id }) => {
  const before = await running(tx, ctx, id)
  if (!before.pauses?.some((one) => one.to === undefined)) throw refuse('journey-not-paused', {})
  const to = ctx.clock.today()
  const pauses = before.pauses.map((one) => (one.to === undefined ? { ...one, to } : one))
  return changed(tx, ctx, { name: 'journey.resumed', before, after: { ...before, pauses } })
})

/** Shows another light than the rule says, with the reason; it stands for as long as the rule says the same. */
export const setLight = verb(journeysContract.setLight, async (tx, ctx, { id, light, reason }) => {
  const before = await running(tx, ctx, id)
  const [judged] = await judgeJourneys(ctx, tx, [before], asOfOf(ctx, {}))
  const computed = judged?.standing.light
  if (!computed) throw refuse('no-light', {})
  const { lightSet: _, ...rest } = before
  const set = {
    light,
    computed: computed.light,
    rule: computed.rule,
    reason,
    day: ctx.clock.today(),
    by: ctx.actor.name,
  }
  // To set it as the rule says is to take the change back.
  const after: JourneyRow = light === computed.light ? rest : { ...rest, lightSet: set }
  return changed(tx, ctx, { name: 'journey.light-set', before, after })
})

/** Opens a confidential journey to every office that may read such cases; it cannot be closed again. */
export const discloseJourney = verb(journeysContract.disclose, async (tx, ctx, { id, reason: _ }) => {
  const before = await running(tx, ctx, id)
  if (!before.confidential) throw refuse('already-open', {})
  const { confidential: _closed, ...after } = before
  return changed(tx, ctx, { name: 'journey.disclosed', before, after })
})

/** Says for which party of the registry a journey is that began before the party was registered. */
export const joinJourney = verb(journeysContract.join, async (tx, ctx, { id, kind, subject }) => {
  const before = await running(tx, ctx, id)
  if (packOf(ctx).kinds.get(kind)?.role !== 'party') throw refuse('no-party', { kind })
  if (before.party) throw refuse('already-decided', {})
  const parties = [...before.parties, { role: kind, kind, id: subject }]
  const { party } = await partyOf(ctx, tx, parties)
  if (!party) throw refuse('no-party', {})
  return changed(tx, ctx, { name: 'journey.party-found', before, after: { ...before, parties, party } })
})

/** A journey in another office's care, for the verb by which that office takes it over and which has checked that it may. */
export async function takenOver(
  tx: WriteTx,
  ctx: Context,
  { id, office }: { readonly id: string; readonly office: string },
): Promise<{ row: JourneyRow; happened: Happened }> {
  const before = await findObject(tx, journeyKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const day = dayOf(ctx, before)
  const row: JourneyRow = { ...before, version: uuidv7(), careOffice: office, lastDay: day }
  return { row, happened: happened(journeyKind, { name: 'journey.taken-over', day, before, after: row }) }
}

/**
 * Takes up again what only rested, where it stood. The days it rested count for no clock, as a pause that says why. Whether somebody else
 * has the same by now is asked by the room that knows.
 */
export async function wokenJourney(
  tx: WriteTx,
  ctx: Context,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<{ row: JourneyRow; happened: Happened }> {
  const before = await findJourney(ctx, tx, id, { lock: true })
  allow(ctx, 'journey.advance', aboutJourney(before))
  const { closed, ...resting } = before
  if (!closed) throw refuse('journey-open')
  const definition = packOf(ctx).compiled.journeys.get(before.definition)
  if (!definition?.exits.find((exit) => exit.id === closed.exit)?.wakes)
    throw refuse('journey-closed', { exit: closed.exit })
  const day = dayOf(ctx, before)
  const row: JourneyRow = {
    ...resting,
    version: uuidv7(),
    pauses: [...(before.pauses ?? []), { from: closed.day, to: day, reason, by: ctx.actor.name }],
    lastDay: day,
  }
  return { row, happened: happened(journeyKind, { name: 'journey.woken', day, before, after: row }) }
}
