import { type RawBuilder, sql } from 'kysely'
import { abilitiesOn, may, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf, packOf } from '../../pack.ts'
import type { registryContract, SubjectRow } from '../contract.ts'
import { filterSql } from '../filter.ts'
import { nameKey, shapeOf } from '../projection.ts'
import { isMasked } from '../values.ts'
import { searchText, wordTokens } from '../words.ts'
import { pastPage } from './past.ts'
import { COLUMNS, openProfiles, type StoredProfile, within } from './profiles.ts'

const LIST_ABILITIES = ['registry.write', 'registry.import']

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

/** How a list is ordered: an expression that is never null, its direction, and how a row's own key is read back. */
function orderOf(
  ctx: Context,
  kind: string,
  sort: string,
): { key: RawBuilder<unknown>; descending: boolean; type: string } {
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  if (name === 'name') return { key: sql`sort_key`, descending, type: 'text' }
  const fact = packOf(ctx).facts.get(name)
  if (!fact || fact.of !== kind || isMasked(fact)) throw refuse('unknown-fact', { key: name })
  // Unknown stands last either way round: it is neither small nor large.
  if (fact.type === 'number')
    return {
      key: sql`coalesce((facts->>${name})::numeric, ${descending ? sql`'-Infinity'::numeric` : sql`'Infinity'::numeric`})`,
      descending,
      type: 'numeric',
    }
  return {
    key: sql`coalesce(facts->>${name}, ${descending ? '' : '\u{10FFFF}'}) collate "C"`,
    descending,
    type: 'text',
  }
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

/** Escapes what LIKE would read as a pattern. */
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

export async function list(
  ctx: Context,
  query: InputOf<typeof registryContract.list>,
): Promise<{ rows: SubjectRow[]; next?: string; total?: number; abilities: string[] }> {
  const { kind, limit } = query
  const definition = kindOf(ctx, kind)
  const asOf = asOfOf(ctx, query)
  const order = orderOf(ctx, kind, query.sort)
  const open = may(ctx.actor, 'personal.read', {})
  const personalName = packOf(ctx).facts.get(definition.nameFact)?.sensitivity === 'personal'
  const text = searchText(query.q ?? '')
  // A sealed name is found only whole, for its digest is all that is kept, and only by those who may read it.
  const sealedName = personalName && text !== '' ? nameKey(shapeOf(ctx, kind), text) : ''
  const after = query.cursor ? cursorOf(query.cursor, order.type) : undefined
  const abilities = abilitiesOn(ctx.actor, LIST_ABILITIES, {})
  if (text !== '' && personalName && (!open || sealedName === ''))
    return { rows: [], ...(query.count && { total: 0 }), abilities }
  if (asOf.past)
    return reading(ctx, async (read) => {
      const { rows, more, total } = await pastPage(
        ctx,
        read,
        {
          ...query,
          ...(after && { after: after.id }),
          matches: (profile) =>
            text === '' || (personalName ? profile.name_key === sealedName : profile.search.includes(text)),
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
  const conditions: RawBuilder<unknown>[] = [within(reachOf(ctx.actor, 'registry.read'))]
  if (personalName && text !== '') conditions.push(sql`name_key = ${sealedName}`)
  else if (text !== '') {
    const tokens = wordTokens(ctx.district.id, kind, text)
    if (tokens.length > 0) conditions.push(sql`tokens @> ${tokens}::integer[]`)
    conditions.push(sql`search like ${`%${literal(text)}%`}`)
  }
  if (query.filter) conditions.push(filterSql(ctx, kind, query.filter, { on: asOf.on, indexed: true }))
  const where = sql`district_id = ${ctx.district.id} and kind = ${kind} and ${sql.join(conditions, sql` and `)}`
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
