import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'

/** What is kept of a lead beside its journey, under the journey's id. What the enterprise is called stands here only as keyed digests. */
export type LeadRow = {
  readonly id: string
  readonly definition: string
  readonly careOffice?: string
  /** The first report: when, by whom, for which office. It never changes. */
  readonly first: { readonly at: string; readonly by: string; readonly office?: string }
  readonly origin: 'form' | 'text'
  readonly keys: readonly string[]
  readonly distinct?: string
  readonly credit: readonly string[]
  readonly offered?: {
    readonly to: string
    readonly reason: string
    readonly by: string
    readonly at: string
  }
  readonly handOvers: readonly {
    readonly from: string
    readonly to: string
    readonly reason: string
    readonly day: string
  }[]
  readonly probes: readonly { readonly at: string; readonly by: string; readonly office?: string }[]
  /** Looks through the text of its agreement; the text is not kept, only what was warned of and answered. */
  readonly reviews?: readonly {
    readonly day: string
    readonly by: string
    readonly length: number
    readonly warnings: readonly {
      readonly pattern: string
      readonly sentence: string
      readonly answer: string
    }[]
  }[]
  readonly demonstration: boolean
}

/** A question whether somebody holds an enterprise. It says whom the asker was told to call. */
export type ProbeRow = {
  readonly id: string
  readonly actorId: string
  readonly at: string
  readonly keys: readonly string[]
  readonly offices: readonly string[]
}

export const leadKind = objectKind<LeadRow>({
  kind: 'lead',
  table: 'attraction_lead',
  columns: {
    care_office: { type: 'text', of: (row) => row.careOffice },
    offered_to: { type: 'text', of: (row) => row.offered?.to },
    keys: { type: 'text[] not null', of: (row) => row.keys },
  },
})

export const probeKind = objectKind<ProbeRow>({
  kind: 'lead-probe',
  table: 'attraction_probe',
  columns: {
    actor_id: { type: 'text not null', of: (row) => row.actorId },
    at: { type: 'timestamptz not null', of: (row) => row.at },
  },
})

export const ATTRACTION_TABLES: readonly TableDeclaration[] = [
  objectTable(leadKind, [
    'create index attraction_lead_keys on attraction_lead using gin (keys)',
    'create index attraction_lead_offered on attraction_lead (district_id, offered_to)',
  ]),
  objectTable(probeKind, [
    'create index attraction_probe_actor on attraction_probe (district_id, actor_id, at)',
  ]),
]
export const attractionMigrations: readonly Migration[] = [
  { id: 'attraction/1', statements: ATTRACTION_TABLES.flatMap(createTable) },
]
