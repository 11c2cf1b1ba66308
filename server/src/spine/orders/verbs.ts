import { mayOrder, type OrderAction } from '@qiongding/lifecycle'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { nextNumber } from '../../platform/db/counter.ts'
import { tablesOf, type WriteTx } from '../../platform/db/database.ts'
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
} from '../../platform/links.ts'
import { refuse } from '../../platform/refusals.ts'
import { allow, type Context } from '../../platform/verb/context.ts'
import { type Done, done, type Happened, happened, mustMatch, verb } from '../../platform/verb/verb.ts'
import { packOf } from '../pack.ts'
import { contactOf } from '../registry/index.ts'
import { type Order, ordersContract } from './contract.ts'
import { linkByToken } from './links.ts'
import { type OrderRow, orderKind } from './order-object.ts'
import { aboutOrder, findOrder, orderView } from './reads.ts'
import { dayProblem } from './rules.ts'
import type { OrderTables } from './tables.ts'

/** What an order is raised for: journeys say it of themselves. */
export type OrderFor = {
  readonly journey?: OrderRow['journey']
  readonly careOffice?: string
  readonly party?: OrderRow['party']
  readonly stages: readonly {
    readonly id: string
    readonly label: { readonly zh: string; readonly en: string }
  }[]
  readonly demonstration: boolean
}

export type NewOrder = {
  readonly element: string
  readonly what: string
  readonly quantity?: number
  readonly unit?: string
  readonly needBy?: string
  readonly office?: string
  readonly blocks?: string
  readonly day?: string
}

/** The number people read aloud: a letter of the element and a running number; elements that share a letter share the numbers. */
async function nextNo(tx: WriteTx, element: string): Promise<string> {
  const letter = element.slice(0, 1).toUpperCase()
  return `${letter}-${String(await nextNumber(tx, `order ${letter}`)).padStart(4, '0')}`
}

/** An order and its first event, for the verb of whoever needs it. */
export async function raisedOrder(
  tx: WriteTx,
  ctx: Context,
  wanted: NewOrder,
  need: OrderFor,
): Promise<{ row: OrderRow; happened: Happened }> {
  const { pack } = packOf(ctx)
  const element = pack.elements.find((one) => one.id === wanted.element)
  if (!element) throw refuse('bad-input', { issues: [{ path: 'element', code: 'unknown' }] })
  const office = wanted.office ?? element.office
  if (!pack.offices.some((one) => one.id === office)) throw refuse('no-office', { office })
  if (!need.party) throw refuse('no-party', {})
  const stage = wanted.blocks === undefined ? undefined : need.stages.find((one) => one.id === wanted.blocks)
  if (wanted.blocks !== undefined && !stage) throw refuse('no-such-stage', { stage: wanted.blocks })
  const today = ctx.clock.today()
  const on = wanted.day ?? today
  if (on > today) throw refuse('day-in-future', { day: on, today })
  const unit = wanted.unit ?? element.unit
  const row: OrderRow = {
    id: uuidv7(),
    version: uuidv7(),
    no: await nextNo(tx, wanted.element),
    element: wanted.element,
    what: wanted.what,
    ...(wanted.quantity !== undefined && { quantity: wanted.quantity, ...(unit !== undefined && { unit }) }),
    ...(need.journey && { journey: need.journey }),
    ...(need.careOffice !== undefined && { careOffice: need.careOffice }),
    party: need.party,
    office,
    ...(stage && { blocks: { stage: stage.id, label: stage.label } }),
    state: 'raised',
    raisedOn: on,
    ...(wanted.needBy !== undefined && { needBy: wanted.needBy }),
    disputes: 0,
    hands: ctx.actor.kind === 'person' ? [ctx.actor.id] : [],
    fileIds: [],
    lastDay: on,
    demonstration: need.demonstration,
  }
  return { row, happened: happened(orderKind, { name: 'order.raised', day: on, after: row }) }
}

type Step = {
  readonly ability: string
  readonly action: OrderAction
  readonly event: string
  readonly day?: string | undefined
  readonly change?: (row: OrderRow, on: string) => Partial<OrderRow>
}

/** One step of an order's life: loaded and locked, allowed, open in its state, dated in order, written, said. */
async function step(
  tx: WriteTx,
  ctx: Context,
  id: string,
  { ability, action, event, day, change }: Step,
): Promise<Done<Order>> {
  const before = await findOrder(ctx, tx, id, { lock: true })
  allow(ctx, ability, aboutOrder(before))
  mustMatch(ctx, before.version)
  const allowed = mayOrder(before.state, action)
  if (!allowed.ok) throw refuse('order-state', { state: before.state, reason: allowed.code })
  const today = ctx.clock.today()
  const on = day ?? today
  const problem = dayProblem(before, on, today)
  if (problem) throw refuse(problem, { day: on, last: before.lastDay, today })
  const hands =
    ctx.actor.kind === 'person' && !before.hands.includes(ctx.actor.id)
      ? [...before.hands, ctx.actor.id]
      : before.hands
  const after: OrderRow = {
    ...before,
    version: uuidv7(),
    state: allowed.to,
    hands,
    lastDay: on,
    ...change?.(before, on),
  }
  return done(orderView(ctx, after, today), happened(orderKind, { name: event, day: on, before, after }))
}

export const acceptOrder = verb(ordersContract.accept, (tx, ctx, input) => {
  const { id, day } = input
  return step(tx, ctx, id, {
    ability: 'order.accept',
    action: 'accept',
    event: 'order.accepted',
    day,
    change: (_, on) => ({ acceptedOn: on }),
  })
})

export const commitOrder = verb(ordersContract.commit, (tx, ctx, input) => {
  const { id, day, promisedOn } = input
  if (promisedOn < (day ?? ctx.clock.today()))
    throw refuse('bad-input', { issues: [{ path: 'promisedOn', code: 'before-today' }] })
  return step(tx, ctx, id, {
    ability: 'order.commit',
    action: 'commit',
    event: 'order.committed',
    day,
    change: () => ({ promisedOn, ...NOT_DELIVERED }),
  })
})

/** A new promise re-opens a disputed order: what was delivered before does not count. */
const NOT_DELIVERED = {
  deliveredOn: undefined,
  confirmedOn: undefined,
  channel: undefined,
} as unknown as Partial<OrderRow>

export const deliverOrder = verb(ordersContract.deliver, async (tx, ctx, input) => {
  const { id, day, fileIds } = input
  const files = await ctx.district.files.about(tx, fileIds)
  if (files.size !== new Set(fileIds).size) throw refuse('no-such-evidence', {})
  return step(tx, ctx, id, {
    ability: 'order.deliver',
    action: 'deliver',
    event: 'order.delivered',
    day,
    change: (row, on) => ({ deliveredOn: on, fileIds: [...row.fileIds, ...fileIds] }),
  })
})

/** Only the enterprise speaks here, whatever a pack grants to whom: its own sign-in, or the holder of its one-time link. */
function enterpriseChannel(ctx: Context): 'sign-in' | 'link' {
  if (ctx.actor.kind !== 'enterprise' || ctx.actor.channel === 'handed')
    throw refuse('own-issue', { ability: 'order.confirm' })
  return ctx.actor.channel
}

export const confirmOrder = verb(ordersContract.confirm, (tx, ctx, input) => {
  const { id, day } = input
  const channel = enterpriseChannel(ctx)
  return step(tx, ctx, id, {
    ability: 'order.confirm',
    action: 'confirm',
    event: 'order.confirmed',
    day,
    change: (_, on) => ({ confirmedOn: on, channel }),
  })
})

export const disputeOrder = verb(ordersContract.dispute, (tx, ctx, input) => {
  const { id, reason } = input
  const channel = enterpriseChannel(ctx)
  return step(tx, ctx, id, {
    ability: 'order.dispute',
    action: 'dispute',
    event: 'order.disputed',
    change: (row) => ({ dispute: reason, disputes: row.disputes + 1, channel }),
  })
})

/** Signed paper, scanned and recorded by an office that had no hand in the order; it shows as paper for ever. */
export const paperOrder = verb(ordersContract.paper, async (tx, ctx, input) => {
  const { id, fileId, confirmed, signedOn, reason } = input
  const file = (await ctx.district.files.about(tx, [fileId])).get(fileId)
  if (!file) throw refuse('no-such-evidence', {})
  const row = await findOrder(ctx, tx, id)
  if (ctx.actor.kind !== 'person' || row.hands.includes(ctx.actor.id) || ctx.actor.office === row.office)
    throw refuse('own-issue', { ability: 'order.paper' })
  if (!confirmed && !reason) throw refuse('bad-input', { issues: [{ path: 'reason', code: 'required' }] })
  const change = (before: OrderRow, on: string): Partial<OrderRow> => ({
    fileIds: [...before.fileIds, fileId],
    channel: 'paper',
    hands: before.hands,
    ...(confirmed ? { confirmedOn: on } : { dispute: reason ?? '', disputes: before.disputes + 1 }),
  })
  return step(tx, ctx, id, {
    ability: 'order.paper',
    action: confirmed ? 'confirm' : 'dispute',
    event: confirmed ? 'order.confirmed' : 'order.disputed',
    day: signedOn,
    change,
  })
})

export const withdrawOrder = verb(ordersContract.withdraw, (tx, ctx, input) => {
  const { id, reason } = input
  return step(tx, ctx, id, {
    ability: 'order.raise',
    action: 'withdraw',
    event: 'order.withdrawn',
    change: () => ({ dispute: reason }),
  })
})

/** Makes a one-time link. The address is the officer's to pass on; the code goes to the enterprise's own contact, past every officer. */
export const linkOrder = verb(ordersContract.link, async (tx, ctx, input) => {
  const row = await findOrder(ctx, tx, input.id, { lock: true })
  allow(ctx, 'order.link', aboutOrder(row))
  if (row.state !== 'delivered')
    throw refuse('order-state', { state: row.state, reason: 'order-not-delivered' })
  const contact = row.party ? await contactOf(ctx, tx, row.party.id) : undefined
  if (!contact) throw refuse('no-contact', { party: row.party?.name })
  const { token, code } = linkSecrets()
  const id = uuidv7()
  const { expiresAt, lately } = linkSpan(ctx.clock.now())
  const sent = await sql<{
    n: number
  }>`select count(*)::integer as n from confirm_link where district_id = ${tx.district} and order_id = ${row.id}::uuid and issued_at > ${lately}::timestamptz`.execute(
    tx.query,
  )
  if ((sent.rows[0]?.n ?? 0) >= LINKS_A_DAY) throw refuse('too-many', { limit: LINKS_A_DAY })
  await sql`update confirm_link set state = 'revoked' where district_id = ${tx.district} and order_id = ${row.id}::uuid and state = 'waiting'`.execute(
    tx.query,
  )
  await tablesOf<OrderTables>(tx)
    .insertInto('confirm_link')
    .values({
      district_id: tx.district,
      id,
      order_id: row.id,
      token_digest: tokenDigest(ctx.district.keys, token),
      code_digest: codeDigest(ctx.district.keys, id, code),
      sent_to: maskedContact(contact),
      expires_at: expiresAt,
      tries: 0,
      state: 'waiting',
      issued_by: ctx.actor.id,
      issued_at: ctx.clock.now().toISOString(),
    })
    .execute()
  await ctx.district.post.send({
    to: contact,
    kind: 'confirmation-code',
    params: { code, order: row.no, what: row.what },
  })
  // The link's maker had a hand in it: his own session is refused when the link is used.
  const after: OrderRow =
    ctx.actor.kind === 'person' && !row.hands.includes(ctx.actor.id)
      ? { ...row, version: uuidv7(), hands: [...row.hands, ctx.actor.id] }
      : row
  return done(
    { url: `/confirm/${token}`, sentTo: maskedContact(contact), expiresAt },
    happened(orderKind, { name: 'order.linked', day: row.lastDay, before: row, after }),
  )
})

const zTried = z.object({ outcome: z.enum(['confirmed', 'disputed', 'wrong']), triesLeft: z.number() })
type Tried = z.infer<typeof zTried>

/** Trying a code: a wrong one is counted, and the count stays, so it is a result here and no refusal; the route turns it into one. */
const tryLink = {
  ...ordersContract.answer,
  output: zTried,
} as const

/** The answer that comes through a one-time link. A session of an office is refused, whoever holds the code. */
export const answerLink = verb(tryLink, async (tx, ctx, input) => {
  if (ctx.actor.kind === 'person') throw refuse('own-issue', { ability: 'order.confirm' })
  const link = await linkByToken(ctx, tx, input.token, { lock: true })
  if (!link) throw refuse('not-found')
  const state = stateOfLink(link, ctx.clock.now())
  if (state !== 'waiting') throw refuse(`link-${state}`, {})
  if (!input.confirmed && !input.reason)
    throw refuse('bad-input', { issues: [{ path: 'reason', code: 'required' }] })
  const about = { kind: 'confirm-link', id: link.id }
  const day = ctx.clock.today()
  if (!isCodeOf(ctx.district.keys, link, input.code)) {
    const tries = link.tries + 1
    await sql`update confirm_link set tries = ${tries}, state = ${tries >= LINK_TRIES ? 'locked' : 'waiting'} where district_id = ${tx.district} and id = ${link.id}::uuid`.execute(
      tx.query,
    )
    return done<Tried>(
      { outcome: 'wrong', triesLeft: LINK_TRIES - tries },
      { name: 'link.refused', about, day, after: { order: link.order_id, tries } },
    )
  }
  const found = await sql<{
    row: OrderRow
  }>`select row from element_order where district_id = ${tx.district} and id = ${link.order_id}::uuid`.execute(
    tx.query,
  )
  const party = found.rows[0]?.row.party
  if (!party) throw refuse('not-found')
  await sql`update confirm_link set state = 'used' where district_id = ${tx.district} and id = ${link.id}::uuid`.execute(
    tx.query,
  )
  const grants = ['order.read', 'order.confirm', 'order.dispute'].map((ability) => ({
    ability,
    if: 'own-party' as const,
  }))
  const inside: Context = {
    ...ctx,
    request: {},
    actor: { kind: 'enterprise', id: link.id, name: party.name, party: party.id, channel: 'link', grants },
  }
  if (input.confirmed) await confirmOrder(inside, { id: link.order_id })
  else await disputeOrder(inside, { id: link.order_id, reason: input.reason ?? '' })
  return done<Tried>(
    { outcome: input.confirmed ? 'confirmed' : 'disputed', triesLeft: 0 },
    { name: 'link.used', about, day, after: { order: link.order_id } },
  )
})
