import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next, paper } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

/** 2 % of 8 million is 160,000. */
const FIRM = { revenue: 100_000_000, rd_expense: 8_000_000, no_violation_two_years: true }
const POLICY = 'demo-research-reward'

describe.each(TIERS)('applications on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let registrar: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('policy-officer')
    registrar = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  async function firm(values: Record<string, unknown> = FIRM) {
    const name = `演示申报企业${next()}`
    const made = await make(registrar, 'enterprise', { name, ...values })
    const own = await stage.addEnterprise({ id: made.id, name }, `apply${next()}@demo.example`)
    return { ...made, name, own }
  }
  const apply = (who: Client, id: string, policy = POLICY) =>
    who.post('/api/applications', { policy, kind: 'enterprise', id })
  const read = async (id: string, who = officer) => good(await who.get(`/api/applications/${id}`))
  const decide = (made: { id: string; version: string }, more: object = {}, who = officer) =>
    who.post(
      `/api/applications/${made.id}/decide`,
      { opinion: '演示：材料齐全', ...more },
      { match: made.version },
    )
  const pay = (made: { id: string; version: string }, who = officer) =>
    who.post(`/api/applications/${made.id}/pay`, {}, { match: made.version })
  const journey = async (id: string) => good(await officer.get(`/api/journeys/${id}`))
  const advance = async (id: string, to: string) =>
    good(await officer.post(`/api/journeys/${id}/advance`, { to }, { match: (await journey(id)).version }))
  /** Leads a decided application to where it may be paid. */
  async function toPayable(id: string) {
    if ((await journey(id)).stage === 'applied') await advance(id, 'noticed')
    const fileId = await paper(officer)
    good(
      await officer.post(
        `/api/journeys/${id}/evidence`,
        { kind: 'notice-ended', fileId },
        { match: (await journey(id)).version },
      ),
    )
    await advance(id, 'payable')
  }

  it('goes from the enterprise through opinion, notice and payment, every amount by the rule', async () => {
    const { id, own } = await firm()
    const made = good(await apply(own, id))
    const seen = await read(made.id)
    expect(seen).toMatchObject({
      state: 'applied',
      verdict: 'yes',
      worth: { from: '160000', to: '160000' },
      abilities: ['application.decide'],
      stage: { id: 'applied' },
    })
    expect((await apply(own, id)).body.code).toBe('applied-already')
    expect((await decide(made, { amount: '160000.01' })).body.code).toBe('over-amount')
    const decided = good(await decide(made))
    expect((await decide(decided)).body.code).toBe('application-decided')
    expect((await pay(decided)).body.code).toBe('not-payable')
    await toPayable(made.id)
    expect(await read(made.id)).toMatchObject({ payable: '160000', abilities: ['application.pay'] })
    const { version } = await read(made.id)
    const both = await Promise.all([pay({ id: made.id, version }), pay({ id: made.id, version })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
    await advance(made.id, 'paid')
    const after = await read(made.id, own)
    expect(after).toMatchObject({ state: 'paid', paid: { amount: '160000', short: '0' } })
    // Closing what was paid makes no room for another.
    good(
      await officer.post(
        `/api/journeys/${made.id}/close`,
        { exit: 'withdrawn', reason: 'own-wish' },
        { match: (await journey(made.id)).version },
      ),
    )
    expect((await apply(own, id)).body.code).toBe('applied-already')
    // What others were granted is nothing to an enterprise.
    expect(after.budget).toBeUndefined()
    const budget = (await read(made.id)).budget
    expect(Number(budget.paid)).toBeGreaterThanOrEqual(160_000)
  })

  it('grants nothing by what nobody knows, and nothing by what is not met', async () => {
    const silent = await firm({ revenue: 100_000_000, no_violation_two_years: true })
    const made = good(await apply(silent.own, silent.id))
    expect(await read(made.id)).toMatchObject({ verdict: 'unknown', missing: ['rd_expense'] })
    expect((await decide(made)).body.code).toBe('policy-unknown')
    const short = await firm({ ...FIRM, rd_expense: 1_000_000 })
    expect((await apply(short.own, short.id)).body.code).toBe('policy-not-met')
    expect((await apply(short.own, short.id, 'little-giant')).body.code).toBe('policy-not-in-force')
    expect((await apply(short.own, short.id, 'none')).status).toBe(404)
    // A fact that turns it before it is decided.
    const { version } = good(await registrar.get(`/api/registry/enterprise/${silent.id}`))
    good(
      await registrar.post(
        `/api/registry/enterprise/${silent.id}/statements`,
        { values: { rd_expense: 7_000_000 }, source: '演示审计报告' },
        { match: version },
      ),
    )
    good(await decide(made))
    expect((await read(made.id)).decided.amount).toBe('140000')
  })

  it('lists those who need not apply, approves them together, and pays no more than there is', async () => {
    const firms = await Promise.all([
      firm(),
      firm(),
      firm({ ...FIRM, rd_expense: 60_000_000, revenue: 900_000_000 }),
    ])
    const list = async () => good(await officer.get(`/api/applications/automatic/${POLICY}?limit=200`))
    const before = await list()
    const ids = before.rows.map(({ id }: { id: string }) => id)
    expect(ids).toEqual(expect.arrayContaining(firms.map(({ id }) => id)))
    expect(before.budget).toMatchObject({ amount: '2000000', by: 'arrival' })
    const approve = (subjects: string[], who = officer) =>
      who.post(`/api/applications/automatic/${POLICY}`, { subjects, opinion: '演示：免申即享名单' })
    const stranger = await firm({ revenue: 1 })
    expect((await approve([firms[0].id, stranger.id])).body.code).toBe('not-on-the-list')
    expect((await list()).total).toBe(before.total)
    expect(good(await approve(firms.map(({ id }) => id))).made).toBe(3)
    expect((await list()).total).toBe(before.total - 3)
    const { rows } = good(await officer.get(`/api/applications?policy=${POLICY}&state=decided&limit=200`))
    const mine = rows.filter(({ subject }: { subject: { id: string } }) =>
      firms.some(({ id }) => id === subject.id),
    )
    expect(mine).toHaveLength(3)
    expect(mine[0]).toMatchObject({ way: 'automatic', stage: { id: 'noticed' } })
    const large = mine.find(({ subject }: { subject: { id: string } }) => subject.id === firms[2].id)
    expect(large.decided.amount).toBe('500000')
    expect((await apply(firms[0].own, firms[0].id)).body.code).toBe('applied-already')
    await toPayable(large.id)
    expect(good(await pay(await read(large.id)))).toMatchObject({ amount: '500000', short: '0' })
  })

  it('is its own office’s to decide, an enterprise’s own to see, and its money stated nowhere else', async () => {
    const { id, own } = await firm()
    const other = await firm()
    expect((await apply(other.own, id)).status).toBe(404)
    const made = good(await apply(own, id))
    const foreign = await stage.as('science-officer')
    expect((await decide(made, {}, foreign)).body.code).toBe('not-allowed')
    expect((await decide(made, {}, own)).status).toBe(403)
    expect((await foreign.get(`/api/applications/automatic/${POLICY}`)).status).toBe(404)
    expect((await own.get(`/api/applications/automatic/${POLICY}`)).status).toBe(403)
    expect((await other.own.get(`/api/applications/${made.id}`)).status).toBe(404)
    expect(good(await other.own.get('/api/applications')).rows).toEqual([])
    expect(good(await own.get('/api/applications')).rows).toHaveLength(1)
    const state = await officer.post(
      `/api/journeys/${made.id}/facts`,
      { key: 'application_paid', value: 9_999_999 },
      { match: (await journey(made.id)).version },
    )
    expect(state.body.code).toBe('fact-kept')
  })
})
