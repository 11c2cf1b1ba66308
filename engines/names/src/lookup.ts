import { likeness } from './compare.ts'
import { type NameOptions, normaliseName } from './normalise.ts'

/** A registered name that may be the one asked for. `score` is 0 to 1: how much of the rarer writing is found in the other. */
export type NameCandidate = { readonly id: string; readonly name: string; readonly score: number }

export type LookupOptions = {
  /** At most so many, best first; 5 unless given. */
  readonly limit?: number
  /** Only from this score on; 0.6 unless given. */
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
  /** The likely same ones, best first; equal scores in order of id. */
  likely(name: string, options?: LookupOptions): NameCandidate[]
}

const pairsOf = (text: string): Set<string> => {
  const chars = [...text]
  return new Set(chars.length < 2 ? chars : chars.slice(1).map((char, at) => chars[at]! + char))
}

/**
 * An index of names that is updated in place.
 *
 * ```ts
 * const index = nameIndex()
 * index.add('a', '演示海洋生物科技有限公司')
 * index.likely('演示海洋生物科技（青岛）有限公司', { limit: 1 })[0].id // 'a'
 * ```
 */
export function nameIndex(options: NameOptions = {}): NameIndex {
  const names = new Map<string, { name: string; core: string }>()
  const postings = new Map<string, Set<string>>()
  const remove = (id: string) => {
    const held = names.get(id)
    if (!held) return false
    names.delete(id)
    for (const pair of pairsOf(held.core)) {
      postings.get(pair)?.delete(id)
      if (postings.get(pair)?.size === 0) postings.delete(pair)
    }
    return true
  }
  return {
    get size() {
      return names.size
    },
    add(id, name) {
      remove(id)
      const { core } = normaliseName(name, options)
      names.set(id, { name, core })
      for (const pair of pairsOf(core)) {
        const ids = postings.get(pair)
        if (ids) ids.add(id)
        else postings.set(pair, new Set([id]))
      }
    },
    remove,
    likely(name, { limit = 5, least = 0.6, except } = {}) {
      const { core } = normaliseName(name, options)
      const ids = new Set<string>()
      const rarest = [...pairsOf(core)]
        .map((pair) => postings.get(pair) ?? new Set<string>())
        .sort((left, right) => left.size - right.size)
        .slice(0, 4)
      for (const found of rarest) for (const id of found) if (id !== except) ids.add(id)
      return [...ids]
        .map((id) => ({ id, name: names.get(id)!.name, score: likeness(core, names.get(id)!.core) }))
        .filter(({ score }) => score >= least)
        .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1))
        .slice(0, limit)
    },
  }
}
