import { sql } from 'kysely'
import { may, mayAtAll, partiesOf } from '../../../../platform/abilities.ts'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { packOf } from '../../../pack.ts'
import { standingSql } from '../../standing.ts'
import { isNeedKind } from '../rules.ts'

/** Needs of one kind that wait for somebody: to be asked about, or to be confirmed by their holder. */
export type NeedsWaiting = { readonly kind: string; readonly ask: number; readonly confirm: number }

/**
 * What of the needs waits for this person. An officer: those that run out, or ran out, and about which nobody was asked. A holder: its own
 * that run out or have run out.
 */
export async function needsWaiting(ctx: Context, read: ReadDb): Promise<NeedsWaiting[]> {
  const parties = partiesOf(ctx.actor)
  const asks = may(ctx.actor, 'need.ask', {})
  const confirms = parties.length > 0 && mayAtAll(ctx.actor, 'need.confirm') !== 'no'
  if (!asks && !confirms) return []
  const today = ctx.clock.today()
  const waiting: NeedsWaiting[] = []
  for (const kind of packOf(ctx).pack.kinds) {
    if (!isNeedKind(kind)) continue
    const own = confirms ? sql`and holder_id = any(${parties as string[]}::uuid[])` : sql``
    const unasked = sql`not exists (
      select 1 from need_ask a where a.district_id = ${read.district} and a.state = 'waiting' and a.need_ids @> array[subject_id])`
    const found = await sql<{ due: number; unasked: number }>`
      select count(*)::integer as due, (count(*) filter (where unasked))::integer as unasked from (
        select ${standingSql(kind, today)} as standing, ${unasked} as unasked from profile
        where district_id = ${read.district} and kind = ${kind.id} ${own}
      ) judged where standing in ('expiring', 'expired')
    `.execute(read.query)
    const { due = 0, unasked: left = 0 } = found.rows[0] ?? {}
    waiting.push({ kind: kind.id, ask: confirms ? 0 : left, confirm: confirms ? due : 0 })
  }
  return waiting
}
