import type { WantedToken } from '../text/index.ts'
import { firstOf, type Placed } from './first.ts'
import type { Posting, Postings } from './postings.ts'

/** Offers of one class of which the closest so many are wanted. */
export type Wanted = { readonly mask: Uint32Array; readonly most: number }
type Asked = { readonly wanted: readonly WantedToken[]; readonly ids: readonly (string | undefined)[] }

/** Looking a candidate up in one list costs as much as reading so many entries of it. */
const LOOK_UP = 60
/** A sum of many numbers of 24 bits may be off by this share. */
const ROUNDING = 1e-4

/**
 * Finds the offers closest to a need, the very ones that adding up every list would give. Lists are read from the heaviest, rarest
 * token on; as soon as what is left of all others together could lift no new offer over those found, only these are finished (the
 * MaxScore idea of Turtle and Flood 1995, list by list).
 */
export function closestIn(lists: Postings): {
  /** The closest of each class, best first. */
  first(classes: readonly Wanted[], asked: Asked): (readonly Placed[])[]
} {
  let near = new Float32Array(1024)

  const first = (classes: readonly Wanted[], { wanted, ids }: Asked) => {
    if (near.length < ids.length) near = new Float32Array(ids.length * 2)
    near.fill(0, 0, ids.length)
    lists.settle()
    const rests = restsOf(wanted)
    // An end is first looked for where half is left, then where the last bar would do.
    let bar = (rests[0]?.lift ?? 0) / 2
    for (const [at, { token, weight }] of wanted.entries()) {
      const { entries, lift } = rests[at]!
      if (lift < bar && entries > 4 * ids.length) {
        const bars = classes.map((one) => barOf(one))
        bar = Math.min(...bars)
        if (lift < bar) {
          const rows = finished(classes, { wanted: wanted.slice(at), ids, bars, lift, entries })
          if (rows) return rows
          bar /= 2
        }
      }
      for (const list of lists.of(token))
        if (list.packed) addPacked(near, list, weight)
        else addFresh(near, list, weight)
    }
    return classes.map((one) => {
      const found = firstOf(one.most, ids)
      for (const slot of atLeast(one, 0)) found.add(slot, near[slot]!)
      return found.rows()
    })
  }

  /** What is left from each token on: entries to read, and the most they can add to one offer. */
  const restsOf = (wanted: readonly WantedToken[]) => {
    let [entries, lift] = [0, 0]
    return wanted
      .toReversed()
      .map(({ token, weight }) => {
        entries += lists.lengthOf(token)
        lift += weight * lists.highestOf(token) * (1 + ROUNDING)
        return { entries, lift }
      })
      .reverse()
  }

  type Rest = Asked & { readonly bars: readonly number[]; readonly lift: number; readonly entries: number }

  /** The closest of each class, each looked up in the lists that are left; undefined where reading them is quicker. */
  const finished = (classes: readonly Wanted[], rest: Rest): (readonly Placed[])[] | undefined => {
    const candidates: number[][] = []
    let most = rest.entries / (rest.wanted.length * LOOK_UP)
    for (const [at, one] of classes.entries()) {
      const close = atLeast(one, rest.bars[at]! * (1 - ROUNDING) - rest.lift)
      most -= close.length
      if (most < 0) return undefined
      candidates.push(close)
    }
    return classes.map((one, at) => {
      const found = firstOf(one.most, rest.ids)
      for (const slot of candidates[at]!) found.add(slot, finish(slot, rest.wanted))
      return found.rows()
    })
  }

  /** What the last of the wanted offers of a class comes to so far. */
  const barOf = ({ mask, most }: Wanted): number => {
    const best = new Float32Array(most)
    let lowest = 0
    for (let word = 0; word < mask.length; word++)
      for (let left = mask[word]! | 0; left !== 0; left &= left - 1) {
        const sum = near[word * 32 + 31 - Math.clz32(left & -left)]!
        if (sum <= lowest) continue
        // The lowest makes room; the others move down to where the new one belongs.
        let place = 0
        for (; place + 1 < most && best[place + 1]! < sum; place++) best[place] = best[place + 1]!
        best[place] = sum
        lowest = best[0]!
      }
    return lowest
  }

  /** Offers of a class that come to so much so far. */
  const atLeast = ({ mask }: Wanted, least: number): number[] => {
    const slots: number[] = []
    for (let word = 0; word < mask.length; word++)
      for (let left = mask[word]! | 0; left !== 0; left &= left - 1) {
        const slot = word * 32 + 31 - Math.clz32(left & -left)
        if (near[slot]! >= least) slots.push(slot)
      }
    return slots
  }

  const finish = (slot: number, wanted: readonly WantedToken[]): number => {
    let sum = near[slot]!
    for (const { token, weight } of wanted)
      for (const list of lists.of(token)) {
        const at = placeIn(list, slot)
        if (at >= 0) sum = Math.fround(sum + weight * list.impacts[at]!)
      }
    return sum
  }

  return { first }
}

type Packed = Extract<Posting, { packed: true }>
type Fresh = Extract<Posting, { packed: false }>

/** The innermost loop: nothing in it but the sum. */
function addPacked(near: Float32Array, { slots, impacts, from, to }: Packed, weight: number): void {
  for (let at = from; at < to; at++) near[slots[at]!]! += weight * impacts[at]!
}

function addFresh(near: Float32Array, { slots, impacts, from, to }: Fresh, weight: number): void {
  for (let at = from; at < to; at++) near[slots[at]!]! += weight * impacts[at]!
}

/** Where a slot stands in a list; -1 where it does not. */
function placeIn({ slots, from, to }: Posting, slot: number): number {
  let low = from
  let high = to - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const there = slots[middle]!
    if (there === slot) return middle
    if (there < slot) low = middle + 1
    else high = middle - 1
  }
  return -1
}
