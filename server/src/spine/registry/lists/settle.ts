import { sql } from 'kysely'
import type { WriteTx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type Happened, happened } from '../../../platform/verb/verb.ts'
import { type ReminderRow, reminderKind } from './list-version.ts'

/** The reminder that still waits for a list, locked. */
export async function waitingReminder(tx: WriteTx, list: string): Promise<ReminderRow | undefined> {
  const found = await sql<{ row: ReminderRow }>`
    select row from list_reminder where district_id = ${tx.district} and list = ${list} and state = 'waiting' for update
  `.execute(tx.query)
  return found.rows[0]?.row
}

/** What a publication settles: the owner was reminded of it. */
export async function settledReminder(tx: WriteTx, ctx: Context, list: string): Promise<Happened[]> {
  const before = await waitingReminder(tx, list)
  if (!before) return []
  return [
    happened(reminderKind, {
      name: 'list.refreshed',
      day: ctx.clock.today(),
      before,
      after: { ...before, state: 'settled' },
    }),
  ]
}
