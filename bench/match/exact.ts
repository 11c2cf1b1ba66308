// The engine's formula without its index: nothing rounded, nothing kept ready. And the floor: the least that reading the lists costs.

import { countedTokens, tokenWeight } from '../../engines/matching/src/text/closeness.ts'
import { cutText, tokenTable } from '../../engines/matching/src/text/index.ts'
import { textReader } from '../../engines/matching/src/words.ts'
import type { Made } from './made.ts'
import { offerFacts, profile } from './profile.ts'

type Lists = {
  readonly starts: Uint32Array
  readonly slots: Uint32Array
  readonly shares: Float64Array
  readonly tokensOf: (need: Made) => ReadonlyMap<number, number>
  readonly talents: number
}

export function exactLists(talents: readonly Made[]): Lists {
  const table = tokenTable()
  const cut = (one: Made) =>
    countedTokens(cutText(textReader(offerFacts(one)), profile.text.offer, undefined, table).tokens)
  const each = talents.map(cut)
  const starts = new Uint32Array(table.ids.size + 2)
  for (const counts of each) for (const token of counts.keys()) starts[token + 2]!++
  for (let token = 1; token < starts.length; token++) starts[token]! += starts[token - 1]!
  const slots = new Uint32Array(starts.at(-1)!)
  const shares = new Float64Array(slots.length)
  each.forEach((counts, slot) => {
    const length = Math.hypot(...[...counts.values()].map((times) => 1 + Math.log(times)))
    for (const [token, times] of counts) {
      const at = starts[token + 1]!++
      slots[at] = slot
      shares[at] = (1 + Math.log(times)) / length
    }
  })
  return { starts, slots, shares, tokensOf: cut, talents: talents.length }
}

/** Every offer's closeness in full. */
export function exactScores({ starts, slots, shares, tokensOf, talents }: Lists, need: Made): Float64Array {
  const scores = new Float64Array(talents)
  for (const [token, times] of tokensOf(need)) {
    const [from, to] = [starts[token] ?? 0, starts[token + 1] ?? 0]
    const weight = tokenWeight(times, to - from, talents)
    for (let at = from; at < to; at++) scores[slots[at]!]! += weight * shares[at]!
  }
  return scores
}

/** Reads each entry of a post's lists once and adds it up by offer, no more. */
export function floorOf(
  { starts, slots, tokensOf }: Lists,
  posts: readonly Made[],
  into: Float32Array,
): number {
  const asked = posts.map((post) => [...tokensOf(post).keys()])
  const start = performance.now()
  for (const tokens of asked)
    for (const token of tokens) count(slots, starts[token] ?? 0, starts[token + 1] ?? 0, into)
  return (posts.length * 1000) / (performance.now() - start)
}

function count(slots: Uint32Array, from: number, to: number, into: Float32Array): void {
  for (let at = from; at < to; at++) into[slots[at]!]! += 1
}

/** Entries that a post's lists hold, on average. */
export function entriesOf({ starts, tokensOf }: Lists, posts: readonly Made[]): number {
  let entries = 0
  for (const post of posts)
    for (const token of tokensOf(post).keys()) entries += (starts[token + 1] ?? 0) - (starts[token] ?? 0)
  return entries / posts.length
}
