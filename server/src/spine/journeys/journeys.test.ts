import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { good, leadOrder, make, paper, placement } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

describe.each(TIERS)('journeys on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier })
  })
  afterAll(() => stage.close())

  it('holds at a gate, says what is unmet and what is unknown, and passes when it is there', async () => {
    const { officer, journeyId, enterprise, enterpriseName, n } = await placement(stage)
    const path = `/api/journeys/${journeyId}`
    const read = async () => good(await officer.get(path))
    const advance = async (to?: string) =>
      officer.post(`${path}/advance`, to ? { to } : {}, { match: (await read()).version })

    expect((await officer.post(`${path}/advance`, {})).status).toBe(428)
    expect((await officer.post(`${path}/advance`, {}, { match: 'gone' })).status).toBe(412)
    expect(good(await advance()).stage).toBe('recommended')

    const held = await advance()
    expect([held.status, held.body.code]).toEqual([409, 'not-ready'])
    expect(held.body.facts.unmet.map((one: { requirement: string }) => one.requirement).toSorted()).toEqual([
      'interview-held',
      'recommendation-sent',
    ])
    expect((await advance('arrived')).status).toBeGreaterThanOrEqual(400)
    expect((await advance('no-such-stage')).status).toBeLessThan(500)

    for (const kind of ['recommendation', 'interview-record'])
      good(await officer.post(`${path}/evidence`, { kind, fileId: await paper(officer) }))
    const shown = await read()
    expect(shown.requirements.map((one: { verdict: string }) => one.verdict)).toEqual(['yes', 'yes'])
    expect(shown.evidence).toHaveLength(2)
    expect(good(await advance()).stage).toBe('interviewed')

    // The gate to arrival: a fact nobody has stated is unknown, a missing paper and an open order are unmet.
    const order = good(
      await officer.post('/api/orders', {
        journeyId,
        element: 'housing',
        what: '演示人才公寓',
        blocks: 'arrived',
        quantity: 1,
      }),
    )
    const waits = await advance()
    expect(waits.body.code).toBe('not-ready')
    expect(waits.body.facts.unknown.map((one: { requirement: string }) => one.requirement)).toEqual([
      'agreed',
    ])
    expect(waits.body.facts.unmet.map((one: { requirement: string }) => one.requirement).toSorted()).toEqual([
      'arrival',
      'arrival-orders',
    ])
    good(await officer.post(`${path}/facts`, { key: 'both_agreed', value: true }))
    good(
      await officer.post(`${path}/evidence`, {
        kind: 'arrival-proof',
        fact: { key: 'arrived_on', value: stage.today },
      }),
    )
    const housing = await stage.as('housing@demo.qiongding.example')
    await leadOrder(stage, order.id, 'delivered', housing)
    const onlyOrder = await advance()
    expect(onlyOrder.body.facts.unmet.map((one: { requirement: string }) => one.requirement)).toEqual([
      'arrival-orders',
    ])
    const own = await stage.addEnterprise({ id: enterprise.id, name: enterpriseName }, `journey-${n}@example`)
    const delivered = good(await own.get(`/api/orders/${order.id}`))
    good(await own.post(`/api/orders/${order.id}/confirm`, {}, { match: delivered.version }))
    expect(good(await advance()).stage).toBe('arrived')

    const closed = await officer.post(
      `${path}/close`,
      { exit: 'ended', reason: '演示' },
      { match: (await read()).version },
    )
    expect(good(closed).closed).toMatchObject({ exit: 'ended', reason: '演示' })
    expect((await advance()).body.code).toBe('journey-closed')
    expect(
      (await officer.post(`${path}/evidence`, { kind: 'follow-up-record', fileId: await paper(officer) }))
        .body.code,
    ).toBe('journey-closed')
  })

  it('takes as evidence only what its kind accepts, and no fact but the one it proves', async () => {
    const { officer, journeyId } = await placement(stage)
    const attach = (body: unknown) => officer.post(`/api/journeys/${journeyId}/evidence`, body)
    expect((await attach({ kind: 'recommendation' })).body.code).toBe('evidence-needed')
    expect((await attach({ kind: 'no-such-kind', fileId: await paper(officer) })).body.code).toBe(
      'no-such-evidence',
    )
    expect((await attach({ kind: 'recommendation', fileId: journeyId })).body.code).toBe('no-such-evidence')
    expect(
      (await attach({ kind: 'recognition', fact: { key: 'arrived_on', value: stage.today } })).body.code,
    ).toBe('no-such-evidence')
    expect(
      (await attach({ kind: 'recommendation', fact: { key: 'mobile', value: '13800001111' } })).body.code,
    ).toBe('no-such-evidence')
    good(await attach({ kind: 'recommendation', fact: { key: 'recommended_on', value: stage.today } }))
    const foreign = await officer.post(`/api/journeys/${journeyId}/facts`, {
      key: 'mobile',
      value: '13800001111',
    })
    expect(foreign.body.code).toBe('unknown-fact')
  })

  it('is moved by the office in whose care it is, and by the dispatcher', async () => {
    const { officer, journeyId, post, talent } = await placement(stage)
    const attraction = await stage.as('attraction-officer')
    const dispatcher = await stage.as('dispatcher')
    const { version } = good(await attraction.get(`/api/journeys/${journeyId}`))
    const advance = (who: typeof officer) =>
      who.post(`/api/journeys/${journeyId}/advance`, {}, { match: version })
    expect((await advance(attraction)).status).toBe(403)
    expect(
      (
        await attraction.post(`/api/journeys/${journeyId}/evidence`, {
          kind: 'recommendation',
          fact: { key: 'recommended_on', value: stage.today },
        })
      ).status,
    ).toBe(403)
    expect((await advance(dispatcher)).status).toBe(200)
    const opened = await attraction.post('/api/journeys', {
      definition: 'placement',
      title: '演示事项',
      parties: [
        { role: 'need', kind: 'post', id: post.id },
        { role: 'offer', kind: 'talent', id: talent.id },
      ],
    })
    expect(good(opened).stage).toBe('registered')
    const wrong = await attraction.post('/api/journeys', {
      definition: 'placement',
      title: '演示',
      parties: [{ role: 'need', kind: 'talent', id: post.id }],
    })
    expect(wrong.status).toBe(404)
  })

  it('lists by what holds, by subject, and page by page', async () => {
    const { officer, talent, journeyId } = await placement(stage)
    const found = good(await officer.get(`/api/journeys?subject=${talent.id}`))
    expect(found.rows.map((row: { id: string }) => row.id)).toEqual([journeyId])
    const seen = new Set<string>()
    for (let cursor = ''; ; ) {
      const page = good(await officer.get(`/api/journeys?limit=1${cursor}`))
      for (const row of page.rows) seen.add(row.id)
      if (!page.next) {
        expect(seen.size).toBe(page.total)
        break
      }
      cursor = `&cursor=${page.next}`
    }
    for (const held of ['true', 'false'])
      for (const row of good(await officer.get(`/api/journeys?held=${held}&limit=200`)).rows)
        expect(row.gate === undefined ? held : String(!row.gate.passes)).toBe(held)
    const links = good(await officer.get(`/api/registry/talent/${talent.id}`)).links
    expect(links).toMatchObject([
      { kind: 'journey', id: journeyId, state: 'matched' },
      { kind: 'match', profile: 'post-talent', state: 'accepted' },
    ])
    await make(officer, 'enterprise', { name: '演示无关企业' })
  })
})
