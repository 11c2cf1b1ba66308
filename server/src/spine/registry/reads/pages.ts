import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { COLUMNS, type StoredProfile } from './profiles.ts'
import type { Order } from './rows.ts'

/** Where a page ended: the row's own key as text (a number may be infinite there, which JSON cannot say) and its id. */
export type Cursor = { readonly key: string; readonly id: string }
export const cursorText = (cursor: Cursor) =>
  Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url')
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NUMBER = /^(-?Infinity|-?\d{1,100}(\.\d{1,100})?)?$/
export function cursorOf(text: string, type: string): Cursor {
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const fits =
      typeof key === 'string' &&
      !key.includes('\0') &&
      key.isWellFormed() &&
      (type !== 'numeric' || NUMBER.test(key))
    if (fits && typeof id === 'string' && UUID.test(id)) return { key, id }
  } catch {}
  throw refuse('bad-input', { issues: [{ path: 'cursor', code: 'not-a-cursor' }] })
}

/**
 * What was found out of a list by the database snapshot it was found in. The same snapshot sees the same rows, so it is exact, not
 * merely recent.
 */
function bySnapshot<Found>(keep: number) {
  const kept = new Map<string, Found>()
  return async (
    read: ReadDb,
    asking: RawBuilder<unknown>,
    answer: (asked: RawBuilder<unknown>) => Promise<Found>,
  ) => {
    const snapshot =
      (await sql<{ at: string }>`select pg_current_snapshot()::text as at`.execute(read.query)).rows[0]?.at ??
      ''
    const compiled = asking.compile(read.query)
    const key = JSON.stringify([snapshot, compiled.sql, compiled.parameters])
    const known = kept.get(key)
    if (known !== undefined) return known
    const found = await answer(asking)
    if (kept.size >= keep) kept.clear()
    kept.set(key, found)
    return found
  }
}

const totals = bySnapshot<number>(500)

export function countRows(read: ReadDb, where: RawBuilder<unknown>): Promise<number> {
  return totals(read, sql`select count(*)::integer as n from profile where ${where}`, async (asked) => {
    const counted = await (asked as RawBuilder<{ n: number }>).execute(read.query)
    return counted.rows[0]?.n ?? 0
  })
}

/** Every so many rows of a list stands a mark. A page of a screen is no longer, so that it lies between two marks. */
const APART = 200
/** Marks of lists kept: of 100,000 rows they are 500 keys, some 100 kB. */
type Marks = { readonly total: number; readonly at: readonly Cursor[] }
const marks = bySnapshot<Marks>(20)

/** The keys of every 200th row of a list: one look over it, after which any page is found by the key before it. */
function marksOf(read: ReadDb, where: RawBuilder<unknown>, order: Order): Promise<Marks> {
  const direction = order.descending ? sql`desc` : sql`asc`
  const asking = sql`
    select key, id, n, total from (
      select (${order.key})::text as key, subject_id as id, row_number() over (order by ${order.key} ${direction}, subject_id ${direction}) as n,
        count(*) over () as total
      from profile where ${where}
    ) as placed where n % ${sql.lit(APART)} = 1
  `
  return marks(read, asking, async (asked) => {
    const { rows } = await (asked as RawBuilder<Cursor & { n: number; total: number }>).execute(read.query)
    return {
      total: rows[0]?.total ?? 0,
      at: rows.toSorted((a, b) => a.n - b.n).map(({ key, id }) => ({ key, id })),
    }
  })
}

export type Page = {
  readonly rows: readonly StoredProfile[]
  readonly next?: Cursor
  /** Known where it was found on the way. */
  readonly total?: number
}

/** A list of today: which rows, in which order, how many of them. */
type List = {
  readonly where: RawBuilder<unknown>
  readonly order: Order
  readonly limit: number
}

type Found = StoredProfile & { order_key: string }

function pageFrom(found: readonly Found[], limit: number): Page {
  const last = found[limit - 1]
  return {
    rows: found.slice(0, limit),
    ...(found.length > limit && last && { next: { key: last.order_key, id: last.subject_id } }),
  }
}

const toward = (order: Order) => (order.descending ? sql`desc` : sql`asc`)

function rowsFrom(
  table: RawBuilder<unknown>,
  order: Order,
  { where, limit, offset = 0 }: { where: RawBuilder<unknown>; limit: number; offset?: number },
): RawBuilder<Found> {
  return sql<Found>`
    select ${COLUMNS}, (${order.key})::text as order_key from ${table} where ${where}
    order by ${order.key} ${toward(order)}, subject_id ${toward(order)} limit ${limit + 1} ${offset > 0 ? sql`offset ${offset}` : sql``}
  `
}

/** Rows behind a key, or at it and behind. */
function behind(order: Order, { key, id }: Cursor, at: boolean): RawBuilder<unknown> {
  const sign = sql.raw(`${order.descending ? '<' : '>'}${at ? '=' : ''}`)
  return sql`(${order.key}, subject_id) ${sign} (${key}::${sql.raw(order.type)}, ${id}::uuid)`
}

/** The page behind a cursor, or the first. */
export async function pageAfter(
  read: ReadDb,
  { where, order, after, limit }: List & { readonly after: Cursor | undefined },
): Promise<Page> {
  const own = after ? sql`${where} and ${behind(order, after, false)}` : where
  return pageFrom(
    (await rowsFrom(sql`profile`, order, { where: own, limit }).execute(read.query)).rows,
    limit,
  )
}

/** The page from a row by its number, for whoever pulls the scroll bar: found by the mark before it. */
export async function pageAt(
  read: ReadDb,
  { where, order, from, limit }: List & { readonly from: number },
): Promise<Page & { readonly total: number }> {
  const { total, at } = await marksOf(read, where, order)
  const mark = at[Math.floor(from / APART)]
  if (!mark || from >= total) return { rows: [], total }
  const own = sql`${where} and ${behind(order, mark, true)}`
  const asked = rowsFrom(sql`profile`, order, { where: own, limit, offset: from % APART })
  return { ...pageFrom((await asked.execute(read.query)).rows, limit), total }
}

/** Rows looked at in the order of the list before the index of tokens is asked. */
const PROBED = 1_000

/**
 * The first page of a word that many names may hold. How often several tokens stand together the planner cannot know: where a page
 * of them stands among the first thousand rows it is found there in a few milliseconds; where it does not, the word is rare enough
 * for the index. Undefined then.
 */
export async function probedPage(
  read: ReadDb,
  { scope, where, order, limit }: List & { readonly scope: RawBuilder<unknown> },
): Promise<Page | undefined> {
  const first = sql`(
    select * from profile where ${scope} order by ${order.key} ${toward(order)}, subject_id ${toward(order)} limit ${sql.lit(PROBED)}
  ) as profile`
  const { rows } = await rowsFrom(first, order, { where, limit }).execute(read.query)
  return rows.length > limit ? pageFrom(rows, limit) : undefined
}
