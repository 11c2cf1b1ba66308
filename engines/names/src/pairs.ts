import { LONGEST } from './writing.ts'

/** Characters of a pair stand at most so far apart: one slip between two characters leaves them a pair. */
const APART = 2
/** No writing has more pairs. */
export const MOST_PAIRS = LONGEST * APART

/**
 * The different pairs of characters of a writing, whichever of the two comes first, at most two places apart, as keys: two
 * characters changed about, or one slipped in between, leave the pair. Names with other numbers share no key. Returns how many were
 * written to `into`.
 */
export function pairsOf(text: string, into: Uint32Array, digits = ''): number {
  let length = 0
  // FNV-1a of the numbers; 0 for none.
  let apart = digits === '' ? 0 : 0x811c9dc5
  for (let at = 0; at < digits.length; at++) apart = Math.imul(apart ^ digits.charCodeAt(at), 0x01000193)
  for (let one = 0; one < text.length; one++)
    for (let other = one + 1; other <= one + APART && other < text.length; other++) {
      const left = text.charCodeAt(one)
      const right = text.charCodeAt(other)
      const key = ((left < right ? left * 65_536 + right : right * 65_536 + left) ^ apart) >>> 0
      let known = false
      for (let at = 0; at < length && !known; at++) known = into[at] === key
      if (!known) into[length++] = key
    }
  return length
}
