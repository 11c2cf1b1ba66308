import { sql } from 'kysely'
import { may } from '../../../../platform/abilities.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../../platform/verb/verb.ts'
import { kindOf } from '../../../pack.ts'
import { statementsOf } from '../../projection.ts'
import { namesOf } from '../../reads/record.ts'
import type { duplicatesContract } from '../contract.ts'
import type { MergeRow } from '../merge-object.ts'

/** Merges of a kind, the latest first, each record called as its own statements call it. */
export function listMerges(
  ctx: Context,
  query: InputOf<typeof duplicatesContract.merges>,
): Promise<OutputOf<typeof duplicatesContract.merges>> {
  const { kind, limit } = query
  kindOf(ctx, kind)
  return reading(ctx, async (read) => {
    const found = await sql<{ row: MergeRow }>`
      select row from merge where district_id = ${read.district} and kind = ${kind} ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``}
      order by id desc limit ${limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, limit).map(({ row }) => row)
    const ids = [...new Set(page.flatMap((row) => [row.intoId, row.mergedId]))]
    const spoken = await statementsOf(read, ids)
    const keys = may(ctx.actor, 'personal.read', {})
      ? await ctx.district.keys.forReading(read, ids)
      : new Map()
    const nameOf = namesOf(ctx, kind, spoken, keys)
    const last = page.at(-1)
    return {
      rows: page.map((row) => ({
        id: row.id,
        into: { id: row.intoId, name: nameOf(row.intoId) },
        merged: { id: row.mergedId, name: nameOf(row.mergedId) },
        state: row.state,
        by: row.by,
        recordedAt: row.recordedAt,
        ...(row.reason !== undefined && { reason: row.reason }),
        ...(row.undone && { undone: row.undone }),
      })),
      ...(found.rows.length > limit && last && { next: last.id }),
    }
  })
}
