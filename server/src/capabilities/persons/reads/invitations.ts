import { sql } from 'kysely'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { LINK_TRIES, stateOfLink } from '../../../platform/links.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../../spine/pack.ts'
import { findProfile, membersOf } from '../../../spine/registry/index.ts'
import type { Invitation, personsContract } from '../contract.ts'
import { invitationState } from '../rules.ts'
import { type InvitationLinkTable, type InvitationRow, invitationKind } from '../tables.ts'
import { invitationByToken } from './session.ts'

/** Invitations told beside a record: of earlier ones the ledger knows. */
const SHOWN = 10

export function invitationView(
  ctx: Context,
  row: InvitationRow,
  link: Pick<InvitationLinkTable, 'state' | 'expires_at'> | undefined,
): Invitation {
  return {
    id: row.id,
    state: invitationState(row, link, ctx.clock.now()),
    way: row.way,
    sentTo: row.sentTo,
    invitedBy: row.invitedBy,
    invitedOn: row.invitedOn,
    expiresAt: link?.expires_at ?? row.expiresAt,
    words: row.words.map((word) => ({ ...word })),
  }
}

export async function linkOf(read: ReadDb, invitationId: string): Promise<InvitationLinkTable | undefined> {
  const found = await sql<InvitationLinkTable>`
    select * from invitation_link where district_id = ${read.district} and invitation_id = ${invitationId}::uuid
  `.execute(read.query)
  return found.rows[0]
}

export function listInvitations(ctx: Context, query: InputOf<typeof personsContract.invitations>) {
  return reading(ctx, async (read) => {
    const person = await findProfile(ctx, read, query.id, query.kind)
    const members = await membersOf(read, person.subject_id)
    const found = await sql<{ row: InvitationRow; state: InvitationLinkTable['state']; expires_at: string }>`
      select i.row, l.state, l.expires_at from invitation i
      join invitation_link l on l.district_id = i.district_id and l.invitation_id = i.id
      where i.district_id = ${read.district} and i.person_id = any(${members as string[]}::uuid[]) order by i.id desc limit ${SHOWN}
    `.execute(read.query)
    return {
      rows: found.rows.map(({ row, ...link }) => invitationView(ctx, row, link)),
      abilities: abilitiesOn(ctx.actor, ['person.invite'], {}),
    }
  })
}

/** What the holder of an address sees: who invites, and nothing of the person. */
export function readInvited(ctx: Context, { token }: InputOf<typeof personsContract.invited>) {
  return reading(ctx, async (read) => {
    const found = await invitationByToken(ctx, read, token)
    if (!found) throw refuse('not-found')
    const { link, invitation } = found
    const { pack } = packOf(ctx)
    const state = stateOfLink(link, ctx.clock.now())
    if (state !== 'waiting') return { state, district: pack.name, triesLeft: 0 }
    const office = pack.offices.find((one) => one.id === invitation.office)
    return {
      state,
      district: pack.name,
      triesLeft: LINK_TRIES - link.tries,
      ...(office && { officeLabel: office.label }),
      demonstration: invitation.demonstration,
    }
  })
}

/** What the ledger says of invitations: for those who may invite. It names no person and holds no value. */
export const invitationLedger: LedgerOwner = {
  owns: (_, kind) => kind === invitationKind.kind || kind === 'invitation-link',
  mayRead: (ctx) => ctx.actor.grants.some(({ ability }) => ability === 'person.invite' || ability === '*'),
}
