import { sql } from 'kysely'
import type { ReadDb } from '../db/database.ts'
import { type Route, read as readRoute } from '../http/route.ts'
import { reading } from '../verb/context.ts'
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

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

/** What an event changed, field by field. */
export function changesOf(before: unknown, after: unknown): LedgerRow['changes'] {
  const [from, to] = [asRecord(before), asRecord(after)]
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => !SILENT.has(field) && JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => ({
      field,
      ...(from[field] !== undefined && { before: from[field] }),
      ...(to[field] !== undefined && { after: to[field] }),
    }))
}

const titleOf = (after: unknown): string | undefined => {
  const { title, what, fileName } = asRecord(after)
  return [title, what, fileName].find((text) => typeof text === 'string') as string | undefined
}

function rowOf(row: Stored): LedgerRow {
  const title = titleOf(row.after) ?? titleOf(row.before)
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
    changes: changesOf(row.before, row.after),
  }
}

const COLUMNS = sql`id, name, about_kind, about_id, actor_kind, actor_name, actor_office, day, recorded_at, before, after`

/** Latest events about a record, newest first. */
export async function ledgerAbout(
  read: ReadDb,
  aboutId: string,
  asOf: { readonly on: string; readonly knownAt: string },
  limit = 100,
): Promise<LedgerRow[]> {
  const found = await sql<Stored>`
    select ${COLUMNS} from ledger where district_id = ${read.district} and about_id = ${aboutId}::uuid and day <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz
    order by day desc, recorded_at desc, id desc limit ${limit}
  `.execute(read.query)
  return found.rows.map(rowOf)
}

export const ledgerRoutes: readonly Route[] = [
  readRoute(ledgerContract.list, (ctx, query) =>
    reading(ctx, async (read) => {
      const found = await sql<Stored>`
        select ${COLUMNS} from ledger where district_id = ${read.district}
          ${query.about ? sql`and about_id = ${query.about}::uuid` : sql``} ${query.name ? sql`and name = ${query.name}` : sql``} ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``}
        order by id desc limit ${query.limit + 1}
      `.execute(read.query)
      const page = found.rows.slice(0, query.limit).map(rowOf)
      const last = page.at(-1)
      return { rows: page, ...(found.rows.length > query.limit && last && { next: last.id }) }
    }),
  ),
]
