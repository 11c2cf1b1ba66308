import { type Clause, checkClause } from '@qiongding/clause'
import { type ClauseSql, clauseSql } from '@qiongding/clause/sql'
import { day } from '@qiongding/kernel'
import type { ClauseSource } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'
import { refuse } from '../../platform/refusals.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { isMasked } from './values.ts'
import { valueToken } from './words.ts'

/**
 * The conditions of a list as they stand in an address, one test a line, as one clause: all of them hold. A line that begins with `not `
 * is turned round, so that what nobody knows can be asked for: `not town known`.
 */
export function clauseOfLines(text: string): ClauseSource {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const parts = lines.map((line) => (/^not\s/i.test(line) ? { not: line.slice(4).trim() } : line))
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { all: parts }
}

/** A filter as a clause. Closed values may not be asked about: who is on the list would tell them. */
export function filterOf(ctx: Context, kind: string, source: ClauseSource): Clause {
  const { compiled, factsOf } = packOf(ctx)
  const written = typeof source === 'string' ? clauseOfLines(source) : source
  const { clause, findings } = checkClause(written, compiled.dictionary, { scope: [kind] })
  if (!clause) throw refuse('bad-filter', { findings })
  const closed = factsOf.get(kind)?.find((fact) => isMasked(fact) && clause.facts.includes(fact.key))
  if (closed) throw refuse('unknown-fact', { key: closed.key })
  return clause
}

/**
 * A clause as a condition of a list: rows for which it says yes. What it says unknown of is left out, and the screen says so.
 * `indexed` says that the rows are as their tokens say, today's.
 */
export function filterSql(
  ctx: Context,
  kind: string,
  source: ClauseSource,
  { on, indexed }: { readonly on: string; readonly indexed: boolean },
): RawBuilder<unknown> {
  const clause = filterOf(ctx, kind, source)
  const emitted = clauseSql(clause, { facts: 'facts', on: day(on) })
  if (!emitted) throw refuse('bad-filter', { findings: [{ code: 'not-for-lists', level: 'error', at: {} }] })
  // Enumerated values stand in the token index; the condition itself stays as the recheck.
  const narrow = emitted.anyOf.map(
    ({ key, values }) =>
      sql`tokens && ${values.map((value) => valueToken(ctx.district.id, kind, key, value))}::integer[]`,
  )
  return sql`${sql.join([...(indexed ? narrow : []), conditionOf(emitted)], sql` and `)}`
}

/** The condition alone: true, false, or null where nobody knows. */
export function conditionOf({ parts }: ClauseSql): RawBuilder<boolean | null> {
  return sql`(${sql.join(
    parts.map((part) => (typeof part === 'string' ? sql.raw(part) : sql`${part.value}`)),
    sql``,
  )})`
}
