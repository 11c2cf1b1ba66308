/**
 * Whole numbers of 32 subjects as bits: plane `p` holds bit `p` of every one of them. Adding and comparing are then done for all 32 at
 * once (bit slicing; Knuth, The Art of Computer Programming 4A, 7.1.3).
 */
export type Planes = Int32Array

/** Adds to every subject's number. */
export function addPlanes(into: Planes, more: Planes): void {
  let carry = 0
  for (let p = 0; p < into.length; p++) {
    const a = into[p]!
    const b = more[p]!
    const different = a ^ b
    into[p] = different ^ carry
    carry = (a & b) | (carry & different)
  }
}

/** Sets the number of the subjects in a mask, where nothing stands yet. */
export function putPlanes(into: Planes, mask: number, value: number): void {
  for (let p = 0, rest = value; rest > 0; p++, rest >>>= 1) if (rest & 1) into[p]! |= mask
}

/** Who has so much or more. */
export function reaches(planes: Planes, value: number): number {
  if (value <= 0) return -1
  if (value >= 2 ** planes.length) return 0
  let more = 0
  let same = -1
  for (let p = planes.length - 1; p >= 0; p--) {
    const plane = planes[p]!
    if ((value >>> p) & 1) same &= plane
    else {
      more |= same & plane
      same &= ~plane
    }
  }
  return more | same
}

/** Who has more in one than in the other. */
export function exceeds(one: Planes, other: Planes): number {
  let more = 0
  let same = -1
  for (let p = one.length - 1; p >= 0; p--) {
    const a = one[p]!
    const b = other[p]!
    more |= same & a & ~b
    same &= ~(a ^ b)
  }
  return more
}

/** Cuts every number to a value. */
export function cutPlanes(into: Planes, most: number): void {
  const over = reaches(into, most)
  if (over === 0) return
  for (let p = 0; p < into.length; p++) into[p] = (into[p]! & ~over) | ((most >>> p) & 1 ? over : 0)
}

/** Takes the greater of two numbers. */
export function greaterPlanes(into: Planes, other: Planes): void {
  const better = exceeds(other, into)
  for (let p = 0; p < into.length; p++) into[p] = (into[p]! & ~better) | (other[p]! & better)
}
