import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../../platform/ledger/objects.ts'

/** A saved view of a list, as it is kept. */
export type ViewRow = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly shared: boolean
  readonly standard: boolean
  readonly q?: string
  readonly filter?: string
  readonly sort: string
  readonly columns?: readonly string[]
  readonly byId: string
  readonly by: string
  readonly office?: string
  readonly state: 'kept' | 'removed'
}

export const viewKind = objectKind<ViewRow>({
  kind: 'view',
  table: 'list_view',
  columns: {
    kind: { type: 'text not null', of: (row) => row.kind },
    by_id: { type: 'text not null', of: (row) => row.byId },
    /** The office that sees it; none where it is its maker's alone. */
    office: { type: 'text', of: (row) => (row.shared ? row.office : undefined) },
    state: { type: 'text not null', of: (row) => row.state },
  },
})

export const VIEW_TABLES: readonly TableDeclaration[] = [
  objectTable(viewKind, ['create index list_view_maker on list_view (district_id, kind, by_id)']),
]

export const viewMigrations: readonly Migration[] = [
  { id: 'views/1', statements: VIEW_TABLES.flatMap(createTable) },
]
