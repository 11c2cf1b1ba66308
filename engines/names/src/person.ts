import { simplify } from './traditional.ts'

/** How two values stand to each other. `unknown`: one of them is not there, or says nothing. */
export type Standing = 'agree' | 'near' | 'differ' | 'unknown'

/** Longer writings are equal or not: a cell may hold 32,767 characters. */
export const LONGEST_COMPARED = 256

/** Edits (insert, leave out, replace, swap two neighbours) between two texts, counted up to `most`; `most + 1` beyond it. */
export function edits(one: string, other: string, most: number): number {
  if (one === other) return 0
  if (Math.abs(one.length - other.length) > most || Math.max(one.length, other.length) > LONGEST_COMPARED)
    return most + 1
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row++) {
    const line = [row]
    for (let at = 1; at <= other.length; at++) {
      const equal = one[row - 1] === other[at - 1]
      let cost = Math.min(last[at]! + 1, line[at - 1]! + 1, last[at - 1]! + (equal ? 0 : 1))
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        cost = Math.min(cost, before[at - 2]! + 1)
      line.push(cost)
    }
    before = last
    last = line
  }
  return Math.min(last[other.length]!, most + 1)
}

/** Slips forgiven in a word of this length: one in five letters (FEBRL's own generator makes at most two in a name). */
export const slipsIn = (length: number) => (length < 4 ? 0 : length < 8 ? 1 : 2)

/** Latin letters, digits and marks only. */
export const isLatin = (text: string) => /^[\p{Script=Latin}\p{M}\p{P}\d ]+$/u.test(text)

/** A name has no more parts; a longer writing is equal or not. */
const MOST_PARTS = 12

/** The parts of a name, settled: width, case, accents, simplified characters. */
export function wordsOf(parts: readonly (string | undefined)[]): string[] {
  return parts.flatMap((part) => {
    const plain = simplify((part ?? '').normalize('NFKC').toLowerCase())
    return plain
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .normalize('NFC')
      .split(/[\s,.·•‧・'’-]+/)
      .filter((word) => word !== '')
  })
}

/**
 * Two names of persons, whole or in parts. Chinese names agree where all characters do (traditional and simplified are one);
 * with the same surname they are near within one character of three. Latin names agree whatever the order of their parts, and are near within a slip.
 *
 * `swapped` says that the parts stand in another order.
 */
export function comparePersons(
  one: readonly (string | undefined)[],
  other: readonly (string | undefined)[],
): { readonly how: Standing; readonly swapped: boolean } {
  const left = wordsOf(one)
  const right = wordsOf(other)
  const still = (how: Standing) => ({ how, swapped: false })
  if (left.length === 0 || right.length === 0) return still('unknown')
  const [leftText, rightText] = [left.join(''), right.join('')]
  if (leftText === rightText) return still('agree')
  if (left.length > MOST_PARTS || right.length > MOST_PARTS) return still('differ')
  if (!isLatin(leftText) || !isLatin(rightText)) {
    // A surname is hardly mistyped, and two names of two characters share one by chance.
    const slip = Math.max(leftText.length, rightText.length) >= 3 && leftText[0] === rightText[0]
    return still(slip && edits(leftText, rightText, 1) <= 1 ? 'near' : 'differ')
  }
  const whole = edits(leftText, rightText, slipsIn(Math.max(leftText.length, rightText.length)))
  if (whole <= slipsIn(Math.max(leftText.length, rightText.length))) return still('near')
  const sorted = [left, right].map((list) => [...list].sort().join(' ')) as [string, string]
  if (sorted[0] === sorted[1]) return { how: 'agree', swapped: true }
  const back = [...right].reverse().join('')
  if (edits(leftText, back, slipsIn(back.length)) <= slipsIn(back.length))
    return { how: 'near', swapped: true }
  return still(partsOf(left, right))
}

/** A name that lacks parts of the other (`Waller` of `Jamilla Waller`) is near where all it has is there. */
function partsOf(left: readonly string[], right: readonly string[]): Standing {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left]
  const found = few.filter((word) =>
    many.some((one) => edits(word, one, slipsIn(word.length)) <= slipsIn(word.length)),
  )
  return found.length === few.length && few.length < many.length ? 'near' : 'differ'
}
