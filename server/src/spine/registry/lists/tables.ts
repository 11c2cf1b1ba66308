import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { objectTable } from '../../../platform/ledger/objects.ts'
import { reminderKind, versionKind } from './list-version.ts'

/**
 * `list_member` is append-only: who is on a version, and the statement that each shown value was taken from, in the order of the version's
 * columns (null where nothing was known). The working role has no UPDATE and no DELETE on it: a published version is never edited.
 */
export const LIST_TABLES: readonly TableDeclaration[] = [
  objectTable(versionKind, ['create index list_version_list on list_version (district_id, list, state)']),
  {
    name: 'list_member',
    scope: 'tenant',
    columns: [
      'version_id uuid not null',
      'subject_id uuid not null',
      'sort_key text collate "C" not null',
      'search text not null',
      'as_of date not null',
      'demonstration boolean not null',
      'statements uuid[] not null',
    ],
    key: ['version_id', 'subject_id'],
    indexes: [
      'create index list_member_order on list_member (district_id, version_id, sort_key, subject_id)',
    ],
    may: ['select', 'insert'],
  },
  objectTable(reminderKind),
]

export const listMigrations: readonly Migration[] = [
  { id: 'lists/1', statements: LIST_TABLES.flatMap(createTable) },
]
