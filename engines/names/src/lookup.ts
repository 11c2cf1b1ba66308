import type { NameOptions } from './normalise.ts'
import { MOST_PAIRS, pairsOf } from './pairs.ts'
import { ADJACENT, boundOf, scoreOf, type Weighed, weigh } from './score.ts'
import { placesHaving, placesNumbered, put, shelfOf, takeOff } from './shelf.ts'
import { weightsOf } from './weights.ts'
import { type Writing, writingOf } from './writing.ts'

/** A registered name that may be the one asked for. `score` is 0 to 1; 1 is equal but for region writing and legal form. */
export type NameCandidate = { readonly id: string; readonly name: string; readonly score: number }

export type LookupOptions = {
  /** At most so many, best first; 5 unless given. */
  readonly limit?: number
  /** Only from this score on; 0.5 unless given. */
  readonly least?: number
  /** Never this one: the record itself. */
  readonly except?: string
}

/** Registered names under their ids, to be asked for the likely same ones of a new name. */
export type NameIndex = {
  readonly size: number
  /** Puts a name under an id, in place of an earlier one. */
  add(id: string, name: string): void
  /** False where the id was not there. */
  remove(id: string): boolean
  /** The likely same ones, best first; equal scores in order of id. Names with other numbers are never among them. */
  likely(name: string, options?: LookupOptions): NameCandidate[]
}

/** Unless asked otherwise a candidate reaches this (`bench names` shows how many true ones lie below). */
const LEAST = 0.5
/** The rarest characters are followed as long as so many names in all have them: short forms share little else. */
const MOST_PLACES = 500
/** The rarest pairs of characters are followed: so many of them … */
const PAIRS = 6
/** … each of which at most so many names have (`blockNames` has the same bound). */
const LARGEST = 200

const better = (left: NameCandidate, right: NameCandidate) =>
  right.score - left.score || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)

/**
 * An index of names that is updated in place. 100,000 names take about 90 MB.
 *
 * ```ts
 * const index = nameIndex()
 * index.add('a', '演示海洋生物科技有限公司')
 * index.likely('演示海洋生物科技（青岛）有限公司', { limit: 1 })[0].id // 'a'
 * ```
 */
export function nameIndex(options: NameOptions = {}): NameIndex {
  const weights = weightsOf()
  const shelf = shelfOf()
  /** What each character of the name that is asked for is worth; 0 for others. */
  const asking = new Float64Array(65_536)
  let marked = new Uint32Array(64)
  let mark = 0
  const pairs = new Uint32Array(MOST_PAIRS)
  const passing: { place: number; total: number; most: number }[] = []

  /** Keeps a place whose score may reach `least`, with the most that it may reach. It may be empty. */
  const look = (place: number, asked: number, least: number): void => {
    if (marked[place] === mark) return
    marked[place] = mark
    const from = shelf.from[place]!
    const to = shelf.from[place + 1]!
    if (from === to) return
    let total = weights.of(shelf.units[from]!)
    let shared = asking[shelf.units[from]!]!
    for (let at = from + 1; at < to; at++) {
      const unit = shelf.units[at]!
      total += weights.of(unit) * (1 + ADJACENT)
      shared += asking[unit]!
    }
    const most = boundOf(shared, asked, total)
    if (most >= least) passing.push({ place, total, most })
  }

  /** Looks at the names without numbers that share one of the rarest characters. */
  const followCharacters = (asked: Weighed, least: number): void => {
    const units = [...new Set(asked.units)].filter((unit) => weights.having(unit) > 0)
    units.sort((left, right) => weights.having(left) - weights.having(right) || left - right)
    let looked = 0
    for (const unit of units) {
      looked += weights.having(unit)
      if (looked > MOST_PLACES) break
      const { items, length } = placesHaving(shelf, unit)
      for (let each = 0; each < length; each++) look(items[each]!, asked.total, least)
    }
  }

  /** Looks at the names that share one of the rarest pairs. */
  const followPairs = ({ text, digits }: Writing, asked: Weighed, least: number): void => {
    const length = pairsOf(text, pairs, digits)
    const found = Array.from(pairs.subarray(0, length), (key) => ({ key, most: shelf.pairs.most(key) }))
      .filter(({ most }) => most > 0)
      .sort((left, right) => left.most - right.most || left.key - right.key)
    const rare = found.filter(({ most }) => most <= LARGEST)
    // A name of nothing but common pairs is found by the least common one: it may be there word for word.
    for (const { key } of rare.length > 0 ? rare.slice(0, PAIRS) : found.slice(0, 1))
      shelf.pairs.each(key, (place) => look(place, asked.total, least))
  }

  const likely = (name: string, { limit = 5, least = LEAST, except }: LookupOptions): NameCandidate[] => {
    const writing = writingOf(name, options)
    const asked = weigh(writing, weights)
    if (limit <= 0 || asked.total === 0) return []
    if (marked.length < shelf.held.length) {
      marked = new Uint32Array(shelf.held.length * 2)
      mark = 0
    }
    mark += 1
    passing.length = 0
    for (const [at, unit] of asked.units.entries()) asking[unit] = asked.weights[at]! * (1 + ADJACENT)
    const { items, length } = placesNumbered(shelf, writing.digits)
    if (writing.digits !== '' && length <= MOST_PLACES)
      for (let each = 0; each < length; each++) look(items[each]!, asked.total, least)
    else {
      if (writing.digits === '') followCharacters(asked, least)
      followPairs(writing, asked, least)
    }
    for (const unit of asked.units) asking[unit] = 0
    passing.sort((left, right) => right.most - left.most)
    const found: NameCandidate[] = []
    for (const { place, total, most } of passing) {
      const worst = found.length < limit ? least : found[found.length - 1]!.score
      // Those behind can reach no more.
      if (most < worst) break
      const one = shelf.held[place]
      if (!one || one.id === except) continue
      const stretch = {
        units: shelf.units,
        from: shelf.from[place]!,
        to: shelf.from[place + 1]!,
        total,
        core: one.writing.core,
      }
      const candidate = { id: one.id, name: one.name, score: scoreOf(asked, stretch) }
      if (candidate.score < worst) continue
      let at = found.length
      while (at > 0 && better(candidate, found[at - 1]!) < 0) at--
      found.splice(at, 0, candidate)
      if (found.length > limit) found.pop()
    }
    return found
  }

  return {
    get size() {
      return shelf.places.size
    },
    add(id, name) {
      takeOff(shelf, id, weights)
      const writing = writingOf(name, options)
      weights.add(writing.text)
      put(shelf, { id, name, writing }, weights)
    },
    remove: (id) => takeOff(shelf, id, weights),
    likely: (name, given = {}) => likely(name, given),
  }
}
