import { explainMatch, explainPair, rank } from '@qiongding/matching'
import { abilitiesOn } from '../../../platform/abilities.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf } from '../../pack.ts'
import {
  factsOf,
  findProfileAsOf,
  foldedFacts,
  openProfiles,
  profilesAsOf,
  rootsOf,
} from '../../registry/index.ts'
import type { matchesContract } from '../contract.ts'
import { endedOf, mayBeMatched } from '../rules.ts'
import { decisionsOn } from './decisions.ts'
import {
  ABILITIES,
  aboutNeed,
  candidateOf,
  labelOf,
  mustRead,
  needFacts,
  noteOf,
  openAbilities,
  optionsOf,
  profileOf,
} from './pair.ts'

export function explainOffer(ctx: Context, query: InputOf<typeof matchesContract.explain>) {
  const asOf = asOfOf(ctx, query)
  const profile = profileOf(ctx, query.profile)
  return reading(ctx, async (read) => {
    const need = await findProfileAsOf(ctx, read, query.needId, profile.need, asOf)
    mustRead(ctx, need)
    const facts = await needFacts(ctx, read, need, asOf)
    // Who was merged is asked for under the record that stands for him.
    const offerId = (await rootsOf(read, [query.offerId], asOf)).get(query.offerId) ?? query.offerId
    const [stored] = await profilesAsOf(ctx, read, [offerId], asOf)
    if (stored?.kind !== profile.offer) throw refuse('not-found')
    const offer = (await factsOf(ctx, read, [offerId], asOf)).get(offerId)?.facts ?? {}
    const decisions = await decisionsOn(read, profile.id, query.needId, asOf)
    if (decisions.get(offerId)?.state === 'declined-by-person') throw refuse('no-consent', { offer: offerId })
    // Who has not consented is compared with nobody; what was decided before stays to be seen.
    if (!decisions.has(offerId) && !mayBeMatched(kindOf(ctx, profile.offer), offer, asOf.on))
      throw refuse('no-consent', { offer: offerId })
    const [person] = await openProfiles(ctx, read, [stored])
    const winners = await foldedFacts(read, offerId, asOf)
    const options = optionsOf(ctx, asOf.on)
    const [ranked] = rank(profile, facts, [{ id: offerId, facts: offer }], options).rows
    const pair = explainPair(profile, facts, offer, options)
    if (!ranked || !person) throw refuse('not-found')
    const masked = new Set(person.masked)
    const note = noteOf(profile, person.values)
    return {
      candidate: candidateOf(
        ranked,
        { name: person.name, demonstration: person.demonstration, ...(note !== undefined && { note }) },
        decisions.get(offerId),
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
      abilities: asOf.past
        ? []
        : openAbilities(
            abilitiesOn(ctx.actor, ABILITIES, aboutNeed(ctx, need)),
            endedOf(kindOf(ctx, profile.need), { facts, asOf: need.as_of }, asOf.on),
          ),
    }
  })
}
