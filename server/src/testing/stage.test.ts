import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage, TIERS } from './stage.ts'

describe.each(TIERS)('a workbench for tests on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
  })
  afterAll(() => stage.close())

  it('answers who asks, each with the grants of his role', async () => {
    const nobody = await stage.nobody.get('/api/session')
    expect(nobody.body).toMatchObject({ abilities: [] })
    expect(nobody.body.person).toBeUndefined()
    const officer = await (await stage.as('talent-officer')).get('/api/session')
    expect(officer.body.person).toMatchObject({ role: 'talent-officer', office: 'talent-office' })
    expect(officer.body.abilities).toContain('match.accept')
  })

  it('holds the made-up rows', async () => {
    const officer = await stage.as('talent-officer')
    const talents = await officer.get('/api/registry/talent?count=true&limit=3')
    expect(talents.status, JSON.stringify(talents.body)).toBe(200)
    expect(talents.body.total).toBeGreaterThan(20)
    expect(talents.body.rows[0].demonstration).toBe(true)
  })
})
