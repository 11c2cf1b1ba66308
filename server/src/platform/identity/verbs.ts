import { sql } from 'kysely'
import { z } from 'zod'
import { may } from '../abilities.ts'
import { asOwner, tablesOf, type WriteTx } from '../db/database.ts'
import { contractOf, zById } from '../http/contract.ts'
import { isCodeOf, LINK_TRIES, stateOfLink } from '../links.ts'
import { refuse } from '../refusals.ts'
import type { Context } from '../verb/context.ts'
import { done, type Happened, mustMatch, verb } from '../verb/verb.ts'
import {
  endSessions,
  ensureSignIn,
  homeOf,
  isPassword,
  isWeak,
  withPassword,
  writePassword,
} from './accounts.ts'
import { attemptsIn } from './attempts.ts'
import { identityContract } from './contract.ts'
import { linkByToken, makeLink, revokeLinks } from './links.ts'
import { KEEPS, keeps, type Organisation } from './organisation.ts'
import { actorOf, membersOf } from './people.ts'
import { memberView, versionOf } from './reads.ts'
import type { IdentityTables, MemberTable } from './tables.ts'

type Place = { readonly office: string | null; readonly party: { id: string; name: string } | null }

/** The role, and the office or the party it is held for. */
async function placeOf(
  tx: WriteTx,
  ctx: Context,
  organisation: Organisation,
  wanted: { role: string; office?: string | undefined; partyId?: string | undefined },
): Promise<Place> {
  const role = organisation.roles(ctx).find((one) => one.id === wanted.role)
  if (!role) throw refuse('no-such-role', { role: wanted.role })
  if (role.party) {
    if (wanted.partyId === undefined) throw refuse('no-party', { role: role.id })
    const party = await organisation.party(tx, ctx, wanted.partyId)
    if (!party) throw refuse('not-found', { party: wanted.partyId })
    return { office: null, party }
  }
  if (wanted.partyId !== undefined) throw refuse('role-kind', { role: role.id })
  const office = wanted.office ?? role.office
  if (office === undefined || !organisation.offices(ctx).some((one) => one.id === office))
    throw refuse('no-office', { ...(office !== undefined && { office }) })
  return { office, party: null }
}

const said = (member: MemberTable) => ({
  role: member.role,
  ...(member.office !== null && { office: member.office }),
  ...(member.party_id !== null && { party: member.party_id }),
})

const event = (
  ctx: Context,
  name: string,
  userId: string,
  more: Pick<Happened, 'before' | 'after'> = {},
): Happened => ({ name, about: { kind: 'person', id: userId }, day: ctx.clock.today(), ...more })

async function update(tx: WriteTx, member: MemberTable): Promise<void> {
  await tablesOf<IdentityTables>(tx)
    .updateTable('member')
    .set({ name: member.name, role: member.role, office: member.office, active: member.active })
    .where('district_id', '=', tx.district)
    .where('user_id', '=', member.user_id)
    .execute()
}

/** Inside only: the holder of a link sets his password. */
const internal = contractOf({
  setPassword: {
    name: 'password.set',
    method: 'POST',
    path: '/-',
    ability: 'public',
    body: zById.extend({ password: z.string() }),
    output: zById,
  },
})

/** Everything that is done to people, all of it in the ledger. */
export function peopleVerbs(organisation: Organisation) {
  const roleOf = (ctx: Context, id: string) => organisation.roles(ctx).find((one) => one.id === id)

  /**
   * Everybody, kept still until the verb ends: two keepers who stop each other at once take turns. Whoever was stopped, or lost the role, a
   * moment ago keeps nobody any more, whatever his session still believes.
   */
  async function everybody(tx: WriteTx, ctx: Context): Promise<MemberTable[]> {
    await sql`select 1 from member where district_id = ${tx.district} order by user_id for update`.execute(
      tx.query,
    )
    const members = await membersOf(tx)
    if (ctx.actor.kind === 'system' && may(ctx.actor, KEEPS, {})) return members
    const self = members.find((one) => one.user_id === ctx.actor.id)
    if (!self?.active || !keeps(roleOf(ctx, self.role))) throw refuse('not-allowed', { ability: KEEPS })
    return members
  }

  /** Somebody else: nobody raises himself, stops himself, or makes his own link. */
  function other(ctx: Context, members: readonly MemberTable[], id: string): MemberTable {
    const found = members.find((one) => one.user_id === id)
    if (!found) throw refuse('not-found')
    if (id === ctx.actor.id) throw refuse('own-account', {})
    return found
  }

  /** Refuses what would leave a district in which nobody can give a role to anybody. */
  async function keepersLeft(
    tx: WriteTx,
    ctx: Context,
    members: readonly MemberTable[],
    changed: MemberTable,
  ) {
    const after = members.map((one) => (one.user_id === changed.user_id ? changed : one))
    const keepers = after
      .filter((one) => one.active && keeps(roleOf(ctx, one.role)))
      .map((one) => one.user_id)
    const ready = await asOwner(tx, (query) => withPassword(query, keepers))
    if (ready.size === 0 && members.some((one) => one.active && keeps(roleOf(ctx, one.role))))
      throw refuse('last-administrator', {})
  }

  async function mustBeHome(tx: WriteTx, member: MemberTable): Promise<void> {
    const home = await asOwner(tx, (query) => homeOf(query, member.user_id))
    if (home !== tx.district) throw refuse('foreign-account', { account: member.account })
  }

  const view = (tx: WriteTx, ctx: Context, member: MemberTable) => memberView(tx, ctx, organisation, member)

  const addPerson = verb(identityContract.add, async (tx, ctx, input) => {
    const members = await everybody(tx, ctx)
    if (members.some((one) => one.account === input.account))
      throw refuse('account-exists', { account: input.account })
    const { office, party } = await placeOf(tx, ctx, organisation, input)
    const { userId, made, home } = await asOwner(tx, async (query) => {
      const person = { account: input.account, name: input.name, home: tx.district }
      const { userId, made } = await ensureSignIn(query, person)
      return { userId, made, home: await homeOf(query, userId) }
    })
    // A sign-in with a password of its own would speak for the enterprise without the code that went to it.
    if (party && !made) throw refuse('account-exists', { account: input.account })
    const member: MemberTable = {
      district_id: tx.district,
      user_id: userId,
      name: input.name,
      account: input.account,
      role: input.role,
      office,
      party_id: party?.id ?? null,
      party_name: party?.name ?? null,
      active: true,
      demonstration: false,
    }
    await tablesOf<IdentityTables>(tx).insertInto('member').values(member).execute()
    const link = home === tx.district ? await makeLink(tx, ctx, organisation, member) : undefined
    return done(
      { id: userId, ...(link && { link }) },
      event(ctx, 'member.added', userId, { after: said(member) }),
      ...(link ? [event(ctx, 'member.link-made', userId)] : []),
    )
  })

  const changePerson = verb(identityContract.change, async (tx, ctx, input) => {
    const members = await everybody(tx, ctx)
    const before = other(ctx, members, input.id)
    mustMatch(ctx, versionOf(before))
    const role = input.role ?? before.role
    // An officer does not become an enterprise's voice, nor the other way round: that is another sign-in, with its own code.
    if ((roleOf(ctx, role)?.party === true) !== (before.party_id !== null))
      throw refuse('role-kind', { role })
    const place =
      before.party_id === null
        ? await placeOf(tx, ctx, organisation, {
            role,
            office: input.office ?? (input.role === undefined ? (before.office ?? undefined) : undefined),
          })
        : { office: null }
    const after: MemberTable = { ...before, name: input.name ?? before.name, role, office: place.office }
    await keepersLeft(tx, ctx, members, after)
    await update(tx, after)
    return done(
      await view(tx, ctx, after),
      event(ctx, 'member.changed', input.id, {
        before: { ...said(before), name: before.name },
        after: { ...said(after), name: after.name },
      }),
    )
  })

  const stopPerson = verb(identityContract.stop, async (tx, ctx, input) => {
    const members = await everybody(tx, ctx)
    const before = other(ctx, members, input.id)
    if (!before.active) throw refuse('member-state', { active: false })
    const after: MemberTable = { ...before, active: false }
    await keepersLeft(tx, ctx, members, after)
    await update(tx, after)
    await revokeLinks(tx, input.id)
    await asOwner(tx, async (query) => {
      if ((await homeOf(query, input.id)) === tx.district) await endSessions(query, input.id)
    })
    return done(
      await view(tx, ctx, after),
      event(ctx, 'member.stopped', input.id, { after: { ...said(after), reason: input.reason } }),
    )
  })

  const resumePerson = verb(identityContract.resume, async (tx, ctx, input) => {
    const before = other(ctx, await everybody(tx, ctx), input.id)
    if (before.active) throw refuse('member-state', { active: true })
    const after: MemberTable = { ...before, active: true }
    await update(tx, after)
    return done(await view(tx, ctx, after), event(ctx, 'member.resumed', input.id, { after: said(after) }))
  })

  const linkPerson = verb(identityContract.link, async (tx, ctx, input) => {
    const member = other(ctx, await everybody(tx, ctx), input.id)
    if (!member.active) throw refuse('member-state', { active: false })
    await mustBeHome(tx, member)
    const link = await makeLink(tx, ctx, organisation, member)
    return done(link, event(ctx, 'member.link-made', input.id))
  })

  /** His own too: signing out everywhere raises nobody. */
  const endPersonSessions = verb(identityContract.endSessions, async (tx, ctx, input) => {
    const member = (await everybody(tx, ctx)).find((one) => one.user_id === input.id)
    if (!member) throw refuse('not-found')
    await mustBeHome(tx, member)
    const ended = await asOwner(tx, (query) => endSessions(query, input.id))
    return done({ ended }, event(ctx, 'member.sessions-ended', input.id, { after: { ended } }))
  })

  const setPassword = verb(internal.setPassword, async (tx, ctx, input) => {
    await asOwner(tx, async (query) => {
      await writePassword(query, input.id, input.password)
      await endSessions(query, input.id)
    })
    return done({ id: input.id }, event(ctx, 'member.password-set', input.id))
  })

  /** Using a link. A wrong code is counted, and the count stays, so it is a result here; the route turns it into a refusal. */
  const useLink = verb({ ...identityContract.setPassword, output: zUsed }, async (tx, ctx, input) => {
    const link = await linkByToken(ctx, tx, input.token, { lock: true })
    if (!link) throw refuse('not-found')
    const state = stateOfLink(link, ctx.clock.now())
    if (state !== 'waiting') throw refuse(`link-${state}`, {})
    const member = (await membersOf(tx)).find((one) => one.user_id === link.user_id)
    if (!member?.active) throw refuse('link-revoked', {})
    await mustBeHome(tx, member)
    if (isWeak(input.password, member.account)) throw refuse('weak-password', {})
    if (link.code_digest !== null) {
      // Whoever sits in an office with a session of his own does not become an enterprise's voice, whatever code he holds.
      if (ctx.actor.kind === 'person') throw refuse('own-issue', { ability: 'order.confirm' })
      if (!isCodeOf(ctx.district.keys, { id: link.id, code_digest: link.code_digest }, input.code ?? '')) {
        const tries = link.tries + 1
        await sql`update person_link set tries = ${tries}, state = ${tries >= LINK_TRIES ? 'locked' : 'waiting'} where district_id = ${tx.district} and id = ${link.id}::uuid`.execute(
          tx.query,
        )
        return done<Used>(
          { outcome: 'wrong', triesLeft: LINK_TRIES - tries },
          event(ctx, 'member.code-refused', member.user_id, { after: { tries } }),
        )
      }
    }
    await sql`update person_link set state = 'used' where district_id = ${tx.district} and id = ${link.id}::uuid`.execute(
      tx.query,
    )
    // The link's holder is that person now: what he does stands in his own name.
    await setPassword(
      { ...ctx, request: {}, actor: actorOf(member, []) },
      { id: member.user_id, password: input.password },
    )
    return done<Used>(
      { outcome: 'set', account: member.account },
      event(ctx, 'member.link-used', member.user_id),
    )
  })

  /** One's own, by saying the one that there is. All other sessions end, for that may be why it is changed. */
  const changeOwnPassword = verb(identityContract.changePassword, async (tx, ctx, input) => {
    const member = (await membersOf(tx)).find((one) => one.user_id === ctx.actor.id && one.active)
    if (!member) throw refuse('not-found')
    const right = await asOwner(tx, (query) => isPassword(query, member.user_id, input.current))
    if (right === undefined) throw refuse('no-password', {})
    if (!right) throw refuse('wrong-password', {})
    if (isWeak(input.password, member.account)) throw refuse('weak-password', {})
    await asOwner(tx, async (query) => {
      await writePassword(query, member.user_id, input.password)
      await endSessions(query, member.user_id)
    })
    return done({ account: member.account }, event(ctx, 'member.password-changed', member.user_id))
  })

  return {
    addPerson,
    changePerson,
    stopPerson,
    resumePerson,
    linkPerson,
    endPersonSessions,
    useLink,
    changeOwnPassword,
  }
}

const zUsed = z.union([
  z.object({ outcome: z.literal('set'), account: z.string() }),
  z.object({ outcome: z.literal('wrong'), triesLeft: z.number() }),
])
type Used = z.infer<typeof zUsed>

/** The attempts at one's own password in an open session are counted like those at the door. */
export const ownAttempts = (ctx: Context) => {
  const attempts = attemptsIn(ctx.district.database, ctx.district.keys, ctx.clock)
  return attempts.admit(`own password of ${ctx.actor.id}`, undefined)
}
