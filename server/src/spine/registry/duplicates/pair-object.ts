import { v5 as uuidv5 } from 'uuid'
import { objectKind } from '../../../platform/ledger/objects.ts'

/** What a person said of two records that may be one: two after all, or not now. Asked again only as `agreed` says. */
export type PairRow = {
  readonly id: string
  readonly kind: string
  /** The two ids in order. */
  readonly leftId: string
  readonly rightId: string
  readonly state: 'apart' | 'later' | 'open'
  /** Facts of the identity that agreed when it was decided: a further one that agrees later is news, and the pair is asked about again. */
  readonly agreed: readonly string[]
  readonly reason?: string
  readonly by: string
  readonly byId: string
  readonly recordedAt: string
}

export const pairKind = objectKind<PairRow>({
  kind: 'pair',
  table: 'pair',
  columns: {
    kind: { type: 'text not null', of: (row) => row.kind },
    left_id: { type: 'uuid not null', of: (row) => row.leftId },
    right_id: { type: 'uuid not null', of: (row) => row.rightId },
    state: { type: 'text not null', of: (row) => row.state },
    agreed: { type: 'text[] not null', of: (row) => row.agreed },
  },
})

/** Two ids in the one order in which a pair is kept. */
export function inOrder(one: string, other: string): { leftId: string; rightId: string } {
  return one < other ? { leftId: one, rightId: other } : { leftId: other, rightId: one }
}

/** A pair has one id whoever names it first, so that a decision about it is the next event of the same thing. */
export function pairIdOf(one: string, other: string): string {
  const { leftId, rightId } = inOrder(one, other)
  return uuidv5(rightId, leftId)
}
