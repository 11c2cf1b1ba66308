import { checkClause, clauseSql } from '@qiongding/clause'
import { day } from '@qiongding/kernel'
import { type RawBuilder, sql } from 'kysely'
import { refuse } from '../../platform/refusals.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { valueToken } from './words.ts'

/** A clause as a condition of a list: rows for which it says yes. What it says unknown of is left out, and the screen says so. */
export function filterSql(ctx: Context, kind: string, text: string, on: string): RawBuilder<unknown> {
  const { clause, findings } = checkClause(text, packOf(ctx).compiled.dictionary, { scope: [kind] })
  if (!clause) throw refuse('bad-filter', { findings })
  const emitted = clauseSql(clause, { facts: 'facts', on: day(on) })
  if (!emitted) throw refuse('bad-filter', { findings: [{ code: 'not-for-lists', level: 'error', at: {} }] })
  const condition = sql`(${sql.join(
    emitted.parts.map((part) => (typeof part === 'string' ? sql.raw(part) : sql`${part.value}`)),
    sql``,
  )})`
  // Enumerated values stand in the token index; the condition itself stays as the recheck.
  const narrow = emitted.anyOf.map(
    ({ key, values }) =>
      sql`tokens && ${values.map((value) => valueToken(ctx.district.id, kind, key, value))}::integer[]`,
  )
  return sql`${sql.join([...narrow, condition], sql` and `)}`
}
