import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '../../../rebuild.ts'
import type { Client } from '../../../testing/client.ts'
import { good, make } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'
import { importRow } from './reads.ts'

const SHARED = join(import.meta.dirname, '../../../../../../shared/data/sheets')
if (!existsSync(SHARED)) console.log('skipped: the sheets of ../shared/data are not here')
const sheet = (lines: readonly string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)

describe.each(TIERS)('imports on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  async function take(name: string, bytes: Uint8Array, kind?: string, who = officer) {
    const taken = good(await who.upload(`/api/imports${kind ? `?kind=${kind}` : ''}`, { name, bytes }))
    await stage.settled()
    return good(await who.get(`/api/imports/${taken.id}`))
  }
  async function commit(id: string, who = officer) {
    good(await who.post(`/api/imports/${id}/commit`))
    await stage.settled()
    return good(await who.get(`/api/imports/${id}`))
  }
  const total = async (kind: string) =>
    good(await officer.get(`/api/registry/${kind}?count=true&limit=1`)).total

  it('takes a list from upload to registry; a second time changes nothing; withdrawn, it is gone', async () => {
    const bytes = sheet([
      '企业名称,统一社会信用代码,员工人数',
      '演示导入甲有限公司,,120',
      '演示导入乙有限公司,,many',
      '演示导入丙有限公司,,30',
    ])
    const before = await total('enterprise')
    const read = await take('演示名单.csv', bytes, 'enterprise')
    expect(read).toMatchObject({
      state: 'review',
      kind: 'enterprise',
      counts: { rows: 3, created: 2, held: 1, errors: 1 },
    })
    expect(await total('enterprise')).toBe(before)
    const findings = good(await officer.get(`/api/imports/${read.id}/findings?level=error`))
    expect(findings.rows).toMatchObject([{ level: 'error', at: { row: 3, column: 3 }, value: 'many' }])
    const diff = good(await officer.get(`/api/imports/${read.id}/diff?action=create&limit=1`))
    expect(diff).toMatchObject({ total: 2, next: '1' })
    expect(diff.rows[0].fields.map((field: { key: string }) => field.key)).toContain('name')

    const done = await commit(read.id)
    expect(done).toMatchObject({ state: 'committed', counts: { created: 2, held: 1 } })
    expect(await total('enterprise')).toBe(before + 2)
    expect((await officer.post(`/api/imports/${read.id}/commit`)).body.code).toBe('import-state')

    const again = await take('演示名单.csv', bytes, 'enterprise')
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2, held: 1 })
    await commit(again.id)
    expect(await total('enterprise')).toBe(before + 2)
    const row = good(await officer.get(`/api/registry/enterprise?q=${encodeURIComponent('演示导入甲')}`))
      .rows[0]
    expect(good(await officer.get(`/api/registry/enterprise/${row.id}/history`)).rows).toHaveLength(1)

    good(await officer.post(`/api/imports/${done.id}/withdraw`, { reason: '错发' }))
    await stage.settled()
    expect(await total('enterprise')).toBe(before)
    expect((await officer.get(`/api/registry/enterprise/${row.id}`)).status).toBe(404)
  })

  it('lets columns be corrected, values be kept, and shows the difference field by field', async () => {
    const made = await make(officer, 'enterprise', {
      name: '演示更正有限公司',
      employees: 10,
      revenue: 5_000_000,
    })
    const bytes = sheet(['单位,人头,年营收（万元）', '演示更正有限公司,20,600'])
    const read = await take('名单.csv', bytes, 'enterprise')
    const columns = [
      { column: 1, header: '单位', fact: 'name' },
      { column: 2, header: '人头', fact: 'employees' },
      { column: 3, header: '年营收（万元）', fact: 'revenue', unit: '万元' },
    ]
    expect(
      (
        await officer.post(`/api/imports/${read.id}/mapping`, {
          columns: [{ column: 1, header: '企业名称', fact: 'talent_name' }],
        })
      ).body.code,
    ).toBe('unknown-fact')
    good(await officer.post(`/api/imports/${read.id}/mapping`, { columns }))
    await stage.settled()
    const diff = good(await officer.get(`/api/imports/${read.id}/diff`))
    expect(diff.rows).toMatchObject([
      {
        action: 'update',
        subjectId: made.id,
        fields: expect.arrayContaining([
          expect.objectContaining({ key: 'employees', before: 10, after: 20, keep: false }),
          expect.objectContaining({ key: 'revenue', before: 5_000_000, after: 6_000_000, keep: false }),
        ]),
      },
    ])
    good(
      await officer.post(`/api/imports/${read.id}/decisions`, {
        keep: [{ row: 2, key: 'employees', keep: true }],
      }),
    )
    await stage.settled()
    await commit(read.id)
    expect(good(await officer.get(`/api/registry/enterprise/${made.id}`)).values).toMatchObject({
      employees: 10,
      revenue: 6_000_000,
    })
  })

  it('holds a record that somebody changed after the review', async () => {
    const made = await make(officer, 'enterprise', { name: '演示抢先有限公司', employees: 10 })
    const read = await take('名单.csv', sheet(['企业名称,员工人数', '演示抢先有限公司,20']), 'enterprise')
    expect(read.counts).toMatchObject({ updated: 1 })
    good(
      await officer.post(
        `/api/registry/enterprise/${made.id}/statements`,
        { values: { employees: 11 }, source: '来电' },
        { match: made.version },
      ),
    )
    expect(await commit(read.id)).toMatchObject({ counts: { updated: 0, held: 1 } })
    expect(good(await officer.get(`/api/registry/enterprise/${made.id}`)).values.employees).toBe(11)
  })

  it('holds back what cannot go back to its former identity, names it, and takes the rest; settled, it goes too', async () => {
    const [old, fresh] = [`演示旧名${tier}有限公司`, `演示新名${tier}有限公司`]
    const renamed = await make(officer, 'enterprise', { name: old, credit_code: '91370212MA3C000114' })
    const nameless = await make(officer, 'enterprise', { name: `演示无码${tier}有限公司`, employees: 3 })
    const read = await take(
      '改名.csv',
      sheet([
        '企业名称,统一社会信用代码,员工人数',
        `${fresh},91370212MA3C000114,5`,
        `演示无码${tier}有限公司,91370212MA3C0002XU,4`,
      ]),
      'enterprise',
    )
    expect(read.counts).toMatchObject({ updated: 2 })
    const list = await commit(read.id)
    // Withdrawn, the second would be known by its name alone again; that name is another record's by now.
    const taker = await make(officer, 'enterprise', { name: `演示无码${tier}有限公司` })
    good(await officer.post(`/api/imports/${list.id}/withdraw`, { reason: '错发' }))
    await stage.settled()
    const partly = good(await officer.get(`/api/imports/${list.id}`))
    expect(partly).toMatchObject({
      state: 'withdrawn',
      job: { state: 'failed', refusal: 'identity-taken' },
      heldBack: {
        n: 1,
        rows: [
          {
            record: { kind: 'enterprise', id: nameless.id },
            twin: { id: taker.id, name: `演示无码${tier}有限公司` },
          },
        ],
      },
    })
    const of = async (id: string) => good(await officer.get(`/api/registry/enterprise/${id}`)).values
    expect(await of(renamed.id)).toMatchObject({ name: old })
    expect(await of(nameless.id)).toMatchObject({ credit_code: '91370212MA3C0002XU', employees: 4 })
    expect((await rebuild(stage.workbench, { replace: false })).clean).toBe(true)

    good(
      await officer.post(
        `/api/registry/enterprise/${taker.id}/statements`,
        { values: { name: `演示另名${tier}有限公司` }, source: '更正' },
        { match: taker.version },
      ),
    )
    good(await officer.post(`/api/imports/${list.id}/withdraw`, { reason: '错发' }))
    await stage.settled()
    const whole = good(await officer.get(`/api/imports/${list.id}`))
    expect(whole).toMatchObject({ state: 'withdrawn', job: { state: 'done' } })
    expect(whole.heldBack).toBeUndefined()
    expect(await of(nameless.id)).toEqual({ name: `演示无码${tier}有限公司`, employees: 3 })
    expect((await officer.post(`/api/imports/${list.id}/withdraw`, { reason: '错发' })).body.code).toBe(
      'import-state',
    )

    expect((await rebuild(stage.workbench, { replace: false })).clean).toBe(true)
  })

  it('writes each person once when two import the same list at once', async () => {
    const bytes = sheet([
      '企业名称,员工人数',
      ...Array.from({ length: 50 }, (_, index) => `演示同时${index}有限公司,${index}`),
    ])
    const [one, two] = [await take('一.csv', bytes, 'enterprise'), await take('二.csv', bytes, 'enterprise')]
    const before = await total('enterprise')
    good(await officer.post(`/api/imports/${one.id}/commit`))
    good(await officer.post(`/api/imports/${two.id}/commit`))
    await stage.settled()
    expect(await total('enterprise')).toBe(before + 50)
  })

  it('ends alike whichever door stops it: nothing is written after the answer, and what was is counted', async () => {
    const lines = (name: string, rows: number) =>
      sheet([
        '企业名称,员工人数',
        ...Array.from({ length: rows }, (_, index) => `演示${name}${index}有限公司,${index}`),
      ])
    const doors = {
      'import.cancel': (view: { id: string; job: { id: string } }) => `/api/imports/${view.id}/cancel`,
      'job.cancel': (view: { id: string; job: { id: string } }) => `/api/jobs/${view.job.id}/cancel`,
    }
    for (const [door, address] of Object.entries(doors)) {
      const before = await total('enterprise')
      const reading = good(
        await officer.upload('/api/imports?kind=enterprise', {
          name: '停读.csv',
          bytes: lines(`停读${door}`, 20),
        }),
      )
      good(await officer.post(address(reading)))
      await stage.settled()
      const dropped = good(await officer.get(`/api/imports/${reading.id}`))
      expect(dropped, door).toMatchObject({
        state: 'cancelled',
        job: { state: 'cancelled' },
        counts: { created: 0 },
      })

      const read = await take('停写.csv', lines(`停写${door}`, 5_000), 'enterprise')
      const writing = good(await officer.post(`/api/imports/${read.id}/commit`))
      for (let waited = 0; waited < 600; waited++) {
        if (Number(good(await officer.get(`/api/imports/${read.id}`)).job?.done) > 0) break
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      const answer = await officer.post(address(writing))
      const answered = await total('enterprise')
      await stage.settled()
      const stopped = good(await officer.get(`/api/imports/${read.id}`))
      // A fast machine may have written all of it before the stop was asked for.
      if (answer.status === 200) {
        expect(stopped, door).toMatchObject({ state: 'cancelled', job: { state: 'cancelled' } })
        const name = `/api/ledger?about=${read.id}&name=import.cancelled`
        expect(good(await (await stage.as('dispatcher')).get(name)).rows, door).toHaveLength(1)
      } else expect(stopped.state).toBe('committed')
      expect(await total('enterprise'), door).toBe(answered)
      expect(answered - before).toBe(stopped.counts.created)
      expect(stopped.counts.created).toBeGreaterThan(0)
      expect((await officer.post(address(writing))).status, door).toBe(409)

      good(await officer.post(`/api/imports/${read.id}/withdraw`, { reason: '停' }))
      await stage.settled()
      expect(await total('enterprise'), door).toBe(before)
    }
  })

  it('says what is wrong with what is no list', async () => {
    for (const [name, bytes, refusal] of [
      ['空.xlsx', new Uint8Array(), 'empty-file'],
      ['图.xlsx', new TextEncoder().encode('<html><script>alert(1)</script></html>'), undefined],
      ['名.csv', sheet(['a,b', '1,2']), undefined],
    ] as const) {
      const read = await take(name, bytes)
      expect(read.state, name).toBe('failed')
      if (refusal) expect(read.refusal).toBe(refusal)
      expect((await officer.get(`/api/imports/${read.id}/diff`)).body.code).toBe('import-state')
    }
    expect(
      (await officer.upload('/api/imports?kind=nothing', { name: 'x.csv', bytes: sheet(['a']) })).body.code,
    ).toBe('unknown-kind')
    expect(
      (
        await officer.send('/api/imports', {
          method: 'POST',
          body: 'x',
          headers: { 'content-type': 'text/plain' },
        })
      ).status,
    ).toBe(422)
  })

  it('holds formulas that stand as text, and takes prototype keys for nothing', async () => {
    const read = await take(
      '式.csv',
      sheet([
        '企业名称,主营产品,__proto__,constructor',
        '"=HYPERLINK(""http://x"",""演示式"")",x,x,y',
        '演示加有限公司,@SUM(A1),x,y',
      ]),
      'enterprise',
    )
    expect(read.counts).toMatchObject({ created: 0, held: 2, errors: 2 })
    const findings = good(await officer.get(`/api/imports/${read.id}/findings?level=error`)).rows
    expect(findings.map((finding: { code: string }) => finding.code)).toEqual([
      'formula-text',
      'formula-text',
    ])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('shows personal cells to nobody without the ability, and gives the file to nobody else', async () => {
    const bytes = sheet([
      '姓名,手机,最高学历,身份证号',
      '演示某甲,13911110000,博士,370212199001010011',
      '演示某乙,13911110001,不详学历,370212199001010022',
      '演示某甲,13911110000,博士,370212199001010011',
    ])
    for (const who of [officer, science]) {
      const read = await take('人才.csv', bytes, 'talent', who)
      expect(read.state).toBe('review')
      for (const part of ['', '/grid', '/findings', '/diff']) {
        const text = JSON.stringify(good(await science.get(`/api/imports/${read.id}${part}`)))
        expect(text, part).not.toMatch(/演示某|1391111|3702121990/)
      }
      if (who === officer)
        expect(JSON.stringify(good(await officer.get(`/api/imports/${read.id}/diff`)))).toContain('演示某甲')
    }
    const files = await stage.look((db) =>
      sql<{ id: string }>`select id from file where district_id = ${db.district}`.execute(db.query),
    )
    const leader = await stage.as('leader')
    expect(files.rows.length).toBeGreaterThan(5)
    for (const { id } of files.rows) expect((await leader.get(`/api/files/${id}`)).status).toBe(404)
  })

  it('empties the sheet when a person it named is erased', async () => {
    const read = await take(
      '人才二.csv',
      sheet(['姓名,手机,最高学历', '演示被删,13922220000,博士']),
      'talent',
    )
    await commit(read.id)
    const person = good(await officer.get(`/api/registry/talent?q=${encodeURIComponent('演示被删')}`)).rows[0]
    const { fileId } = await stage.look((db) => importRow(db, read.id))
    expect((await officer.get(`/api/files/${fileId}`)).status).toBe(200)
    good(
      await (await stage.as('administrator')).post(`/api/registry/talent/${person.id}/erase`, {
        reason: '本人要求',
      }),
    )
    const gone = await officer.get(`/api/files/${fileId}`)
    expect([gone.status, gone.body.code]).toEqual([410, 'erased'])
  })

  it('takes its own demonstration sheets', async () => {
    const samples = good(await officer.get('/api/imports/samples')).rows
    expect(samples.length).toBeGreaterThanOrEqual(2)
    // One of them shows what the tier is asked about; all of them are read on the first.
    for (const sample of tier === 'pglite' ? samples : samples.slice(0, 1)) {
      const file = await officer.get(sample.href)
      expect(file.status).toBe(200)
      const read = await take(sample.name, file.bytes)
      expect(read, sample.name).toMatchObject({ state: 'review', kind: sample.kind, demonstration: true })
      expect(read.counts.created).toBeGreaterThan(0)
      expect(await commit(read.id)).toMatchObject({ state: 'committed' })
      const again = await take(sample.name, file.bytes)
      expect(again.counts, sample.name).toMatchObject({ created: 0, updated: 0 })
    }
  })

  it.skipIf(!existsSync(SHARED))('takes a list as an office really sends it, once', async () => {
    const name = readdirSync(SHARED).find((one) => one.startsWith('01')) as string
    const bytes = readFileSync(join(SHARED, name))
    const read = await take(name, bytes)
    expect(read).toMatchObject({ state: 'review', kind: 'enterprise', counts: { rows: 140 } })
    const { created, held, duplicates, errors } = read.counts
    // Seven groups with bad cells planted in each: what is wrong is held, what repeats an earlier row waits for a person.
    expect(held).toBeGreaterThan(7)
    expect(errors).toBeGreaterThanOrEqual(held)
    expect(created + read.counts.updated + read.counts.unchanged + held + duplicates).toBe(140)
    const before = await total('enterprise')
    expect((await commit(read.id)).counts).toMatchObject({ created, held, duplicates })
    expect(await total('enterprise')).toBe(before + created)
    const again = await take(name, bytes)
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: created })
  })
})
