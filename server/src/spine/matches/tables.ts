import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectTable } from '../../platform/ledger/objects.ts'
import { matchKind } from './match-object.ts'

export const MATCH_TABLES: readonly TableDeclaration[] = [
  objectTable(matchKind, [
    'create unique index match_pair on match (district_id, profile, need_id, offer_id)',
    'create index match_offer on match (district_id, offer_id)',
  ]),
]
export const matchMigrations: readonly Migration[] = [
  { id: 'matches/1', statements: MATCH_TABLES.flatMap(createTable) },
  // What changed lately, for the offers that are held ready.
  { id: 'matches/2', statements: ['create index profile_version on profile (district_id, kind, version)'] },
]
