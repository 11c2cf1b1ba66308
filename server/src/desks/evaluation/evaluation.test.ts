import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good } from '../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../testing/stage.ts'
import type { Evaluation, EvaluationItem, Team } from './contract.ts'

describe.each(TIERS)('scientific evaluation on %s', (tier) => {
  let stage: Stage
  let dispatcher: Client
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
    dispatcher = await stage.as('dispatcher')
  })
  afterAll(() => stage.close())
  const read = async (id: string, query = ''): Promise<Evaluation> =>
    good(await dispatcher.get(`/api/evaluations/${id}${query}`))
  const items = async (id: string, unit: string): Promise<EvaluationItem[]> =>
    good(await dispatcher.get(`/api/evaluations/${id}/units/${unit}`)).rows

  it('adds up: the score of a unit is its parts and what is taken off, and its items are those that were counted', async () => {
    const { rows } = good(await dispatcher.get('/api/evaluations'))
    expect(rows.length).toBeGreaterThan(2)
    for (const { id } of rows) {
      const evaluation = await read(id)
      expect(evaluation.units.length).toBeGreaterThan(1)
      for (const unit of evaluation.units) {
        const sum = [...unit.parts, ...unit.penalties].reduce((total, { score }) => total + score, 0)
        expect(unit.score).toBeCloseTo(sum, 5)
        const made = await items(id, unit.id)
        for (const part of unit.parts)
          expect(made.filter((item) => item.part === part.part && item.counts === 'yes').length).toBe(part.n)
      }
    }
  })

  it('scores nothing for what is signed twice, and says why', async () => {
    const before = await read('attraction-count-amount')
    const unit = before.units[0]?.id as string
    const number = (evaluation: Evaluation) =>
      evaluation.units.find(({ id }) => id === unit)?.parts.find(({ part }) => part === 'number')?.n as number
    const [later, earlier] = (await items('attraction-count-amount', unit))
      .filter(({ part, counts }) => part === 'number' && counts === 'yes')
      .toSorted((a, b) => ((a.day ?? '') < (b.day ?? '') ? 1 : -1)) as [EvaluationItem, EvaluationItem]
    const { facts } = good(await dispatcher.get(`/api/attraction/projects/${earlier.id}`))
    const investor = facts.find((one: { key: string }) => one.key === 'investor').value
    good(await dispatcher.post(`/api/journeys/${later.id}/facts`, { key: 'investor', value: investor }))
    const after = await read('attraction-count-amount')
    expect(number(after)).toBe(number(before) - 1)
    expect(
      (await items('attraction-count-amount', unit)).find(
        ({ id, part }) => id === later.id && part === 'number',
      ),
    ).toMatchObject({ counts: 'unknown', because: 'relation-unsaid' })
    // The day before, as it was known then, it is what it was.
    const yesterday = dayFrom(stage.today, -1)
    expect(number(await read('attraction-count-amount', `?on=${yesterday}&known=${yesterday}`))).toBe(
      number(before),
    )
  })

  it('is told to those who may see every case, and to nobody else', async () => {
    const officer = await stage.as('attraction-officer')
    expect((await officer.get('/api/evaluations')).status).toBe(403)
    expect((await officer.get('/api/evaluations/attraction-effect')).status).toBe(403)
    expect((await officer.get('/api/evaluations/attraction-effect/units/attraction')).status).toBe(403)
    expect((await dispatcher.get('/api/evaluations/none')).status).toBe(404)
  })
})

describe.each(TIERS)('how a team works, on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier, rows: 'demonstration' })
  })
  afterAll(() => stage.close())

  it('says of how many cases every figure is, and no share of a few', async () => {
    const dispatcher = await stage.as('dispatcher')
    const team = good(await dispatcher.get('/api/team/investment')) as Team
    expect(team.offices.length).toBeGreaterThan(1)
    for (const { kept, opened } of team.offices)
      for (const { n, inTime, p50, p90 } of kept) {
        expect(n).toBeLessThanOrEqual(opened)
        expect(inTime).toBeLessThanOrEqual(n)
        expect(p50 === undefined).toBe(n === 0)
        if (p50 !== undefined && p90 !== undefined) expect(p50).toBeLessThanOrEqual(p90)
      }
    const all = team.conversion.reduce((sum, { opened }) => sum + opened, 0)
    expect(all).toBe(team.offices.reduce((sum, { opened }) => sum + opened, 0))
    for (const { few, opened, reached } of team.conversion) {
      expect(few).toBe(opened < 10)
      expect(reached).toBeLessThanOrEqual(opened)
    }
    const track = good(await dispatcher.get('/api/team/investment?by=project_track')) as Team
    expect(track.by).toBe('project_track')
    expect((await dispatcher.get('/api/team/investment?by=name')).body.code).toBe('unknown-fact')
    expect((await (await stage.as('attraction-officer')).get('/api/team/investment')).status).toBe(403)
  })
})
