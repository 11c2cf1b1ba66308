import type { Value } from '@qiongding/kernel'
import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../../platform/ledger/objects.ts'
import type { Amendment } from './contract.ts'

/** One new value for many records, as it is kept. Which records they are stands in `amendment_row`. */
export type AmendmentRow = {
  readonly id: string
  readonly kind: string
  readonly fact: string
  readonly value: Value | null
  readonly source: string
  readonly asOf: string
  readonly q?: string
  readonly filter?: string
  readonly chosen: number
  readonly state: Amendment['state']
  readonly refusal?: string
  readonly overrule: boolean
  /** Why it was taken back. */
  readonly reason?: string
  readonly by: string
  readonly byId: string
  readonly recordedAt: string
  readonly jobId?: string
}

export const amendmentKind = objectKind<AmendmentRow>({
  kind: 'amendment',
  table: 'amendment',
  columns: {
    kind: { type: 'text not null', of: (row) => row.kind },
    state: { type: 'text not null', of: (row) => row.state },
    by_id: { type: 'text not null', of: (row) => row.byId },
  },
})

/**
 * `basis` is the statement that stood for the fact when the row was looked at, `statement_id` the one that was made. No values are
 * copied: they are read from the statements.
 */
export const AMENDMENT_TABLES: readonly TableDeclaration[] = [
  objectTable(amendmentKind),
  {
    name: 'amendment_row',
    scope: 'tenant',
    columns: [
      'amendment_id uuid not null',
      'row_no integer not null',
      'subject_id uuid not null',
      'action text',
      'outcome text',
      'basis uuid',
      'statement_id uuid',
    ],
    key: ['amendment_id', 'row_no'],
    may: ['select', 'insert', 'update'],
  },
]

export const amendmentMigrations: readonly Migration[] = [
  { id: 'amendments/1', statements: AMENDMENT_TABLES.flatMap(createTable) },
]
