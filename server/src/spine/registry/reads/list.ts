import { type RawBuilder, sql } from 'kysely'
import { abilitiesOn, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../pack.ts'
import type { registryContract, SubjectRow } from '../contract.ts'
import { filterSql } from '../filter.ts'
import { isMasked } from '../values.ts'
import { searchText, wordTokens } from '../words.ts'
import { nameKey, shapeOf } from '../write.ts'
import { COLUMNS, openProfiles, refold, type StoredProfile, within } from './profiles.ts'

const LIST_ABILITIES = ['registry.write', 'registry.import']

type Cursor = { readonly key: string | number | null; readonly id: string }
const cursorText = (cursor: Cursor) =>
  Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url')
function cursorOf(text: string): Cursor {
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (
      (typeof key === 'string' || typeof key === 'number' || key === null) &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id)
    )
      return { key, id }
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

/** Subjects as they were on a day, as known at an instant: the same fold as in memory, done by the database (a later key wins in jsonb). */
function pastProfiles(read: ReadDb, kind: string, asOf: AsOfDays): RawBuilder<unknown> {
  return sql`(
    select now.subject_id, now.kind, now.name, now.sort_key, now.holder_id, now.demonstration, now.search, now.tokens, past.as_of, past.version,
      coalesce(jsonb_strip_nulls(past.facts), '{}'::jsonb) as facts, past.sealed
    from profile now join lateral (
      select max(s.as_of) as as_of, (array_agg(s.id order by s.recorded_at desc, s.id desc))[1] as version,
        (select jsonb_object_agg(e.key, e.value order by t.as_of, t.recorded_at, t.id) from statement t, jsonb_each(t.facts) e
          where t.district_id = ${read.district} and t.subject_id = now.subject_id and t.as_of <= ${asOf.on}::date and t.recorded_at <= ${asOf.knownAt}::timestamptz and t.retracts is null
          and not exists (select 1 from statement r where r.district_id = ${read.district} and r.subject_id = t.subject_id and r.retracts = t.id and r.recorded_at <= ${asOf.knownAt}::timestamptz)) as facts,
        (select jsonb_object_agg(e.key, e.value order by t.as_of, t.recorded_at, t.id) from statement t, jsonb_each(t.sealed) e
          where t.district_id = ${read.district} and t.subject_id = now.subject_id and t.as_of <= ${asOf.on}::date and t.recorded_at <= ${asOf.knownAt}::timestamptz and t.retracts is null and t.sealed is not null
          and not exists (select 1 from statement r where r.district_id = ${read.district} and r.subject_id = t.subject_id and r.retracts = t.id and r.recorded_at <= ${asOf.knownAt}::timestamptz)) as sealed
      from statement s where s.district_id = ${read.district} and s.subject_id = now.subject_id and s.as_of <= ${asOf.on}::date and s.recorded_at <= ${asOf.knownAt}::timestamptz
    ) past on past.version is not null
    where now.district_id = ${read.district} and now.kind = ${kind}
  ) as profile`
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
  const conditions: RawBuilder<unknown>[] = [within(reachOf(ctx.actor, 'registry.read'))]
  if (query.q) {
    const text = searchText(query.q)
    const personalName = packOf(ctx).facts.get(definition.nameFact)?.sensitivity === 'personal'
    // A sealed name is found only whole: its digest is all the index may know.
    if (personalName) conditions.push(sql`name_key = ${nameKey(shapeOf(ctx, kind), query.q)}`)
    else {
      const tokens = wordTokens(ctx.district.id, kind, text)
      if (tokens.length > 0) conditions.push(sql`tokens @> ${tokens}::integer[]`)
      conditions.push(sql`search like ${`%${literal(text)}%`}`)
    }
  }
  if (query.filter) conditions.push(filterSql(ctx, kind, query.filter, { on: asOf.on, indexed: !asOf.past }))
  const scope = sql`district_id = ${ctx.district.id} and kind = ${kind}`
  const from = (read: ReadDb) => (asOf.past ? pastProfiles(read, kind, asOf) : sql`profile`)
  const where = sql`${asOf.past ? sql`true` : scope} and ${sql.join(conditions, sql` and `)}`
  return reading(ctx, async (read) => {
    const after = query.cursor ? cursorOf(query.cursor) : undefined
    const beyond = after
      ? sql`and (${order.key}, subject_id) ${order.descending ? sql`<` : sql`>`} (${after.key}::${sql.raw(order.type)}, ${after.id}::uuid)`
      : sql``
    const direction = order.descending ? sql`desc` : sql`asc`
    const found = await sql<StoredProfile & { order_key: string | number }>`
      select ${COLUMNS}, ${order.key} as order_key from ${from(read)} where ${where} ${beyond}
      order by ${order.key} ${direction}, subject_id ${direction} limit ${limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, limit)
    const last = page.at(-1)
    const total = query.count
      ? (
          await sql<{ n: number }>`select count(*)::integer as n from ${from(read)} where ${where}`.execute(
            read.query,
          )
        ).rows[0]?.n
      : undefined
    return {
      rows: await openProfiles(ctx, read, asOf.past ? await refold(read, page, asOf) : page),
      ...(found.rows.length > limit &&
        last && { next: cursorText({ key: last.order_key, id: last.subject_id }) }),
      ...(total !== undefined && { total }),
      abilities: abilitiesOn(ctx.actor, LIST_ABILITIES, {}),
    }
  })
}
