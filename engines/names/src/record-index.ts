import type { Facts } from '@qiongding/kernel'
import { keysOf, labelOf, type RecordProfile } from './definition.ts'
import { nameIndex } from './lookup.ts'
import { type NameOptions, plainName } from './normalise.ts'
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

/**
 * An index of records that is updated in place: candidates are those with a similar name and those with an equal value in a line of
 * the profile, each compared by `compareRecords`.
 */
export function recordIndex(profile: RecordProfile, options: NameOptions = {}): RecordIndex {
  const records = new Map<string, Facts>()
  const names = nameIndex(options)
  const values = new Map<string, Set<string>>()
  const nameOf = (facts: Facts) =>
    keysOf(profile.name)
      .map((key) => facts[key])
      .filter((value) => value !== undefined)
      .join(' ')
  const tokensOf = (facts: Facts) =>
    profile.facts.flatMap((line) => {
      const value = keysOf(line)
        .map((key) => plainName(String(facts[key] ?? '')))
        .join('|')
      return /^\|*$/.test(value) ? [] : [`${labelOf(line)}=${value}`]
    })
  const remove = (id: string) => {
    const held = records.get(id)
    if (!held) return false
    records.delete(id)
    names.remove(id)
    for (const token of tokensOf(held)) values.get(token)?.delete(id)
    return true
  }
  return {
    get size() {
      return records.size
    },
    add(id, facts) {
      remove(id)
      const keys = [profile.name, ...profile.facts].flatMap(keysOf)
      const kept: Facts = Object.fromEntries(keys.map((key) => [key, facts[key]]))
      records.set(id, kept)
      const name = nameOf(kept)
      if (name.trim() !== '') names.add(id, name)
      for (const token of tokensOf(kept)) {
        const ids = values.get(token)
        if (ids) ids.add(id)
        else values.set(token, new Set([id]))
      }
    },
    remove,
    likely(facts, { limit = 5, except } = {}) {
      const ids = new Set(names.likely(nameOf(facts), { limit: 20 }).map(({ id }) => id))
      for (const token of tokensOf(facts)) for (const id of values.get(token) ?? []) ids.add(id)
      if (except !== undefined) ids.delete(except)
      const place = ({ comparison }: RecordCandidate) => ORDER.indexOf(comparison.verdict)
      return [...ids]
        .map((id) => ({
          id,
          comparison: compareRecords({ ...options, profile, one: records.get(id)!, other: facts }),
        }))
        .filter(({ comparison }) => comparison.verdict !== 'differs')
        .sort(
          (left, right) =>
            place(left) - place(right) ||
            right.comparison.points - left.comparison.points ||
            (left.id < right.id ? -1 : 1),
        )
        .slice(0, limit)
    },
  }
}
