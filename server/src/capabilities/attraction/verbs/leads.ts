import type { Value } from '@qiongding/kernel'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { nextNumber } from '../../../platform/db/counter.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { contractOf, zById } from '../../../platform/http/contract.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { openedJourney, stateOpening } from '../../../spine/journeys/index.ts'
import { factsOf } from '../../../spine/registry/index.ts'
import { attractionContract } from '../contract.ts'
import { digestsOf, heldUnder, intakeOf, officeLabel, probesSince } from '../reads/index.ts'
import { PROBE_MINUTES, PROBES } from '../rules/index.ts'
import { type LeadRow, leadKind, type ProbeRow, probeKind } from '../tables.ts'

const officeOf = (ctx: Context) => (ctx.actor.kind === 'person' ? ctx.actor.office : undefined)
const before = (now: Date, minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
/** Probes of a lead that are kept beside it; older ones stand in the ledger. */
const KEPT_PROBES = 50

/** A question whether somebody holds an enterprise: counted, kept, and seen by whoever holds it. Refuses who asks too often. */
export async function asking(tx: WriteTx, ctx: Context, keys: readonly string[], self?: string) {
  const office = officeOf(ctx)
  // Whoever asks many times at once waits for himself: the count before each is true.
  await nextNumber(tx, `probe ${ctx.actor.id}`)
  const now = ctx.clock.now()
  const hour = await probesSince(tx, ctx.actor.id, before(now, 60))
  const today = await probesSince(tx, ctx.actor.id, before(now, 24 * 60))
  if (hour >= PROBES.hour || today >= PROBES.day) throw refuse('too-many', { ...PROBES })
  const held = (await heldUnder(tx, keys, { lock: true })).filter(({ lead }) => lead.id !== self)
  const own = held.filter(({ lead }) => office !== undefined && lead.careOffice === office)
  const others = held.filter((one) => !own.includes(one))
  const offices = [...new Set(others.flatMap(({ lead }) => lead.careOffice ?? []))]
  const at = now.toISOString()
  const probe: ProbeRow = { id: uuidv7(), actorId: ctx.actor.id, at, keys, offices }
  const day = ctx.clock.today()
  const seen = others.map(({ lead }) => {
    const probes = [...lead.probes, { at, by: ctx.actor.name, ...(office !== undefined && { office }) }]
    const after: LeadRow = { ...lead, probes: probes.slice(-KEPT_PROBES) }
    return happened(leadKind, { name: 'lead.asked-about', day, before: lead, after })
  })
  const told: [Happened, ...Happened[]] = [
    happened(probeKind, { name: 'lead.probed', day, after: probe }),
    ...seen,
  ]
  return {
    probe,
    own,
    offices,
    left: Math.max(0, Math.min(PROBES.hour - hour, PROBES.day - today) - 1),
    happened: told,
  }
}

/** Asks whether another office holds an enterprise. It tells whom to call and nothing else, is counted, and the holder sees it. */
export const probeLead = verb(attractionContract.probe, async (tx, ctx, { definition, values }) => {
  allow(ctx, 'journey.open', { office: officeOf(ctx) })
  const keys = digestsOf(ctx, definition, values)
  const { probe, own, offices, left, happened: events } = await asking(tx, ctx, keys)
  return done(
    {
      id: probe.id,
      compared: keys.length > 0,
      offices: offices.map((id) => ({ id, label: officeLabel(ctx, id) ?? { zh: id, en: id } })),
      own: own.map(({ journey }) => ({ id: journey.id, no: journey.no, title: journey.title })),
      left,
    },
    ...events,
  )
})

/** Refuses a lead whose enterprise was not asked about just before, or which somebody holds and nobody said that it is another project. */
async function mustBeFree(
  tx: WriteTx,
  ctx: Context,
  {
    keys,
    probe,
    distinct,
  }: { keys: readonly string[]; probe: string | undefined; distinct: string | undefined },
): Promise<void> {
  if (keys.length === 0) return
  const asked = probe === undefined ? undefined : await findObject(tx, probeKind, probe)
  const fresh = asked !== undefined && asked.at >= before(ctx.clock.now(), PROBE_MINUTES)
  if (!fresh || asked.actorId !== ctx.actor.id || asked.keys.join() !== keys.join())
    throw refuse('probe-needed')
  const held = await heldUnder(tx, keys)
  const office = officeOf(ctx)
  const own = held.find(({ lead }) => office !== undefined && lead.careOffice === office)
  const others = held.flatMap(({ lead }) => (lead.careOffice === office ? [] : (lead.careOffice ?? [])))
  // Somebody reported it after the question was put: that is told by asking again, which is counted.
  if (others.some((one) => !asked.offices.includes(one))) throw refuse('probe-needed')
  if (distinct !== undefined) return
  if (others.length > 0) throw refuse('lead-collides', { offices: [...new Set(others)] })
  if (own) throw refuse('lead-held', { no: own.journey.no, title: own.journey.title })
}

type NewLead = {
  readonly definition: string
  readonly title: string
  readonly values: Readonly<Record<string, Value>>
  readonly origin: LeadRow['origin']
  readonly keys: readonly string[]
  readonly distinct?: string | undefined
  readonly demonstration?: boolean
}

async function opened(tx: WriteTx, ctx: Context, { values, keys, origin, distinct, ...wanted }: NewLead) {
  const { row, happened: event } = await openedJourney(tx, ctx, { ...wanted, parties: [] })
  await stateOpening(tx, ctx, { row, values, source: ctx.actor.name })
  const office = officeOf(ctx)
  const lead: LeadRow = {
    id: row.id,
    definition: row.definition,
    ...(office !== undefined && { careOffice: office }),
    first: { at: ctx.clock.now().toISOString(), by: ctx.actor.name, ...(office !== undefined && { office }) },
    origin,
    keys,
    ...(distinct !== undefined && { distinct }),
    credit: office === undefined ? [] : [office],
    handOvers: [],
    probes: [],
    demonstration: row.demonstration,
  }
  return done(
    { id: row.id, no: row.no },
    event,
    happened(leadKind, { name: 'lead.reported', day: row.openedOn, after: lead }),
  )
}

/** Enters a lead: its journey opens in the same transaction, and the first report is stamped. */
export const openLead = verb(attractionContract.open, async (tx, ctx, input) => {
  allow(ctx, 'journey.open', { office: officeOf(ctx) })
  intakeOf(ctx, input.definition)
  const keys = digestsOf(ctx, input.definition, input.values)
  await mustBeFree(tx, ctx, { keys, probe: input.probe, distinct: input.distinct })
  const { probe: _, ...wanted } = input
  return opened(tx, ctx, { ...wanted, keys })
})

const internal = contractOf({
  load: {
    ...attractionContract.open,
    name: 'demonstration.lead',
    params: z.object({ definition: z.string() }),
    body: z.object({ title: z.string(), values: z.record(z.string(), z.custom<Value>()) }),
  },
  keep: {
    name: 'lead.keys',
    method: 'POST',
    path: '/-',
    ability: 'journey.advance',
    body: zById,
    output: zById,
  },
})

/** A made-up lead, entered on a past day when nobody asked about it. No door leads here. */
export const loadLead = verb(internal.load, async (tx, ctx, { definition, title, values }) =>
  opened(tx, ctx, {
    definition,
    title,
    values,
    origin: 'form',
    keys: digestsOf(ctx, definition, values),
    demonstration: true,
  }),
)

/** A lead whose enterprise was named or renamed since is compared by what it is called now. */
export const keepKeys = verb(internal.keep, async (tx, ctx, { id }) => {
  const lead = await findObject(tx, leadKind, id, { lock: true })
  if (!lead) throw refuse('not-found')
  const facts = await factsOf(ctx, tx, [id])
  const after: LeadRow = { ...lead, keys: digestsOf(ctx, lead.definition, facts.get(id)?.facts ?? {}) }
  return done({ id }, happened(leadKind, { name: 'lead.named', day: ctx.clock.today(), before: lead, after }))
})
