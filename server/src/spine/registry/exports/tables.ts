import type { Grant } from '../../../platform/abilities.ts'
import { createTable, type Migration, type TableDeclaration } from '../../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../../platform/ledger/objects.ts'
import type { ExportColumn } from './form.ts'
import type { Language } from './words.ts'

/** Whose eyes a page is read with: its maker's rights to it as they were when he asked. */
export type Reader = {
  readonly office?: string
  readonly party?: string
  readonly parties?: readonly string[]
  readonly grants: readonly Grant[]
}

/** An export as it is kept: what was asked for, by whom and of which days, and what has become of it. */
export type ExportRow = {
  readonly id: string
  readonly what: 'list' | 'correction' | 'edition' | 'page'
  readonly kind: string
  readonly template?: string
  /** A workbook where nothing is said. */
  readonly format?: 'csv'
  /** The columns as they were written: a pack may change before the file comes back. */
  readonly columns: readonly ExportColumn[]
  readonly q?: string
  readonly filter?: string
  readonly sort: string
  readonly on: string
  readonly known: string
  /** Of another day than the one it was made on. */
  readonly past: boolean
  readonly unknown: string
  readonly masked: string
  readonly unknownMarks: boolean
  readonly returnable: boolean
  readonly language: Language
  /** Whether the maker might read personal values; the job may no more than he. */
  readonly personal: boolean
  readonly importId?: string
  /** Of an edition: the published list and its version, or the instant as of which it was worked out. */
  readonly edition?: { readonly list: string; readonly version?: string; readonly knownAt: string }
  /** Of a page of the workbench: which, what was asked of it, and the rights it is read by. */
  readonly page?: {
    readonly source: string
    readonly query: Readonly<Record<string, string>>
    readonly narrowed?: string
  }
  readonly reader?: Reader
  readonly state: 'making' | 'ready' | 'cancelled' | 'failed'
  readonly refusal?: string
  readonly fileId?: string
  readonly fileName: string
  readonly rows?: number
  /** Facts of its columns that stand masked. */
  readonly closed: readonly string[]
  /** Facts of persons that stand open in a correction, whose columns are those of the file that came in. */
  readonly holds?: readonly string[]
  readonly by: string
  readonly byId: string
  readonly office?: string
  readonly recordedAt: string
  readonly jobId?: string
}

export const exportKind = objectKind<ExportRow>({
  kind: 'export',
  table: 'export',
  columns: {
    state: { type: 'text not null', of: (row) => row.state },
    by_id: { type: 'text not null', of: (row) => row.byId },
    import_id: { type: 'uuid', of: (row) => row.importId },
    file_id: { type: 'uuid', of: (row) => row.fileId },
  },
})

/** `export_row` says which records a file holds: what is missing when it comes back, and which files name a person who is erased. */
export const EXPORT_TABLES: readonly TableDeclaration[] = [
  objectTable(exportKind, ['create index export_maker on export (district_id, by_id, id)']),
  {
    name: 'export_row',
    scope: 'tenant',
    columns: ['export_id uuid not null', 'row_no integer not null', 'subject_id uuid not null'],
    key: ['export_id', 'row_no'],
    indexes: ['create index export_row_subject on export_row (district_id, subject_id)'],
    may: ['select', 'insert'],
  },
]

export const exportMigrations: readonly Migration[] = [
  { id: 'exports/1', statements: EXPORT_TABLES.flatMap(createTable) },
  {
    id: 'exports/2',
    // Which imports brought an export back, and which others wait beside one.
    statements: [
      "create index import_returns on import (district_id, (row->>'returns')) where row->>'returns' is not null",
    ],
  },
]
