import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { WriteTx } from '../../../../platform/db/database.ts'
import { findObject } from '../../../../platform/ledger/objects.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { allow, type Context } from '../../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../../platform/verb/verb.ts'
import { kindOf, packOf } from '../../../pack.ts'
import { profileOf } from '../../profile-row.ts'
import { projectRecords, statementsOf } from '../../projection.ts'
import { findProfile, openersOf, type StoredProfile } from '../../reads/profiles.ts'
import { type Shape, shapeOf } from '../../shape.ts'
import { duplicatesContract } from '../contract.ts'
import { aloneMerging, dropJoined, groupsOf } from '../joined.ts'
import { type MergeRow, mergeKind } from '../merge-object.ts'
import { toChoose } from '../reads/index.ts'
import { type Group, groupsFrom, mayBeMerged } from '../rules.ts'

/** What is known of a record, closed values opened for the comparison alone. */
async function opened(tx: WriteTx, ctx: Context, profile: StoredProfile): Promise<Record<string, Value>> {
  const open = (await openersOf(ctx, tx, [profile])).get(profile.subject_id)
  const known: Record<string, Value> = { ...profile.facts }
  for (const [key, sealed] of Object.entries(profile.sealed ?? {})) {
    const value = open?.(sealed)
    if (value !== undefined) known[key] = value as Value
  }
  return known
}

/** Refuses where a projection would bear the identity of another record, of these or of any. */
async function checkIdentities(
  tx: WriteTx,
  shape: Shape,
  records: readonly { readonly root: string; readonly group?: Group | undefined }[],
): Promise<void> {
  const ids = records.flatMap(({ root, group }) => group?.members ?? [root])
  const material = {
    statements: await statementsOf(tx, ids),
    keys: await shape.keys.forReading(tx, ids),
    under: new Map<string, string>(),
  }
  const borne = new Map<string, string>()
  for (const { root, group } of records) {
    const identity = profileOf(shape, root, material, group)?.identity
    if (!identity) continue
    const twin = borne.get(identity)
    if (twin !== undefined) throw refuse('merge-identity', { id: twin })
    borne.set(identity, root)
    const taken = await sql<{ id: string }>`
      select subject_id as id from profile where district_id = ${tx.district} and kind = ${shape.kind} and identity = ${identity} and subject_id <> all(${ids}::uuid[])
      union all
      select under_id from joined where district_id = ${tx.district} and kind = ${shape.kind} and identity = ${identity} and subject_id <> all(${ids}::uuid[])
      limit 1
    `.execute(tx.query)
    if (taken.rows[0]) throw refuse('merge-identity', { id: taken.rows[0].id })
  }
}

/** What was held by some of those who showed under one record is held under another now. */
async function moveHeld(
  tx: WriteTx,
  { holders, from, to }: { holders: readonly string[]; from: string; to: string },
): Promise<void> {
  await sql`
    update profile set holder_id = ${to}::uuid
    where district_id = ${tx.district} and holder_id = ${from}::uuid and facts->>'@holder' = any(${holders as string[]}::text[])
  `.execute(tx.query)
}

export const mergeSubjects = verb(duplicatesContract.merge, async (tx, ctx, input) => {
  const { kind, intoId, mergedId, stands } = input
  allow(ctx, 'registry.merge', {})
  if (!mayBeMerged(kindOf(ctx, kind))) throw refuse('merge-kind', { kind })
  if (intoId === mergedId) throw refuse('bad-input', { issues: [{ path: 'mergedId', code: 'same' }] })
  await aloneMerging(tx)
  const groups = await groupsOf(tx, [intoId, mergedId])
  for (const id of [intoId, mergedId]) {
    const root = groups.get(id)?.root ?? id
    if (root !== id) throw refuse('already-merged', { id, into: root })
  }
  // In one order whoever asks, so that two officers wait for each other and never in a ring.
  await sql`select 1 from profile where district_id = ${tx.district} and subject_id = any(${[intoId, mergedId]}::uuid[]) order by subject_id for update`.execute(
    tx.query,
  )
  const into = await findProfile(ctx, tx, intoId, kind)
  const merged = await findProfile(ctx, tx, mergedId, kind)
  if (into.version !== input.versions.into || merged.version !== input.versions.merged)
    throw refuse('stale', { into: into.version, merged: merged.version })
  if (into.demonstration !== merged.demonstration) throw refuse('merge-demonstration', {})

  const of = new Map(
    packOf(ctx)
      .factsOf.get(kind)
      ?.map((fact) => [fact.key, fact]),
  )
  for (const key of Object.keys(stands)) if (!of.has(key)) throw refuse('unknown-fact', { key })
  const [kept, given] = [await opened(tx, ctx, into), await opened(tx, ctx, merged)]
  const unchosen = toChoose(ctx, kind).filter(
    (key) =>
      kept[key] !== undefined &&
      given[key] !== undefined &&
      JSON.stringify(kept[key]) !== JSON.stringify(given[key]) &&
      stands[key] === undefined,
  )
  if (unchosen.length > 0) throw refuse('merge-choice', { keys: unchosen })

  const row: MergeRow = {
    id: uuidv7(),
    kind,
    intoId,
    mergedId,
    state: 'standing',
    stands,
    ...(input.reason !== undefined && { reason: input.reason }),
    by: ctx.actor.name,
    byId: ctx.actor.id,
    recordedAt: ctx.clock.now().toISOString(),
    demonstration: into.demonstration,
  }
  const shape = shapeOf(ctx, kind)
  const merges = [...(groups.get(intoId)?.merges ?? []), ...(groups.get(mergedId)?.merges ?? []), row]
  const [group] = groupsFrom(merges) as [Group]
  await checkIdentities(tx, shape, [{ root: intoId, group }])
  await projectRecords(tx, shape, [{ root: intoId, group }])
  await moveHeld(tx, { holders: group.members, from: mergedId, to: intoId })
  return done(
    { mergeId: row.id, id: intoId },
    happened(mergeKind, { name: 'merge.made', day: ctx.clock.today(), after: row }),
  )
})

/** Lets each of two merged records speak for itself again. What was stated about either meanwhile stays with the one it was stated about. */
export const undoMerge = verb(duplicatesContract.undo, async (tx, ctx, input) => {
  allow(ctx, 'registry.merge', {})
  await aloneMerging(tx)
  const before = await findObject(tx, mergeKind, input.id, { lock: true })
  if (!before) throw refuse('not-found')
  if (before.state !== 'standing') throw refuse('already-decided', { state: before.state })
  const { kind, mergedId } = before
  const shape = shapeOf(ctx, kind)
  const whole = (await groupsOf(tx, [mergedId])).get(mergedId)
  if (!whole) throw new Error(`the merge ${before.id} stands and joins nothing`)
  const parts = groupsFrom(whole.merges.filter((merge) => merge.id !== before.id))
  const [staying, leaving] = [whole.root, mergedId].map((root) => ({
    root,
    group: parts.find((group) => group.root === root),
  })) as [{ root: string; group?: Group }, { root: string; group?: Group }]
  const records = [staying, leaving]
  await checkIdentities(tx, shape, records)
  await dropJoined(
    tx,
    records.filter(({ group }) => !group).map(({ root }) => root),
  )
  // The one that stays first: it may have to give up a code that the other bears again.
  for (const record of records) await projectRecords(tx, shape, [record])
  const holders = leaving.group?.members ?? [leaving.root]
  await moveHeld(tx, { holders, from: staying.root, to: leaving.root })
  const after: MergeRow = {
    ...before,
    state: 'undone',
    undone: { by: ctx.actor.name, reason: input.reason, at: ctx.clock.now().toISOString() },
  }
  return done(
    { mergeId: before.id, intoId: before.intoId, mergedId },
    happened(mergeKind, { name: 'merge.undone', day: ctx.clock.today(), before, after }),
  )
})
