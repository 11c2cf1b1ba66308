import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { journeyReach, journeysById } from '../../../spine/journeys/index.ts'
import { asOfOf, packOf } from '../../../spine/pack.ts'
import { dispatchContract, MOST_ITEMS } from '../contract.ts'
import { forumsOf, watch } from '../reads/index.ts'
import { journeyOf } from '../rules.ts'
import { type Item, type SittingRow, sittingKind, type TaskRow, taskKind } from '../tables.ts'

async function lockedSitting(tx: WriteTx, ctx: Context, id: string): Promise<SittingRow> {
  allow(ctx, 'dispatch.hold', {})
  const row = await findObject(tx, sittingKind, id, { lock: true })
  if (!row) throw refuse('not-found')
  mustMatch(ctx, row.version)
  return row
}

const moved = (ctx: Context, name: string, after: SittingRow, before?: SittingRow): Happened =>
  happened(sittingKind, { name, day: ctx.clock.today(), ...(before && { before }), after })

/** Matters as they stand now; refuses a key of nothing late. Kept ones stay as they were put there. */
async function itemsOf(
  tx: WriteTx,
  ctx: Context,
  keys: readonly string[],
  kept: readonly Item[] = [],
): Promise<{ items: Item[]; demonstration: boolean }> {
  const wanted = [...new Set(keys)]
  const known = new Map(kept.map((item) => [item.key, item]))
  const asOf = asOfOf(ctx, {})
  const about = wanted.map((key) => ({ key, of: journeyOf(key) }))
  const strange = about.find(({ of }) => of === undefined)
  if (strange) throw refuse('not-late', { key: strange.key })
  const journeys = await journeysById(tx, [...new Set(about.flatMap(({ of }) => of?.journeyId ?? []))])
  const watched = await watch(
    ctx,
    tx,
    asOf,
    // What he may not see is not late for him: a key tells nobody that there is something.
    [...journeys.values()].filter((row) => row.closed === undefined && journeyReach(ctx)(row)),
  )
  const items = about.map(({ key, of }): Item => {
    const found = known.get(key)
    if (found) return found
    const matter = watched.find(({ id }) => id === of?.journeyId)?.matters.find((late) => late.key === key)
    if (!of || !matter) throw refuse('not-late', { key })
    return { key, ...of, ...(matter.days !== undefined && { days: matter.days }) }
  })
  return { items, demonstration: [...journeys.values()].some((row) => row.demonstration) }
}

export const planSitting = verb(dispatchContract.plan, async (tx, ctx, { forum, day, keys }) => {
  allow(ctx, 'dispatch.hold', {})
  if (!forumsOf(ctx).some(({ id }) => id === forum)) throw refuse('not-found', { forum })
  const { items, demonstration } = await itemsOf(tx, ctx, keys)
  const row: SittingRow = {
    id: newId(),
    version: newId(),
    forum,
    day,
    state: 'planned',
    items,
    attended: [],
    by: ctx.actor.name,
    lastDay: ctx.clock.today(),
    demonstration,
  }
  return done({ id: row.id, version: row.version }, moved(ctx, 'sitting.planned', row))
})

export const changeAgenda = verb(dispatchContract.agenda, async (tx, ctx, { id, day, keys }) => {
  const before = await lockedSitting(tx, ctx, id)
  if (before.state !== 'planned') throw refuse('sitting-state', { state: before.state })
  const about = await journeysById(
    tx,
    before.items.map(({ journeyId }) => journeyId),
  )
  const mine = journeyReach(ctx)
  // Whoever changes an agenda does not take off what he cannot see on it.
  const hidden = before.items.filter(({ journeyId }) => {
    const journey = about.get(journeyId)
    return journey === undefined || !mine(journey)
  })
  const { items, demonstration } = await itemsOf(
    tx,
    ctx,
    [...keys, ...hidden.map(({ key }) => key)],
    before.items,
  )
  if (items.length > MOST_ITEMS) throw refuse('too-many', { most: MOST_ITEMS })
  const after: SittingRow = {
    ...before,
    version: newId(),
    day: day ?? before.day,
    items,
    lastDay: ctx.clock.today(),
    demonstration: before.demonstration || demonstration,
  }
  return done({ id, version: after.version }, moved(ctx, 'sitting.changed', after, before))
})

export const holdSitting = verb(dispatchContract.hold, async (tx, ctx, { id, attended }) => {
  const before = await lockedSitting(tx, ctx, id)
  if (before.state !== 'planned') throw refuse('sitting-state', { state: before.state })
  // Nobody has seen today what is talked about tomorrow.
  if (before.day > ctx.clock.today()) throw refuse('day-in-future', { day: before.day })
  const after: SittingRow = {
    ...before,
    version: newId(),
    state: 'held',
    attended: [...new Set(attended)],
    lastDay: ctx.clock.today(),
  }
  return done({ id, version: after.version }, moved(ctx, 'sitting.held', after, before))
})

export const cancelSitting = verb(dispatchContract.cancel, async (tx, ctx, { id }) => {
  const before = await lockedSitting(tx, ctx, id)
  if (before.state !== 'planned') throw refuse('sitting-state', { state: before.state })
  const after: SittingRow = { ...before, version: newId(), state: 'cancelled', lastDay: ctx.clock.today() }
  return done({ id, version: after.version }, moved(ctx, 'sitting.cancelled', after, before))
})

export const decideMatter = verb(dispatchContract.decide, async (tx, ctx, { id, key, decision, tasks }) => {
  const before = await lockedSitting(tx, ctx, id)
  if (before.state !== 'held') throw refuse('sitting-state', { state: before.state })
  const item = before.items.find((one) => one.key === key)
  if (!item) throw refuse('not-found', { key })
  // What was decided stays as it was said; another sitting may decide otherwise.
  if (item.decision) throw refuse('already-decided', { state: 'decided' })
  const { offices } = packOf(ctx).pack
  const stranger = tasks.find(({ office }) => !offices.some((one) => one.id === office))
  if (stranger) throw refuse('not-found', { office: stranger.office })
  const today = ctx.clock.today()
  const early = tasks.find(({ due }) => due < before.day)
  if (early) throw refuse('due-before-decision', { due: early.due })
  const said = { text: decision, by: ctx.actor.name, day: today }
  const after: SittingRow = {
    ...before,
    version: newId(),
    items: before.items.map((one) => (one.key === key ? { ...one, decision: said } : one)),
    lastDay: today,
  }
  const given = tasks.map(
    ({ what, office, due }): TaskRow => ({
      id: newId(),
      version: newId(),
      sittingId: id,
      key,
      journeyId: item.journeyId,
      what,
      office,
      due,
      state: 'open',
      decidedOn: before.day,
      lastDay: today,
      demonstration: before.demonstration,
    }),
  )
  return done(
    { id, version: after.version, tasks: given.map((task) => task.id) },
    moved(ctx, 'sitting.decided', after, before),
    ...given.map((task) => happened(taskKind, { name: 'task.given', day: today, after: task })),
  )
})
