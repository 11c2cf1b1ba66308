import { sql } from 'kysely'
import type { WriteTx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { packOf } from '../../pack.ts'
import type { RowPlan } from './plan.ts'

/** Notes the records with personal values that rows name and state nothing of, so that erasing one finds the sheet. */
export async function noteNamed(
  tx: WriteTx,
  ctx: Context,
  { importId, kind, plans }: { importId: string; kind: string; plans: readonly RowPlan[] },
): Promise<void> {
  if (
    !packOf(ctx)
      .factsOf.get(kind)
      ?.some((fact) => fact.sensitivity === 'personal')
  )
    return
  const named = new Set<string>()
  for (const { action, fresh, subjectId, twin } of plans) {
    if (action === 'create' || action === 'update') continue
    if (subjectId !== undefined && !fresh) named.add(subjectId)
    if (twin?.subjectId !== undefined) named.add(twin.subjectId)
  }
  if (named.size === 0) return
  await sql`
    insert into import_named (district_id, import_id, subject_id)
    select ${tx.district}, ${importId}::uuid, unnest(${[...named]}::uuid[]) on conflict do nothing
  `.execute(tx.query)
}
