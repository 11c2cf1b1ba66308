import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './client.ts'
import { good, make, next } from './rows.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

describe.each(TIERS)('what a person is known by, at rest on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  /** Tables, the queue's too, of which a row holds one of these texts in the clear; bytes of files are read as text. */
  async function holding(texts: readonly string[]): Promise<string[]> {
    const { local } = stage.workbench.database
    const tables = await sql<{ schema: string; name: string; bytes: boolean }>`
      select n.nspname as schema, c.relname as name, exists (
        select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'bytes' and a.atttypid = 'bytea'::regtype) as bytes
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 1, 2
    `.execute(local)
    expect(tables.rows.length).toBeGreaterThan(20)
    const found: string[] = []
    for (const { schema, name, bytes } of tables.rows) {
      const hex = texts.map((text) => `%${Buffer.from(text).toString('hex')}%`)
      const plain = texts.map((text) => `%${text}%`)
      const rows = await sql<{ n: number }>`
        select count(*)::integer as n from ${sql.table(`${schema}.${name}`)} t
        where t::text like any(${plain}::text[]) ${bytes ? sql`or encode(t.bytes, 'hex') like any(${hex}::text[])` : sql``}
      `.execute(local)
      if ((rows.rows[0]?.n ?? 0) > 0) found.push(name)
    }
    return found
  }

  it('lies sealed in every table, stands in a file only as it was sent, and nowhere once the person is erased', async () => {
    const n = next()
    const person = { name: `演示密封人${n}`, mobile: `1370001${String(n).padStart(4, '0')}` }
    const texts = [person.name, person.mobile]
    // Entered by hand, put right, found again, matched, placed, ordered for, and exported.
    const enterprise = await make(officer, 'enterprise', { name: `演示密封企业${n}` })
    const post = await make(officer, 'post', {
      post_title: `演示密封岗位${n}`,
      post_enterprise: `演示密封企业${n}`,
      headcount: 1,
    })
    const talent = good(
      await officer.post(
        '/api/registry/talent',
        {
          values: { talent_name: person.name, mobile: '13700000000', talent_consent: true, degree: 'doctor' },
          source: '演示',
        },
        { key: `sealed-${tier}-${n}` },
      ),
    )
    good(
      await officer.post(
        `/api/registry/talent/${talent.id}/statements`,
        { values: { mobile: person.mobile }, source: '演示' },
        { match: talent.version, key: `sealed-edit-${tier}-${n}` },
      ),
    )
    good(await officer.get(`/api/registry/talent?q=${encodeURIComponent(person.name)}`))
    const { journeyId } = good(
      await officer.post(
        `/api/matches/post-talent/needs/${post.id}/accept`,
        { offerId: talent.id },
        { key: `sealed-accept-${tier}-${n}` },
      ),
    )
    good(await officer.get(`/api/journeys/${journeyId}`))
    expect(enterprise.id).not.toBe(talent.id)
    await stage.settled()
    expect(await holding(texts)).toEqual([])

    // A list that names the person is kept as it was sent, for whoever brought it in.
    const taken = good(
      await officer.upload('/api/imports?kind=talent', {
        name: '演示密封.csv',
        bytes: new TextEncoder().encode(`\uFEFF姓名,手机号,学历\n${person.name},${person.mobile},硕士\n`),
      }),
    )
    await stage.settled()
    good(await officer.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
    expect(await holding(texts)).toEqual(['file'])

    const administrator = await stage.as('administrator')
    const { rows } = good(
      await officer.get(`/api/registry/talent?q=${encodeURIComponent(person.name)}&limit=50`),
    )
    for (const { id } of rows)
      good(await administrator.post(`/api/registry/talent/${id}/erase`, { reason: '本人要求' }))
    await stage.settled()
    expect(await holding(texts)).toEqual([])
    expect(stage.log.join('')).not.toMatch(new RegExp(texts.join('|')))
  })
})
