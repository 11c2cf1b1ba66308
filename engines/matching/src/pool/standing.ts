import { ones } from './bits.ts'
import type { VerdictBits } from './verdicts.ts'

/** Offers that the requirements leave level: so many musts missed, unknown, and mays not met. */
export type Class = { readonly missed: number; readonly unknown: number; readonly mayLacking: number }

/** Who stands in which class. Numbers of classes go up as offers stand lower. */
export type Standings = {
  readonly classOf: (number: number) => Class
  /** How many stand in each class, by number; the upper first. */
  readonly counts: ReadonlyMap<number, number>
  /** Offers that meet every must but the one at this place among the musts. */
  readonly alone: readonly number[]
  /** The offers of some classes, a bit each. */
  masks(classes: readonly number[]): ReadonlyMap<number, Uint32Array>
}

type Judged = { readonly level: 'must' | 'may'; readonly bits: VerdictBits }
type Planes = { readonly missed: Int32Array; readonly unknown: Int32Array; readonly lacking: Int32Array }

const bitsFor = (count: number) => Math.ceil(Math.log2(count + 1))

/** Adds one to the counters of the offers in `bits`: counters of 32 offers stand upright, one binary place a word. */
function count(planes: Int32Array, bits: number): void {
  let carry = bits
  for (let place = 0; carry !== 0 && place < planes.length; place++) {
    const next = planes[place]! & carry
    planes[place]! ^= carry
    carry = next
  }
}

/**
 * Sorts many offers into classes by the verdicts of the stated requirements; `alive` are the offers that count. 32 offers at a time:
 * what the requirements say of each is never written down.
 */
export function standings(stated: readonly Judged[], alive: Uint32Array, slots: number): Standings {
  const length = Math.ceil(slots / 32)
  const musts = stated.filter((one) => one.level === 'must').map(({ bits }) => bits)
  const mays = stated.filter((one) => one.level === 'may').map(({ bits }) => bits)
  const planes: Planes = {
    missed: new Int32Array(bitsFor(musts.length)),
    unknown: new Int32Array(bitsFor(musts.length)),
    lacking: new Int32Array(bitsFor(mays.length)),
  }
  // Highest place first: the number of a class is read off the planes.
  const places = [planes.missed, planes.unknown, planes.lacking].flatMap((of) =>
    Array.from(of, (_, place) => ({ of, place: of.length - 1 - place })),
  )
  const judge = (word: number) => {
    planes.missed.fill(0)
    planes.unknown.fill(0)
    planes.lacking.fill(0)
    for (const { yes, known } of musts) {
      const [y, k] = [yes[word]!, known[word]!]
      count(planes.missed, k & ~y)
      count(planes.unknown, ~k)
    }
    for (const { yes, known } of mays) count(planes.lacking, ~(yes[word]! & known[word]!))
  }
  /** The class of the lowest of some offers, and who else of them stands in it. */
  const classAt = (rest: number): { number: number; same: number } => {
    const lowest = rest & -rest
    let number = 0
    let same = rest
    for (const { of, place } of places) {
      const plane = of[place]!
      const on = (plane & lowest) !== 0
      number = number * 2 + (on ? 1 : 0)
      same &= on ? plane : ~plane
    }
    return { number, same }
  }

  const counts = new Map<number, number>()
  const alone = musts.map(() => 0)
  for (let word = 0; word < length; word++) {
    let rest = alive[word]! | 0
    if (rest === 0) continue
    judge(word)
    countAlone(musts, word, rest, alone)
    while (rest !== 0) {
      const { number, same } = classAt(rest)
      counts.set(number, (counts.get(number) ?? 0) + ones(same))
      rest &= ~same
    }
  }
  return {
    counts: new Map([...counts].sort(([a], [b]) => a - b)),
    alone,
    classOf: (number) => ({
      missed: number >>> (planes.unknown.length + planes.lacking.length),
      unknown: (number >>> planes.lacking.length) & (2 ** planes.unknown.length - 1),
      mayLacking: number & (2 ** planes.lacking.length - 1),
    }),
    masks(classes) {
      const masks = new Map(classes.map((number) => [number, new Uint32Array(length)]))
      for (let word = 0; word < length; word++) {
        let rest = alive[word]! | 0
        if (rest === 0) continue
        judge(word)
        while (rest !== 0) {
          const { number, same } = classAt(rest)
          rest &= ~same
          const mask = masks.get(number)
          if (mask) mask[word] = same
        }
      }
      return masks
    },
  }
}

/** Offers for which exactly one must is not met, by that must. */
function countAlone(musts: readonly VerdictBits[], word: number, alive: number, alone: number[]): void {
  let once = 0
  let twice = 0
  const open = (at: number) => ~(musts[at]!.yes[word]! & musts[at]!.known[word]!)
  for (let at = 0; at < musts.length; at++) {
    twice |= once & open(at)
    once |= open(at)
  }
  const exactly = once & ~twice & alive
  if (exactly === 0) return
  for (let at = 0; at < musts.length; at++) alone[at]! += ones(exactly & open(at))
}
