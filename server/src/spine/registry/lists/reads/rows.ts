import type { ListDefinition } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf } from '../../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../../pack.ts'
import { isMasked } from '../../values.ts'
import { searchText, wordTokens } from '../../words.ts'
import type { ListRow, listsContract } from '../contract.ts'
import { cellsOf, type FrozenRow, followed, MEMBER_COLUMNS, rowsAt, spokenOf, winnersOf } from '../frozen.ts'
import type { VersionRow } from '../list-version.ts'
import { overdueSince, shapeOfList } from '../rules.ts'
import { shownRows } from './cells.ts'
import { findVersion } from './lists.ts'
import { countsNow, membersNow } from './members.ts'
import { listOf } from './views.ts'

type Query = InputOf<typeof listsContract.rows>
type Page = { rows: ListRow[]; next?: string; total: number; stale: number }

/** Where a page ended: the key of its last row and its id. */
type Cursor = { readonly key: string; readonly id: string }
const cursorText = (row: { sortKey: string; id: string }) =>
  Buffer.from(JSON.stringify([row.sortKey, row.id])).toString('base64url')
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
function cursorOf(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof key === 'string' && !key.includes('\0') && key.isWellFormed() && UUID.test(id))
      return { key, id }
  } catch {}
  throw refuse('bad-input', { issues: [{ path: 'cursor', code: 'not-a-cursor' }] })
}
const beyond = (cursor: Cursor | undefined): RawBuilder<unknown> =>
  cursor ? sql`and (sort_key, subject_id) > (${cursor.key}, ${cursor.id}::uuid)` : sql``

/** Rows of today as frozen rows: the statements behind their shown values. */
async function withCells(
  read: ReadDb,
  columns: readonly string[],
  rows: readonly Omit<FrozenRow, 'cells'>[],
): Promise<FrozenRow[]> {
  const said = await spokenOf(
    read,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...row,
    cells: cellsOf(columns, winnersOf(said.get(row.id) ?? { statements: [] })),
  }))
}

/** Escapes what LIKE would read as a pattern. */
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Text is looked for in open names only: who is on a list by a sealed name would be told by the finding. */
const findsNames = (ctx: Context, list: ListDefinition) =>
  !isMasked(packOf(ctx).facts.get(kindOf(ctx, list.kind).nameFact))

async function pageNow(ctx: Context, read: ReadDb, list: ListDefinition, query: Query, asOf: AsOfDays) {
  const members = membersNow(ctx, list, asOf.on)
  if (!members) return { rows: [], more: false, total: 0, stale: 0 }
  const text = searchText(query.q ?? '')
  const stale = overdueSince(list.rowRefresh ?? list.refresh, asOf.on)
  const tokens = text === '' ? [] : wordTokens(ctx.district.id, list.kind, text)
  const found = sql`${sql.join(
    [
      members.on,
      ...(tokens.length > 0 ? [sql`tokens @> ${tokens}::integer[]`] : []),
      ...(text === ''
        ? []
        : findsNames(ctx, list)
          ? [sql`search like ${`%${literal(text)}%`}`]
          : [sql`false`]),
    ],
    sql` and `,
  )}`
  const wanted =
    query.stale === undefined ? found : sql`${found} and (as_of <= ${stale}::date) = ${query.stale}`
  const where = (condition: RawBuilder<unknown>) =>
    sql`district_id = ${read.district} and kind = ${list.kind} and ${condition}`
  const page = await sql<{
    id: string
    sort_key: string
    search: string
    as_of: string
    demonstration: boolean
  }>`
    select subject_id as id, sort_key, search, as_of, demonstration from profile where ${where(wanted)} ${beyond(cursorOf(query.cursor))}
    order by sort_key, subject_id limit ${query.limit + 1}
  `.execute(read.query)
  const counts =
    text === ''
      ? await countsNow(ctx, read, list, asOf.on)
      : ((
          await sql<{ rows: number; stale: number }>`
            select count(*)::integer as rows, count(*) filter (where as_of <= ${stale}::date)::integer as stale from profile where ${where(found)}
          `.execute(read.query)
        ).rows[0] ?? { rows: 0, stale: 0 })
  const rows = await withCells(
    read,
    list.columns,
    page.rows
      .slice(0, query.limit)
      .map(({ sort_key, as_of, ...row }) => ({ ...row, sortKey: sort_key, asOf: as_of })),
  )
  return { rows, more: page.rows.length > query.limit, ...totals(query, counts) }
}

const totals = (query: Query, counts: { rows: number; stale: number }) => ({
  total: query.stale === undefined ? counts.rows : query.stale ? counts.stale : counts.rows - counts.stale,
  stale: counts.stale,
})

/** A list as it was on a day, as known on another: worked out from statements. */
async function pageThen(ctx: Context, read: ReadDb, list: ListDefinition, query: Query, asOf: AsOfDays) {
  const stale = overdueSince(list.rowRefresh ?? list.refresh, asOf.on)
  const shape = shapeOfList(list)
  const all: FrozenRow[] = []
  for await (const stretch of rowsAt(ctx, read, shape, asOf)) all.push(...stretch)
  return pageOf(ctx, list, query, all, stale)
}

const byKey = (a: FrozenRow, b: FrozenRow) =>
  a.sortKey !== b.sortKey ? (a.sortKey < b.sortKey ? -1 : 1) : a.id < b.id ? -1 : 1

function pageOf(ctx: Context, list: ListDefinition, query: Query, all: readonly FrozenRow[], stale: string) {
  const text = searchText(query.q ?? '')
  const found = all.filter((row) => text === '' || (findsNames(ctx, list) && row.search.includes(text)))
  const counts = { rows: found.length, stale: found.filter((row) => row.asOf <= stale).length }
  const wanted = found
    .filter((row) => query.stale === undefined || row.asOf <= stale === query.stale)
    .toSorted(byKey)
  const cursor = cursorOf(query.cursor)
  const from = cursor
    ? wanted.findIndex(
        (row) => row.sortKey > cursor.key || (row.sortKey === cursor.key && row.id > cursor.id),
      )
    : 0
  const rows = from < 0 ? [] : wanted.slice(from, from + query.limit)
  return { rows, more: from >= 0 && from + query.limit < wanted.length, ...totals(query, counts) }
}

/** A page of a version, by its references. */
async function pageOfVersion(read: ReadDb, version: VersionRow, query: Query, stale: string) {
  const text = searchText(query.q ?? '')
  const found = text === '' ? sql`true` : sql`search like ${`%${literal(text)}%`}`
  const whole = sql`district_id = ${read.district} and version_id = ${version.id}::uuid and ${found}`
  const page = await sql<Parameters<typeof followed>[2][number]>`
    select ${MEMBER_COLUMNS} from list_member where ${whole} ${query.stale === undefined ? sql`` : sql`and (as_of <= ${stale}::date) = ${query.stale}`} ${beyond(cursorOf(query.cursor))}
    order by sort_key, subject_id limit ${query.limit + 1}
  `.execute(read.query)
  const counts = (
    await sql<{ rows: number; stale: number }>`
      select count(*)::integer as rows, count(*) filter (where as_of <= ${stale}::date)::integer as stale from list_member where ${whole}
    `.execute(read.query)
  ).rows[0] ?? { rows: 0, stale: 0 }
  const { rows } = await followed(read, version.shape.columns, page.rows.slice(0, query.limit))
  return { rows, more: page.rows.length > query.limit, ...totals(query, counts) }
}

export function listRows(ctx: Context, query: Query): Promise<Page & { on: string }> {
  const list = listOf(ctx, query.list)
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const refresh = list.rowRefresh ?? list.refresh
    const version = query.version === undefined ? undefined : await findVersion(read, query.version)
    if (query.version !== undefined && version?.list !== list.id) throw refuse('not-found')
    const kind = kindOf(ctx, version?.shape.kind ?? list.kind)
    const columns = version?.shape.columns ?? list.columns
    // A published row is as old as it was when it was published: nothing in it ever gets fresher.
    const on = version && version.state !== 'draft' ? asOf.on : (version?.on ?? asOf.on)
    const { rows, more, total, stale } = version
      ? await pageOfVersion(read, version, query, overdueSince(refresh, on))
      : await (asOf.past ? pageThen : pageNow)(ctx, read, list, query, asOf)
    const last = rows.at(-1)
    return {
      on,
      rows: await shownRows(ctx, read, rows, { columns, nameFact: kind.nameFact, refresh, on }),
      ...(more && last && { next: cursorText(last) }),
      total,
      stale,
    }
  })
}
