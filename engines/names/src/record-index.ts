import type { Facts } from '@qiongding/kernel'
import { chainsOf } from './chains.ts'
import { keysOf, type RecordProfile } from './definition.ts'
import { nameIndex } from './lookup.ts'
import { meetingKey, meetingText } from './meeting.ts'
import type { NameOptions } from './normalise.ts'
import { compareRecords, type RecordComparison } from './records.ts'

/** A registered record that may be the one asked for, with how the two stand. */
export type RecordCandidate = { readonly id: string; readonly comparison: RecordComparison }

/** Registered records under their ids, to be asked for the likely same ones of a new row. */
export type RecordIndex = {
  readonly size: number
  /** Puts a record under an id, in place of an earlier one. Only the facts of the profile are kept. */
  add(id: string, facts: Facts): void
  /** False where the id was not there. */
  remove(id: string): boolean
  /** Those that are `same`, `likely` or `unknown`, in this order, then by points, then by id; at most `limit` (5). */
  likely(facts: Facts, options?: { readonly limit?: number; readonly except?: string }): RecordCandidate[]
}

const ORDER = ['same', 'likely', 'unknown', 'differs'] as const
/** A value that more records have than this (a school, a month) finds nobody, unless it is the rarest of the row … */
const COMMON = 512
/** … and more than this finds nobody at all: a rarer value of the same row does. */
const MOST_COMMON = 4096
/** So many similar names are compared … */
const NAMES = 8
/** … and so many records in all: those that share most points. */
const COMPARED = 32

const byId = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

/**
 * An index of records that is updated in place. Candidates share the value of a line, or (enterprises) have a similar name; those that
 * share most are compared by `compareRecords`.
 */
export function recordIndex(profile: RecordProfile, options: NameOptions = {}): RecordIndex {
  const lines = [profile.name, ...profile.facts]
  const worth = Float64Array.from(lines, ({ agree }) => agree)
  const factKeys = lines.flatMap(keysOf)
  // Names of persons are too short to be found by what is similar: they meet by being equal, or by another line.
  const similar = profile.name.as === 'enterprise' ? nameIndex(options) : undefined
  const places = new Map<string, number>()
  let held: ({ readonly id: string; readonly facts: Facts } | undefined)[] = []
  let meetings = chainsOf()

  const keysFor = (facts: Facts) =>
    Uint32Array.from(lines, (line, at) => {
      const text = meetingText(line, facts, options)
      return text === undefined ? 0 : meetingKey(at, text)
    })
  const nameOf = (facts: Facts) =>
    keysOf(profile.name)
      .map((key) => facts[key] ?? '')
      .join(' ')
  const put = (id: string, facts: Facts) => {
    places.set(id, held.length)
    held.push({ id, facts })
    meetings.add(keysFor(facts), lines.length)
  }
  const remove = (id: string) => {
    const place = places.get(id)
    if (place === undefined) return false
    places.delete(id)
    similar?.remove(id)
    held[place] = undefined
    meetings.forget(place)
    if (held.length > 64 && places.size * 3 < held.length * 2) {
      const rest = held.filter((one) => one !== undefined)
      held = []
      meetings = chainsOf()
      for (const { id, facts } of rest) put(id, facts)
    }
    return true
  }
  /** The points of the lines whose keys a place has. */
  const sharedBy = (place: number, keys: Uint32Array): number => {
    let sum = 0
    for (let line = 0; line < lines.length; line++)
      if (keys[line] !== 0 && meetings.keyAt(place, line) === keys[line]) sum += worth[line]!
    return sum
  }
  /** Places that may be the one asked for, with the points that they share. */
  const meet = (facts: Facts): Map<number, number> => {
    const found = new Map<number, number>()
    const keys = keysFor(facts)
    for (const { id, score } of similar?.likely(nameOf(facts), { limit: NAMES }) ?? []) {
      const place = places.get(id)!
      found.set(place, Math.max(sharedBy(place, keys), worth[0]! * score))
    }
    const known = [...keys.keys()].filter((line) => keys[line] !== 0)
    const sizes = known.map((line) => meetings.most(keys[line]!))
    const rarest = Math.min(...sizes)
    for (const [at, line] of known.entries()) {
      if (sizes[at]! > COMMON && (sizes[at]! > rarest || rarest > MOST_COMMON)) continue
      meetings.each(keys[line]!, (place) => {
        const shared = sharedBy(place, keys)
        // A name that agrees may be unknown; others need half of what makes them likely, the rest may be near.
        if (line === 0 || shared * 2 >= profile.likely)
          found.set(place, Math.max(shared, found.get(place) ?? 0))
      })
    }
    return found
  }

  return {
    get size() {
      return places.size
    },
    add(id, facts) {
      remove(id)
      const kept: Facts = Object.fromEntries(factKeys.map((key) => [key, facts[key]]))
      put(id, kept)
      const name = nameOf(kept)
      if (name.trim() !== '') similar?.add(id, name)
    },
    remove,
    likely(facts, { limit = 5, except } = {}) {
      const place = ({ comparison }: RecordCandidate) => ORDER.indexOf(comparison.verdict)
      return [...meet(facts)]
        .flatMap(([at, shared]) => (held[at] && held[at].id !== except ? [{ one: held[at], shared }] : []))
        .sort((left, right) => right.shared - left.shared || byId(left.one.id, right.one.id))
        .slice(0, Math.max(COMPARED, limit))
        .map(({ one }) => ({
          id: one.id,
          comparison: compareRecords({ ...options, profile, one: one.facts, other: facts }),
        }))
        .filter(({ comparison }) => comparison.verdict !== 'differs')
        .sort(
          (left, right) =>
            place(left) - place(right) ||
            right.comparison.points - left.comparison.points ||
            byId(left.id, right.id),
        )
        .slice(0, limit)
    },
  }
}
