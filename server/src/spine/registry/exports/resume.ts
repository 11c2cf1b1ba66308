import { sql } from 'kysely'
import type { Context } from '../../../platform/verb/context.ts'

/**
 * Queues the exports again that a process left unfinished when it died. Nothing of them was kept, so each is written anew; working one
 * twice comes to the same thing, for only the first to end it keeps its file. Answers their ids.
 */
export async function resumeExports(ctx: Context): Promise<string[]> {
  return ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    const found = await sql<{ id: string }>`
      select id from export where district_id = ${tx.district} and state = 'making' and row->>'what' = 'list' order by id
    `.execute(tx.query)
    const ids = found.rows.map((row) => row.id)
    for (const id of ids)
      await ctx.district.queue.send(tx, 'export-make', {
        event: 'export.started',
        about: { kind: 'export', id },
        day: ctx.clock.today(),
      })
    return ids
  })
}
