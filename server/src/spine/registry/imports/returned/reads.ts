import { sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { packOf } from '../../../pack.ts'
import type { ExportRow } from '../../exports/tables.ts'
import type { ImportRow } from '../../import-object.ts'
import type { DiffRow, ImportView } from '../contract.ts'
import type { RowPlan } from '../plan.ts'
import { exitOf } from './plan.ts'

/** Offices of people, by their sign-in; of whoever has none, or is gone, nothing. */
export async function officesOf(read: ReadDb, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const found = await sql<{ user_id: string; office: string }>`
    select user_id::text as user_id, office from member where district_id = ${read.district} and office is not null and user_id::text = any(${[...new Set(people)]}::text[])
  `.execute(read.query)
  return new Map(found.rows.map((row) => [row.user_id, row.office]))
}

/** What returned files were when they went out, and who sent them back; by import. */
export async function returnedViews(
  ctx: Context,
  read: ReadDb,
  rows: readonly ImportRow[],
): Promise<Map<string, NonNullable<ImportView['returned']>>> {
  const returned = rows.filter((row) => row.returns !== undefined)
  if (returned.length === 0) return new Map()
  const found = await sql<{ row: ExportRow }>`
    select row from export where district_id = ${read.district} and id = any(${returned.map((row) => row.returns as string)}::uuid[])
  `.execute(read.query)
  const exports = new Map(found.rows.map(({ row }) => [row.id, row]))
  const offices = await officesOf(
    read,
    returned.map((row) => row.byId),
  )
  return new Map(
    returned.flatMap((row) => {
      const exported = exports.get(row.returns as string)
      return exported ? [[row.id, viewOfReturn(ctx, row, exported, offices.get(row.byId))] as const] : []
    }),
  )
}

function viewOfReturn(
  ctx: Context,
  row: ImportRow,
  exported: ExportRow,
  office: string | undefined,
): NonNullable<ImportView['returned']> {
  const kind = packOf(ctx).kinds.get(exported.kind)
  const exit = kind && exitOf(kind, exported.on)
  return {
    exportId: exported.id,
    ...(exported.rows !== undefined && { rows: exported.rows }),
    ...(exported.template !== undefined && { template: exported.template }),
    on: exported.on,
    past: exported.past,
    by: exported.by,
    ...(exported.office !== undefined && { office: exported.office }),
    recordedAt: exported.recordedAt,
    ...(exported.filter !== undefined && { filter: exported.filter }),
    rivals: [],
    returner: { by: row.by, ...(office !== undefined && { office }), at: row.recordedAt },
    ways: { ...row.ways },
    ...(row.absent !== undefined && { absent: row.absent }),
    ...(exit && { exitFact: exit.key }),
  }
}

type Side = NonNullable<DiffRow['fields'][number]['ours']>

/** Who stated what stands, with the office he sits in: of an import that of whoever sent it. */
export async function sidesOf(
  read: ReadDb,
  plans: readonly RowPlan[],
): Promise<(statementId: string) => Pick<Side, 'office'>> {
  const ids = plans.flatMap((plan) =>
    plan.fields.flatMap(({ way, ours }) => (way !== undefined && ours ? [ours.statementId] : [])),
  )
  if (ids.length === 0) return () => ({})
  const found = await sql<{ id: string; person: string | null }>`
    select s.id, case when s.actor_kind = 'import' then i.by_id else s.actor_id end as person from statement s
    left join import i on i.district_id = s.district_id and i.id = s.import_id
    where s.district_id = ${read.district} and s.id = any(${[...new Set(ids)]}::uuid[])
  `.execute(read.query)
  const personOf = new Map(found.rows.map((row) => [row.id, row.person ?? '']))
  const offices = await officesOf(read, [...personOf.values()])
  return (statementId) => {
    const office = offices.get(personOf.get(statementId) ?? '')
    return office === undefined ? {} : { office }
  }
}
