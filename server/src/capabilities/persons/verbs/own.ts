import { sql } from 'kysely'
import { z } from 'zod'
import type { WriteTx } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { isCodeOf, LINK_TRIES, linkSecrets, stateOfLink, tokenDigest } from '../../../platform/links.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, record, verb } from '../../../platform/verb/verb.ts'
import { declinedByPerson } from '../../../spine/matches/index.ts'
import { kindOf, packOf } from '../../../spine/pack.ts'
import { findProfile, stateFacts } from '../../../spine/registry/index.ts'
import { personsContract } from '../contract.ts'
import { invitationByToken, type OwnSession, ownPage, ownSession, settledWithOffice } from '../reads/index.ts'
import { SESSION_MS, selfName, withWord } from '../rules.ts'
import { invitationKind, type OwnWord } from '../tables.ts'

/** An officer never speaks for the person, whoever passed the address on. */
function mustBeNobodys(ctx: Context, ability: string): void {
  if (ctx.actor.kind === 'person') throw refuse('own-issue', { ability })
}

const zOpened = z.object({
  wrong: z.boolean(),
  triesLeft: z.number(),
  session: z.string(),
  expiresAt: z.string(),
})
type Opened = z.infer<typeof zOpened>

/** Trying a code: a wrong one is counted, and the count stays, so it is a result here and no refusal; the route turns it into one. */
export const openInvitation = verb(
  { ...personsContract.open, output: zOpened } as const,
  async (tx, ctx, { token, code }) => {
    mustBeNobodys(ctx, 'person.invite')
    const found = await invitationByToken(ctx, tx, token, { lock: true })
    if (!found) throw refuse('not-found')
    const { link, invitation } = found
    const state = stateOfLink(link, ctx.clock.now())
    if (state !== 'waiting') throw refuse(`link-${state}`, {})
    const today = ctx.clock.today()
    if (!isCodeOf(ctx.district.keys, link, code)) {
      const tries = link.tries + 1
      await sql`
        update invitation_link set tries = ${tries}, state = ${tries >= LINK_TRIES ? 'locked' : 'waiting'} where district_id = ${tx.district} and id = ${link.id}::uuid
      `.execute(tx.query)
      return done<Opened>(
        { wrong: true, triesLeft: LINK_TRIES - tries, session: '', expiresAt: '' },
        {
          name: 'link.refused',
          about: { kind: 'invitation-link', id: link.id },
          day: today,
          after: { invitation: invitation.id, tries },
        },
      )
    }
    const { token: session } = linkSecrets()
    const now = ctx.clock.now()
    const expiresAt = new Date(now.getTime() + SESSION_MS).toISOString()
    await sql`
      update invitation_link set state = 'used', session_digest = ${tokenDigest(ctx.district.keys, session)}, expires_at = ${expiresAt}::timestamptz
      where district_id = ${tx.district} and id = ${link.id}::uuid
    `.execute(tx.query)
    const after = {
      ...withWord(invitation, newId(), { what: 'opened', day: today, at: now.toISOString() }),
      state: 'opened' as const,
    }
    return done<Opened>(
      { wrong: false, triesLeft: LINK_TRIES, session, expiresAt },
      happened(invitationKind, { name: 'person.invitation-opened', day: today, before: invitation, after }),
    )
  },
)

/** A word of the person: what he said stands in the record or the match, and that he said it, in his invitation. */
async function said(
  tx: WriteTx,
  session: OwnSession,
  word: Omit<OwnWord, 'day' | 'at'>,
  ...events: Happened[]
) {
  const { own: ctx, invitation } = session
  const after = withWord(invitation, newId(), {
    ...word,
    day: ctx.clock.today(),
    at: ctx.clock.now().toISOString(),
  })
  const event = happened(invitationKind, {
    name: `person.${word.what}`,
    day: ctx.clock.today(),
    before: invitation,
    after,
  })
  // The page is read with what he said already in it.
  await record(tx, ctx, events)
  return done(await ownPage({ ...session, own: { ...ctx, tx }, invitation: after }), event)
}

async function opened(tx: WriteTx, ctx: Context, token: string): Promise<OwnSession> {
  mustBeNobodys(ctx, 'registry.write')
  const session = await ownSession(ctx, tx, token, { lock: true })
  return { ...session, own: { ...session.own, tx } }
}

/** States one fact of the person as he said it. */
async function stateOwn(tx: WriteTx, session: OwnSession, fact: string, value: unknown): Promise<void> {
  const { own, invitation, personId } = session
  const person = await findProfile(own, tx, personId, invitation.kind)
  await stateFacts(
    { ...own, request: { expects: person.version } },
    {
      kind: invitation.kind,
      id: person.subject_id,
      values: { [fact]: value as never },
      source: selfName(kindOf(own, invitation.kind)),
    },
  )
}

export const correctOwn = verb(personsContract.correct, async (tx, ctx, { session: token, fact, value }) => {
  const session = await opened(tx, ctx, token)
  const definition = packOf(ctx).facts.get(fact)
  if (definition?.of !== session.invitation.kind) throw refuse('unknown-fact', { key: fact })
  if (settledWithOffice(ctx, session.invitation.kind).has(fact)) throw refuse('settled-with-office', { fact })
  await stateOwn(tx, session, fact, value)
  return said(tx, session, { what: 'corrected', fact })
})

export const consentOwn = verb(personsContract.consent, async (tx, ctx, { session: token, consent }) => {
  const session = await opened(tx, ctx, token)
  const { consentFact } = kindOf(ctx, session.invitation.kind)
  if (consentFact === undefined) throw refuse('unknown-fact', { key: 'consent' })
  await stateOwn(tx, session, consentFact, consent)
  return said(tx, session, { what: consent ? 'consented' : 'refused' })
})

export const declineOwn = verb(
  personsContract.decline,
  async (tx, ctx, { session: token, profile, needId, reason }) => {
    const session = await opened(tx, ctx, token)
    const event = await declinedByPerson(tx, session.own, {
      profile,
      needId,
      offerId: session.personId,
      ...(reason !== undefined && { reason }),
    })
    // That he declined something is told to whoever invited him; which need, to nobody.
    return said(tx, session, { what: 'declined' }, event)
  },
)

export const askErasure = verb(personsContract.askErasure, async (tx, ctx, { session: token }) => {
  const session = await opened(tx, ctx, token)
  if (session.invitation.words.some((word) => word.what === 'erasure-asked'))
    throw refuse('already-decided', { state: 'erasure-asked' })
  return said(tx, session, { what: 'erasure-asked' })
})
