import type { Value } from '@qiongding/kernel'
import { fileBody, storedFile } from '../../../platform/files/routes.ts'
import { newId } from '../../../platform/ids.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow } from '../../../platform/verb/context.ts'
import { done, happened, verb } from '../../../platform/verb/verb.ts'
import { kindOf, packOf } from '../../../spine/pack.ts'
import { checkValues, findProfile, isMasked } from '../../../spine/registry/index.ts'
import { proposalsContract } from '../contract.ts'
import { type ProposalRow, proposalKind } from '../tables.ts'

export const storePaper = verb({ ...proposalsContract.paper, body: fileBody }, async (tx, ctx, { file }) => {
  // Whose record it speaks of is asked when a proposal names it.
  allow(ctx, 'fact.propose', { party: 'party' in ctx.actor ? ctx.actor.party : undefined })
  return storedFile(tx, ctx, file)
})

export const proposeFacts = verb(proposalsContract.propose, async (tx, ctx, input) => {
  const kind = kindOf(ctx, input.kind)
  const profile = await findProfile(ctx, tx, input.id, kind.id)
  const party = profile.holder_id ?? profile.subject_id
  allow(ctx, 'fact.propose', { party })
  const { facts, factsOf } = packOf(ctx)
  const values = checkValues(factsOf.get(kind.id) ?? [], input.values)
  const stated = Object.entries(values).filter((one): one is [string, Value] => one[1] !== null)
  if (stated.length === 0) throw refuse('bad-input', { issues: [{ path: 'values', code: 'empty' }] })
  for (const [key] of stated) if (isMasked(facts.get(key))) throw refuse('unknown-fact', { key })
  const today = ctx.clock.today()
  const asOf = input.asOf ?? today
  if (asOf > today) throw refuse('day-in-future', { day: asOf, today })
  if (input.fileId !== undefined) {
    const file = (await ctx.district.files.about(tx, [input.fileId])).get(input.fileId)
    // Naming somebody else's paper would open it.
    if (file?.actorId !== ctx.actor.id) throw refuse('not-found', { file: input.fileId })
  }
  const row: ProposalRow = {
    id: newId(),
    version: newId(),
    kind: kind.id,
    subjectId: profile.subject_id,
    name: profile.name,
    party,
    values: Object.fromEntries(stated),
    source: input.source,
    asOf,
    ...(input.fileId !== undefined && { fileId: input.fileId }),
    state: 'open',
    by: ctx.actor.name,
    day: today,
    lastDay: today,
    demonstration: profile.demonstration,
  }
  return done(
    { id: row.id, version: row.version },
    happened(proposalKind, { name: 'fact.proposed', day: today, after: row }),
  )
})
