import type { ClauseSource } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'
import { may, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../../pack.ts'
import { filterSql } from '../filter.ts'
import { nameKey, shapeOf } from '../shape.ts'
import { hear } from '../sounds.ts'
import { isMasked } from '../values.ts'
import { searchText, wordTokens } from '../words.ts'
import { type PastProfile, pastRowIds } from './past.ts'
import { within } from './profiles.ts'

/** Which rows of a kind a list is of. */
export type RowsQuery = {
  readonly kind: string
  readonly q?: string | undefined
  readonly filter?: ClauseSource | undefined
  /** A further condition beside the reader's own, as a form of a superior office sets it. */
  readonly where?: ClauseSource | undefined
  readonly sort: string
  readonly on?: string | undefined
  readonly known?: string | undefined
}

/** How a list is ordered: an expression that is never null, its direction, and the type its keys are read back as. */
export type Order = {
  readonly key: RawBuilder<unknown>
  readonly descending: boolean
  readonly type: 'text' | 'numeric'
}

/** The order of a list by its name or a fact: figures by size, values of an enumeration as the pack has them, the rest as written. */
export function orderOf(ctx: Context, kind: string, sort: string): Order {
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  if (name === 'name') return { key: sql`sort_key`, descending, type: 'text' }
  const fact = packOf(ctx).facts.get(name)
  if (!fact || fact.of !== kind || fact.ageOf || fact.type === 'list' || isMasked(fact))
    throw refuse('unknown-fact', { key: name })
  // Unknown stands last either way round: it is neither small nor large.
  const none = descending ? sql`'-Infinity'::numeric` : sql`'Infinity'::numeric`
  if (fact.type === 'number')
    return { key: sql`coalesce((facts->>${name})::numeric, ${none})`, descending, type: 'numeric' }
  if (fact.type === 'enum') {
    const places = (fact.values ?? []).map((value) => value.id)
    const key = sql`coalesce(array_position(${places}::text[], facts->>${name})::numeric, ${none})`
    return { key, descending, type: 'numeric' }
  }
  return {
    key: sql`coalesce(facts->>${name}, ${descending ? '' : '\u{10FFFF}'}) collate "C"`,
    descending,
    type: 'text',
  }
}

/** What a search word looks for: a piece of the search text, a whole sealed name by its digest, or nothing that the reader may find. */
export type Sought =
  | { readonly text: string; readonly sounds: readonly RegExp[]; readonly sealedName?: string }
  | 'nobody'
  | undefined

export function soughtOf(ctx: Context, query: Pick<RowsQuery, 'kind' | 'q'>): Sought {
  const text = searchText(query.q ?? '')
  if (text === '') return undefined
  const { nameFact } = kindOf(ctx, query.kind)
  if (packOf(ctx).facts.get(nameFact)?.sensitivity !== 'personal')
    return {
      text,
      sounds: hear(ctx.district.id, query.kind, text).map(({ pattern }) => new RegExp(pattern)),
    }
  // A sealed name is found only whole, for its digest is all that is kept, and only by those who may read it.
  const sealedName = nameKey(shapeOf(ctx, query.kind), text)
  return sealedName === '' || !may(ctx.actor, 'personal.read', {})
    ? 'nobody'
    : { text, sounds: [], sealedName }
}

/** Whether a word has several tokens: the planner cannot know how often they stand together. */
export function isCompound(sought: Sought): boolean {
  return typeof sought === 'object' && sought.sealedName === undefined && sought.text.length > 2
}

/** Whether a profile as it stood is one that is sought. */
export function matches(sought: Sought, profile: PastProfile): boolean {
  if (sought === undefined) return true
  if (sought === 'nobody') return false
  return sought.sealedName !== undefined
    ? profile.name_key === sought.sealedName
    : profile.search.includes(sought.text) || sought.sounds.some((pattern) => pattern.test(profile.sound))
}

/** Escapes what LIKE would read as a pattern. */
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Rows that hold a word as it is written, or whose name sounds as it is typed. Each way narrows by the index, then looks at the row. */
function searchSql(district: number, kind: string, text: string): RawBuilder<unknown> {
  const tokens = wordTokens(district, kind, text)
  const written = sql`search like ${`%${literal(text)}%`}`
  // The planner knows how frequent tokens are and nothing of what a pattern leaves of them; taken for a guess of its own (a case is), a word
  // in every name is read in the order of the list and a rare one by the index.
  const narrowed = (tokens: readonly number[], recheck: RawBuilder<unknown>) =>
    sql`tokens @> ${[...tokens]}::integer[] and case when ${recheck} then true else false end`
  const ways = [
    tokens.length > 0 ? narrowed(tokens, written) : written,
    ...hear(district, kind, text).map((heard) => narrowed(heard.tokens, sql`sound ~ ${heard.pattern}`)),
  ]
  const [only] = ways
  if (ways.length === 1 && only) return only
  return sql`(${sql.join(
    ways.map((way) => sql`(${way})`),
    sql` or `,
  )})`
}

/** The rows of today that a reader may see of a kind. */
export function scopeOf(ctx: Context, kind: string): RawBuilder<unknown> {
  return sql`district_id = ${ctx.district.id} and kind = ${kind} and ${within(reachOf(ctx.actor, 'registry.read'))}`
}

/** The rows of today that a reader may see and asks for, as a condition of `profile`. */
export function whereOf(ctx: Context, query: RowsQuery): RawBuilder<unknown> {
  const { kind } = query
  const conditions: RawBuilder<unknown>[] = [scopeOf(ctx, kind)]
  const sought = soughtOf(ctx, query)
  if (sought === 'nobody') conditions.push(sql`false`)
  else if (sought?.sealedName !== undefined) conditions.push(sql`name_key = ${sought.sealedName}`)
  else if (sought) conditions.push(searchSql(ctx.district.id, kind, sought.text))
  const { on } = asOfOf(ctx, query)
  for (const clause of [query.filter, query.where])
    if (clause) conditions.push(filterSql(ctx, kind, clause, { on, indexed: true }))
  return sql.join(conditions, sql` and `)
}

/** Ids of every row of a list, in its order: one look decides what an export holds, however long the writing takes. */
export async function rowIds(
  ctx: Context,
  read: ReadDb,
  query: RowsQuery,
  asOf: AsOfDays,
): Promise<string[]> {
  const sought = soughtOf(ctx, query)
  const order = orderOf(ctx, query.kind, query.sort)
  if (sought === 'nobody') return []
  if (asOf.past)
    return pastRowIds(ctx, read, { ...query, matches: (profile) => matches(sought, profile) }, asOf)
  const direction = order.descending ? sql`desc` : sql`asc`
  const found = await sql<{ subject_id: string }>`
    select subject_id from profile where ${whereOf(ctx, query)} order by ${order.key} ${direction}, subject_id ${direction}
  `.execute(read.query)
  return found.rows.map((row) => row.subject_id)
}
