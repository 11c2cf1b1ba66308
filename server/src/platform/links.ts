import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Keys } from './keys.ts'

/** How long a link stays good, and how many wrong codes lock it: a six-digit code must not be found by trying. */
export const LINK_DAYS = 7
export const LINK_TRIES = 5
/** New links about one thing in 24 hours: each brings new tries, so they must be few as well. */
export const LINKS_A_DAY = 5

export type LinkState = 'waiting' | 'used' | 'expired' | 'locked' | 'revoked'

/** What is kept of a one-time link, whatever it is about: digests only, so that the database opens none. */
export type KeptLink = {
  readonly id: string
  readonly state: 'waiting' | 'used' | 'locked' | 'revoked'
  readonly tries: number
  readonly expires_at: string
}

export function stateOfLink(link: Pick<KeptLink, 'state' | 'expires_at'>, now: Date): LinkState {
  return link.state === 'waiting' && link.expires_at <= now.toISOString() ? 'expired' : link.state
}

/** A token for an address, and a code that goes another way. */
export function linkSecrets(): { readonly token: string; readonly code: string } {
  return {
    token: randomBytes(32).toString('base64url'),
    code: String(randomInt(0, 1_000_000)).padStart(6, '0'),
  }
}

export const tokenDigest = (keys: Keys, token: string) => keys.digest('link', token)
export const codeDigest = (keys: Keys, linkId: string, code: string) => keys.digest(`code ${linkId}`, code)

/** Whether a code is the link's, in a time that tells nothing. */
export function isCodeOf(keys: Keys, link: { id: string; code_digest: string }, code: string): boolean {
  const [a, b] = [codeDigest(keys, link.id, code), link.code_digest]
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** When a link made now ends, and since when its fellows count against the limit of a day. */
export function linkSpan(now: Date): { readonly expiresAt: string; readonly lately: string } {
  return {
    expiresAt: new Date(now.getTime() + LINK_DAYS * 86_400_000).toISOString(),
    lately: new Date(now.getTime() - 86_400_000).toISOString(),
  }
}

/** A contact as an officer may see it: enough to know which, not what. */
export function maskedContact(contact: string): string {
  return contact.length <= 4 ? '****' : `${contact.slice(0, 3)}****${contact.slice(-2)}`
}
