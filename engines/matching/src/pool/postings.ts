type Range = { readonly from: number; readonly to: number }

/**
 * Offers that hold a token, oldest slot first, and the token's share in the text of each; 0 where it is only searched for. The two
 * kinds are told apart so that each is read by a loop of its own: one loop over both is several times slower.
 */
export type Posting =
  | (Range & { readonly packed: true; readonly slots: Uint32Array; readonly impacts: Uint16Array })
  | (Range & {
      readonly packed: false
      readonly slots: readonly number[]
      readonly impacts: readonly number[]
    })

/** Which offers hold a token: packed lists, and beside them short ones of what came lately. */
export type Postings = {
  /** `slot` is higher than every one before. */
  add(slot: number, tokens: ReadonlyMap<number, number>): void
  /** The lists of a token; the packed one first. */
  of(token: number): readonly Posting[]
  /** Packs what came lately where that is much: called before lists are read. */
  settle(): void
  /** How many slots hold a token, removed ones included. */
  lengthOf(token: number): number
  /** No share of a token in an offer is higher than this. */
  highestOf(token: number): number
  /** Keeps some slots under new numbers: `kept[old]` is the new number plus one, 0 for what goes. */
  keep(kept: Uint32Array): void
}

/** While offers come in, fresh entries are packed when they are so many, and half of what is packed; before reading, far sooner. */
const FRESH = 1 << 20
const FRESH_READ = 1 << 16

type Fresh = { readonly slots: number[]; readonly impacts: number[] }

/** Empty lists. Slots take 4 bytes an entry, impacts 2. */
export function postings(): Postings {
  let starts = new Uint32Array(1)
  let slots = new Uint32Array(0)
  let impacts = new Uint16Array(0)
  let highest = new Uint16Array(1024)
  let fresh: (Fresh | undefined)[] = []
  let freshEntries = 0

  const packedTokens = () => starts.length - 1
  const lengthOf = (token: number) =>
    (token < packedTokens() ? starts[token + 1]! - starts[token]! : 0) + (fresh[token]?.slots.length ?? 0)

  /** Writes packed and fresh lists into new packed ones; an entry whose slot gets 0 is left out. */
  const pack = (numberOf: ((slot: number) => number) | undefined) => {
    const tokens = Math.max(packedTokens(), fresh.length)
    const newStarts = new Uint32Array(tokens + 1)
    const room = slots.length + freshEntries
    const newSlots = new Uint32Array(room)
    const newImpacts = new Uint16Array(room)
    let end = 0
    const keepOne = (slot: number, impact: number) => {
      const number = numberOf ? numberOf(slot) : slot + 1
      if (number === 0) return
      newSlots[end] = number - 1
      newImpacts[end++] = impact
    }
    for (let token = 0; token < tokens; token++) {
      if (token < packedTokens()) {
        const [from, to] = [starts[token]!, starts[token + 1]!]
        if (numberOf) for (let at = from; at < to; at++) keepOne(slots[at]!, impacts[at]!)
        else {
          newSlots.set(slots.subarray(from, to), end)
          newImpacts.set(impacts.subarray(from, to), end)
          end += to - from
        }
      }
      const late = fresh[token]
      if (late) for (let at = 0; at < late.slots.length; at++) keepOne(late.slots[at]!, late.impacts[at]!)
      newStarts[token + 1] = end
    }
    starts = newStarts
    slots = end < room ? newSlots.slice(0, end) : newSlots
    impacts = end < room ? newImpacts.slice(0, end) : newImpacts
    fresh = []
    freshEntries = 0
  }

  return {
    add(slot, tokens) {
      for (const [token, impact] of tokens) {
        let list = fresh[token]
        if (!list) {
          while (fresh.length <= token) fresh.push(undefined)
          list = { slots: [], impacts: [] }
          fresh[token] = list
        }
        list.slots.push(slot)
        list.impacts.push(impact)
        if (token >= highest.length) {
          const wider = new Uint16Array(token * 2)
          wider.set(highest)
          highest = wider
        }
        if (impact > highest[token]!) highest[token] = impact
      }
      freshEntries += tokens.size
      if (freshEntries > FRESH && freshEntries > slots.length / 2) pack(undefined)
    },
    of(token) {
      const lists: Posting[] = []
      if (token < packedTokens() && starts[token + 1]! > starts[token]!)
        lists.push({ packed: true, slots, impacts, from: starts[token]!, to: starts[token + 1]! })
      const late = fresh[token]
      if (late) lists.push({ packed: false, ...late, from: 0, to: late.slots.length })
      return lists
    },
    settle() {
      if (freshEntries > FRESH_READ && freshEntries > slots.length / 16) pack(undefined)
    },
    lengthOf,
    highestOf: (token) => highest[token] ?? 0,
    keep: (kept) => pack((slot) => kept[slot]!),
  }
}
