import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'
import type { KeptLink } from '../../platform/links.ts'

/** What a person has said by his own page: which fact, never its value. */
export type OwnWord = {
  readonly what: 'opened' | 'corrected' | 'consented' | 'refused' | 'declined' | 'erasure-asked'
  readonly fact?: string
  readonly day: string
  readonly at: string
}

/**
 * An invitation of a person to his own page. It names the record by its id alone: who he is stands in the record, sealed. `sent`: the address
 * went to his contact and no officer saw it; `handed`: an officer passes it on, and the code went to the contact.
 */
export type InvitationRow = {
  readonly id: string
  readonly version: string
  readonly kind: string
  readonly personId: string
  readonly state: 'waiting' | 'opened' | 'revoked'
  readonly way: 'sent' | 'handed'
  readonly sentTo: string
  readonly office?: string
  readonly invitedBy: string
  readonly invitedOn: string
  readonly expiresAt: string
  readonly words: readonly OwnWord[]
  readonly hands: readonly string[]
  readonly lastDay: string
  readonly demonstration: boolean
}

export const invitationKind = objectKind<InvitationRow>({
  kind: 'invitation',
  table: 'invitation',
  columns: {
    person_id: { type: 'uuid not null', of: (row) => row.personId },
    state: { type: 'text not null', of: (row) => row.state },
  },
})

/** The address of an invitation, and the session that opening it began: only digests of the three secrets are kept. */
export type InvitationLinkTable = KeptLink & {
  readonly district_id: number
  readonly invitation_id: string
  readonly token_digest: string
  readonly code_digest: string
  readonly session_digest: string | null
  readonly issued_at: string
}
export type InvitationTables = { invitation_link: InvitationLinkTable }

const TABLES: readonly TableDeclaration[] = [
  objectTable(invitationKind, ['create index invitation_person on invitation (district_id, person_id)']),
  {
    name: 'invitation_link',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'invitation_id uuid not null',
      'token_digest text not null',
      'code_digest text not null',
      'session_digest text',
      'expires_at timestamptz not null',
      'tries integer not null',
      'state text not null',
      'issued_at timestamptz not null',
    ],
    key: ['id'],
    indexes: [
      'create unique index invitation_link_token on invitation_link (district_id, token_digest)',
      'create unique index invitation_link_session on invitation_link (district_id, session_digest) where session_digest is not null',
      'create index invitation_link_invitation on invitation_link (district_id, invitation_id)',
    ],
    may: ['select', 'insert', 'update'],
  },
]

export const personsMigrations: readonly Migration[] = [
  { id: 'persons/1', statements: TABLES.flatMap(createTable) },
]
