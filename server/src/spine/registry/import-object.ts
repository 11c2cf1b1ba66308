import { objectKind } from '../../platform/ledger/objects.ts'
import type { TextEncoding } from './workbook/index.ts'

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
  /** Corrected columns. Imports of before kept one for each place. */
  readonly columns: readonly PlacedColumn[] | Readonly<Record<string, MappedColumn>>
  /** How a text file is encoded, where a person said so. */
  readonly encoding?: TextEncoding
  /** Office of whoever brought it in: its profiles are used, and one is kept. */
  readonly office?: string
  /** The profile it is read by, as it was then; null where none fitted. */
  readonly profile?: UsedProfile | null
  /** Headers as last read: what a profile is kept under. Imports of before kept the one of each place. */
  readonly headers?: readonly string[] | Readonly<Record<string, string>>
  /** `row:key` of fields kept as they are, and rows decided to be the same as their twin or another. */
  readonly keep: readonly string[]
  readonly twins: Readonly<Record<string, boolean>>
  /** What a person said of likely duplicates: by row, by the other one (`r:` and its row, `s:` and its id); and of all of a verdict that nobody decides one by one. */
  readonly likely?: Readonly<Record<string, Readonly<Record<string, LikelyChoice>>>>
  readonly likelyAll?: Partial<Readonly<Record<LikelyVerdict, LikelyChoice>>>
  /** Of a returned file: `row:key` of fields taken over, all of a sort at once, and what becomes of records it does not hold any more. */
  readonly adopt?: readonly string[]
  readonly ways?: Partial<Readonly<Record<'theirs' | 'both' | 'cleared', 'adopt' | 'keep'>>>
  readonly absent?: Absence
  readonly absentRows?: Readonly<Record<string, Absence>>
  /** The export that came back, or the import that is corrected; and the one that it was sent in to correct. */
  readonly returns?: string
  readonly corrects?: CorrectedImport
  readonly expects?: string
  /** Its marks are passed over: it is read like any list. */
  readonly ordinary?: true
  readonly counts: ImportCounts
  readonly demonstration: boolean
  readonly by: string
  readonly byId: string
  readonly recordedAt: string
  readonly jobId?: string
  readonly approvedAt?: string
  /** Rows of one of its batches. It goes on with the batches it began with, whichever release carries it on. */
  readonly batch?: number
  /** When its rows were last compared with the registry: a record that others changed after this is held, not overwritten. */
  readonly comparedAt?: string
  /** Why it was withdrawn. */
  readonly withdrawn?: string
  /** Records that the withdrawal had to leave as they are. */
  readonly heldBack?: { readonly n: number; readonly rows: readonly HeldBack[] }
}

/** How surely two may be one: something besides the name agrees, or nothing that is known decides. */
export type LikelyVerdict = 'same' | 'likely' | 'unknown'
/** The row states facts of that record; the two are two, which is remembered; or nobody decides now: written apart, and on the list of duplicates. */
export type LikelyChoice = 'same' | 'apart' | 'later'

/** The import that a sheet is the correction of, as it was sent in, and those that it was the correction of itself, the first of all first. */
export type CorrectedImport = {
  readonly id: string
  readonly fileName: string
  readonly by: string
  readonly office?: string
  readonly recordedAt: string
  readonly demonstration: boolean
  readonly lineage: readonly string[]
}

/** What becomes of a record that a returned file does not hold any more: nothing, it has left the list, or it should never have been there. */
export type Absence = 'leave' | 'exit' | 'retract'

/** A record that cannot go back to what it was: its twin bears the identity it would have. */
export type HeldBack = { readonly kind: string; readonly subjectId: string; readonly twinId: string }

/** A profile as it was when a sheet was read by it: what happens to it later changes nothing. */
export type UsedProfile = {
  readonly id: string
  readonly kind: string
  readonly headers: readonly string[]
  readonly choices: Readonly<Record<string, MappedColumn>>
  readonly by: string
  readonly at: string
}

/** What a person said a column is. It holds for the header it was said of, in whichever block of the sheet that stands. */
export type MappedColumn = {
  readonly fact: string | null
  readonly header?: string
  readonly unit?: string
  readonly ratio?: 'percent' | 'fraction' | 'mixed'
  readonly fill?: boolean
}

/** The same of the column in one place, 1-based. */
export type PlacedColumn = MappedColumn & { readonly column: number }

/** What was said of the columns of an import, in the order in which it was said. */
export function columnsSaid({ columns, headers }: Pick<ImportRow, 'columns' | 'headers'>): PlacedColumn[] {
  if (isList(columns)) return [...columns]
  const before = headers && !isList(headers) ? headers : {}
  return Object.entries(columns).map(([column, choice]) => {
    const header = choice.header ?? before[column]
    return { ...choice, column: Number(column), ...(header !== undefined && { header }) }
  })
}

/** `Array.isArray` does not tell a read-only list from what is none. */
const isList = <Item>(value: readonly Item[] | object): value is readonly Item[] => Array.isArray(value)

export type ImportCounts = {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicates: number
  readonly held: number
  readonly errors: number
  readonly remarks: number
  /** Rows that may be the same as a record or another row under another writing, and how many of them nobody has decided yet. */
  readonly likely?: number
  readonly undecided?: number
  /** Of a returned file: fields that both sides changed and cells that were emptied, undecided; records it holds no more, and those of them taken out; values that changed elsewhere. */
  readonly conflicts?: number
  readonly cleared?: number
  readonly absent?: number
  readonly removed?: number
  readonly elsewhere?: number
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
