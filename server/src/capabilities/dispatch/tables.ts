import { createTable, type Migration, type TableDeclaration } from '../../platform/db/tables.ts'
import { objectKind, objectTable } from '../../platform/ledger/objects.ts'

/** One matter on an agenda, as it stood when it was put there. */
export type Item = {
  /** What tells it from every other: its sort and what it is of. */
  readonly key: string
  readonly journeyId: string
  readonly orderId?: string
  readonly days?: number
  readonly decision?: { readonly text: string; readonly by: string; readonly day: string }
}

/** One sitting of a forum: what it was to talk about, who saw it, and what came of it. */
export type SittingRow = {
  readonly id: string
  readonly version: string
  readonly forum: string
  readonly day: string
  readonly state: 'planned' | 'held' | 'cancelled'
  readonly items: readonly Item[]
  /** Roles and offices that were there, as the minutes call them. */
  readonly attended: readonly string[]
  readonly by: string
  readonly lastDay: string
  readonly demonstration: boolean
}

/** What an office was told to do, until it is struck off. */
export type TaskRow = {
  readonly id: string
  readonly version: string
  readonly sittingId: string
  readonly key: string
  readonly journeyId: string
  readonly what: string
  readonly office: string
  readonly due: string
  readonly state: 'open' | 'reported' | 'struck'
  readonly decidedOn: string
  readonly report?: { readonly text: string; readonly by: string; readonly day: string }
  /** Times its report was sent back, the last with its reason. */
  readonly returned?: {
    readonly times: number
    readonly reason: string
    readonly by: string
    readonly day: string
  }
  readonly struck?: { readonly by: string; readonly day: string }
  readonly lastDay: string
  readonly demonstration: boolean
}

export const sittingKind = objectKind<SittingRow>({
  kind: 'sitting',
  table: 'dispatch_sitting',
  columns: {
    forum: { type: 'text not null', of: (row) => row.forum },
    day: { type: 'date not null', of: (row) => row.day },
    state: { type: 'text not null', of: (row) => row.state },
  },
})

export const taskKind = objectKind<TaskRow>({
  kind: 'task',
  table: 'dispatch_task',
  columns: {
    sitting_id: { type: 'uuid not null', of: (row) => row.sittingId },
    office: { type: 'text not null', of: (row) => row.office },
    state: { type: 'text not null', of: (row) => row.state },
    due: { type: 'date not null', of: (row) => row.due },
  },
})

const TABLES: readonly TableDeclaration[] = [
  objectTable(sittingKind, [
    'create index dispatch_sitting_day on dispatch_sitting (district_id, day desc, id desc)',
  ]),
  objectTable(taskKind, [
    'create index dispatch_task_office on dispatch_task (district_id, office, state, due)',
    'create index dispatch_task_sitting on dispatch_task (district_id, sitting_id)',
  ]),
]

export const dispatchMigrations: readonly Migration[] = [
  { id: 'dispatch/1', statements: TABLES.flatMap(createTable) },
]
