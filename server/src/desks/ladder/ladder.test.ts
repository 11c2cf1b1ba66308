import { addDays, type Day } from '@qiongding/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { NEARLY_TECH_SME as FIRM, good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('the ladder on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let today: Day
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('science-officer')
    today = stage.today as Day
  })
  afterAll(() => stage.close())

  async function firm(values: Record<string, unknown> = {}) {
    const name = `演示梯度企业${next()}`
    return { name, ...(await make(officer, 'enterprise', { name, ...values })) }
  }
  const certify = (
    holder: string,
    grantedOn: string,
    validTo?: string,
    more: Record<string, unknown> = {},
  ) => {
    const n = next()
    return make(officer, 'certificate', {
      certificate_name: `演示证书${n}`,
      certificate_no: `演示证${n}`,
      certificate_title: 'tech-sme',
      certificate_holder: holder,
      certificate_granted_on: grantedOn,
      ...(validTo && { certificate_valid_to: validTo }),
      certificate_source: '演示文件',
      ...more,
    })
  }
  const read = async (query = '', who = officer) => good(await who.get(`/api/ladder${query}`))
  const title = async (id = 'tech-sme', query = '') =>
    (await read(query)).titles.find((one: { id: string }) => one.id === id)
  const firms = async (view: string, who = officer) =>
    good(await who.get(`/api/ladder/titles/tech-sme?view=${view}&limit=200`))
  const ids = ({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id)

  it('names exactly one criterion, by how much, and the cheapest next step; whoever holds the title is not asked', async () => {
    const short = await firm(FIRM)
    const holder = await firm(FIRM)
    await certify(holder.name, addDays(today, -100), addDays(today, 900))
    const far = await firm({ ...FIRM, ip_class_two: 0, employees: 600 })
    const seen = await firms('short')
    expect(ids(seen)).toContain(short.id)
    expect(ids(seen)).not.toContain(holder.id)
    expect(ids(seen)).not.toContain(far.id)
    const row = seen.rows.find(({ id }: { id: string }) => id === short.id)
    expect(row).toMatchObject({
      verdict: 'no',
      criterion: { messages: expect.arrayContaining([expect.anything()]) },
    })
    expect(row.steps[0]).toMatchObject({ fact: 'rd_expense', by: '16', unit: '万元' })
    expect(seen.total).toBe((await title()).short)
    expect(ids(await firms('held'))).toContain(holder.id)
  })

  it('keeps first, again, lapsed and due apart, on any day', async () => {
    const before = await title()
    const year = today.slice(0, 4)
    const [first, again, gone, due] = await Promise.all([firm(), firm(), firm(), firm()])
    await certify(first.name, `${year}-01-01`, addDays(today, 900))
    await certify(again.name, '2020-01-01', '2022-12-31')
    await certify(again.name, `${year}-01-01`, addDays(today, 900))
    await certify(gone.name, '2020-01-01', addDays(today, -1))
    await certify(due.name, '2020-01-01', addDays(today, 30))
    const after = await title()
    const moved = (key: string) => after[key] - before[key]
    expect(['held', 'first', 'again', 'due'].map(moved)).toEqual([3, 1, 1, 1])
    expect(moved('lapsed')).toBe(addDays(today, -1) >= `${year}-01-01` ? 1 : 0)
    expect(ids(await firms('due'))[0]).toBe(due.id)
    expect(ids(await firms('again'))).toContain(again.id)
    const calendar = good(await officer.get('/api/ladder/calendar?days=60'))
    expect(calendar.rows.find(({ id }: { id: string }) => id === due.id)).toMatchObject({ days: 30 })
    expect(calendar.months.reduce((sum: number, { n }: { n: number }) => sum + n, 0)).toBe(calendar.total)
    const later = await title('tech-sme', `?on=${addDays(today, 31)}`)
    expect(later.due).toBeLessThan(after.due)
    // What nobody knew yesterday.
    expect((await title('tech-sme', `?known=${addDays(today, -1)}`)).held).toBe(0)
  })

  it('says what each brings to the ratio and to patents, of what is known', async () => {
    await firm({ revenue: 100_000_000, rd_expense: 9_000_000, invention_patents: 7 })
    const silent = await firm()
    const seen = good(await officer.get('/api/ladder/research?limit=200&sort=lifts'))
    expect(seen.expense.known).toBeLessThan(seen.subjects)
    const shares = seen.rows.flatMap(({ share }: { share?: number }) => share ?? [])
    expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1)
    const unknown = seen.rows.find(({ id }: { id: string }) => id === silent.id)
    expect(unknown.share).toBeUndefined()
    expect(unknown.patents).toEqual([null, null, null, null])
  })

  it('shows an enterprise itself alone, and gives the list as a sheet', async () => {
    const mine = await firm(FIRM)
    const own = await stage.addEnterprise({ id: mine.id, name: mine.name }, `ladder${next()}@demo.example`)
    expect((await read('', own)).subjects).toBe(1)
    expect(ids(await firms('short', own))).toEqual([mine.id])
    const made = good(
      await officer.post('/api/exports/pages', {
        page: 'ladder',
        query: { title: 'tech-sme', view: 'short' },
        language: 'zh',
      }),
    )
    expect(made.id).toBeDefined()
    expect((await officer.get('/api/ladder/titles/none')).status).toBe(404)
    expect((await stage.nobody.get('/api/ladder')).status).toBe(401)
  })
})
