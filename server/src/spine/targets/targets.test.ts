import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, placement } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'

describe.each(TIERS)('targets, the dome, search and the ledger on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let dispatcher: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    officer = await stage.as('talent-officer')
    dispatcher = await stage.as('dispatcher')
  })
  afterAll(() => stage.close())
  const counted = async (client = officer, axes = '') =>
    good(await client.get(`/api/targets/placements${axes}`)).reading.value as number

  it('counts a placement by itself when somebody arrives, with its rows and its pace', async () => {
    const before = await counted()
    const { journeyId, enterprise, enterpriseName } = await placement(stage)
    const path = `/api/journeys/${journeyId}`
    const advance = async () =>
      good(await officer.post(`${path}/advance`, {}, { match: good(await officer.get(path)).version }))
    await advance()
    for (const [kind, key] of [
      ['recommendation', 'recommended_on'],
      ['interview-record', 'interviewed_on'],
      ['arrival-proof', 'arrived_on'],
    ] as const)
      good(await officer.post(`${path}/evidence`, { kind, fact: { key, value: stage.today } }))
    good(await officer.post(`${path}/facts`, { key: 'both_agreed', value: true }))
    await advance()
    await advance()
    await stage.settled()
    expect(await counted()).toBe(before + 1)
    const shown = good(await officer.get('/api/targets/placements'))
    expect(shown.pace.expected).toBeGreaterThan(0)
    expect(shown.pace.difference).toBeCloseTo(shown.reading.value - shown.pace.expected, 6)
    expect(shown.series.at(-1).value).toBe(before + 1)
    const rows = good(await officer.get('/api/targets/placements/rows?verdict=yes&limit=1'))
    expect(rows.counted).toBe(before + 1)
    expect(rows.rows[0].id).toBe(journeyId)
    const next = good(
      await officer.get(`/api/targets/placements/rows?verdict=yes&limit=1&cursor=${rows.next}`),
    )
    expect(next.rows[0].id).not.toBe(journeyId)
    const yesterday = dayFrom(stage.today, -1)
    expect(await counted(officer, `?on=${yesterday}&known=${yesterday}`)).toBe(before)
    expect(enterpriseName).not.toBe(enterprise.id)
  })

  it('counts a project once, whatever is signed of it later, and says what moved the figure since another day', async () => {
    const target = '/api/targets/projects-over-100m'
    const yesterday = dayFrom(stage.today, -1)
    const rowsOf = async (): Promise<{ id: string; verdict: string; because: string; day: string }[]> =>
      good(await dispatcher.get(`${target}/rows?limit=200`)).rows
    const standing = async (id: string) => (await rowsOf()).find((row) => row.id === id)
    const signed = (await rowsOf()).filter((row) => row.verdict === 'yes')
    expect(signed.length).toBeGreaterThan(3)
    const [later, earlier] = [signed[0], signed.at(-1)] as [(typeof signed)[number], (typeof signed)[number]]
    expect(earlier.day < later.day).toBe(true)
    const facts = async (id: string) => good(await dispatcher.get(`/api/attraction/projects/${id}`)).facts
    const state = async (key: string, value: unknown) =>
      good(await dispatcher.post(`/api/journeys/${later.id}/facts`, { key, value }))
    const investor = (await facts(earlier.id)).find((one: { key: string }) => one.key === 'investor').value
    // The same investor signs again, and nobody says what it is to the first: in doubt, never one more.
    await state('investor', investor)
    expect(await standing(later.id)).toMatchObject({
      verdict: 'unknown',
      because: 'relation-unsaid',
      other: { id: earlier.id },
    })
    await state('project_relation', 'increase')
    expect(await standing(later.id)).toMatchObject({ verdict: 'unknown', because: 'forerunner-unsaid' })
    await state('follows_project', 'NO-SUCH-1')
    expect(await standing(later.id)).toMatchObject({ verdict: 'unknown', because: 'forerunner-unknown' })
    const { no } = good(await dispatcher.get(`/api/journeys/${earlier.id}`))
    await state('follows_project', ` ${no.toLowerCase()} `)
    expect(await standing(later.id)).toMatchObject({ verdict: 'no', because: 'adds-no-project' })
    const changes = good(await dispatcher.get(`${target}/changes?from=${yesterday}&to=${stage.today}`))
    expect(changes.after).toBe(changes.before - 1)
    expect(changes.rows).toHaveLength(1)
    expect(changes.rows[0]).toMatchObject({
      id: later.id,
      before: { verdict: 'yes', because: 'counts' },
      after: { verdict: 'no', because: 'adds-no-project' },
      other: { id: earlier.id },
    })
    expect(changes.rows[0].causes.map((cause: { event: string }) => cause.event)).toContain('journey.stated')
    await state('project_relation', 'owner-change')
    expect(await standing(earlier.id)).toMatchObject({ verdict: 'no', because: 'replaced' })
    // It stands for the other one, on that one's day.
    expect(await standing(later.id)).toMatchObject({ verdict: 'yes', because: 'replaces', day: earlier.day })
    // What was known yesterday is what it was.
    const then = good(await dispatcher.get(`${target}?on=${yesterday}&known=${yesterday}`))
    expect(then.reading.value).toBe(changes.before)
    expect((await dispatcher.get(`${target}/changes?from=${stage.today}&to=${yesterday}`)).body.code).toBe(
      'days-reversed',
    )
    const typed = good(await dispatcher.get('/api/targets')).rows.find(
      (row: { measure: string }) => row.measure === 'series',
    )
    expect(
      (await dispatcher.get(`/api/targets/${typed.id}/changes?from=${yesterday}&to=${stage.today}`)).body
        .code,
    ).toBe('figure-not-counted')
  })

  it('keeps the figures of the source as data, with kind, owner and source', async () => {
    const { rows } = good(await officer.get('/api/targets'))
    expect(rows.length).toBeGreaterThanOrEqual(53)
    for (const row of rows) {
      for (const language of ['zh', 'en'] as const) expect(row.source[language], row.id).not.toBe('')
      // English pages name the source in English; what a paper calls itself may stand in it.
      expect(row.source.en, row.id).toMatch(/^[A-Za-z0-9]/)
      if (row.kind === 'rank') expect(row.pace, row.id).toBeUndefined()
    }
  })

  it('takes a typed reading from its owner only, and none of a day to come', async () => {
    const series = good(await dispatcher.get('/api/targets')).rows.filter(
      (row: { measure: string }) => row.measure === 'series',
    )
    const foreign = series.find((row: { owner: string }) => row.owner !== 'talent-office')
    const body = { day: stage.today, value: 12, source: '演示' }
    expect((await officer.post(`/api/targets/${foreign.id}/readings`, body)).status).toBe(403)
    expect((await (await stage.as('leader')).post(`/api/targets/${foreign.id}/readings`, body)).status).toBe(
      403,
    )
    good(await dispatcher.post(`/api/targets/${foreign.id}/readings`, body))
    // What somebody typed stands as he typed it; a source of the pack has a name in every language.
    const { sources } = stage.workbench.pack.pack
    const known = sources[0] as (typeof sources)[number]
    const read = async () => good(await dispatcher.get(`/api/targets/${foreign.id}`)).reading.source
    expect(await read()).toEqual({ zh: '演示', en: '演示' })
    good(await dispatcher.post(`/api/targets/${foreign.id}/readings`, { ...body, source: known.id }))
    expect(await read()).toEqual(known.label)
    good(await dispatcher.post(`/api/targets/${foreign.id}/readings`, body))
    expect(good(await dispatcher.get(`/api/targets/${foreign.id}`)).reading).toMatchObject({
      value: 12,
      source: { zh: '演示', en: '演示' },
    })
    const ahead = await dispatcher.post(`/api/targets/${foreign.id}/readings`, {
      ...body,
      day: dayFrom(stage.today, 1),
    })
    expect(ahead.body.code).toBe('day-in-future')
    expect((await dispatcher.post('/api/targets/placements/readings', body)).body.code).toBe('not-a-series')
    good(await dispatcher.post(`/api/targets/${foreign.id}/readings`, { ...body, value: null }))
    expect(good(await dispatcher.get(`/api/targets/${foreign.id}`)).reading.value).toBeUndefined()
  })

  it('shows each on the dome his own, and an administrator no business at all', async () => {
    const all = good(await officer.get('/api/desks/dome'))
    expect(all.total.open).toBeGreaterThan(0)
    expect(all.flow.reduce((sum: number, one: { open: number }) => sum + one.open, 0)).toBe(all.total.open)
    const enterprise = good(await (await stage.as('enterprise-user')).get('/api/desks/dome'))
    const own = good(await (await stage.as('enterprise-user')).get('/api/orders?open=true&limit=200'))
    expect(enterprise.total.open).toBe(own.total)
    expect(own.total).toBeLessThan(all.total.open)
    expect(enterprise.targets).toEqual([])
    const administrator = good(await (await stage.as('administrator')).get('/api/desks/dome'))
    expect(administrator.total).toMatchObject({ open: 0, blocks: 0 })
    expect(administrator.clocks).toEqual([])
    expect(administrator.first).toBeUndefined()
    expect(administrator.mine).toEqual([])
    const housing = good(await (await stage.as('housing@demo.qiongding.example')).get('/api/desks/dome'))
    expect(housing.mine.map((one: { kind: string }) => one.kind)).toContain('orders-to-accept')
  })

  it('finds by name what the asker may see, and persons by name for nobody else', async () => {
    const n = `演示搜索${tier}`
    const made = await make(officer, 'enterprise', { name: n })
    const found = async (who: Client, q: string) =>
      good(await who.get(`/api/search?q=${encodeURIComponent(q)}`)).groups.flatMap(
        (group: { rows: { id: string }[] }) => group.rows.map((row) => row.id),
      )
    expect(await found(officer, n)).toContain(made.id)
    expect(await found(await stage.as('enterprise-user'), n)).toEqual([])
    for (const q of ['%', '_', "'", '\\', '*']) expect(await found(officer, q)).toEqual([])
    expect((await officer.get('/api/search?q=')).status).toBe(422)
    const person = good(await officer.get('/api/registry/talent?limit=1')).rows[0]
    expect(await found(officer, person.name)).toContain(person.id)
    expect(await found(dispatcher, person.name)).not.toContain(person.id)
  })

  it('tells in the ledger what happened, page by page, without personal values', async () => {
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 5; page++) {
      const reply = good(await dispatcher.get(`/api/ledger?limit=20${cursor}`))
      seen.push(...reply.rows.map((row: { id: string }) => row.id))
      if (!reply.next) break
      cursor = `&cursor=${reply.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(100)
    const made = await make(officer, 'talent', {
      talent_name: `演示账本人${tier}`,
      mobile: '13855556666',
      birth_month: '1990-01',
    })
    const about = await dispatcher.get(`/api/ledger?about=${made.id}`)
    expect(about.body.rows).toMatchObject([
      { name: 'subject.created', about: { kind: 'talent', id: made.id } },
    ])
    expect(JSON.stringify(about.body)).not.toMatch(/演示账本人|13855556666|1990-01/)
    expect((await officer.get('/api/ledger')).status).toBe(403)
    expect((await dispatcher.get('/api/ledger?cursor=x')).status).toBe(422)
  })

  it('names the people of the district to whoever keeps them, and no password to anybody', async () => {
    const people = await (await stage.as('administrator')).get('/api/people')
    expect(good(people).rows.length).toBeGreaterThan(8)
    expect(JSON.stringify(people.body)).not.toMatch(/demo-talent-01|"password"/)
    for (const role of ['talent-officer', 'leader', 'enterprise-user'])
      expect((await (await stage.as(role)).get('/api/people')).status).toBe(403)
  })

  it('shows an enterprise nothing of another, by whatever door', async () => {
    const user = await stage.as('enterprise-user')
    const party = good(await user.get('/api/session')).person.party.id
    const enterprises = good(await user.get('/api/registry/enterprise?limit=200&count=true'))
    expect(enterprises.rows.map((row: { id: string }) => row.id)).toEqual([party])
    expect(enterprises.total).toBe(1)
    expect(good(await user.get('/api/registry/talent?count=true')).total).toBe(0)
    const other = good(await officer.get('/api/registry/enterprise?limit=5')).rows.find(
      (row: { id: string }) => row.id !== party,
    )
    for (const address of [
      `/api/registry/enterprise/${other.id}`,
      `/api/registry/enterprise/${other.id}/history`,
    ])
      expect((await user.get(address)).status).toBe(404)
    const record = good(await officer.get(`/api/registry/enterprise/${other.id}`))
    const stated = await user.post(
      `/api/registry/enterprise/${other.id}/statements`,
      { values: { employees: 1 }, source: 'x' },
      { match: record.version },
    )
    expect(stated.status).toBe(404)
    const mine = good(await user.get('/api/registry/post?limit=1')).rows[0]
    const { version } = good(await user.get(`/api/registry/post/${mine.id}`))
    const away = await user.post(
      `/api/registry/post/${mine.id}/statements`,
      { values: { post_enterprise: other.name }, source: 'x' },
      { match: version },
    )
    expect(away.status).toBe(403)
    const own = good(await user.get(`/api/registry/enterprise/${party}`))
    good(
      await user.post(
        `/api/registry/enterprise/${party}/statements`,
        { values: { main_product: '演示产品' }, source: '本企业' },
        { match: own.version },
      ),
    )
    const theirs = await user.post('/api/registry/post', {
      values: { post_title: '演示岗', post_enterprise: other.name },
      source: 'x',
    })
    expect(theirs.status).toBe(403)
    const past = dayFrom(stage.today, -1)
    expect(good(await user.get(`/api/registry/enterprise?on=${past}&known=${past}&count=true`)).total).toBe(1)
    expect((await user.get(`/api/registry/enterprise/${other.id}?on=${past}&known=${past}`)).status).toBe(404)
  })
})
