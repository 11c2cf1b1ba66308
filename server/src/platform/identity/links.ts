import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { type ReadDb, tablesOf, type WriteTx } from '../db/database.ts'
import { codeDigest, LINKS_A_DAY, linkSecrets, linkSpan, maskedContact, tokenDigest } from '../links.ts'
import { refuse } from '../refusals.ts'
import type { Context } from '../verb/context.ts'
import type { Organisation } from './organisation.ts'
import type { IdentityTables, MemberTable, PersonLinkTable } from './tables.ts'

export type GivenLink = { readonly url: string; readonly expiresAt: string; readonly sentTo?: string }

/** Links that wait, by person. */
export async function waitingLinks(ctx: Context, read: ReadDb): Promise<Map<string, string>> {
  const rows = await tablesOf<IdentityTables>(read)
    .selectFrom('person_link')
    .select(['user_id', 'expires_at'])
    .where('district_id', '=', read.district)
    .where('state', '=', 'waiting')
    .where('expires_at', '>', ctx.clock.now().toISOString())
    .execute()
  return new Map(rows.map((row) => [row.user_id, row.expires_at]))
}

export async function revokeLinks(tx: WriteTx, userId: string): Promise<void> {
  await sql`update person_link set state = 'revoked' where district_id = ${tx.district} and user_id = ${userId} and state = 'waiting'`.execute(
    tx.query,
  )
}

/**
 * A new link, after which earlier ones do not work. Of somebody who speaks for an enterprise it also needs a code that goes to the
 * enterprise's own contact: nobody of an office becomes its voice by making its sign-in.
 */
export async function makeLink(
  tx: WriteTx,
  ctx: Context,
  organisation: Organisation,
  member: Pick<MemberTable, 'user_id' | 'account' | 'party_id' | 'party_name'>,
): Promise<GivenLink> {
  const now = ctx.clock.now()
  const { expiresAt, lately } = linkSpan(now)
  const made = await sql<{ n: number }>`
    select count(*)::integer as n from person_link where district_id = ${tx.district} and user_id = ${member.user_id} and issued_at > ${lately}::timestamptz
  `.execute(tx.query)
  if ((made.rows[0]?.n ?? 0) >= LINKS_A_DAY) throw refuse('too-many', { limit: LINKS_A_DAY })
  await revokeLinks(tx, member.user_id)
  const contact = member.party_id === null ? undefined : await organisation.contact(tx, ctx, member.party_id)
  if (member.party_id !== null && !contact)
    throw refuse('no-contact', { party: member.party_name ?? undefined })
  const [id, { token, code }] = [uuidv7(), linkSecrets()]
  await tablesOf<IdentityTables>(tx)
    .insertInto('person_link')
    .values({
      district_id: tx.district,
      id,
      user_id: member.user_id,
      token_digest: tokenDigest(ctx.district.keys, token),
      code_digest: contact === undefined ? null : codeDigest(ctx.district.keys, id, code),
      sent_to: contact === undefined ? null : maskedContact(contact),
      expires_at: expiresAt,
      tries: 0,
      state: 'waiting',
      issued_by: ctx.actor.id,
      issued_at: now.toISOString(),
    })
    .execute()
  if (contact !== undefined)
    await ctx.district.post.send({
      to: contact,
      kind: 'sign-in-code',
      params: { code, account: member.account },
    })
  return {
    url: `/welcome/${token}`,
    expiresAt,
    ...(contact !== undefined && { sentTo: maskedContact(contact) }),
  }
}

export async function linkByToken(
  ctx: Context,
  read: ReadDb,
  token: string,
  options: { lock?: boolean } = {},
): Promise<PersonLinkTable | undefined> {
  const digest = tokenDigest(ctx.district.keys, token)
  const found = await sql<PersonLinkTable>`
    select * from person_link where district_id = ${read.district} and token_digest = ${digest} ${options.lock ? sql`for update` : sql``}
  `.execute(read.query)
  return found.rows[0]
}
