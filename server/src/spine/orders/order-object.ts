import type { OrderState } from '@qiongding/lifecycle'
import { objectKind } from '../../platform/ledger/objects.ts'

/** An element order as the ledger keeps it. Names of the journey and the party stand as they were when it was raised. */
export type OrderRow = {
  readonly id: string
  readonly version: string
  readonly no: string
  readonly element: string
  readonly what: string
  readonly quantity?: number
  readonly unit?: string
  readonly journey?: { readonly id: string; readonly title: string; readonly definition: string }
  /** The office in whose care the journey is. */
  readonly careOffice?: string
  readonly party?: { readonly id: string; readonly name: string }
  /** The office that owes it. */
  readonly office: string
  readonly blocks?: { readonly stage: string; readonly label: { readonly zh: string; readonly en: string } }
  readonly state: OrderState
  readonly raisedOn: string
  readonly needBy?: string
  readonly acceptedOn?: string
  readonly promisedOn?: string
  readonly deliveredOn?: string
  readonly confirmedOn?: string
  readonly channel?: 'sign-in' | 'link' | 'paper'
  readonly dispute?: string
  readonly disputes: number
  /** Everybody of an office who had a hand in it: none of them may speak for the enterprise. */
  readonly hands: readonly string[]
  readonly fileIds: readonly string[]
  /** Day of its last event; none may be dated before it. */
  readonly lastDay: string
  readonly demonstration: boolean
}

export const orderKind = objectKind<OrderRow>({
  kind: 'order',
  table: 'element_order',
  columns: {
    element: { type: 'text not null', of: (row) => row.element },
    state: { type: 'text not null', of: (row) => row.state },
    office: { type: 'text not null', of: (row) => row.office },
    party_id: { type: 'uuid', of: (row) => row.party?.id },
    journey_id: { type: 'uuid', of: (row) => row.journey?.id },
    promised_on: { type: 'date', of: (row) => row.promisedOn },
    raised_on: { type: 'date not null', of: (row) => row.raisedOn },
  },
})
