import type { PackFact } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { asOfOf, kindOf, packOf } from '../../pack.ts'
import type { registryContract } from '../contract.ts'
import { isMasked } from '../values.ts'
import { whereOf } from './rows.ts'

/** Values of a fact that are told with their counts: what a person reads through before he would rather type. */
const VALUES_SHOWN = 200

type Answer = {
  rows: { value: string; n: number }[]
  known: number
  unknown: number
  counted: boolean
}

/** The values of a fact in `profile`: one a row, several where it holds a list. */
function valuesIn(fact: PackFact): RawBuilder<unknown> | undefined {
  switch (fact.type) {
    case 'enum':
    case 'tree':
    case 'boolean':
    case 'text':
      return sql`select facts->>${fact.key} as value from profile`
    case 'list':
      return sql`select item as value from profile, jsonb_array_elements_text(case when jsonb_typeof(facts->${fact.key}) = 'array' then facts->${fact.key} else '[]'::jsonb end) as item`
    default:
      return undefined
  }
}

/** How often each value of a fact stands in a list of today, and of how many records nobody knows it. */
export async function valuesOf(
  ctx: Context,
  query: InputOf<typeof registryContract.values>,
): Promise<Answer> {
  kindOf(ctx, query.kind)
  const fact = packOf(ctx).facts.get(query.fact)
  // Who has a closed value would be told by counting it.
  if (!fact || fact.of !== query.kind || fact.ageOf || isMasked(fact))
    throw refuse('unknown-fact', { key: query.fact })
  if (asOfOf(ctx, query).past) return { rows: [], known: 0, unknown: 0, counted: false }
  const where = whereOf(ctx, { ...query, sort: 'name' })
  const values = valuesIn(fact)
  return reading(ctx, async (read) => {
    const sums = await sql<{ known: number; unknown: number }>`
      select count(facts->>${fact.key})::integer as known, (count(*) - count(facts->>${fact.key}))::integer as unknown from profile where ${where}
    `.execute(read.query)
    const rows = values
      ? (
          await sql<{ value: string; n: number }>`
            select value, count(*)::integer as n from (${values} where ${where}) as stated where value is not null
            group by value order by n desc, value limit ${VALUES_SHOWN}
          `.execute(read.query)
        ).rows
      : []
    const { known = 0, unknown = 0 } = sums.rows[0] ?? {}
    return { rows, known, unknown, counted: true }
  })
}
