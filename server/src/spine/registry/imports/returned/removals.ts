import type { WriteTx } from '../../../../platform/db/database.ts'
import { groupsOf } from '../../duplicates/joined.ts'
import { standing } from '../../fold.ts'
import type { ImportRow } from '../../import-object.ts'
import { statementsOf } from '../../projection.ts'
import type { NewStatement } from '../../write.ts'
import type { RowPlan } from '../plan.ts'

/** Everything that stands of records that a person said should never have been there, taken back; a withdrawal of the import undoes it. */
export async function removals(
  tx: WriteTx,
  row: Pick<ImportRow, 'id' | 'source'>,
  plans: readonly RowPlan[],
): Promise<NewStatement[]> {
  const removed = plans.flatMap((plan) =>
    plan.action === 'remove' && plan.subjectId !== undefined ? [{ id: plan.subjectId, row: plan.row }] : [],
  )
  if (removed.length === 0) return []
  const groups = await groupsOf(
    tx,
    removed.map((one) => one.id),
  )
  const rowOf = new Map(
    removed.flatMap((one) => (groups.get(one.id)?.members ?? [one.id]).map((id) => [id, one.row])),
  )
  const statements = await statementsOf(tx, [...rowOf.keys()])
  return [...statements].flatMap(([subjectId, spoken]) =>
    standing(spoken).map((one) => ({
      subjectId,
      fresh: false,
      source: row.source,
      asOf: one.asOf,
      values: {},
      retracts: one.id,
      importId: row.id,
      row: rowOf.get(subjectId) as number,
      demonstration: one.demonstration,
    })),
  )
}
