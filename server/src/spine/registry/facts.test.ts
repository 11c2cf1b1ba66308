import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, leadOrder, type Made, make, next, placement } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

type Statement = { id: string; value?: unknown; stands: boolean; disagrees: boolean; retracted: boolean }

describe.each(TIERS)('one fact of a record on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('list-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  const at = ({ id }: Made) => `/api/registry/enterprise/${id}`
  const read = async (one: Made) => good(await officer.get(at(one)))
  const factsOf = async (one: Made, fact = 'street', who = officer): Promise<Statement[]> =>
    good(await who.get(`${at(one)}/facts/${fact}`)).rows
  const state = async (one: Made, values: Record<string, unknown>, asOf: string, who = officer) =>
    good(
      await who.post(
        `${at(one)}/statements`,
        { values, source: `演示 ${asOf}`, asOf },
        { headers: { 'if-match': '*' } },
      ),
    )
  const street = (value: string, asOf: string) =>
    make(officer, 'enterprise', { name: `演示一项${next()}`, street: value }, { asOf })
  const settle = async (one: Made, statementId: string, match?: string) =>
    officer.post(
      `${at(one)}/facts/street/settle`,
      { statementId, reason: '演示：以营业执照为准' },
      { match: match ?? (await read(one)).version },
    )

  it('tells its whole life on both axes: what was said of which day, and since when it is known', async () => {
    const one = await street('三月街', '2026-03-01')
    await state(one, { street: '一月街' }, '2026-01-01')
    await state(one, { street: null }, '2026-04-01')
    const late = await state(one, { street: '五月街' }, '2026-05-01')
    good(
      await officer.post(
        `${at(one)}/statements/${late.version}/retract`,
        { reason: '演示填错' },
        { match: late.version },
      ),
    )
    const rows = await factsOf(one)
    expect(rows.map(({ value, stands, retracted }) => [value, stands, retracted])).toEqual([
      ['五月街', false, true],
      // It stands that nobody knows.
      [undefined, false, false],
      ['三月街', false, false],
      ['一月街', false, false],
    ])
    expect((await read(one)).values.street).toBeUndefined()
    await state(one, { street: '六月街' }, '2026-06-01')
    expect((await factsOf(one))[0]).toMatchObject({ value: '六月街', stands: true })
    expect((await officer.get(`${at(one)}/facts/degree`)).body.code).toBe('unknown-fact')
  })

  it('dates a record by what stands, not by what was taken back', async () => {
    const one = await street('原街', '2026-01-01')
    const dated = async () => {
      const { name } = await read(one)
      return good(await officer.get(`/api/registry/enterprise?q=${encodeURIComponent(name)}`)).rows[0].asOf
    }
    const { version } = await state(one, { street: '错街' }, '2026-05-01')
    expect(await dated()).toBe('2026-05-01')
    good(
      await officer.post(
        `${at(one)}/statements/${version}/retract`,
        { reason: '演示填错' },
        { match: version },
      ),
    )
    expect(await dated()).toBe('2026-01-01')
  })

  it('shows who disagrees, and keeps the choice between them with its reason', async () => {
    const one = await street('甲街', '2026-03-01')
    await state(one, { street: '乙街' }, '2026-03-01', science)
    const [second, first] = (await factsOf(one)) as [Statement, Statement]
    expect([second, first]).toMatchObject([
      { value: '乙街', stands: true, disagrees: false },
      { value: '甲街', stands: false, disagrees: true },
    ])
    const conflict = async () =>
      (await read(one)).facts.find((fact: { key: string }) => fact.key === 'street').conflict
    expect(await conflict()).toBe(true)
    expect((await settle(one, first.id, 'outdated')).status).toBe(412)
    const settled = good(await settle(one, first.id))
    expect(await read(one)).toMatchObject({ version: settled.version, values: { street: '甲街' } })
    expect(await conflict()).toBe(false)
    const [choice, ...sides] = (await factsOf(one)) as [Statement, ...Statement[]]
    expect(choice).toMatchObject({
      value: '甲街',
      stands: true,
      source: '演示：以营业执照为准',
      settles: [second.id],
    })
    expect(sides.map((side) => side.disagrees)).toEqual([false, false])
    expect((await settle(one, first.id)).body.code).toBe('no-conflict')
    // Whoever speaks up afterwards disagrees with the choice, not with what it settled.
    await state(one, { street: '丙街' }, '2026-03-01', science)
    expect(await conflict()).toBe(true)
    expect((await factsOf(one)).filter((side) => side.disagrees)).toHaveLength(1)
    // Another fact of the same statements is not settled by it; taken back, the two disagree again.
    const third = (await factsOf(one))[0] as Statement
    for (const id of [third.id, choice.id])
      good(
        await officer.post(
          `${at(one)}/statements/${id}/retract`,
          { reason: '演示收回' },
          { match: (await read(one)).version },
        ),
      )
    expect(await conflict()).toBe(true)
    expect((await read(one)).values.street).toBe('乙街')
    const leader = await stage.as('leader')
    const refused = await leader.post(
      `${at(one)}/facts/street/settle`,
      { statementId: first.id, reason: '演示' },
      { match: (await read(one)).version },
    )
    expect(refused.status).toBe(403)
  })

  it('masks personal values from whoever may not read them, and never their existence', async () => {
    const one = await make(officer, 'enterprise', {
      name: `演示一项${next()}`,
      contact_phone: '13900009999',
    })
    expect(await factsOf(one, 'contact_phone')).toMatchObject([{ masked: true, stands: true }])
    expect((await factsOf(one, 'contact_phone'))[0]?.value).toBeUndefined()
    const talent = await stage.as('talent-officer')
    expect(await factsOf(one, 'contact_phone', talent)).toMatchObject([
      { masked: false, value: '13900009999' },
    ])
  })

  it('refuses an edit by who has not seen the latest, with the version that stands', async () => {
    const one = await street('原街', '2026-01-01')
    const { version } = await read(one)
    await state(one, { street: '新街' }, '2026-02-01', science)
    const stale = await officer.post(
      `${at(one)}/statements`,
      { values: { street: '我的街' }, source: '演示' },
      { match: version },
    )
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale' } })
    expect(stale.body.facts.version).toBe((await read(one)).version)
    expect((await read(one)).values.street).toBe('新街')
  })

  it('links a record to its party, to what belongs to it, its journeys, matches and orders, and tells its ledger', async () => {
    const { enterprise, post, talent, journeyId, officer: talents, enterpriseName } = await placement(stage)
    const linked = async (kind: string, id: string) => good(await talents.get(`/api/registry/${kind}/${id}`))
    expect((await linked('post', post.id)).links).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'enterprise', id: enterprise.id, title: enterpriseName, way: 'to' }),
        expect.objectContaining({ kind: 'journey', id: journeyId }),
        expect.objectContaining({ kind: 'match', under: post.id, state: 'accepted' }),
      ]),
    )
    expect((await linked('talent', talent.id)).links).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'match', under: post.id })]),
    )
    const order = good(
      await talents.post('/api/orders', {
        journeyId,
        element: 'housing',
        what: '演示公寓',
        blocks: 'arrived',
      }),
    )
    await leadOrder(stage, order.id, 'accepted', await stage.as('housing@demo.qiongding.example'))
    const record = await linked('enterprise', enterprise.id)
    expect(record.links).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'post', id: post.id, way: 'from' }),
        expect.objectContaining({ kind: 'order', id: order.id, state: 'accepted' }),
      ]),
    )
    expect(record.ledger.map((row: { name: string }) => row.name)).toContain('subject.created')
    expect(JSON.stringify(record.ledger)).not.toContain('13900')
    // Whoever reads records but no orders is told of none.
    const science = await stage.as('administrator')
    const { links } = good(await science.get(`/api/registry/enterprise/${enterprise.id}`))
    expect(links.filter((link: { kind: string }) => link.kind === 'order')).toEqual([])
  })
})
