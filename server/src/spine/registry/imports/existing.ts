import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import { textArray } from '../../../platform/db/many.ts'
import type { SubjectKey } from '../../../platform/keys.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { groupsOf } from '../duplicates/joined.ts'
import { passesOf } from '../duplicates/rules.ts'
import { fold, type Winner } from '../fold.ts'
import { statementsOf } from '../projection.ts'

type Member = { subject_id: string; under_id: string; identity: string | null; name_key: string }

type Stored = {
  subject_id: string
  name: string
  identity: string | null
  name_key: string
  as_of: string
  version: string
  facts: Record<string, Value>
  sealed: Record<string, string> | null
}

/** A record that rows may be about, as it stands. */
export type Existing = Stored & {
  /** Records that show under it, itself included; empty where it stands alone. */
  readonly members: readonly Member[]
  /** The value that stands for a fact, closed ones opened. */
  readonly valueOf: (fact: string) => Value | undefined
}

/** A record found by what a row says, and whom a statement of the row would be about: of merged records the one that bore it. */
export type Found = { readonly record: Existing; readonly statedId: string }

export type Lookup = {
  readonly byIdentity: ReadonlyMap<string, Found>
  readonly byName: (nameKey: string) => readonly Found[]
  /** A record by its id, or by that of one that was merged into it: the statement is about the one that was named. */
  readonly byId: (id: string) => Found | undefined
  /** Who won each fact, of records that have statements later than the sheet. */
  readonly winnersOf: (record: Existing) => ReadonlyMap<string, Winner>
}

/** Records of a kind that bear one of these identities or names, or bore it before they were merged. */
export async function lookUp(
  ctx: Context,
  read: ReadDb,
  {
    kind,
    identities,
    nameKeys,
    asOf,
    ids: named = [],
  }: {
    kind: string
    identities: readonly string[]
    nameKeys: readonly string[]
    asOf: string
    ids?: readonly string[]
  },
): Promise<Lookup> {
  const columns = sql`subject_id, name, identity, name_key, as_of, version, facts, sealed`
  const own = sql`district_id = ${read.district} and kind = ${kind}`
  const stored = (
    await sql<Stored>`
      select ${columns} from profile where ${own} and identity = any(${textArray(identities)})
      union all
      select ${columns} from profile where ${own} and name_key = any(${textArray(nameKeys)})
      union all
      select ${columns} from profile where ${own} and subject_id in (
        select under_id from joined where ${own} and (identity = any(${textArray(identities)}) or name_key = any(${textArray(nameKeys)})))
      ${
        named.length > 0
          ? sql`union all
      select ${columns} from profile where ${own} and subject_id = any(${named as string[]}::uuid[])
      union all
      select ${columns} from profile where ${own} and subject_id in (select under_id from joined where ${own} and subject_id = any(${named as string[]}::uuid[]))`
          : sql``
      }
    `.execute(read.query)
  ).rows
  const ids = [...new Set(stored.map((one) => one.subject_id))]
  const joined = (
    await sql<Member>`
      select subject_id, under_id, identity, name_key from joined where district_id = ${read.district} and under_id = any(${ids}::uuid[]) order by subject_id
    `.execute(read.query)
  ).rows
  const membersOf = Map.groupBy(joined, (member) => member.under_id)
  const idsOf = (id: string) => membersOf.get(id)?.map((member) => member.subject_id) ?? [id]
  const keys = await ctx.district.keys.forReading(
    read,
    stored.filter((one) => one.sealed).flatMap((one) => idsOf(one.subject_id)),
  )
  const records = new Map(
    stored.map((one) => [
      one.subject_id,
      {
        ...one,
        members: membersOf.get(one.subject_id) ?? [],
        valueOf: opener(
          one,
          idsOf(one.subject_id).flatMap((id) => keys.get(id) ?? []),
        ),
      },
    ]),
  )
  const byIdentity = new Map<string, Found>()
  const names = new Map<string, Map<string, Found>>()
  // What a record bears now goes before what another bore before it was merged.
  for (const record of [...records.values()].toSorted((a, b) => b.members.length - a.members.length))
    for (const claim of claimsOf(record)) {
      const found = { record, statedId: claim.subject_id }
      if (claim.identity !== null) byIdentity.set(claim.identity, found)
      const bearers = names.get(claim.name_key) ?? new Map<string, Found>()
      names.set(claim.name_key, bearers.set(record.subject_id, found))
    }
  // A sheet older than the record may state values that a later statement has replaced: then each value's own day decides.
  const older = [...records.values()].filter((one) => one.as_of > asOf)
  const groups = await groupsOf(
    read,
    older.filter((one) => one.members.length > 0).map((one) => one.subject_id),
  )
  const statements = await statementsOf(
    read,
    older.flatMap((one) => idsOf(one.subject_id)),
  )
  return {
    byIdentity,
    byName: (nameKey) => [...(names.get(nameKey)?.values() ?? [])],
    byId: (id) => {
      const record =
        records.get(id) ?? records.get(joined.find((member) => member.subject_id === id)?.under_id ?? '')
      return record && { record, statedId: id }
    },
    winnersOf: ({ subject_id: id }) => {
      const group = groups.get(id)
      return fold(
        idsOf(id).flatMap((one) => statements.get(one) ?? []),
        group && passesOf(group),
      )
    },
  }
}

/** By what a record is known, the strongest claim last: as a whole, as each that was merged into it, as itself alone. */
function claimsOf(record: Existing): readonly Pick<Member, 'subject_id' | 'identity' | 'name_key'>[] {
  const isRoot = (member: Member) => member.subject_id === record.subject_id
  return [
    record,
    ...record.members.filter((member) => !isRoot(member)).toReversed(),
    ...record.members.filter(isRoot),
  ]
}

function opener(stored: Stored, keys: readonly SubjectKey[]): (fact: string) => Value | undefined {
  return (fact) => {
    const value = stored.facts[fact]
    const sealed = stored.sealed?.[fact]
    if (value !== undefined || sealed === undefined) return value
    for (const key of keys) {
      const opened = key.open(sealed)
      if (opened !== undefined) return opened as Value
    }
    return undefined
  }
}
