import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectTable } from '../../platform/ledger/objects.ts'
import { orderKind } from './order-object.ts'

/** A one-time link: only digests of its token and its code are kept. */
export type ConfirmLinkTable = {
  district_id: number
  id: string
  order_id: string
  token_digest: string
  code_digest: string
  sent_to: string
  expires_at: string
  tries: number
  state: 'waiting' | 'used' | 'locked' | 'revoked'
  issued_by: string
  issued_at: string
}
export type OrderTables = {
  confirm_link: ConfirmLinkTable
  element_order: {
    district_id: number
    id: string
    element: string
    state: string
    office: string
    party_id: string | null
    journey_id: string | null
    promised_on: string | null
    raised_on: string
    row: unknown
  }
}

export const ORDER_TABLES: readonly TableDeclaration[] = [
  objectTable(orderKind, [
    'create index element_order_journey on element_order (district_id, journey_id)',
    'create index element_order_office on element_order (district_id, office, state)',
    'create index element_order_party on element_order (district_id, party_id)',
  ]),
  {
    name: 'confirm_link',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'order_id uuid not null',
      'token_digest text not null',
      'code_digest text not null',
      'sent_to text not null',
      'expires_at timestamptz not null',
      'tries integer not null',
      'state text not null',
      'issued_by text not null',
      'issued_at timestamptz not null',
    ],
    key: ['id'],
    indexes: [
      'create unique index confirm_link_token on confirm_link (district_id, token_digest)',
      'create index confirm_link_order on confirm_link (district_id, order_id)',
    ],
    may: ['select', 'insert', 'update'],
  },
]
export const orderMigrations: readonly Migration[] = [
  { id: 'orders/1', statements: ORDER_TABLES.flatMap(createTable) },
]
