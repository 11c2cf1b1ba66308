import { type RawBuilder, sql } from 'kysely'
import { abilitiesOn } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf } from '../../pack.ts'
import type { registryContract, SubjectRow } from '../contract.ts'
import { pastPage } from './past.ts'
import { COLUMNS, openProfiles, type StoredProfile } from './profiles.ts'
import { matches, orderOf, soughtOf, whereOf } from './rows.ts'

const LIST_ABILITIES = ['registry.write', 'registry.import', 'registry.export']

/** Where a page ended: the row's own key as text (a number may be infinite there, which JSON cannot say) and its id. */
type Cursor = { readonly key: string; readonly id: string }
const cursorText = (cursor: Cursor) =>
  Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url')
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NUMBER = /^(-?Infinity|-?\d{1,100}(\.\d{1,100})?)?$/
function cursorOf(text: string, type: string): Cursor {
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

/** Totals by the database snapshot they were counted in. The same snapshot sees the same rows, so such a total is exact, not merely recent. */
const totals = new Map<string, number>()
const TOTALS = 500

async function countRows(read: ReadDb, counting: RawBuilder<{ n: number }>): Promise<number> {
  const snapshot =
    (await sql<{ at: string }>`select pg_current_snapshot()::text as at`.execute(read.query)).rows[0]?.at ??
    ''
  const compiled = counting.compile(read.query)
  const key = JSON.stringify([snapshot, compiled.sql, compiled.parameters])
  const known = totals.get(key)
  if (known !== undefined) return known
  const n = (await counting.execute(read.query)).rows[0]?.n ?? 0
  if (totals.size >= TOTALS) totals.clear()
  totals.set(key, n)
  return n
}

export async function list(
  ctx: Context,
  query: InputOf<typeof registryContract.list>,
): Promise<{ rows: SubjectRow[]; next?: string; total?: number; abilities: string[] }> {
  const { kind, limit } = query
  kindOf(ctx, kind)
  const asOf = asOfOf(ctx, query)
  const order = orderOf(ctx, kind, query.sort)
  const sought = soughtOf(ctx, query)
  const after = query.cursor ? cursorOf(query.cursor, order.type) : undefined
  const abilities = abilitiesOn(ctx.actor, LIST_ABILITIES, {})
  if (sought === 'nobody') return { rows: [], ...(query.count && { total: 0 }), abilities }
  if (asOf.past)
    return reading(ctx, async (read) => {
      const { rows, more, total } = await pastPage(
        ctx,
        read,
        {
          ...query,
          ...(after && { after: after.id }),
          matches: (profile) => matches(sought, profile),
        },
        asOf,
      )
      const last = rows.at(-1)
      return {
        rows: await openProfiles(ctx, read, rows),
        ...(more && last && { next: cursorText({ key: '', id: last.subject_id }) }),
        ...(query.count && { total }),
        abilities,
      }
    })
  const where = whereOf(ctx, query)
  return reading(ctx, async (read) => {
    const beyond = after
      ? sql`and (${order.key}, subject_id) ${order.descending ? sql`<` : sql`>`} (${after.key}::${sql.raw(order.type)}, ${after.id}::uuid)`
      : sql``
    const direction = order.descending ? sql`desc` : sql`asc`
    const found = await sql<StoredProfile & { order_key: string }>`
      select ${COLUMNS}, (${order.key})::text as order_key from profile where ${where} ${beyond}
      order by ${order.key} ${direction}, subject_id ${direction} limit ${limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, limit)
    const last = page.at(-1)
    const total = query.count
      ? await countRows(read, sql<{ n: number }>`select count(*)::integer as n from profile where ${where}`)
      : undefined
    return {
      rows: await openProfiles(ctx, read, page),
      ...(found.rows.length > limit &&
        last && { next: cursorText({ key: last.order_key, id: last.subject_id }) }),
      ...(total !== undefined && { total }),
      abilities,
    }
  })
}
