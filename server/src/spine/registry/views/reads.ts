import { sql } from 'kysely'
import { mayAtAll } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { kindOf } from '../../pack.ts'
import { sortKey } from '../words.ts'
import type { View, viewsContract } from './contract.ts'
import type { ViewRow } from './tables.ts'

/** The office whose people may see a view; those who act for an enterprise or see only a part of a list share none. */
export function officeOf(ctx: Context): string | undefined {
  return ctx.actor.kind === 'person' && mayAtAll(ctx.actor, 'registry.read') === 'yes'
    ? ctx.actor.office
    : undefined
}

export function viewOf(ctx: Context, row: ViewRow): View {
  return {
    id: row.id,
    name: row.name,
    shared: row.shared,
    standard: row.standard,
    ...(row.q !== undefined && { q: row.q }),
    ...(row.filter !== undefined && { filter: row.filter }),
    sort: row.sort,
    ...(row.columns && { columns: [...row.columns] }),
    by: row.by,
    mine: row.byId === ctx.actor.id,
  }
}

/** Views of a list that the actor may see: his own, and those that his office shares. */
export async function viewRows(ctx: Context, read: ReadDb, kind: string): Promise<ViewRow[]> {
  const office = officeOf(ctx) ?? null
  const found = await sql<{ row: ViewRow }>`
    select row from list_view where district_id = ${read.district} and kind = ${kind} and state = 'kept'
      and (by_id = ${ctx.actor.id} or office = ${office}::text) order by id limit 200
  `.execute(read.query)
  return found.rows.map((one) => one.row)
}

export function listViews(ctx: Context, query: InputOf<typeof viewsContract.list>) {
  kindOf(ctx, query.kind)
  return reading(ctx, async (read) => {
    const keyed = (await viewRows(ctx, read, query.kind)).map((row) => ({ row, key: sortKey(row.name) }))
    const rows = keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    return { rows: rows.map(({ row }) => viewOf(ctx, row)), mayShare: officeOf(ctx) !== undefined }
  })
}
