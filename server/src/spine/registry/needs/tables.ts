import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { objectTable } from '../../../platform/ledger/objects.ts'
import type { KeptLink } from '../../../platform/links.ts'
import { askKind } from './ask.ts'

/** The address of an ask: only digests of its token and its code are kept. Without a code the digest is empty. */
export type AskLinkTable = KeptLink & {
  readonly district_id: number
  readonly ask_id: string
  readonly token_digest: string
  readonly code_digest: string
  readonly issued_at: string
}
export type NeedTables = { ask_link: AskLinkTable }

export const NEED_TABLES: readonly TableDeclaration[] = [
  objectTable(askKind, [
    'create index need_ask_party on need_ask (district_id, party_id)',
    'create index need_ask_needs on need_ask using gin (need_ids)',
  ]),
  {
    name: 'ask_link',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'ask_id uuid not null',
      'token_digest text not null',
      'code_digest text not null',
      'expires_at timestamptz not null',
      'tries integer not null',
      'state text not null',
      'issued_at timestamptz not null',
    ],
    key: ['id'],
    indexes: [
      'create unique index ask_link_token on ask_link (district_id, token_digest)',
      'create index ask_link_ask on ask_link (district_id, ask_id)',
    ],
    may: ['select', 'insert', 'update'],
  },
]

export const needMigrations: readonly Migration[] = [
  { id: 'needs/1', statements: NEED_TABLES.flatMap(createTable) },
]
