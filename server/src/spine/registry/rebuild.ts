import { sql } from 'kysely'
import type { WriteTx } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import { profileOf, putProfiles, shapeOf, statementsOf } from './write.ts'

/** Subjects projected in one go. */
const STRETCH = 2_000

/** Writes the profile of every subject anew from its statements, into an empty table shaped like `profile`. Answers how many there are. */
export async function rebuildProfiles(
  tx: WriteTx,
  ctx: Context,
  into: string,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
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
    const ids = found.rows.map((row) => row.subject_id)
    const statements = await statementsOf(tx, ids)
    const keys = await ctx.district.keys.forReading(tx, ids)
    for (const [kind, subjects] of Map.groupBy(found.rows, (row) => row.kind)) {
      const shape = shapeOf(ctx, kind)
      const rows = subjects.flatMap(
        ({ subject_id: id }) => profileOf(shape, id, statements.get(id) ?? [], keys.get(id)) ?? [],
      )
      await putProfiles(tx, shape, rows, { fresh: true, into })
      written += rows.length
    }
    done += ids.length
    onProgress(done)
  }
}
