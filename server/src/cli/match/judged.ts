import type { Day, Tri } from '@qiongding/kernel'
import { explainPair, type Profile, type RankedOffer, rank } from '@qiongding/matching'
import type { DistrictPack } from '../../spine/pack.ts'
import { Stop } from '../explain.ts'
import type { ListRow } from './rows.ts'

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

/** The matching that is asked for, or the only one of the pack. */
export function matchingOf({ pack, compiled }: DistrictPack, wanted: string | undefined): Matching {
  const ids = pack.matchings.map((one) => one.id)
  const id = wanted ?? (ids.length === 1 ? ids[0] : undefined)
  const source = pack.matchings.find((one) => one.id === id)
  const profile = id === undefined ? undefined : compiled.profiles.get(id)
  if (!source || !profile) {
    if (ids.length === 0) throw new Stop('the pack has no matching, so nothing says what fits.')
    throw new Stop(
      wanted === undefined
        ? `the pack has several matchings: choose one with --profile (${ids.join(', ')}).`
        : `the pack has no matching ${wanted}; it has ${ids.join(', ')}.`,
    )
  }
  return {
    profile,
    need: source.need,
    offer: source.offer,
    labels: new Map(source.requirements.map((one) => [one.id, one.label])),
    shows: new Map(source.requirements.flatMap((one) => (one.shows ? [[one.id, one.shows] as const] : []))),
  }
}

/** Ranks every offer for one need and explains the first `top` of them. */
export function judgeNeed(
  district: DistrictPack,
  matching: Matching,
  need: ListRow,
  offers: readonly ListRow[],
  { on, top }: { readonly on: Day; readonly top: number },
): NeedAnswer {
  const options = { on, trees: district.compiled.wordLists }
  const byId = new Map(offers.map((offer) => [String(offer.row).padStart(7, '0'), offer]))
  const ranking = rank(
    matching.profile,
    need.facts,
    [...byId].map(([id, { facts }]) => ({ id, facts })),
    options,
  )
  const of = (group: RankedOffer['group']) => ranking.rows.filter((row) => row.group === group).length
  return {
    need,
    stated: ranking.requirements.map((one) => one.id),
    groups: { 'all-met': of('all-met'), unknown: of('unknown'), missed: of('missed') },
    best: ranking.rows.slice(0, top).flatMap((ranked, index): Candidate[] => {
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
