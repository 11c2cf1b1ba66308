import type { Day, Facts, Tri } from '@qiongding/kernel'
import type { MatchOptions, Offer, Profile } from '../definition.ts'
import { type Group, groupOf, type RankedOffer, type Ranking, statedOnly } from '../rank.ts'
import type { Relaxation } from '../relax.ts'
import { type ReadyNeed, readyNeed } from '../requirements.ts'
import {
  cutText,
  impactsOf,
  innerTokens,
  readyShared,
  sharedWords,
  tokenTable,
  type WantedToken,
  wantedTokens,
} from '../text/index.ts'
import { textReader } from '../words.ts'
import { bitTable, setBit } from './bits.ts'
import { closestIn } from './closest.ts'
import { factTable } from './facts.ts'
import type { Placed } from './first.ts'
import { postings } from './postings.ts'
import { type Standings, standings } from './standing.ts'
import { textStore } from './texts.ts'
import { type VerdictBits, verdictJudge } from './verdicts.ts'

export type PoolQuery = {
  readonly on: Day
  /** The first row wanted, from 0; 0 unless given. */
  readonly from?: number
  /** How many rows; 20 unless given. */
  readonly limit?: number
  /** Only these offers, weighed as among all; ids that are not there are left out. */
  readonly among?: readonly string[]
  /** Offers left out of rows and counts, as if they were not there; ids that are not there change nothing. */
  readonly without?: readonly string[]
}

/** A ranking of which only some rows were asked for. */
export type PoolRanking = Ranking & {
  /** Offers ranked. */
  readonly offers: number
  readonly groups: Readonly<Record<Group, number>>
  readonly relaxations: readonly Omit<Relaxation, 'gained'>[]
}

/** Many offers held ready for one profile. */
export type OfferPool = {
  readonly size: number
  has(id: string): boolean
  /** Takes an offer in, or its changed facts. */
  put(offer: Offer): void
  /** Takes an offer out; false where it was not there. */
  remove(id: string): boolean
  /** The same rows in the same order as `rank` over all offers of the pool. */
  rank(need: Facts, query: PoolQuery): PoolRanking
}

/** Slots of offers that went are given back when they are this many and a third of all. */
const SPARE = 64

/**
 * Holds offers ready, so that a need is answered in milliseconds however many there are: posting lists for the text, columns for the
 * clauses, verdicts asked lately. It changes in place, and answers as if it had been built anew from what it holds. Throws RangeError
 * for a word list that is not there. About 6 bytes for each different token of an offer, its texts, and 8 for each fact.
 *
 * @example
 * const pool = offerPool(profile, { trees })
 * pool.put({ id: 'a', facts: { degree: 'doctor' } })
 * pool.rank({ min_degree: 'master' }, { on: day('2031-03-03'), limit: 20 }).rows[0]?.group // 'all-met'
 */
export function offerPool(profile: Profile, options: Pick<MatchOptions, 'trees' | 'segment'>): OfferPool {
  const { segment } = options
  const table = tokenTable()
  const lists = postings()
  const texts = textStore(profile)
  const facts = factTable([...new Set(profile.requirements.flatMap((one) => one.test?.facts ?? []))])
  const judge = verdictJudge({ facts, texts, lists, table })
  const closest = closestIn(lists)
  const slotOf = new Map<string, number>()
  let ids: (string | undefined)[] = []
  const alive = bitTable()
  /** In how many offers each token stands. */
  let documents = new Int32Array(1024)

  const orderTokens = (slot: number) => cutText(texts.reader(slot), profile.text.offer, segment, table).tokens

  const countDocuments = (tokens: Iterable<number>, change: 1 | -1) => {
    if (table.ids.size > documents.length) {
      const wider = new Int32Array(table.ids.size * 2)
      wider.set(documents)
      documents = wider
    }
    for (const token of tokens) documents[token]! += change
  }

  const put = ({ id, facts: stated }: Offer) => {
    remove(id)
    const slot = ids.length
    ids.push(id)
    slotOf.set(id, slot)
    setBit(alive, slot, true)
    facts.set(slot, stated)
    texts.set(slot, stated)
    const tokens = impactsOf(orderTokens(slot))
    countDocuments(tokens.keys(), 1)
    const read = texts.reader(slot)
    for (const fact of texts.words)
      for (const text of read(fact))
        for (const token of innerTokens(text, table)) if (!tokens.has(token)) tokens.set(token, 0)
    lists.add(slot, tokens)
  }

  const remove = (id: string): boolean => {
    const slot = slotOf.get(id)
    if (slot === undefined) return false
    countDocuments(new Set(orderTokens(slot)), -1)
    slotOf.delete(id)
    ids[slot] = undefined
    setBit(alive, slot, false)
    const spare = ids.length - slotOf.size
    if (spare > SPARE && spare * 3 > ids.length) compact()
    return true
  }

  /** Gives slots of offers that went back; the others move up, in their order. */
  const compact = () => {
    const kept = new Uint32Array(ids.length)
    const left: string[] = []
    ids.forEach((id, slot) => {
      if (id !== undefined) kept[slot] = left.push(id)
    })
    facts.keep(kept)
    texts.keep(kept)
    lists.keep(kept)
    judge.forget()
    ids = left
    alive.words.fill(0)
    left.forEach((id, slot) => {
      slotOf.set(id, slot)
      setBit(alive, slot, true)
    })
  }

  const maskOf = (among: readonly string[]): Uint32Array => {
    const mask = bitTable()
    for (const id of among) {
      const slot = slotOf.get(id)
      if (slot !== undefined) setBit(mask, slot, true)
    }
    const words = new Uint32Array(Math.max(mask.words.length, Math.ceil(ids.length / 32)))
    words.set(mask.words)
    return words
  }

  const rank = (need: Facts, { on, from = 0, limit = 20, among, without = [] }: PoolQuery): PoolRanking => {
    const ready = readyNeed(profile, need, { ...options, on })
    const bits = ready.stated.map((one) => judge.judge(one, ready, ids.length))
    const chosen = among ? maskOf(among) : alive.words
    const mask = without.length > 0 ? chosen.slice() : chosen
    for (const id of without) {
      const slot = slotOf.get(id)
      if (slot !== undefined && mask[slot >>> 5] !== undefined) mask[slot >>> 5]! &= ~(1 << (slot & 31))
    }
    const standing = standings(
      ready.stated.map(({ level }, at) => ({ level, bits: bits[at]! })),
      mask,
      ids.length,
    )
    const wanted = cutText(textReader(need), profile.text.need, segment, table)
    const shared = readyShared(wanted, segment)
    const tokens = wantedTokens(wanted.tokens, { documents, offers: slotOf.size })
    const rows = firstRows(standing, tokens, from + limit).slice(from)
    return {
      profile: profile.id,
      version: profile.version,
      on,
      requirements: ready.stated.map(statedOnly),
      unclear: ready.unclear,
      ...countsOf(standing, ready),
      rows: rows.map(({ slot, number, near: closeTo, place }) =>
        rowOf({
          id: ids[slot]!,
          standing: standing.classOf(number),
          ready,
          verdictOf: (at) => verdictAt(bits[at]!, slot),
          order: {
            words:
              closeTo > 0
                ? sharedWords(shared, cutText(texts.reader(slot), profile.text.offer, segment, table))
                : [],
            textPlace: place,
          },
        }),
      ),
    }
  }

  /** The first so many offers, class by class. */
  const firstRows = (standing: Standings, wanted: readonly WantedToken[], most: number) => {
    const numbers: { number: number; most: number }[] = []
    let enough = 0
    for (const [number, count] of standing.counts) {
      if (enough >= most) break
      numbers.push({ number, most: Math.min(most - enough, count) })
      enough += count
    }
    const masks = standing.masks(numbers.map(({ number }) => number))
    const classes = numbers.map((one) => ({ ...one, mask: masks.get(one.number)! }))
    return closest
      .first(classes, { wanted, ids })
      .flatMap((rows, at) => placed(rows).map((row) => ({ ...row, number: numbers[at]!.number })))
  }

  return {
    get size() {
      return slotOf.size
    },
    has: (id) => slotOf.has(id),
    put,
    remove,
    rank,
  }
}

/** Places by closeness, 1 the closest; equal ones share a place. */
function placed(rows: readonly Placed[]): (Placed & { readonly place: number })[] {
  let place = 0
  return rows.map((row, index) => {
    if (rows[index - 1]?.near !== row.near) place++
    return { ...row, place }
  })
}

function verdictAt({ yes, known }: VerdictBits, slot: number): Tri {
  const bit = 1 << (slot & 31)
  if ((known[slot >>> 5]! & bit) === 0) return 'unknown'
  return (yes[slot >>> 5]! & bit) === 0 ? 'no' : 'yes'
}

type Shown = {
  readonly id: string
  readonly standing: ReturnType<Standings['classOf']>
  readonly ready: ReadyNeed
  readonly verdictOf: (at: number) => Tri
  readonly order: RankedOffer['order']
}

function rowOf({
  id,
  standing: { missed, unknown, mayLacking },
  ready,
  verdictOf,
  order,
}: Shown): RankedOffer {
  const musts = ready.stated.filter((one) => one.level === 'must').length
  return {
    id,
    group: groupOf({ yes: 0, no: missed, unknown }),
    met: musts - missed - unknown,
    missed,
    unknown,
    mayMet: ready.stated.length - musts - mayLacking,
    verdicts: Object.fromEntries(ready.stated.map((one, at) => [one.id, verdictOf(at)])),
    order,
  }
}

function countsOf(
  standing: Standings,
  ready: ReadyNeed,
): Pick<PoolRanking, 'offers' | 'groups' | 'relaxations'> {
  const groups: Record<Group, number> = { 'all-met': 0, unknown: 0, missed: 0 }
  for (const [number, count] of standing.counts) {
    const { missed, unknown } = standing.classOf(number)
    groups[groupOf({ yes: 0, no: missed, unknown })] += count
  }
  const from = groups['all-met']
  return {
    offers: groups['all-met'] + groups.unknown + groups.missed,
    groups,
    relaxations: ready.stated
      .filter((one) => one.level === 'must')
      .map(({ id }, at) => ({ requirement: id, from, to: from + standing.alone[at]! }))
      .sort((a, b) => b.to - a.to),
  }
}
