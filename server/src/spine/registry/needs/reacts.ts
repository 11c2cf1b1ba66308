import { sql } from 'kysely'
import type { Actor } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { ClockJob } from '../../../platform/jobs/clocks.ts'
import { Refusal } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { packOf } from '../../pack.ts'
import { standingSql } from '../standing.ts'
import { isNeedKind, type NeedKind } from './rules.ts'
import { askNeeds } from './verbs.ts'

/** Holders asked in one transaction: each is a letter, and what was sent cannot be called back. */
const HOLDERS = 10

const actor: Actor = {
  kind: 'job',
  id: 'need-asks',
  name: 'need-asks',
  grants: [{ ability: 'need.ask' }, { ability: 'registry.read' }],
}

/**
 * Needs that run out and of which nobody was asked since they last were confirmed, by holder. Made-up rows are asked by nobody: their
 * contacts are made up too. Whom a request could not reach is left to an officer.
 */
async function dueByHolder(ctx: Context, read: ReadDb, kind: NeedKind): Promise<Map<string, string[]>> {
  const found = await sql<{ id: string; holder_id: string }>`
    select subject_id as id, holder_id from profile
    where district_id = ${read.district} and kind = ${kind.id} and holder_id is not null and not demonstration
      and ${standingSql(kind, ctx.clock.today())} = 'expiring'
      and not exists (
        select 1 from need_ask a where a.district_id = ${read.district} and a.need_ids @> array[subject_id] and (a.row->>'askedOn')::date >= profile.as_of)
    order by holder_id, subject_id
  `.execute(read.query)
  return new Map(
    [...Map.groupBy(found.rows, (row) => row.holder_id)].map(([holder, rows]) => [
      holder,
      rows.map((row) => row.id),
    ]),
  )
}

/** Sends holders the address of a request before their needs run out, where the pack says that this happens by itself. */
export async function askDue(base: Context): Promise<void> {
  const ctx: Context = { ...base, actor }
  for (const kind of packOf(ctx).pack.kinds) {
    if (!isNeedKind(kind) || !kind.demand.automatic) continue
    const due = [...(await reading(ctx, (read) => dueByHolder(ctx, read, kind))).values()]
    for (let from = 0; from < due.length; from += HOLDERS) {
      const needIds = due.slice(from, from + HOLDERS).flat()
      for (let part = 0; part < needIds.length; part += 200)
        try {
          await askNeeds(ctx, { kind: kind.id, needIds: needIds.slice(part, part + 200), way: 'sent' })
        } catch (error) {
          // None of these has given a contact: an officer sees who has not been asked.
          if (!(error instanceof Refusal && error.code === 'nobody-to-ask')) throw error
        }
    }
  }
}

export const needClocks: readonly ClockJob[] = [{ name: 'need-asks', work: askDue }]
