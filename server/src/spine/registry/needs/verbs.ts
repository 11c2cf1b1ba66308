import { sql } from 'kysely'
import { z } from 'zod'
import type { WriteTx } from '../../../platform/db/database.ts'
import { tablesOf } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/ids.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import {
  codeDigest,
  isCodeOf,
  LINK_TRIES,
  LINKS_A_DAY,
  linkSecrets,
  linkSpan,
  maskedContact,
  stateOfLink,
  tokenDigest,
} from '../../../platform/links.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { besideMerges, membersOf, rootsOf } from '../duplicates/joined.ts'
import { contactOf } from '../reads/facts.ts'
import { findProfile, profilesById, type StoredProfile } from '../reads/profiles.ts'
import { standingOf } from '../standing.ts'
import { askAnswered, closeLink, needKindOf, settledAsks, stateAnswer } from './answer.ts'
import { type AskRow, askKind } from './ask.ts'
import { needsContract } from './contract.ts'
import { askByToken, askedLately } from './links.ts'
import type { Said } from './rules.ts'
import type { NeedTables } from './tables.ts'

type Skipped = { needId: string; name: string; why: 'no-holder' | 'no-contact' | 'too-many' | 'not-found' }
type Made = {
  ask: AskRow
  happened: Happened[]
  url?: string
}

/** Most holders asked in one go: each may be a letter sent. */
const HOLDERS = 50

/** Puts away requests that still wait about any of these needs: the newest one counts. */
async function revokeWaiting(tx: WriteTx, ctx: Context, needIds: readonly string[]): Promise<Happened[]> {
  const found = await sql<{ row: AskRow }>`
    select row from need_ask where district_id = ${tx.district} and state = 'waiting' and need_ids && ${needIds as string[]}::uuid[] for update
  `.execute(tx.query)
  for (const { row } of found.rows) await closeLink(tx, row.id, 'revoked')
  return found.rows.map(({ row: before }) =>
    happened(askKind, {
      name: 'need.ask-revoked',
      day: ctx.clock.today(),
      before,
      after: { ...before, version: newId(), state: 'revoked' },
    }),
  )
}

type Asking = {
  readonly kind: string
  readonly party: StoredProfile
  readonly needs: readonly StoredProfile[]
  readonly way: 'sent' | 'handed'
}

/** One request to one holder: its address, and the code that goes another way. */
async function askHolder(
  tx: WriteTx,
  ctx: Context,
  { kind, party, needs, way }: Asking,
): Promise<Made | Skipped['why']> {
  const { expiresAt, lately } = linkSpan(ctx.clock.now())
  if ((await askedLately(tx, party.subject_id, lately)) >= LINKS_A_DAY) return 'too-many'
  const contact = await contactOf(ctx, tx, party.subject_id)
  if (way === 'sent' && contact === undefined) return 'no-contact'
  // An address that goes straight to the holder is the secret itself; one that passes through an officer's hands needs another.
  const code = way === 'handed' && contact !== undefined
  const today = ctx.clock.today()
  const secrets = linkSecrets()
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  const ask: AskRow = {
    id: newId(),
    version: newId(),
    kind,
    party: { id: party.subject_id, name: party.name },
    title: party.name,
    needs: needs.map((need) => ({ id: need.subject_id, title: need.name })),
    state: 'waiting',
    way,
    code,
    ...(contact !== undefined && { sentTo: maskedContact(contact) }),
    ...(office !== undefined && { office }),
    askedBy: ctx.actor.name,
    askedOn: today,
    expiresAt,
    answers: [],
    hands: [ctx.actor.id],
    lastDay: today,
    demonstration: party.demonstration,
  }
  const linkId = newId()
  const earlier = await revokeWaiting(
    tx,
    ctx,
    ask.needs.map((need) => need.id),
  )
  await tablesOf<NeedTables>(tx)
    .insertInto('ask_link')
    .values({
      district_id: tx.district,
      id: linkId,
      ask_id: ask.id,
      token_digest: tokenDigest(ctx.district.keys, secrets.token),
      code_digest: code ? codeDigest(ctx.district.keys, linkId, secrets.code) : '',
      expires_at: expiresAt,
      tries: 0,
      state: 'waiting',
      issued_at: ctx.clock.now().toISOString(),
    })
    .execute()
  const path = `/reconfirm/${secrets.token}`
  if (contact !== undefined)
    await ctx.district.post.send(
      way === 'sent'
        ? {
            to: contact,
            kind: 'need-reconfirmation',
            params: { path, party: party.name, needs: String(needs.length) },
          }
        : {
            to: contact,
            kind: 'confirmation-code',
            params: { code: secrets.code, party: party.name, needs: String(needs.length) },
          },
    )
  return {
    ask,
    happened: [...earlier, happened(askKind, { name: 'need.asked', day: today, after: ask })],
    ...(way === 'handed' && { url: path }),
  }
}

/** Asks the holders of needs to say again that they stand. Needs whose holder nobody knows, or who cannot be reached so, are named. */
export const askNeeds = verb(needsContract.ask, async (tx, ctx, { kind, needIds, way }) => {
  needKindOf(ctx, kind)
  allow(ctx, 'need.ask', {})
  await besideMerges(tx)
  const found = new Map(
    (await profilesById(tx, [...new Set(needIds)])).map((need) => [need.subject_id, need]),
  )
  const skipped: Skipped[] = []
  const byHolder = new Map<string, StoredProfile[]>()
  for (const id of new Set(needIds)) {
    const need = found.get(id)
    if (need?.kind !== kind) skipped.push({ needId: id, name: '', why: 'not-found' })
    else if (need.holder_id === null) skipped.push({ needId: id, name: need.name, why: 'no-holder' })
    else byHolder.set(need.holder_id, [...(byHolder.get(need.holder_id) ?? []), need])
  }
  if (byHolder.size > HOLDERS) throw refuse('too-many', { limit: HOLDERS })
  const parties = new Map((await profilesById(tx, [...byHolder.keys()])).map((one) => [one.subject_id, one]))
  const made: Made[] = []
  for (const [holderId, needs] of byHolder) {
    const party = parties.get(holderId)
    const outcome = party ? await askHolder(tx, ctx, { kind, party, needs, way }) : 'no-holder'
    if (typeof outcome !== 'string') made.push(outcome)
    else skipped.push(...needs.map((need) => ({ needId: need.subject_id, name: need.name, why: outcome })))
  }
  const [first, ...rest] = made.flatMap((one) => one.happened)
  if (!first)
    throw refuse('nobody-to-ask', { why: [...new Set(skipped.map((one) => one.why))], n: skipped.length })
  return done(
    {
      asks: made.map(({ ask, url }) => ({
        id: ask.id,
        party: { ...ask.party },
        needs: ask.needs.map((need) => ({ ...need })),
        ...(url !== undefined && { url }),
        ...(ask.sentTo !== undefined && { sentTo: ask.sentTo }),
        code: ask.code,
        expiresAt: ask.expiresAt,
      })),
      skipped,
    },
    first,
    ...rest,
  )
})

export const revokeAsk = verb(needsContract.revoke, async (tx, ctx, { id }) => {
  allow(ctx, 'need.ask', {})
  const before = await findObject(tx, askKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  if (before.state !== 'waiting') throw refuse('already-decided', { state: before.state })
  await closeLink(tx, id, 'revoked')
  const after: AskRow = { ...before, version: newId(), state: 'revoked' }
  return done(
    { id, state: 'revoked' as const },
    happened(askKind, { name: 'need.ask-revoked', day: ctx.clock.today(), before, after }),
  )
})

/** Loads a need for an answer about it, locked against two answers at once. */
async function lockedNeed(tx: WriteTx, ctx: Context, id: string, kind: string): Promise<StoredProfile> {
  await besideMerges(tx)
  // Requests before the need, as answers that come through an address lock them.
  await sql`
    select 1 from need_ask where district_id = ${tx.district} and state = 'waiting' and need_ids @> array[${id}::uuid] order by id for update
  `.execute(tx.query)
  await sql`select 1 from profile where district_id = ${tx.district} and subject_id = ${id}::uuid for update`.execute(
    tx.query,
  )
  return findProfile(ctx, tx, id, kind)
}

const standingAfter = (ctx: Context, kind: string, answer: Said['answer'], until: string | undefined) =>
  answer === 'still' && until !== undefined
    ? standingOf(
        needKindOf(ctx, kind),
        { facts: { [needKindOf(ctx, kind).expiresFact]: until } },
        ctx.clock.today(),
      ).standing
    : answer === 'filled'
      ? ('filled' as const)
      : ('dropped' as const)

/** The holder itself speaks, whatever a pack grants to whom: by its own sign-in here. */
export const confirmNeed = verb(needsContract.confirm, async (tx, ctx, { id, kind, ...said }) => {
  if (ctx.actor.kind !== 'enterprise') throw refuse('own-issue', { ability: 'need.confirm' })
  needKindOf(ctx, kind)
  const need = await lockedNeed(tx, ctx, id, kind)
  allow(ctx, 'need.confirm', { party: need.holder_id ?? undefined })
  mustMatch(ctx, need.version)
  const { channel } = ctx.actor
  const [holder] = await profilesById(tx, need.holder_id === null ? [] : [need.holder_id])
  const source = holder?.name || ctx.actor.name
  const stated = await stateAnswer(tx, ctx, { need, said, channel, source })
  const settled = channel === 'sign-in' ? await settledAsks(tx, ctx, id, said.answer) : []
  return done(
    {
      id,
      version: stated.version,
      standing: standingAfter(ctx, kind, said.answer, stated.until),
      ...(stated.until !== undefined && { until: stated.until }),
    },
    stated.happened,
    ...settled,
  )
})

/** What an officer was told. It stands as told to an office, and the request to the holder stays open: only the holder answers that. */
export const recordNeed = verb(needsContract.record, async (tx, ctx, { id, kind, source, ...said }) => {
  needKindOf(ctx, kind)
  const need = await lockedNeed(tx, ctx, id, kind)
  // Nobody writes "an office was told" for his own enterprise: it has its own word.
  if (ctx.actor.kind === 'enterprise') throw refuse('own-issue', { ability: 'need.record' })
  allow(ctx, 'registry.write', { party: need.holder_id ?? undefined })
  mustMatch(ctx, need.version)
  const stated = await stateAnswer(tx, ctx, { need, said, channel: 'office', source })
  return done(
    {
      id,
      version: stated.version,
      standing: standingAfter(ctx, kind, said.answer, stated.until),
      ...(stated.until !== undefined && { until: stated.until }),
    },
    stated.happened,
  )
})

const zTried = z.object({
  wrong: z.boolean(),
  triesLeft: z.number(),
  answered: needsContract.answer.output.shape.answered,
  left: z.number(),
})
type Tried = z.infer<typeof zTried>

/** Trying a code: a wrong one is counted, and the count stays, so it is a result here and no refusal; the route turns it into one. */
const tryAnswer = { ...needsContract.answer, output: zTried } as const

/** Answers that come through the address of a request. A session of an office is refused, whoever passed the address on. */
export const answerAsk = verb(tryAnswer, async (tx, ctx, { token, code, answers }) => {
  if (ctx.actor.kind === 'person') throw refuse('own-issue', { ability: 'need.confirm' })
  await besideMerges(tx)
  const found = await askByToken(ctx, tx, token, { lock: true })
  if (!found) throw refuse('not-found')
  const { link, ask } = found
  const state = stateOfLink(link, ctx.clock.now())
  if (state !== 'waiting') throw refuse(`link-${state}`, {})
  const today = ctx.clock.today()
  const about = { kind: 'ask-link', id: link.id }
  if (ask.code && (code === undefined || !isCodeOf(ctx.district.keys, link, code))) {
    const tries = link.tries + 1
    await sql`update ask_link set tries = ${tries}, state = ${tries >= LINK_TRIES ? 'locked' : 'waiting'} where district_id = ${tx.district} and id = ${link.id}::uuid`.execute(
      tx.query,
    )
    return done<Tried>(
      {
        wrong: true,
        triesLeft: LINK_TRIES - tries,
        answered: [],
        left: ask.needs.length - ask.answers.length,
      },
      { name: 'link.refused', about, day: today, after: { ask: ask.id, tries } },
    )
  }
  const named = new Set(answers.map((one) => one.needId))
  if (named.size !== answers.length)
    throw refuse('bad-input', { issues: [{ path: 'answers', code: 'twice' }] })
  const party = (await rootsOf(tx, [ask.party.id])).get(ask.party.id) ?? ask.party.id
  const inside: Context = {
    ...ctx,
    request: {},
    actor: {
      kind: 'enterprise',
      id: link.id,
      name: ask.party.name,
      party,
      parties: await membersOf(tx, party),
      channel: ask.way === 'sent' || ask.code ? 'link' : 'handed',
      grants: ['registry.read', 'need.confirm'].map((ability) => ({ ability, if: 'own-party' as const })),
    },
  }
  let after = ask
  const answered: Tried['answered'] = []
  for (const { needId, ...said } of answers) {
    if (!ask.needs.some((need) => need.id === needId)) throw refuse('not-found')
    if (after.answers.some((one) => one.needId === needId)) throw refuse('already-decided', { need: needId })
    const { until } = await confirmNeed(inside, { id: needId, kind: ask.kind, ...said })
    after = askAnswered(ctx, after, needId, said.answer)
    answered.push({ needId, answer: said.answer, ...(until !== undefined && { until }) })
  }
  if (after.state === 'answered') await closeLink(tx, ask.id, 'used')
  return done<Tried>(
    { wrong: false, triesLeft: 0, answered, left: after.needs.length - after.answers.length },
    happened(askKind, { name: 'need.ask-answered', day: today, before: ask, after }),
  )
})
