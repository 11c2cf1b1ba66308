import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next, paper } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

const PROFILE = 'need-result'

describe.each(TIERS)('a technical need and a result on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  it('meet by readiness and subject, and go from research to a scene by evidence alone', async () => {
    const n = next()
    const [firm, institute] = [`演示需求企业${n}`, `演示供给院所${n}`]
    await make(officer, 'enterprise', { name: firm })
    await make(officer, 'institution', { institution_name: institute })
    const need = await make(officer, 'technical-need', {
      need_title: `演示水下识别${n}`,
      need_enterprise: firm,
      need_keywords: ['声学', '水下'],
      need_trl_min: 3,
      need_due_on: '2099-12-31',
    })
    const result = (name: string, values: Record<string, unknown>) =>
      make(officer, 'result', { result_name: `${name}${n}`, result_holder: institute, ...values })
    const fit = await result('演示声学阵列', { result_field: '声学传感', trl: 3 })
    const young = await result('演示水下声呐', { result_problem: '水下低频信号', trl: 2 })
    const silent = await result('演示声学探头', { result_field: '声学' })
    const other = await result('演示止血材料', {
      result_field: '生物材料',
      result_problem: '止血材料降解过快',
      result_difference: '新材料配方',
      trl: 8,
    })
    const ranking = good(await officer.get(`/api/matches/${PROFILE}/needs/${need.id}?limit=50`))
    const groupOf = (id: string) => ranking.rows.find((row: { offerId: string }) => row.offerId === id)?.group
    expect([fit, young, silent, other].map(({ id }) => groupOf(id))).toEqual([
      'all-met',
      'missed',
      // Nobody said how ready it is: that is no refusal.
      'unknown',
      'missed',
    ])
    const { journeyId } = good(
      await officer.post(`/api/matches/${PROFILE}/needs/${need.id}/accept`, { offerId: fit.id }),
    )
    const journey = async () => good(await officer.get(`/api/journeys/${journeyId}`))
    const advance = async () =>
      officer.post(`/api/journeys/${journeyId}/advance`, {}, { match: (await journey()).version })
    const attach = async (kind: string) =>
      good(
        await officer.post(`/api/journeys/${journeyId}/evidence`, {
          kind,
          fileId: await paper(officer, `${kind}.txt`),
        }),
      )
    const state = async (values: Record<string, unknown>) =>
      good(
        await officer.post(
          `/api/registry/result/${fit.id}/statements`,
          { values, source: '演示' },
          { match: good(await officer.get(`/api/registry/result/${fit.id}`)).version },
        ),
      )
    expect(await journey()).toMatchObject({ definition: 'transfer', stage: 'research' })
    // Readiness alone moves nothing: the gate asks for its papers.
    expect((await advance()).status).toBe(409)
    await state({ result_problem: '演示：水下低频信号难以识别' })
    await attach('ownership-statement')
    expect(good(await advance()).stage).toBe('concept')
    await state({ trl: 4, result_economics: '演示：单件成本低两成' })
    expect((await advance()).status).toBe(409)
    await attach('concept-conclusion')
    expect(good(await advance()).stage).toBe('pilot')
    await attach('pilot-report')
    await attach('technology-contract')
    expect((await advance()).status).toBe(409)
    await state({ trl: 7 })
    expect(good(await advance()).stage).toBe('applied')
  })
})
