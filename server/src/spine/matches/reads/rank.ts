import type { Value } from '@qiongding/kernel'
import { type PoolQuery, type PoolRanking, type Profile, rank, relaxations } from '@qiongding/matching'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf } from '../../pack.ts'
import { findProfileAsOf, openProfiles, profilesAsOf, type StoredProfile } from '../../registry/index.ts'
import type { matchesContract, Ranking } from '../contract.ts'
import { countOffers, rankPooled } from '../pool/index.ts'
import { endedOf } from '../rules.ts'
import { decisionsOn } from './decisions.ts'
import {
  ABILITIES,
  aboutNeed,
  asked,
  candidateOf,
  mustRead,
  needFacts,
  noteOf,
  offersOf,
  openAbilities,
  optionsOf,
  profileOf,
  shownEnd,
} from './pair.ts'

type Judgement = {
  readonly need: StoredProfile
  readonly facts: Record<string, Value>
  readonly ranking: PoolRanking
}

/** From so many offers on they are held ready in a thread; fewer are ranked as they are asked for, in about 100 ms. */
const POOL_FROM = 3000

/** Rows of the ranking of every offer for a need, best first. Of a past day every offer is judged as it was then. */
export async function rankNeed(
  ctx: Context,
  read: ReadDb,
  profile: Profile,
  asked: Omit<PoolQuery, 'on'> & { readonly needId: string; readonly asOf: AsOfDays },
): Promise<Judgement> {
  const { asOf, needId: _, ...rest } = asked
  const need = await findProfileAsOf(ctx, read, asked.needId, profile.need, asOf)
  mustRead(ctx, need)
  const facts = await needFacts(ctx, read, need, asOf)
  // Who declined this need himself is in no row and in no count of it: nobody may tell that he was.
  const without = await declinedThemselves(read, profile.id, asked.needId, asOf)
  return { need, facts, ranking: await rankFacts(ctx, read, profile, { ...rest, facts, without, asOf }) }
}

/** The same for what a need says, whether or not it is written. */
export async function rankFacts(
  ctx: Context,
  read: ReadDb,
  profile: Profile,
  asked: Omit<PoolQuery, 'on'> & { readonly facts: Record<string, Value>; readonly asOf: AsOfDays },
): Promise<PoolRanking> {
  const { facts, asOf, ...rest } = asked
  const options = optionsOf(ctx, asOf.on)
  const part = { ...rest, on: options.on }
  if (!asOf.past && (await countOffers(read, profile.offer)) >= POOL_FROM)
    return rankPooled(ctx, read, profile, facts, part)
  const left = new Set(part.without)
  const offers = (await offersOf(ctx, read, profile.offer, asOf)).filter(({ id }) => !left.has(id))
  return partOf(rank(profile, facts, offers, options), part)
}

/** Offers whose person declined this need, as of two days, under the ids they show under. */
async function declinedThemselves(
  read: ReadDb,
  profile: string,
  needId: string,
  asOf: AsOfDays,
): Promise<string[]> {
  const decisions = await decisionsOn(read, profile, needId, asOf)
  return [...decisions].flatMap(([offerId, { state }]) => (state === 'declined-by-person' ? [offerId] : []))
}

/** Some rows of a whole ranking, with what is said of all of them. */
function partOf(whole: ReturnType<typeof rank>, { from = 0, limit = 0, among }: PoolQuery): PoolRanking {
  const groups = { 'all-met': 0, unknown: 0, missed: 0 }
  for (const { group } of whole.rows) groups[group]++
  return {
    ...whole,
    rows: whole.rows.filter(({ id }) => among === undefined || among.includes(id)).slice(from, from + limit),
    offers: whole.rows.length,
    groups,
    relaxations: relaxations(whole),
  }
}

export function rankOffers(ctx: Context, query: InputOf<typeof matchesContract.rank>): Promise<Ranking> {
  const asOf = asOfOf(ctx, query)
  const profile = profileOf(ctx, query.profile)
  return reading(ctx, async (read) => {
    const from = Math.max(0, Number.parseInt(query.cursor ?? '0', 10) || 0)
    const { need, facts, ranking } = await rankNeed(ctx, read, profile, {
      needId: query.needId,
      asOf,
      from,
      limit: query.limit,
    })
    const decisions = await decisionsOn(read, profile.id, need.subject_id, asOf)
    const page = ranking.rows
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
    const ended = endedOf(kindOf(ctx, profile.need), { facts, asOf: need.as_of }, asOf.on)
    const requirements = asked(profile, facts, optionsOf(ctx, asOf.on))
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
        ...shownEnd(ended),
        vague: ranking.requirements.length === 0,
      },
      requirements: ranking.requirements.flatMap((one) => requirements.get(one.id) ?? []),
      groups: ranking.groups,
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
      ...(from + query.limit < ranking.offers && { next: String(from + query.limit) }),
      relaxations: ranking.relaxations
        .filter((one) => one.to > one.from)
        .slice(0, 3)
        .map((one) => ({
          requirement: one.requirement,
          label: requirements.get(one.requirement)?.label ?? { zh: one.requirement, en: one.requirement },
          from: one.from,
          to: one.to,
        })),
      abilities: asOf.past
        ? []
        : openAbilities(abilitiesOn(ctx.actor, ABILITIES, aboutNeed(ctx, need)), ended),
    }
  })
}
