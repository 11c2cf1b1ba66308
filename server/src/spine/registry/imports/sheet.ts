import type { Finding, Value } from '@qiongding/kernel'
import type { PlacedChoice, SheetFact, TreeEntry } from '@qiongding/sheets'
import { refuse } from '../../../platform/refusals.ts'
import { runInThread } from '../../../platform/threads/run.ts'
import type { UsedProfile } from '../import-object.ts'
import type { TextEncoding } from '../workbook/index.ts'
import { type PackedRows, unpackRows } from './rows.ts'

/**
 * What is known of a file that bears our mark: the columns as they were written, by their place, and the words that stand for a value
 * nobody knows and for one that its maker might not see.
 */
export type Told = {
  readonly kind: string
  readonly columns: readonly {
    readonly header: readonly string[]
    readonly fact?: string
    readonly unit?: string
  }[]
  readonly unknown: string
  readonly masked: string
  /** The import that the file is the correction of. */
  readonly corrects?: string
  readonly correction?: ToldCorrection
}

/** How the sheet was read that a file is the correction of. */
export type ToldCorrection = {
  readonly columns: readonly PlacedChoice[]
  readonly asOf?: string
}

/** What a cell of a returned file says, where that is no plain value. `text` is what stands there. */
export type Said = {
  readonly state: 'empty' | 'unknown' | 'masked' | 'refused' | 'known'
  readonly text: string
}

/** What the reading thread is asked: the file, the facts of the kind, and what a person has corrected. */
export type SheetQuestion = {
  readonly bytes: Uint8Array
  readonly fileName: string
  /** Facts of each kind that the sheet may be a list of. */
  readonly kinds: Readonly<
    Record<string, { readonly facts: readonly SheetFact[]; readonly nameFact: string }>
  >
  readonly kind?: string
  readonly sheet?: string
  readonly asOf?: string
  readonly columns: readonly PlacedChoice[]
  readonly encoding?: TextEncoding
  /** What the office said of earlier sheets, newest first. */
  readonly profiles?: readonly KnownProfile[]
  readonly trees: Readonly<Record<string, readonly TreeEntry[]>>
  /** Keys of facts that hold a unified social credit code. */
  readonly codeFacts: readonly string[]
  /** Where the low end of a range goes, by the fact whose column it stands in. */
  readonly lowEnds: Readonly<Record<string, string>>
  /** The file is to be read like any list, whatever marks it bears. */
  readonly ordinary?: boolean
}

export type KnownProfile = UsedProfile

export type SheetColumn = {
  readonly column: number
  /** Last header rows under which it stands. A sheet has several blocks where they are more than one, or where its columns differ in them. */
  readonly below: readonly number[]
  readonly header: string
  readonly fact?: string
  readonly reason?: string
  readonly unit?: string
  readonly unitFrom?: string
  readonly ratio?: string
  readonly fill?: boolean
}
/** One data row: values by fact as read; `held` when an error finding stands in it. */
export type SheetRow = {
  readonly row: number
  readonly values: Readonly<Record<string, Value>>
  readonly held: boolean
  /** The mark of the record that was written into this row, where the file is one of ours that came back. */
  readonly mark?: string
  /** Of a returned file: facts whose cell holds no plain value. */
  readonly said?: Readonly<Record<string, Said>>
  /** A record that the file once held and does not hold any more. */
  readonly absent?: string
}
export type GridRow = {
  readonly row: number
  readonly part: 'title' | 'unit' | 'header' | 'data' | 'total' | 'note' | 'blank'
  readonly cells: readonly {
    readonly text: string
    readonly readAs?: string
    readonly level?: 'error' | 'remark' | 'unknown'
    /** Of a returned file: only they changed it, both did, or it was emptied. */
    readonly change?: 'theirs' | 'both' | 'cleared'
  }[]
}

/** A sheet as it was understood. */
export type Sheet = {
  readonly kind: string
  readonly sheet: string
  readonly sheets: readonly { readonly name: string; readonly rows: number }[]
  readonly title?: string
  readonly filledBy?: string
  readonly asOf?: string
  readonly defaultUnit?: string
  readonly format: string
  readonly encoding?: TextEncoding
  readonly profile?: KnownProfile
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
  readonly findings: readonly Finding[]
  /** The first rows as they stand in the file, for looking at. */
  readonly grid: readonly GridRow[]
  readonly gridRows: number
  /** The mark of the file, where it is one of ours that came back, and the column of the marks (also where they are passed over). */
  readonly mark?: string
  readonly markColumn?: number
  readonly merges: readonly {
    readonly row: number
    readonly column: number
    readonly rows: number
    readonly columns: number
  }[]
}

/** Rows of the file kept for looking at: a screen shows a stretch of it, and findings name the others. */
export const GRID_ROWS = 2_000

/** Memory of the reading thread in MB: half a million rows of twelve columns take 1,500 in all. */
const HEAP_MB = 3_000

/** What the reading thread answers last; the rows came before it, in parts. */
export type SheetAnswer = Omit<Sheet, 'rows'>

/** Reads a list in a thread of its own. A file that outgrows the memory of the thread is refused, and nothing else suffers. */
export async function readSheet(
  question: SheetQuestion,
  options: {
    signal?: AbortSignal
    onProgress?: (done: number, total?: number) => void
    heapMb?: number
    /** Asked what is known of a mark; refuses one that is not ours. */
    onMark?: (mark: string) => Promise<Told | undefined>
  } = {},
): Promise<Sheet> {
  const { onMark, ...more } = options
  const rows: SheetRow[] = []
  try {
    const answer = await runInThread<SheetAnswer>(new URL('./sheet-thread.ts', import.meta.url), question, {
      heapMb: HEAP_MB,
      ...more,
      onAsk: async (mark) => onMark?.(String(mark)),
      onPart: (part) => {
        for (const row of unpackRows(part as PackedRows)) rows.push(row)
      },
    })
    return { ...answer, rows }
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error
    throw refuse('workbook-too-large', { fileName: question.fileName, limit: 'cells' })
  }
}
