import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const BYTES = 16
/** Randomness is fetched for so many ids at once: fetched one by one it takes longer than all else an id needs. */
const AHEAD = 512

const pool = new Uint8Array(BYTES * AHEAD)
let at = pool.length
let msecs = 0
let seq = 0

function randomBytes(): Uint8Array {
  if (at === pool.length) {
    randomFillSync(pool)
    at = 0
  }
  at += BYTES
  return pool.subarray(at - BYTES, at)
}

/** An id that sorts by the moment it was made (RFC 9562, version 7); within this process each is larger than the one before. */
export function newId(): string {
  const random = randomBytes()
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7fff_ffff
  } else if (++seq > 0xffff_ffff) {
    seq = 0
    msecs++
  }
  return v7({ random, msecs, seq })
}
