import { sql } from 'kysely'
import type { WriteTx } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import { byMember, knownMerges, putJoined } from './duplicates/joined.ts'
import { type Group, groupsFrom } from './duplicates/rules.ts'
import { joinedOf, type Material, profileOf } from './profile-row.ts'
import { putProfiles, statementsOf } from './projection.ts'
import { shapeOf } from './shape.ts'

/** Subjects projected in one go. */
const STRETCH = 2_000

async function materialOf(
  tx: WriteTx,
  ctx: Context,
  ids: readonly string[],
): Promise<Omit<Material, 'under'>> {
  return { statements: await statementsOf(tx, ids), keys: await ctx.district.keys.forReading(tx, ids) }
}

/**
 * Writes the profile of every record anew from its statements and the merges of the ledger, into an empty table shaped like `profile`.
 * Answers how many there are.
 */
export async function rebuildProfiles(
  tx: WriteTx,
  ctx: Context,
  into: string,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
  const groups = byMember(groupsFrom(await knownMerges(tx)))
  const under = new Map([...groups].map(([id, group]) => [id, group.root]))
  let last = '00000000-0000-0000-0000-000000000000'
  let written = 0
  let done = 0
  for (;;) {
    const found = await sql<{ subject_id: string; kind: string }>`
      select distinct on (subject_id) subject_id, kind from statement where district_id = ${tx.district} and subject_id > ${last}::uuid order by subject_id limit ${STRETCH}
    `.execute(tx.query)
    const next = found.rows.at(-1)
    if (!next) return written
    last = next.subject_id
    // A group is made when its root comes by.
    const records = found.rows.filter(({ subject_id: id }) => (under.get(id) ?? id) === id)
    const material = {
      ...(await materialOf(
        tx,
        ctx,
        records.flatMap(({ subject_id: id }) => groups.get(id)?.members ?? [id]),
      )),
      under,
    }
    for (const [kind, subjects] of Map.groupBy(records, (row) => row.kind)) {
      const shape = shapeOf(ctx, kind)
      const rows = subjects.flatMap(
        ({ subject_id: id }) => profileOf(shape, id, material, groups.get(id)) ?? [],
      )
      await putProfiles(tx, shape, rows, { fresh: true, into })
      written += rows.length
    }
    done += found.rows.length
    onProgress(done)
  }
}

/** Writes anew which records stand together, from the merges of the ledger, into an empty table shaped like `joined`. */
export async function rebuildJoined(
  tx: WriteTx,
  ctx: Context,
  into: string,
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  const groups: Group[] = groupsFrom(await knownMerges(tx))
  const under = new Map(groups.flatMap(({ root, members }) => members.map((id) => [id, root] as const)))
  const kindOf = (group: Group) => group.merges[0]?.kind ?? ''
  for (const [kind, own] of Map.groupBy(groups, kindOf)) {
    const shape = shapeOf(ctx, kind)
    const found = await materialOf(
      tx,
      ctx,
      own.flatMap((group) => group.members),
    )
    const material = { ...found, under }
    for (const group of own) await putJoined(tx, kind, joinedOf(shape, group, material), into)
    onProgress(own.length)
  }
}
