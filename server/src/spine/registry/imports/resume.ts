import { sql } from 'kysely'
import { findJobs } from '../../../platform/jobs/progress.ts'
import type { Context } from '../../../platform/verb/context.ts'
import type { ImportRow } from '../import-object.ts'

/** Which queue carries an unfinished import on. */
const QUEUES: Partial<Record<ImportRow['state'], { queue: string; event: string }>> = {
  reading: { queue: 'import-read', event: 'import.uploaded' },
  committing: { queue: 'import-commit', event: 'import.approved' },
  withdrawn: { queue: 'import-withdraw', event: 'import.withdrawn' },
}

/**
 * Queues the imports again that a process left unfinished when it died. Working one twice comes to the same thing, so nothing is
 * lost where another process has it in hand. Answers their ids.
 */
export async function resumeImports(ctx: Context): Promise<string[]> {
  return ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    const found = await sql<{ row: ImportRow }>`
      select row from import where district_id = ${tx.district} and state = any(${Object.keys(QUEUES)}::text[]) order by id
    `.execute(tx.query)
    const jobs = await findJobs(
      tx,
      found.rows.flatMap(({ row }) => row.jobId ?? []),
    )
    const left = found.rows
      .map(({ row }) => row)
      // A withdrawn import stays withdrawn for ever; only its job tells whether its statements are all retracted.
      .filter((row) => {
        const state = row.jobId === undefined ? undefined : jobs.get(row.jobId)?.state
        return row.state !== 'withdrawn' || state === 'queued' || state === 'running'
      })
    for (const row of left) {
      const { queue, event } = QUEUES[row.state] as { queue: string; event: string }
      await ctx.district.queue.send(tx, queue, {
        event,
        about: { kind: 'import', id: row.id },
        day: ctx.clock.today(),
      })
    }
    return left.map((row) => row.id)
  })
}
