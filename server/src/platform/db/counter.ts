import { sql } from 'kysely'
import type { WriteTx } from './database.ts'
import { createTable, type Migration, type TableDeclaration } from './tables.ts'

/** Running numbers that people read aloud. The row is locked until the transaction ends, so no number is given twice; a gap may stay. */
export const COUNTER_TABLES: readonly TableDeclaration[] = [
  {
    name: 'counter',
    scope: 'tenant',
    columns: ['name text not null', 'value integer not null'],
    key: ['name'],
    may: ['select', 'insert', 'update'],
  },
]
export const counterMigrations: readonly Migration[] = [
  { id: 'counter/1', statements: COUNTER_TABLES.flatMap(createTable) },
]

/** The next number of a name, from 1. */
export async function nextNumber(tx: WriteTx, name: string): Promise<number> {
  const found = await sql<{ value: number }>`
    insert into counter (district_id, name, value) values (${tx.district}, ${name}, 1)
    on conflict (district_id, name) do update set value = counter.value + 1 returning value
  `.execute(tx.query)
  return found.rows[0]?.value ?? 1
}
