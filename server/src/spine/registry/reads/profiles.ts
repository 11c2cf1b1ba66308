import type { Value } from '@qiongding/kernel'
import { type RawBuilder, sql } from 'kysely'
import { may, type Reach, reachOf } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/refusals.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type AsOfDays, packOf } from '../../pack.ts'
import type { SubjectRow } from '../contract.ts'
import { fold } from '../fold.ts'
import { HOLDER, isMasked } from '../values.ts'
import { statementsOf } from '../write.ts'

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

export const COLUMNS = sql`subject_id, kind, name, sort_key, holder_id, demonstration, as_of, version, facts, sealed`

/** The rows an actor may see: all, or those of the party he acts for. */
export function within(reach: Reach): RawBuilder<unknown> {
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
      const value = open ? (key?.open(sealed) as Value | undefined) : undefined
      if (value === undefined) masked.push(name)
      else values[name] = value
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

export const aboutProfile = (profile: { subject_id: string; holder_id: string | null }) => ({
  party: profile.holder_id ?? profile.subject_id,
})

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
