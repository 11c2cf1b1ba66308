import type { Value } from '@qiongding/kernel'
import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'

/** What somebody says of his own record, for an officer to accept. */
export type ProposalRow = {
  readonly id: string
  readonly version: string
  readonly kind: string
  readonly subjectId: string
  readonly name: string
  /** The party whose record it is. */
  readonly party: string
  /** In base units. */
  readonly values: Readonly<Record<string, Value>>
  readonly source: string
  readonly asOf: string
  readonly fileId?: string
  readonly state: 'open' | 'accepted' | 'declined' | 'withdrawn'
  readonly by: string
  readonly day: string
  readonly decided?: { readonly by: string; readonly day: string; readonly reason?: string }
  readonly lastDay: string
  readonly demonstration: boolean
}

export const proposalKind = objectKind<ProposalRow>({
  kind: 'fact-proposal',
  table: 'fact_proposal',
  columns: {
    subject_id: { type: 'uuid not null', of: (row) => row.subjectId },
    party: { type: 'uuid not null', of: (row) => row.party },
    state: { type: 'text not null', of: (row) => row.state },
    file_id: { type: 'uuid', of: (row) => row.fileId },
  },
})

const TABLES: readonly TableDeclaration[] = [
  objectTable(proposalKind, [
    'create index fact_proposal_state on fact_proposal (district_id, state, id desc)',
    'create index fact_proposal_subject on fact_proposal (district_id, subject_id, id desc)',
    'create index fact_proposal_party on fact_proposal (district_id, party, id desc)',
    'create index fact_proposal_file on fact_proposal (district_id, file_id) where file_id is not null',
  ]),
]

export const proposalsMigrations: readonly Migration[] = [
  { id: 'proposals/1', statements: TABLES.flatMap(createTable) },
]
