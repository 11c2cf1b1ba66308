import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectTable } from '../../platform/ledger/objects.ts'
import { journeyKind } from './journey-object.ts'

export const JOURNEY_TABLES: readonly TableDeclaration[] = [
  objectTable(journeyKind, [
    'create index journey_stage on journey (district_id, definition, stage)',
    'create index journey_subjects on journey using gin (subjects)',
    'create index journey_party on journey (district_id, party_id)',
  ]),
]
export const journeyMigrations: readonly Migration[] = [
  { id: 'journeys/1', statements: JOURNEY_TABLES.flatMap(createTable) },
  {
    id: 'journeys/2',
    statements: ['alter table journey add column if not exists confidential boolean not null default false'],
  },
]
