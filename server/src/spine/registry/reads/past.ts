import { verdictOf } from '@qiongding/clause'
import { day, type Value } from '@qiongding/kernel'
import type { ClauseSource } from '@qiongding/pack-format'
import { sql } from 'kysely'
import { type Reach, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, packOf } from '../../pack.ts'
import { byMember, groupsOf, knownMerges, rootsOf } from '../duplicates/joined.ts'
import { type Group, groupsFrom } from '../duplicates/rules.ts'
import { filterOf } from '../filter.ts'
import { type ProfileRow, profileOf } from '../profile-row.ts'
import { holdersUnder, statementsOf } from '../projection.ts'
import { shapeOf } from '../shape.ts'
import { profilesById, type StoredProfile } from './profiles.ts'

/** Subjects projected in one go: few enough that a list of a past day stays small in memory. */
const STRETCH = 2_000

/** A profile as it stood, from statements alone: the profile of today may have other values, another name, or be gone. */
export type PastProfile = StoredProfile & Pick<ProfileRow, 'search' | 'name_key' | 'sound'>

async function projected(
  ctx: Context,
  read: ReadDb,
  kind: string,
  ids: readonly string[],
  asOf: AsOfDays,
  known?: ReadonlyMap<string, Group>,
): Promise<PastProfile[]> {
  const shape = shapeOf(ctx, kind)
  const groups = known ?? (await groupsOf(read, ids, asOf))
  const all = [...new Set(ids.flatMap((id) => groups.get(id)?.members ?? [id]))]
  const statements = await statementsOf(read, all, asOf)
  const keys = await ctx.district.keys.forReading(read, all)
  const material = { statements, keys, under: await holdersUnder(read, shape, statements.values(), asOf) }
  return ids.flatMap((id) => {
    const group = groups.get(id)
    const row = profileOf(shape, group?.root ?? id, material, group)
    if (!row) return []
    return [
      {
        ...row,
        subject_id: id,
        kind,
        ...(group && { members: group.members }),
        facts: JSON.parse(row.facts) as Record<string, Value>,
        sealed: row.sealed === null ? null : (JSON.parse(row.sealed) as Record<string, string>),
      },
    ]
  })
}

/** Ids of what was known of a kind by an instant, of a group its root's; stretch by stretch in their order. */
export async function* pastIds(
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
  groups: ReadonlyMap<string, Group>,
): AsyncGenerator<string[]> {
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const stretch: IdStretch = await idsAfter(read, { kind, asOf, groups, after })
    yield stretch.ids
    after = stretch.next
  }
}

/** Before every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000'

type IdStretch = { readonly ids: string[]; readonly next: string | undefined }

/** The next ids after one, in their order; `next` is absent where these are the last. */
export async function idsAfter(
  read: ReadDb,
  from: {
    readonly kind: string
    readonly asOf: Pick<AsOfDays, 'on' | 'knownAt'>
    readonly groups: ReadonlyMap<string, Group>
    readonly after: string
  },
): Promise<IdStretch> {
  const { kind, asOf, groups, after } = from
  // A root may have had nothing to say on the day when a record merged into it had.
  const roots = [...new Set([...groups.values()].filter((group) => group.merges[0]?.kind === kind))]
    .map((group) => group.root)
    .toSorted()
  const found = await sql<{ subject_id: string }>`
    select distinct subject_id from statement
    where district_id = ${read.district} and kind = ${kind} and subject_id > ${after}::uuid
      and as_of <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz
    order by subject_id limit ${STRETCH}
  `.execute(read.query)
  const ids = found.rows.map((row) => row.subject_id)
  const next = ids.at(-1)
  const own = roots.filter((root) => root > after && (next === undefined || root <= next))
  return { ids: [...ids.filter((id) => !groups.has(id)), ...own].toSorted(), next }
}

/** Subjects of a kind that were known by an instant, stretch by stretch in the order of their ids. */
export async function* pastProfiles(
  ctx: Context,
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
): AsyncGenerator<PastProfile[]> {
  const groups = byMember(groupsFrom(await knownMerges(read, asOf)))
  for await (const ids of pastIds(read, kind, asOf, groups))
    if (ids.length > 0) yield await projected(ctx, read, kind, ids, asOf, groups)
}

/** Profiles by id as of two days, whoever asks; of today from the table. */
export async function profilesAsOf(
  ctx: Context,
  read: ReadDb,
  ids: readonly string[],
  asOf: AsOfDays,
): Promise<StoredProfile[]> {
  if (!asOf.past) return profilesById(read, ids)
  if (ids.length === 0) return []
  const found = await sql<{ subject_id: string; kind: string }>`
    select distinct subject_id, kind from statement where district_id = ${read.district} and subject_id = any(${ids as string[]}::uuid[])
  `.execute(read.query)
  const rows: StoredProfile[] = []
  for (const [kind, subjects] of Map.groupBy(found.rows, (row) => row.kind))
    rows.push(
      ...(await projected(
        ctx,
        read,
        kind,
        subjects.map((row) => row.subject_id),
        asOf,
      )),
    )
  return rows
}

/** Whether a profile is within what an actor may see. */
export const inReach = (reach: Reach, profile: StoredProfile) =>
  reach.all ||
  reach.parties.includes(profile.subject_id) ||
  (profile.holder_id !== null && reach.parties.includes(profile.holder_id))

/** One profile as of two days, if the actor may see it as it stood then; of a merged record the one it showed under. */
export async function findProfileAsOf(
  ctx: Context,
  read: ReadDb,
  id: string,
  kind: string,
  asOf: AsOfDays,
): Promise<StoredProfile> {
  const root = (await rootsOf(read, [id], asOf)).get(id) ?? id
  const [profile] = await profilesAsOf(ctx, read, [root], asOf)
  if (
    !profile ||
    profile.kind !== kind ||
    !packOf(ctx).kinds.has(kind) ||
    !inReach(reachOf(ctx.actor, 'registry.read'), profile)
  )
    throw refuse('not-found')
  return profile
}

/** Open facts of every subject of a kind as it stood, whoever asks. */
export async function everySubject(
  ctx: Context,
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
  limit: number,
): Promise<{ id: string; facts: Record<string, Value> }[]> {
  const rows: { id: string; facts: Record<string, Value> }[] = []
  for await (const stretch of pastProfiles(ctx, read, kind, asOf)) {
    rows.push(...stretch.map((row) => ({ id: row.subject_id, facts: row.facts })))
    if (rows.length >= limit) break
  }
  return rows.slice(0, limit)
}

export type PastQuery = {
  readonly kind: string
  readonly matches: (profile: PastProfile) => boolean
  readonly filter?: ClauseSource | undefined
  readonly where?: ClauseSource | undefined
  readonly sort: string
  readonly after?: string | undefined
  /** The number of the first row, where no row is named. */
  readonly from?: number | undefined
  readonly limit: number
}

type Place = { readonly id: string; readonly key: string | number | undefined }

/** Unknown stands last either way round. Equal keys are ordered by id, as the database does. */
function byKey(descending: boolean): (a: Place, b: Place) => number {
  const turn = descending ? -1 : 1
  return (a, b) => {
    if (a.key !== b.key) {
      if (a.key === undefined) return 1
      if (b.key === undefined) return -1
      return a.key < b.key ? -turn : turn
    }
    return a.id < b.id ? -turn : turn
  }
}

function keyOf(value: Value | undefined, places: readonly string[] | undefined): string | number | undefined {
  if (value === undefined || typeof value === 'number') return value
  if (typeof value !== 'string') return JSON.stringify(value)
  if (!places) return value
  const place = places.indexOf(value)
  return place === -1 ? undefined : place
}

/** Ids of a kind as it stood, filtered and ordered by what was true and known then. */
async function pastPlaces(
  ctx: Context,
  read: ReadDb,
  query: Omit<PastQuery, 'after' | 'from' | 'limit'>,
  asOf: AsOfDays,
): Promise<Place[]> {
  const filters = [query.filter, query.where].flatMap((clause) =>
    clause === undefined ? [] : filterOf(ctx, query.kind, clause),
  )
  const descending = query.sort.startsWith('-')
  const sort = descending ? query.sort.slice(1) : query.sort
  const fact = packOf(ctx).facts.get(sort)
  // In the order of the pack, as lists of today are.
  const enumerated = fact?.type === 'enum' ? (fact.values ?? []).map((one) => one.id) : undefined
  const reach = reachOf(ctx.actor, 'registry.read')
  const on = day(asOf.on)
  const places: Place[] = []
  for await (const stretch of pastProfiles(ctx, read, query.kind, asOf))
    for (const profile of stretch) {
      if (!inReach(reach, profile) || !query.matches(profile)) continue
      if (!filters.every((filter) => verdictOf(filter, profile.facts, { on }) === 'yes')) continue
      places.push({
        id: profile.subject_id,
        key: sort === 'name' ? profile.sort_key : keyOf(profile.facts[sort], enumerated),
      })
    }
  return places.sort(byKey(descending))
}

/** Every id of a list as it stood, in its order. */
export async function pastRowIds(
  ctx: Context,
  read: ReadDb,
  query: Omit<PastQuery, 'after' | 'from' | 'limit'>,
  asOf: AsOfDays,
): Promise<string[]> {
  return (await pastPlaces(ctx, read, query, asOf)).map((place) => place.id)
}

/** A page of a kind as it stood. */
export async function pastPage(
  ctx: Context,
  read: ReadDb,
  query: PastQuery,
  asOf: AsOfDays,
): Promise<{ rows: StoredProfile[]; more: boolean; total: number }> {
  const places = await pastPlaces(ctx, read, query, asOf)
  const from =
    query.after === undefined ? (query.from ?? 0) : places.findIndex((place) => place.id === query.after) + 1
  const page = places.slice(from, from + query.limit)
  const rows = new Map(
    (
      await projected(
        ctx,
        read,
        query.kind,
        page.map((place) => place.id),
        asOf,
      )
    ).map((row) => [row.subject_id, row]),
  )
  return {
    rows: page.flatMap((place) => rows.get(place.id) ?? []),
    more: from + query.limit < places.length,
    total: places.length,
  }
}
