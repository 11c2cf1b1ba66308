import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { objectTable } from '../../../platform/ledger/objects.ts'
import { mergeKind } from './merge-object.ts'
import { pairKind } from './pair-object.ts'

/**
 * `merge` holds what the ledger says of merges. `joined` is the projection of those that stand: each record of a group, the root too,
 * under whose record it shows, and by what it would be known if it stood alone, so that a list that still uses an old name or code finds
 * the record that bears it now.
 */
export const DUPLICATES_TABLES: readonly TableDeclaration[] = [
  objectTable(mergeKind, [
    `create unique index merge_merged on merge (district_id, merged_id) where state = 'standing'`,
    'create index merge_into on merge (district_id, into_id)',
  ]),
  {
    name: 'joined',
    scope: 'tenant',
    columns: [
      'subject_id uuid not null',
      'kind text not null',
      'under_id uuid not null',
      'identity text',
      'name_key text not null',
    ],
    key: ['subject_id'],
    indexes: [
      'create index joined_under on joined (district_id, under_id)',
      'create index joined_identity on joined (district_id, kind, identity)',
      'create index joined_name on joined (district_id, kind, name_key)',
    ],
    may: ['select', 'insert', 'update', 'delete'],
  },
]

/**
 * `pair` holds what people said of two records that may be one. `likely_pair` is what the last search of a kind came to, in names of facts
 * only: it may be thrown away and found again.
 */
export const PAIR_TABLES: readonly TableDeclaration[] = [
  objectTable(pairKind, [
    'create unique index pair_two on pair (district_id, left_id, right_id)',
    'create index pair_kind on pair (district_id, kind, state)',
  ]),
  {
    name: 'likely_pair',
    scope: 'tenant',
    columns: [
      'left_id uuid not null',
      'right_id uuid not null',
      'kind text not null',
      'verdict text not null',
      'points double precision not null',
      'identifying text[] not null',
      'trace jsonb not null',
      'found_at timestamptz not null',
    ],
    key: ['left_id', 'right_id'],
    indexes: ['create index likely_pair_kind on likely_pair (district_id, kind, verdict, points desc)'],
    may: ['select', 'insert', 'update', 'delete'],
  },
]

export const duplicatesMigrations: readonly Migration[] = [
  { id: 'duplicates/1', statements: DUPLICATES_TABLES.flatMap(createTable) },
  { id: 'duplicates/2', statements: PAIR_TABLES.flatMap(createTable) },
]
