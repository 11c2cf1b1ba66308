import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../testing/client.ts'
import { good, make, next } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'

describe.each(TIERS)('saved views on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let colleague: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('list-officer')
    colleague = await stage.addOfficer('list-officer', 'chain-office', 'colleague@demo.qiongding.example')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  const names = async (who: Client, kind = 'enterprise') =>
    good(await who.get(`/api/views/${kind}`)).rows.map((row: { name: string }) => row.name)
  const save = (who: Client, body: Record<string, unknown>, kind = 'enterprise') =>
    who.post(`/api/views/${kind}`, body)

  it('keeps what a list shows: words, conditions, order and columns', async () => {
    const shows = {
      q: '青岛',
      filter: 'revenue >= 2亿元\nnot employees known',
      sort: '-revenue',
      columns: ['revenue', 'asOf'],
    }
    const saved = good(await save(officer, { name: '缺人数的大户', ...shows }))
    expect(saved).toMatchObject({ ...shows, shared: false, standard: false, mine: true })
    expect(await names(officer)).toContain('缺人数的大户')
    expect(await names(colleague)).not.toContain('缺人数的大户')
    expect(await names(officer, 'post')).toEqual([])
  })

  it('shares a view with the office, which sees it and leaves it to its maker', async () => {
    const { id } = good(await save(officer, { name: '本办常看', shared: true, filter: 'employees known' }))
    expect(await names(colleague)).toContain('本办常看')
    expect(await names(science)).not.toContain('本办常看')
    const own = good(await colleague.get('/api/views/enterprise')).rows.find(
      (row: { id: string }) => row.id === id,
    )
    expect(own.mine).toBe(false)
    for (const path of ['change', 'remove'])
      expect(await colleague.post(`/api/views/enterprise/${id}/${path}`, { name: '换名' })).toMatchObject({
        status: 403,
        body: { code: 'view-of-another' },
      })
    expect((await science.post(`/api/views/enterprise/${id}/remove`)).status).toBe(404)
    good(await officer.post(`/api/views/enterprise/${id}/change`, { shared: false }))
    expect(await names(colleague)).not.toContain('本办常看')
  })

  it('opens a list with one view only: of his own one, of the office one', async () => {
    const a = good(await save(officer, { name: '甲' }))
    const b = good(await save(officer, { name: '乙' }))
    const c = good(await save(officer, { name: '共用', shared: true }))
    for (const { id } of [a, c, b])
      good(await officer.post(`/api/views/enterprise/${id}/change`, { standard: true }))
    const standard = async (who: Client) =>
      good(await who.get('/api/views/enterprise'))
        .rows.filter((row: { standard: boolean }) => row.standard)
        .map((row: { name: string }) => row.name)
        .toSorted()
    expect(await standard(officer)).toEqual(['乙', '共用'].toSorted())
    expect(await standard(colleague)).toEqual(['共用'])
    good(await officer.post(`/api/views/enterprise/${b.id}/remove`))
    expect(await standard(officer)).toEqual(['共用'])
    expect(await names(officer)).not.toContain('乙')
  })

  it('renames, shows other things, and refuses two of one name', async () => {
    const { id } = good(await save(officer, { name: '旧名', filter: 'employees known' }))
    expect((await save(officer, { name: '旧名' })).body).toMatchObject({
      code: 'view-name',
      facts: { name: '旧名' },
    })
    const changed = good(
      await officer.post(`/api/views/enterprise/${id}/change`, {
        name: '新名',
        shows: { filter: 'revenue known' },
      }),
    )
    expect(changed).toMatchObject({ name: '新名', filter: 'revenue known' })
    good(await save(officer, { name: '旧名' }))
    const again = await officer.post(`/api/views/enterprise/${id}/change`, { name: '旧名' })
    expect(again.body).toMatchObject({ code: 'view-name' })
  })

  it('refuses what no list can show, and names of persons', async () => {
    expect((await save(officer, { name: '一', filter: 'nonsense > 3' })).body.code).toBe('bad-filter')
    expect((await save(officer, { name: '二', sort: 'no_such' })).body.code).toBe('unknown-fact')
    expect((await save(officer, { name: '三', columns: ['degree'] })).body.code).toBe('unknown-fact')
    expect((await save(officer, { name: '四', filter: 'contact_phone = "1"' })).body.code).toBe(
      'unknown-fact',
    )
    expect((await save(officer, { name: ' ' })).status).toBe(422)
    expect((await save(officer, { name: '五', q: '某人' }, 'talent')).body.code).toBe('view-names-person')
    const enterprise = await make(officer, 'enterprise', { name: `演示视图企业${next()}` })
    const holder = await stage.addEnterprise(
      { id: enterprise.id, name: '演示' },
      'views@demo.qiongding.example',
    )
    expect((await save(holder, { name: '共', shared: true }, 'post')).body.code).toBe('view-office')
    good(await save(holder, { name: '自己的' }, 'post'))
    expect((await save(stage.nobody, { name: '无' })).status).toBe(401)
  })

  it('stops at thirty', async () => {
    for (let at = 0; at < 30; at++) good(await save(colleague, { name: `视图${at}` }, 'post'))
    expect((await save(colleague, { name: '再一个' }, 'post')).body).toMatchObject({
      code: 'view-many',
      facts: { most: 30 },
    })
  })

  it('says in the ledger what a view shows to its office, and of a private one to its maker only', async () => {
    const { id } = good(await save(officer, { name: '私', q: '王' }))
    const events = await stage.look((read) =>
      read.query
        .selectFrom('ledger' as never)
        .selectAll()
        .where('about_id' as never, '=', id as never)
        .execute(),
    )
    expect(events).toHaveLength(1)
    const administrator = await stage.as('administrator')
    const told = good(await administrator.get(`/api/ledger?about=${id}`)).rows[0]
    expect(told).toMatchObject({ name: 'view.saved', closed: true, changes: [] })
  })
})

describe.each(TIERS)('values of a list on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('list-officer')
    for (const [chain, employees] of [
      ['key-ai', 901],
      ['key-ai', 902],
      [undefined, 903],
    ] as const)
      await make(officer, 'enterprise', {
        name: `演示取值${employees}`,
        employees,
        ...(chain && { chain }),
        street: '演示街道',
      })
  })
  afterAll(() => stage.close())
  const values = (fact: string, query = '') => officer.get(`/api/registry/enterprise/values/${fact}?${query}`)

  it('counts values and what nobody knows, within what else is asked', async () => {
    expect(good(await values('chain'))).toEqual({
      rows: [{ value: 'key-ai', n: 2 }],
      known: 2,
      unknown: 1,
      counted: true,
    })
    const filter = encodeURIComponent('employees >= 902人\nnot chain known')
    expect(good(await values('chain', `filter=${filter}`))).toMatchObject({ rows: [], known: 0, unknown: 1 })
    expect(good(await values('street')).rows).toEqual([{ value: '演示街道', n: 3 }])
    expect(good(await values('employees'))).toMatchObject({ rows: [], known: 3, unknown: 0 })
  })

  it('tells nothing of closed facts, and of a past day nothing at all', async () => {
    expect((await values('contact_phone')).body.code).toBe('unknown-fact')
    expect((await values('no_such')).body.code).toBe('unknown-fact')
    expect(good(await values('chain', 'on=2020-01-01'))).toMatchObject({ rows: [], counted: false })
  })

  it('takes several conditions a list, and turns one round', async () => {
    const list = async (filter: string) =>
      good(
        await officer.get(`/api/registry/enterprise?count=true&filter=${encodeURIComponent(filter)}`),
      ).rows.map((row: { values: { employees: number } }) => row.values.employees)
    expect(await list('employees >= 902人\nchain in tree key-ai')).toEqual([902])
    expect(await list('not chain known')).toEqual([903])
    expect(await list('  \n employees >= 903人 \n')).toEqual([903])
    expect(await list('')).toHaveLength(3)
  })
})
