import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './testing/client.ts'
import { good, make } from './testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from './testing/stage.ts'

const csv = (lines: readonly string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)

describe.each(TIERS)('another district, by its pack alone, on %s', (tier) => {
  let stage: Stage
  let clerk: Client
  beforeAll(async () => {
    stage = await openStage({ tier, pack: 'harbour', rows: 'demonstration' })
    clerk = await stage.as('crewing-clerk')
  })
  afterAll(() => stage.close())

  it('has its own board from the start', async () => {
    const dome = good(await clerk.get('/api/desks/dome'))
    expect(dome.flow.map((one: { element: string }) => one.element)).toEqual([
      'berth-permit',
      'shore-power',
      'clearance',
    ])
    expect(dome.demonstration).toBe(true)
  })

  it('goes the six steps: a list, a match, a journey, an order confirmed by the operator, a figure that moves', async () => {
    const taken = good(
      await clerk.upload('/api/imports', {
        name: 'crew.csv',
        bytes: csv([
          'Full name,Discharge book no.,Consent,Present rank,Certificates,Months at sea,Available from',
          `Demo Hand One,DB-90001,yes,Captain,radar;firefighting,60,${stage.today}`,
        ]),
      }),
    )
    await stage.settled()
    const read = good(await clerk.get(`/api/imports/${taken.id}`))
    expect(read, JSON.stringify(good(await clerk.get(`/api/imports/${taken.id}/findings`)))).toMatchObject({
      state: 'review',
      kind: 'seafarer',
      counts: { created: 1 },
    })
    good(await clerk.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
    const person = good(await clerk.get(`/api/registry/seafarer?q=${encodeURIComponent('Demo Hand One')}`))
      .rows[0]
    expect(person.values).toMatchObject({ sea_rank: 'master', seafarer_consent: true })

    const operator = await make(clerk, 'operator', {
      operator_name: 'Demo Shipping Ninety',
      licence_number: 'DEMO-9000',
      operator_phone: '000-9000',
    })
    const call = await make(clerk, 'berth-call', {
      call_title: 'Demo call ninety',
      call_operator: 'Demo Shipping Ninety',
      crew_needed: 1,
      rank_min: 'mate',
      sails_on: dayFrom(stage.today, 20),
    })
    const ranking = good(await clerk.get(`/api/matches/call-seafarer/needs/${call.id}?limit=200`))
    expect(ranking.rows.find((row: { offerId: string }) => row.offerId === person.id)).toMatchObject({
      group: 'all-met',
    })
    const { journeyId } = good(
      await clerk.post(`/api/matches/call-seafarer/needs/${call.id}/accept`, { offerId: person.id }),
    )

    const path = `/api/journeys/${journeyId}`
    const advance = async () =>
      clerk.post(`${path}/advance`, {}, { match: good(await clerk.get(path)).version })
    expect((await advance()).body.code).toBe('not-ready')
    good(
      await clerk.post(`${path}/evidence`, {
        kind: 'medical',
        fact: { key: 'medical_on', value: stage.today },
      }),
    )
    expect(good(await advance()).stage).toBe('examined')

    const order = good(
      await clerk.post('/api/orders', {
        journeyId,
        element: 'berth-permit',
        what: 'Demo permit',
        blocks: 'cleared',
      }),
    )
    const quay = await stage.as('quay-clerk')
    const agent = await stage.addEnterprise(
      { id: operator.id, name: 'Demo Shipping Ninety' },
      `agent-${tier}@harbour.example`,
    )
    let version = order.version
    for (const [step, body] of [
      ['accept', {}],
      ['commit', { promisedOn: stage.today }],
      ['deliver', {}],
    ] as const)
      version = good(await quay.post(`/api/orders/${order.id}/${step}`, body, { match: version })).version
    expect((await advance()).body.code).toBe('not-ready')
    expect((await quay.post(`/api/orders/${order.id}/confirm`, {}, { match: version })).status).toBe(403)
    good(await agent.post(`/api/orders/${order.id}/confirm`, {}, { match: version }))
    expect(good(await advance()).stage).toBe('cleared')

    const figure = async () => good(await clerk.get('/api/targets/signed-on')).reading.value as number
    const before = await figure()
    good(
      await clerk.post(`${path}/evidence`, {
        kind: 'articles',
        fact: { key: 'signed_on', value: stage.today },
      }),
    )
    expect(good(await advance()).stage).toBe('aboard')
    await stage.settled()
    expect(await figure()).toBe(before + 1)
    const rows = good(await clerk.get('/api/targets/signed-on/rows?verdict=yes')).rows
    expect(rows.map((row: { id: string }) => row.id)).toContain(journeyId)
    const yesterday = dayFrom(stage.today, -1)
    expect(
      good(await clerk.get(`/api/targets/signed-on?on=${yesterday}&known=${yesterday}`)).reading.value,
    ).toBe(before)
  })

  it('sends its codes to the operator and keeps persons from whoever may not see them', async () => {
    const orders = good(await clerk.get('/api/orders?state=delivered')).rows
    good(await clerk.post(`/api/orders/${orders[0].id}/link`))
    const folder = join(stage.dataFolder, 'outbox')
    expect(
      readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).to),
    ).toEqual([expect.stringMatching(/^000-/)])
    const master = await stage.as('harbour-master')
    expect(JSON.stringify((await master.get('/api/registry/seafarer?limit=200')).body)).not.toMatch(
      /Demo seafarer|Demo Hand/,
    )
    expect((await (await stage.as('quay-clerk')).get('/api/registry/operator')).status).toBe(403)
  })
})
