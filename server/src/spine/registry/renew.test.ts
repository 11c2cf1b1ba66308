import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'
import { renewProjection } from './renew.ts'

describe.each(TIERS)('profiles made by older rules, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  const inDistrict = (statement: string) =>
    stage.workbench.database.withDistrict(stage.district, async (tx) => {
      await sql.raw(statement).execute(tx.query)
    })
  const renew = () =>
    renewProjection(stage.workbench.contextFor({ kind: 'system', id: 'start', name: 'start', grants: [] }))
  const found = async (word: string, kind = 'enterprise') =>
    good(await officer.get(`/api/registry/${kind}?count=true&q=${encodeURIComponent(word)}`)).rows.map(
      (row: { name: string }) => row.name,
    )

  it('are made anew in the background at the next start, once, while the list goes on', async () => {
    expect(await renew()).toBe(false)
    const names = Array.from({ length: 1_200 }, (_, at) => `演示旧谱${at}有限公司`)
    const bytes = new TextEncoder().encode(`企业名称\n${names.join('\n')}\n`)
    const taken = good(await officer.upload('/api/imports?kind=enterprise', { name: '演示.csv', bytes }))
    await stage.settled()
    good(await officer.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
    // As an older version left it: no sounds, and only the tokens of characters.
    await inDistrict(`update profile set sound = '', tokens = '{}', search = search || '!'`)
    await inDistrict(`update projection set made = '1'`)
    expect(await found('ysjp77')).toEqual([])

    expect(await renew()).toBe(true)
    const made = await make(officer, 'enterprise', { name: '演示新谱' })
    const stated = await officer.post(
      `/api/registry/enterprise/${made.id}/statements`,
      { values: { name: '演示新新谱' }, source: '更正' },
      { match: made.version },
    )
    good(stated)
    const during = good(await officer.get('/api/jobs')).rows
    await stage.settled()
    expect(await found('ysjp77')).toEqual(
      ['演示旧谱77有限公司', ...names.filter((name) => /谱77\d/.test(name))].toSorted(
        (a, b) => a.length - b.length,
      ),
    )
    expect(await found('谱77有')).toEqual(['演示旧谱77有限公司'])
    expect(await found('ysxxp')).toEqual(['演示新新谱'])
    expect(await renew()).toBe(false)
    // Work of the house is told to everybody while it lasts, and to nobody as his own.
    for (const job of during.filter((one: { name: string }) => one.name === 'registry.project'))
      expect(job.mine).toBe(false)
    expect(good(await officer.get('/api/jobs')).rows.map((job: { name: string }) => job.name)).not.toContain(
      'registry.project',
    )
  })

  it('searches by sounds like by characters: at a past day too, not for sealed names, not as a pattern', async () => {
    const made = await make(officer, 'enterprise', { name: '演示重庆长安' })
    for (const word of ['yscqca', 'yszqza', 'chongqing', 'zhongqingchang', 'YSCQ'])
      expect(await found(word), word).toEqual(['演示重庆长安'])
    stage.shift(1)
    const past = `on=${new Date(Date.parse(stage.today) - 86_400_000).toISOString().slice(0, 10)}`
    const then = good(await officer.get(`/api/registry/enterprise?${past}&q=yscqca`))
    expect(then.rows.map((row: { id: string }) => row.id)).toEqual([made.id])
    await make(officer, 'talent', { talent_name: '演示青岛人', mobile: '13900001111' })
    expect(await found('ysqdr', 'talent')).toEqual([])
    expect(await found('演示青岛人', 'talent')).toEqual(['演示青岛人'])
    for (const word of ['ys.*', 'y%', '(ys', 'ys[a-z]']) expect(await found(word), word).toEqual([])
  })
})
