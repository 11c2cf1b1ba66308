import type { Facts } from '@qiongding/kernel'
import { blockNames } from './block.ts'
import { keysOf, type RecordProfile } from './definition.ts'
import { meetingKey, meetingText } from './meeting.ts'
import type { NameOptions } from './normalise.ts'
import { compareRecords, type RecordComparison } from './records.ts'

/** Two records of a list that may be one, by their places in it; `one` stands before `other`. */
export type RecordPairFound = {
  readonly one: number
  readonly other: number
  readonly comparison: RecordComparison
}

export type RecordPairsOptions = NameOptions & {
  /** Only pairs whose later record stands at this place or behind it: those before it have been compared with each other. 0 unless given. */
  readonly since?: number
  /** Pairs of one record with those before it, the most certain ones; 5 unless given. */
  readonly limit?: number
  /** Told now and then how many records have been looked at. */
  readonly onProgress?: (done: number) => void
}

const ORDER = ['same', 'likely', 'unknown', 'differs'] as const
/** Values that more records share than this tell nobody apart. */
const COMMON = 512
/** So many records at most are compared with one: those that share most points. */
const COMPARED = 32
/** Lines of a profile that are tried together: as a pair of facts, or three. */
const TOGETHER = 3
const STRIDE = 2_000

/**
 * Pairs of a list of records that may be one: `same`, `likely` or `unknown` by `compareRecords`. Two are compared where their names are
 * similar (`blockNames`; those of persons equal), or where facts agree that are worth half of what makes two likely. All of them in one
 * pass: 100,000 records take a tenth of the time that asking a `recordIndex` for each of them does.
 *
 * ```ts
 * const profile = recordProfileOf({ id: 'person', nameFact: 'name', person: true, identity: [['name', 'mobile']], facts: [] })
 * const two = [{ name: '演示甲', mobile: '1' }, { name: '演示甲', mobile: '1' }]
 * [...pairRecords(profile, two)].map(({ one, other, comparison }) => [one, other, comparison.verdict]) // [[0, 1, 'same']]
 * ```
 */
export function* pairRecords(
  profile: RecordProfile,
  records: readonly Facts[],
  options: RecordPairsOptions = {},
): Generator<RecordPairFound> {
  const { since = 0, limit = 5, onProgress, ...names } = options
  const lines = [profile.name, ...profile.facts]
  const keys = new Uint32Array(records.length * lines.length)
  for (const [place, facts] of records.entries())
    for (const [at, line] of lines.entries()) {
      const text = meetingText(line, facts, names)
      if (text !== undefined) keys[place * lines.length + at] = meetingKey(at, text)
    }
  const groups = meetingsOf(profile).map((together) => groupsOf(keys, lines.length, together))
  const similar = similarNames(profile, records, since, names)
  const met = new Uint32Array(records.length)
  const shared = (one: number, other: number) => {
    let sum = 0
    for (let at = 0; at < lines.length; at++) {
      const key = keys[one * lines.length + at]!
      if (key !== 0 && key === keys[other * lines.length + at]) sum += lines[at]!.agree
    }
    return sum
  }
  for (let other = since; other < records.length; other++) {
    if (other % STRIDE === 0) onProgress?.(other)
    const found: { readonly one: number; readonly points: number }[] = []
    const meet = (one: number) => {
      if (one >= other || met[one] === other + 1) return
      met[one] = other + 1
      found.push({ one, points: shared(one, other) })
    }
    similar(other, meet)
    for (const group of groups) for (const one of group(other)) meet(one)
    if (found.length === 0) continue
    found.sort((left, right) => right.points - left.points || left.one - right.one)
    const compared = found
      .slice(0, Math.max(COMPARED, limit))
      .map(({ one }) => ({
        one,
        other,
        comparison: compareRecords({
          ...names,
          profile,
          one: records[one] ?? {},
          other: records[other] ?? {},
        }),
      }))
      .filter(({ comparison }) => comparison.verdict !== 'differs')
    compared.sort(
      (left, right) =>
        ORDER.indexOf(left.comparison.verdict) - ORDER.indexOf(right.comparison.verdict) ||
        right.comparison.points - left.comparison.points ||
        left.one - right.one,
    )
    yield* compared.slice(0, limit)
  }
}

/** Lines that make two records worth comparing where they agree together: the name, and the fewest facts worth half of what is likely. */
function meetingsOf({ facts, likely }: RecordProfile): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [[0]]
  const extend = (chosen: readonly number[], points: number): void => {
    if (points * 2 >= likely) {
      found.push(chosen)
      return
    }
    if (chosen.length === TOGETHER) return
    for (let line = (chosen.at(-1) ?? 0) + 1; line <= facts.length; line++)
      extend([...chosen, line], points + facts[line - 1]!.agree)
  }
  extend([], 0)
  return found
}

const NOBODY = new Uint32Array(0)

/** Places that agree on all of these lines, asked for by place; nobody where one of them is not known, or where too many agree. */
function groupsOf(keys: Uint32Array, lines: number, together: readonly number[]) {
  const records = keys.length / lines
  const of = new Uint32Array(records)
  const sizes = new Map<number, number>()
  for (let place = 0; place < records; place++) {
    let key = 0x811c9dc5
    for (const line of together) {
      const own = keys[place * lines + line]!
      key = own === 0 ? 0 : Math.imul(key ^ own, 0x01000193) >>> 0 || 1
      if (own === 0) break
    }
    of[place] = key
    if (key !== 0) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  }
  const places = new Map<number, Uint32Array>()
  const filled = new Map<number, number>()
  for (let place = 0; place < records; place++) {
    const key = of[place]!
    const size = key === 0 ? 0 : sizes.get(key)!
    if (size < 2 || size > COMMON) continue
    const group = places.get(key) ?? new Uint32Array(size)
    const at = filled.get(key) ?? 0
    group[at] = place
    filled.set(key, at + 1)
    places.set(key, group)
  }
  return (place: number) => places.get(of[place]!) ?? NOBODY
}

/** Records before a place whose names are similar to its own, asked for in the order of the places. Names of persons are too short for that. */
function similarNames(
  profile: RecordProfile,
  records: readonly Facts[],
  since: number,
  options: NameOptions,
): (other: number, meet: (one: number) => void) => void {
  if (profile.name.as !== 'enterprise') return () => {}
  const nameKeys = keysOf(profile.name)
  const texts = records.map((facts) => nameKeys.map((key) => facts[key] ?? '').join(' '))
  const batches = blockNames(texts, { ...options, since })
  let batch = batches.next().value as Uint32Array | undefined
  let at = 0
  return (other, meet) => {
    while (batch) {
      if (at === batch.length) {
        batch = batches.next().value as Uint32Array | undefined
        at = 0
        continue
      }
      if (batch[at + 1] !== other) return
      meet(batch[at]!)
      at += 2
    }
  }
}
