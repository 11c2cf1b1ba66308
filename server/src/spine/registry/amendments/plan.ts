import { sql } from 'kysely'
import { may } from '../../../platform/abilities.ts'
import type { ReadDb, WriteTx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { groupsOf } from '../duplicates/joined.ts'
import { passesOf } from '../duplicates/rules.ts'
import type { Statement } from '../fold.ts'
import { statementsOf } from '../projection.ts'
import type { Action } from './contract.ts'
import { actionFor, standsFor } from './rules.ts'
import type { AmendmentRow } from './tables.ts'

/** Records looked at, written or taken back in one transaction. */
export const STRETCH = 1_000

type Target = {
  readonly subject_id: string
  readonly holder_id: string | null
  readonly demonstration: boolean
}

/** What is known of records for a fact: the record itself and the statement that stands; who is gone is absent. */
export async function targetsOf(
  read: ReadDb,
  ids: readonly string[],
  fact: string,
  options: { readonly lock?: boolean } = {},
): Promise<Map<string, Target & { readonly stands: Statement | undefined }>> {
  const found = await sql<Target>`
    select subject_id, holder_id, demonstration from profile where district_id = ${read.district} and subject_id = any(${ids as string[]}::uuid[])
    order by subject_id ${options.lock ? sql`for update` : sql``}
  `.execute(read.query)
  const there = found.rows.map((row) => row.subject_id)
  const groups = await groupsOf(read, there)
  const membersOf = (id: string) => groups.get(id)?.members ?? [id]
  const statements = await statementsOf(read, [...new Set(there.flatMap(membersOf))])
  return new Map(
    found.rows.map((row) => {
      const group = groups.get(row.subject_id)
      const spoken = membersOf(row.subject_id).flatMap((member) => statements.get(member) ?? [])
      return [row.subject_id, { ...row, stands: standsFor(spoken, fact, group && passesOf(group)) }]
    }),
  )
}

/** Looks at the next rows that nobody has looked at yet; answers how many there were. */
export async function planStretch(tx: WriteTx, ctx: Context, row: AmendmentRow): Promise<number> {
  const open = await sql<{ row_no: number; subject_id: string }>`
    select row_no, subject_id from amendment_row where district_id = ${tx.district} and amendment_id = ${row.id}::uuid and action is null
    order by row_no limit ${STRETCH}
  `.execute(tx.query)
  const ids = open.rows.map((one) => one.subject_id)
  const targets = await targetsOf(tx, ids, row.fact)
  const planned = open.rows.map(({ row_no, subject_id }) => {
    const target = targets.get(subject_id)
    const action: Action = !target
      ? 'gone'
      : may(ctx.actor, 'registry.write', { party: target.holder_id ?? target.subject_id })
        ? actionFor(target.stands, row.fact, row)
        : 'forbidden'
    return { row_no, action, basis: target?.stands?.id ?? null }
  })
  await sql`
    update amendment_row set action = looked.action, basis = looked.basis
    from unnest(${planned.map((one) => one.row_no)}::integer[], ${planned.map((one) => one.action)}::text[], ${planned.map((one) => one.basis)}::uuid[]) as looked (row_no, action, basis)
    where amendment_row.district_id = ${tx.district} and amendment_row.amendment_id = ${row.id}::uuid and amendment_row.row_no = looked.row_no
  `.execute(tx.query)
  return open.rows.length
}
