import { sql } from 'kysely'
import type { ReadDb } from '../../platform/db/database.ts'
import { type AsOf, objectKind, replayObjects } from '../../platform/ledger/objects.ts'

export type EvidenceRow = {
  readonly id: string
  readonly kind: string
  readonly day: string
  readonly note?: string
  readonly fileId?: string
  readonly fact?: { readonly key: string; readonly value: string | number | boolean | readonly string[] }
  readonly by: string
  readonly recordedAt: string
}

/** A journey as the ledger keeps it. Names of persons never stand here: a title names the post, and parties are named when read. */
export type JourneyRow = {
  readonly id: string
  readonly version: string
  readonly no: string
  readonly definition: string
  readonly title: string
  readonly parties: readonly { readonly role: string; readonly kind: string; readonly id: string }[]
  /** The enterprise it is for. */
  readonly party?: { readonly id: string; readonly name: string }
  readonly careOffice?: string
  readonly stage: string
  readonly since: string
  readonly openedOn: string
  /** The day each stage was first entered. */
  readonly reached: Readonly<Record<string, string>>
  readonly evidence: readonly EvidenceRow[]
  readonly closed?: { readonly exit: string; readonly reason: string; readonly day: string }
  readonly match?: {
    readonly id: string
    readonly profile: string
    readonly profileVersion: string
    readonly needId: string
    readonly offerId: string
  }
  /** Open only to the office in whose care it is, its party, and who may read what is confidential. */
  readonly confidential?: true
  /** Stretches of days that no clock counts; one without an end still lasts. */
  readonly pauses?: readonly {
    readonly from: string
    readonly to?: string
    readonly reason: string
    readonly by: string
  }[]
  readonly setBacks?: readonly {
    readonly from: string
    readonly to: string
    readonly reason: string
    readonly day: string
    readonly by: string
  }[]
  /** A light shown instead of the one the rule says; it stands for as long as the same rule says the same. */
  readonly lightSet?: {
    readonly light: 'green' | 'yellow' | 'red'
    readonly computed: 'green' | 'yellow' | 'red' | 'unknown'
    readonly rule: string
    readonly reason: string
    readonly day: string
    readonly by: string
  }
  readonly lastDay: string
  readonly demonstration: boolean
}

export const journeyKind = objectKind<JourneyRow>({
  kind: 'journey',
  table: 'journey',
  columns: {
    definition: { type: 'text not null', of: (row) => row.definition },
    stage: { type: 'text not null', of: (row) => row.stage },
    open: { type: 'boolean not null', of: (row) => row.closed === undefined },
    party_id: { type: 'uuid', of: (row) => row.party?.id },
    confidential: { type: 'boolean not null', of: (row) => row.confidential === true },
    care_office: { type: 'text', of: (row) => row.careOffice },
    subjects: { type: 'uuid[] not null', of: (row) => row.parties.map((party) => party.id) },
  },
})

/** Journeys by their ids, now or as of a past day, whoever asks: for composing answers whose right to be seen was checked before. */
export async function journeysById(
  read: ReadDb,
  ids: readonly string[],
  asOf?: AsOf & { readonly past: boolean },
): Promise<Map<string, JourneyRow>> {
  if (ids.length === 0) return new Map()
  if (asOf?.past)
    return new Map((await replayObjects(read, journeyKind, asOf, ids)).map((row) => [row.id, row]))
  const found = await sql<{ row: JourneyRow }>`
    select row from journey where district_id = ${read.district} and id = any(${ids as string[]}::uuid[])
  `.execute(read.query)
  return new Map(found.rows.map(({ row }) => [row.id, row]))
}
