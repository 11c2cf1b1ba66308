import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { good } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'
import { orderOf, whereOf } from './rows.ts'

/** Enough for a look at every row to cost more than the index, and names as different as those of a district. */
const ROWS = 4_000
const nameOf = (at: number) => {
  const pick = (n: number) => String.fromCodePoint(0x4e00 + ((at * 7_919 + n * 104_729) % 6_000))
  return `演示${pick(1)}${pick(2)}${pick(3)}${pick(4)}${at}`
}

describe.each(TIERS)('lists are read by their indexes, as the working role, on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier })
    const officer = await stage.as('talent-officer')
    const names = ['演示青岛海尔', ...Array.from({ length: ROWS }, (_, at) => nameOf(at))]
    const bytes = new TextEncoder().encode(`企业名称\n${names.join('\n')}\n`)
    const taken = good(await officer.upload('/api/imports?kind=enterprise', { name: '演示.csv', bytes }))
    await stage.settled()
    good(await officer.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
  })
  afterAll(() => stage.close())

  const planOf = (query: RawBuilder<unknown>) =>
    stage.look(async (read) => {
      const found = await sql<{ 'QUERY PLAN': string }>`explain (costs off) ${query}`.execute(read.query)
      return found.rows.map((row) => row['QUERY PLAN']).join('\n')
    })
  const selected = (query: { q?: string; filter?: string }, more = sql``) => {
    const ctx = stage.contextOf('talent-officer')
    const where = whereOf(ctx, { kind: 'enterprise', sort: 'name', ...query })
    return sql`select subject_id from profile where ${where} ${more}`
  }

  it('words in Chinese, first letters and syllables by their tokens', async () => {
    for (const q of ['海尔', '青岛海尔', 'qdhe', 'qingdaohaier', 'qdhaier'])
      expect(await planOf(selected({ q })), q).toContain('Index Cond: (tokens @>')
  })

  it('values of an enumeration by theirs', async () => {
    expect(await planOf(selected({ filter: 'ownership in {民营}' }))).toContain('Index Cond: (tokens &&')
  })

  it('the order of names, and a page behind a key, by the index of the order', async () => {
    const { key } = orderOf(stage.contextOf('talent-officer'), 'enterprise', 'name')
    const behind = sql`and (${key}, subject_id) > ('yan3', '00000000-0000-0000-0000-000000000000') order by ${key}, subject_id limit 51`
    const plan = await planOf(selected({}, behind))
    expect(plan).toContain('profile_order')
    expect(plan).toMatch(/Index Cond: .*ROW\(sort_key, subject_id\) > ROW/)
    expect(plan).not.toContain('Sort')
  })
})
