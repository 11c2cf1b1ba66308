import type { NameOptions } from './normalise.ts'
import { MOST_PAIRS, pairsOf } from './pairs.ts'
import { ADJACENT, boundOf } from './score.ts'
import { tallyOf } from './tally.ts'
import { type Weights, weightsOf } from './weights.ts'
import { writingOf } from './writing.ts'

export type BlockOptions = NameOptions & {
  /** By how many of its rarest pairs of characters a name meets others; 6 unless given. */
  readonly rarest?: number
  /** A pair that more names share than this tells nobody apart and is left out; 200 unless given. */
  readonly largest?: number
  /** Only names that may reach this score are a pair; 0.5 unless given, 0 for all that meet. */
  readonly least?: number
  /** Only pairs whose later name stands at this position or behind it; 0 unless given. */
  readonly since?: number
}

/** Pairs handed on at a time: 512 kB. */
const BATCH = 65_536

/**
 * Pairs of names worth comparing among many, each once, as positions in the list: [one, other, one, other, ...] in batches of at most
 * 65,536 pairs, `one < other`. Two names meet where they share one of the rarest pairs of characters of each, and have the same
 * numbers. Takes about 1.6 kB a name while it runs, whatever the number of pairs; a batch may be kept.
 *
 * ```ts
 * [...blockNames(['演示海洋科技', '别的企业', '演示海洋技术'])] // [Uint32Array [0, 2]]
 * ```
 */
export function* blockNames(names: readonly string[], options: BlockOptions = {}): Generator<Uint32Array> {
  const meet = meetingOf(names, options)
  let batch = new Uint32Array(BATCH * 2)
  let filled = 0
  for (let other = 0; other < names.length; other++)
    for (const one of meet(other)) {
      batch[filled++] = one
      batch[filled++] = other
      if (filled < batch.length) continue
      yield batch
      batch = new Uint32Array(BATCH * 2)
      filled = 0
    }
  if (filled > 0) yield batch.slice(0, filled)
}

/** Asked for one name after the other, says which earlier ones it meets; the answer holds until the next question. */
function meetingOf(names: readonly string[], options: BlockOptions): (other: number) => Uint32Array {
  const { rarest = 6, largest = 200, least = 0.5, since = 0 } = options
  const weights = weightsOf()
  const { units, from, tally, texts, totals, numbers } = tableOf(names, options, weights)
  const pairs = new Uint32Array(MOST_PAIRS)
  const blocks = new Map<number, number[]>()
  const met = new Uint32Array(names.length)
  const found = new Uint32Array(names.length)
  // What each character of the name at hand is worth.
  const asking = new Float64Array(65_536)

  /** The rarest pairs of a name that not too many share. */
  const rarePlaces = (text: string): number[] => {
    const places: number[] = []
    const length = pairsOf(text, pairs)
    for (let at = 0; at < length; at++) {
      const place = tally.placeOf(pairs[at]!)
      const count = tally.countAt(place)
      if (count > 1 && count <= largest) places.push(place)
    }
    places.sort((left, right) => tally.countAt(left) - tally.countAt(right) || left - right)
    if (places.length > rarest) places.length = rarest
    return places
  }
  const blockOf = (place: number): number[] => {
    const there = blocks.get(place)
    if (there) return there
    const made: number[] = []
    blocks.set(place, made)
    return made
  }
  const mayReach = (one: number, total: number) => {
    let shared = 0
    const end = from[one + 1]!
    for (let at = from[one]!; at < end; at++) shared += asking[units[at]!]!
    return boundOf(shared, totals[one]!, total) >= least
  }
  return (other) => {
    let length = 0
    if (other < since) {
      for (const place of rarePlaces(texts[other]!)) blockOf(place).push(other)
      return found.subarray(0, 0)
    }
    const mark = other + 1
    const total = totals[other]!
    const number = numbers[other]!
    for (let at = from[other]!; at < from[other + 1]!; at++)
      asking[units[at]!] = weights.of(units[at]!) * (1 + ADJACENT)
    for (const place of rarePlaces(texts[other]!)) {
      const block = blockOf(place)
      for (let each = 0; each < block.length; each++) {
        const one = block[each]!
        if (met[one] === mark) continue
        met[one] = mark
        if (numbers[one] === number && (least <= 0 || mayReach(one, total))) found[length++] = one
      }
      block.push(other)
    }
    for (let at = from[other]!; at < from[other + 1]!; at++) asking[units[at]!] = 0
    return found.subarray(0, length)
  }
}

/** All writings in flat tables, with how often each pair of characters occurs. */
function tableOf(names: readonly string[], options: NameOptions, weights: Weights) {
  const writings = names.map((name) => writingOf(name, options))
  const texts = writings.map(({ text }) => text)
  const units = new Uint16Array(texts.reduce((sum, { length }) => sum + length, 0))
  const from = new Uint32Array(names.length + 1)
  const tally = tallyOf(units.length * 2)
  const pairs = new Uint32Array(MOST_PAIRS)
  for (const [name, text] of texts.entries()) {
    weights.add(text)
    for (let at = 0; at < text.length; at++) units[from[name]! + at] = weights.numberOf(text.charCodeAt(at))
    from[name + 1] = from[name]! + text.length
    const length = pairsOf(text, pairs)
    for (let at = 0; at < length; at++) tally.add(pairs[at]!)
  }
  const totals = Float64Array.from(texts, (_text, name) => {
    let sum = 0
    for (let at = from[name]!; at < from[name + 1]!; at++)
      sum += weights.of(units[at]!) * (at === from[name] ? 1 : 1 + ADJACENT)
    return sum
  })
  // Names with other numbers never meet: what numbers a name has is itself a number.
  const known = new Map<string, number>()
  const numbers = Uint32Array.from(writings, ({ digits }) => {
    if (!known.has(digits)) known.set(digits, known.size)
    return known.get(digits)!
  })
  return { texts, units, from, tally, totals, numbers }
}
