import type { Value } from '@qiongding/kernel'
import { type RawBuilder, sql } from 'kysely'
import { may, type Reach, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, type DistrictPack, packOf } from '../../pack.ts'
import type { SubjectRow } from '../contract.ts'
import { groupsOf, rootsOf } from '../duplicates/joined.ts'
import { passesOf } from '../duplicates/rules.ts'
import { fold } from '../fold.ts'
import { statementsOf } from '../projection.ts'
import { HOLDER, isMasked } from '../values.ts'

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
  /** Of a past day: whose statements it was made of, where it was more than one's. */
  members?: readonly string[]
}

export const COLUMNS = sql`subject_id, kind, name, sort_key, holder_id, demonstration, as_of, version, facts, sealed`

/** The rows an actor may see: all, or those of the party he acts for. */
export function within(reach: Reach): RawBuilder<unknown> {
  if (reach.all) return sql`true`
  // An office sees the registry whole or not at all: rows belong to parties, not to offices.
  return reach.parties.length > 0
    ? sql`(subject_id = any(${reach.parties as string[]}::uuid[]) or holder_id = any(${reach.parties as string[]}::uuid[]))`
    : sql`false`
}

/** Opens sealed values of records, by their id: those of a group are sealed under the keys of its members. */
export async function openersOf(
  ctx: Context,
  read: ReadDb,
  profiles: readonly Pick<StoredProfile, 'subject_id' | 'members'>[],
): Promise<Map<string, (sealed: string) => unknown>> {
  if (profiles.length === 0) return new Map()
  const groups = await groupsOf(
    read,
    profiles.filter((one) => !one.members).map((one) => one.subject_id),
  )
  const membersOf = ({ subject_id: id, members }: (typeof profiles)[number]) =>
    members ?? groups.get(id)?.members ?? [id]
  const keys = await ctx.district.keys.forReading(read, [...new Set(profiles.flatMap(membersOf))])
  return new Map(
    profiles.map((profile) => [
      profile.subject_id,
      (sealed) => {
        for (const member of membersOf(profile)) {
          const value = keys.get(member)?.open(sealed)
          if (value !== undefined) return value
        }
        return undefined
      },
    ]),
  )
}

/** Keys of values that are not passed on as they stand: closed facts, and the link to the holder. */
const notPlain = new WeakMap<DistrictPack, ReadonlySet<string>>()

function notPlainIn(pack: DistrictPack): ReadonlySet<string> {
  let keys = notPlain.get(pack)
  if (!keys) {
    keys = new Set([HOLDER, ...[...pack.facts.values()].filter(isMasked).map((fact) => fact.key)])
    notPlain.set(pack, keys)
  }
  return keys
}

/** Values of a profile that the reader may see, and the names of those he may not. */
function seenOf(
  ctx: Context,
  profile: StoredProfile,
  opener: ((sealed: string) => unknown) | undefined,
): { readonly values: Record<string, Value>; readonly masked: string[] } {
  const { facts: dictionary } = packOf(ctx)
  const held = notPlainIn(packOf(ctx))
  // Most records hold nothing that is closed to anybody.
  if (profile.sealed === null && !Object.keys(profile.facts).some((key) => held.has(key)))
    return { values: profile.facts, masked: [] }
  const values: Record<string, Value> = {}
  const masked: string[] = []
  const open = may(ctx.actor, 'personal.read', aboutProfile(profile))
  for (const [key, value] of Object.entries(profile.facts)) {
    if (key === HOLDER) continue
    if (isMasked(dictionary.get(key)) && !open) masked.push(key)
    else values[key] = value
  }
  for (const [name, sealed] of Object.entries(profile.sealed ?? {})) {
    const value = open ? (opener?.(sealed) as Value | undefined) : undefined
    if (value === undefined) masked.push(name)
    else values[name] = value
  }
  return { values, masked: masked.toSorted() }
}

/** Profiles with their personal values opened where the reader may see them; what stays closed is named. */
export async function openProfiles(
  ctx: Context,
  read: ReadDb,
  profiles: readonly StoredProfile[],
): Promise<SubjectRow[]> {
  const { kinds } = packOf(ctx)
  const closed = profiles.filter((one) => one.sealed && may(ctx.actor, 'personal.read', aboutProfile(one)))
  const opening = await openersOf(ctx, read, closed)
  return profiles.map((profile) => {
    const { values, masked } = seenOf(ctx, profile, opening.get(profile.subject_id))
    const nameFact = kinds.get(profile.kind)?.nameFact
    const name = profile.name || (nameFact && typeof values[nameFact] === 'string' ? values[nameFact] : '')
    return {
      id: profile.subject_id,
      kind: profile.kind,
      name: name || shortName(profile.subject_id),
      values,
      masked,
      asOf: profile.as_of,
      demonstration: profile.demonstration,
    }
  })
}

/** What a person is called to somebody who may not know the name: the last characters of the record's id. */
export function shortName(id: string): string {
  return `#${id.slice(-6)}`
}

export const aboutProfile = (profile: { subject_id: string; holder_id: string | null }) => ({
  party: profile.holder_id ?? profile.subject_id,
})

/** One stored profile, if the actor may see it. The id of a record that was merged finds the one it shows under. */
export async function findProfile(
  ctx: Context,
  read: ReadDb,
  id: string,
  kind?: string,
): Promise<StoredProfile> {
  const find = async (one: string) =>
    (
      await sql<StoredProfile>`select ${COLUMNS} from profile where district_id = ${read.district} and subject_id = ${one}::uuid ${kind ? sql`and kind = ${kind}` : sql``} and ${within(reachOf(ctx.actor, 'registry.read'))}`.execute(
        read.query,
      )
    ).rows[0]
  const direct = await find(id)
  // What is stated of a journey is projected like a record, but is none of the registry: the journey says who may read it.
  const isRecord = (profile: StoredProfile | undefined) =>
    profile !== undefined && packOf(ctx).kinds.has(profile.kind)
  if (direct && isRecord(direct)) return direct
  const root = (await rootsOf(read, [id])).get(id)
  const profile = root === undefined ? undefined : await find(root)
  if (!profile || !isRecord(profile)) throw refuse('not-found')
  return profile
}

/**
 * Stored profiles by id, whoever asks: for composing answers whose right to be seen was checked before. Asked for a record that was
 * merged, it answers what that record is now, under the id asked for.
 */
export async function profilesById(read: ReadDb, ids: readonly string[]): Promise<StoredProfile[]> {
  if (ids.length === 0) return []
  const find = async (wanted: readonly string[]) =>
    (
      await sql<StoredProfile>`select ${COLUMNS} from profile where district_id = ${read.district} and subject_id = any(${wanted as string[]}::uuid[])`.execute(
        read.query,
      )
    ).rows
  const direct = await find(ids)
  const there = new Set(direct.map((row) => row.subject_id))
  const absent = [...new Set(ids)].filter((id) => !there.has(id))
  const roots = await rootsOf(read, absent)
  if (roots.size === 0) return direct
  const shown = new Map((await find([...new Set(roots.values())])).map((row) => [row.subject_id, row]))
  return [
    ...direct,
    ...[...roots].flatMap(([id, root]) => {
      const row = shown.get(root)
      return row ? [{ ...row, subject_id: id }] : []
    }),
  ]
}

/** The winners of one subject's statements, with where each comes from. */
export async function foldedFacts(
  read: ReadDb,
  id: string,
  asOf: AsOfDays,
): Promise<ReturnType<typeof fold>> {
  const group = (await groupsOf(read, [id], asOf)).get(id)
  const statements = await statementsOf(read, group?.members ?? [id], asOf.past ? asOf : undefined)
  return fold([...statements.values()].flat(), group && passesOf(group))
}
