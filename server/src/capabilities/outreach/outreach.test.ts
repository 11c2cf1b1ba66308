import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'
import type { Care, Trip, Visit } from './contract.ts'

const ROOT = '/api/outreach'

describe.each(TIERS)('trips and visits on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let river: Client
  let dispatcher: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    officer = await stage.as('attraction@demo.qiongding.example')
    river = await stage.as('river@demo.qiongding.example')
    dispatcher = await stage.as('dispatcher')
  })
  afterAll(() => stage.close())
  const trip = async (id: string, client = officer): Promise<Trip & { visits: Visit[] }> =>
    good(await client.get(`${ROOT}/trips/${id}`))
  const planned = async (day: string) =>
    good(
      await officer.post(`${ROOT}/trips`, {
        title: '演示：赴深圳拜访声学企业',
        day,
        place: '深圳',
        hosts: ['分管领导', '招商促进中心'],
      }),
    )

  it('says which enterprises have no next step seven days later, and takes what follows', async () => {
    const { id, version } = await planned(dayFrom(stage.today, -9))
    good(await officer.post(`${ROOT}/trips/${id}/end`, { state: 'done' }, { match: version }))
    const meet = async (company: string, day: string, next?: object) =>
      good(
        await officer.post(`${ROOT}/visits`, {
          tripId: id,
          company,
          day,
          said: '演示：有意在区内设研发中心',
          ...(next && { next }),
        }),
      )
    const silent = await meet('演示声学甲', dayFrom(stage.today, -8))
    await meet('演示声学乙', dayFrom(stage.today, -7))
    const promised = await meet('演示声学丙', dayFrom(stage.today, -8), {
      what: '演示：发送载体清单',
      office: 'parks',
      due: dayFrom(stage.today, -1),
    })
    const stand = async () =>
      Object.fromEntries((await trip(id)).visits.map(({ company, followUp }) => [company, followUp]))
    expect(await stand()).toEqual({ 演示声学甲: 'overdue', 演示声学乙: 'open', 演示声学丙: 'late' })
    expect(await trip(id)).toMatchObject({ met: 3, overdue: 1, late: 1 })
    const version_ = async (visit: string) =>
      (await trip(id)).visits.find((one) => one.id === visit)?.version as string
    const close = async (visit: string, body: object) =>
      officer.post(`${ROOT}/visits/${visit}/close`, body, { match: await version_(visit) })
    // What nobody set out cannot have been done.
    expect((await close(silent.id, { how: 'done', text: 'x' })).body.code).toBe('visit-without-next')
    good(
      await officer.post(
        `${ROOT}/visits/${silent.id}/next`,
        { what: '演示：邀请来访', office: 'attraction', due: dayFrom(stage.today, 5) },
        { match: await version_(silent.id) },
      ),
    )
    good(await close(promised.id, { how: 'done', text: '演示：清单已发' }))
    expect((await close(promised.id, { how: 'nothing', text: 'x' })).body.code).toBe('visit-closed')
    expect(await stand()).toEqual({ 演示声学甲: 'next', 演示声学乙: 'open', 演示声学丙: 'closed' })
    // A day ago it stood otherwise, and says so.
    const yesterday = dayFrom(stage.today, -1)
    expect((await officer.get(`${ROOT}/trips/${id}?on=${yesterday}`)).status).toBe(404)
  })

  it('shows nobody else whom a delegation met', async () => {
    const { id, version } = await planned(stage.today)
    good(
      await officer.post(`${ROOT}/visits`, {
        tripId: id,
        company: '演示保密企业',
        day: stage.today,
        said: '演示',
      }),
    )
    expect((await river.get(`${ROOT}/trips/${id}`)).status).toBe(404)
    expect(JSON.stringify(good(await river.get(`${ROOT}/trips`)))).not.toContain('演示：赴深圳')
    expect(
      (await river.post(`${ROOT}/visits`, { tripId: id, company: 'x', day: stage.today, said: 'x' })).status,
    ).toBe(404)
    expect((await river.post(`${ROOT}/trips/${id}/end`, { state: 'done' }, { match: version })).status).toBe(
      404,
    )
    expect((await trip(id, dispatcher)).visits[0]?.company).toBe('演示保密企业')
    expect((await (await stage.as('housing@demo.qiongding.example')).get(`${ROOT}/trips`)).status).toBe(403)
    expect(
      (await officer.post(`${ROOT}/visits`, { company: 'x', day: stage.today, said: 'x' })).body.code,
    ).toBe('bad-input')
    expect(
      (
        await officer.post(`${ROOT}/visits`, {
          tripId: id,
          company: 'x',
          day: dayFrom(stage.today, 1),
          said: 'x',
        })
      ).body.code,
    ).toBe('day-in-future')
  })

  it('looks after every enterprise that has settled, once, and puts it back in the rota after a visit', async () => {
    const list = async (client = dispatcher): Promise<{ rows: Care[]; total: number; late: number }> =>
      good(await client.get(`${ROOT}/care?limit=200`))
    const before = await list()
    expect(before.total).toBeGreaterThan(0)
    expect(new Set(before.rows.map(({ partyId }) => partyId)).size).toBe(before.total)
    const [first] = before.rows
    const partyId = first?.partyId as string
    const due = before.rows.map((row) => row.due)
    expect(due).toEqual(due.toSorted())
    good(
      await officer.post(`${ROOT}/visits`, {
        partyId,
        day: stage.today,
        said: '演示：希望扩产',
        next: { what: '演示：协调扩产用电', office: 'power', due: dayFrom(stage.today, 10) },
      }),
    )
    const after = (await list()).rows.find((row) => row.partyId === partyId)
    expect(after).toMatchObject({ last: stage.today, due: dayFrom(stage.today, 90), late: false, open: 1 })
    const { company, rows } = good(await dispatcher.get(`${ROOT}/enterprises/${partyId}/visits`))
    expect(company).toBe(first?.company)
    expect(rows[0]).toMatchObject({ followUp: 'next', said: '演示：希望扩产' })
    expect(
      (await officer.post(`${ROOT}/visits`, { partyId: first?.journey.id, day: stage.today, said: 'x' }))
        .status,
    ).toBe(404)
  })

  it('tells an enterprise what it was told would be done, and not what was noted of it', async () => {
    const enterprise = await stage.as('enterprise-user')
    const { party } = good(await enterprise.get('/api/session')).person
    const due = dayFrom(stage.today, -1)
    const { id } = good(
      await dispatcher.post(`${ROOT}/visits`, {
        partyId: party.id,
        day: dayFrom(stage.today, -5),
        said: '演示：内部记录不外传',
        next: { what: '演示：答复扩产用地', office: 'natural-resources', due },
      }),
    )
    const owed = good(await enterprise.get(`${ROOT}/owed`))
    expect(owed.rows).toHaveLength(1)
    expect(owed.rows[0]).toMatchObject({ id, what: '演示：答复扩产用地', due, late: true })
    expect(JSON.stringify(owed)).not.toContain('内部记录')
    // Nobody else is told by this door, and the enterprise is told by no other.
    expect(good(await officer.get(`${ROOT}/owed`)).rows).toEqual([])
    for (const path of ['trips', 'care', `enterprises/${party.id}/visits`])
      expect((await enterprise.get(`${ROOT}/${path}`)).status).toBe(403)
  })
})
