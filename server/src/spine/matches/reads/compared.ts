import type { Value } from '@qiongding/kernel'
import { explainMatch, explainPair, rank } from '@qiongding/matching'
import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Label } from '../../../platform/http/contract.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { definitionOf, journeysById } from '../../journeys/index.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../pack.ts'
import { factsOf, membersOf } from '../../registry/index.ts'
import type { Candidate, Pair } from '../contract.ts'
import type { MatchRow } from '../match-object.ts'
import { endedOf, hasConsent, mayBeMatched } from '../rules.ts'
import { asked, holderNames, labelOf, optionsOf, profileOf } from './pair.ts'

/** Most needs that one offer is compared with in an answer. */
const NEED_LIMIT = 20_000

type Requirement = Omit<Pair['requirements'][number], 'facts'>

/** A need as the one who is offered sees it: why it fits or not, and what was decided. */
export type ComparedNeed = {
  readonly profile: string
  readonly profileVersion: string
  readonly needId: string
  readonly name: string
  readonly holder?: string
  readonly group: Candidate['group']
  readonly requirements: Requirement[]
  readonly decision?: { readonly state: MatchRow['state']; readonly day: string; readonly stageLabel?: Label }
  readonly demonstration: boolean
}

type NeedRow = {
  readonly id: string
  readonly name: string
  readonly facts: Record<string, Value>
  readonly as_of: string
  readonly holder_id: string | null
  readonly demonstration: boolean
}

const GROUPS: readonly Candidate['group'][] = ['all-met', 'unknown', 'missed']

/** Decisions about one offer under all ids it is known by, by the need. */
async function decisionsAbout(
  read: ReadDb,
  profile: string,
  offers: readonly string[],
): Promise<Map<string, MatchRow>> {
  const found = await sql<{ row: MatchRow }>`
    select row from match where district_id = ${read.district} and profile = ${profile} and offer_id = any(${offers as string[]}::uuid[])
    order by state = 'accepted', id
  `.execute(read.query)
  return new Map(found.rows.map(({ row }) => [row.needId, row]))
}

/**
 * Open needs seen from one offer, with the same judgement that orders offers for a need: what was decided first, then the best. An offer
 * that may not be matched is compared with nothing; what was decided about it before stays to be seen.
 */
export function comparedNeeds(
  ctx: Context,
  { kind, offerId, limit }: { readonly kind: string; readonly offerId: string; readonly limit: number },
): Promise<{ readonly rows: ComparedNeed[]; readonly n: number }> {
  const asOf = asOfOf(ctx, {})
  return reading(ctx, async (read) => {
    const offer = (await factsOf(ctx, read, [offerId], asOf)).get(offerId)?.facts ?? {}
    const offers = await membersOf(read, offerId)
    const open = mayBeMatched(kindOf(ctx, kind), offer, asOf.on)
    const all: ComparedNeed[] = []
    let n = 0
    for (const { id } of packOf(ctx).pack.matchings.filter((one) => one.offer === kind)) {
      const one = await comparedBy(ctx, read, { profileId: id, offerId, offer, offers, open, limit, asOf })
      all.push(...one.rows)
      n += one.n
    }
    return { rows: all.slice(0, limit), n }
  })
}

async function comparedBy(
  ctx: Context,
  read: ReadDb,
  by: {
    readonly profileId: string
    readonly offerId: string
    readonly offer: Record<string, Value>
    readonly offers: readonly string[]
    readonly open: boolean
    readonly limit: number
    readonly asOf: AsOfDays
  },
): Promise<{ rows: ComparedNeed[]; n: number }> {
  const { offer, asOf } = by
  const profile = profileOf(ctx, by.profileId)
  const kind = kindOf(ctx, profile.need)
  const options = optionsOf(ctx, asOf.on)
  const decisions = await decisionsAbout(read, profile.id, by.offers)
  const needs = await sql<NeedRow>`
    select subject_id as id, name, facts, as_of, holder_id, demonstration from profile
    where district_id = ${read.district} and kind = ${profile.need}
      ${by.open ? sql`` : sql`and subject_id = any(${[...decisions.keys()]}::uuid[])`} order by subject_id limit ${NEED_LIMIT}
  `.execute(read.query)
  const standing = needs.rows.filter(
    (need) =>
      decisions.has(need.id) ||
      (hasConsent(kind, need.facts) && !endedOf(kind, { facts: need.facts, asOf: need.as_of }, asOf.on)),
  )
  const ranked = standing.flatMap((need) => {
    const [row] = rank(profile, need.facts, [{ id: by.offerId, facts: offer }], options).rows
    return row ? [{ need, row, decision: decisions.get(need.id) }] : []
  })
  const best = ranked
    .toSorted(
      (one, other) =>
        Number(other.decision !== undefined) - Number(one.decision !== undefined) ||
        GROUPS.indexOf(one.row.group) - GROUPS.indexOf(other.row.group) ||
        one.row.missed - other.row.missed ||
        one.row.unknown - other.row.unknown ||
        other.row.order.words.length - one.row.order.words.length ||
        (one.need.id < other.need.id ? -1 : 1),
    )
    .slice(0, by.limit)
  const holders = await holderNames(
    ctx,
    read,
    best.map(({ need }) => need),
    asOf,
  )
  const journeys = await journeysById(
    read,
    best.flatMap(({ decision }) => decision?.journeyId ?? []),
  )
  const stageOf = (id: string | undefined): Label | undefined => {
    const journey = id === undefined ? undefined : journeys.get(id)
    return (
      journey &&
      definitionOf(ctx, journey.definition)?.stages.find(({ id: at }) => at === journey.stage)?.label
    )
  }
  return {
    n: by.open ? standing.length : 0,
    rows: best.map(({ need, row, decision }) => {
      const pair = explainPair(profile, need.facts, offer, options)
      const asks = asked(profile, need.facts, options)
      const stageLabel = stageOf(decision?.journeyId)
      const holder = need.holder_id === null ? undefined : holders.get(need.holder_id)
      return {
        profile: profile.id,
        profileVersion: String(profile.version),
        needId: need.id,
        name: need.name,
        ...(holder && { holder }),
        group: row.group,
        requirements: pair.requirements.map((one) => ({
          id: one.id,
          label: labelOf(profile, one.id),
          level: one.level,
          asked: asks.get(one.id)?.asked ?? [],
          verdict: one.verdict,
          because: explainMatch(one.trace).map((message) => ({
            key: message.key,
            params: { ...message.params },
          })),
          words: one.hits.flatMap((hit) => hit.found ?? []),
        })),
        ...(decision && {
          decision: { state: decision.state, day: decision.day, ...(stageLabel && { stageLabel }) },
        }),
        demonstration: need.demonstration,
      }
    }),
  }
}
