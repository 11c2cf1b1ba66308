import { latestJobAbout, moveJob } from '../../../../platform/jobs/progress.ts'
import { findObject } from '../../../../platform/ledger/objects.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { allow } from '../../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../../platform/verb/verb.ts'
import { kindOf } from '../../../pack.ts'
import { findProfile } from '../../reads/profiles.ts'
import { duplicatesContract } from '../contract.ts'
import { inOrder, type PairRow, pairIdOf, pairKind } from '../pair-object.ts'
import { tracesOf } from '../reads/index.ts'
import { mayBeMerged } from '../rules.ts'
import { seekingId, startSeeking } from '../seek.ts'

const EVENTS = { apart: 'pair.kept-apart', later: 'pair.put-off', open: 'pair.reopened' } as const

/** Says of two records that they are two, or that nobody decides now, or that they are to be asked about again. */
export const decidePair = verb(duplicatesContract.decide, async (tx, ctx, input) => {
  const { kind, decision } = input
  allow(ctx, 'registry.merge', {})
  if (!mayBeMerged(kindOf(ctx, kind))) throw refuse('merge-kind', { kind })
  const left = await findProfile(ctx, tx, input.leftId, kind)
  const right = await findProfile(ctx, tx, input.rightId, kind)
  for (const [asked, found] of [
    [input.leftId, left],
    [input.rightId, right],
  ] as const)
    if (found.subject_id !== asked) throw refuse('already-merged', { id: asked, into: found.subject_id })
  if (left.subject_id === right.subject_id)
    throw refuse('bad-input', { issues: [{ path: 'rightId', code: 'same' }] })
  const [trace] = await tracesOf(ctx, tx, kind, [[left, right]])
  const id = pairIdOf(left.subject_id, right.subject_id)
  const before = await findObject(tx, pairKind, id, { lock: true })
  const after: PairRow = {
    id,
    kind,
    ...inOrder(left.subject_id, right.subject_id),
    state: decision,
    agreed: trace?.identifying ?? [],
    ...(input.reason !== undefined && { reason: input.reason }),
    by: ctx.actor.name,
    byId: ctx.actor.id,
    recordedAt: ctx.clock.now().toISOString(),
  }
  return done(
    { id, state: decision },
    happened(pairKind, { name: EVENTS[decision], day: ctx.clock.today(), ...(before && { before }), after }),
  )
})

/** Asks for a search of a kind; one that is under way already knows less and is stopped. */
export const seekDuplicates = verb(duplicatesContract.seek, async (tx, ctx, input) => {
  allow(ctx, 'registry.merge', {})
  if (!mayBeMerged(kindOf(ctx, input.kind))) throw refuse('merge-kind', { kind: input.kind })
  const before = await latestJobAbout(tx, seekingId(input.kind))
  if (before) await moveJob(tx, before.id, { state: 'cancelled' })
  const id = await startSeeking(tx, ctx, input.kind)
  const job = await latestJobAbout(tx, seekingId(input.kind))
  if (job?.id !== id) throw new Error('a job that was just noted is not there')
  return done(job, {
    name: 'duplicates.sought',
    about: { kind: 'duplicates', id },
    day: ctx.clock.today(),
    after: { kind: input.kind },
  })
})
