import { type NameOptions, normaliseName } from './normalise.ts'

export type BlockOptions = NameOptions & {
  /** By how many of its rarest character pairs a name meets others; 4 unless given. */
  readonly rarest?: number
  /** A pair that more names share than this tells nobody apart and is left out; 200 unless given. */
  readonly largest?: number
}

/** Pairs held before they are handed on: 64 Ki pairs are 512 kB. */
const BATCH = 65_536

/**
 * Pairs of names worth comparing among many, each once, as positions in the list: [one, other, one, other, ...] in batches of at most
 * 65,536 pairs, `one < other`. Names that share one of their rarest character pairs meet.
 */
export function* blockNames(names: readonly string[], options: BlockOptions = {}): Generator<Uint32Array> {
  const { rarest = 4, largest = 200 } = options
  const cores = names.map((name) => [...normaliseName(name, options).core])
  const pairsOf = (core: readonly string[]) => [...new Set(core.slice(1).map((char, at) => core[at]! + char))]
  const counts = new Map<string, number>()
  for (const core of cores) for (const pair of pairsOf(core)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  const blocks = new Map<string, number[]>()
  let batch: number[] = []
  for (const [other, core] of cores.entries()) {
    const met = new Set<number>()
    const rare = pairsOf(core)
      .filter((pair) => counts.get(pair)! > 1 && counts.get(pair)! <= largest)
      .sort((left, right) => counts.get(left)! - counts.get(right)! || (left < right ? -1 : 1))
      .slice(0, rarest)
    for (const pair of rare) {
      const block = blocks.get(pair)
      if (!block) blocks.set(pair, [other])
      else {
        for (const one of block) met.add(one)
        block.push(other)
      }
    }
    for (const one of met) batch.push(one, other)
    if (batch.length >= BATCH * 2) {
      yield Uint32Array.from(batch)
      batch = []
    }
  }
  if (batch.length > 0) yield Uint32Array.from(batch)
}
