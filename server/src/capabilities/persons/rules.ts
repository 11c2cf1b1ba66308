import type { KindDefinition } from '@qiongding/pack-format'
import { LINK_DAYS, type LinkState, stateOfLink } from '../../platform/links.ts'
import type { InvitationLinkTable, InvitationRow, OwnWord } from './tables.ts'

/** A page once opened stays open so long, in milliseconds: as long as its address would have stood. */
export const SESSION_MS = LINK_DAYS * 86_400_000

/** What a person is called in the ledger and as a source: by his kind, never by his name. */
export const selfName = ({ selfLabel, label }: KindDefinition): string => (selfLabel ?? label).zh

/** How an invitation stands: its own state, or why its address leads nowhere any more. */
export function invitationState(
  row: Pick<InvitationRow, 'state'>,
  link: Pick<InvitationLinkTable, 'state' | 'expires_at'> | undefined,
  now: Date,
): 'waiting' | 'opened' | 'revoked' | 'expired' | 'locked' {
  if (row.state === 'revoked' || !link) return 'revoked'
  if (row.state === 'opened') return link.expires_at <= now.toISOString() ? 'expired' : 'opened'
  const state: LinkState = stateOfLink(link, now)
  return state === 'used' ? 'opened' : state
}

/** An invitation with one more word of the person. */
export const withWord = (row: InvitationRow, version: string, word: OwnWord): InvitationRow => ({
  ...row,
  version,
  words: [...row.words, word],
  lastDay: word.day,
})
