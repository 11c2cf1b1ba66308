import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { good } from '../../../testing/rows.ts'
import { openStage, type Stage } from '../../../testing/stage.ts'

const SHARED = ['../../../../../../shared/data', '../../../../../../../shared/data']
  .map((path) => join(import.meta.dirname, path))
  .find(existsSync)
if (!SHARED) console.log('skipped: the sheets of ../shared/data are not here')

describe.skipIf(!SHARED)('lists that offices send', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  async function bring(name: string, bytes: Uint8Array, kind: string) {
    const officer = await stage.as('talent-officer')
    const taken = good(await officer.upload(`/api/imports?kind=${kind}`, { name, bytes }))
    await stage.settled()
    const read = good(await officer.get(`/api/imports/${taken.id}`))
    const reply = await officer.post(`/api/imports/${read.id}/commit`)
    await stage.settled()
    return { read, reply, done: good(await officer.get(`/api/imports/${read.id}`)) }
  }
  const lists = async () =>
    new Map<string, Record<string, number>>(
      good(await (await stage.as('talent-officer')).get('/api/lists')).rows.map(
        (row: { id: string }) => [row.id, row] as const,
      ),
    )

  it('fill the lists of needs, talents and institutions', async () => {
    const file = (name: string) => readFileSync(join(SHARED as string, name))
    const posts = await bring('02.csv', file('sheets/02-急需紧缺人才需求-GB18030.csv'), 'post')
    expect(posts.done.state).toBe('committed')
    const talents = await bring('03.xlsx', file('sheets/03-产业人才清单.xlsx'), 'talent')
    expect(talents.done.state).toBe('committed')
    const names = file('universities/universities_qingdao_bbox.csv')
      .toString('utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0])
    const sheet = `\uFEFF高校院所名称,类别\n${names.map((name) => `${name},高校`).join('\n')}\n`
    const schools = await bring('院所.csv', new TextEncoder().encode(sheet), 'institution')
    expect(schools.done.state).toBe('committed')

    const found = await lists()
    const { created } = posts.done.counts
    expect(created).toBeGreaterThan(60)
    // Whatever their end, every need of the sheet is either on the list or counted as run out.
    const urgent = found.get('urgent-posts')
    expect((urgent?.rows ?? 0) + (urgent?.ended ?? 0)).toBe(created)
    expect(found.get('industry-talents')?.rows).toBe(talents.done.counts.created)
    expect(found.get('institutions')?.rows).toBe(new Set(names).size)
    // Their sheet says nothing of chains: none of them is on a node, and none is a zero there.
    const balance = good(await (await stage.as('talent-officer')).get('/api/balances/chain-talent'))
    expect(balance.unplaced.supply.known).toBe(talents.done.counts.created)
    expect(balance.unplaced.demand.open.unsaid).toBeGreaterThan(0)
  }, 180_000)
})
