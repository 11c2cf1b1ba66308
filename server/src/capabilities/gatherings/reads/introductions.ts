import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import { replayObjects } from '../../../platform/ledger/objects.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { definitionOf, type JourneyRow, journeysById } from '../../../spine/journeys/index.ts'
import { mayBeMatched, noteOf, type OneOfMany, profileOf } from '../../../spine/matches/index.ts'
import { type AsOfDays, kindOf } from '../../../spine/pack.ts'
import { openProfiles, profilesAsOf, rootsOf } from '../../../spine/registry/index.ts'
import type { Introduction } from '../contract.ts'
import type { Followed, FunnelStage } from '../rules.ts'
import { type GatheringRow, type IntroductionRow, introductionKind } from '../tables.ts'

/** Introductions of a gathering that were not dropped, in the order they were made. */
export async function introductionsOf(
  read: ReadDb,
  gatheringId: string,
  asOf?: AsOfDays,
): Promise<IntroductionRow[]> {
  const found = asOf?.past
    ? (await replayObjects(read, introductionKind, asOf)).filter((row) => row.gatheringId === gatheringId)
    : (
        await sql<{ row: IntroductionRow }>`
          select row from introduction where district_id = ${read.district} and gathering_id = ${gatheringId}::uuid and state = 'arranged' order by id
        `.execute(read.query)
      ).rows.map(({ row }) => row)
  return found.filter(({ state }) => state === 'arranged').toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** The stages of a profile's journey that come after the one an accepted pair begins in. */
export function stagesAfter(ctx: Context, profileId: string): FunnelStage[] {
  const profile = profileOf(ctx, profileId)
  const stages = definitionOf(ctx, profile.journey)?.stages ?? []
  const first = stages.findIndex(({ id }) => id === (profile.opensAt ?? stages[0]?.id))
  return stages.slice(first + 1).map(({ id, label }) => ({ id, label }))
}

function decisionOf(
  ctx: Context,
  match: ReturnType<OneOfMany['decisions']['get']>,
  journey: JourneyRow | undefined,
): Introduction['decision'] {
  if (!match || match.state === 'declined-by-person') return undefined
  const definition = journey && definitionOf(ctx, journey.definition)
  const stage = definition?.stages.find(({ id }) => id === journey?.stage)
  const exit = definition?.exits?.find(({ id }) => id === journey?.closed?.exit)
  return {
    state: match.state,
    ...(match.journeyId !== undefined && { journeyId: match.journeyId }),
    ...(stage && { stageLabel: stage.label }),
    ...(exit && { exitLabel: exit.label }),
  }
}

/**
 * Introductions as a reader sees them, with what became of each. Whoever may not be matched any more, or declined the need himself, is left
 * out as he is of every ranking, unless something was noted of the meeting: then he was there.
 */
export async function followed(
  ctx: Context,
  read: ReadDb,
  gathering: GatheringRow,
  needs: readonly OneOfMany[],
  asOf: AsOfDays,
): Promise<{ readonly shown: Introduction[]; readonly followed: Followed[] }> {
  const profile = profileOf(ctx, gathering.profile)
  const kind = kindOf(ctx, profile.offer)
  const all = await introductionsOf(read, gathering.id, asOf)
  const roots = await rootsOf(
    read,
    all.map(({ offerId }) => offerId),
    asOf,
  )
  const rootOf = ({ offerId }: IntroductionRow) => roots.get(offerId) ?? offerId
  const stored = await profilesAsOf(ctx, read, [...new Set(all.map(rootOf))], asOf)
  const offers = new Map(stored.map((one) => [one.subject_id, one]))
  const open = new Map((await openProfiles(ctx, read, stored)).map((one) => [one.id, one]))
  const decisions = new Map(needs.map((need) => [need.id, need.decisions]))
  const matchOf = (row: IntroductionRow) => decisions.get(row.needId)?.get(rootOf(row))
  const visible = all.filter((row) => {
    const offer = offers.get(rootOf(row))
    if (!offer || !decisions.has(row.needId)) return false
    const state = matchOf(row)?.state
    if (row.outcome !== undefined || state === 'accepted') return true
    return state !== 'declined-by-person' && mayBeMatched(kind, offer.facts, asOf.on)
  })
  const journeys = await journeysById(
    read,
    visible.flatMap((row) => matchOf(row)?.journeyId ?? []),
    asOf,
  )
  return {
    shown: visible.map((row) => {
      const match = matchOf(row)
      const offer = open.get(rootOf(row))
      const note = noteOf(profile, offer?.values ?? {})
      const decision = decisionOf(ctx, match, journeys.get(match?.journeyId ?? ''))
      return {
        id: row.id,
        version: row.version,
        needId: row.needId,
        offerId: rootOf(row),
        offer: offer?.name ?? '',
        ...(note !== undefined && { note }),
        ...(row.round !== undefined && { round: row.round }),
        ...(row.outcome !== undefined && { outcome: row.outcome }),
        ...(row.needWish !== undefined && { needWish: row.needWish }),
        ...(row.offerWish !== undefined && { offerWish: row.offerWish }),
        ...(decision && { decision }),
      }
    }),
    followed: visible.map((row) => {
      const match = matchOf(row)
      const journey = journeys.get(match?.journeyId ?? '')
      return {
        ...row,
        offerId: rootOf(row),
        accepted: match?.state === 'accepted',
        declined: match?.state === 'declined',
        ...(journey && { reached: new Set(Object.keys(journey.reached)) }),
        ended: journey?.closed !== undefined,
      }
    }),
  }
}
