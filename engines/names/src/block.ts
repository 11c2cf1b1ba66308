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
  const { rarest = 6, largest = 200, least = 0.5 } = options
  const weights = weightsOf()
  const table = tableOf(names, options, weights)
  const { tally, texts } = table
  const pairs = new Uint32Array(MOST_PAIRS)
  const blocks = new Map<number, number[]>()
  const met = new Uint32Array(names.length)
  // What each character of the name at hand is worth.
  const asking = new Float64Array(65_536)
  const ask = (text: string, begins: boolean) => {
    for (let at = 0; at < text.length; at++) {
      const number = weights.numberOf(text.charCodeAt(at))
      asking[number] = begins ? weights.of(number) * (1 + ADJACENT) : 0
    }
  }
  const mayReach = (one: number, other: number) => {
    let shared = 0
    for (let at = table.from[one]!; at < table.from[one + 1]!; at++) shared += asking[table.units[at]!]!
    return boundOf(shared, table.totals[one]!, table.totals[other]!) >= least
  }
  let batch = new Uint32Array(BATCH * 2)
  let filled = 0
  for (const [other, text] of texts.entries()) {
    const places: number[] = []
    const length = pairsOf(text, pairs)
    for (let at = 0; at < length; at++) {
      const place = tally.placeOf(pairs[at]!)
      const count = tally.countAt(place)
      if (count > 1 && count <= largest) places.push(place)
    }
    places.sort((left, right) => tally.countAt(left) - tally.countAt(right) || left - right)
    if (places.length > rarest) places.length = rarest
    ask(text, true)
    for (const place of places) {
      const block = blocks.get(place)
      if (!block) {
        blocks.set(place, [other])
        continue
      }
      for (const one of block) {
        if (met[one] === other + 1) continue
        met[one] = other + 1
        if (table.digits[one] !== table.digits[other] || (least > 0 && !mayReach(one, other))) continue
        batch[filled++] = one
        batch[filled++] = other
        if (filled < batch.length) continue
        yield batch
        batch = new Uint32Array(BATCH * 2)
        filled = 0
      }
      block.push(other)
    }
    ask(text, false)
  }
  if (filled > 0) yield batch.slice(0, filled)
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
  return { texts, units, from, tally, totals, digits: writings.map(({ digits }) => digits) }
}
