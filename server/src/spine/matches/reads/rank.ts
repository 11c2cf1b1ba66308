import type { Value } from '@qiongding/kernel'
import {
  type Profile,
  type Ranking as Ranked,
  type RankedOffer,
  rank,
  relaxations,
} from '@qiongding/matching'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf } from '../../pack.ts'
import { findProfileAsOf, openProfiles, profilesAsOf, type StoredProfile } from '../../registry/index.ts'
import type { matchesContract, Ranking } from '../contract.ts'
import { endedOf } from '../rules.ts'
import {
  ABILITIES,
  aboutNeed,
  asked,
  candidateOf,
  decisionsOn,
  mustRead,
  needFacts,
  noteOf,
  offersOf,
  openAbilities,
  optionsOf,
  profileOf,
  shownEnd,
} from './pair.ts'

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
    const ended = endedOf(kindOf(ctx, profile.need), { facts, asOf: need.as_of }, asOf.on)
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
        ...shownEnd(ended),
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
      abilities: asOf.past
        ? []
        : openAbilities(abilitiesOn(ctx.actor, ABILITIES, aboutNeed(ctx, need)), ended),
    }
  })
}
