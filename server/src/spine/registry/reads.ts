import type { Value } from '@qiongding/kernel'
import { type RawBuilder, sql } from 'kysely'
import { abilitiesOn, may, type Reach, reachOf } from '../../platform/abilities.ts'
import type { ReadDb } from '../../platform/db/database.ts'
import { refuse } from '../../platform/refusals.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import type { InputOf } from '../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, kindOf, packOf } from '../pack.ts'
import type { registryContract, Subject, SubjectRow } from './contract.ts'
import { filterSql } from './filter.ts'
import { fold } from './fold.ts'
import { HOLDER, isMasked } from './values.ts'
import { searchText, wordTokens } from './words.ts'
import { nameKey, shapeOf, statementsOf } from './write.ts'

const LIST_ABILITIES = ['registry.write', 'registry.import']
const RECORD_ABILITIES = ['registry.write', 'personal.read', 'personal.erase', 'match.read', 'journey.open']

export type StoredProfile = {
  subject_id: string
  kind: string
  name: string
  sort_key: string
  holder_id: string | null
  demonstration: boolean
  as_of: string
  version: string
  facts: Record<string, Value>
  sealed: Record<string, string> | null
}

const COLUMNS = sql`subject_id, kind, name, sort_key, holder_id, demonstration, as_of, version, facts, sealed`

/** The rows an actor may see: all, or those of the party he acts for. */
function within(reach: Reach): RawBuilder<unknown> {
  if (reach.all) return sql`true`
  // An office sees the registry whole or not at all: rows belong to parties, not to offices.
  return reach.party
    ? sql`(subject_id = ${reach.party}::uuid or holder_id = ${reach.party}::uuid)`
    : sql`false`
}

/** Profiles with their personal values opened where the reader may see them; what stays closed is named. */
export async function openProfiles(
  ctx: Context,
  read: ReadDb,
  profiles: readonly StoredProfile[],
): Promise<SubjectRow[]> {
  const { facts: dictionary, kinds } = packOf(ctx)
  const sealedIds = profiles
    .filter((one) => one.sealed && may(ctx.actor, 'personal.read', aboutProfile(one)))
    .map((one) => one.subject_id)
  const keys = await ctx.district.keys.forReading(read, sealedIds)
  return profiles.map((profile) => {
    const values: Record<string, Value> = {}
    const masked: string[] = []
    const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
    for (const [key, value] of Object.entries(profile.facts)) {
      if (key === HOLDER) continue
      if (isMasked(dictionary.get(key)) && !open) masked.push(key)
      else values[key] = value
    }
    const key = keys.get(profile.subject_id)
    for (const [name, sealed] of Object.entries(profile.sealed ?? {})) {
      if (open && key) values[name] = key.open(sealed) as Value
      else masked.push(name)
    }
    const nameFact = kinds.get(profile.kind)?.nameFact
    const name = profile.name || (nameFact && typeof values[nameFact] === 'string' ? values[nameFact] : '')
    return {
      id: profile.subject_id,
      kind: profile.kind,
      name: name || shortName(profile.subject_id),
      values,
      masked: masked.toSorted(),
      asOf: profile.as_of,
      demonstration: profile.demonstration,
    }
  })
}

/** What a person is called to somebody who may not know the name: the last characters of the record's id. */
export function shortName(id: string): string {
  return `#${id.slice(-6)}`
}

const aboutProfile = (profile: { subject_id: string; holder_id: string | null }) => ({
  party: profile.holder_id ?? profile.subject_id,
})

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

/** Past values of a page by the one fold that decides winners; the database's own grouping only chose which rows stand on the page. */
async function refold(
  read: ReadDb,
  page: readonly StoredProfile[],
  asOf: AsOfDays,
): Promise<StoredProfile[]> {
  const statements = await statementsOf(
    read,
    page.map((row) => row.subject_id),
    asOf,
  )
  return page.map((row) => {
    const facts: Record<string, Value> = {}
    const sealed: Record<string, string> = {}
    for (const [name, winner] of fold(statements.get(row.subject_id) ?? [])) {
      if (winner.value !== undefined) facts[name] = winner.value
      else if (winner.sealed !== undefined) sealed[name] = winner.sealed
    }
    return { ...row, facts, sealed }
  })
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
  if (query.filter) conditions.push(filterSql(ctx, kind, query.filter, asOf.on))
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

/** One stored profile, if the actor may see it. */
export async function findProfile(
  ctx: Context,
  read: ReadDb,
  id: string,
  kind?: string,
): Promise<StoredProfile> {
  const found =
    await sql<StoredProfile>`select ${COLUMNS} from profile where district_id = ${read.district} and subject_id = ${id}::uuid ${kind ? sql`and kind = ${kind}` : sql``} and ${within(reachOf(ctx.actor, 'registry.read'))}`.execute(
      read.query,
    )
  const profile = found.rows[0]
  if (!profile) throw refuse('not-found')
  return profile
}

/** What links to a subject: read by those who own the links, registered at start. */
export type LinkReader = (ctx: Context, read: ReadDb, subjectId: string) => Promise<Subject['links']>

export function readSubject(links: readonly LinkReader[]) {
  return async (ctx: Context, query: InputOf<typeof registryContract.read>): Promise<Subject> => {
    kindOf(ctx, query.kind)
    const asOf = asOfOf(ctx, query)
    return reading(ctx, async (read) => {
      const profile = await findProfile(ctx, read, query.id, query.kind)
      const statements =
        (await statementsOf(read, [query.id], asOf.past ? asOf : undefined)).get(query.id) ?? []
      if (statements.length === 0) throw refuse('not-found')
      const winners = fold(statements)
      const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
      const key = open ? (await ctx.district.keys.forReading(read, [query.id])).get(query.id) : undefined
      const { facts: dictionary } = packOf(ctx)
      const values: Record<string, Value> = {}
      const masked: string[] = []
      const facts: Subject['facts'] = []
      for (const [name, winner] of winners) {
        if (name === HOLDER) continue
        const closed = (winner.sealed !== undefined && !key) || (isMasked(dictionary.get(name)) && !open)
        const value = closed
          ? undefined
          : winner.sealed !== undefined
            ? (key?.open(winner.sealed) as Value)
            : winner.value
        if (closed) masked.push(name)
        else if (value !== undefined) values[name] = value
        facts.push({
          key: name,
          ...(value !== undefined && { value }),
          masked: closed,
          source: winner.statement.source,
          asOf: winner.statement.asOf,
          recordedAt: winner.statement.recordedAt,
          by: winner.statement.by,
          statementId: winner.statement.id,
          statements: winner.statements,
          conflict: winner.conflict,
        })
      }
      const nameFact = kindOf(ctx, query.kind).nameFact
      const name = values[nameFact]
      const found = await Promise.all(links.map((link) => link(ctx, read, query.id)))
      return {
        id: query.id,
        kind: query.kind,
        name: typeof name === 'string' ? name : profile.name || shortName(query.id),
        values,
        masked: masked.toSorted(),
        asOf: facts.reduce((latest, fact) => (fact.asOf > latest ? fact.asOf : latest), '' as string),
        demonstration: profile.demonstration,
        version: profile.version,
        facts,
        links: found.flat(),
        abilities: abilitiesOn(ctx.actor, RECORD_ABILITIES, aboutProfile(profile)),
      }
    })
  }
}

export function history(ctx: Context, query: InputOf<typeof registryContract.history>) {
  return reading(ctx, async (read) => {
    const profile = await findProfile(ctx, read, query.id, query.kind)
    const statements = ((await statementsOf(read, [query.id])).get(query.id) ?? []).toReversed()
    const from = query.cursor ? Math.max(0, statements.findIndex((one) => one.id === query.cursor) + 1) : 0
    const page = statements.slice(from, from + query.limit)
    const retracted = new Set(statements.map((one) => one.retracts))
    const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
    const key = open ? (await ctx.district.keys.forReading(read, [query.id])).get(query.id) : undefined
    const { facts: dictionary } = packOf(ctx)
    return {
      rows: page.map((one) => {
        const values: Record<string, Value> = {}
        const masked: string[] = []
        for (const [name, value] of Object.entries(one.facts)) {
          if (name === HOLDER || value === null) continue
          if (isMasked(dictionary.get(name)) && !open) masked.push(name)
          else values[name] = value
        }
        for (const [name, sealed] of Object.entries(one.sealed ?? {})) {
          if (key) values[name] = key.open(sealed) as Value
          else masked.push(name)
        }
        return {
          id: one.id,
          source: one.source,
          asOf: one.asOf,
          recordedAt: one.recordedAt,
          by: one.by,
          values,
          masked,
          retracted: retracted.has(one.id),
          ...(one.retracts && { retracts: one.retracts }),
        }
      }),
      ...(from + query.limit < statements.length && page.at(-1) && { next: page.at(-1)?.id }),
    }
  })
}

/** Facts of subjects as the engines take them, by id: current, or as of a day. Personal values are opened for the machine to judge; only verdicts leave. */
export async function factsOf(
  ctx: Context,
  read: ReadDb,
  ids: readonly string[],
  asOf?: AsOfDays,
): Promise<
  Map<
    string,
    {
      kind: string
      name: string
      version: string
      holderId: string | null
      demonstration: boolean
      facts: Record<string, Value>
    }
  >
> {
  if (ids.length === 0) return new Map()
  const found =
    await sql<StoredProfile>`select ${COLUMNS} from profile where district_id = ${read.district} and subject_id = any(${ids as string[]}::uuid[])`.execute(
      read.query,
    )
  const past = asOf?.past ? await statementsOf(read, ids, asOf) : undefined
  const keys = await ctx.district.keys.forReading(
    read,
    found.rows.filter((row) => row.sealed).map((row) => row.subject_id),
  )
  return new Map(
    found.rows.map((row) => {
      const key = keys.get(row.subject_id)
      const facts: Record<string, Value> = {}
      if (past) {
        for (const [name, winner] of fold(past.get(row.subject_id) ?? [])) {
          if (winner.value !== undefined) facts[name] = winner.value
          else if (winner.sealed !== undefined && key) facts[name] = key.open(winner.sealed) as Value
        }
      } else {
        Object.assign(facts, row.facts)
        for (const [name, sealed] of Object.entries(row.sealed ?? {}))
          if (key) facts[name] = key.open(sealed) as Value
      }
      delete facts[HOLDER]
      return [
        row.subject_id,
        {
          kind: row.kind,
          name: row.name,
          version: row.version,
          holderId: row.holder_id,
          demonstration: row.demonstration,
          facts,
        },
      ]
    }),
  )
}

/** Stored profiles by id, whoever asks: for composing answers whose right to be seen was checked before. */
export async function profilesById(read: ReadDb, ids: readonly string[]): Promise<StoredProfile[]> {
  if (ids.length === 0) return []
  const found =
    await sql<StoredProfile>`select ${COLUMNS} from profile where district_id = ${read.district} and subject_id = any(${ids as string[]}::uuid[])`.execute(
      read.query,
    )
  return found.rows
}

/** The winners of one subject's statements, with where each comes from. */
export async function foldedFacts(
  read: ReadDb,
  id: string,
  asOf: AsOfDays,
): Promise<ReturnType<typeof fold>> {
  return fold((await statementsOf(read, [id], asOf.past ? asOf : undefined)).get(id) ?? [])
}
