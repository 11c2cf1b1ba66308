import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next, paper } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

const PROFILE = 'space-need-unit'

describe.each(TIERS)('a space need and a unit on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('park-officer')
  })
  afterAll(() => stage.close())

  it('meet by every hard figure, the first that is missed is named, and what nobody measured is unknown', async () => {
    const n = next()
    const firm = `演示选址企业${n}`
    await make(officer, 'enterprise', { name: firm })
    const need = await make(officer, 'space-need', {
      space_need_title: `演示中试车间${n}`,
      space_need_enterprise: firm,
      space_use: '中试',
      space_area_min: 3000,
      space_load_min: 1.5,
      space_double_feed: true,
      space_needed_on: '2099-06-30',
      space_need_open_until: '2099-12-31',
    })
    const unit = (name: string, values: Record<string, unknown>) =>
      make(officer, 'space-unit', {
        unit_name: `${name}${n}`,
        unit_area: 3200,
        unit_load: 2,
        unit_double_feed: true,
        unit_available_on: '2099-01-01',
        ...values,
      })
    const fits = await unit('演示一层', {})
    const light = await unit('演示八层', { unit_load: 0.5 })
    const single = await unit('演示三层', { unit_double_feed: false, unit_load: 1.5 })
    const silent = await unit('演示五层', { unit_load: undefined })
    const late = await unit('演示二层', { unit_available_on: '2099-07-01' })
    const ranking = good(await officer.get(`/api/matches/${PROFILE}/needs/${need.id}?limit=50`))
    const row = (id: string) => ranking.rows.find((one: { offerId: string }) => one.offerId === id)
    const missed = (id: string) =>
      Object.entries(row(id).verdicts).flatMap(([key, verdict]) => (verdict === 'no' ? [key] : []))
    expect(row(fits.id).group).toBe('all-met')
    expect([light, single, late].map(({ id }) => missed(id))).toEqual([['load'], ['double-feed'], ['ready']])
    // Nobody measured what it bears: that is no refusal.
    expect([row(silent.id).group, row(silent.id).verdicts.load]).toEqual(['unknown', 'unknown'])
    expect(
      ranking.relaxations.find((one: { requirement: string }) => one.requirement === 'load'),
    ).toMatchObject({
      from: 1,
      to: 3,
    })

    const { journeyId } = good(
      await officer.post(`/api/matches/${PROFILE}/needs/${need.id}/accept`, { offerId: fits.id }),
    )
    const journey = async () => good(await officer.get(`/api/journeys/${journeyId}`))
    const advance = async () =>
      officer.post(`/api/journeys/${journeyId}/advance`, {}, { match: (await journey()).version })
    expect((await journey()).stage).toBe('matched')
    expect((await advance()).body.code).toBe('not-ready')
    for (const [evidence, stage] of [
      ['visit-record', 'visited'],
      ['lease-agreement', 'agreed'],
      ['delivery-note', 'moved-in'],
    ] as const) {
      good(
        await officer.post(`/api/journeys/${journeyId}/evidence`, {
          kind: evidence,
          fileId: await paper(officer, `${evidence}.txt`),
        }),
      )
      good(await advance())
      expect((await journey()).stage).toBe(stage)
    }
  })

  it('reads a need as it is typed: a load in tonnes a square metre is one', async () => {
    const preview = good(
      await officer.post(`/api/matches/${PROFILE}/preview`, {
        values: { space_area_min: 3000, space_load_min: 1.5, space_double_feed: true },
      }),
    )
    expect(preview.requirements.map(({ id }: { id: string }) => id)).toEqual(['area', 'load', 'double-feed'])
    expect(preview.groups).toBeDefined()
  })
})
