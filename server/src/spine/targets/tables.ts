import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectTable } from '../../platform/ledger/objects.ts'
import { readingKind } from './reading-object.ts'

/** The latest count of a measured indicator, taken when something it counts moved. Anything else it says can be counted again from the ledger. */
export type MeasuredTable = {
  district_id: number
  indicator: string
  pack: string
  day: string
  value: number | null
  missing: number
  counted: number
  taken_at: string
}
export type TargetTables = { measured: MeasuredTable }

export const TARGET_TABLES: readonly TableDeclaration[] = [
  objectTable(readingKind, ['create index reading_indicator on reading (district_id, indicator, day)']),
  {
    name: 'measured',
    scope: 'tenant',
    columns: [
      'indicator text not null',
      'pack text not null',
      'day date not null',
      'value double precision',
      'missing integer not null',
      'counted integer not null',
      'taken_at timestamptz not null',
    ],
    key: ['indicator'],
    may: ['select', 'insert', 'update', 'delete'],
  },
]
export const targetMigrations: readonly Migration[] = [
  { id: 'targets/1', statements: TARGET_TABLES.flatMap(createTable) },
]
