import type { Day, Facts, Tri } from '@qiongding/kernel'
import type { MatchOptions, Offer, Profile } from './definition.ts'
import { type ReadyNeed, readyNeed, type StatedRequirement, verdictFor } from './requirements.ts'
import { closenessOf, cutText, readyShared, sharedWords, tokenTable } from './text/index.ts'
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
    /** Place by closeness of the texts among those that the requirements leave level, 1 the closest; equal ones share a place. */
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
  const judged = offers.map((offer, index) => ({
    id: offer.id,
    near: closeness[index]!,
    text: texts[index]!,
    ...judgeOffer(ready, offer.facts, readers[index]!),
  }))
  judged.sort(byStanding)
  let place = 0
  const rows = judged.map(({ near, text, ...row }, index): RankedOffer => {
    const before = judged[index - 1]
    if (!before || !isLevel(before, row)) place = 1
    else if (before.near !== near) place++
    return { ...row, order: { words: near > 0 ? sharedWords(shared, text) : [], textPlace: place } }
  })
  const { id, version } = profile
  return {
    profile: id,
    version,
    on: options.on,
    requirements: ready.stated.map(statedOnly),
    unclear: ready.unclear,
    rows,
  }
}

/** A stated requirement as answers name it. */
export function statedOnly({ id, level, asked }: StatedRequirement): StatedRequirement {
  return { id, level, asked }
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

type Standing = Pick<RankedOffer, 'group' | 'missed' | 'unknown' | 'mayMet'>

/** What the requirements say of the order, each reason with its direction, most important first. */
const JUDGED: readonly { readonly by: string; readonly of: (row: Standing) => number }[] = [
  { by: 'group', of: (row) => GROUPS.indexOf(row.group) },
  { by: 'missed', of: (row) => row.missed },
  { by: 'unknown', of: (row) => row.unknown },
  { by: 'may', of: (row) => -row.mayMet },
]

/** The visible reasons of the order, each with its direction, most important first. */
export const REASONS: readonly { readonly by: string; readonly of: (row: RankedOffer) => number }[] = [
  ...JUDGED,
  { by: 'words', of: (row) => row.order.textPlace },
]

/** Whether the requirements leave two offers level, so that only their texts tell which stands first. */
export function isLevel(a: Standing, b: Standing): boolean {
  return JUDGED.every(({ of }) => of(a) === of(b))
}

type Judged = Standing & { readonly id: string; readonly near: number }

function byStanding(a: Judged, b: Judged): number {
  for (const { of } of JUDGED) {
    const difference = of(a) - of(b)
    if (difference !== 0) return difference
  }
  return b.near - a.near || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
