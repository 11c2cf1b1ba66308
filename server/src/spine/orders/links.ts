import { sql } from 'kysely'
import type { ReadDb } from '../../platform/db/database.ts'
import { tablesOf } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import type { ConfirmLinkTable, OrderTables } from './tables.ts'

/** How long a link stays good, and how many wrong codes lock it: a six-digit code must not be found by trying. */
export const LINK_DAYS = 7
export const LINK_TRIES = 5
/** New links of one order in 24 hours: each brings new tries, so they must be few as well. */
export const LINKS_A_DAY = 5

export type LinkState = 'waiting' | 'used' | 'expired' | 'locked' | 'revoked'

export function stateOfLink(link: Pick<ConfirmLinkTable, 'state' | 'expires_at'>, now: Date): LinkState {
  return link.state === 'waiting' && link.expires_at <= now.toISOString() ? 'expired' : link.state
}

export async function linksOf(ctx: Context, read: ReadDb, orderId: string) {
  const rows = await tablesOf<OrderTables>(read)
    .selectFrom('confirm_link')
    .selectAll()
    .where('district_id', '=', read.district)
    .where('order_id', '=', orderId)
    .orderBy('issued_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    sentTo: row.sent_to,
    state: stateOfLink(row, ctx.clock.now()),
    expiresAt: row.expires_at,
  }))
}

export async function linkByToken(
  ctx: Context,
  read: ReadDb,
  token: string,
  options: { lock?: boolean } = {},
): Promise<ConfirmLinkTable | undefined> {
  const digest = ctx.district.keys.digest('link', token)
  const found =
    await sql<ConfirmLinkTable>`select * from confirm_link where district_id = ${read.district} and token_digest = ${digest} ${options.lock ? sql`for update` : sql``}`.execute(
      read.query,
    )
  return found.rows[0]
}
