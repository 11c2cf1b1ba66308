import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'

/** One application; amounts are decimal texts of yuan. Where it stands on its road is its journey's to say. */
export type ApplicationRow = {
  /** That of its journey. */
  readonly id: string
  readonly version: string
  readonly no: string
  readonly policy: string
  /** The version in force on the day of application. */
  readonly number: number
  readonly kind: string
  readonly subjectId: string
  readonly name: string
  readonly party?: string
  readonly office: string
  readonly way: 'applied' | 'automatic'
  readonly year: number
  readonly by: string
  readonly day: string
  readonly decided?: {
    readonly amount?: string
    readonly opinion: string
    readonly by: string
    readonly day: string
  }
  readonly paid?: {
    readonly amount: string
    /** What the budget did not reach. */
    readonly short: string
    readonly by: string
    readonly day: string
    readonly year: number
  }
  readonly lastDay: string
  readonly demonstration: boolean
}

export const applicationKind = objectKind<ApplicationRow>({
  kind: 'application',
  table: 'policy_application',
  columns: {
    policy: { type: 'text not null', of: (row) => row.policy },
    subject_id: { type: 'uuid not null', of: (row) => row.subjectId },
    party: { type: 'uuid', of: (row) => row.party },
    office: { type: 'text not null', of: (row) => row.office },
    year: { type: 'integer not null', of: (row) => row.year },
  },
})

const TABLES: readonly TableDeclaration[] = [
  objectTable(applicationKind, [
    'create index policy_application_policy on policy_application (district_id, policy, year, id)',
    'create index policy_application_subject on policy_application (district_id, subject_id)',
  ]),
]

export const applicationsMigrations: readonly Migration[] = [
  { id: 'applications/1', statements: TABLES.flatMap(createTable) },
]
