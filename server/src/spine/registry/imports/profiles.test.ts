import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../../testing/client.ts'
import { good } from '../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../testing/stage.ts'

const sheet = (lines: readonly string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)

describe.each(TIERS)('what an office said of its columns on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let science: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    science = await stage.as('science-officer')
  })
  afterAll(() => stage.close())

  async function take(who: Client, lines: readonly string[], kind?: string) {
    const taken = good(
      await who.upload(`/api/imports${kind ? `?kind=${kind}` : ''}`, {
        name: '演示表.csv',
        bytes: sheet(lines),
      }),
    )
    await stage.settled()
    return good(await who.get(`/api/imports/${taken.id}`))
  }
  const factsOf = (view: { columns: { fact?: string; reason?: string }[] }) =>
    view.columns.map(({ fact, reason }) => [fact, reason])
  const codesOf = async (who: Client, id: string) =>
    good(await who.get(`/api/imports/${id}/findings?limit=100`)).rows.map(
      (finding: { code: string; value?: string }) => [finding.code, finding.value],
    )

  it('is used for the next sheet of the same headers, noticed where it has changed, and can be forgotten', async () => {
    const lines = ['企业名称,人头,去年挣的（万元）', '演示记住甲有限公司,20,600']
    const first = await take(officer, lines, 'enterprise')
    expect(factsOf(first)[1]).toEqual([undefined, undefined])
    good(
      await officer.post(`/api/imports/${first.id}/mapping`, {
        columns: [
          { column: 2, header: '人头', fact: 'employees' },
          { column: 3, header: '去年挣的（万元）', fact: 'revenue' },
        ],
      }),
    )
    await stage.settled()
    // Nothing is remembered before somebody approves what was read so.
    expect(good(await officer.get('/api/imports/profiles')).rows).toEqual([])
    good(await officer.post(`/api/imports/${first.id}/commit`))
    await stage.settled()
    const [kept] = good(await officer.get('/api/imports/profiles')).rows
    expect(kept).toMatchObject({
      kind: 'enterprise',
      fileName: '演示表.csv',
      columns: [
        { header: '人头', fact: 'employees' },
        { header: '去年挣的（万元）', fact: 'revenue' },
      ],
    })

    const second = await take(officer, [lines[0]!, '演示记住乙有限公司,30,700'], 'enterprise')
    expect(second).toMatchObject({ profile: { id: kept.id } })
    expect(factsOf(second)).toEqual([
      ['name', 'exact'],
      ['employees', 'profile'],
      ['revenue', 'profile'],
    ])

    // Another header in the place of a known one, a known one elsewhere: each stands for itself.
    const changed = await take(
      officer,
      ['企业名称,去年交的税（万元）,人头', '演示记住丙有限公司,30,40'],
      'enterprise',
    )
    expect(factsOf(changed)[1]![0]).not.toBe('employees')
    expect(factsOf(changed)[2]).toEqual(['employees', 'profile'])
    expect(await codesOf(officer, changed.id)).toEqual(
      expect.arrayContaining([
        ['profile-column-gone', '去年挣的（万元）'],
        ['profile-column-new', '去年交的税（万元）'],
      ]),
    )

    // Another office has its own words, and may not forget ours.
    const others = await take(science, lines, 'enterprise')
    expect(others.profile).toBeUndefined()
    expect(good(await science.get('/api/imports/profiles')).rows).toEqual([])
    expect((await science.post(`/api/imports/profiles/${kept.id}/forget`)).status).toBe(404)

    good(await officer.post(`/api/imports/profiles/${kept.id}/forget`))
    expect(good(await officer.get('/api/imports/profiles')).rows).toEqual([])
    expect((await officer.post(`/api/imports/profiles/${kept.id}/forget`)).status).toBe(404)
    // What was read by it before stays as it was read.
    expect(factsOf(good(await officer.get(`/api/imports/${second.id}`)))[1]).toEqual(['employees', 'profile'])
    expect((await take(officer, lines, 'enterprise')).profile).toBeUndefined()
  })

  it('asks of each block of a sheet for itself, and remembers both', async () => {
    const lines = (first: string, second: string) => [
      '企业名称,人头,街道',
      `演示分块${first}有限公司,20,演示街道`,
      `演示分块${first}二有限公司,21,演示街道`,
      '企业名称,进账（万元）,街道',
      `演示分块${second}有限公司,600,演示街道`,
      `演示分块${second}二有限公司,700,演示街道`,
    ]
    const view = await take(officer, lines('甲', '乙'), 'enterprise')
    const told = (one: { columns: { column: number; below: number[]; header: string; fact?: string }[] }) =>
      one.columns.filter(({ column }) => column === 2).map(({ below, header, fact }) => [below, header, fact])
    expect(told(view)).toEqual([
      [[1], '人头', undefined],
      [[4], '进账（万元）', undefined],
    ])
    const say = async (column: { header: string; fact: string }) => {
      good(await officer.post(`/api/imports/${view.id}/mapping`, { columns: [{ column: 2, ...column }] }))
      await stage.settled()
      return told(good(await officer.get(`/api/imports/${view.id}`)))
    }
    expect(await say({ header: '进账（万元）', fact: 'revenue' })).toEqual([
      [[1], '人头', undefined],
      [[4], '进账（万元）', 'revenue'],
    ])
    // What is said of one block takes nothing from the other.
    const both = [
      [[1], '人头', 'employees'],
      [[4], '进账（万元）', 'revenue'],
    ]
    expect(await say({ header: '人头', fact: 'employees' })).toEqual(both)
    const rows = good(await officer.get(`/api/imports/${view.id}/diff?limit=10`)).rows
    expect(
      rows.map(({ fields }: { fields: { key: string; after: unknown }[] }) =>
        fields.flatMap(({ key, after }) => (key === 'employees' || key === 'revenue' ? [[key, after]] : [])),
      ),
    ).toEqual([[['employees', 20]], [['employees', 21]], [['revenue', 6_000_000]], [['revenue', 7_000_000]]])
    // A header that is no more in the sheet is nobody's.
    expect(await say({ header: '人数', fact: 'revenue' })).toEqual(both)
    good(await officer.post(`/api/imports/${view.id}/commit`))
    await stage.settled()
    const again = await take(officer, lines('丙', '丁'), 'enterprise')
    expect(told(again)).toEqual(both)
    expect(
      (await codesOf(officer, again.id)).filter(([code]: string[]) => code?.startsWith('profile-')),
    ).toEqual([])
    good(await officer.post(`/api/imports/profiles/${again.profile.id}/forget`))
  })

  it('says how a text is encoded; another choice reads it again, a wrong one is a sentence', async () => {
    const lines = ['企业名称,员工人数', '演示编码甲有限公司,20']
    const view = await take(officer, lines, 'enterprise')
    expect(view).toMatchObject({ format: 'csv', encoding: 'utf-8', counts: { rows: 1 } })
    const choose = async (encoding: string) => {
      good(await officer.post(`/api/imports/${view.id}/mapping`, { columns: [], encoding }))
      await stage.settled()
      return good(await officer.get(`/api/imports/${view.id}`))
    }
    for (const wrong of ['utf-16be', 'gb18030'])
      expect(await choose(wrong), wrong).toMatchObject({ state: 'failed', refusal: 'wrong-encoding' })
    expect(await choose('utf-8')).toMatchObject({ state: 'review', encoding: 'utf-8', counts: { rows: 1 } })
  })

  it('takes cells that were pasted, merged ones too, and asks for the scale of a share', async () => {
    const html =
      '<html><body><!--StartFragment--><table><tr><td rowspan=2>企业名称</td><td colspan=2>情况</td></tr><tr><td>员工人数</td><td>研发投入占比</td></tr>' +
      '<tr><td>演示粘贴甲&amp;乙有限公司</td><td>3,500</td><td>0.05</td></tr><tr><td>演示粘贴丙有限公司</td><td>20</td><td>8</td></tr></table><!--EndFragment--></body></html>'
    const taken = good(
      await officer.upload('/api/imports?kind=enterprise', {
        name: '粘贴.html',
        bytes: new TextEncoder().encode(html),
      }),
    )
    await stage.settled()
    const view = good(await officer.get(`/api/imports/${taken.id}`))
    expect(view).toMatchObject({ format: 'table', counts: { rows: 2, held: 1 } })
    expect(view.columns.map((column: { header: string }) => column.header)).toEqual([
      '企业名称',
      '情况 / 员工人数',
      '情况 / 研发投入占比',
    ])
    good(
      await officer.post(`/api/imports/${taken.id}/mapping`, {
        columns: [{ column: 3, header: '情况 / 研发投入占比', fact: 'rd_share', ratio: 'mixed' }],
      }),
    )
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${taken.id}`)).counts).toMatchObject({ held: 0, created: 2 })
    const diff = good(await officer.get(`/api/imports/${taken.id}/diff?action=create`)).rows
    expect(
      diff.map((row: { fields: { key: string; after: unknown }[] }) =>
        Object.fromEntries(row.fields.map((field) => [field.key, field.after])),
      ),
    ).toMatchObject([
      { name: '演示粘贴甲&乙有限公司', employees: 3500, rd_share: 0.05 },
      { employees: 20, rd_share: 0.08 },
    ])
  })
})
