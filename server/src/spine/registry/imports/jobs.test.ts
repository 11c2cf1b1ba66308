import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../testing/client.ts'
import { good } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'
import { commitImport } from './work.ts'

type Listed = {
  id: string
  name: string
  state: string
  mine: boolean
  title?: string
  about?: { kind: string; id: string }
}

describe.each(TIERS)('long work in the tray on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())
  const jobs = async (of: Client): Promise<Listed[]> => good(await of.get('/api/jobs')).rows

  it('tells whoever asked for it, and nobody else, by the name of the file; of one import only the latest', async () => {
    const bytes = new TextEncoder().encode('企业名称,员工人数\n演示托盘一有限公司,3\n')
    const view = good(await officer.upload('/api/imports?kind=enterprise', { name: '演示托盘.csv', bytes }))
    expect(await jobs(officer)).toMatchObject([
      {
        name: 'import.read',
        mine: true,
        title: '演示托盘.csv',
        about: { kind: 'import', id: view.id },
      },
    ])
    await stage.settled()
    good(await officer.post(`/api/imports/${view.id}/commit`))
    await stage.settled()
    expect(await jobs(officer)).toMatchObject([{ name: 'import.commit', state: 'done' }])

    const other = await stage.as('list-officer')
    expect(await jobs(other)).toEqual([])
    const [job] = await jobs(officer)
    expect((await other.get(`/api/jobs/${job?.id}`)).status).toBe(404)
    expect((await other.post(`/api/jobs/${job?.id}/cancel`)).status).toBe(404)

    stage.shift(8)
    expect(await jobs(officer)).toEqual([])
  })

  it('is written once and told as written to both where two processes write the same import', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `演示两处${at}有限公司,${at + 1}`)
    const bytes = new TextEncoder().encode(`企业名称,员工人数\n${lines.join('\n')}\n`)
    const view = good(await officer.upload('/api/imports?kind=enterprise', { name: '演示两处.csv', bytes }))
    await stage.settled()
    good(await officer.post(`/api/imports/${view.id}/commit`))
    const ctx = stage.workbench.contextFor({ kind: 'job', id: 'other', name: 'other', grants: [] })
    const written = await Promise.all([commitImport(ctx, view.id), commitImport(ctx, view.id)])
    expect(written.map((one) => one?.state)).toEqual(['committed', 'committed'])
    expect(written.map((one) => one?.counts.created)).toEqual([30, 30])
    await stage.settled()
    const found = good(await officer.get('/api/registry/enterprise?q=演示两处&count=true'))
    expect(found.total).toBe(30)
  })
})
