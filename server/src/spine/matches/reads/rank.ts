import { abilitiesOn } from '../../../platform/abilities.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf } from '../../pack.ts'
import { openProfiles, profilesAsOf } from '../../registry/index.ts'
import type { matchesContract, Ranking } from '../contract.ts'
import { endedOf } from '../rules.ts'
import { decisionsOn } from './decisions.ts'
import { byMeaning, HEAD, meaningOf } from './meaning.ts'
import {
  ABILITIES,
  aboutNeed,
  asked,
  candidateOf,
  noteOf,
  openAbilities,
  optionsOf,
  profileOf,
  shownEnd,
} from './pair.ts'
import { rankNeed } from './ranking.ts'

export async function rankOffers(
  ctx: Context,
  query: InputOf<typeof matchesContract.rank>,
): Promise<Ranking> {
  const asOf = asOfOf(ctx, query)
  const profile = profileOf(ctx, query.profile)
  const meaning =
    query.by === 'meaning' ? await meaningOf(ctx, profile, { needId: query.needId, asOf }) : undefined
  return reading(ctx, async (read) => {
    const from = Math.max(0, Number.parseInt(query.cursor ?? '0', 10) || 0)
    // By meaning the head is put in order as a whole; what stands after it stays in the order of the words.
    const near = from < HEAD ? meaning?.near : undefined
    const { need, facts, ranking } = await rankNeed(ctx, read, profile, {
      needId: query.needId,
      asOf,
      ...(near ? { from: 0, limit: Math.max(HEAD, from + query.limit) } : { from, limit: query.limit }),
    })
    const decisions = await decisionsOn(read, profile.id, need.subject_id, asOf)
    const page = near
      ? [...byMeaning(ranking.rows.slice(0, HEAD), near), ...ranking.rows.slice(HEAD)].slice(
          from,
          from + query.limit,
        )
      : ranking.rows
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
      order: {
        by: meaning?.near ? 'meaning' : 'words',
        ...(ctx.district.embedder && !asOf.past && { model: ctx.district.embedder.model }),
        ...(meaning && !meaning.near && { silent: true }),
      },
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
