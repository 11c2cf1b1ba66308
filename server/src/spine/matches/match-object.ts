import { objectKind } from '../../platform/ledger/objects.ts'

/** A person's decision on a pair, with the profile version that judged it and what was said then. */
export type MatchRow = {
  readonly id: string
  readonly version: string
  readonly profile: string
  readonly profileVersion: string
  readonly needId: string
  readonly offerId: string
  readonly state: 'accepted' | 'declined' | 'declined-by-person'
  readonly reason?: string
  readonly journeyId?: string
  readonly day: string
  readonly by: string
  /** The verdict of each requirement on the day of the decision. */
  readonly verdicts: Readonly<Record<string, string>>
  readonly lastDay: string
  readonly demonstration: boolean
}

export const matchKind = objectKind<MatchRow>({
  kind: 'match',
  table: 'match',
  columns: {
    profile: { type: 'text not null', of: (row) => row.profile },
    need_id: { type: 'uuid not null', of: (row) => row.needId },
    offer_id: { type: 'uuid not null', of: (row) => row.offerId },
    state: { type: 'text not null', of: (row) => row.state },
  },
})
