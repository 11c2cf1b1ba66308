import { sql } from 'kysely'
import type { Context } from '../../../platform/verb/context.ts'

/** Where the writing of each sort waits; a correction is begun anew by its own message. */
const QUEUES = {
  list: { queue: 'export-make', event: 'export.started' },
  page: { queue: 'page-export-make', event: 'page.export-started' },
  edition: { queue: 'edition-make', event: 'edition.started' },
} as const

/**
 * Queues the exports again that a process left unfinished when it died. Nothing of them was kept, so each is written anew; working one
 * twice comes to the same thing, for only the first to end it keeps its file. Answers their ids.
 */
export async function resumeExports(ctx: Context): Promise<string[]> {
  return ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    const found = await sql<{ id: string; what: keyof typeof QUEUES }>`
      select id, row->>'what' as what from export
      where district_id = ${tx.district} and state = 'making' and row->>'what' = any(${Object.keys(QUEUES)}::text[]) order by id
    `.execute(tx.query)
    for (const { id, what } of found.rows) {
      const { queue, event } = QUEUES[what]
      await ctx.district.queue.send(tx, queue, {
        event,
        about: { kind: 'export', id },
        day: ctx.clock.today(),
      })
    }
    return found.rows.map((row) => row.id)
  })
}
