import { sql } from 'kysely'
import type { Context } from '../../platform/verb/context.ts'

/** From so many rows on the planner is told how the table has grown: its own count comes round once a minute, and never on PGlite. */
const MANY = 2_000

/**
 * After rows were written in bulk: their tokens wait in a list of their own until PostgreSQL clears it away, and every search reads that
 * list from end to end. PGlite has nobody who would ever clear it.
 */
export async function tendProfiles(ctx: Context, rows: number): Promise<void> {
  const { local } = ctx.district.database
  await sql`select gin_clean_pending_list('profile_tokens'::regclass)`.execute(local)
  if (rows >= MANY) await sql`analyze profile`.execute(local)
}
