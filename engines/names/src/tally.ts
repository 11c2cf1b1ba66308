/** Counts of 32-bit keys in a flat table: open addressing, at most two thirds full. A key is then known by its place. */
export type Tally = {
  /** Counts the key once more. */
  add(key: number): void
  placeOf(key: number): number
  countAt(place: number): number
}

/** A tally for at most so many different keys; 8 bytes a place. */
export function tallyOf(most: number): Tally {
  let size = 1024
  while (size * 2 < most * 3) size *= 2
  const keys = new Uint32Array(size)
  const counts = new Uint32Array(size)
  const mask = size - 1
  const placeOf = (key: number) => {
    // Fibonacci hashing (Knuth 6.4): neighbouring keys are scattered.
    let place = (Math.imul(key, 0x9e3779b1) >>> 9) & mask
    while (counts[place] !== 0 && keys[place] !== key) place = (place + 1) & mask
    return place
  }
  return {
    placeOf,
    countAt: (place) => counts[place]!,
    add(key) {
      const place = placeOf(key)
      keys[place] = key
      counts[place]! += 1
    },
  }
}
