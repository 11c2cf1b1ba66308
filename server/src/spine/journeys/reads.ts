import { type RawBuilder, sql } from 'kysely'
import {
  type About,
  type Actor,
  abilitiesOn,
  may,
  partiesOf,
  type Reach,
  reachOf,
} from '../../platform/abilities.ts'
import type { ReadDb } from '../../platform/db/database.ts'
import type { FileHolder } from '../../platform/files/routes.ts'
import type { Label } from '../../platform/http/contract.ts'
import { findObject, replayObjects } from '../../platform/ledger/objects.ts'
import { type LedgerOwner, ledgerAbout } from '../../platform/ledger/reads.ts'
import { refuse } from '../../platform/refusals.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import type { InputOf } from '../../platform/verb/verb.ts'
import { isOpen, orderView } from '../orders/index.ts'
import { type AsOfDays, asOfOf, packOf } from '../pack.ts'
import {
  findProfile,
  isMasked,
  type LinkReader,
  membersOf,
  openProfiles,
  profilesAsOf,
  profilesById,
} from '../registry/index.ts'
import type { Journey, JourneyRow as JourneyRowView, journeysContract } from './contract.ts'
import { type Judged, judgeJourneys, lightOf, noticesOf, requirementsOf } from './gate.ts'
import { type EvidenceRow, type JourneyRow, journeyKind } from './journey-object.ts'

export const aboutJourney = (row: JourneyRow): About => ({ office: row.careOffice, party: row.party?.id })
const RECORD_ABILITIES = ['journey.advance', 'evidence.attach', 'order.raise']

/** Which journeys an actor may see: those that his grants reach, and of the confidential ones those that are his office's or party's own. */
type Sight = { readonly open: Reach; readonly closed: Reach }

function sightOf(actor: Actor): Sight {
  const office = actor.kind === 'person' ? actor.office : undefined
  return {
    open: reachOf(actor, 'journey.read'),
    closed: {
      all: reachOf(actor, 'journey.confidential').all,
      ...(office !== undefined && { office }),
      parties: partiesOf(actor),
    },
  }
}

const within = (reach: Reach, row: JourneyRow) =>
  reach.all ||
  (reach.office !== undefined && row.careOffice === reach.office) ||
  (row.party !== undefined && reach.parties.includes(row.party.id))

const inSight = ({ open, closed }: Sight, row: JourneyRow) =>
  within(open, row) && (row.confidential !== true || within(closed, row))

function withinSql(reach: Reach): RawBuilder<unknown> {
  if (reach.all) return sql`true`
  const parts = [
    ...(reach.office ? [sql`care_office = ${reach.office}`] : []),
    ...(reach.parties.length > 0 ? [sql`party_id = any(${reach.parties as string[]}::uuid[])`] : []),
  ]
  return parts.length > 0 ? sql`(${sql.join(parts, sql` or `)})` : sql`false`
}

/** The same as a condition over the table of journeys. */
export function journeySight(ctx: Context): RawBuilder<unknown> {
  const { open, closed } = sightOf(ctx.actor)
  return sql`(${withinSql(open)} and (not confidential or ${withinSql(closed)}))`
}

const isAbout = (row: JourneyRow, subjects: readonly string[]) =>
  (row.party !== undefined && subjects.includes(row.party.id)) ||
  row.parties.some((party) => subjects.includes(party.id))

const aboutSql = (subjects: readonly string[]) =>
  sql`(subjects && ${subjects as string[]}::uuid[] or party_id = any(${subjects as string[]}::uuid[]))`

/** Most journeys that one answer works over when a past day is asked: those of a district and some years. */
const JOURNEY_LIMIT = 50_000

/** All journeys of one definition (or all) as of two days, newest first. */
export async function journeysAsOf(read: ReadDb, asOf: AsOfDays, definition?: string): Promise<JourneyRow[]> {
  if (!asOf.past) {
    const found = await sql<{
      row: JourneyRow
    }>`select row from journey where district_id = ${read.district} ${definition ? sql`and definition = ${definition}` : sql``} order by id desc limit ${JOURNEY_LIMIT}`.execute(
      read.query,
    )
    return found.rows.map((one) => one.row)
  }
  const rows = await replayObjects(read, journeyKind, asOf)
  return rows
    .filter((row) => definition === undefined || row.definition === definition)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
}

/** Names of the parties of journeys, as this reader may see them. */
async function partyNames(
  ctx: Context,
  read: ReadDb,
  rows: readonly JourneyRow[],
  asOf: AsOfDays,
): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.parties.map((party) => party.id)))]
  if (ids.length === 0) return new Map()
  return new Map(
    (await openProfiles(ctx, read, await profilesAsOf(ctx, read, ids, asOf))).map((row) => [
      row.id,
      row.name,
    ]),
  )
}

function rowView(judged: Judged, names: ReadonlyMap<string, string>): JourneyRowView {
  const { row, definition, decision, deadline, orders } = judged
  const label = (stage: string) =>
    definition.stages.find((one) => one.id === stage)?.label ?? { zh: stage, en: stage }
  const to = decision.to
  const light = lightOf(judged)
  const exit = row.closed && definition.exits.find((one) => one.id === row.closed?.exit)
  return {
    id: row.id,
    no: row.no,
    definition: row.definition,
    title: row.title,
    parties: row.parties.map((party) => ({ ...party, name: names.get(party.id) ?? '' })),
    stage: row.stage,
    stageLabel: label(row.stage),
    since: row.since,
    openedOn: row.openedOn,
    ...(row.closed && {
      closed: { ...row.closed, label: exit?.label ?? { zh: row.closed.exit, en: row.closed.exit } },
    }),
    ...(to !== undefined &&
      !row.closed && {
        gate: {
          to,
          toLabel: label(to),
          passes: decision.kind === 'pass',
          unmet: decision.kind === 'hold' ? decision.unmet.length : 0,
          unknown: decision.kind === 'hold' ? decision.unknown.length : 0,
        },
      }),
    late: deadline?.late ?? 'no',
    openOrders: orders.filter(isOpen).length,
    ...(light && { light }),
    confidential: row.confidential === true,
    paused: row.pauses?.some((one) => one.to === undefined) ?? false,
    demonstration: row.demonstration,
  }
}

export function listJourneys(ctx: Context, query: InputOf<typeof journeysContract.list>) {
  const asOf = asOfOf(ctx, query)
  const sight = sightOf(ctx.actor)
  return reading(ctx, async (read) => {
    const subjects = query.subject === undefined ? undefined : await membersOf(read, query.subject, asOf)
    const wanted = (row: JourneyRow) =>
      inSight(sight, row) &&
      (query.definition === undefined || row.definition === query.definition) &&
      (query.open === undefined || (row.closed === undefined) === query.open) &&
      (subjects === undefined || isAbout(row, subjects))
    const inStage = (row: JourneyRow) => query.stage === undefined || row.stage === query.stage
    let all: JourneyRow[]
    if (asOf.past) all = (await journeysAsOf(read, asOf)).filter(wanted)
    else {
      const conditions = [
        journeySight(ctx),
        ...(query.definition !== undefined ? [sql`definition = ${query.definition}`] : []),
        ...(query.open !== undefined ? [sql`open = ${query.open}`] : []),
        ...(subjects !== undefined ? [aboutSql(subjects)] : []),
      ]
      all = (
        await sql<{
          row: JourneyRow
        }>`select row from journey where district_id = ${read.district} and ${sql.join(conditions, sql` and `)} order by id desc limit ${JOURNEY_LIMIT}`.execute(
          read.query,
        )
      ).rows.map((one) => one.row)
    }
    // Whether a gate holds must be judged; a filter on it judges what the other filters leave.
    let rows = all.filter(inStage)
    if (query.held !== undefined) {
      const judged = await judgeJourneys(ctx, read, rows, asOf)
      rows = judged
        .filter((one) => !one.row.closed && (one.decision.kind === 'hold') === query.held)
        .map((one) => one.row)
    }
    const total = rows.length
    const from = query.cursor === undefined ? 0 : rows.findIndex((row) => row.id < (query.cursor as string))
    const page = from < 0 ? [] : rows.slice(from, from + query.limit)
    const last = page.at(-1)
    const names = await partyNames(ctx, read, page, asOf)
    const judged = await judgeJourneys(ctx, read, page, asOf)
    const definitions = packOf(ctx).pack.journeys.filter(
      (definition) => query.definition === undefined || definition.id === query.definition,
    )
    return {
      rows: judged.map((one) => rowView(one, names)),
      ...(from >= 0 && from + query.limit < rows.length && last && { next: last.id }),
      total,
      stages: definitions.flatMap((definition) =>
        definition.stages.map((stage) => ({
          definition: definition.id,
          id: stage.id,
          label: stage.label,
          n: all.filter(
            (row) => row.definition === definition.id && row.stage === stage.id && row.closed === undefined,
          ).length,
        })),
      ),
      abilities: abilitiesOn(ctx.actor, ['journey.open'], {}),
    }
  })
}

export async function findJourney(
  ctx: Context,
  read: ReadDb,
  id: string,
  options: { asOf?: AsOfDays; lock?: boolean } = {},
): Promise<JourneyRow> {
  const row = options.asOf?.past
    ? (await replayObjects(read, journeyKind, options.asOf, [id]))[0]
    : await findObject(read, journeyKind, id, { lock: options.lock ?? false })
  if (!row || !inSight(sightOf(ctx.actor), row)) throw refuse('not-found')
  return row
}

/** A journey whole, as a screen shows it; also what a verb answers after it has written. */
export async function journeyView(
  ctx: Context,
  read: ReadDb,
  row: JourneyRow,
  asOf: AsOfDays,
): Promise<Journey> {
  const [judged] = await judgeJourneys(ctx, read, [row], asOf)
  if (!judged) throw refuse('no-such-stage', { definition: row.definition })
  const names = await partyNames(ctx, read, [row], asOf)
  const files = await ctx.district.files.about(
    read,
    row.evidence.flatMap((one) => one.fileId ?? []),
  )
  const kinds = packOf(ctx).pack.evidence
  const ownFacts = packOf(ctx).factsOf.get(row.definition) ?? []
  const personal = may(ctx.actor, 'personal.read', aboutJourney(row))
  const now = row.stage
  const stageLabel = (stage: string) =>
    judged.definition.stages.find((one) => one.id === stage)?.label ?? { zh: stage, en: stage }
  return {
    ...rowView(judged, names),
    version: row.version,
    stages: judged.definition.stages.map((stage) => ({
      id: stage.id,
      label: stage.label,
      ...(row.reached[stage.id] !== undefined && { enteredOn: row.reached[stage.id] }),
      now: stage.id === now,
    })),
    requirements: row.closed ? [] : requirementsOf(judged, new Set(ownFacts.map((fact) => fact.key))),
    orders: judged.orders.map((order) => orderView(ctx, order, asOf.on)),
    evidence: row.evidence.map(({ fileId, ...kept }) => {
      const one = shownEvidence(ctx, kept, personal)
      const file = fileId === undefined ? undefined : files.get(fileId)
      const { actorId: _, ...shown } = file ?? { actorId: '' }
      return {
        ...one,
        label: kinds.find((kind) => kind.id === one.kind)?.label ?? { zh: one.kind, en: one.kind },
        ...(file && { file: shown as Omit<typeof file, 'actorId'> }),
      }
    }),
    ledger: await ledgerAbout(ctx, read, { id: row.id, owner: journeyLedger, asOf }),
    exits: judged.definition.exits.map((exit) => ({ id: exit.id, label: exit.label })),
    clocks: clocksOf(judged),
    lights: judged.standing.lights.map(({ rule, light, because }) => {
      const found = judged.definition.lights?.find((one) => one.id === rule)
      return {
        rule,
        label: found?.label ?? { zh: rule, en: rule },
        light,
        because: { key: because.key, params: { ...because.params } },
        ...sourceOf(found),
      }
    }),
    notices: row.closed ? [] : noticesOf(judged, asOf.on),
    pauses: (row.pauses ?? []).map((one) => ({ ...one })),
    setBacks: (row.setBacks ?? []).map((one) => ({
      ...one,
      from: stageLabel(one.from),
      to: stageLabel(one.to),
    })),
    ...(row.match && { match: row.match }),
    abilities: row.closed || asOf.past ? [] : abilitiesOn(ctx.actor, RECORD_ABILITIES, aboutJourney(row)),
  }
}

/** Where a rule of the pack comes from; the engine does not carry it. */
const sourceOf = (rule: object | undefined) => {
  const source = (rule as { readonly source?: Label } | undefined)?.source
  return source ? { source } : {}
}

export function clocksOf({ standing, definition }: Judged): Journey['clocks'] {
  return standing.clocks.flatMap(({ clock, used: _, ...shown }) => {
    const found = definition.clocks?.find((one) => one.id === clock)
    if (!found) return []
    return [{ ...shown, id: clock, label: found.label, evidence: found.stopsAt.evidence, ...sourceOf(found) }]
  })
}

/** Evidence as it may be shown: what a paper proves is left out where it is personal and the reader may not know. */
function shownEvidence<One extends Pick<EvidenceRow, 'fact'>>(ctx: Context, one: One, open: boolean): One {
  if (!one.fact || open || !isMasked(packOf(ctx).facts.get(one.fact.key))) return one
  const { fact: _, ...rest } = one
  return rest as One
}

/** What is said of journeys: for those who may read the journey. */
export const journeyLedger: LedgerOwner = {
  owns: (_, kind) => kind === journeyKind.kind,
  mayRead: (ctx, { before, after }) => {
    const row = ('id' in after ? after : before) as unknown as JourneyRow
    return inSight(sightOf(ctx.actor), row)
  },
  shown: (ctx, field, value) =>
    field === 'evidence' && Array.isArray(value)
      ? value.map((one) => shownEvidence(ctx, one as EvidenceRow, false))
      : value,
}

export function readJourney(ctx: Context, query: InputOf<typeof journeysContract.read>): Promise<Journey> {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) =>
    journeyView(ctx, read, await findJourney(ctx, read, query.id, { asOf }), asOf),
  )
}

/** Evidence of journeys that the reader may see. */
export const journeyFiles: FileHolder = async (ctx, read, fileId) => {
  const found = await sql<{ row: JourneyRow }>`
    select row from journey where district_id = ${read.district} and row->'evidence' @> ${JSON.stringify([{ fileId }])}::text::jsonb and ${journeySight(ctx)} limit 1
  `.execute(read.query)
  return found.rows.length > 0
}

/** Which journeys an actor may see. */
export function journeyReach(ctx: Context): (row: JourneyRow) => boolean {
  const sight = sightOf(ctx.actor)
  return (row) => inSight(sight, row)
}

/** A subject's journeys, for its record. */
export const journeyLinks: LinkReader = async (ctx, read, subjectIds, asOf) => {
  const mine = journeyReach(ctx)
  const about = (row: JourneyRow) => mine(row) && isAbout(row, subjectIds)
  const rows = asOf.past
    ? (await journeysAsOf(read, asOf)).filter(about).slice(0, LINKS)
    : (
        await sql<{ row: JourneyRow }>`
          select row from journey where district_id = ${read.district} and ${aboutSql(subjectIds)} and ${journeySight(ctx)} order by id desc limit ${LINKS}
        `.execute(read.query)
      ).rows.map((one) => one.row)
  return rows.map((row) => ({
    kind: 'journey',
    id: row.id,
    title: row.title,
    state: row.closed ? row.closed.exit : row.stage,
  }))
}

/** Most journeys named beside a record. */
const LINKS = 50

/** The enterprise a set of parties is about: a party itself, or the holder of a need. */
export async function partyOf(
  ctx: Context,
  read: ReadDb,
  parties: JourneyRow['parties'],
): Promise<{ party?: { id: string; name: string }; demonstration: boolean }> {
  const { kinds } = packOf(ctx)
  let party: { id: string; name: string } | undefined
  let demonstration = false
  for (const one of parties) {
    const profile = await findProfile(ctx, read, one.id, one.kind)
    demonstration ||= profile.demonstration
    if (party) continue
    if (kinds.get(one.kind)?.role === 'party') party = { id: profile.subject_id, name: profile.name }
    else if (profile.holder_id) {
      const [holder] = await profilesById(read, [profile.holder_id])
      if (holder) party = { id: holder.subject_id, name: holder.name }
    }
  }
  return { ...(party && { party }), demonstration }
}
