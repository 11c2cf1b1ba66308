import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { dispatchContract } from '../contract.ts'
import { type TaskRow, taskKind } from '../tables.ts'

async function lockedTask(
  tx: WriteTx,
  ctx: Context,
  id: string,
  { ability, state }: { readonly ability: string; readonly state: TaskRow['state'] },
): Promise<TaskRow> {
  const row = await findObject(tx, taskKind, id, { lock: true })
  if (!row) throw refuse('not-found')
  allow(ctx, ability, { office: row.office })
  mustMatch(ctx, row.version)
  if (row.state !== state) throw refuse('task-state', { state: row.state })
  return row
}

function changed(ctx: Context, name: string, before: TaskRow, after: TaskRow) {
  const row = { ...after, version: newId(), lastDay: ctx.clock.today() }
  return done(
    { id: row.id, version: row.version },
    happened(taskKind, { name, day: ctx.clock.today(), before, after: row }),
  )
}

const said = (ctx: Context) => ({ by: ctx.actor.name, day: ctx.clock.today() })

/** The office says that it is done. It stays open until whoever gave it strikes it off. */
export const reportTask = verb(dispatchContract.report, async (tx, ctx, { id, text }) => {
  const before = await lockedTask(tx, ctx, id, { ability: 'task.report', state: 'open' })
  return changed(ctx, 'task.reported', before, {
    ...before,
    state: 'reported',
    report: { text, ...said(ctx) },
  })
})

export const strikeTask = verb(dispatchContract.strike, async (tx, ctx, { id }) => {
  const before = await lockedTask(tx, ctx, id, { ability: 'dispatch.hold', state: 'reported' })
  return changed(ctx, 'task.struck', before, { ...before, state: 'struck', struck: said(ctx) })
})

export const sendTaskBack = verb(dispatchContract.sendBack, async (tx, ctx, { id, reason }) => {
  const before = await lockedTask(tx, ctx, id, { ability: 'dispatch.hold', state: 'reported' })
  return changed(ctx, 'task.returned', before, {
    ...before,
    state: 'open',
    returned: { times: (before.returned?.times ?? 0) + 1, reason, ...said(ctx) },
  })
})
