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

/** Past values of a page by the one fold that decides winners; the database's own grouping only chose which rows stand on the page. */
export async function refold(
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

/** Most subjects of a kind that one answer works over: the posts and talents of a district's lists. */
const KIND_LIMIT = 50_000

/** Subjects of one kind with their open facts, as of two days; of an actor who sees only his party's, those. */
export async function subjectsOf(
  ctx: Context,
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
): Promise<{ id: string; name: string; facts: Record<string, Value>; demonstration: boolean }[]> {
  const found = await sql<StoredProfile>`
    select ${COLUMNS} from profile where district_id = ${read.district} and kind = ${kind} and ${within(reachOf(ctx.actor, 'registry.read'))} order by subject_id limit ${KIND_LIMIT}
  `.execute(read.query)
  const rows = asOf.past ? await refold(read, found.rows, asOf) : found.rows
  return rows
    .filter((row) => Object.keys(row.facts).length > 0)
    .map((row) => ({
      id: row.subject_id,
      name: row.name,
      facts: row.facts,
      demonstration: row.demonstration,
    }))
}
