import type { PolicyText } from '@qiongding/pack-format'
import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'

/** A text of a policy that an office writes. Once published its words never change. */
export type PolicyTextRow = {
  readonly id: string
  readonly version: string
  /** The id of the policy it speaks of; empty as long as it names none. */
  readonly policy: string
  readonly label: { readonly zh: string; readonly en: string }
  readonly office: string
  /** As written: a policy file of a pack with one version. */
  readonly text: string
  readonly state: 'draft' | 'published' | 'dropped'
  /** Of a published one: what was read in it, and what was answered to warnings. */
  readonly published?: {
    readonly number: number
    readonly from: string
    readonly read: PolicyText
    readonly answers: readonly {
      readonly pattern: string
      readonly sentence: string
      readonly answer: string
    }[]
  }
  readonly by: string
  readonly lastDay: string
}

export const policyTextKind = objectKind<PolicyTextRow>({
  kind: 'policy-text',
  table: 'policy_text',
  columns: {
    policy: { type: 'text not null', of: (row) => row.policy },
    office: { type: 'text not null', of: (row) => row.office },
    state: { type: 'text not null', of: (row) => row.state },
    number: { type: 'integer', of: (row) => row.published?.number },
  },
})

const TABLES: readonly TableDeclaration[] = [
  objectTable(policyTextKind, [
    // Two published texts of one number would be two rules of one name.
    'create unique index policy_text_number on policy_text (district_id, policy, number) where number is not null',
    'create index policy_text_state on policy_text (district_id, state, id desc)',
  ]),
]

export const policiesMigrations: readonly Migration[] = [
  { id: 'policies/1', statements: TABLES.flatMap(createTable) },
]
