import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readWorkbook } from '../../spine/registry/workbook/read.ts'
import type { Client } from '../../testing/client.ts'
import { good, paper } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

const ROOT = '/api/attraction/investment'
const OTHER = 'river@demo.qiongding.example'
const SECRET = '演示暗礁光学科技'

const probe = async (client: Client, investor: string) =>
  good(await client.post(`${ROOT}/probe`, { values: { investor } }))

async function lead(client: Client, investor: string, more: Record<string, unknown> = {}) {
  const { id } = await probe(client, investor)
  return good(
    await client.post(`${ROOT}/leads`, {
      title: `${investor}项目`,
      values: { investor, project_content: '演示产线', lead_owner: '演示一组', space_wanted: 3000 },
      origin: 'form',
      probe: id,
      ...more,
    }),
  ) as { id: string; no: string }
}

describe.each(TIERS)('attraction on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let other: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'none' })
    officer = await stage.as('attraction@demo.qiongding.example')
    other = await stage.as(OTHER)
  })
  afterAll(() => stage.close())

  it('drafts facts from a text in base units, keeps nothing of it, and says what stays unknown', async () => {
    const draft = good(
      await officer.post(`${ROOT}/draft`, {
        text: '演示星河光电科技有限公司计划投资2.5亿元，用地30亩，联系人沈总，13900011301，本周内再说。',
      }),
    )
    const value = (fact: string) => draft.fields.find((one: { fact: string }) => one.fact === fact)?.value
    expect(value('investor')).toBe('演示星河光电科技有限公司')
    expect(value('investment_total')).toBe(250_000_000)
    expect(value('land_wanted')).toBeCloseTo(20_000, 6)
    expect(draft.fields.find((one: { fact: string }) => one.fact === 'investor_phone').shown).toBe(
      '139****1301',
    )
    expect(draft.unread).toContainEqual({ fact: 'plan_start', why: 'not-said' })
    expect(good(await officer.get('/api/attraction/investment/projects')).total).toBe(0)
  })

  it('refuses a megabyte of text with a sentence, and reads nothing into emoji', async () => {
    const megabyte = await officer.post(`${ROOT}/draft`, { text: '字'.repeat(400_000) })
    expect([megabyte.status, megabyte.body.code]).toEqual([413, 'too-large'])
    const long = await officer.post(`${ROOT}/draft`, { text: '字'.repeat(30_000) })
    expect([long.status, long.body.code]).toEqual([413, 'text-too-long'])
    const emoji = good(await officer.post(`${ROOT}/draft`, { text: '👍👍🎉' }))
    expect(emoji.fields).toEqual([])
    expect((await officer.post('/api/attraction/placement/draft', { text: '演示' })).body.code).toBe(
      'no-intake',
    )
  })

  it('enters no lead whose enterprise was not asked about just before', async () => {
    const plain = { title: '演示项目', values: { investor: '演示无问科技有限公司' }, origin: 'form' }
    expect((await officer.post(`${ROOT}/leads`, plain)).body.code).toBe('probe-needed')
    const { id } = await probe(officer, '演示另一家科技有限公司')
    expect((await officer.post(`${ROOT}/leads`, { ...plain, probe: id })).body.code).toBe('probe-needed')
    // Somebody else's probe is no probe.
    const theirs = await probe(other, '演示无问科技有限公司')
    expect((await officer.post(`${ROOT}/leads`, { ...plain, probe: theirs.id })).body.code).toBe(
      'probe-needed',
    )
    expect(
      (
        await officer.post('/api/journeys', {
          definition: 'investment',
          title: '演示',
          parties: [{ role: 'enterprise', kind: 'enterprise', id: stage.members[0]?.user_id }],
        })
      ).status,
    ).toBeGreaterThanOrEqual(400)
  })

  it('tells another office whom to call and nothing more, and the holder who asked', async () => {
    const mine = await lead(officer, '演示海岭声学有限公司')
    const asked = await probe(other, '演示海岭声学（青岛）股份有限公司')
    expect(asked.offices.map((one: { id: string }) => one.id)).toEqual(['attraction'])
    expect(JSON.stringify(asked)).not.toContain(mine.id)
    expect(asked.own).toEqual([])
    const values = { investor: '演示海岭声学（青岛）股份有限公司' }
    const second = { title: '演示二期', values, origin: 'form', probe: asked.id }
    const refused = await other.post(`${ROOT}/leads`, second)
    expect([refused.status, refused.body.code, refused.body.facts.offices]).toEqual([
      409,
      'lead-collides',
      ['attraction'],
    ])
    const again = await probe(other, '演示海岭声学（青岛）股份有限公司')
    good(await other.post(`${ROOT}/leads`, { ...second, probe: again.id, distinct: '演示：另一条产线' }))
    const seen = good(await officer.get(`/api/attraction/projects/${mine.id}`))
    expect(seen.probes).toHaveLength(2)
    expect(seen.probes[0].office.zh).toBe('张村河指挥部')
    // What its own office has is told with its number.
    expect((await probe(officer, '演示海岭声学有限公司')).own[0].no).toBe(mine.no)
  })

  it('limits probes by person, also those sent at once', async () => {
    const asker = await stage.addOfficer('attraction-officer', 'chain-office', 'chain-asker@example')
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        asker.post(`${ROOT}/probe`, { values: { investor: `演示第${n}家科技有限公司` } }),
      ),
    )
    expect(all.filter((one) => one.status === 200)).toHaveLength(20)
    expect(all.filter((one) => one.body.code === 'too-many')).toHaveLength(4)
  })

  it('lets no officer of another office learn of a secret lead by any door', async () => {
    const before = {
      list: good(await other.get('/api/journeys?definition=investment')),
      projects: good(await other.get(`${ROOT}/projects`)),
    }
    const { id, no } = await lead(officer, `${SECRET}有限公司`)
    good(await officer.post(`/api/journeys/${id}/facts`, { key: 'investment_total', value: 900_000_000 }))
    const fileId = await paper(officer, `${SECRET}.txt`)
    good(await officer.post(`/api/journeys/${id}/evidence`, { kind: 'response-record', fileId }))
    await stage.settled()
    const doors = [
      '/api/journeys?definition=investment',
      `/api/journeys?definition=investment&on=${stage.today}`,
      `${ROOT}/projects`,
      `${ROOT}/projects?q=${encodeURIComponent(SECRET)}`,
      `${ROOT}/projects?sort=-amount`,
      `${ROOT}/projects?sort=light&office=attraction`,
      `/api/search?q=${encodeURIComponent(SECRET)}`,
      `/api/dome`,
    ]
    for (const door of doors) {
      const reply = await other.get(door)
      expect(JSON.stringify(reply.body), door).not.toContain(SECRET)
      expect(JSON.stringify(reply.body), door).not.toContain(id)
    }
    expect(good(await other.get('/api/journeys?definition=investment'))).toEqual(before.list)
    expect(good(await other.get(`${ROOT}/projects`))).toEqual(before.projects)
    const nothing = '0190c0de-0000-7000-8000-000000000000'
    for (const path of [
      '/api/journeys/ID',
      '/api/attraction/projects/ID',
      '/api/registry/investment/ID',
      '/api/registry/enterprise/ID',
      '/api/registry/investment/ID/facts/investor',
      '/api/journeys/ID?on=2020-01-01',
      '/api/registry/investment',
      `/api/registry/investment?q=${encodeURIComponent(SECRET)}`,
      '/api/duplicates/investment',
      '/api/exports?kind=investment',
      '/api/files?about=ID',
    ]) {
      const [real, none] = [
        await other.get(path.replace('ID', id)),
        await other.get(path.replace('ID', nothing)),
      ]
      expect([real.status, real.body.code], path).toEqual([none.status, none.body.code])
      expect(JSON.stringify(real.body), path).not.toContain(SECRET)
    }
    for (const [path, body] of [
      ['/api/journeys/ID/advance', {}],
      ['/api/journeys/ID/set-back', { to: 'lead', reason: '演示' }],
      ['/api/journeys/ID/disclose', { reason: '演示' }],
      ['/api/journeys/ID/facts', { key: 'investor', value: '演示' }],
      ['/api/attraction/projects/ID/offer', { to: 'river-area', reason: '演示' }],
      ['/api/attraction/projects/ID/offer/answer', { take: true }],
    ] as const) {
      const real = await other.post(path.replace('ID', id), body, { match: 'none' })
      const none = await other.post(path.replace('ID', nothing), body, { match: 'none' })
      expect([real.status, real.body.code], path).toEqual([none.status, none.body.code])
    }
    expect((await other.get(`/api/files/${fileId}`)).status).toBe(404)
    const taken = await other.post('/api/exports', {
      kind: 'investment',
      format: 'xlsx',
      columns: ['investor'],
    })
    expect(taken.status).toBeGreaterThanOrEqual(400)
    expect(JSON.stringify(taken.body)).not.toContain(SECRET)
    // A page taken out holds what its asker may see: the job reads with his eyes.
    const textOf = async (who: Client, body: object) => {
      const started = good(await who.post('/api/exports/pages', body))
      await stage.settled()
      const view = good(await who.get(`/api/exports/${started.id}`))
      const read = await readWorkbook((await who.get(view.href)).bytes, view.fileName)
      if (!read.ok) throw new Error(read.refusal)
      return JSON.stringify(read.grids)
    }
    const projects = { page: 'projects', query: { definition: 'investment' } }
    const keeper = await stage.as('list-officer')
    for (const body of [projects, { page: 'journeys' }, { page: 'orders' }])
      expect(await textOf(keeper, body), body.page).not.toContain(SECRET)
    expect(await textOf(officer, projects)).toContain(SECRET)
    // Who keeps the ledger sees that something happened, and nothing of it.
    const administrator = await stage.as('administrator')
    const told = good(await administrator.get(`/api/ledger?about=${id}`))
    expect(told.rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(told.rows)).not.toContain(SECRET)
    // The dispatcher, who may, sees it; so does the office that has it.
    const dispatcher = await stage.as('dispatcher')
    expect(good(await dispatcher.get(`/api/journeys/${id}`)).title).toContain(SECRET)
    expect(good(await officer.get(`${ROOT}/projects?q=${no}`)).rows).toHaveLength(1)
  })

  it('asks no office for elements of a confidential project, until it is opened with a reason', async () => {
    const { id } = await lead(officer, '演示公开前科技有限公司')
    const order = { journeyId: id, element: 'space', what: '演示厂房' }
    expect((await officer.post('/api/orders', order)).body.code).toBe('journey-confidential')
    const { version } = good(await officer.get(`/api/journeys/${id}`))
    good(
      await officer.post(
        `/api/journeys/${id}/disclose`,
        { reason: '演示：要请自规局看地' },
        { match: version },
      ),
    )
    expect(good(await other.get(`/api/journeys/${id}`)).title).toBe('演示公开前科技有限公司项目')
  })

  it('hands a project over by both sides, and keeps the credit of the first', async () => {
    const { id } = await lead(officer, '演示流转科技有限公司')
    const offered = good(
      await officer.post(`/api/attraction/projects/${id}/offer`, {
        to: 'river-area',
        reason: '演示：片区有厂房',
      }),
    )
    expect(offered.offered.to.zh).toBe('张村河指挥部')
    expect((await other.get(`/api/journeys/${id}`)).status).toBe(404)
    const incoming = good(await other.get(`${ROOT}/projects`)).incoming
    expect(incoming.map((one: { id: string }) => one.id)).toEqual([id])
    good(await other.post(`/api/attraction/projects/${id}/offer/answer`, { take: true }))
    const now = good(await other.get(`/api/attraction/projects/${id}`))
    expect(now.credit.map((one: { zh: string }) => one.zh)).toEqual(['招商促进中心', '张村河指挥部'])
    expect(now.first.office.zh).toBe('招商促进中心')
    expect((await officer.get(`/api/journeys/${id}`)).status).toBe(404)
  })

  it('sets a project back with a reason, and every count follows', async () => {
    const { id } = await lead(officer, '演示退回科技有限公司')
    const count = async (at: string) =>
      good(await officer.get(`${ROOT}/projects`)).stages.find((one: { id: string }) => one.id === at)
        .n as number
    const version = async () => ({ match: good(await officer.get(`/api/journeys/${id}`)).version as string })
    const judging = await count('judging')
    good(await officer.post(`/api/journeys/${id}/advance`, {}, await version()))
    expect(await count('judging')).toBe(judging + 1)
    const bare = await officer.post(
      `/api/journeys/${id}/set-back`,
      { to: 'lead', reason: ' ' },
      await version(),
    )
    expect(bare.body.code).toBe('bad-input')
    const forward = await officer.post(
      `/api/journeys/${id}/set-back`,
      { to: 'signed', reason: '演示' },
      await version(),
    )
    expect(forward.body.code).toBe('stage-not-behind')
    const back = good(
      await officer.post(
        `/api/journeys/${id}/set-back`,
        { to: 'lead', reason: '演示：投资方说法有变' },
        await version(),
      ),
    )
    expect([back.stage, back.setBacks[0].reason]).toEqual(['lead', '演示：投资方说法有变'])
    expect(await count('judging')).toBe(judging)
    const { ledger } = good(await officer.get(`/api/journeys/${id}`))
    expect(ledger.some((one: { name: string }) => one.name === 'journey.set-back')).toBe(true)
    // Two officers at once: the second has read an older version.
    const stale = await version()
    good(await officer.post(`/api/journeys/${id}/advance`, {}, stale))
    expect((await officer.post(`/api/journeys/${id}/advance`, {}, stale)).body.code).toBe('stale')
  })

  it('lights red by the written rule, explains itself, and shows and counts what is set by hand', async () => {
    const { id } = await lead(officer, '演示红灯科技有限公司', {
      values: { investor: '演示红灯科技有限公司', plan_start: '2020-01-15' },
    })
    const read = async () => good(await officer.get(`/api/journeys/${id}`))
    const red = await read()
    expect([red.light.light, red.light.rule]).toEqual(['red', 'start'])
    expect(red.light.because).toMatchObject({
      key: 'lifecycle.light.month-ends.late',
      params: { day: '2020-01-15', stage: 'started' },
    })
    const set = good(
      await officer.post(
        `/api/journeys/${id}/light`,
        { light: 'yellow', reason: '演示：用地手续已批' },
        { match: red.version },
      ),
    )
    expect(set.light).toMatchObject({
      light: 'yellow',
      byHand: { computed: 'red', reason: '演示：用地手续已批' },
    })
    expect(good(await officer.get(`${ROOT}/projects`)).setByHand).toBe(1)
    // A new plan changes what the rule says: what was set of the old finding is void.
    good(await officer.post(`/api/journeys/${id}/facts`, { key: 'plan_start', value: '2099-01-15' }))
    expect((await read()).light).toMatchObject({ light: 'green' })
    expect((await read()).light.byHand).toBeUndefined()
  })

  it('looks an agreement through, asks an answer to every warning, and states the fact that the gate wants', async () => {
    const found = good(
      await officer.get('/api/attraction/investment/projects?limit=200&mine=true&open=true'),
    ).rows
    const { id } = found.find((row: { confidential: boolean }) => row.confidential)
    const path = `/api/attraction/projects/${id}`
    const text =
      '第一条 乙方投资建设产线。甲方按乙方当年缴纳增值税地方留成部分的 50% 给予奖励。乙方依法享受所得税减免。双方保守秘密。'
    const { warnings } = good(await officer.post(`${path}/review/draft`, { text }))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({ pattern: 'tax-break' })
    expect(warnings[0].article.zh).toContain('第十条')
    const { pattern, from } = warnings[0]
    expect((await officer.post(`${path}/review`, { text, answers: [] })).body.code).toBe('warning-unanswered')
    // An answer to another place answers nothing.
    expect(
      (await officer.post(`${path}/review`, { text, answers: [{ pattern, from: from + 1, answer: 'x' }] }))
        .body.code,
    ).toBe('warning-unanswered')
    const stated = (project: { facts: { key: string; value: unknown }[] }) =>
      project.facts.find(({ key }) => key === 'fair_competition_checked')?.value
    expect(stated(good(await officer.get(path)))).not.toBe(true)
    const answers = [{ pattern, from, answer: '演示：改为按公开政策申报' }]
    const project = good(await officer.post(`${path}/review`, { text, answers }))
    expect(project.reviews[0]).toMatchObject({
      length: text.length,
      warnings: [{ pattern, answer: answers[0]?.answer }],
    })
    const after = good(await officer.get(path))
    expect(stated(after)).toBe(true)
    // The text itself is kept nowhere.
    expect(JSON.stringify(after)).not.toContain('双方保守秘密')
    // Whoever may not see the project may not have a text looked through for it either.
    const science = await stage.as('science-officer')
    expect((await science.post(`${path}/review/draft`, { text })).status).toBe(404)
    expect((await science.post(`${path}/review`, { text, answers })).status).toBe(404)
    expect((await officer.post(`${path}/review/draft`, { text: '字'.repeat(300_001) })).status).toBe(422)
  })

  it('takes up what only rested, counts no day of its rest, and asks who has the enterprise by now', async () => {
    const values = { investor: '演示休眠企业（青岛）有限公司', project_content: '演示' }
    const entered = async (client: Client) => {
      const probe = good(await client.post(`${ROOT}/probe`, { values }))
      return good(
        await client.post(`${ROOT}/leads`, {
          title: '演示休眠项目',
          values,
          origin: 'form',
          probe: probe.id,
        }),
      ) as { id: string }
    }
    const { id } = await entered(officer)
    const path = `/api/journeys/${id}`
    const version = async () => good(await officer.get(path)).version as string
    const end = async (exit: string) =>
      good(
        await officer.post(
          `${path}/close`,
          { exit, reason: '演示：资金安排推迟' },
          { match: await version() },
        ),
      )
    const project = `/api/attraction/projects/${id}`
    expect((await officer.post(`${project}/wake`, { reason: '演示' })).body.code).toBe('journey-open')
    await end('dormant')
    expect(good(await officer.get(project)).wakes).toBe(true)
    // While it rests another office enters the same enterprise, and may: nobody holds it.
    await entered(other)
    expect((await other.post(`${project}/wake`, { reason: '演示' })).status).toBe(404)
    expect((await officer.post(`${project}/wake`, { reason: '演示：资金到位' })).body.code).toBe(
      'lead-collides',
    )
    const woken = good(
      await officer.post(`${project}/wake`, {
        reason: '演示：资金到位',
        distinct: '演示：已与对方沟通，是另一条产线',
      }),
    )
    expect(woken.wakes).toBe(false)
    const journey = good(await officer.get(path))
    expect(journey.closed).toBeUndefined()
    expect(journey.stage).toBe('lead')
    expect(journey.pauses.at(-1)).toMatchObject({ reason: '演示：资金到位', to: stage.today })
    await end('ended')
    // What has ended for good stays ended.
    expect((await officer.post(`${project}/wake`, { reason: '演示' })).body.code).toBe('journey-closed')
  })
})
