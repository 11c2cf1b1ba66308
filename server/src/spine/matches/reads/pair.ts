import { type Day, day, type Value } from '@qiongding/kernel'
import { explainPair, type Offer, type Profile, type RankedOffer } from '@qiongding/matching'
import { sql } from 'kysely'
import { may, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { LedgerOwner } from '../../../platform/ledger/reads.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, kindOf, packOf } from '../../pack.ts'
import { everySubject, factsOf, profilesAsOf, type StoredProfile } from '../../registry/index.ts'
import type { Candidate, Ranking } from '../contract.ts'
import { type MatchRow, matchKind } from '../match-object.ts'
import { type Ended, mayBeMatched } from '../rules.ts'

export function profileOf(
  ctx: Context,
  id: string,
): Profile & {
  readonly opensAt?: string
  readonly shows: ReadonlyMap<string, { readonly need: readonly string[]; readonly offer: readonly string[] }>
  /** Facts of an offer that tell namesakes apart, the best first. */
  readonly noteFacts: readonly string[]
} {
  const { compiled, pack } = packOf(ctx)
  const found = compiled.profiles.get(id)
  const source = pack.matchings.find((one) => one.id === id)
  if (!found || !source) throw refuse('not-found', { profile: id })
  return {
    ...(found as Profile),
    ...(source.opensAt !== undefined && { opensAt: source.opensAt }),
    noteFacts: found.text.offer.filter((key) => key !== kindOf(ctx, found.offer).nameFact),
    shows: new Map(source.requirements.flatMap((one) => (one.shows ? [[one.id, one.shows] as const] : []))),
  }
}

export const optionsOf = (ctx: Context, on: string) => ({
  on: day(on),
  trees: packOf(ctx).compiled.wordLists,
})

/** Most offers judged in one answer; more than this needs the index of issue-sized lists, and the answer would say so. */
export const OFFER_LIMIT = 20_000

/** Offers of a kind that may be matched on a day, with their open facts. Sealed ones are no part of any requirement and stay closed. */
export async function offersOf(ctx: Context, read: ReadDb, kindId: string, asOf: AsOfDays): Promise<Offer[]> {
  const kind = kindOf(ctx, kindId)
  const found = asOf.past
    ? await everySubject(ctx, read, kindId, asOf, OFFER_LIMIT)
    : (
        await sql<{
          id: string
          facts: Record<string, Value>
        }>`select subject_id as id, facts from profile where district_id = ${read.district} and kind = ${kindId} order by subject_id limit ${OFFER_LIMIT}`.execute(
          read.query,
        )
      ).rows
  return found
    .map((row) => ({ id: row.id, facts: row.facts }))
    .filter((offer) => mayBeMatched(kind, offer.facts as Record<string, Value>, asOf.on))
}

/** Names of those whose the needs are, by id. */
export async function holderNames(
  ctx: Context,
  read: ReadDb,
  needs: Iterable<{ readonly holder_id: string | null }>,
  asOf: AsOfDays,
): Promise<Map<string, string>> {
  const ids = [...needs].flatMap((need) => need.holder_id ?? [])
  return new Map((await profilesAsOf(ctx, read, ids, asOf)).map((one) => [one.subject_id, one.name]))
}

export async function needFacts(
  ctx: Context,
  read: ReadDb,
  need: StoredProfile,
  asOf: AsOfDays,
): Promise<Record<string, Value>> {
  return (await factsOf(ctx, read, [need.subject_id], asOf)).get(need.subject_id)?.facts ?? {}
}

export const labelOf = (profile: Profile, id: string) =>
  profile.requirements.find((one) => one.id === id)?.label ?? { zh: id, en: id }

/** What each stated requirement asks, as a sentence: from judging a subject of whom nothing is known. */
export function asked(
  profile: Profile,
  need: Record<string, Value>,
  options: { on: Day },
): Map<string, Ranking['requirements'][number]> {
  const pair = explainPair(profile, need, {}, options)
  return new Map(
    pair.requirements.map((one) => [
      one.id,
      {
        id: one.id,
        label: labelOf(profile, one.id),
        level: one.level,
        asked: one.asked.map((message) => ({ key: message.key, params: { ...message.params } })),
      },
    ]),
  )
}

/** One offer fact that tells namesakes apart in a list: the first the profile shows. */
export function noteOf(
  profile: ReturnType<typeof profileOf>,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const key of profile.noteFacts) {
    const value = values[key]
    if (typeof value === 'string' && value !== '') return value.slice(0, 20)
  }
  return undefined
}

export function candidateOf(
  row: RankedOffer,
  person: { name: string; note?: string; demonstration: boolean },
  decision: MatchRow | undefined,
): Candidate {
  return {
    offerId: row.id,
    name: person.name,
    ...(person.note !== undefined && { note: person.note }),
    group: row.group,
    verdicts: { ...row.verdicts },
    met: row.met,
    missed: row.missed,
    unknown: row.unknown,
    words: [...row.order.words],
    ...(decision && {
      decision: {
        state: decision.state,
        day: decision.day,
        ...(decision.journeyId !== undefined && { journeyId: decision.journeyId }),
        ...(decision.reason !== undefined && { reason: decision.reason }),
      },
    }),
    demonstration: person.demonstration,
  }
}

/** A list of needs already shows an asker his own; one need by its address asks once more. */
export function mustRead(ctx: Context, need: StoredProfile): void {
  if (!may(ctx.actor, 'match.read', aboutNeed(ctx, need))) throw refuse('not-found')
}

export const aboutNeed = (ctx: Context, need: StoredProfile) => ({
  party: need.holder_id ?? undefined,
  office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
})

export const ABILITIES = ['match.accept', 'match.decline']

/** For a need that has ended nothing can be accepted; declining stays, for whoever tidies up. */
export const openAbilities = (abilities: readonly string[], ended: Ended | undefined): string[] =>
  abilities.filter((ability) => !ended || ability !== 'match.accept')

/** The end of a need as answers say it. */
export const shownEnd = (ended: Ended | undefined) => ({
  ...(ended?.how === 'expired' && ended.on !== undefined && { expiredOn: ended.on }),
  ...(ended && ended.how !== 'expired' && { closed: ended.how }),
})

/** What is said of matches: for those who may read matches whole. */
export const matchLedger: LedgerOwner = {
  owns: (_, kind) => kind === matchKind.kind,
  // Which need a person declined is his own: that something was decided shows, not of whom.
  mayRead: (ctx, { after }) => after.state !== 'declined-by-person' && reachOf(ctx.actor, 'match.read').all,
}
