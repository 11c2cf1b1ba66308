import { compare, explainMatch } from '@qiongding/matching'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../pack.ts'
import { rootsOf } from '../../registry/index.ts'
import type { matchesContract } from '../contract.ts'
import { explainOffer } from './explain.ts'
import { profileOf } from './pair.ts'
import { rankNeed } from './ranking.ts'

type Query = InputOf<typeof matchesContract.compare>
type Answer = OutputOf<typeof matchesContract.compare>

/** A few offers for one need side by side, in the order of the ranking, with the first reason in which neighbours differ. */
export function compareOffers(ctx: Context, query: Query): Promise<Answer> {
  const asOf = asOfOf(ctx, query)
  const profile = profileOf(ctx, query.profile)
  return reading(ctx, async (read) => {
    // Who was merged is compared as the record that stands for him.
    const roots = await rootsOf(read, query.offers, asOf)
    const among = [...new Set(query.offers.map((id) => roots.get(id) ?? id))]
    const { ranking } = await rankNeed(ctx, read, profile, {
      needId: query.needId,
      asOf,
      among,
      limit: among.length,
    })
    const inside = { ...ctx, read }
    const candidates: Answer['candidates'] = []
    for (const { id } of ranking.rows) {
      const { candidate, requirements } = await explainOffer(inside, { ...query, offerId: id })
      candidates.push({ candidate, requirements })
    }
    // Of one that is in no ranking there is nothing to compare: the same answer whether he withdrew or never was.
    if (candidates.length < 2) throw refuse('not-found')
    const above = ranking.rows.slice(1).map((row, at) => {
      const { trace, ...reason } = compare(ranking, ranking.rows[at]?.id ?? '', row.id)
      const because = explainMatch(trace).map(({ key, params }) => ({ key, params: { ...params } }))
      return { ...reason, words: { above: [...reason.words.above], below: [...reason.words.below] }, because }
    })
    return {
      profileVersion: String(profile.version),
      judgedOn: asOf.on,
      candidates,
      above: above.map((one) => ({ ...one, better: [...one.better], worse: [...one.worse] })),
    }
  })
}
