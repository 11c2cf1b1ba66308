import { sql } from 'kysely'
import type { ReadDb } from '../../platform/db/database.ts'
import { tablesOf } from '../../platform/db/database.ts'
import { stateOfLink, tokenDigest } from '../../platform/links.ts'
import type { Context } from '../../platform/verb/context.ts'
import type { ConfirmLinkTable, OrderTables } from './tables.ts'

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
  const digest = tokenDigest(ctx.district.keys, token)
  const found =
    await sql<ConfirmLinkTable>`select * from confirm_link where district_id = ${read.district} and token_digest = ${digest} ${options.lock ? sql`for update` : sql``}`.execute(
      read.query,
    )
  return found.rows[0]
}
