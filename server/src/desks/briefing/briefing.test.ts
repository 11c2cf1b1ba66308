import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'
import type { LeaderPage, Paper } from './contract.ts'

describe.each(TIERS)('the weekly paper and the leader’s page on %s', (tier) => {
  let stage: Stage
  let dispatcher: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    dispatcher = await stage.as('dispatcher')
  })
  afterAll(() => stage.close())
  const paper = async (from: string, client = dispatcher, to = stage.today): Promise<Paper> =>
    good(await client.get(`/api/briefing/paper?definition=investment&from=${from}&to=${to}`))

  it('adds up: what was there, what came and what went is what there is', async () => {
    const page = await paper(dayFrom(stage.today, -30))
    const stages = (which: 'before' | 'after') => page.stages.reduce((sum, one) => sum + one[which], 0)
    expect(stages('before')).toBe(page.before.n)
    expect(stages('after')).toBe(page.after.n)
    // Whoever opened and ended within the time is in both lists.
    expect(page.after.n).toBe(page.before.n + page.opened.length - page.ended.length)
    expect(page.opened.length).toBeGreaterThan(0)
    expect(page.advanced.length).toBeGreaterThan(0)
    for (const { day } of page.opened) expect(day > dayFrom(stage.today, -30)).toBe(true)
    const counted = page.indicators.find(({ id }) => id === 'projects-over-100m')
    expect(counted?.after).toBe(
      (counted?.before ?? 0) + (counted?.in.length ?? 0) - (counted?.out.length ?? 0),
    )
    expect(page.demonstration).toBe(true)
  })

  it('says today what was said last week of last week, whatever was done since', async () => {
    const [week, fortnight] = [dayFrom(stage.today, -7), dayFrom(stage.today, -14)]
    const before = await paper(fortnight, dispatcher, week)
    const project = (await paper(week)).late.find(({ definition }) => definition === 'investment')
    const id = project?.id as string
    good(await dispatcher.post(`/api/journeys/${id}/facts`, { key: 'investment_total', value: 990_000_000 }))
    expect(await paper(fortnight, dispatcher, week)).toEqual(before)
    const after = await paper(week)
    expect(after.restated.find((one) => one.id === id)?.after).toBe(990_000_000)
  })

  it('holds nothing of what the reader may not see, and refuses what cannot be asked', async () => {
    const from = dayFrom(stage.today, -30)
    const whole = await paper(from)
    const closed = [...whole.opened, ...whole.advanced].filter(({ confidential }) => confidential)
    expect(closed.length).toBeGreaterThan(0)
    const theirs = await paper(from, await stage.as('element-officer'))
    expect(theirs.after.n).toBeLessThan(whole.after.n)
    for (const { title } of closed) expect(JSON.stringify(theirs)).not.toContain(title)
    const ask = (query: string) => dispatcher.get(`/api/briefing/paper?${query}`)
    expect((await ask(`definition=investment&from=${stage.today}&to=${from}`)).body.code).toBe(
      'days-reversed',
    )
    expect((await ask(`definition=none&from=${from}&to=${stage.today}`)).status).toBe(404)
    expect((await (await stage.as('enterprise-user')).get(`/api/briefing/leader`)).status).toBe(403)
  })

  it('gives the leader three at most, only what climbed to him, and writes nothing down', async () => {
    const leader = await stage.as('leader')
    const read = async (): Promise<LeaderPage> => good(await leader.get('/api/briefing/leader'))
    const page = await read()
    const { forums } = good(await leader.get('/api/dispatch/board'))
    const his = forums
      .filter((forum: { leader: boolean }) => forum.leader)
      .map(({ id }: { id: string }) => id)
    expect(page.total).toBeGreaterThan(2)
    expect(page.blockers.length).toBe(Math.min(3, page.total))
    for (const { matter } of page.blockers) {
      expect(his).toContain(matter.forum)
      expect(matter.sort).toBe('order')
      expect(matter.days).toBeGreaterThan(0)
    }
    const ledger = async () => good(await dispatcher.get('/api/ledger?limit=1')).rows[0]?.id
    const last = await ledger()
    await read()
    expect(await ledger()).toBe(last)
  })
})
