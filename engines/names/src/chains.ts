/**
 * Places by keys of 32 bits, as chains in flat tables: about 20 bytes a key. The key 0 stands for none. Places are numbered from 0 in
 * the order in which they are added.
 */
export type Chains = {
  /** The next place, with the first `length` of these keys. */
  add(keys: Uint32Array, length: number): void
  /** The place has none of its keys any more. */
  forget(place: number): void
  /** So many places have the key, or a few more: keys that fall together are counted together. */
  most(key: number): number
  /** Calls for each place that has the key, newest first. */
  each(key: number, meet: (place: number) => void): void
  /** The nth key of a place. */
  keyAt(place: number, nth: number): number
}

const larger = (table: Uint32Array<ArrayBuffer>, needed: number) => {
  if (needed <= table.length) return table
  const made = new Uint32Array(table.length * 2)
  made.set(table)
  return made
}

export function chainsOf(): Chains {
  let keys = new Uint32Array(1024)
  let places = new Uint32Array(1024)
  let starts = new Uint32Array(256)
  // The next entry of the same chain, plus one; 0 at its end.
  let next = new Uint32Array(1024)
  let heads = new Uint32Array(1024)
  let counts = new Uint32Array(1024)
  let entries = 0
  let added = 0
  // Fibonacci hashing (Knuth 6.4): neighbouring keys are scattered.
  const headOf = (key: number) => (Math.imul(key, 0x9e3779b1) >>> 7) & (heads.length - 1)
  const link = (entry: number) => {
    if (keys[entry] === 0) return
    const head = headOf(keys[entry]!)
    next[entry] = heads[head]!
    heads[head] = entry + 1
    counts[head]! += 1
  }
  const grow = () => {
    keys = larger(keys, entries + 1)
    places = larger(places, entries + 1)
    next = new Uint32Array(keys.length)
    heads = new Uint32Array(keys.length)
    counts = new Uint32Array(keys.length)
    for (let entry = 0; entry < entries; entry++) link(entry)
  }
  return {
    add(given, length) {
      starts = larger(starts, added + 2)
      for (let nth = 0; nth < length; nth++) {
        if (entries === keys.length) grow()
        keys[entries] = given[nth]!
        places[entries] = added
        link(entries)
        entries += 1
      }
      added += 1
      starts[added] = entries
    },
    forget(place) {
      for (let entry = starts[place]!; entry < starts[place + 1]!; entry++) {
        if (keys[entry] !== 0) counts[headOf(keys[entry]!)]! -= 1
        keys[entry] = 0
      }
    },
    most: (key) => counts[headOf(key)]!,
    each(key, meet) {
      for (let entry = heads[headOf(key)]!; entry !== 0; entry = next[entry - 1]!)
        if (keys[entry - 1] === key) meet(places[entry - 1]!)
    },
    keyAt: (place, nth) => keys[starts[place]! + nth]!,
  }
}
