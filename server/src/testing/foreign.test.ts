import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '../rebuild.ts'
import type { Client } from './client.ts'
import { good, make } from './rows.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

describe.each(TIERS)('a district beside another in one database, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    // The rows in the database are district 1's; this workbench serves district 2.
    stage = await openStage({ tier, rows: 'demonstration', district: 2 })
    officer = await stage.addOfficer('talent-officer', 'talent-office', 'foreign@example')
  })
  afterAll(() => stage.close())

  it('sees nothing of its neighbour, by list, by id, by count, by search', async () => {
    const own = await make(officer, 'enterprise', { name: '演示本区企业' })
    const { database } = stage.workbench
    const theirs = await database.readDistrict(1, async (read) => {
      const rows = await read.query
        .withSchema('public')
        .selectFrom('profile' as never)
        .selectAll()
        .execute()
      return rows as unknown as { subject_id: string; kind: string; name: string }[]
    })
    expect(theirs.length).toBeGreaterThan(50)
    expect(good(await officer.get('/api/registry/enterprise?count=true'))).toMatchObject({
      total: 1,
      rows: [{ id: own.id }],
    })
    for (const kind of ['talent', 'post'])
      expect(good(await officer.get(`/api/registry/${kind}?count=true`)).total).toBe(0)
    for (const { kind, subject_id: id } of theirs
      .filter((row) => ['enterprise', 'talent', 'post'].includes(row.kind))
      .slice(0, 12)) {
      expect((await officer.get(`/api/registry/${kind}/${id}`)).status).toBe(404)
      expect(
        (
          await officer.post(
            `/api/registry/${kind}/${id}/statements`,
            { values: {}, source: 'x' },
            { match: 'x' },
          )
        ).status,
      ).toBe(404)
    }
    expect(good(await officer.get('/api/orders')).total).toBe(0)
    expect(good(await officer.get('/api/journeys')).total).toBe(0)
    expect(good(await officer.get('/api/desks/dome')).total.open).toBe(0)
    expect(good(await officer.get('/api/targets/placements')).reading.value).toBe(0)
    const named = theirs.find((row) => row.kind === 'enterprise')?.name ?? ''
    expect(good(await officer.get(`/api/search?q=${encodeURIComponent(named)}`)).groups).toEqual([])
  })

  it('knows no member of its neighbour, though they may sign in', async () => {
    const reply = await stage.nobody.post('/api/auth/sign-in/email', {
      email: 'dispatch@demo.qiongding.example',
      password: 'demo-dispatch-01',
    })
    expect(reply.status).toBe(200)
    const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] as string
    const stranger = await stage.nobody.get('/api/session', { headers: { cookie } })
    expect(stranger.body).toMatchObject({ abilities: [] })
    expect(stranger.body.person).toBeUndefined()
    for (const path of ['/api/orders', '/api/desks/dome', '/api/search?q=x', '/api/ledger'])
      expect([401, 403], path).toContain((await stage.nobody.get(path, { headers: { cookie } })).status)
  })

  it('rebuilds to the same after a person was erased', async () => {
    const person = await make(officer, 'talent', {
      talent_name: '演示将删',
      mobile: '13877778888',
      birth_month: '1990-02',
      degree: 'master',
    })
    const administrator = await stage.addOfficer('administrator', 'command-office', 'foreign-admin@example')
    good(await administrator.post(`/api/registry/talent/${person.id}/erase`, { reason: '本人要求' }))
    await stage.settled()
    const report = await rebuild(stage.workbench, { replace: false })
    expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
    expect(report.clean).toBe(true)
  })
})
