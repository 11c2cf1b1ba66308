import type { PackFact } from '@qiongding/pack-format'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './client.ts'
import { good, leadOrder, make, placement } from './rows.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

type Row = {
  name: string
  about: { kind: string; id: string; title?: string }
  closed?: boolean
  changes: { field: string; before?: unknown; after?: unknown }[]
}

const byField = (row: Row | undefined) => row?.changes.toSorted((a, b) => (a.field < b.field ? -1 : 1))

describe.each(TIERS)('who reads what in the ledger, on %s', (tier) => {
  let stage: Stage
  let dispatcher: Client
  let administrator: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    dispatcher = await stage.as('dispatcher')
    administrator = await stage.as('administrator')
  })
  afterAll(() => stage.close())

  const about = async (who: Client, id: string): Promise<Row[]> =>
    good(await who.get(`/api/ledger?about=${id}&limit=200`)).rows
  /** The pack as if a later edition had closed a fact. */
  async function withClosed(key: string, work: () => Promise<void>): Promise<void> {
    const facts = stage.workbench.pack.facts as Map<string, PackFact>
    const open = facts.get(key) as PackFact
    facts.set(key, { ...open, sensitivity: 'secret' })
    try {
      await work()
    } finally {
      facts.set(key, open)
    }
  }

  it('tells everybody what happened, and what it says only to those who may read the thing', async () => {
    const { officer, journeyId, matchId, enterprise, enterpriseName } = await placement(stage)
    const order = good(
      await dispatcher.post('/api/orders', {
        journeyId,
        element: 'housing',
        what: '演示只此一套',
        blocks: 'arrived',
      }),
    )
    const owing = await stage.as('housing@demo.qiongding.example')
    await leadOrder(stage, order.id, 'delivered', owing)
    const list = good(
      await officer.upload('/api/imports?kind=enterprise', {
        name: '演示秘名.csv',
        bytes: new TextEncoder().encode('企业名称\n演示某企业\n'),
      }),
    )
    await stage.settled()
    // Keeps people and records, handles no business: neither orders nor journeys nor matches.
    for (const [id, names] of [
      [order.id, ['order.delivered', 'order.committed', 'order.accepted', 'order.raised']],
      [journeyId, ['journey.opened']],
      [matchId, ['match.accepted']],
      [list.id, ['import.read', 'import.uploaded']],
    ] as const) {
      const [shut, open] = [await about(administrator, id), await about(dispatcher, id)]
      expect(shut.map((row) => row.name)).toEqual(names)
      for (const row of shut) expect(row).toMatchObject({ closed: true, changes: [] })
      expect(shut.some((row) => row.about.title !== undefined)).toBe(false)
      // Whoever reads orders and journeys brings no lists in.
      const mayOpen = id !== list.id
      for (const row of open) expect(row.closed, row.name).toBe(mayOpen ? undefined : true)
      expect(open.some((row) => row.changes.length > 0)).toBe(mayOpen)
    }
    const all = JSON.stringify(good(await administrator.get('/api/ledger?limit=200')))
    expect(all).not.toMatch(/演示只此一套|演示秘名/)
    // The registry it may read.
    expect(await about(administrator, enterprise.id)).toMatchObject([
      {
        name: 'subject.created',
        changes: expect.arrayContaining([{ field: 'name', after: enterpriseName }]),
      },
    ])
    expect(good(await officer.get(`/api/orders/${order.id}`)).ledger[0].changes).not.toEqual([])
  })

  it('says of a personal field only that it changed, also where it was open when it was written', async () => {
    const officer = await stage.as('talent-officer')
    const person = await make(officer, 'talent', {
      talent_name: '演示甲',
      mobile: '13811112222',
      degree: 'master',
    })
    good(
      await officer.post(
        `/api/registry/talent/${person.id}/statements`,
        { values: { mobile: '13833334444', degree: 'doctor' }, source: '来电' },
        { match: person.version },
      ),
    )
    const [stated] = await about(dispatcher, person.id)
    expect(byField(stated)).toEqual([
      { field: 'degree', before: 'master', after: 'doctor' },
      { field: 'mobile' },
    ])
    await withClosed('degree', async () => {
      for (const who of [dispatcher, administrator]) {
        const rows = await about(who, person.id)
        expect(byField(rows[0])).toEqual([{ field: 'degree' }, { field: 'mobile' }])
        expect(JSON.stringify(rows)).not.toMatch(/master|doctor/)
      }
      const leader = await stage.as('leader')
      for (const part of ['', '/history'])
        expect(
          JSON.stringify(good(await leader.get(`/api/registry/talent/${person.id}${part}`))),
        ).not.toMatch(/"(master|doctor)"/)
    })
  })

  it('leaves what a paper proves out where that is closed: beside the journey and in its events', async () => {
    const { officer, journeyId } = await placement(stage)
    good(
      await officer.post(`/api/journeys/${journeyId}/evidence`, {
        kind: 'recommendation',
        fact: { key: 'recommended_on', value: stage.today },
      }),
    )
    const leader = await stage.as('leader')
    const path = `/api/journeys/${journeyId}`
    expect(good(await leader.get(path)).evidence[0].fact).toEqual({
      key: 'recommended_on',
      value: stage.today,
    })
    await withClosed('recommended_on', async () => {
      const seen = good(await leader.get(path))
      expect(seen.evidence[0].fact).toBeUndefined()
      expect(JSON.stringify([seen.ledger, await about(leader, journeyId)])).not.toContain('recommended_on')
      expect(good(await officer.get(path)).evidence[0].fact).toBeDefined()
    })
  })
})
