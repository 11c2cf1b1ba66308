import type { Value } from '@qiongding/kernel'
import { type PoolQuery, type PoolRanking, type Profile, rank, relaxations } from '@qiongding/matching'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import type { AsOfDays } from '../../pack.ts'
import { findProfileAsOf, type StoredProfile } from '../../registry/index.ts'
import { hasOffers, rankPooled } from '../pool/index.ts'
import { decisionsOn } from './decisions.ts'
import { mustRead, needFacts, offersOf, optionsOf } from './pair.ts'

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
  if (!asOf.past && (await hasOffers(read, profile.offer, POOL_FROM))) {
    const asked = [{ need: facts, query: rest }]
    const [pooled] = await rankPooled(ctx, read, profile, { on: options.on, asked })
    return pooled as PoolRanking
  }
  const left = new Set(rest.without)
  const offers = (await offersOf(ctx, read, profile.offer, asOf)).filter(({ id }) => !left.has(id))
  return partOf(rank(profile, facts, offers, options), rest)
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
function partOf(
  whole: ReturnType<typeof rank>,
  { from = 0, limit = 0, among }: Omit<PoolQuery, 'on'>,
): PoolRanking {
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
