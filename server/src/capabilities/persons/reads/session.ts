import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { tokenDigest } from '../../../platform/links.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { kindOf } from '../../../spine/pack.ts'
import { membersOf, rootsOf } from '../../../spine/registry/index.ts'
import { selfName } from '../rules.ts'
import { type InvitationLinkTable, type InvitationRow, invitationKind } from '../tables.ts'

type Found = { readonly link: InvitationLinkTable; readonly invitation: InvitationRow }

async function foundBy(
  ctx: Context,
  read: ReadDb,
  secret: { readonly token: string } | { readonly session: string },
  { lock = false }: { readonly lock?: boolean },
): Promise<Found | undefined> {
  const [column, text] =
    'token' in secret ? ['token_digest', secret.token] : ['session_digest', secret.session]
  const digest = tokenDigest(ctx.district.keys, text)
  const lookUp = async (locking: RawBuilder<unknown>) =>
    (
      await sql<InvitationLinkTable>`
        select * from invitation_link where district_id = ${read.district} and ${sql.ref(column)} = ${digest} ${locking}
      `.execute(read.query)
    ).rows[0]
  const first = await lookUp(sql``)
  // The invitation before its address, as everybody locks them.
  const invitation = first && (await findObject(read, invitationKind, first.invitation_id, { lock }))
  const link = lock && invitation ? await lookUp(sql`for update`) : first
  return link && invitation && { link, invitation }
}

/** The invitation of an address. */
export const invitationByToken = (
  ctx: Context,
  read: ReadDb,
  token: string,
  options: { lock?: boolean } = {},
) => foundBy(ctx, read, { token }, options)

/** What a person may do by his own page: with his own record, and nothing else. */
const OWN = ['registry.read', 'registry.write', 'personal.read', 'match.read'] as const

export type OwnSession = Found & {
  /** The record as it shows today: he may have been entered twice, and merged since. */
  readonly personId: string
  /** The same context with the person as its actor. What he is called stays out of the ledger. */
  readonly own: Context
}

/** The session that an opened page bears; refuses one that is none, is over or was put away. */
export async function ownSession(
  ctx: Context,
  read: ReadDb,
  session: string,
  options: { lock?: boolean } = {},
): Promise<OwnSession> {
  const found = await foundBy(ctx, read, { session }, options)
  if (!found) throw refuse('not-found')
  const { link, invitation } = found
  if (invitation.state === 'revoked') throw refuse('link-revoked', {})
  if (link.expires_at <= ctx.clock.now().toISOString()) throw refuse('link-expired', {})
  const personId =
    (await rootsOf(read, [invitation.personId])).get(invitation.personId) ?? invitation.personId
  const actor: Actor = {
    kind: 'enterprise',
    id: invitation.id,
    name: selfName(kindOf(ctx, invitation.kind)),
    party: personId,
    parties: await membersOf(read, personId),
    channel: 'link',
    grants: OWN.map((ability) => ({ ability, if: 'own-party' as const })),
  }
  return { ...found, personId, own: { ...ctx, request: {}, actor } }
}
