import { sql } from 'kysely'
import type { ReadDb } from '../db/database.ts'
import { type Route, read as readRoute } from '../http/route.ts'
import { type Context, reading } from '../verb/context.ts'
import { type LedgerRow, ledgerContract } from './contract.ts'

type Stored = {
  id: string
  name: string
  about_kind: string
  about_id: string
  actor_kind: LedgerRow['actor']['kind']
  actor_name: string
  actor_office: string | null
  day: string
  recorded_at: string
  before: unknown
  after: unknown
}

/** Fields that tell a reader nothing: bookkeeping of the record itself. */
const SILENT = new Set(['id', 'version', 'hands', 'lastDay', 'recordedAt', 'jobId'])

/** What an event says of a record, before and after. */
export type Said = {
  readonly kind: string
  readonly id: string
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/**
 * Who may see what an event says of a record: told by whoever owns records of that kind, registered at start. That something happened,
 * when and by whom, every reader of the ledger sees; what it says follows the rights to the thing it speaks of. Of a kind that nobody
 * owns nothing is shown.
 */
export type LedgerOwner = {
  readonly owns: (ctx: Context, kind: string) => boolean
  readonly mayRead: (ctx: Context, said: Said) => boolean
  /** Fields of which it only shows that they changed. */
  readonly closes?: (ctx: Context, field: string) => boolean
  /** A field as it may be shown to anybody: with what is personal in it left out. */
  readonly shown?: (ctx: Context, field: string, value: unknown) => unknown
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

/** What an event changed, field by field. */
export function changesOf(ctx: Context, { before, after }: Said, owner: LedgerOwner): LedgerRow['changes'] {
  const shown = (field: string, value: unknown) => owner.shown?.(ctx, field, value) ?? value
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
    if (SILENT.has(field)) return []
    if (owner.closes?.(ctx, field)) return [{ field }]
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) return []
    return [
      {
        field,
        ...(before[field] !== undefined && { before: shown(field, before[field]) }),
        ...(after[field] !== undefined && { after: shown(field, after[field]) }),
      },
    ]
  })
}

const titleOf = (said: Said['after'], isClosed: (field: string) => boolean): string | undefined =>
  ['title', 'what', 'fileName']
    .filter((field) => !isClosed(field))
    .map((field) => said[field])
    .find((text) => typeof text === 'string') as string | undefined

function rowOf(ctx: Context, row: Stored, owner: LedgerOwner | undefined): LedgerRow {
  const said: Said = {
    kind: row.about_kind,
    id: row.about_id,
    before: asRecord(row.before),
    after: asRecord(row.after),
  }
  const open = owner?.mayRead(ctx, said) ? owner : undefined
  const isClosed = (field: string) => open?.closes?.(ctx, field) === true
  const title = open && (titleOf(said.after, isClosed) ?? titleOf(said.before, isClosed))
  const isSilent = Object.keys(said.before).length + Object.keys(said.after).length === 0
  return {
    id: row.id,
    name: row.name,
    about: { kind: row.about_kind, id: row.about_id, ...(title !== undefined && { title }) },
    actor: {
      kind: row.actor_kind,
      name: row.actor_name,
      ...(row.actor_office !== null && { office: row.actor_office }),
    },
    day: row.day,
    recordedAt: row.recorded_at,
    ...(!open && !isSilent && { closed: true }),
    changes: open ? changesOf(ctx, said, open) : [],
  }
}

const COLUMNS = sql`id, name, about_kind, about_id, actor_kind, actor_name, actor_office, day, recorded_at, before, after`

/** Latest events about a record whose owner has already let the reader in, newest first. */
export async function ledgerAbout(
  ctx: Context,
  read: ReadDb,
  about: {
    readonly id: string
    readonly owner: LedgerOwner
    readonly asOf: { readonly on: string; readonly knownAt: string }
    readonly limit?: number
  },
): Promise<LedgerRow[]> {
  const { asOf, limit = 100 } = about
  const found = await sql<Stored>`
    select ${COLUMNS} from ledger where district_id = ${read.district} and about_id = ${about.id}::uuid and day <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz
    order by day desc, recorded_at desc, id desc limit ${limit}
  `.execute(read.query)
  const owner: LedgerOwner = { ...about.owner, mayRead: () => true }
  // Others may keep something of their own under the same id: that it happened is said, what it says is theirs to show.
  return found.rows.map((row) => rowOf(ctx, row, owner.owns(ctx, row.about_kind) ? owner : undefined))
}

export function ledgerRoutes(owners: readonly LedgerOwner[]): readonly Route[] {
  return [
    readRoute(ledgerContract.list, (ctx, query) =>
      reading(ctx, async (read) => {
        const found = await sql<Stored>`
          select ${COLUMNS} from ledger where district_id = ${read.district}
            ${query.about ? sql`and about_id = ${query.about}::uuid` : sql``} ${query.name ? sql`and name = ${query.name}` : sql``} ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``}
          order by id desc limit ${query.limit + 1}
        `.execute(read.query)
        const page = found.rows.slice(0, query.limit).map((row) =>
          rowOf(
            ctx,
            row,
            owners.find((owner) => owner.owns(ctx, row.about_kind)),
          ),
        )
        const last = page.at(-1)
        return { rows: page, ...(found.rows.length > query.limit && last && { next: last.id }) }
      }),
    ),
  ]
}
