import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { findProfile, stateFacts } from '../../../spine/registry/index.ts'
import { proposalsContract } from '../contract.ts'
import { type ProposalRow, proposalKind } from '../tables.ts'

async function lockedOpen(tx: WriteTx, ctx: Context, ability: string, id: string): Promise<ProposalRow> {
  const row = await findObject(tx, proposalKind, id, { lock: true })
  if (!row) throw refuse('not-found')
  allow(ctx, ability, { party: row.party })
  mustMatch(ctx, row.version)
  if (row.state !== 'open') throw refuse('proposal-decided', { state: row.state })
  return row
}

function decided(ctx: Context, before: ProposalRow, state: ProposalRow['state'], reason?: string) {
  const day = ctx.clock.today()
  const after: ProposalRow = {
    ...before,
    version: newId(),
    state,
    decided: { by: ctx.actor.name, day, ...(reason !== undefined && { reason }) },
    lastDay: day,
  }
  return done(
    { id: after.id, version: after.version },
    happened(proposalKind, { name: `fact.${state}`, day, before, after }),
  )
}

/** The values become a statement of the record, in the same transaction, with the paper as their source. */
export const acceptProposal = verb(proposalsContract.accept, async (tx, ctx, { id }) => {
  const before = await lockedOpen(tx, ctx, 'fact.accept', id)
  const profile = await findProfile(ctx, tx, before.subjectId, before.kind)
  await stateFacts(
    { ...ctx, tx, request: { expects: profile.version } },
    {
      kind: before.kind,
      id: profile.subject_id,
      values: { ...before.values } as never,
      source: before.source,
      asOf: before.asOf,
    },
  )
  return decided(ctx, before, 'accepted')
})

export const declineProposal = verb(proposalsContract.decline, async (tx, ctx, { id, reason }) =>
  decided(ctx, await lockedOpen(tx, ctx, 'fact.accept', id), 'declined', reason),
)

export const withdrawProposal = verb(proposalsContract.withdraw, async (tx, ctx, { id }) =>
  decided(ctx, await lockedOpen(tx, ctx, 'fact.propose', id), 'withdrawn'),
)
