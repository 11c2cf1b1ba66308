import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { tokenDigest } from '../../../platform/links.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AskRow, askKind } from './ask.ts'
import type { AskLinkTable } from './tables.ts'

/** The link of a token with its ask; inside a verb it is held still. */
export async function askByToken(
  ctx: Context,
  read: ReadDb,
  token: string,
  options: { lock?: boolean } = {},
): Promise<{ link: AskLinkTable; ask: AskRow } | undefined> {
  const digest = tokenDigest(ctx.district.keys, token)
  const lookUp = async (locking: RawBuilder<unknown>) =>
    (
      await sql<AskLinkTable>`
        select * from ask_link where district_id = ${read.district} and token_digest = ${digest} ${locking}
      `.execute(read.query)
    ).rows[0]
  const first = await lookUp(sql``)
  // The request before its address, as everybody locks them.
  const ask = first && (await findObject(read, askKind, first.ask_id, { lock: options.lock ?? false }))
  const link = options.lock && ask ? await lookUp(sql`for update`) : first
  return link && ask && { link, ask }
}

/** Links of asks, by the ask. */
export async function linksOf(read: ReadDb, askIds: readonly string[]): Promise<Map<string, AskLinkTable>> {
  if (askIds.length === 0) return new Map()
  const found = await sql<AskLinkTable>`
    select * from ask_link where district_id = ${read.district} and ask_id = any(${askIds as string[]}::uuid[])
  `.execute(read.query)
  return new Map(found.rows.map((row) => [row.ask_id, row]))
}

/** How many requests went to a party lately. */
export async function askedLately(read: ReadDb, partyId: string, lately: string): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from ask_link l join need_ask a on a.district_id = l.district_id and a.id = l.ask_id
    where l.district_id = ${read.district} and a.party_id = ${partyId}::uuid and l.issued_at > ${lately}::timestamptz
  `.execute(read.query)
  return found.rows[0]?.n ?? 0
}
