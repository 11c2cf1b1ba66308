import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, leadOrder, paper, placement } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'

describe.each(TIERS)('orders on %s', (tier) => {
  let stage: Stage
  let housing: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    housing = await stage.as('housing@demo.qiongding.example')
  })
  afterAll(() => stage.close())

  async function order(to: Parameters<typeof leadOrder>[2] = 'raised') {
    const rows = await placement(stage)
    const raised = good(
      await rows.officer.post('/api/orders', {
        journeyId: rows.journeyId,
        element: 'housing',
        what: '演示人才公寓',
        blocks: 'arrived',
      }),
    )
    const version = await leadOrder(stage, raised.id, to, housing)
    const account = `order-${rows.n}-${tier}@example`
    const enterprise = await stage.addEnterprise(
      { id: rows.enterprise.id, name: rows.enterpriseName },
      account,
    )
    return {
      ...rows,
      id: raised.id as string,
      version,
      enterprise,
      account,
      path: `/api/orders/${raised.id}`,
    }
  }
  const read = async (who: Client, path: string) => good(await who.get(path))

  it('lives its life: raised, accepted, committed, delivered, confirmed by the enterprise', async () => {
    const { path, officer, enterprise, version } = await order('delivered')
    const shown = await read(officer, path)
    expect(shown).toMatchObject({
      state: 'delivered',
      office: 'housing',
      promisedOn: stage.today,
      deliveredOn: stage.today,
    })
    expect(shown.abilities).not.toContain('order.confirm')
    const own = await read(enterprise, path)
    expect(own.abilities.toSorted()).toEqual(['order.confirm', 'order.dispute'])
    const confirmed = good(await enterprise.post(`${path}/confirm`, {}, { match: version }))
    expect(confirmed).toMatchObject({ state: 'confirmed', channel: 'sign-in', confirmedOn: stage.today })
    const twice = await enterprise.post(`${path}/confirm`, {}, { match: confirmed.version })
    expect([twice.status, twice.body.code]).toEqual([409, 'order-state'])
    expect((await read(officer, path)).ledger.map((row: { name: string }) => row.name)).toEqual([
      'order.confirmed',
      'order.delivered',
      'order.committed',
      'order.accepted',
      'order.raised',
    ])
  })

  it('takes no step before its time and none by the wrong hand', async () => {
    const { path, officer, version, enterprise } = await order('raised')
    for (const [step, body] of [
      ['deliver', {}],
      ['commit', { promisedOn: stage.today }],
    ] as const) {
      const early = await housing.post(`${path}/${step}`, body, { match: version })
      expect([early.status, early.body.code], step).toEqual([409, 'order-state'])
    }
    expect((await enterprise.post(`${path}/confirm`, {}, { match: version })).body.code).toBe('order-state')
    const land = await stage.as('land@demo.qiongding.example')
    expect((await land.post(`${path}/accept`, {}, { match: version })).status).toBe(403)
    expect((await officer.post(`${path}/accept`, {}, { match: version })).status).toBe(403)
    expect((await housing.post(`${path}/accept`, {}, { match: 'other' })).status).toBe(412)
    expect((await housing.post(`${path}/accept`, {})).status).toBe(428)
    const back = await housing.post(`${path}/accept`, { day: dayFrom(stage.today, -1) }, { match: version })
    expect(back.body.code).toBe('day-before-last')
    const ahead = await housing.post(`${path}/accept`, { day: dayFrom(stage.today, 1) }, { match: version })
    expect(ahead.body.code).toBe('day-in-future')
  })

  it('is confirmed by nobody but its own enterprise', async () => {
    const { path, officer, version } = await order('delivered')
    const other = await order('raised')
    for (const who of [
      officer,
      housing,
      await stage.as('dispatcher'),
      await stage.as('leader'),
      await stage.as('administrator'),
    ])
      for (const [step, body] of [
        ['confirm', {}],
        ['dispute', { reason: '演示' }],
      ] as const)
        expect((await who.post(`${path}/${step}`, body, { match: version })).status, step).toBe(403)
    expect((await other.enterprise.get(path)).status).toBe(404)
    expect((await other.enterprise.post(`${path}/confirm`, {}, { match: version })).status).toBe(404)
    expect((await stage.nobody.post(`${path}/confirm`, {}, { match: version })).status).toBe(401)
    expect((await read(officer, path)).state).toBe('delivered')
  })

  it('re-opens when disputed, and the gate it blocks says so', async () => {
    const { path, id, officer, enterprise, version, journeyId } = await order('delivered')
    expect((await enterprise.post(`${path}/dispute`, {}, { match: version })).status).toBe(422)
    const disputed = good(
      await enterprise.post(`${path}/dispute`, { reason: '钥匙未交' }, { match: version }),
    )
    expect(disputed).toMatchObject({ state: 'disputed', dispute: '钥匙未交', disputes: 1 })
    // Lead the journey to the gate the order blocks.
    for (const step of ['recommended', 'interviewed']) {
      if (step === 'interviewed')
        for (const kind of ['recommendation', 'interview-record'])
          good(
            await officer.post(`/api/journeys/${journeyId}/evidence`, { kind, fileId: await paper(officer) }),
          )
      const { version: match } = await read(officer, `/api/journeys/${journeyId}`)
      good(await officer.post(`/api/journeys/${journeyId}/advance`, {}, { match }))
    }
    const waiting = (await read(officer, `/api/journeys/${journeyId}`)).requirements.find(
      (one: { id: string }) => one.id === 'arrival-orders',
    )
    expect(waiting).toMatchObject({ verdict: 'no', needs: { orders: [id] } })
    const again = good(
      await housing.post(
        `${path}/commit`,
        { promisedOn: dayFrom(stage.today, 3) },
        { match: disputed.version },
      ),
    )
    expect(again.state).toBe('committed')
    expect(again.deliveredOn).toBeUndefined()
  })

  it('is confirmed through a one-time link by a code that no officer sees', async () => {
    const { path, officer, housing: owing, n } = { ...(await order('delivered')), housing }
    const letters = () => {
      const folder = join(stage.dataFolder, 'outbox')
      return readdirSync(folder)
        .toSorted()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
    }
    const link = await owing.post(`${path}/link`, undefined, { key: `link-key-${n}` })
    const { url, sentTo } = good(link)
    expect(sentTo).toContain('****')
    const letter = JSON.parse(letters().at(-1) as string)
    const { code } = letter.params
    expect(letter.to).toMatch(/^1390000/)
    expect(JSON.stringify(link.body)).not.toContain(code)
    expect(JSON.stringify(link.body)).not.toContain(letter.to)
    // Asked again with the same key, the address is not told again: it is kept nowhere.
    expect((await owing.post(`${path}/link`, undefined, { key: `link-key-${n}` })).body.code).toBe(
      'repeated-key',
    )
    for (const who of [officer, owing, await stage.as('dispatcher'), await stage.as('leader')])
      for (const address of [path, '/api/ledger?limit=200'])
        expect(JSON.stringify((await who.get(address)).body)).not.toContain(`"${code}"`)

    const door = `/api/confirmations/${url.split('/').at(-1)}`
    const shown = await read(stage.nobody, door)
    expect(shown).toMatchObject({ state: 'waiting', triesLeft: 5 })
    expect(JSON.stringify(shown)).not.toContain('演示人员')
    const bySession = await owing.post(door, { code, confirmed: true })
    expect([bySession.status, bySession.body.code]).toEqual([403, 'own-issue'])
    const wrong = await stage.nobody.post(door, {
      code: code === '000000' ? '111111' : '000000',
      confirmed: true,
    })
    expect(wrong.body).toMatchObject({ code: 'wrong-code', facts: { triesLeft: 4 } })
    expect(good(await stage.nobody.post(door, { code, confirmed: true }))).toEqual({ state: 'confirmed' })
    expect(await read(officer, path)).toMatchObject({ state: 'confirmed', channel: 'link' })
    const replayed = await stage.nobody.post(door, { code, confirmed: true })
    expect([replayed.status, replayed.body.code]).toEqual([410, 'link-used'])
    expect((await stage.nobody.get('/api/confirmations/no-such-token-no-such-token')).status).toBe(404)
  })

  it('locks a link after five wrong codes, revokes it by a newer one, and lets it expire', async () => {
    const { path, officer } = await order('delivered')
    const issue = async () =>
      `/api/confirmations/${good(await officer.post(`${path}/link`))
        .url.split('/')
        .at(-1)}`
    const folder = join(stage.dataFolder, 'outbox')
    const codeOf = () =>
      JSON.parse(readFileSync(join(folder, readdirSync(folder).toSorted().at(-1) as string), 'utf8')).params
        .code as string
    const first = await issue()
    const code = codeOf()
    const wrong = code === '123456' ? '654321' : '123456'
    const tries = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7].map(() => stage.nobody.post(first, { code: wrong, confirmed: true })),
    )
    expect(tries.map((reply) => reply.body.code).toSorted()).toEqual([
      ...Array(2).fill('link-locked'),
      ...Array(5).fill('wrong-code'),
    ])
    expect((await stage.nobody.post(first, { code, confirmed: true })).body.code).toBe('link-locked')
    const second = await issue()
    const secondCode = codeOf()
    const third = await issue()
    expect((await stage.nobody.post(second, { code: secondCode, confirmed: true })).body.code).toBe(
      'link-revoked',
    )
    const thirdCode = codeOf()
    for (let left = 2; left > 0; left--) await issue()
    expect((await officer.post(`${path}/link`)).body.code).toBe('too-many')
    expect((await stage.nobody.post(third, { code: thirdCode, confirmed: true })).body.code).toBe(
      'link-revoked',
    )
    stage.shift(1)
    const last = await issue()
    const lastCode = codeOf()
    stage.shift(8)
    expect(await read(stage.nobody, last)).toMatchObject({ state: 'expired' })
    expect((await stage.nobody.post(last, { code: lastCode, confirmed: true })).body.code).toBe(
      'link-expired',
    )
    expect((await read(officer, path)).state).toBe('delivered')
  })

  it('takes signed paper from an office that had no hand in it, and shows it as paper', async () => {
    const { path, officer, version } = await order('delivered')
    const dispatcher = await stage.as('dispatcher')
    const scan = await paper(dispatcher, '确认单.pdf')
    const body = { fileId: scan, confirmed: true, signedOn: stage.today }
    const byIssuer = await officer.post(`${path}/paper`, body, { match: version })
    expect([byIssuer.status, byIssuer.body.code]).toEqual([403, 'own-issue'])
    expect((await housing.post(`${path}/paper`, body, { match: version })).status).toBe(403)
    const none = await dispatcher.post(
      `${path}/paper`,
      { ...body, fileId: '00000000-0000-7000-8000-000000000000' },
      { match: version },
    )
    expect(none.body.code).toBe('no-such-evidence')
    expect(good(await dispatcher.post(`${path}/paper`, body, { match: version }))).toMatchObject({
      state: 'confirmed',
      channel: 'paper',
    })
  })

  it('may be needed by an enterprise by itself, and by nobody who is none', async () => {
    const { enterprise, officer, talent, enterprise: own, ...rows } = await order('raised')
    const party = good(await own.get('/api/session')).person.party.id
    const raised = good(
      await own.post('/api/orders', { partyId: party, element: 'electricity', what: '演示增容' }),
    )
    expect(raised).toMatchObject({ state: 'raised', party: { id: party }, office: 'power' })
    expect(raised.journey).toBeUndefined()
    const power = await stage.as('power@demo.qiongding.example')
    const version = await leadOrder(stage, raised.id, 'delivered', power)
    good(await enterprise.post(`/api/orders/${raised.id}/confirm`, {}, { match: version }))
    expect(
      (await officer.post('/api/orders', { partyId: talent.id, element: 'electricity', what: '演示' })).body
        .code,
    ).toBe('no-party')
    expect((await officer.post('/api/orders', { element: 'electricity', what: '演示' })).body.code).toBe(
      'no-party',
    )
    const other = await order('raised')
    expect(
      (
        await own.post('/api/orders', {
          partyId: other.enterprise ? good(await other.enterprise.get('/api/session')).person.party.id : '',
          element: 'electricity',
          what: '演示',
        })
      ).status,
    ).toBe(404)
    expect(
      (await own.post('/api/orders', { journeyId: other.journeyId, element: 'housing', what: '演示' }))
        .status,
    ).toBe(404)
    const mine = good(await own.get('/api/orders?limit=200'))
    expect(new Set(mine.rows.map((row: { party: { id: string } }) => row.party.id))).toEqual(new Set([party]))
    expect(
      (await officer.post('/api/orders', { journeyId: rows.journeyId, element: 'no-such', what: '演示' }))
        .body.code,
    ).toBe('bad-input')
    expect(
      (
        await officer.post('/api/orders', {
          journeyId: rows.journeyId,
          element: 'housing',
          what: '演示',
          office: 'no-such',
        })
      ).body.code,
    ).toBe('no-office')
    expect(
      (
        await officer.post('/api/orders', {
          journeyId: rows.journeyId,
          element: 'housing',
          what: '演示',
          blocks: 'no-such',
        })
      ).body.code,
    ).toBe('no-such-stage')
  })
})
