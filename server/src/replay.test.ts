import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOfOf, packOf } from './spine/pack.ts'
import { isMeasured, measure } from './spine/targets/measure.ts'
import type { Client } from './testing/client.ts'
import { good, next } from './testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from './testing/stage.ts'

/** A small seeded generator (mulberry32), so that a failure can be had again. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('a past day on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let dispatcher: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    officer = await stage.as('talent-officer')
    dispatcher = await stage.as('dispatcher')
  })
  afterAll(() => stage.close())

  /** The answers that a report may rest on, as bytes. */
  async function answers(
    on: string,
    known: string,
    ids: { enterprise: string; post: string; journey: string; order: string },
  ) {
    const axes = `on=${on}&known=${known}`
    const found: Record<string, string> = {}
    for (const address of [
      `/api/targets?${axes}`,
      `/api/journeys?${axes}&limit=200`,
      `/api/journeys/${ids.journey}?${axes}`,
      `/api/orders?${axes}&limit=200`,
      `/api/orders/${ids.order}?${axes}`,
      `/api/registry/enterprise?${axes}&limit=200&count=true`,
      `/api/registry/enterprise?${axes}&limit=50&sort=-revenue&filter=${encodeURIComponent('revenue >= 1万元')}`,
      `/api/registry/enterprise/${ids.enterprise}?${axes}`,
      `/api/registry/talent?${axes}&limit=200`,
      `/api/matches/post-talent/needs?${axes}`,
      `/api/matches/post-talent/needs/${ids.post}?${axes}`,
      `/api/talent/overview?${axes}`,
      `/api/desks/dome?${axes}`,
    ]) {
      const reply = await officer.get(address)
      expect(reply.status, `${address} ${JSON.stringify(reply.body).slice(0, 300)}`).toBe(200)
      found[address] = new TextDecoder().decode(reply.bytes)
    }
    return found
  }

  it('answers the same bytes after two hundred late facts', async () => {
    const roll = dice(20261120)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
    const rows = async (kind: string) =>
      good(await officer.get(`/api/registry/${kind}?limit=200`)).rows as { id: string }[]
    const [enterprises, talents, posts] = [await rows('enterprise'), await rows('talent'), await rows('post')]
    const yesterday = stage.today
    const past = dayFrom(yesterday, -20)
    const then = `on=${past}&known=${past}&limit=200`
    const journeys = good(await officer.get(`/api/journeys?${then}&definition=placement`)).rows as {
      id: string
    }[]
    const orders = good(await officer.get(`/api/orders?${then}`)).rows as { id: string }[]
    const ids = {
      enterprise: enterprises[0]?.id as string,
      post: posts[0]?.id as string,
      journey: journeys[0]?.id as string,
      order: orders[0]?.id as string,
    }
    stage.shift(1)
    const before = [
      await answers(yesterday, yesterday, ids),
      await answers(past, yesterday, ids),
      await answers(past, past, ids),
    ]

    let written = 0
    const versionOf = async (path: string) => good(await officer.get(path)).version as string
    for (let index = 0; index < 200; index++) {
      const late = dayFrom(stage.today, -Math.floor(roll() * 60))
      const what = index % 10
      let reply: Awaited<ReturnType<Client['post']>>
      if (what < 6) {
        const [kind, list, values] = pick([
          ['enterprise', enterprises, { revenue: Math.floor(roll() * 1e9) }],
          ['enterprise', enterprises, { name: `演示改名${next()}`, employees: Math.floor(roll() * 500) }],
          ['talent', talents, { degree: pick(['bachelor', 'master', 'doctor']), mobile: '13800000000' }],
          ['talent', talents, { talent_consent: roll() < 0.5 }],
          ['post', posts, { headcount: 1 + Math.floor(roll() * 5), post_title: `演示岗位${next()}` }],
        ] as const)
        const path = `/api/registry/${kind}/${pick(list).id}`
        reply = await officer.post(
          `${path}/statements`,
          { values, source: '补报', asOf: late },
          { match: await versionOf(path) },
        )
      } else if (what === 6) {
        const path = `/api/registry/enterprise/${pick(enterprises).id}`
        const history = good(await officer.get(`${path}/history`)).rows.filter(
          (row: { retracted: boolean; retracts?: string }) => !row.retracted && !row.retracts,
        )
        // The last standing statement goes too, now and then: the record is gone today and stays on its day.
        const statement = pick(history) as { id: string } | undefined
        if (!statement) continue
        reply = await officer.post(
          `${path}/statements/${statement.id}/retract`,
          { reason: '撤回' },
          { match: await versionOf(path) },
        )
        if (history.length === 1)
          enterprises.splice(
            enterprises.findIndex((row) => path.endsWith(row.id)),
            1,
          )
      } else if (what === 7) {
        reply = await officer.post('/api/registry/enterprise', {
          values: { name: `演示补录${next()}`, revenue: 1e6 },
          source: '补报',
          asOf: late,
        })
      } else if (what === 8) {
        const journey = pick(journeys)
        reply = await dispatcher.post(`/api/journeys/${journey.id}/evidence`, {
          kind: 'recommendation',
          day: late,
          fact: { key: 'recommended_on', value: late },
        })
      } else {
        const reading = good(await dispatcher.get('/api/targets')).rows.find(
          (row: { measure: string }) => row.measure === 'series',
        )
        reply = await dispatcher.post(`/api/targets/${reading.id}/readings`, {
          day: late,
          value: Math.floor(roll() * 100),
          source: '补报',
        })
      }
      if (reply.status === 200) written++
      else expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(500)
    }
    expect(written).toBeGreaterThan(150)
    const order = good(
      await dispatcher.post('/api/orders', {
        journeyId: journeys.at(-1)?.id,
        element: 'housing',
        what: '演示补单',
      }),
    )
    expect(order.state).toBe('raised')

    const after = [
      await answers(yesterday, yesterday, ids),
      await answers(past, yesterday, ids),
      await answers(past, past, ids),
    ]
    for (const [index, set] of before.entries())
      for (const [address, bytes] of Object.entries(set))
        expect(
          after[index]?.[address] === bytes ? 'same' : `${address}\n${bytes}\n${after[index]?.[address]}`,
        ).toBe('same')
    // And a late fact is seen by whoever asks with what is known now.
    const now = await answers(past, stage.today, ids)
    expect(Object.values(now).join()).not.toBe(Object.values(before[1] as object).join())
  }, 300_000)

  it('comes to the figure that the events have fed', async () => {
    await stage.settled()
    const ctx = stage.contextOf('dispatcher')
    await stage.look(async (read) => {
      const taken = await read.query
        .withSchema('public')
        .selectFrom('measured' as never)
        .selectAll()
        .execute()
      const { pack } = packOf(ctx)
      const measured = pack.indicators.filter(isMeasured)
      expect(measured.length).toBeGreaterThan(0)
      expect(taken).toHaveLength(measured.length)
      for (const indicator of measured) {
        const { value, missing } = await measure(ctx, read, indicator, asOfOf(ctx, {}))
        const fed = taken.find((row) => (row as { indicator: string }).indicator === indicator.id) as
          | { value: number | null; missing: number; day: string }
          | undefined
        expect({ id: indicator.id, day: stage.today, value: value ?? null, missing }).toEqual({
          id: indicator.id,
          day: fed?.day,
          value: fed?.value,
          missing: fed?.missing,
        })
      }
    })
  })
})
