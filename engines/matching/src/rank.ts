import type { Day, Facts, Tri } from '@qiongding/kernel'
import type { MatchOptions, Offer, Profile } from './definition.ts'
import { type ReadyNeed, readyNeed, type StatedRequirement, verdictFor } from './requirements.ts'
import { closenessOf, cutText, readyShared, sharedWords, tokenTable } from './text.ts'
import { type ReadTexts, textReader } from './words.ts'

/** All musts met; none missed but some unknown; or some missed. In this order. */
export type Group = 'all-met' | 'unknown' | 'missed'

/** One offer as it stands in the ranking. Counts are of `must` requirements that the need states. */
export type RankedOffer = {
  readonly id: string
  readonly group: Group
  readonly met: number
  readonly missed: number
  readonly unknown: number
  /** `may` requirements met. */
  readonly mayMet: number
  readonly verdicts: Readonly<Record<string, Tri>>
  readonly order: {
    /** Words that need and offer share, longest first. */
    readonly words: readonly string[]
    /** Place by closeness of the texts, 1 the closest; equal ones share a place. Decides only where everything before it is level. */
    readonly textPlace: number
  }
}

/** The answer: offers best first, judged by one version of a profile on one day. */
export type Ranking = {
  readonly profile: string
  readonly version: number
  readonly on: Day
  /** Requirements the need states. None: nothing in it can be judged. */
  readonly requirements: readonly StatedRequirement[]
  /** Requirements that would count if the need itself were filled in. */
  readonly unclear: readonly string[]
  readonly rows: readonly RankedOffer[]
}

const GROUPS: readonly Group[] = ['all-met', 'unknown', 'missed']

/**
 * Which offers fit a need, in what order. The order is: group; fewer musts missed; fewer unknown; more mays met; closer text (rarer
 * words in common, see README); id. It does not depend on the order in which offers are given, and no score leaves the engine.
 * Throws RangeError for an id given twice or a word list that is not there.
 *
 * @example
 * rank(profile, { min_degree: 'master' }, [{ id: 'a', facts: { degree: 'doctor' } }], { on: day('2031-03-03') }).rows[0]?.group // 'all-met'
 */
export function rank(
  profile: Profile,
  need: Facts,
  offers: readonly Offer[],
  options: MatchOptions,
): Ranking {
  const ready = readyNeed(profile, need, options)
  const ids = new Set(offers.map((offer) => offer.id))
  if (ids.size < offers.length) throw new RangeError('an offer is given twice')

  const table = tokenTable()
  const wanted = cutText(textReader(need), profile.text.need, options.segment, table)
  const shared = readyShared(wanted, options.segment)
  const readers = offers.map((offer) => textReader(offer.facts))
  const texts = readers.map((read) => cutText(read, profile.text.offer, options.segment, table))
  const closeness = closenessOf(wanted, texts, table)
  const places = placesOf(closeness)
  const rows = offers.map((offer, index): RankedOffer => {
    const near = closeness[index]!
    const words = near > 0 ? sharedWords(shared, texts[index]!) : []
    const order = { words, textPlace: places.get(near)! }
    return { id: offer.id, ...judgeOffer(ready, offer.facts, readers[index]!), order }
  })
  const { id, version } = profile
  const requirements = ready.stated.map(({ id: requirement, level, asked }) => ({
    id: requirement,
    level,
    asked,
  }))
  return {
    profile: id,
    version,
    on: options.on,
    requirements,
    unclear: ready.unclear,
    rows: rows.sort(byOrder),
  }
}

function judgeOffer(ready: ReadyNeed, facts: Facts, read: ReadTexts): Omit<RankedOffer, 'id' | 'order'> {
  const verdicts: Record<string, Tri> = {}
  const musts: Record<Tri, number> = { yes: 0, no: 0, unknown: 0 }
  let mayMet = 0
  for (const one of ready.stated) {
    const verdict = verdictFor(one, ready, facts, read)
    verdicts[one.id] = verdict
    if (one.level === 'must') musts[verdict]++
    else if (verdict === 'yes') mayMet++
  }
  return { group: groupOf(musts), met: musts.yes, missed: musts.no, unknown: musts.unknown, mayMet, verdicts }
}

/** The group of an offer from the verdicts of its musts. */
export function groupOf(musts: Readonly<Record<Tri, number>>): Group {
  if (musts.no > 0) return 'missed'
  return musts.unknown > 0 ? 'unknown' : 'all-met'
}

function placesOf(closeness: Float64Array): Map<number, number> {
  const distinct = [...new Set(closeness)].sort((a, b) => b - a)
  return new Map(distinct.map((near, index) => [near, index + 1]))
}

/** The visible reasons of the order, each with its direction, most important first. */
export const REASONS: readonly { readonly by: string; readonly of: (row: RankedOffer) => number }[] = [
  { by: 'group', of: (row) => GROUPS.indexOf(row.group) },
  { by: 'missed', of: (row) => row.missed },
  { by: 'unknown', of: (row) => row.unknown },
  { by: 'may', of: (row) => -row.mayMet },
  { by: 'words', of: (row) => row.order.textPlace },
]

function byOrder(a: RankedOffer, b: RankedOffer): number {
  for (const { of } of REASONS) {
    const difference = of(a) - of(b)
    if (difference !== 0) return difference
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
