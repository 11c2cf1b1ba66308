import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../../../platform/db/database.ts'
import type { MergeRow } from './merge-object.ts'
import { type Group, groupsFrom } from './rules.ts'

/** An instant as of which merges are asked for; with `past` false it is now. */
type Known = { readonly knownAt: string; readonly past?: boolean }

/** Merges that stood at an instant, from the ledger: that two are one was always so, and only when it was known counts. */
export async function knownMerges(read: ReadDb, known?: Known): Promise<MergeRow[]> {
  const found = await sql<{ after: MergeRow }>`
    select distinct on (about_id) after from ledger
    where district_id = ${read.district} and about_kind = 'merge' ${known ? sql`and recorded_at <= ${known.knownAt}::timestamptz` : sql``}
    order by about_id, recorded_at desc, id desc
  `.execute(read.query)
  return found.rows.map((row) => row.after).filter((row) => row.state === 'standing')
}

/** Groups by each of their members. */
export function byMember(groups: readonly Group[]): Map<string, Group> {
  return new Map(groups.flatMap((group) => group.members.map((id) => [id, group] as const)))
}

/** Groups that subjects stand in, by the ids asked about; now, or as known at an instant. Who stands alone is absent. */
export async function groupsOf(
  read: ReadDb,
  ids: readonly string[],
  known?: Known,
): Promise<Map<string, Group>> {
  if (ids.length === 0) return new Map()
  if (known && known.past !== false) {
    const groups = byMember(groupsFrom(await knownMerges(read, known)))
    return new Map(ids.flatMap((id) => (groups.has(id) ? [[id, groups.get(id) as Group]] : [])))
  }
  const members = await sql<{ subject_id: string }>`
    select subject_id from joined where district_id = ${read.district} and under_id in (
      select under_id from joined where district_id = ${read.district} and subject_id = any(${ids as string[]}::uuid[]))
  `.execute(read.query)
  if (members.rows.length === 0) return new Map()
  const merges = await sql<{ row: MergeRow }>`
    select row from merge where district_id = ${read.district} and state = 'standing' and merged_id = any(${members.rows.map((row) => row.subject_id)}::uuid[])
  `.execute(read.query)
  const groups = byMember(groupsFrom(merges.rows.map(({ row }) => row)))
  return new Map(ids.flatMap((id) => (groups.has(id) ? [[id, groups.get(id) as Group]] : [])))
}

/** The records under which subjects show, by the ids asked about; who stands alone is absent. */
export async function rootsOf(
  read: ReadDb,
  ids: readonly string[],
  known?: Known,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  if (known && known.past !== false)
    return new Map([...(await groupsOf(read, ids, known))].map(([id, group]) => [id, group.root]))
  const found = await sql<{ subject_id: string; under_id: string }>`
    select subject_id, under_id from joined where district_id = ${read.district} and subject_id = any(${[...new Set(ids)]}::uuid[])
  `.execute(read.query)
  return new Map(found.rows.map((row) => [row.subject_id, row.under_id]))
}

/** All ids under which a subject is known, its own included. */
export async function membersOf(read: ReadDb, id: string, known?: Known): Promise<readonly string[]> {
  if (known && known.past !== false) return (await groupsOf(read, [id], known)).get(id)?.members ?? [id]
  const found = await sql<{ subject_id: string }>`
    select subject_id from joined where district_id = ${read.district} and under_id = (
      select under_id from joined where district_id = ${read.district} and subject_id = ${id}::uuid) order by subject_id
  `.execute(read.query)
  return found.rows.length > 0 ? found.rows.map((row) => row.subject_id) : [id]
}

/** Names the lock that merges and everything they turn round take; the number is arbitrary and ours. */
const MERGE_LOCK = 4_600_003

/**
 * Held by whoever writes statements, until the transaction ends: meanwhile nobody merges, so what was looked up stays true. Writers do not
 * hold each other up. Must be taken before any row is locked.
 */
export async function besideMerges(tx: WriteTx): Promise<void> {
  if (beside.has(tx)) return
  await sql`select pg_advisory_xact_lock_shared(${MERGE_LOCK}, ${tx.district % 2 ** 31}::integer)`.execute(
    tx.query,
  )
  beside.add(tx)
}

/** Transactions that hold it. */
const beside = new WeakSet<WriteTx>()

/** Held by a merge and its undoing: every writer of statements has ended, and the next one waits. */
export async function aloneMerging(tx: WriteTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${MERGE_LOCK}, ${tx.district % 2 ** 31}::integer)`.execute(tx.query)
}

export type JoinedRow = {
  readonly subject_id: string
  readonly under_id: string
  readonly identity: string | null
  readonly name_key: string
}

/** Writes which records stand together: over what there is, or into a table like it. */
export async function putJoined(
  tx: WriteTx,
  kind: string,
  rows: readonly JoinedRow[],
  into = 'joined',
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into ${sql.table(into)} (district_id, subject_id, kind, under_id, identity, name_key)
    select ${tx.district}, subject_id, ${kind}, under_id, identity, name_key
    from unnest(
      ${rows.map((row) => row.subject_id)}::uuid[], ${rows.map((row) => row.under_id)}::uuid[],
      ${rows.map((row) => row.identity)}::text[], ${rows.map((row) => row.name_key)}::text[]
    ) as made (subject_id, under_id, identity, name_key)
    on conflict (district_id, subject_id) do update set under_id = excluded.under_id, identity = excluded.identity, name_key = excluded.name_key
  `.execute(tx.query)
}

/** Takes records out of their group: they stand alone. */
export async function dropJoined(tx: WriteTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from joined where district_id = ${tx.district} and subject_id = any(${ids as string[]}::uuid[])`.execute(
    tx.query,
  )
}
