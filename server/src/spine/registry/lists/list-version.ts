import type { ClauseSource, Label } from '@qiongding/pack-format'
import { objectKind } from '../../../platform/ledger/objects.ts'

/** What a list was when a version of it was made. A version is read by this for ever, whatever the pack says later. */
export type ListShape = {
  readonly kind: string
  readonly columns: readonly string[]
  readonly where?: ClauseSource
  readonly open?: boolean
}

export type VersionState = 'preparing' | 'draft' | 'published' | 'superseded' | 'discarded'

/**
 * A version of a list: who was on it and what was shown, as of a day and as known at an instant. It holds references only; what they
 * refer to never changes, and personal values stay under their person's key.
 */
export type VersionRow = {
  readonly id: string
  readonly version: string
  readonly list: string
  /** The list's name at the time. */
  readonly title: string
  readonly label: Label
  readonly shape: ListShape
  readonly state: VersionState
  /** Given when published, counting from 1. */
  readonly no?: number
  readonly on: string
  /** What was recorded up to this instant, and nothing later, is in it. */
  readonly knownAt: string
  readonly rows?: number
  /** Subjects of the kind of whom the clause says neither yes nor no, and needs that have run out: both not on it. */
  readonly unknown?: number
  readonly ended?: number
  /** sha256 over its definition and rows, hexadecimal. */
  readonly digest?: string
  readonly note?: string
  readonly preparedBy: string
  readonly preparedOn: string
  readonly office: string
  readonly review?: {
    readonly agreed: boolean
    readonly by: string
    readonly office: string
    readonly note: string
    readonly day: string
  }
  readonly publishedBy?: string
  readonly publishedOn?: string
  readonly supersededBy?: string
  readonly supersededOn?: string
  readonly reason?: string
  readonly hands: readonly string[]
  readonly jobId?: string
  readonly lastDay: string
  readonly demonstration: boolean
}

export const versionKind = objectKind<VersionRow>({
  kind: 'list-version',
  table: 'list_version',
  columns: {
    list: { type: 'text not null', of: (row) => row.list },
    state: { type: 'text not null', of: (row) => row.state },
    no: { type: 'integer', of: (row) => row.no },
    day: { type: 'date not null', of: (row) => row.on },
  },
})

/** A reminder to the office that owes a list something: since when, and how often it was said. */
export type ReminderRow = {
  readonly id: string
  readonly list: string
  readonly title: string
  readonly office: string
  readonly state: 'waiting' | 'settled'
  /** The day on which a new version was due. */
  readonly dueOn: string
  readonly remindedOn: string
  readonly times: number
  readonly demonstration: boolean
}

export const reminderKind = objectKind<ReminderRow>({
  kind: 'list-reminder',
  table: 'list_reminder',
  columns: {
    list: { type: 'text not null', of: (row) => row.list },
    office: { type: 'text not null', of: (row) => row.office },
    state: { type: 'text not null', of: (row) => row.state },
  },
})
