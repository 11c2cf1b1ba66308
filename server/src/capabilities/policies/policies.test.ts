import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { NEARLY_TECH_SME as FIRM, good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

type Shown = {
  verdict?: string
  missing: string[]
  steps: object[]
  messages: object[]
  lines: { id: string; verdict: string; messages: { key: string; params: object }[] }[]
}

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('policies on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  const firm = async (values: Record<string, unknown>) => {
    const name = `演示政策企业${next()}`
    return { name, ...(await make(officer, 'enterprise', { name, ...values })) }
  }
  const answersOf = async (id: string, query = '', who = officer) =>
    good(await who.get(`/api/policies/answers/enterprise/${id}${query}`))
  const find = (read: { answers: { id: string }[] }, id: string) =>
    read.answers.find((answer) => answer.id === id) as unknown as Shown

  it('lists every policy with where it stands; a text that was not entered says so', async () => {
    const { policies } = good(await officer.get('/api/policies'))
    const of = (id: string) => policies.find((one: { id: string }) => one.id === id)
    expect(of('tech-sme')).toMatchObject({
      standing: { is: 'in-force', version: 1, window: { is: 'always' } },
    })
    expect(of('stars-plan')).toMatchObject({ standing: { is: 'not-entered' } })
    expect(of('little-giant').standing.is).toBe('lapsed')
    expect(of('talent-loan').verify.length).toBeGreaterThan(0)
    const past = good(await officer.get('/api/policies?on=2026-03-31'))
    const then = past.policies.find((one: { id: string }) => one.id === 'specialised-sme')
    expect(then.standing).toMatchObject({ is: 'in-force', version: 1, to: '2026-03-31' })
    expect(of('specialised-sme').standing.version).toBe(2)
    expect((await stage.nobody.get('/api/policies')).status).toBe(401)
  })

  it('tells a firm what it is short of, what turns it, and what is not judged', async () => {
    const { id } = await firm(FIRM)
    const read = await answersOf(id)
    expect(read.subject).toMatchObject({ id, kind: 'enterprise' })
    const sme = find(read, 'tech-sme')
    expect(sme).toMatchObject({ verdict: 'no', missing: [] })
    expect(sme.steps).toContainEqual(expect.objectContaining({ fact: 'rd_expense', by: '16', unit: '万元' }))
    const { lines } = sme
    expect(lines.map((line) => [line.id, line.verdict])).toEqual([
      ['resident', 'yes'],
      ['staff', 'yes'],
      ['revenue', 'yes'],
      ['assets', 'yes'],
      ['products', 'review'],
      ['conduct', 'yes'],
      ['listed', 'yes'],
      ['route', 'no'],
    ])
    expect(lines.at(-1)!.messages).toContainEqual(
      expect.objectContaining({
        key: 'policy.score.no',
        params: expect.objectContaining({ low: 54, required: 60, by: 6 }),
      }),
    )
    expect(find(read, 'talent-loan')).toMatchObject({
      verdict: 'unknown',
      missing: ['talents_a_to_d'],
      worth: { to: '60000000' },
    })
    const placeholder = find(read, 'stars-plan')
    expect(placeholder.verdict).toBeUndefined()
    expect(placeholder.messages).toMatchObject([{ key: 'policy.not-entered' }])
    expect(read.answers.some((answer: { of: string }) => answer.of !== 'enterprise')).toBe(false)
    expect(read.facts).toContainEqual(
      expect.objectContaining({ key: 'rd_expense', source: '演示', asOf: stage.today }),
    )
  })

  it('turns with the fact, and the day before it is as it was', async () => {
    const { id, version } = await firm({ ...FIRM, talents_a_to_d: 0 })
    expect(find(await answersOf(id), 'talent-loan').verdict).toBe('no')
    good(
      await officer.post(
        `/api/registry/enterprise/${id}/statements`,
        { values: { talents_a_to_d: 5 }, source: '演示人才认定文件' },
        { match: version },
      ),
    )
    const after = await answersOf(id)
    expect(find(after, 'talent-loan')).toMatchObject({
      verdict: 'review',
      worth: { from: '60000000', capped: true },
    })
    expect(after.facts).toContainEqual(
      expect.objectContaining({ key: 'talents_a_to_d', source: '演示人才认定文件' }),
    )
    expect((await officer.get(`/api/policies/answers/enterprise/${id}?on=2020-01-01`)).status).toBe(404)
  })

  it('names who gets a policy, who is one step short, and how many nobody can tell', async () => {
    const short = await firm(FIRM)
    const far = await firm({ ...FIRM, ip_class_two: 0, employees: 600, rd_staff: 0, rd_expense: 0 })
    const open = await firm({ name: `演示未知${next()}` })
    const who = async (view: string) =>
      good(await officer.get(`/api/policies/tech-sme/who?view=${view}&limit=200`))
    const no = await who('no')
    const ids = (read: { rows: { id: string }[] }) => read.rows.map((row) => row.id)
    expect(ids(no)).toEqual(expect.arrayContaining([short.id, far.id]))
    expect(no.counts.no).toBe(no.total)
    expect(no.counts.yes + no.counts.no + no.counts.unknown + no.counts.review).toBe(no.subjects)
    const step = await who('step')
    expect(ids(step)).toContain(short.id)
    expect(ids(step)).not.toContain(far.id)
    expect(step.rows.every((row: { steps: unknown[] }) => row.steps.length > 0)).toBe(true)
    expect(ids(await who('unknown'))).toContain(open.id)
    const paged = good(await officer.get('/api/policies/tech-sme/who?view=no&limit=1'))
    expect(paged.next).toBe('1')
    const placeholder = good(await officer.get('/api/policies/stars-plan/who'))
    expect(placeholder).toMatchObject({ total: 0, policy: { standing: { is: 'not-entered' } } })
    expect((await officer.get('/api/policies/none/who')).status).toBe(404)
  })

  it('shows an enterprise its own answers, the same words, and nobody else’s', async () => {
    const mine = await firm({ ...FIRM, contact_phone: '13900009999', contact_name: '演示联系人' })
    const other = await firm(FIRM)
    const own = await stage.addEnterprise({ id: mine.id, name: mine.name }, `policy${next()}@demo.example`)
    expect((await answersOf(mine.id, '', own)).answers).toEqual((await answersOf(mine.id)).answers)
    expect((await own.get(`/api/policies/answers/enterprise/${other.id}`)).status).toBe(404)
    const seen = good(await own.get('/api/policies/tech-sme/who?view=no'))
    expect(seen.subjects).toBe(1)
  })
})
