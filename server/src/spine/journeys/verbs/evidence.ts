import type { Value } from '@qiongding/kernel'
import { v7 as uuidv7 } from 'uuid'
import type { WriteTx } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { asOfOf, packOf } from '../../pack.ts'
import { checkValues, statementsOf, writeStatements } from '../../registry/index.ts'
import { journeysContract } from '../contract.ts'
import { judgeJourneys } from '../gate.ts'
import { type JourneyRow, journeyKind } from '../journey-object.ts'
import { aboutJourney, findJourney } from '../reads.ts'
import { answered, checkDay } from './answered.ts'

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
  const { facts, compiled } = packOf(ctx)
  if (facts.get(input.key)?.of !== before.definition) throw refuse('unknown-fact', { key: input.key })
  // What an application was granted and paid is decided where budgets are watched.
  const kept: readonly string[] = Object.values(compiled.journeys.get(before.definition)?.application ?? {})
  if (kept.includes(input.key)) throw refuse('fact-kept', { key: input.key })
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

/** States a fact of a journey within another verb; what happened is the other verb's to report. */
export async function stateWithin(
  tx: WriteTx,
  ctx: Context,
  before: JourneyRow,
  { key, value, source }: { readonly key: string; readonly value: Value; readonly source: string },
): Promise<Happened> {
  allow(ctx, 'evidence.attach', aboutJourney(before))
  if (before.closed) throw refuse('journey-closed', { exit: before.closed.exit })
  const on = ctx.clock.today()
  await stateJourneyFact(tx, ctx, before, { key, value, on, source })
  const eventDay = on > before.lastDay ? on : before.lastDay
  return happened(journeyKind, {
    name: 'journey.stated',
    day: eventDay,
    before,
    after: { ...before, version: uuidv7(), lastDay: eventDay },
  })
}

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

/** States facts of a journey that opens in the same transaction. */
export async function stateOpening(
  tx: WriteTx,
  ctx: Context,
  {
    row,
    values,
    source,
  }: { readonly row: JourneyRow; readonly values: Readonly<Record<string, Value>>; readonly source: string },
): Promise<void> {
  const checked = checkValues(packOf(ctx).factsOf.get(row.definition) ?? [], values)
  if (Object.keys(checked).length === 0) return
  await writeStatements(tx, ctx, row.definition, [
    {
      subjectId: row.id,
      fresh: true,
      source,
      asOf: row.openedOn,
      values: checked,
      demonstration: row.demonstration,
    },
  ])
}
