import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'

describe.each(TIERS)('the registry on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let leader: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    leader = await stage.as('leader')
  })
  afterAll(() => stage.close())
  const path = (kind: string, id: string) => `/api/registry/${kind}/${id}`

  it('makes a record, states a fact anew, retracts it, and keeps every statement', async () => {
    const made = await make(
      officer,
      'enterprise',
      { name: '演示企业登记', revenue: 1_000_000 },
      { asOf: dayFrom(stage.today, -10) },
    )
    const first = await officer.get(path('enterprise', made.id))
    expect(first.body).toMatchObject({
      name: '演示企业登记',
      values: { revenue: 1_000_000 },
      version: made.version,
    })
    expect(first.headers.get('etag')).toBe(`"${made.version}"`)

    const stated = good(
      await officer.post(
        `${path('enterprise', made.id)}/statements`,
        { values: { revenue: 2_000_000 }, source: '年报' },
        { match: made.version },
      ),
    )
    expect(good(await officer.get(path('enterprise', made.id))).values.revenue).toBe(2_000_000)

    const history = good(await officer.get(`${path('enterprise', made.id)}/history`))
    expect(history.rows.map((row: { source: string }) => row.source)).toEqual(['年报', '演示'])
    const retracted = await officer.post(
      `${path('enterprise', made.id)}/statements/${history.rows[0].id}/retract`,
      { reason: '填错' },
      { match: stated.version },
    )
    expect(good(retracted).id).toBe(made.id)
    expect(good(await officer.get(path('enterprise', made.id))).values.revenue).toBe(1_000_000)
    const again = await officer.post(
      `${path('enterprise', made.id)}/statements/${history.rows[0].id}/retract`,
      { reason: '填错' },
      { match: good(retracted).version },
    )
    expect(again.body.code).toBe('already-decided')
    const after = good(await officer.get(`${path('enterprise', made.id)}/history`))
    expect(after.rows).toHaveLength(3)
    expect(after.rows[1]).toMatchObject({ source: '年报', retracted: true })
  })

  it('says no longer known with null, for open and personal values alike', async () => {
    const made = await make(officer, 'enterprise', {
      name: '演示企业未知',
      revenue: 5,
      contact_name: '演示某',
    })
    const stated = good(
      await officer.post(
        `${path('enterprise', made.id)}/statements`,
        { values: { revenue: null, contact_name: null }, source: '更正' },
        { match: made.version },
      ),
    )
    const read = good(await officer.get(path('enterprise', made.id)))
    expect(read.values).toEqual({ name: '演示企业未知' })
    expect(read.masked).toEqual([])
    good(
      await officer.post(
        `${path('enterprise', made.id)}/statements`,
        { values: { contact_name: '演示另' }, source: '更正' },
        { match: stated.version },
      ),
    )
    expect(good(await officer.get(path('enterprise', made.id))).values.contact_name).toBe('演示另')
  })

  it('refuses a stale edit, a missing version, and values that no fact takes', async () => {
    const made = await make(officer, 'enterprise', { name: '演示企业版本' })
    const say = (values: unknown, asking = {}) =>
      officer.post(`${path('enterprise', made.id)}/statements`, { values, source: '更正' }, asking)
    expect((await say({ revenue: 1 })).status).toBe(428)
    expect(good(await say({ revenue: 1 }, { match: made.version })).id).toBe(made.id)
    const stale = await say({ revenue: 2 }, { match: made.version })
    expect([stale.status, stale.body.code]).toEqual([412, 'stale'])
    const { version } = good(await officer.get(path('enterprise', made.id)))
    for (const [values, code] of [
      [{ revenue: 'much' }, 'bad-value'],
      [{ nothing_of_the_kind: 1 }, 'unknown-fact'],
      [{ '@holder': made.id }, 'unknown-fact'],
      [{ constructor: 1 }, 'unknown-fact'],
      [{}, 'bad-input'],
    ] as const)
      expect((await say(values, { match: version })).body.code, JSON.stringify(values)).toBe(code)
    const future = await officer.post(
      `${path('enterprise', made.id)}/statements`,
      { values: { revenue: 3 }, source: '更正', asOf: dayFrom(stage.today, 1) },
      { match: version },
    )
    expect(future.body.code).toBe('day-in-future')
  })

  it('refuses a second record of one identity, made or corrected into it', async () => {
    const code = `91370212MA3DEMO${String(next()).padStart(3, '0')}`
    await make(officer, 'enterprise', { name: '演示企业同码一', credit_code: code })
    const twin = await officer.post('/api/registry/enterprise', {
      values: { name: '演示企业同码二', credit_code: code },
      source: '演示',
    })
    expect([twin.status, twin.body.code]).toEqual([409, 'twin-exists'])
    const other = await make(officer, 'enterprise', { name: '演示企业同码三' })
    const corrected = await officer.post(
      `${path('enterprise', other.id)}/statements`,
      { values: { credit_code: code }, source: '更正' },
      { match: other.version },
    )
    expect([corrected.status, corrected.body.code]).toEqual([409, 'twin-exists'])
    const both = await Promise.all(
      [1, 2, 3].map(() =>
        officer.post('/api/registry/enterprise', { values: { name: '演示企业同时' }, source: '演示' }),
      ),
    )
    expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 409, 409])
  })

  it('pages through a list once, whatever it is ordered by, unknown last', async () => {
    for (let index = 0; index < 7; index++)
      await make(officer, 'enterprise', {
        name: `演示分页${index}`,
        ...(index % 2 === 0 && { revenue: 1000 * index }),
      })
    const filter = encodeURIComponent('name known')
    for (const sort of [
      'name',
      '-name',
      'revenue',
      '-revenue',
      'chain',
      '-chain',
      'employees',
      '-employees',
    ]) {
      const seen: { id: string; values: { revenue?: number } }[] = []
      for (let cursor = ''; ; ) {
        const page = good(
          await officer.get(
            `/api/registry/enterprise?limit=2&count=true&sort=${sort}&filter=${filter}&q=${encodeURIComponent('演示分页')}${cursor}`,
          ),
        )
        expect(page.total).toBe(7)
        seen.push(...page.rows)
        if (!page.next) break
        cursor = `&cursor=${page.next}`
      }
      expect(new Set(seen.map((row) => row.id)).size, sort).toBe(7)
      expect(seen, sort).toHaveLength(7)
      if (sort.endsWith('revenue'))
        expect(seen.slice(4).every((row) => row.values.revenue === undefined)).toBe(true)
    }
  })

  it('gives a page by the number of its first row, the same as by cursors, today and on a past day', async () => {
    const batch = next()
    const levels = ['bachelor', 'doctor', 'master', undefined]
    for (let index = 0; index < 9; index++)
      await make(officer, 'post', {
        post_title: `演示号位${batch} ${index}`,
        ...(index % 3 !== 0 && { headcount: index % 5 }),
        ...(levels[index % 4] && { degree_min: levels[index % 4] }),
      })
    stage.shift(1)
    const past = `&on=${dayFrom(stage.today, -1)}&known=${dayFrom(stage.today, -1)}`
    type Row = { id: string; values: { degree_min?: string } }
    for (const day of ['', past])
      for (const sort of ['name', '-name', 'headcount', '-headcount', 'degree_min', '-degree_min']) {
        const address = `/api/registry/post?limit=2&sort=${sort}&q=${encodeURIComponent(`号位${batch} `)}${day}`
        const byCursor: Row[] = []
        for (let cursor = ''; ; ) {
          const page = good(await officer.get(`${address}${cursor}`))
          byCursor.push(...page.rows)
          if (!page.next) break
          cursor = `&cursor=${page.next}`
        }
        expect(byCursor).toHaveLength(9)
        for (const from of [0, 1, 2, 5, 8, 9, 500]) {
          const page = good(await officer.get(`${address}&from=${from}`))
          expect(page.total, `${sort} ${from}`).toBe(9)
          const ids = page.rows.map((row: Row) => row.id)
          expect(ids, `${sort} ${from}${day}`).toEqual(byCursor.slice(from, from + 2).map((row) => row.id))
          expect(page.next !== undefined, `${sort} ${from}`).toBe(from + 2 < 9)
          if (from === 2) {
            const following = good(await officer.get(`${address}&cursor=${page.next}`))
            expect(following.rows[0].id).toBe(byCursor[4]?.id)
          }
        }
        if (sort === 'degree_min') {
          const seen = byCursor.map((row) => row.values.degree_min)
          expect([...new Set(seen)]).toEqual(['bachelor', 'master', 'doctor', undefined])
        }
      }
    for (const sort of ['skills_wanted', 'registered_for', 'nothing'])
      expect((await officer.get(`/api/registry/post?sort=${sort}`)).body.code, sort).toBe('unknown-fact')
    expect((await officer.get('/api/registry/post?from=-1')).status).toBe(422)
  })

  it('searches by part of a name, takes no pattern, and filters by clauses', async () => {
    await make(officer, 'enterprise', { name: '演示百分%号_线公司', revenue: 300_000_000 })
    const found = async (query: string) =>
      good(await officer.get(`/api/registry/enterprise?count=true&${query}`)).rows.map(
        (row: { name: string }) => row.name,
      )
    const q = (text: string) => found(`q=${encodeURIComponent(text)}`)
    expect(await q('分%号')).toEqual(['演示百分%号_线公司'])
    expect(await q('分_号')).toEqual([])
    expect(await q('%')).toEqual(['演示百分%号_线公司'])
    expect(await q("'; drop table profile; --")).toEqual([])
    // A name and a code are two things: what stands in the end of one and the beginning of the other stands in neither.
    await make(officer, 'enterprise', { name: '演示两行公司', credit_code: '91370212MA3XXXXX35' })
    expect(await q('两行公司')).toEqual(['演示两行公司'])
    expect(await q('91370212ma3xxxxx35')).toEqual(['演示两行公司'])
    expect(await q('公司91370212')).toEqual([])
    expect(await q('\\')).toEqual([])
    expect(await found(`filter=${encodeURIComponent('revenue >= 2亿元')}`)).toContain('演示百分%号_线公司')
    const bad = await officer.get(
      `/api/registry/enterprise?filter=${encodeURIComponent("revenue >= 1'; select 1")}`,
    )
    expect([bad.status, bad.body.code]).toEqual([422, 'bad-filter'])
  })

  it('masks personal values from readers without the ability: lists, records, history, search', async () => {
    const name = `演示保密人${next()}`
    const made = await make(officer, 'talent', { talent_name: name, mobile: '13900008888', degree: 'master' })
    for (const address of [
      '/api/registry/talent?limit=200',
      path('talent', made.id),
      `${path('talent', made.id)}/history`,
      `/api/registry/talent?q=${encodeURIComponent(name)}`,
      `/api/search?q=${encodeURIComponent(name)}`,
      `/api/ledger?about=${made.id}`,
    ]) {
      const reply = await leader.get(address)
      expect(reply.status, address).toBe(200)
      const text = JSON.stringify(reply.body)
      expect(text, address).not.toContain(name)
      expect(text, address).not.toContain('13900008888')
    }
    const masked = good(await leader.get(path('talent', made.id)))
    expect(masked.masked).toEqual(['mobile', 'talent_name'])
    expect(masked.name).toBe(`#${made.id.slice(-6)}`)
    expect(good(await leader.get(`/api/registry/talent?q=${encodeURIComponent(name)}`)).rows).toEqual([])
    expect(good(await officer.get(`/api/registry/talent?q=${encodeURIComponent(name)}`)).rows).toHaveLength(1)
    for (const query of ['sort=mobile', `filter=${encodeURIComponent('mobile known')}`])
      expect((await leader.get(`/api/registry/talent?${query}`)).body.code, query).toBe('unknown-fact')
  })

  it('erases a person: unreadable everywhere, also in history and search, and again when stated anew', async () => {
    const name = `演示退出人${next()}`
    const made = await make(
      officer,
      'talent',
      { talent_name: name, mobile: '13911112222', birth_month: '1990-01', degree: 'doctor' },
      {},
    )
    const keyed = await officer.post(
      '/api/registry/talent',
      { values: { talent_name: `${name}乙` }, source: '演示' },
      { key: 'erase-key-1' },
    )
    good(keyed)
    const administrator = await stage.as('administrator')
    const erase = () => administrator.post(`${path('talent', made.id)}/erase`, { reason: '本人要求' })
    expect(good(await erase()).id).toBe(made.id)
    expect((await erase()).body.code).toBe('erased')
    const read = good(await officer.get(path('talent', made.id)))
    expect(read.values).toEqual({ degree: 'doctor' })
    expect(read.masked).toEqual(['birth_month', 'mobile', 'talent_name'])
    for (const address of [
      path('talent', made.id),
      `${path('talent', made.id)}/history`,
      '/api/registry/talent?limit=200',
      `/api/registry/talent?q=${encodeURIComponent(name)}`,
    ]) {
      const text = JSON.stringify(good(await officer.get(address)))
      expect(text, address).not.toContain('13911112222')
      expect(text, address).not.toContain(`"${name}"`)
    }
    // A value stated afterwards is under a new key; the old ones stay closed and nothing falls over them.
    good(
      await officer.post(
        `${path('talent', made.id)}/statements`,
        { values: { mobile: '13933334444' }, source: '本人' },
        { match: read.version },
      ),
    )
    const again = good(await officer.get(path('talent', made.id)))
    expect(again.values).toEqual({ degree: 'doctor', mobile: '13933334444' })
    expect(again.masked).toEqual(['birth_month', 'talent_name'])
    expect((await officer.get('/api/registry/talent?limit=200')).status).toBe(200)
    expect((await officer.get(`${path('talent', made.id)}/history`)).status).toBe(200)
  })

  it('shows a past day as it was known, after renaming, retraction and erasure of nothing open', async () => {
    const name = `演示旧名${next()}`
    const made = await make(officer, 'enterprise', { name, employees: 10 })
    stage.shift(1)
    const on = `on=${dayFrom(stage.today, -1)}&known=${dayFrom(stage.today, -1)}`
    const addresses = [
      `/api/registry/enterprise?${on}&count=true&q=${encodeURIComponent('演示旧名')}`,
      `${path('enterprise', made.id)}?${on}`,
    ]
    const before = await Promise.all(addresses.map((address) => officer.get(address)))
    expect(good(before[0] as never).rows.map((row: { name: string }) => row.name)).toEqual([name])
    const { version } = good(
      await officer.post(
        `${path('enterprise', made.id)}/statements`,
        { values: { name: `演示新名${next()}`, employees: 99 }, source: '更名' },
        { match: made.version },
      ),
    )
    const rows = good(await officer.get(`${path('enterprise', made.id)}/history`)).rows as { id: string }[]
    let match = version
    for (const row of rows)
      match = good(
        await officer.post(
          `${path('enterprise', made.id)}/statements/${row.id}/retract`,
          { reason: '撤回' },
          { match },
        ),
      ).version
    expect((await officer.get(path('enterprise', made.id))).status).toBe(404)
    const after = await Promise.all(addresses.map((address) => officer.get(address)))
    expect(after.map((reply) => reply.body)).toEqual(before.map((reply) => reply.body))
  })
})
