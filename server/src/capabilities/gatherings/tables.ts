import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'
import type { GatheringPage, Introduction } from './contract.ts'

/** A day on which needs and offers of a profile are brought together. */
export type GatheringRow = {
  readonly id: string
  readonly version: string
  readonly profile: string
  readonly title: string
  readonly day: string
  readonly place?: string
  readonly way: GatheringPage['gathering']['way']
  /** Meetings that everybody can have; 1 where the way is `places`. */
  readonly rounds: number
  readonly state: GatheringPage['gathering']['state']
  readonly needs: readonly string[]
  readonly office?: string
  readonly by: string
  /** Which arrangement was taken over last, as whoever did so called it. */
  readonly arranged?: Readonly<NonNullable<GatheringPage['gathering']['arranged']>>
  readonly lastDay: string
  readonly demonstration: boolean
}

export const gatheringKind = objectKind<GatheringRow>({
  kind: 'gathering',
  table: 'gathering',
  columns: {
    day: { type: 'date not null', of: (row) => row.day },
    state: { type: 'text not null', of: (row) => row.state },
  },
})

/** One need with one offer at a gathering. Who they are stands in their records. */
export type IntroductionRow = {
  readonly id: string
  readonly version: string
  readonly gatheringId: string
  readonly profile: string
  readonly needId: string
  readonly offerId: string
  readonly round?: number
  readonly state: 'arranged' | 'dropped'
  readonly outcome?: NonNullable<Introduction['outcome']>
  /** Whether each side would go on; absent where nobody said. */
  readonly needWish?: boolean
  readonly offerWish?: boolean
  readonly by: string
  readonly lastDay: string
  readonly demonstration: boolean
}

export const introductionKind = objectKind<IntroductionRow>({
  kind: 'introduction',
  table: 'introduction',
  columns: {
    gathering_id: { type: 'uuid not null', of: (row) => row.gatheringId },
    state: { type: 'text not null', of: (row) => row.state },
  },
})

const TABLES: readonly TableDeclaration[] = [
  objectTable(gatheringKind, ['create index gathering_day on gathering (district_id, day desc, id desc)']),
  objectTable(introductionKind, [
    'create index introduction_gathering on introduction (district_id, gathering_id)',
  ]),
]

export const gatheringsMigrations: readonly Migration[] = [
  { id: 'gatherings/1', statements: TABLES.flatMap(createTable) },
]
