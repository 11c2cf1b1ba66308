import { clauseSql } from '@qiongding/clause/sql'
import { day } from '@qiongding/kernel'
import type { ListDefinition } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/verb/context.ts'
import { kindOf } from '../../../pack.ts'
import { conditionOf } from '../../filter.ts'
import { OPEN_STANDINGS, standingSql } from '../../standing.ts'
import { clauseOfShape } from '../frozen.ts'
import { overdueSince, shapeOfList } from '../rules.ts'

/**
 * Who is on a list today, as conditions over the table of profiles: `on` is true for members, `unknown` for whom the clause says neither
 * yes nor no, `ended` for needs that the clause takes and that have run out.
 */
export function membersNow(
  ctx: Context,
  list: ListDefinition,
  on: string,
): { on: RawBuilder<boolean>; unknown: RawBuilder<boolean>; ended: RawBuilder<boolean> } | undefined {
  const clause = clauseOfShape(ctx, shapeOfList(list))
  const emitted = clause && clauseSql(clause, { facts: 'facts', on: day(on) })
  // A clause that asks for a person's eye has no SQL: nobody is on such a list by itself.
  if (clause && !emitted) return undefined
  const verdict: RawBuilder<boolean | null> = emitted ? conditionOf(emitted) : sql<boolean>`true`
  const open: RawBuilder<boolean> = list.open
    ? sql<boolean>`${standingSql(kindOf(ctx, list.kind), on)} = any(${[...OPEN_STANDINGS]}::text[])`
    : sql<boolean>`true`
  return {
    on: sql<boolean>`(${verdict} is true and ${open})`,
    unknown: sql<boolean>`(${verdict} is null)`,
    ended: sql<boolean>`(${verdict} is true and not ${open})`,
  }
}

/** How many are on a list today, and how many are not and why. */
export async function countsNow(ctx: Context, read: ReadDb, list: ListDefinition, on: string) {
  const members = membersNow(ctx, list, on)
  const none = { rows: 0, unknown: 0, ended: 0, stale: 0, demonstration: false }
  if (!members) return none
  const stale = overdueSince(list.rowRefresh ?? list.refresh, on)
  const found = await sql<{
    rows: number
    unknown: number
    ended: number
    stale: number
    newest: string | null
    demonstration: boolean | null
  }>`
    select count(*) filter (where ${members.on})::integer as rows, count(*) filter (where ${members.unknown})::integer as unknown,
      count(*) filter (where ${members.ended})::integer as ended, count(*) filter (where ${members.on} and as_of <= ${stale}::date)::integer as stale,
      max(as_of) filter (where ${members.on}) as newest, bool_or(demonstration) filter (where ${members.on}) as demonstration
    from profile where district_id = ${read.district} and kind = ${list.kind}
  `.execute(read.query)
  const row = found.rows[0]
  if (!row) return none
  const { newest, demonstration, ...counts } = row
  return { ...counts, demonstration: demonstration === true, ...(newest !== null && { newest }) }
}
