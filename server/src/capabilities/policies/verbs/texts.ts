import { sql } from 'kysely'
import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context, ownOffice } from '../../../platform/verb/context.ts'
import { done, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { type PolicyTextRow, policyTextKind } from '../../../spine/policies/index.ts'
import { answeredWarnings } from '../../../spine/wording/index.ts'
import { policiesContract } from '../contract.ts'
import { checkedText, inSight, textWarnings } from '../reads/index.ts'

/** What can be told of a text before anybody has checked it. */
async function headOf(
  tx: WriteTx,
  ctx: Context,
  text: string,
): Promise<Pick<PolicyTextRow, 'policy' | 'label'>> {
  const { id: policy = '', text: read, before } = await checkedText(ctx, tx, text)
  const label = read?.label ?? before?.definition.label ?? { zh: policy, en: policy }
  return { policy, label }
}

export const writeText = verb(policiesContract.writeText, async (tx, ctx, { text }) => {
  const office = ownOffice(ctx, 'policy.draft')
  const row: PolicyTextRow = {
    id: newId(),
    version: newId(),
    ...(await headOf(tx, ctx, text)),
    office,
    text,
    state: 'draft',
    by: ctx.actor.name,
    lastDay: ctx.clock.today(),
  }
  return done(
    { id: row.id, version: row.version },
    happened(policyTextKind, { name: 'policy.drafted', day: row.lastDay, after: row }),
  )
})

async function lockedDraft(tx: WriteTx, ctx: Context, ability: string, id: string): Promise<PolicyTextRow> {
  const row = await findObject(tx, policyTextKind, id, { lock: true })
  if (!row || !inSight(ctx)(row)) throw refuse('not-found')
  allow(ctx, ability, { office: row.office })
  mustMatch(ctx, row.version)
  if (row.state !== 'draft') throw refuse('policy-text-closed', { state: row.state })
  return row
}

function changed(ctx: Context, name: string, before: PolicyTextRow, part: Partial<PolicyTextRow>) {
  const after: PolicyTextRow = { ...before, ...part, version: newId(), lastDay: ctx.clock.today() }
  return { after, event: happened(policyTextKind, { name, day: after.lastDay, before, after }) }
}

export const changeText = verb(policiesContract.changeText, async (tx, ctx, { id, text }) => {
  const before = await lockedDraft(tx, ctx, 'policy.draft', id)
  const { after, event } = changed(ctx, 'policy.redrafted', before, {
    ...(await headOf(tx, ctx, text)),
    text,
    by: ctx.actor.name,
  })
  return done({ id, version: after.version }, event)
})

export const dropText = verb(policiesContract.dropText, async (tx, ctx, { id }) => {
  const before = await lockedDraft(tx, ctx, 'policy.draft', id)
  const { after, event } = changed(ctx, 'policy.dropped', before, { state: 'dropped' })
  return done({ id, version: after.version }, event)
})

/**
 * Makes a text the rule. It is checked here once more against everything published by now, so two drafts of one version cannot both pass;
 * what the pack warns of is answered or it does not pass.
 */
export const publishText = verb(policiesContract.publish, async (tx, ctx, { id, answers }) => {
  const before = await lockedDraft(tx, ctx, 'policy.publish', id)
  // Publishing stands in a row: what was published a moment ago counts.
  await sql`select pg_advisory_xact_lock(hashtext('policy.publish'), ${tx.district}::integer)`.execute(
    tx.query,
  )
  const { text, findings } = await checkedText(ctx, tx, before.text)
  const [added] = text?.versions ?? []
  if (!text || !added)
    throw refuse('policy-text-wrong', {
      n: findings.length,
      line: findings[0]?.at.line ?? 1,
      code: findings[0]?.code ?? '',
    })
  allow(ctx, 'policy.publish', { office: text.office })
  const answered = answeredWarnings(textWarnings(ctx, before.text), answers)
  const { after, event } = changed(ctx, 'policy.published', before, {
    policy: text.id,
    label: text.label,
    state: 'published',
    published: { number: added.version, from: added.effective.from, read: text, answers: answered },
  })
  return done({ id, version: after.version, policy: text.id, number: added.version }, event)
})
