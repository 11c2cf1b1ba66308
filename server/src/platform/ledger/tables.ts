import { createTable, type Migration, type TableDeclaration } from '../db/tables.ts'

/** One row per thing that happened. Append-only: the working role has no UPDATE and no DELETE on it. */
export type LedgerTable = {
  district_id: number
  id: string
  name: string
  about_kind: string
  about_id: string
  actor_kind: string
  actor_id: string
  actor_name: string
  actor_office: string | null
  /** The day it was true. */
  day: string
  recorded_at: string
  before: unknown
  after: unknown
}

/** Answers of writes already given, by the key the client chose. */
export type IdempotencyTable = {
  district_id: number
  actor_id: string
  key: string
  name: string
  fingerprint: string
  answer: unknown
  recorded_at: string
}

export type LedgerTables = { ledger: LedgerTable; idempotency: IdempotencyTable }

export const LEDGER_TABLES: readonly TableDeclaration[] = [
  {
    name: 'ledger',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'name text not null',
      'about_kind text not null',
      'about_id uuid not null',
      'actor_kind text not null',
      'actor_id text not null',
      'actor_name text not null',
      'actor_office text',
      'day date not null',
      'recorded_at timestamptz not null',
      'before jsonb',
      'after jsonb',
    ],
    key: ['id'],
    indexes: [
      'create index ledger_about on ledger (district_id, about_id, id)',
      'create index ledger_replay on ledger (district_id, about_kind, day, recorded_at)',
    ],
    may: ['select', 'insert'],
  },
  {
    name: 'idempotency',
    scope: 'tenant',
    columns: [
      'actor_id text not null',
      'key text not null',
      'name text not null',
      'fingerprint text not null',
      'answer jsonb not null',
      'recorded_at timestamptz not null',
    ],
    key: ['actor_id', 'key'],
    may: ['select', 'insert', 'update', 'delete'],
  },
]

export const ledgerMigrations: readonly Migration[] = [
  { id: 'ledger/1', statements: LEDGER_TABLES.flatMap(createTable) },
]
