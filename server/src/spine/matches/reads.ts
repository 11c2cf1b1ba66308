import { type Day, day, type Value } from '@qiongding/kernel'
import {
  explainMatch,
  explainPair,
  type Offer,
  type Profile,
  type Ranking as Ranked,
  type RankedOffer,
  rank,
  relaxations,
} from '@qiongding/matching'
import { sql } from 'kysely'
import { abilitiesOn, may, reachOf } from '../../platform/abilities.ts'
import type { ReadDb } from '../../platform/db/database.ts'
import { replayObjects } from '../../platform/ledger/objects.ts'
import { refuse } from '../../platform/refusals.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import type { InputOf } from '../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../pack.ts'
import {
  everySubject,
  factsOf,
  findProfileAsOf,
  foldedFacts,
  list,
  openProfiles,
  profilesAsOf,
  type StoredProfile,
} from '../registry/index.ts'
import type { Candidate, matchesContract, Ranking } from './contract.ts'
import { type MatchRow, matchKind } from './match-object.ts'
import { mayBeMatched } from './rules.ts'

const ABILITIES = ['match.accept', 'match.decline']
/** Most offers judged in one answer; more than this needs the index of issue-sized lists, and the answer would say so. */
const OFFER_LIMIT = 20_000

export function profileOf(
  ctx: Context,
  id: string,
): Profile & {
  readonly opensAt?: string
  readonly shows: ReadonlyMap<string, { readonly need: readonly string[]; readonly offer: readonly string[] }>
} {
  const { compiled, pack } = packOf(ctx)
  const found = compiled.profiles.get(id)
  const source = pack.matchings.find((one) => one.id === id)
  if (!found || !source) throw refuse('not-found', { profile: id })
  return {
    ...(found as Profile),
    ...(source.opensAt !== undefined && { opensAt: source.opensAt }),
    shows: new Map(source.requirements.flatMap((one) => (one.shows ? [[one.id, one.shows] as const] : []))),
  }
}

const optionsOf = (ctx: Context, on: string) => ({ on: day(on), trees: packOf(ctx).compiled.wordLists })

/** Offers of a kind that may be matched on a day, with their open facts. Sealed ones are no part of any requirement and stay closed. */
async function offersOf(ctx: Context, read: ReadDb, kindId: string, asOf: AsOfDays): Promise<Offer[]> {
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

/** Decisions about a need as of two days, by offer. */
async function decisionsOn(
  read: ReadDb,
  profile: string,
  needId: string,
  asOf: AsOfDays,
): Promise<Map<string, MatchRow>> {
  const rows = asOf.past
    ? (await replayObjects(read, matchKind, asOf)).filter(
        (row) => row.profile === profile && row.needId === needId,
      )
    : (
        await sql<{
          row: MatchRow
        }>`select row from match where district_id = ${read.district} and profile = ${profile} and need_id = ${needId}::uuid`.execute(
          read.query,
        )
      ).rows.map((one) => one.row)
  return new Map(rows.map((row) => [row.offerId, row]))
}

async function needFacts(
  ctx: Context,
  read: ReadDb,
  need: StoredProfile,
  asOf: AsOfDays,
): Promise<Record<string, Value>> {
  return (await factsOf(ctx, read, [need.subject_id], asOf)).get(need.subject_id)?.facts ?? {}
}

function candidateOf(
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

/** What each stated requirement asks, as a sentence: from judging a subject of whom nothing is known. */
function asked(
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

const labelOf = (profile: Profile, id: string) =>
  profile.requirements.find((one) => one.id === id)?.label ?? { zh: id, en: id }

/** One offer fact that tells namesakes apart in a list: the first the profile shows. */
function noteOf(
  profile: ReturnType<typeof profileOf>,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const key of profile.text.offer) {
    const value = values[key]
    if (typeof value === 'string' && value !== '') return value.slice(0, 20)
  }
  return undefined
}

export type Judgement = {
  readonly need: StoredProfile
  readonly facts: Record<string, Value>
  readonly ranking: Ranked
}

export async function rankNeed(
  ctx: Context,
  read: ReadDb,
  profile: Profile,
  needId: string,
  asOf: AsOfDays,
): Promise<Judgement> {
  const need = await findProfileAsOf(ctx, read, needId, profile.need, asOf)
  mustRead(ctx, need)
  const facts = await needFacts(ctx, read, need, asOf)
  const offers = await offersOf(ctx, read, profile.offer, asOf)
  return { need, facts, ranking: rank(profile, facts, offers, optionsOf(ctx, asOf.on)) }
}

export function rankOffers(ctx: Context, query: InputOf<typeof matchesContract.rank>): Promise<Ranking> {
  const asOf = asOfOf(ctx, query)
  const profile = profileOf(ctx, query.profile)
  return reading(ctx, async (read) => {
    const { need, facts, ranking } = await rankNeed(ctx, read, profile, query.needId, asOf)
    const decisions = await decisionsOn(read, profile.id, need.subject_id, asOf)
    const from = query.cursor === undefined ? 0 : Number.parseInt(query.cursor, 10) || 0
    const page = ranking.rows.slice(from, from + query.limit)
    const people = new Map(
      (
        await openProfiles(
          ctx,
          read,
          await profilesAsOf(
            ctx,
            read,
            page.map((row) => row.id),
            asOf,
          ),
        )
      ).map((row) => [row.id, row]),
    )
    const holder = need.holder_id ? (await profilesAsOf(ctx, read, [need.holder_id], asOf))[0] : undefined
    const [shownNeed] = await openProfiles(ctx, read, [need])
    const requirements = asked(profile, facts, optionsOf(ctx, asOf.on))
    const of = (group: RankedOffer['group']) => ranking.rows.filter((row) => row.group === group).length
    return {
      profile: profile.id,
      profileVersion: String(profile.version),
      judgedOn: asOf.on,
      need: {
        id: need.subject_id,
        name: need.name,
        ...(holder && { holder: { id: holder.subject_id, name: holder.name } }),
        values: shownNeed?.values ?? {},
        asOf: need.as_of,
        demonstration: need.demonstration,
        vague: ranking.requirements.length === 0,
      },
      requirements: ranking.requirements.flatMap((one) => requirements.get(one.id) ?? []),
      groups: { 'all-met': of('all-met'), unknown: of('unknown'), missed: of('missed') },
      rows: page.map((row) => {
        const person = people.get(row.id)
        const note = noteOf(profile, person?.values ?? {})
        return candidateOf(
          row,
          {
            name: person?.name ?? '',
            demonstration: person?.demonstration ?? false,
            ...(note !== undefined && { note }),
          },
          decisions.get(row.id),
        )
      }),
      ...(from + query.limit < ranking.rows.length && { next: String(from + query.limit) }),
      relaxations: relaxations(ranking)
        .filter((one) => one.to > one.from)
        .slice(0, 3)
        .map((one) => ({
          requirement: one.requirement,
          label: requirements.get(one.requirement)?.label ?? { zh: one.requirement, en: one.requirement },
          from: one.from,
          to: one.to,
        })),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ABILITIES, aboutNeed(ctx, need)),
    }
  })
}

/** A list of needs already shows an asker his own; one need by its address asks once more. */
function mustRead(ctx: Context, need: StoredProfile): void {
  if (!may(ctx.actor, 'match.read', aboutNeed(ctx, need))) throw refuse('not-found')
}

export const aboutNeed = (ctx: Context, need: StoredProfile) => ({
  party: need.holder_id ?? undefined,
  office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
})

export function explainOffer(ctx: Context, query: InputOf<typeof matchesContract.explain>) {
  const asOf = asOfOf(ctx, query)
  const profile = profileOf(ctx, query.profile)
  return reading(ctx, async (read) => {
    const need = await findProfileAsOf(ctx, read, query.needId, profile.need, asOf)
    mustRead(ctx, need)
    const facts = await needFacts(ctx, read, need, asOf)
    const [stored] = await profilesAsOf(ctx, read, [query.offerId], asOf)
    if (stored?.kind !== profile.offer) throw refuse('not-found')
    const offer = (await factsOf(ctx, read, [query.offerId], asOf)).get(query.offerId)?.facts ?? {}
    const decisions = await decisionsOn(read, profile.id, query.needId, asOf)
    // Who has not consented is compared with nobody; what was decided before stays to be seen.
    if (!decisions.has(query.offerId) && !mayBeMatched(kindOf(ctx, profile.offer), offer, asOf.on))
      throw refuse('no-consent', { offer: query.offerId })
    const [person] = await openProfiles(ctx, read, [stored])
    const winners = await foldedFacts(read, query.offerId, asOf)
    const options = optionsOf(ctx, asOf.on)
    const [ranked] = rank(profile, facts, [{ id: query.offerId, facts: offer }], options).rows
    const pair = explainPair(profile, facts, offer, options)
    if (!ranked || !person) throw refuse('not-found')
    const masked = new Set(person.masked)
    const note = noteOf(profile, person.values)
    return {
      candidate: candidateOf(
        ranked,
        { name: person.name, demonstration: person.demonstration, ...(note !== undefined && { note }) },
        decisions.get(query.offerId),
      ),
      profileVersion: String(profile.version),
      requirements: pair.requirements.map((one) => ({
        id: one.id,
        label: labelOf(profile, one.id),
        level: one.level,
        asked: one.asked.map((message) => ({ key: message.key, params: { ...message.params } })),
        verdict: one.verdict,
        because: explainMatch(one.trace).map((message) => ({
          key: message.key,
          params: { ...message.params },
        })),
        words: one.hits.flatMap((hit) => hit.found ?? []),
        facts: (profile.shows.get(one.id)?.offer ?? []).map((key) => {
          const winner = winners.get(key)
          const value = masked.has(key) ? undefined : offer[key]
          return {
            key,
            masked: masked.has(key),
            ...(value !== undefined && { value }),
            ...(winner && { source: winner.statement.source, asOf: winner.statement.asOf }),
          }
        }),
      })),
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ABILITIES, aboutNeed(ctx, need)),
    }
  })
}

/** How many offers were accepted for each need. */
async function acceptedOf(
  read: ReadDb,
  profile: string,
  needs: readonly string[],
  asOf: AsOfDays,
): Promise<Map<string, number>> {
  if (asOf.past) {
    const rows = (await replayObjects(read, matchKind, asOf)).filter(
      (row) => row.profile === profile && row.state === 'accepted',
    )
    return new Map([...Map.groupBy(rows, (row) => row.needId)].map(([need, list]) => [need, list.length]))
  }
  const counts = await sql<{
    need_id: string
    n: number
  }>`select need_id, count(*)::integer as n from match where district_id = ${read.district} and profile = ${profile} and state = 'accepted' and need_id = any(${needs as string[]}::uuid[]) group by need_id`.execute(
    read.query,
  )
  return new Map(counts.rows.map((row) => [row.need_id, row.n]))
}

export async function listNeeds(ctx: Context, query: InputOf<typeof matchesContract.needs>) {
  const profile = profileOf(ctx, query.profile)
  const asOf = asOfOf(ctx, query)
  const [own, registry] = [reachOf(ctx.actor, 'match.read'), reachOf(ctx.actor, 'registry.read')]
  // Whoever may read the registry whole and matches only of his party would be shown too much.
  if (!own.all && registry.all) throw refuse('not-allowed', { ability: 'match.read' })
  const page = await list(ctx, {
    kind: profile.need,
    sort: 'name',
    count: true,
    limit: query.limit,
    ...(query.cursor !== undefined && { cursor: query.cursor }),
    ...(query.q !== undefined && { q: query.q }),
    ...(query.on !== undefined && { on: query.on }),
    ...(query.known !== undefined && { known: query.known }),
  } as never)
  return reading(ctx, async (read) => {
    const stored = new Map(
      (
        await profilesAsOf(
          ctx,
          read,
          page.rows.map((row) => row.id),
          asOf,
        )
      ).map((row) => [row.subject_id, row]),
    )
    const holders = new Map(
      (
        await profilesAsOf(
          ctx,
          read,
          [...stored.values()].flatMap((row) => row.holder_id ?? []),
          asOf,
        )
      ).map((row) => [row.subject_id, row.name]),
    )
    const accepted = await acceptedOf(
      read,
      profile.id,
      page.rows.map((row) => row.id),
      asOf,
    )
    const options = optionsOf(ctx, asOf.on)
    return {
      rows: page.rows.map((row) => {
        const holderId = stored.get(row.id)?.holder_id
        const holder = holderId ? holders.get(holderId) : undefined
        const headcount = Object.entries(row.values).find(([key]) => key === 'headcount')?.[1]
        return {
          id: row.id,
          name: row.name,
          ...(holderId && holder !== undefined && { holder: { id: holderId, name: holder } }),
          requirements: rank(profile, row.values, [], options).requirements.length,
          accepted: accepted.get(row.id) ?? 0,
          ...(typeof headcount === 'number' && { headcount }),
          demonstration: row.demonstration,
        }
      }),
      ...(page.next !== undefined && { next: page.next }),
      total: page.total ?? page.rows.length,
    }
  })
}
