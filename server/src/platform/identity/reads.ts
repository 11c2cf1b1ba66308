import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { asOwner, type ReadDb, type WriteTx } from '../db/database.ts'
import { LINK_TRIES, stateOfLink } from '../links.ts'
import { refuse } from '../refusals.ts'
import { type Context, reading } from '../verb/context.ts'
import type { InputOf } from '../verb/verb.ts'
import { withPassword } from './accounts.ts'
import type { identityContract, Member } from './contract.ts'
import { linkByToken, waitingLinks } from './links.ts'
import type { Organisation } from './organisation.ts'
import { membersOf } from './people.ts'
import type { MemberTable } from './tables.ts'

/** Of a membership, so that nobody changes what somebody else has changed meanwhile. 16 hex digits. */
export const versionOf = (member: MemberTable): string =>
  createHash('sha256')
    .update(JSON.stringify([member.name, member.role, member.office, member.party_id, member.active]))
    .digest('hex')
    .slice(0, 16)

const labelIn = (list: readonly { id: string; label: { zh: string; en: string } }[], id: string) =>
  list.find((one) => one.id === id)?.label ?? { zh: id, en: id }

/** A member as every screen names him. */
export function personView(ctx: Context, organisation: Organisation, member: MemberTable) {
  return {
    id: member.user_id,
    name: member.name,
    account: member.account,
    role: member.role,
    roleLabel: labelIn(organisation.roles(ctx), member.role),
    ...(member.office !== null && {
      office: member.office,
      officeLabel: labelIn(organisation.offices(ctx), member.office),
    }),
    ...(member.party_id !== null && { party: { id: member.party_id, name: member.party_name ?? '' } }),
  }
}

type Known = {
  readonly ready: ReadonlySet<string>
  readonly links: ReadonlyMap<string, string>
  readonly lastAt?: ReadonlyMap<string, string>
}

/** What may be done to him now; nobody changes himself, and only ends his own sessions. */
function abilitiesOn(ctx: Context, member: MemberTable): string[] {
  const own = member.user_id === ctx.actor.id
  return [
    ...(own ? [] : ['person.change', member.active ? 'person.stop' : 'person.resume']),
    ...(!own && member.active ? ['person.link'] : []),
    ...(member.active ? ['person.end-sessions'] : []),
  ]
}

function viewOf(ctx: Context, organisation: Organisation, member: MemberTable, known: Known): Member {
  const { user_id: id } = member
  return {
    ...personView(ctx, organisation, member),
    active: member.active,
    ready: known.ready.has(id),
    ...(known.links.has(id) && { linkUntil: known.links.get(id) as string }),
    ...(known.lastAt?.has(id) && { lastSignInAt: known.lastAt.get(id) as string }),
    version: versionOf(member),
    abilities: abilitiesOn(ctx, member),
  }
}

/** A member as the list shows him; what a verb answers. */
export async function memberView(
  tx: WriteTx,
  ctx: Context,
  organisation: Organisation,
  member: MemberTable,
): Promise<Member> {
  const ready = await asOwner(tx, (query) => withPassword(query, [member.user_id]))
  return viewOf(ctx, organisation, member, { ready, links: await waitingLinks(ctx, tx) })
}

export function listPeople(organisation: Organisation) {
  return async (ctx: Context) => {
    const { members, links, lastAt } = await reading(ctx, async (db) => {
      const last = await sql<{ about_id: string; at: string }>`
        select about_id, max(recorded_at) as at from ledger where district_id = ${db.district} and name = 'session.opened' group by about_id
      `.execute(db.query)
      return {
        members: await membersOf(db),
        links: await waitingLinks(ctx, db),
        lastAt: new Map(last.rows.map((row) => [row.about_id, row.at])),
      }
    })
    // The sign-in tables are the owner's; asked for outside of the reading, which holds the only session of PGlite.
    const ids = members.map((one) => one.user_id)
    const ready = await withPassword(ctx.district.database.local, ids)
    return {
      rows: members.map((member) => viewOf(ctx, organisation, member, { ready, links, lastAt })),
      abilities: ['person.add'],
    }
  }
}

export function readWelcome(organisation: Organisation) {
  return (ctx: Context, input: InputOf<typeof identityContract.welcome>) =>
    reading(ctx, async (read: ReadDb) => {
      const link = await linkByToken(ctx, read, input.token)
      if (!link) throw refuse('not-found')
      const district = organisation.district(ctx)
      const member = (await membersOf(read)).find((one) => one.user_id === link.user_id)
      const state = member?.active ? stateOfLink(link, ctx.clock.now()) : ('revoked' as const)
      if (!member || state !== 'waiting') return { state, district, triesLeft: 0 }
      const { name, account, roleLabel } = personView(ctx, organisation, member)
      return {
        state,
        district,
        person: { name, account, roleLabel },
        ...(link.sent_to !== null && { codeSentTo: link.sent_to }),
        triesLeft: LINK_TRIES - link.tries,
      }
    })
}
