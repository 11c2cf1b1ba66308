import { objectKind } from '../../platform/ledger/objects.ts'

/** A reading typed in with its source, in base units; null says that the figure is known to be unknown. */
export type ReadingRow = {
  readonly id: string
  readonly version: string
  readonly indicator: string
  readonly day: string
  readonly value: number | null
  readonly source: string
  readonly by: string
  readonly lastDay: string
  readonly demonstration: boolean
}

export const readingKind = objectKind<ReadingRow>({
  kind: 'reading',
  table: 'reading',
  columns: {
    indicator: { type: 'text not null', of: (row) => row.indicator },
    day: { type: 'date not null', of: (row) => row.day },
  },
})
