import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectTable } from '../../platform/ledger/objects.ts'
import { importKind } from './import-object.ts'
import { PROJECTION_TABLE } from './renew.ts'

/**
 * `statement` is append-only: one row an imported row, a correction or a retraction. `facts` holds open values (null says that the value is no
 * longer known), `sealed` personal ones, each sealed under the subject's key. `profile` is the current projection of a subject's statements.
 */
export const REGISTRY_TABLES: readonly TableDeclaration[] = [
  {
    name: 'statement',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'subject_id uuid not null',
      'kind text not null',
      'source text not null',
      'as_of date not null',
      'recorded_at timestamptz not null',
      'actor_kind text not null',
      'actor_id text not null',
      'actor_name text not null',
      'import_id uuid',
      'row_no integer',
      'retracts uuid',
      'demonstration boolean not null',
      'facts jsonb not null',
      'sealed jsonb',
    ],
    key: ['id'],
    indexes: [
      'create index statement_subject on statement (district_id, subject_id)',
      'create index statement_import on statement (district_id, import_id) where import_id is not null',
    ],
    may: ['select', 'insert'],
  },
  {
    name: 'profile',
    scope: 'tenant',
    columns: [
      'subject_id uuid not null',
      'kind text not null',
      'name text not null',
      'sort_key text collate "C" not null',
      'identity text',
      'name_key text not null',
      'holder_id uuid',
      'demonstration boolean not null',
      'as_of date not null',
      'version uuid not null',
      'facts jsonb not null',
      'sealed jsonb',
      'search text not null',
      'tokens integer[] not null',
    ],
    key: ['subject_id'],
    indexes: [
      'create index profile_order on profile (district_id, kind, sort_key, subject_id)',
      'create unique index profile_identity on profile (district_id, kind, identity)',
      'create index profile_name on profile (district_id, kind, name_key)',
      'create index profile_holder on profile (district_id, holder_id) where holder_id is not null',
      // Our own character bigrams and value tokens: 0.15 ms for a two-character Chinese word, where pg_trgm scans.
      'create index profile_tokens on profile using gin (tokens)',
    ],
    may: ['select', 'insert', 'update', 'delete'],
  },
  objectTable(importKind),
]

/**
 * Records with personal values that rows of an import named without stating anything of them, because nothing had changed or the row was
 * held: no statement leads from such a record to the sheet, and erasing it empties the sheet all the same.
 */
const NAMED_TABLE: TableDeclaration = {
  name: 'import_named',
  scope: 'tenant',
  columns: ['import_id uuid not null', 'subject_id uuid not null'],
  key: ['import_id', 'subject_id'],
  indexes: ['create index import_named_subject on import_named (district_id, subject_id)'],
  may: ['select', 'insert'],
}

export const registryMigrations: readonly Migration[] = [
  { id: 'registry/1', statements: REGISTRY_TABLES.flatMap(createTable) },
  // How the name sounds; what was projected before gets it when the projection is made anew at the next start.
  {
    id: 'registry/2',
    statements: [
      "alter table profile add column sound text not null default ''",
      ...createTable(PROJECTION_TABLE),
    ],
  },
  { id: 'registry/3', statements: createTable(NAMED_TABLE) },
]
