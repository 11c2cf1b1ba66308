// The same rules as conditions over one jsonb column, as lists use them.
import type { Clause } from '@qiongding/clause'
import { clauseSql } from '@qiongding/clause/sql'
import type { Day, Facts } from '@qiongding/kernel'
import pg from 'pg'
import { temporaryDatabase } from '../measure/stage.ts'

/** Rows sent in one message while the table is filled. */
const BATCH = 5000

/** How many subjects meet each rule, counted by PostgreSQL in one pass; undefined where no server answers. */
export async function countedInPostgres(
  clauses: readonly Clause[],
  subjects: readonly Facts[],
  on: Day,
): Promise<{ readonly yes: readonly number[]; readonly seconds: number } | undefined> {
  const database = await temporaryDatabase()
  if (!database) return undefined
  const client = new pg.Client({ connectionString: database.url })
  try {
    await client.connect()
    // Compiling fifty conditions takes longer than judging by them.
    await client.query('set jit = off')
    await client.query('create table subject (facts jsonb not null)')
    for (let from = 0; from < subjects.length; from += BATCH)
      await client.query('insert into subject select unnest($1::text[])::jsonb', [
        subjects.slice(from, from + BATCH).map((facts) => JSON.stringify(facts)),
      ])
    await client.query('analyze subject')
    const values: unknown[] = []
    const counts = clauses.map((clause) => {
      const condition = clauseSql(clause, { facts: 'facts', on })
      if (!condition) throw new Error('a rule that SQL cannot say')
      const text = condition.parts.map((part) => {
        if (typeof part === 'string') return part
        values.push(part.value)
        return `$${values.length}`
      })
      return `count(*) filter (where ${text.join('')})`
    })
    let seconds = Number.POSITIVE_INFINITY
    let yes: number[] = []
    for (let time = 0; time < 2; time++) {
      const start = performance.now()
      const { rows } = await client.query({
        text: `select ${counts.join(', ')} from subject`,
        values,
        rowMode: 'array',
      })
      seconds = Math.min(seconds, (performance.now() - start) / 1000)
      yes = (rows[0] as string[]).map(Number)
    }
    return { yes, seconds }
  } finally {
    await client.end()
    await database.drop()
  }
}
