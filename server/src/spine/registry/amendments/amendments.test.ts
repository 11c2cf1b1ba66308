import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../testing/client.ts'
import { good, type Made, make, next } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'

type Row = { id: string; action: string; outcome?: string; before?: { value?: unknown }; now?: unknown }

describe.each(TIERS)('bulk edits on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('list-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  const enterprise = (values: Record<string, unknown>, asOf = '2026-01-01') =>
    make(officer, 'enterprise', { name: `演示批改${next()}`, ...values }, { asOf })
  const draft = (body: Record<string, unknown>, who = officer) =>
    who.post('/api/amendments', { kind: 'enterprise', source: '演示核对单', ...body })
  const rowsOf = async (id: string, query = ''): Promise<Row[]> =>
    good(await officer.get(`/api/amendments/${id}/rows?limit=200${query}`)).rows
  const actionsOf = async (id: string) =>
    new Map((await rowsOf(id)).map((row) => [row.id, row.outcome ?? row.action]))
  const valueIn = async ({ id }: Made, key = 'street') =>
    good(await officer.get(`/api/registry/enterprise/${id}`)).values[key]
  const statementsOf = async ({ id }: Made) =>
    good(await officer.get(`/api/registry/enterprise/${id}/history`)).rows as {
      id: string
      retracts?: string
    }[]

  it('says row by row what would change, stays, is fresher or disagrees, and writes nothing before approval', async () => {
    const changes = await enterprise({ street: '旧街道' })
    const unknown = await enterprise({})
    const same = await enterprise({ street: '新街道' })
    const fresher = await enterprise({ street: '别处' }, '2026-03-01')
    const disagrees = await enterprise({ street: '别处' }, '2026-02-01')
    const all = [changes, unknown, same, fresher, disagrees]
    const drafted = good(
      await draft({
        rows: { ids: all.map((one) => one.id) },
        fact: 'street',
        value: '新街道',
        asOf: '2026-02-01',
      }),
    )
    expect(drafted).toMatchObject({
      state: 'review',
      chosen: 5,
      actions: { change: 2, same: 1, fresher: 1, disagrees: 1 },
      outcomes: {},
      may: ['approve', 'cancel'],
    })
    const actions = await actionsOf(drafted.id)
    expect(all.map((one) => actions.get(one.id))).toEqual([
      'change',
      'change',
      'same',
      'fresher',
      'disagrees',
    ])
    const [first] = await rowsOf(drafted.id, '&action=fresher')
    expect(first?.before).toMatchObject({ value: '别处', asOf: '2026-03-01', source: '演示' })
    expect(await valueIn(changes)).toBe('旧街道')

    const written = good(await officer.post(`/api/amendments/${drafted.id}/approve`, {}))
    expect(written).toMatchObject({ state: 'written', outcomes: { written: 2 }, may: ['undo'] })
    expect(await Promise.all(all.map((one) => valueIn(one)))).toEqual([
      '新街道',
      '新街道',
      '新街道',
      '别处',
      '别处',
    ])
    const again = await officer.post(`/api/amendments/${drafted.id}/approve`, {})
    expect(again.body.code).toBe('amendment-state')
  })

  it('replaces what disagrees only when told so', async () => {
    const one = await enterprise({ street: '甲街' })
    const { id } = good(
      await draft({ rows: { ids: [one.id] }, fact: 'street', value: '乙街', asOf: '2026-01-01' }),
    )
    expect((await officer.post(`/api/amendments/${id}/approve`, {})).body.code).toBe('amendment-nothing')
    good(await officer.post(`/api/amendments/${id}/approve`, { overrule: true }))
    expect(await valueIn(one)).toBe('乙街')
  })

  it('takes all back as one act, by new statements; what was stated since stands', async () => {
    const kept = await enterprise({ street: '原街' })
    const later = await enterprise({ street: '原街' })
    const { id } = good(
      await draft({ rows: { ids: [kept.id, later.id] }, fact: 'street', value: '错街', asOf: '2026-02-01' }),
    )
    good(await officer.post(`/api/amendments/${id}/approve`, {}))
    good(
      await science.post(
        `/api/registry/enterprise/${later.id}/statements`,
        { values: { street: '实街' }, source: '演示实地', asOf: '2026-04-01' },
        { headers: { 'if-match': '*' } },
      ),
    )
    const before = (await statementsOf(kept)).length
    const undone = good(await science.post(`/api/amendments/${id}/undo`, { reason: '演示填错' }))
    expect(undone).toMatchObject({
      state: 'undone',
      outcomes: { undone: 1, overtaken: 1 },
      reason: '演示填错',
    })
    expect([await valueIn(kept), await valueIn(later)]).toEqual(['原街', '实街'])
    const history = await statementsOf(kept)
    expect(history).toHaveLength(before + 1)
    expect(history[0]?.retracts).toBeDefined()
    const twice = await officer.post(`/api/amendments/${id}/undo`, { reason: '再来' })
    expect(twice.body.code).toBe('amendment-state')
  })

  it('leaves a row alone that somebody else changed meanwhile, and shows what stands there now', async () => {
    const stale = await enterprise({ street: '原街' })
    const calm = await enterprise({ street: '原街' })
    const { id } = good(await draft({ rows: { ids: [stale.id, calm.id] }, fact: 'street', value: '新街' }))
    good(
      await science.post(
        `/api/registry/enterprise/${stale.id}/statements`,
        { values: { street: '抢先街' }, source: '演示抢先' },
        { headers: { 'if-match': '*' } },
      ),
    )
    // Another fact of the other record is no reason to leave this one alone.
    good(
      await science.post(
        `/api/registry/enterprise/${calm.id}/statements`,
        { values: { employees: 7 }, source: '演示' },
        { headers: { 'if-match': '*' } },
      ),
    )
    const written = good(await officer.post(`/api/amendments/${id}/approve`, {}))
    expect(written.outcomes).toEqual({ written: 1, stale: 1 })
    const [row] = await rowsOf(id, '&outcome=stale')
    expect(row).toMatchObject({
      id: stale.id,
      before: { value: '原街' },
      now: { value: '抢先街', source: '演示抢先' },
    })
    expect([await valueIn(stale), await valueIn(calm)]).toEqual(['抢先街', '新街'])
  })

  it('takes all of a list by its conditions but a few, and makes a fact unknown', async () => {
    const n = next() + 88_000
    const made = []
    for (let at = 0; at < 4; at++) made.push(await enterprise({ employees: n, street: '清街' }))
    const except = made[3] as Made
    const drafted = good(
      await draft({
        rows: { all: true, filter: `employees = ${n}人`, except: [except.id] },
        fact: 'street',
        value: null,
      }),
    )
    expect(drafted).toMatchObject({ chosen: 3, filter: `employees = ${n}人`, actions: { change: 3 } })
    expect(drafted.value).toBeUndefined()
    good(await officer.post(`/api/amendments/${drafted.id}/approve`, {}))
    expect(await Promise.all(made.map((one) => valueIn(one)))).toEqual([
      undefined,
      undefined,
      undefined,
      '清街',
    ])
  })

  it('refuses names, identifying numbers, personal data and what is no value', async () => {
    const { id } = await enterprise({})
    const rows = { ids: [id] }
    const code = async (body: Record<string, unknown>) => (await draft({ rows, ...body })).body.code
    expect(await code({ fact: 'name', value: '新名' })).toBe('amendment-fact')
    expect(await code({ fact: 'credit_code', value: 'x' })).toBe('amendment-fact')
    expect(await code({ fact: 'contact_phone', value: '1' })).toBe('amendment-fact')
    expect(await code({ fact: 'no_such', value: '1' })).toBe('unknown-fact')
    expect(await code({ fact: 'employees', value: '许多' })).toBe('bad-value')
    expect(await code({ fact: 'street', value: '' })).toBe('bad-input')
    expect(await code({ fact: 'street', value: '街', asOf: '2999-01-01' })).toBe('day-in-future')
    expect(await code({ fact: 'street', value: '街', rows: { all: true, filter: 'employees = -1人' } })).toBe(
      'amendment-empty',
    )
    const leader = await stage.as('leader')
    expect((await draft({ rows, fact: 'street', value: '街' }, leader)).status).toBe(403)
    expect((await draft({ rows, fact: 'street', value: '街' }, stage.nobody)).status).toBe(401)
  })

  it('changes for an enterprise only what is its own, and shows nobody what he may not see', async () => {
    const mine = await enterprise({ street: '本街' })
    const other = await enterprise({ street: '外街' })
    const holder = await stage.addEnterprise({ id: mine.id, name: '演示' }, 'amend@demo.qiongding.example')
    const drafted = good(
      await draft({ rows: { ids: [mine.id, other.id] }, fact: 'street', value: '新街' }, holder),
    )
    // The other one is not in what it sees, so it is not even named.
    expect(drafted).toMatchObject({ chosen: 1, actions: { change: 1 } })
    good(await holder.post(`/api/amendments/${drafted.id}/approve`, {}))
    expect([await valueIn(mine), await valueIn(other)]).toEqual(['新街', '外街'])
    const foreign = good(await draft({ rows: { ids: [other.id] }, fact: 'street', value: '街' }))
    expect((await holder.get(`/api/amendments/${foreign.id}`)).status).toBe(404)
    expect((await holder.post(`/api/amendments/${foreign.id}/cancel`)).status).toBe(404)
    expect((await science.post(`/api/amendments/${foreign.id}/approve`, {})).status).toBe(403)
    expect(good(await officer.post(`/api/amendments/${foreign.id}/cancel`)).state).toBe('cancelled')
    const late = await officer.post(`/api/amendments/${foreign.id}/approve`, {})
    expect(late.body).toMatchObject({ code: 'amendment-state', facts: { state: 'cancelled' } })
    const ids = good(await holder.get('/api/amendments')).rows.map((row: { id: string }) => row.id)
    expect(ids).toEqual([drafted.id])
  })

  describe('of many rows', () => {
    const many = 1_200
    const n = 77_001
    beforeAll(async () => {
      const lines = Array.from({ length: many }, (_, at) => `演示多行${at},${n}`)
      const { id } = good(
        await officer.upload('/api/imports?kind=enterprise', {
          name: '演示多行.csv',
          bytes: new TextEncoder().encode(`企业名称,职工人数（人）\n${lines.join('\n')}\n`),
          type: 'text/csv',
        }),
      )
      await stage.settled()
      good(await officer.post(`/api/imports/${id}/commit`, {}))
      await stage.settled()
    })

    const draftMany = async (value: string) => {
      const { id, state, job } = good(
        await draft({ rows: { all: true, filter: `employees = ${n}人` }, fact: 'street', value }),
      )
      expect([state, job.state]).toEqual(['planning', 'queued'])
      return id as string
    }
    const read = async (id: string) => good(await officer.get(`/api/amendments/${id}`))

    it('looks, writes and takes back by jobs that say how far they are', async () => {
      const id = await draftMany('多街')
      await stage.settled()
      expect(await read(id)).toMatchObject({
        state: 'review',
        actions: { change: many },
        job: { state: 'done', done: many, total: many },
      })
      const approved = good(await officer.post(`/api/amendments/${id}/approve`, {}))
      expect(approved.state).toBe('writing')
      await stage.settled()
      expect(await read(id)).toMatchObject({ state: 'written', outcomes: { written: many } })
      const count = `/api/registry/enterprise?count=true&limit=1&filter=${encodeURIComponent('street = "多街"')}`
      expect(good(await officer.get(count)).total).toBe(many)
      const batches = await stage.look((db) =>
        db.query
          .selectFrom('ledger' as never)
          .selectAll()
          .where('name' as never, '=', 'registry.amended' as never)
          .where('about_id' as never, '=', id as never)
          .execute(),
      )
      expect(batches).toHaveLength(2)
      good(await officer.post(`/api/amendments/${id}/undo`, { reason: '演示撤回' }))
      await stage.settled()
      expect(await read(id)).toMatchObject({ state: 'undone', outcomes: { undone: many } })
      expect(good(await officer.get(count)).total).toBe(0)
    })

    it('stops where it is told to', async () => {
      const id = await draftMany('停街')
      const { job } = await read(id)
      good(await officer.post(`/api/jobs/${job.id}/cancel`))
      await stage.settled()
      expect(await read(id)).toMatchObject({ state: 'cancelled', outcomes: {} })
      const count = `/api/registry/enterprise?count=true&limit=1&filter=${encodeURIComponent('street = "停街"')}`
      expect(good(await officer.get(count)).total).toBe(0)
    })
  })
})
