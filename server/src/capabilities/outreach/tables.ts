import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'

/** A journey of a delegation: where to, who leads it. What was talked about stands in its visits. */
export type TripRow = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly day: string
  readonly place: string
  /** Roles and offices that go. */
  readonly hosts: readonly string[]
  readonly office: string
  readonly state: 'planned' | 'done' | 'cancelled'
  readonly by: string
  readonly lastDay: string
  readonly demonstration: boolean
}

/** One enterprise that was met: on a trip, or looked after where it has settled. */
export type VisitRow = {
  readonly id: string
  readonly version: string
  /** On which trip; absent of one that was looked after. */
  readonly tripId?: string
  readonly office: string
  readonly day: string
  /** Its name: as it was written on a trip, as it is registered where it is looked after. */
  readonly company: string
  /** The registered enterprise that is looked after. */
  readonly partyId?: string
  readonly said: string
  /** What is done next, by which office, by when. */
  readonly next?: { readonly what: string; readonly office: string; readonly due: string }
  /** That the next thing was done, or that nothing follows, and why. */
  readonly closed?: {
    readonly how: 'done' | 'nothing'
    readonly text: string
    readonly by: string
    readonly day: string
  }
  readonly by: string
  readonly lastDay: string
  readonly demonstration: boolean
}

export const tripKind = objectKind<TripRow>({
  kind: 'trip',
  table: 'outreach_trip',
  columns: {
    office: { type: 'text not null', of: (row) => row.office },
    day: { type: 'date not null', of: (row) => row.day },
  },
})

export const visitKind = objectKind<VisitRow>({
  kind: 'visit',
  table: 'outreach_visit',
  columns: {
    trip_id: { type: 'uuid', of: (row) => row.tripId },
    office: { type: 'text not null', of: (row) => row.office },
    party_id: { type: 'uuid', of: (row) => row.partyId },
    day: { type: 'date not null', of: (row) => row.day },
  },
})

const TABLES: readonly TableDeclaration[] = [
  objectTable(tripKind, ['create index outreach_trip_day on outreach_trip (district_id, day desc, id desc)']),
  objectTable(visitKind, [
    'create index outreach_visit_trip on outreach_visit (district_id, trip_id)',
    'create index outreach_visit_party on outreach_visit (district_id, party_id, day desc)',
  ]),
]

export const outreachMigrations: readonly Migration[] = [
  { id: 'outreach/1', statements: TABLES.flatMap(createTable) },
]
