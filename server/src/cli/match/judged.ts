import type { Day, Tri } from '@qiongding/kernel'
import { explainPair, offerPool, type Profile, type RankedOffer } from '@qiongding/matching'
import type { PackProfile } from '@qiongding/pack-format'
import type { DistrictPack } from '../../spine/pack.ts'
import { Stop } from '../explain.ts'
import type { ListRow } from '../rows.ts'

type Label = { readonly zh: string; readonly en: string }
/** One requirement of a pair with what decided it. */
export type PairRequirement = {
  readonly id: string
  readonly label: Label
  readonly verdict: Tri | 'review'
  readonly hits: readonly { readonly wanted: string; readonly found: string }[]
  readonly lacking: readonly string[]
  readonly missing: readonly string[]
  /** The facts that tell a reader what was asked and what was stated. */
  readonly shows: { readonly need: readonly string[]; readonly offer: readonly string[] }
}
export type Candidate = {
  readonly offer: ListRow
  readonly place: number
  readonly ranked: RankedOffer
  readonly requirements: readonly PairRequirement[]
}
export type NeedAnswer = {
  readonly need: ListRow
  /** Requirements the need states; none means that nothing in it can be judged. */
  readonly stated: readonly string[]
  readonly groups: Readonly<Record<RankedOffer['group'], number>>
  readonly best: readonly Candidate[]
}

/** A matching of the pack with what the compiled profile leaves out. */
export type Matching = {
  readonly profile: Profile
  readonly need: string
  readonly offer: string
  readonly labels: ReadonlyMap<string, Label>
  readonly shows: ReadonlyMap<string, PairRequirement['shows']>
}

const idsOf = (matchings: readonly PackProfile[]) => matchings.map((one) => one.id).join(', ')

/** The matching that is named, or the only one of the pack; of several, what the needs are of will tell. */
export function namedMatching({ pack }: DistrictPack, wanted: string | undefined): PackProfile | undefined {
  const { matchings } = pack
  if (matchings.length === 0) throw new Stop('the pack has no matching, so nothing says what fits.')
  if (wanted === undefined) return matchings.length === 1 ? matchings[0] : undefined
  const named = matchings.find((one) => one.id === wanted)
  if (!named) throw new Stop(`the pack has no matching ${wanted}; it has ${idsOf(matchings)}.`)
  return named
}

/** The matching of the pack for needs of a kind. */
export function matchingFor({ pack }: DistrictPack, need: string): PackProfile {
  const [only, ...others] = pack.matchings.filter((one) => one.need === need)
  if (!only)
    throw new Stop(
      `the pack has no matching for a list of ${need}: choose one with --profile (${idsOf(pack.matchings)}).`,
    )
  if (others.length > 0)
    throw new Stop(
      `the pack has several matchings for a list of ${need}: choose one with --profile (${idsOf([only, ...others])}).`,
    )
  return only
}

/** A matching made ready to judge by. */
export function readyMatching({ compiled }: DistrictPack, source: PackProfile): Matching {
  const profile = compiled.profiles.get(source.id)
  if (!profile) throw new Error(`the matching ${source.id} was not compiled`)
  return {
    profile,
    need: source.need,
    offer: source.offer,
    labels: new Map(source.requirements.map((one) => [one.id, one.label])),
    shows: new Map(source.requirements.flatMap((one) => (one.shows ? [[one.id, one.shows] as const] : []))),
  }
}

/** What judging needs of the offers, made ready once. */
export type ReadyOffers = {
  readonly pool: ReturnType<typeof offerPool>
  readonly byId: ReadonlyMap<string, ListRow>
}

/** Takes every offer in, saying how far it is. */
export function readyOffers(
  district: DistrictPack,
  matching: Matching,
  offers: readonly ListRow[],
  onProgress: (done: number, total: number) => void,
): ReadyOffers {
  const pool = offerPool(matching.profile, { trees: district.compiled.wordLists })
  // Ids in the order of the rows: offers that nothing tells apart stay in it.
  const byId = new Map(offers.map((offer) => [String(offer.row).padStart(7, '0'), offer]))
  let done = 0
  for (const [id, { facts }] of byId) {
    pool.put({ id, facts })
    done++
    if (done % 1000 === 0 || done === byId.size) onProgress(done, byId.size)
  }
  return { pool, byId }
}

/** Ranks every offer for one need and explains the first `top` of them. */
export function judgeNeed(
  district: DistrictPack,
  matching: Matching,
  need: ListRow,
  { pool, byId }: ReadyOffers,
  { on, top }: { readonly on: Day; readonly top: number },
): NeedAnswer {
  const options = { on, trees: district.compiled.wordLists }
  const ranking = pool.rank(need.facts, { on, limit: top })
  return {
    need,
    stated: ranking.requirements.map((one) => one.id),
    groups: ranking.groups,
    best: ranking.rows.flatMap((ranked, index): Candidate[] => {
      const offer = byId.get(ranked.id)
      if (!offer) return []
      const pair = explainPair(matching.profile, need.facts, offer.facts, options)
      return [
        {
          offer,
          place: index + 1,
          ranked,
          requirements: pair.requirements.map(({ id, verdict, hits, lacking, missing }) => ({
            id,
            label: matching.labels.get(id) ?? { zh: id, en: id },
            verdict,
            hits,
            lacking,
            missing,
            shows: matching.shows.get(id) ?? { need: [], offer: [] },
          })),
        },
      ]
    }),
  }
}
