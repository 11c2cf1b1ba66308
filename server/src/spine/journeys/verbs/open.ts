import { v7 as uuidv7 } from 'uuid'
import { nextNumber } from '../../../platform/db/counter.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { contractOf, zById } from '../../../platform/http/contract.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import { journeysContract } from '../contract.ts'
import { definitionOf } from '../gate.ts'
import { type JourneyRow, journeyKind } from '../journey-object.ts'
import { findJourney, partyOf } from '../reads.ts'
import { answered, checkDay } from './answered.ts'

export type NewJourney = {
  readonly definition: string
  readonly title: string
  readonly parties: JourneyRow['parties']
  readonly stage?: string
  readonly day?: string | undefined
  readonly match?: JourneyRow['match']
  readonly demonstration?: boolean
  /** In whose care it is; the office of whoever opens it, unless said. */
  readonly careOffice?: string
}

/** Whether a journey that has come no further than a stage is still confidential. */
function hides(ctx: Context, definition: string, stage: string): boolean {
  const found = packOf(ctx).compiled.journeys.get(definition)
  const at = (id: string | undefined) => found?.stages.findIndex((one) => one.id === id) ?? -1
  return found?.confidential !== undefined && at(stage) < at(found.confidential.until)
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
  const office = wanted.careOffice ?? (ctx.actor.kind === 'person' ? ctx.actor.office : undefined)
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
    ...(office !== undefined && { careOffice: office }),
    stage,
    since: on,
    openedOn: on,
    reached: Object.fromEntries(passed.map((one) => [one.id, on])),
    evidence: [],
    ...(wanted.match && { match: wanted.match }),
    lastDay: on,
    demonstration: demonstration || wanted.demonstration === true,
    ...(hides(ctx, wanted.definition, stage) && { confidential: true as const }),
  }
  return { row, happened: happened(journeyKind, { name: 'journey.opened', day: on, after: row }) }
}

export const openJourney = verb(journeysContract.open, async (tx, ctx, input) => {
  allow(ctx, 'journey.open', {
    office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
    party: 'party' in ctx.actor ? ctx.actor.party : undefined,
  })
  const found = definitionOf(ctx, input.definition)
  if (found?.intake || found?.application) throw refuse('opens-by-intake', { definition: input.definition })
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
