import { objectKind } from '../../platform/ledger/objects.ts'

/** An import as it is kept: the file, how it is to be read, and what has become of it. What the sheet says is read again from the file. */
export type ImportRow = {
  readonly id: string
  readonly fileId: string
  readonly fileName: string
  readonly kind: string
  readonly state: 'reading' | 'review' | 'committing' | 'committed' | 'cancelled' | 'failed' | 'withdrawn'
  readonly refusal?: string
  readonly sheet?: string
  readonly source: string
  readonly asOf?: string
  /** Corrected columns: fact (null leaves the column out) and unit by 1-based column. */
  readonly columns: Readonly<Record<string, { readonly fact: string | null; readonly unit?: string }>>
  /** `row:key` of fields kept as they are, and rows decided to be the same as their twin or another. */
  readonly keep: readonly string[]
  readonly twins: Readonly<Record<string, boolean>>
  readonly counts: ImportCounts
  readonly demonstration: boolean
  readonly by: string
  readonly byId: string
  readonly recordedAt: string
  readonly jobId?: string
  readonly approvedAt?: string
  /** When its rows were last compared with the registry: a record that others changed after this is held, not overwritten. */
  readonly comparedAt?: string
  /** Why it was withdrawn. */
  readonly withdrawn?: string
  /** Records that the withdrawal had to leave as they are. */
  readonly heldBack?: { readonly n: number; readonly rows: readonly HeldBack[] }
}

/** A record that cannot go back to what it was: its twin bears the identity it would have. */
export type HeldBack = { readonly kind: string; readonly subjectId: string; readonly twinId: string }

export type ImportCounts = {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicates: number
  readonly held: number
  readonly errors: number
  readonly remarks: number
}
export const NO_COUNTS: ImportCounts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  duplicates: 0,
  held: 0,
  errors: 0,
  remarks: 0,
}

export const importKind = objectKind<ImportRow>({
  kind: 'import',
  table: 'import',
  columns: {
    state: { type: 'text not null', of: (row) => row.state },
    by_id: { type: 'text not null', of: (row) => row.byId },
  },
})
