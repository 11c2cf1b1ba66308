import { sql } from 'kysely'
import { tablesOf, type WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import {
  codeDigest,
  LINKS_A_DAY,
  linkSecrets,
  linkSpan,
  maskedContact,
  tokenDigest,
} from '../../../platform/links.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { kindOf, packOf } from '../../../spine/pack.ts'
import { contactOf, findProfile, membersOf } from '../../../spine/registry/index.ts'
import { personsContract } from '../contract.ts'
import { invitationView, linkOf } from '../reads/index.ts'
import { type InvitationRow, type InvitationTables, invitationKind } from '../tables.ts'

/** How many invitations went to a person lately, under whichever of his records. */
async function invitedLately(tx: WriteTx, members: readonly string[], lately: string): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from invitation_link l join invitation i on i.district_id = l.district_id and i.id = l.invitation_id
    where l.district_id = ${tx.district} and i.person_id = any(${members as string[]}::uuid[]) and l.issued_at > ${lately}::timestamptz
  `.execute(tx.query)
  return found.rows[0]?.n ?? 0
}

/** Puts away an invitation, its address and the page it opened. */
async function putAway(tx: WriteTx, ctx: Context, before: InvitationRow): Promise<Happened> {
  await sql`
    update invitation_link set state = 'revoked', session_digest = null where district_id = ${tx.district} and invitation_id = ${before.id}::uuid
  `.execute(tx.query)
  return happened(invitationKind, {
    name: 'person.invitation-revoked',
    day: ctx.clock.today(),
    before,
    after: { ...before, version: newId(), state: 'revoked' },
  })
}

/** Invitations of a person that still lead anywhere; the newest one counts, so the others go. */
async function standing(tx: WriteTx, members: readonly string[]): Promise<InvitationRow[]> {
  const found = await sql<{ row: InvitationRow }>`
    select row from invitation where district_id = ${tx.district} and person_id = any(${members as string[]}::uuid[]) and state <> 'revoked' for update
  `.execute(tx.query)
  return found.rows.map(({ row }) => row)
}

export const invitePerson = verb(personsContract.invite, async (tx, ctx, { kind: kindId, id, way }) => {
  const kind = kindOf(ctx, kindId)
  if (!kind.person) throw refuse('not-a-person', { kind: kindId })
  allow(ctx, 'person.invite', {})
  const person = await findProfile(ctx, tx, id, kindId)
  const members = await membersOf(tx, person.subject_id)
  const { expiresAt, lately } = linkSpan(ctx.clock.now())
  if ((await invitedLately(tx, members, lately)) >= LINKS_A_DAY)
    throw refuse('too-many', { limit: LINKS_A_DAY })
  const contact = await contactOf(ctx, tx, person.subject_id)
  // Without a contact of his own nobody could tell whether it is he who opens the page.
  if (contact === undefined) throw refuse('no-own-contact', {})
  const earlier = []
  for (const row of await standing(tx, members)) earlier.push(await putAway(tx, ctx, row))
  const today = ctx.clock.today()
  const secrets = linkSecrets()
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  const invitation: InvitationRow = {
    id: newId(),
    version: newId(),
    kind: kindId,
    personId: person.subject_id,
    state: 'waiting',
    way,
    sentTo: maskedContact(contact),
    ...(office !== undefined && { office }),
    invitedBy: ctx.actor.name,
    invitedOn: today,
    expiresAt,
    words: [],
    hands: [ctx.actor.id],
    lastDay: today,
    demonstration: person.demonstration,
  }
  const linkId = newId()
  await tablesOf<InvitationTables>(tx)
    .insertInto('invitation_link')
    .values({
      district_id: tx.district,
      id: linkId,
      invitation_id: invitation.id,
      token_digest: tokenDigest(ctx.district.keys, secrets.token),
      code_digest: codeDigest(ctx.district.keys, linkId, secrets.code),
      session_digest: null,
      expires_at: expiresAt,
      tries: 0,
      state: 'waiting',
      issued_at: ctx.clock.now().toISOString(),
    })
    .execute()
  const path = `/invited/${secrets.token}`
  const params = { code: secrets.code, district: packOf(ctx).pack.name.zh }
  await ctx.district.post.send({
    to: contact,
    kind: 'person-invitation',
    params: way === 'sent' ? { ...params, path } : params,
  })
  return done(
    {
      ...invitationView(ctx, invitation, { state: 'waiting', expires_at: expiresAt }),
      ...(way === 'handed' && { url: path }),
    },
    happened(invitationKind, { name: 'person.invited', day: today, after: invitation }),
    ...earlier,
  )
})

export const revokeInvitation = verb(personsContract.revoke, async (tx, ctx, { id }) => {
  allow(ctx, 'person.invite', {})
  const before = await findObject(tx, invitationKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  if (before.state === 'revoked') throw refuse('already-decided', { state: before.state })
  const event = await putAway(tx, ctx, before)
  const link = await linkOf(tx, id)
  return done(invitationView(ctx, { ...before, state: 'revoked' }, link), event)
})
