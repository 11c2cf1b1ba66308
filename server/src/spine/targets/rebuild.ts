import { type ReadDb, tablesOf } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { isMeasured, measure } from './measure.ts'
import type { TargetTables } from './tables.ts'

/** Measured indicators whose kept figure is not what the ledger comes to, as it stood at the instant the figure was taken. */
export async function wrongReadings(
  ctx: Context,
  read: ReadDb,
): Promise<{ rows: number; wrong: { id: string; columns: string[] }[] }> {
  const { pack } = packOf(ctx)
  const definitions = new Map(pack.indicators.filter(isMeasured).map((one) => [one.id, one]))
  const kept = await tablesOf<TargetTables>(read)
    .selectFrom('measured')
    .selectAll()
    .where('district_id', '=', read.district)
    // A figure of an earlier edition of the pack is never shown and has no definition to be held against.
    .where('pack', '=', pack.fingerprint)
    .orderBy('indicator')
    .execute()
  const wrong: { id: string; columns: string[] }[] = []
  for (const row of kept) {
    const indicator = definitions.get(row.indicator)
    if (!indicator) continue
    const asOf = { on: row.day, known: row.day, knownAt: row.taken_at, past: true }
    const { value, missing, rows } = await measure(ctx, read, indicator, asOf)
    const counted = rows.filter((one) => one.verdict === 'yes').length
    const columns = [
      ...((value ?? null) !== row.value ? ['value'] : []),
      ...(missing !== row.missing ? ['missing'] : []),
      ...(counted !== row.counted ? ['counted'] : []),
    ]
    if (columns.length > 0) wrong.push({ id: row.indicator, columns })
  }
  return { rows: kept.length, wrong }
}
