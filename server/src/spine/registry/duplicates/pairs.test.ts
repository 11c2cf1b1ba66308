import { creditCheckCharacter } from '@qiongding/names'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveJob } from '../../../platform/jobs/progress.ts'
import { rebuild } from '../../../rebuild.ts'
import type { Client } from '../../../testing/client.ts'
import { good, make, next } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'
import { seek as seekIn, startSeeking } from './seek.ts'

function code(n: number): string {
  const body = `91370212MA3TX${String(n).padStart(4, '0')}`
  return `${body}${creditCheckCharacter(body)}`
}

describe.each(TIERS)('likely duplicates on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  const list = async (view = 'open', kind = 'enterprise', who = officer) =>
    good(await who.get(`/api/duplicates/${kind}?view=${view}&limit=200`))
  type Row = Awaited<ReturnType<typeof list>>['rows'][number]
  const isOf = (ids: readonly string[]) => (row: Row) =>
    ids.includes(row.left.id) && ids.includes(row.right.id)
  const pairOf = async (ids: readonly string[], view = 'open', kind = 'enterprise', who = officer) =>
    (await list(view, kind, who)).rows.find(isOf(ids))
  async function seek(kind = 'enterprise') {
    const job = good(await officer.post(`/api/duplicates/${kind}/search`))
    await stage.settled()
    return good(await officer.get(`/api/jobs/${job.id}`))
  }
  const compare = async (ids: readonly [string, string], kind = 'enterprise', who = officer) =>
    good(await who.get(`/api/duplicates/${kind}/compare?leftId=${ids[0]}&rightId=${ids[1]}`))
  const decide = (ids: readonly [string, string], decision: string, kind = 'enterprise') =>
    officer.post(`/api/duplicates/${kind}/decisions`, { leftId: ids[0], rightId: ids[1], decision })
  /** Two enterprises that share a founding day and an address and differ in how their names are written. */
  async function twins(more: Record<string, unknown> = {}): Promise<[string, string]> {
    const n = next()
    const shared = { registered_on: '2019-03-05', address: `演示路${n}号`, ...more }
    const word = `云杉海洋${String.fromCodePoint(0x4e00 + n * 7)}`
    const one = await make(officer, 'enterprise', {
      name: `演示${word}科技有限公司`,
      credit_code: code(n),
      ...shared,
    })
    const other = await make(officer, 'enterprise', { name: `演示${word}科技股份有限公司`, ...shared })
    return [one.id, other.id]
  }

  it('finds pairs with what agrees and differs, and keeps no value of them', async () => {
    const ids = await twins()
    const alone = await make(officer, 'enterprise', { name: '演示毫不相干的企业' })
    expect(await seek()).toMatchObject({ state: 'done', done: expect.any(Number) })
    const pair = await pairOf(ids)
    expect(pair).toMatchObject({ state: 'open', trace: { verdict: 'likely' } })
    expect(pair.trace.agrees.toSorted()).toEqual(['address', 'registered_on'])
    expect(pair.trace.near).toContain('name')
    expect(pair.trace.unknown).toContain('credit_code')
    const found = await list()
    expect(found.counts.open).toBeGreaterThan(0)
    expect(found.search).toMatchObject({ state: 'done', result: { pairs: expect.any(Number) } })
    expect(JSON.stringify(found)).not.toContain(alone.id)
    const kept = await stage.look((read) =>
      sql<{ t: string }>`select t::text as t from likely_pair t`.execute(read.query),
    )
    expect(kept.rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(kept.rows)).not.toMatch(/演示|2019/)
  })

  it('never merges by the name alone: what is alike by name stands in a view of its own', async () => {
    const n = next()
    const one = await make(officer, 'enterprise', { name: `演示只有名称相近${n}号楼宇有限公司` })
    const other = await make(officer, 'enterprise', { name: `演示只有名称相近${n}号楼宇有限责任公司` })
    await seek()
    expect(await pairOf([one.id, other.id])).toBeUndefined()
    expect(await pairOf([one.id, other.id], 'name')).toMatchObject({ trace: { verdict: 'unknown' } })
    expect((await officer.get(`/api/registry/enterprise/${other.id}`)).body.id).toBe(other.id)
  })

  it('shows two side by side: values with source and day, what wins, what must be chosen, what hangs on them', async () => {
    const n = next()
    const name = `演示对看${n}科技`
    const one = await make(
      officer,
      'enterprise',
      {
        name: `${name}有限公司`,
        credit_code: code(300 + n),
        employees: 10,
        revenue: 1,
        contact_phone: `1390000${n}`,
      },
      { source: '年报', asOf: '2024-12-31' },
    )
    const other = await make(
      officer,
      'enterprise',
      { name, credit_code: code(600 + n), employees: 12, revenue: 1, contact_phone: `1380000${n}` },
      { source: '走访', asOf: '2025-06-30' },
    )
    await make(officer, 'post', { post_title: `演示岗${n}`, post_enterprise: name })
    await stage.addEnterprise({ id: other.id, name: '演示' }, `pair-${n}-${tier}@example`)
    const shown = await compare([one.id, other.id])
    const fact = (key: string) => shown.facts.find((row: { key: string }) => row.key === key)
    expect(fact('employees')).toMatchObject({
      how: 'differ',
      wins: 'right',
      mustChoose: false,
      left: { value: 10, source: '年报', asOf: '2024-12-31' },
      right: { value: 12, source: '走访', asOf: '2025-06-30' },
    })
    expect(fact('revenue')).toMatchObject({ how: 'agree' })
    expect(fact('credit_code')).toMatchObject({ how: 'differ', mustChoose: true })
    expect(shown.left).toMatchObject({ id: one.id, statements: 1, holds: 0, signIns: 0 })
    expect(shown.right).toMatchObject({ id: other.id, holds: 1, signIns: 1 })
    expect(shown.abilities).toEqual(['registry.merge'])
    // Whose value is shown to win does win.
    good(
      await officer.post('/api/duplicates/merges', {
        kind: 'enterprise',
        intoId: one.id,
        mergedId: other.id,
        versions: { into: shown.left.version, merged: shown.right.version },
        stands: { credit_code: 'into' },
      }),
    )
    expect((await officer.get(`/api/registry/enterprise/${one.id}`)).body.values.employees).toBe(12)
    const merges = good(await officer.get('/api/duplicates/enterprise/merges'))
    expect(merges.rows[0]).toMatchObject({
      state: 'standing',
      into: { name: `${name}有限公司` },
      merged: { name },
    })
    expect((await list()).counts.merged).toBeGreaterThan(0)
    const gone = await officer.get(`/api/duplicates/enterprise/compare?leftId=${one.id}&rightId=${other.id}`)
    expect(gone.body.code).toBe('already-merged')
  })

  it('keeps apart for good, whoever is merged since, until something new agrees', async () => {
    const ids = await twins()
    await seek()
    good(await decide(ids, 'apart'))
    expect(await pairOf(ids)).toBeUndefined()
    await seek()
    expect(await pairOf(ids)).toBeUndefined()
    expect(await pairOf(ids, 'apart')).toMatchObject({ state: 'apart', decision: { since: [] } })
    const third = await make(officer, 'enterprise', { name: `演示并入的${next()}` })
    const [one, merged] = await Promise.all(
      [third.id, ids[1]].map(async (id) => (await officer.get(`/api/registry/enterprise/${id}`)).body),
    )
    const { mergeId } = good(
      await officer.post('/api/duplicates/merges', {
        kind: 'enterprise',
        intoId: third.id,
        mergedId: ids[1],
        versions: { into: one.version, merged: merged.version },
      }),
    )
    expect(await pairOf([ids[0], third.id])).toBeUndefined()
    expect(await pairOf([ids[0], third.id], 'apart')).toMatchObject({ state: 'apart' })
    good(await officer.post(`/api/duplicates/merges/${mergeId}/undo`, { reason: '拆开' }))
    expect(await pairOf(ids, 'apart')).toMatchObject({ state: 'apart' })

    good(await decide(ids, 'later'))
    expect(await pairOf(ids, 'later')).toMatchObject({ state: 'later' })
    good(await decide([ids[1], ids[0]], 'open'))
    expect(await pairOf(ids)).toMatchObject({ state: 'open' })
    await stage.settled()
    const report = await rebuild(stage.workbench, { replace: false })
    expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
  })

  it('asks again about two persons once a further fact of who they are agrees', async () => {
    const n = next()
    const name = `演示重名${n}`
    const one = await make(officer, 'talent', {
      talent_name: name,
      birth_month: '1990-05',
      mobile: `1350000${n}`,
    })
    const other = await make(officer, 'talent', { talent_name: name, birth_month: '1990-05' })
    const ids: [string, string] = [one.id, other.id]
    await seek('talent')
    const view = (await pairOf(ids, 'open', 'talent')) ? 'open' : 'name'
    expect(await pairOf(ids, view, 'talent')).toBeDefined()
    good(await decide(ids, 'apart', 'talent'))
    await seek('talent')
    expect(await pairOf(ids, 'apart', 'talent')).toBeDefined()
    for (const id of ids) {
      const { version } = good(await officer.get(`/api/registry/talent/${id}`))
      good(
        await officer.post(
          `/api/registry/talent/${id}/statements`,
          { values: { school: '演示大学' }, source: '更正' },
          { match: version },
        ),
      )
    }
    await seek('talent')
    expect((await compare(ids, 'talent')).trace.agrees).toContain('school')
    expect(await pairOf(ids, 'open', 'talent')).toMatchObject({
      state: 'open',
      decision: { state: 'apart', since: ['school'] },
    })
  })

  it('masks persons for whoever may not read them, and says all the same what agrees', async () => {
    const n = next()
    const name = `演示保密人${n}`
    const values = { talent_name: name, birth_month: '1991-02', degree: 'master' }
    const one = await make(officer, 'talent', { ...values, mobile: `1340000${n}`, school: '演示大学' })
    const other = await make(officer, 'talent', { ...values, mobile: `1330000${n}` })
    const ids: [string, string] = [one.id, other.id]
    await seek('talent')
    const science = await stage.as('science-officer')
    const shown = await compare(ids, 'talent', science)
    const fact = (key: string) => shown.facts.find((row: { key: string }) => row.key === key)
    expect(fact('birth_month')).toMatchObject({ how: 'agree', masked: true })
    expect(fact('birth_month').left.value).toBeUndefined()
    expect(fact('mobile')).toMatchObject({ how: 'differ', masked: true, mustChoose: true })
    expect(fact('degree')).toMatchObject({ how: 'agree', left: { value: 'master' } })
    expect(JSON.stringify(shown)).not.toMatch(/演示保密人|1991|13[34]0000/)
    for (const view of ['open', 'name'])
      expect(JSON.stringify(await list(view, 'talent', science))).not.toMatch(/演示保密人|1991|13[34]0000/)
    expect((await compare(ids, 'talent')).left.name).toBe(name)
  })

  it('is for those who may merge, and for kinds of which somebody can be one', async () => {
    const ids = await twins()
    for (const role of ['leader', 'dispatcher', 'administrator']) {
      const who = await stage.as(role)
      for (const address of [
        '/api/duplicates/enterprise',
        `/api/duplicates/enterprise/compare?leftId=${ids[0]}&rightId=${ids[1]}`,
        '/api/duplicates/enterprise/merges',
      ])
        expect([role, address, (await who.get(address)).status]).toEqual([role, address, 403])
      expect((await who.post('/api/duplicates/enterprise/search')).status).toBe(403)
    }
    expect((await officer.post('/api/duplicates/post/search')).body.code).toBe('merge-kind')
    expect((await officer.get('/api/duplicates/nothing')).body.code).toBe('unknown-kind')
    expect((await decide([ids[0], ids[0]], 'apart')).body.code).toBe('bad-input')
  })

  it('searches after an import, for the house', async () => {
    const ids = await twins()
    expect(await pairOf(ids)).toBeUndefined()
    const bytes = new TextEncoder().encode(`\uFEFF企业名称,员工人数\n演示进来的别家${next()}有限公司,3\n`)
    const taken = good(await officer.upload('/api/imports?kind=enterprise', { name: '名单.csv', bytes }))
    await stage.settled()
    good(await officer.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
    expect(await pairOf(ids)).toBeDefined()
  })

  it('can be stopped, and then leaves what was found before as it was', async () => {
    const ids = await twins()
    await seek()
    const later = await twins()
    const job = await stage.workbench.database.withDistrict(stage.district, async (tx) => {
      const id = await startSeeking(tx, stage.contextOf('talent-officer'), 'enterprise')
      await moveJob(tx, id, { state: 'running' })
      return id
    })
    expect(good(await officer.post(`/api/jobs/${job}/cancel`)).state).toBe('cancelled')
    await seekIn(stage.contextOf('talent-officer'), 'enterprise', job)
    expect(await pairOf(ids)).toBeDefined()
    expect(await pairOf(later)).toBeUndefined()
  })
})
