/** Bits of many offers, 32 a word; grown by doubling. */
export type BitTable = { words: Uint32Array }

export function bitTable(): BitTable {
  return { words: new Uint32Array(32) }
}

/** Sets or clears the bit of a slot. */
export function setBit(table: BitTable, slot: number, on: boolean): void {
  const word = slot >>> 5
  if (word >= table.words.length) {
    const wider = new Uint32Array(2 ** Math.ceil(Math.log2(word + 1)))
    wider.set(table.words)
    table.words = wider
  }
  if (on) table.words[word]! |= 1 << (slot & 31)
  else table.words[word]! &= ~(1 << (slot & 31))
}

export function hasBit({ words }: BitTable, slot: number): boolean {
  return ((words[slot >>> 5] ?? 0) >>> (slot & 31)) % 2 === 1
}

/** Bits set in a word (Hacker's Delight, 5-1). */
export function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
