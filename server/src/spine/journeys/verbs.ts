import type { Value } from '@qiongding/kernel'
import { decideGate } from '@qiongding/lifecycle'
import { v7 as uuidv7 } from 'uuid'
import { nextNumber } from '../../platform/db/counter.ts'
import type { WriteTx } from '../../platform/db/database.ts'
import { contractOf, zById } from '../../platform/http/contract.ts'
import { refuse } from '../../platform/refusals.ts'
import { allow, type Context } from '../../platform/verb/context.ts'
import { done, type Happened, happened, mustMatch, verb } from '../../platform/verb/verb.ts'
import { ordersContract } from '../orders/contract.ts'
import { type OrderFor, orderView, raisedOrder } from '../orders/index.ts'
import { asOfOf, kindOf, packOf } from '../pack.ts'
import { checkValues, findProfile, statementsOf, writeStatements } from '../registry/index.ts'
import { journeysContract } from './contract.ts'
import { definitionOf, judgeJourneys, stateOf } from './gate.ts'
import { type JourneyRow, journeyKind } from './journey-object.ts'
import { aboutJourney, findJourney, journeyView, partyOf } from './reads.ts'

/** Why a day cannot be the day of a journey's next event. */
function checkDay(ctx: Context, row: { readonly lastDay: string } | undefined, on: string): void {
  const today = ctx.clock.today()
  if (on > today) throw refuse('day-in-future', { day: on, today })
  if (row && on < row.lastDay) throw refuse('day-before-last', { day: on, last: row.lastDay })
}

export type NewJourney = {
  readonly definition: string
  readonly title: string
  readonly parties: JourneyRow['parties']
  readonly stage?: string
  readonly day?: string | undefined
  readonly match?: JourneyRow['match']
}

/** A journey and its first event, for the verb that opens it: here, or where a match is accepted. */
export async function openedJourney(
  tx: WriteTx,
  ctx: Context,
  wanted: NewJourney,
): Promise<{ row: JourneyRow; happened: Happened }> {
  const definition = definitionOf(ctx, wanted.definition)
  if (!definition) throw refuse('bad-input', { issues: [{ path: 'definition', code: 'unknown' }] })
  const first = definition.stages[0]?.id ?? ''
  const stage = wanted.stage ?? first
  if (!definition.stages.some((one) => one.id === stage)) throw refuse('no-such-stage', { stage })
  const on = wanted.day ?? ctx.clock.today()
  checkDay(ctx, undefined, on)
  for (const party of wanted.parties)
    if (!packOf(ctx).kinds.has(party.kind)) throw refuse('unknown-kind', { kind: party.kind })
  const { party, demonstration } = await partyOf(ctx, tx, wanted.parties)
  // A match begins where its pack says; the stages before it were passed by making the match.
  const passed = definition.stages.slice(0, definition.stages.findIndex((one) => one.id === stage) + 1)
  const row: JourneyRow = {
    id: uuidv7(),
    version: uuidv7(),
    no: String(await nextNumber(tx, `journey ${wanted.definition}`)).padStart(4, '0'),
    definition: wanted.definition,
    title: wanted.title,
    parties: wanted.parties.map(({ role, kind, id }) => ({ role, kind, id })),
    ...(party && { party }),
    ...(ctx.actor.kind === 'person' && ctx.actor.office !== undefined && { careOffice: ctx.actor.office }),
    stage,
    since: on,
    openedOn: on,
    reached: Object.fromEntries(passed.map((one) => [one.id, on])),
    evidence: [],
    ...(wanted.match && { match: wanted.match }),
    lastDay: on,
    demonstration,
  }
  return { row, happened: happened(journeyKind, { name: 'journey.opened', day: on, after: row }) }
}

/** What a verb answers is read after its event is written: the view needs the row as it is now. */
async function answered(tx: WriteTx, ctx: Context, row: JourneyRow) {
  return journeyView(ctx, tx, row, asOfOf(ctx, {}))
}

export const openJourney = verb(journeysContract.open, async (tx, ctx, input) => {
  allow(ctx, 'journey.open', {
    office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
    party: 'party' in ctx.actor ? ctx.actor.party : undefined,
  })
  const { row, happened: event } = await openedJourney(tx, ctx, input)
  return done(await answered(tx, ctx, row), event)
})

/** Inside only: a job says so when the holder of a subject is found. */
const internal = contractOf({
  party: {
    name: 'journey.party',
    method: 'POST',
    path: '/-',
    ability: 'journey.advance',
    body: zById,
    output: zById,
  },
})

/** Says for which enterprise a journey is that began before anybody knew. */
export const nameParty = verb(internal.party, async (tx, ctx, { id }) => {
  const before = await findJourney(ctx, tx, id, { lock: true })
  const { party } = await partyOf(ctx, tx, before.parties)
  if (!party || before.party) throw refuse('no-party', {})
  const today = ctx.clock.today()
  const day = today > before.lastDay ? today : before.lastDay
  const after: JourneyRow = { ...before, version: uuidv7(), party, lastDay: day }
  return done({ id }, happened(journeyKind, { name: 'journey.party-found', day, before, after }))
})

export const advanceJourney = verb(journeysContract.advance, async (tx, ctx, input) => {
  const before = await findJourney(ctx, tx, input.id, { lock: true })
  allow(ctx, 'journey.advance', aboutJourney(before))
  mustMatch(ctx, before.version)
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const on = input.day ?? ctx.clock.today()
  checkDay(ctx, before, on)
  const [judged] = await judgeJourneys(ctx, tx, [before], { ...asOfOf(ctx, {}), on })
  if (!judged) throw refuse('no-such-stage', { definition: before.definition })
  const decision =
    input.to === undefined || input.to === judged.decision.to
      ? judged.decision
      : decideGate(judged.definition, stateOf(before, judged.orders), judged.facts, {
          on: on as never,
          to: input.to,
        })
  if (decision.kind === 'hold')
    throw refuse('not-ready', { to: decision.to, unmet: decision.unmet, unknown: decision.unknown })
  const after: JourneyRow = {
    ...before,
    version: uuidv7(),
    stage: decision.to,
    since: on,
    reached: { ...before.reached, [decision.to]: before.reached[decision.to] ?? on },
    lastDay: on,
  }
  return done(
    await answered(tx, ctx, after),
    happened(journeyKind, { name: 'journey.advanced', day: on, before, after }),
  )
})

export const attachEvidence = verb(journeysContract.attach, async (tx, ctx, input) => {
  const before = await findJourney(ctx, tx, input.id, { lock: true })
  const { pack } = packOf(ctx)
  const about = aboutJourney(before)
  const [judged] = await judgeJourneys(ctx, tx, [before], asOfOf(ctx, {}))
  // An office that owes an open order of this journey may bring the papers that go with it.
  const owes =
    ctx.actor.kind === 'person' &&
    judged?.orders.some((order) => order.office === (ctx.actor as { office?: string }).office)
      ? ctx.actor.office
      : undefined
  allow(ctx, 'evidence.attach', { ...about, owes })
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const kind = pack.evidence.find((one) => one.id === input.kind)
  if (!kind) throw refuse('no-such-evidence', { kind: input.kind })
  if (!input.fileId && !input.fact) throw refuse('evidence-needed', { kind: input.kind })
  if (
    input.fileId &&
    (!kind.accepts.includes('file') ||
      !(await ctx.district.files.about(tx, [input.fileId])).has(input.fileId))
  )
    throw refuse('no-such-evidence', { kind: input.kind })
  // What a paper of this kind proves is in the pack; evidence is no back door to any other fact of the record.
  if (input.fact && (!kind.accepts.includes('fact') || kind.fact !== input.fact.key))
    throw refuse('no-such-evidence', { kind: input.kind, fact: input.fact.key })
  const on = input.day ?? ctx.clock.today()
  checkDay(ctx, undefined, on)
  if (input.fact) await stateJourneyFact(tx, ctx, before, { ...input.fact, on, source: kind.label.zh })
  const evidence = {
    id: uuidv7(),
    kind: input.kind,
    day: on,
    ...(input.note !== undefined && { note: input.note }),
    ...(input.fileId !== undefined && { fileId: input.fileId }),
    ...(input.fact && { fact: input.fact }),
    by: ctx.actor.name,
    recordedAt: ctx.clock.now().toISOString(),
  }
  const eventDay = on > before.lastDay ? on : before.lastDay
  const after: JourneyRow = {
    ...before,
    version: uuidv7(),
    evidence: [...before.evidence, evidence],
    lastDay: eventDay,
  }
  return done(
    await answered(tx, ctx, after),
    happened(journeyKind, { name: 'evidence.attached', day: eventDay, before, after }),
  )
})

/** A fact of the journey itself, such as that both sides agree: a statement with its day and who said so. */
export const stateJourney = verb(journeysContract.state, async (tx, ctx, input) => {
  const before = await findJourney(ctx, tx, input.id, { lock: true })
  allow(ctx, 'evidence.attach', aboutJourney(before))
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  if (packOf(ctx).facts.get(input.key)?.of !== before.definition)
    throw refuse('unknown-fact', { key: input.key })
  const on = input.day ?? ctx.clock.today()
  checkDay(ctx, undefined, on)
  await stateJourneyFact(tx, ctx, before, { key: input.key, value: input.value, on, source: ctx.actor.name })
  const eventDay = on > before.lastDay ? on : before.lastDay
  const after: JourneyRow = { ...before, version: uuidv7(), lastDay: eventDay }
  return done(
    await answered(tx, ctx, after),
    happened(journeyKind, { name: 'journey.stated', day: eventDay, before, after }),
  )
})

/** A fact given as evidence is a statement like any other: of the journey itself, or of one of its subjects. */
async function stateJourneyFact(
  tx: WriteTx,
  ctx: Context,
  row: JourneyRow,
  fact: { readonly key: string; readonly value: Value; readonly on: string; readonly source: string },
): Promise<void> {
  const { facts, factsOf } = packOf(ctx)
  const of = facts.get(fact.key)?.of ?? ''
  const subject = of === row.definition ? row.id : row.parties.find((party) => party.kind === of)?.id
  if (subject === undefined) throw refuse('unknown-fact', { key: fact.key })
  const values = checkValues(factsOf.get(of) ?? [], { [fact.key]: fact.value })
  const fresh = !(await statementsOf(tx, [subject])).has(subject)
  await writeStatements(tx, ctx, of, [
    {
      subjectId: subject,
      fresh,
      source: fact.source,
      asOf: fact.on,
      values,
      demonstration: row.demonstration,
    },
  ])
}

export const closeJourney = verb(journeysContract.close, async (tx, ctx, input) => {
  const before = await findJourney(ctx, tx, input.id, { lock: true })
  allow(ctx, 'journey.advance', aboutJourney(before))
  mustMatch(ctx, before.version)
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const definition = definitionOf(ctx, before.definition)
  const exit = definition?.exits.find((one) => one.id === input.exit)
  if (!definition || !exit) throw refuse('no-such-stage', { stage: input.exit })
  const on = input.day ?? ctx.clock.today()
  checkDay(ctx, before, on)
  const after: JourneyRow = {
    ...before,
    version: uuidv7(),
    closed: { exit: exit.id, reason: input.reason, day: on },
    lastDay: on,
  }
  return done(
    await answered(tx, ctx, after),
    happened(journeyKind, { name: 'journey.closed', day: on, before, after }),
  )
})

/** An order: of a journey, which says for whom it is and which of its stages wait for it, or of an enterprise by itself. */
export const raiseOrder = verb(ordersContract.raise, async (tx, ctx, { journeyId, partyId, ...wanted }) => {
  const { row, happened: event } = await raisedOrder(
    tx,
    ctx,
    defined(wanted),
    await orderFor(tx, ctx, journeyId, partyId),
  )
  return done(orderView(ctx, row, ctx.clock.today()), event)
})

/** Leaves out what was not given, so that an absent field is absent and not undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

async function orderFor(
  tx: WriteTx,
  ctx: Context,
  journeyId: string | undefined,
  partyId: string | undefined,
): Promise<OrderFor> {
  if (journeyId === undefined) {
    if (partyId === undefined) throw refuse('no-party', {})
    const party = await findProfile(ctx, tx, partyId)
    if (kindOf(ctx, party.kind).role !== 'party') throw refuse('no-party', { kind: party.kind })
    const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
    allow(ctx, 'order.raise', { party: partyId, office })
    return {
      party: { id: partyId, name: party.name },
      ...(office !== undefined && { careOffice: office }),
      stages: [],
      demonstration: party.demonstration,
    }
  }
  const journey = await findJourney(ctx, tx, journeyId)
  allow(ctx, 'order.raise', aboutJourney(journey))
  if (journey.closed) throw refuse('journey-closed', { exit: journey.closed.exit })
  return {
    journey: { id: journey.id, title: journey.title, definition: journey.definition },
    ...(journey.careOffice !== undefined && { careOffice: journey.careOffice }),
    ...(journey.party && { party: journey.party }),
    stages: definitionOf(ctx, journey.definition)?.stages ?? [],
    demonstration: journey.demonstration,
  }
}
