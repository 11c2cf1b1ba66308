import { sql } from 'kysely'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf } from '../../../../platform/verb/verb.ts'
import { viewOf } from '../../exports/reads.ts'
import type { ExportRow } from '../../exports/tables.ts'
import type { ImportRow } from '../../import-object.ts'
import { importRow } from '../reads.ts'
import type { correctionContract } from './contract.ts'

/** Corrections named on the page of the list they correct: the newest of them. */
const NAMED = 20

/** The correction that the reader had written last, and what came back of any, newest first. */
export function correctionsOf(ctx: Context, query: InputOf<typeof correctionContract.corrections>) {
  return reading(ctx, async (read) => {
    const row = await importRow(read, query.id)
    if (!row) throw refuse('not-found')
    const made = await sql<{ row: ExportRow }>`
      select row from export where district_id = ${read.district} and by_id = ${ctx.actor.id} and import_id = ${row.id}::uuid
      order by id desc limit 1
    `.execute(read.query)
    const back = await sql<{ row: ImportRow }>`
      select row from import where district_id = ${read.district} and row->'corrects'->>'id' = ${row.id} order by id desc limit ${NAMED}
    `.execute(read.query)
    const file = made.rows[0]?.row
    return {
      ...(file && { file: await viewOf(ctx, read, file) }),
      returned: back.rows.map(({ row: { id, state, by, recordedAt, counts } }) => ({
        id,
        state,
        by,
        recordedAt,
        errors: counts.errors,
      })),
    }
  })
}
