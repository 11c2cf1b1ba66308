import { objectKind } from '../../../platform/ledger/objects.ts'

/** Which of two records speaks for a fact: the one that stays, or the one that was merged into it. */
export type Side = 'into' | 'merged'

/**
 * That one record stands for another from the instant it was recorded on: `mergedId` shows under `intoId`. Both were records of their own
 * at that moment, whatever had been merged into them before. Statements are untouched; undone, each speaks for itself again.
 */
export type MergeRow = {
  readonly id: string
  readonly kind: string
  readonly intoId: string
  readonly mergedId: string
  readonly state: 'standing' | 'undone'
  /** Facts for which a person chose whose statements stand; of what the other side had stated by then nothing counts for them. */
  readonly stands: Readonly<Record<string, Side>>
  readonly reason?: string
  readonly by: string
  readonly byId: string
  readonly recordedAt: string
  readonly undone?: { readonly by: string; readonly reason: string; readonly at: string }
  readonly demonstration: boolean
}

export const mergeKind = objectKind<MergeRow>({
  kind: 'merge',
  table: 'merge',
  columns: {
    kind: { type: 'text not null', of: (row) => row.kind },
    into_id: { type: 'uuid not null', of: (row) => row.intoId },
    merged_id: { type: 'uuid not null', of: (row) => row.mergedId },
    state: { type: 'text not null', of: (row) => row.state },
  },
})
