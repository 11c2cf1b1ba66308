import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { AsOfDays } from '../../pack.ts'
import { fold } from '../fold.ts'
import { HOLDER } from '../values.ts'
import { statementsOf } from '../write.ts'

/** A subject as it was known, from its statements alone. */
export type KnownSubject = { readonly demonstration: boolean; readonly facts: Record<string, Value> }

/**
 * Open facts of subjects as of two days, from statements alone: the profile of today may have lost a subject since, and sealed values
 * may have been erased, but a figure of the past stays what it was. Subjects of whom nothing stood are left out.
 */
export async function knownFacts(
  read: ReadDb,
  ids: readonly string[],
  asOf: AsOfDays,
): Promise<Map<string, KnownSubject>> {
  const known = new Map<string, KnownSubject>()
  for (const [id, statements] of await statementsOf(read, ids, asOf)) {
    const facts: Record<string, Value> = {}
    const winners = fold(statements)
    for (const [name, winner] of winners)
      if (winner.value !== undefined && name !== HOLDER) facts[name] = winner.value
    if (winners.size > 0) known.set(id, { demonstration: statements.some((one) => one.demonstration), facts })
  }
  return known
}

/** Ids of the subjects of a kind that were known by an instant, in order; `limit` at most. */
export async function knownSubjects(
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
  limit: number,
): Promise<string[]> {
  const found = await sql<{ subject_id: string }>`
    select distinct subject_id from statement
    where district_id = ${read.district} and kind = ${kind} and as_of <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz
    order by subject_id limit ${limit}
  `.execute(read.query)
  return found.rows.map((row) => row.subject_id)
}
