import type { Day, Finding } from '@qiongding/kernel'
import type { SheetFact } from './fact.ts'
import type { Cell } from './grid.ts'
import type { MatchReason } from './match.ts'
import type { CellReading, RatioScale, TextReader, TreeEntry } from './reading.ts'

/** Where the unit of a column's bare numbers comes from; `cell` where every number brings its own. */
export type UnitSource = 'cell' | 'header' | 'sheet' | 'dictionary' | 'chosen'

/** One column of a table and what it was taken for. `index` is 1-based, as Excel counts. */
export type Column = {
  readonly index: number
  /** Header texts from the top down, joined by ` / `. */
  readonly header: string
  readonly path: readonly string[]
  /** The fact it states; absent where no fact was found or the proposal was turned down. */
  readonly fact?: string
  readonly reason?: MatchReason
  /** Other facts the header may mean, best first. */
  readonly alternatives: readonly string[]
  /** Unit the header itself names. */
  readonly headerUnit?: string
  /** Unit that bare numbers of the column are read in. */
  readonly unit?: string
  readonly unitFrom?: UnitSource
  readonly year?: number
  readonly yearFrom?: 'header' | 'title' | 'chosen'
  readonly ratio?: RatioScale
  /** Its blanks take the word above them, as a person said. */
  readonly fill?: true
}

/** A cell of a data row with its reading. `raw` is what stood there, for a merged group its first cell. */
export type TableCell = {
  readonly raw: Cell
  /** Number of rows of the merged group this cell was filled from. */
  readonly filled?: number
  /** Number of columns its merge reaches over. */
  readonly across?: number
  readonly reading: CellReading
}

/** One data row; `cells` stand in the order of the columns. */
export type TableRow = { readonly row: number; readonly cells: readonly TableCell[] }

/** Why a row is not data. `band` is a heading between rows, `numbering` a row of column numbers, `number-only` a prepared but unfilled row. */
export type SkipReason = 'title' | 'unit' | 'header' | 'numbering' | 'total' | 'note' | 'band' | 'number-only'
export type SkippedRow = { readonly row: number; readonly reason: SkipReason; readonly text: string }

/** One block of a sheet: header, typed rows, rows left out, and everything to tell about it. */
export type Table = {
  readonly sheet: string
  readonly title?: string
  readonly filledBy?: string
  readonly asOf?: Day
  readonly asOfFrom?: 'sheet' | 'chosen'
  /** Units the sheet names for all columns. */
  readonly units: readonly string[]
  /** Units named anew between rows: they hold from that row on. */
  readonly unitRows: readonly { readonly row: number; readonly units: readonly string[] }[]
  readonly headerRows: { readonly from: number; readonly to: number }
  readonly columns: readonly Column[]
  readonly rows: readonly TableRow[]
  readonly skipped: readonly SkippedRow[]
  /** In the order of rows, then columns. */
  readonly findings: readonly Finding[]
  /** The part of the findings that does not depend on the mapping. */
  readonly layoutFindings: readonly Finding[]
}

/** A table while it is being read: its layout, and what is said about it. */
export type Draft = Omit<Table, 'rows' | 'findings' | 'columns'>

/** A person's correction for one column. `fact: null` leaves the column out. */
export type ColumnChoice = {
  readonly fact?: string | null
  readonly unit?: string
  readonly year?: number
  /** `mixed`: numbers above 1 are percents, those below are fractions. */
  readonly ratio?: 'percent' | 'fraction' | 'mixed'
  /** A word stands for the blank cells under it, as a merged group does. */
  readonly fill?: boolean
  /** The header it was said of: it does not hold for a column of another header in the same place. */
  readonly header?: string
  /** Said by a remembered profile rather than by hand. */
  readonly profile?: boolean
}

/** What was said of the column in one place, 1-based. Blocks of a sheet may have different columns there: each is told by its header. */
export type PlacedChoice = ColumnChoice & { readonly column: number }

/** What was said of a column last; nothing where it was said of another header that stood in its place. */
export function choiceOf(column: Column, mapping: Mapping | undefined): PlacedChoice | undefined {
  return mapping?.columns.findLast(
    (choice) =>
      choice.column === column.index && (choice.header === undefined || choice.header === column.header),
  )
}

/** Corrections of columns; of two that speak of the same one the later holds. */
export type Mapping = { readonly columns: readonly PlacedChoice[]; readonly asOf?: Day }

export type ReadOptions = {
  /** The day to assume where the sheet names none. */
  readonly asOf?: Day
  readonly trees?: Readonly<Record<string, readonly TreeEntry[]>>
  /** Readers of texts with rules of their own, by fact key. */
  readonly readers?: Readonly<Record<string, TextReader>>
  readonly mapping?: Mapping
  /** The row that is the whole header, where somebody knows it: no header is looked for then, and all below it is one table. */
  readonly header?: number
}

/** What every step of reading works with. */
export type Reading = { readonly facts: readonly SheetFact[]; readonly options: ReadOptions }
