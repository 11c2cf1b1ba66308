import { sql } from 'kysely'
import { v5 as uuidv5 } from 'uuid'
import { may } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import type { Happened } from '../../../platform/verb/verb.ts'
import { besideMerges } from '../duplicates/joined.ts'
import { HOLDER } from '../values.ts'
import { withHolders, writeStatements } from '../write.ts'
import type { Outcome } from './contract.ts'
import { STRETCH, targetsOf } from './plan.ts'
import type { AmendmentRow } from './tables.ts'

type Settled = { readonly row_no: number; readonly outcome: Outcome; readonly statement: string | null }

async function settle(tx: WriteTx, id: string, rows: readonly Settled[]): Promise<void> {
  await sql`
    update amendment_row set outcome = settled.outcome, statement_id = coalesce(settled.statement, amendment_row.statement_id)
    from unnest(${rows.map((one) => one.row_no)}::integer[], ${rows.map((one) => one.outcome)}::text[], ${rows.map((one) => one.statement)}::uuid[]) as settled (row_no, outcome, statement)
    where amendment_row.district_id = ${tx.district} and amendment_row.amendment_id = ${id}::uuid and amendment_row.row_no = settled.row_no
  `.execute(tx.query)
}

type Written = { readonly looked: number; readonly happened: readonly Happened[] }

/** What a stretch did, for the ledger. Its entry has an id of its own, so that it cannot be there twice. */
const batch = (ctx: Context, row: AmendmentRow, name: string, ids: readonly string[], first: number) =>
  ids.length === 0
    ? []
    : [
        {
          name,
          about: { kind: 'amendment-batch', id: row.id },
          day: ctx.clock.today(),
          id: uuidv5(`${name} ${first}`, row.id),
          after: {
            kind: row.kind,
            fact: row.fact,
            statements: ids.length,
            first: ids[0] ?? null,
            last: ids.at(-1) ?? null,
          },
        },
      ]

/**
 * Writes the next approved rows. Each is looked at again: where something else has been stated since the review, nothing is written and
 * the row says so. Answers how many rows there were.
 */
export async function writeStretch(tx: WriteTx, ctx: Context, row: AmendmentRow): Promise<Written> {
  await besideMerges(tx)
  const actions = row.overrule ? ['change', 'disagrees'] : ['change']
  const open = await sql<{ row_no: number; subject_id: string; basis: string | null }>`
    select row_no, subject_id, basis from amendment_row where district_id = ${tx.district} and amendment_id = ${row.id}::uuid
      and outcome is null and action = any(${actions}::text[]) order by row_no limit ${STRETCH}
  `.execute(tx.query)
  if (open.rows.length === 0) return { looked: 0, happened: [] }
  const ids = open.rows.map((one) => one.subject_id)
  const targets = await targetsOf(tx, ids, row.fact, { lock: true })
  const [made] = await withHolders(tx, ctx, row.kind, [{ values: { [row.fact]: row.value } }])
  const holder = made?.values[HOLDER]
  // Nobody hands a record to a party he could not write for.
  if (holder !== undefined)
    allow(ctx, 'registry.write', { party: typeof holder === 'string' ? holder : undefined })
  const fits = open.rows.filter(({ subject_id, basis }) => {
    const target = targets.get(subject_id)
    return (
      target !== undefined &&
      (target.stands?.id ?? null) === basis &&
      may(ctx.actor, 'registry.write', { party: target.holder_id ?? target.subject_id })
    )
  })
  const statements = await writeStatements(
    tx,
    ctx,
    row.kind,
    fits.map(({ subject_id }) => ({
      subjectId: subject_id,
      fresh: false,
      source: row.source,
      asOf: row.asOf,
      values: made?.values ?? {},
      demonstration: targets.get(subject_id)?.demonstration ?? false,
    })),
  )
  const written = new Map(fits.map(({ row_no }, at) => [row_no, statements[at] ?? null]))
  await settle(
    tx,
    row.id,
    open.rows.map(({ row_no }) => ({
      row_no,
      outcome: written.has(row_no) ? ('written' as const) : ('stale' as const),
      statement: written.get(row_no) ?? null,
    })),
  )
  const first = open.rows[0]?.row_no ?? 0
  return { looked: open.rows.length, happened: batch(ctx, row, 'registry.amended', statements, first) }
}

/** Takes back the next statements that were written, by statements of their own; the ledger is only ever added to. */
export async function undoStretch(tx: WriteTx, ctx: Context, row: AmendmentRow): Promise<Written> {
  await besideMerges(tx)
  const open = await sql<{
    row_no: number
    subject_id: string
    statement_id: string
    spoken_of: string
    as_of: string
    demonstration: boolean
    retracted: boolean
  }>`
    select r.row_no, r.subject_id, r.statement_id, s.subject_id as spoken_of, s.as_of, s.demonstration,
      exists (
        select 1 from statement t where t.district_id = s.district_id and t.subject_id = s.subject_id and t.retracts = s.id
          and not exists (select 1 from statement b where b.district_id = t.district_id and b.subject_id = t.subject_id and b.retracts = t.id)) as retracted
    from amendment_row r join statement s on s.district_id = r.district_id and s.id = r.statement_id
    where r.district_id = ${tx.district} and r.amendment_id = ${row.id}::uuid and r.outcome = 'written' order by r.row_no limit ${STRETCH}
  `.execute(tx.query)
  if (open.rows.length === 0) return { looked: 0, happened: [] }
  const targets = await targetsOf(
    tx,
    open.rows.map((one) => one.subject_id),
    row.fact,
    { lock: true },
  )
  // Somebody took some of them back one by one.
  const standing = open.rows.filter((one) => !one.retracted)
  const statements = await writeStatements(
    tx,
    ctx,
    row.kind,
    standing.map((one) => ({
      subjectId: one.spoken_of,
      fresh: false,
      source: row.reason ?? '',
      asOf: one.as_of,
      values: {},
      retracts: one.statement_id,
      demonstration: one.demonstration,
    })),
  )
  await settle(
    tx,
    row.id,
    open.rows.map((one) => ({
      row_no: one.row_no,
      outcome:
        targets.get(one.subject_id)?.stands?.id === one.statement_id
          ? ('undone' as const)
          : ('overtaken' as const),
      statement: null,
    })),
  )
  const first = open.rows[0]?.row_no ?? 0
  return {
    looked: open.rows.length,
    happened: batch(ctx, row, 'registry.amendment-undone', statements, first),
  }
}
