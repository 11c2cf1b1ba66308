import { type Chains, chainsOf } from './chains.ts'
import { MOST_PAIRS, pairsOf } from './pairs.ts'
import type { Weights } from './weights.ts'
import type { Writing } from './writing.ts'

/** Numbers that grow at the end. */
export type Numbers = { items: Uint32Array; length: number }

export function push(numbers: Numbers, item: number): void {
  if (numbers.length === numbers.items.length) {
    const items = new Uint32Array(Math.max(4, numbers.length * 2))
    items.set(numbers.items)
    numbers.items = items
  }
  numbers.items[numbers.length++] = item
}

/** One name on the shelf. */
export type Held = { readonly id: string; readonly name: string; readonly writing: Writing }

/** A name's place holds where the numbers of its characters stand in the flat table. A removed name leaves an empty place. */
export type Shelf = {
  units: Uint16Array
  from: Uint32Array
  held: (Held | undefined)[]
  /** Places of names without numbers, by each character. */
  readonly having: Map<number, Numbers>
  /** Places by each pair of characters, with the numbers of the name. */
  pairs: Chains
  /** Places of names with numbers, by the numbers. */
  readonly numbered: Map<string, Numbers>
  readonly places: Map<string, number>
}

const pairsAtHand = new Uint32Array(MOST_PAIRS)
const EMPTY: Numbers = { items: new Uint32Array(0), length: 0 }

export const shelfOf = (): Shelf => ({
  units: new Uint16Array(256),
  from: new Uint32Array(64),
  held: [],
  having: new Map(),
  pairs: chainsOf(),
  numbered: new Map(),
  places: new Map(),
})

export const placesHaving = (shelf: Shelf, unit: number): Numbers => shelf.having.get(unit) ?? EMPTY
export const placesNumbered = (shelf: Shelf, digits: string): Numbers => shelf.numbered.get(digits) ?? EMPTY

function listIn<Key>(lists: Map<Key, Numbers>, key: Key): Numbers {
  const found = lists.get(key)
  if (found) return found
  const made = { items: new Uint32Array(4), length: 0 }
  lists.set(key, made)
  return made
}

function room<T extends Uint16Array | Uint32Array>(table: T, needed: number, make: (size: number) => T): T {
  if (needed <= table.length) return table
  const larger = make(Math.max(needed, table.length * 2))
  larger.set(table)
  return larger
}

export function put(shelf: Shelf, one: Held, weights: Weights): void {
  const { text, digits } = one.writing
  const place = shelf.held.length
  const start = place === 0 ? 0 : shelf.from[place]!
  shelf.units = room(shelf.units, start + text.length, (size) => new Uint16Array(size))
  shelf.from = room(shelf.from, place + 2, (size) => new Uint32Array(size))
  for (let at = 0; at < text.length; at++) shelf.units[start + at] = weights.numberOf(text.charCodeAt(at))
  shelf.from[place] = start
  shelf.from[place + 1] = start + text.length
  shelf.held.push(one)
  shelf.places.set(one.id, place)
  shelf.pairs.add(pairsAtHand, pairsOf(text, pairsAtHand, digits))
  if (digits !== '') {
    push(listIn(shelf.numbered, digits), place)
    return
  }
  for (let at = 0; at < text.length; at++)
    if (text.indexOf(text[at]!) === at) push(listIn(shelf.having, shelf.units[start + at]!), place)
}

/** Takes a name off; the tables are written anew once a third of the places are empty. */
export function takeOff(shelf: Shelf, id: string, weights: Weights): boolean {
  const place = shelf.places.get(id)
  if (place === undefined) return false
  weights.remove(shelf.held[place]!.writing.text)
  shelf.pairs.forget(place)
  shelf.places.delete(id)
  shelf.held[place] = undefined
  if (shelf.held.length > 64 && shelf.places.size * 3 < shelf.held.length * 2) {
    const rest = shelf.held.filter((one) => one !== undefined)
    shelf.held = []
    shelf.pairs = chainsOf()
    for (const part of [shelf.having, shelf.numbered, shelf.places]) part.clear()
    for (const one of rest) put(shelf, one, weights)
  }
  return true
}
