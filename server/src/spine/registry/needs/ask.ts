import { objectKind } from '../../../platform/ledger/objects.ts'

/** What a holder says of a need: it still stands, somebody was found, or it is needed no longer. */
export type Answer = 'still' | 'filled' | 'dropped'

/**
 * How an answer came. `sign-in`: the holder's own session. `link`: an address sent straight to his contact, or one passed on by an officer
 * with a code that went past every officer. `handed`: an address passed on without a code, for the holder has given no contact. `office`: an
 * officer wrote down what he was told.
 */
export type Channel = 'sign-in' | 'link' | 'handed' | 'office'

/**
 * A request to one holder to say again that its needs stand. `sent`: the address went to the holder's contact and no officer saw it.
 * `handed`: an officer passes it on; where the holder has a contact, the code went there.
 */
export type AskRow = {
  readonly id: string
  readonly version: string
  readonly kind: string
  readonly party: { readonly id: string; readonly name: string }
  readonly title: string
  readonly needs: readonly { readonly id: string; readonly title: string }[]
  readonly state: 'waiting' | 'answered' | 'revoked'
  readonly way: 'sent' | 'handed'
  readonly code: boolean
  readonly sentTo?: string
  readonly office?: string
  readonly askedBy: string
  readonly askedOn: string
  readonly expiresAt: string
  readonly answers: readonly { readonly needId: string; readonly answer: Answer; readonly day: string }[]
  readonly hands: readonly string[]
  readonly lastDay: string
  readonly demonstration: boolean
}

export const askKind = objectKind<AskRow>({
  kind: 'need-ask',
  table: 'need_ask',
  columns: {
    kind: { type: 'text not null', of: (row) => row.kind },
    state: { type: 'text not null', of: (row) => row.state },
    party_id: { type: 'uuid not null', of: (row) => row.party.id },
    need_ids: { type: 'uuid[] not null', of: (row) => row.needs.map((need) => need.id) },
  },
})
