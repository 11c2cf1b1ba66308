import { addDays, type Day } from '@qiongding/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

const ROLE = 'policy-officer'

/** A policy of a made-up office, by revenue alone. */
const text = (id: string, number: number, from: string, least: string, more = '') => `id: ${id}
label: { zh: 演示增长奖励, en: Demo growth reward }
kind: reward
of: enterprise
office: industry-office
versions:
  - version: ${number}
    cite: 演示文件第${number}号
    effective: { from: ${from} }
    require:
      all:
        - { id: revenue, test: revenue >= ${least}, cite: 第一条 }
${more}
    amount: { rate: 1%, of: revenue, atMost: 100万元 }
golden:
  - { name: 演示甲公司, on: ${from}, facts: { revenue: 90000 }, expect: { verdict: "yes" } }
`

describe.each(TIERS.filter((tier) => tier !== 'pgbouncer'))('texts of policies on %s', (tier) => {
  let stage: Stage
  let officer: Client
  let writer: Client
  let today: Day
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
    writer = await stage.as(ROLE)
    today = stage.today as Day
  })
  afterAll(() => stage.close())

  const attempt = async (written: string, effects = false) =>
    good(await writer.post('/api/policies/try', { text: written, effects }))
  const write = async (written: string) => good(await writer.post('/api/policies/texts', { text: written }))
  const publish = (made: { id: string; version: string }, answers: object[] = [], who = writer) =>
    who.post(`/api/policies/texts/${made.id}/publish`, { answers }, { match: made.version })
  const standing = async (id: string, query = '') =>
    good(await officer.get(`/api/policies${query}`)).policies.find((one: { id: string }) => one.id === id)

  it('says what is wrong at its line, and nothing half', async () => {
    const id = `growth-${next()}`
    const whole = text(id, 1, today, '500万元')
    expect(await attempt(whole)).toMatchObject({ findings: [], is: { policy: id, number: 1, golden: 1 } })
    const wrong = async (from: string, to: string) => {
      const changed = whole.replace(from, to)
      expect(changed).not.toBe(whole)
      const { findings, is } = await attempt(changed)
      expect(is).toBeUndefined()
      return findings.map((one: { code: string; line: number }) => `${one.line} ${one.code}`)
    }
    expect(await wrong('revenue >= 500万元', 'revenu >= 500万元')).toEqual(['12 clause.unknown-fact'])
    expect(await wrong('revenue >= 500万元', 'revenue >= 500人')).toEqual(['12 clause.dimension'])
    expect(await wrong('version: 1', 'version: one')).toEqual(['7 pack.invalid-type'])
    expect(await wrong('verdict: "yes"', 'verdict: "no"')).toEqual(['16 pack.golden'])
    expect(await wrong('  - { name: 演示甲公司', '  - { name: 海洋公司')).toEqual(['16 pack.demo-name'])
    expect(await wrong('office: industry-office', 'office: nowhere')).toEqual(['5 pack.reference'])
    expect(await wrong('kind: reward', 'kind: reward\nkind: loan')).toEqual(['4 pack.yaml'])
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[at]}`).join(', ')}]`).join('\n')}\n`
    expect((await attempt(bomb)).findings[0].code).toBe('pack.yaml')
    expect(await wrong('      all:', '      any: &a { all: [*a] }\n      all:')).toEqual([
      expect.stringContaining('pack.yaml'),
    ])
    expect(await wrong('version: 1', 'version: 3000000000')).toEqual(['7 pack.too-big'])
    expect((await writer.post('/api/policies/try', { text: 'x'.repeat(100_001) })).status).toBe(422)
  })

  it('shows who would get it, what it costs, who is short, and how the list differs; then it is the rule', async () => {
    const id = `growth-${next()}`
    const n = next()
    const small = await make(officer, 'enterprise', { name: `演示小企业${n}`, revenue: 6_000_000 })
    const large = await make(officer, 'enterprise', { name: `演示大企业${n}`, revenue: 50_000_000 })
    const silent = await make(officer, 'enterprise', { name: `演示未报企业${n}` })
    const first = await attempt(text(id, 1, today, '500万元'), true)
    expect(first.effects.before).toBeUndefined()
    expect(first.effects.counts.yes).toBeGreaterThanOrEqual(2)
    expect(first.effects.rows.map((row: { id: string }) => row.id)).toEqual(
      expect.arrayContaining([small.id, large.id, silent.id]),
    )
    expect(Number(first.effects.cost.from)).toBeGreaterThanOrEqual(560_000)
    const made = await write(text(id, 1, today, '500万元'))
    expect(await standing(id)).toBeUndefined()
    expect(good(await publish(made))).toMatchObject({ policy: id, number: 1 })
    expect((await standing(id)).standing).toMatchObject({ is: 'in-force', version: 1 })
    const answers = async (firm: string) =>
      good(await officer.get(`/api/policies/answers/enterprise/${firm}`)).answers.find(
        (one: { id: string }) => one.id === id,
      )
    expect(await answers(small.id)).toMatchObject({ verdict: 'yes', worth: { from: '60000' } })
    expect(await answers(silent.id)).toMatchObject({ verdict: 'unknown', missing: ['revenue'] })

    // The next version asks for more: who loses it is listed before it is published.
    const tomorrow = addDays(today, 1)
    const second = text(id, 2, tomorrow, '1000万元')
    const tried = await attempt(second, true)
    expect(tried.is).toMatchObject({ number: 2, before: 1, from: tomorrow })
    expect(tried.effects.rows).toEqual([expect.objectContaining({ id: small.id, was: 'yes', is: 'no' })])
    expect(tried.effects.differ).toBe(1)
    expect(tried.effects.short).toBe(tried.effects.counts.no)
    expect(tried.effects.before.counts.yes).toBe(tried.effects.counts.yes + 1)
    good(await publish(await write(second)))
    expect((await answers(small.id)).verdict).toBe('yes')
    const ahead = await standing(id, `?on=${tomorrow}`)
    expect(ahead.standing).toMatchObject({ is: 'in-force', version: 2 })
    const now = await standing(id)
    expect(now.standing).toMatchObject({ version: 1, to: today })
    const source = good(await writer.get(`/api/policies/${id}/source`)).text
    expect(await attempt(source)).toMatchObject({
      findings: [expect.objectContaining({ code: 'policy.versions-overlap' })],
    })
    // A day before anybody knew of it.
    expect(await standing(id, `?known=${addDays(today, -1)}`)).toBeUndefined()
  })

  it('gives a policy of the pack its next version, and a placeholder its first', async () => {
    const before = await standing('specialised-sme')
    const source = good(await writer.get('/api/policies/specialised-sme/source')).text as string
    expect(source).toContain('version: 3')
    expect(await attempt(source, true)).toMatchObject({
      is: { number: 3, before: 2 },
      effects: { differ: 0 },
    })
    // A condition that is moved without its cases is seen by them.
    const moved = await attempt(source.replace('revenue >= 1500万元', 'revenue >= 1800万元'))
    expect(moved.findings.map(({ code }: { code: string }) => code)).toContain('pack.golden')
    good(await publish(await write(source)))
    expect((await standing('specialised-sme')).standing.version).toBe(before.standing.version)
    const later = await standing('specialised-sme', `?on=${addDays(today, 1)}`)
    expect(later.standing.version).toBe(3)

    const finance = await stage.addOfficer(ROLE, 'finance', `finance${next()}@demo.example`)
    const loan = text('science-loan', 1, today, '500万元')
      .replace('kind: reward', 'kind: loan')
      .replace('office: industry-office', 'office: finance')
    const own = good(await finance.post('/api/policies/texts', { text: loan }))
    expect(await standing('science-loan')).toMatchObject({ standing: { is: 'not-entered' } })
    good(await publish(own, [], finance))
    expect(await standing('science-loan')).toMatchObject({ standing: { is: 'in-force', version: 1 } })
    const changed = await attempt(
      loan.replace('version: 1', 'version: 2').replace('office: finance', 'office: industry-office'),
    )
    expect(changed.findings).toEqual([expect.objectContaining({ code: 'policy.head-changed', line: 5 })])
  })

  it('is written by its own office, published once, and never edited again', async () => {
    const id = `growth-${next()}`
    const made = await write(text(id, 1, today, '500万元'))
    const stranger = await stage.as('science-officer')
    expect((await stranger.get(`/api/policies/texts/${made.id}`)).status).toBe(404)
    expect((await publish(made, [], stranger)).status).toBe(404)
    const firm = await make(officer, 'enterprise', { name: `演示旁观企业${next()}` })
    const enterprise = await stage.addEnterprise(
      { id: firm.id, name: '演示旁观企业' },
      `reader${next()}@demo.example`,
    )
    expect((await enterprise.get('/api/policies/texts')).status).toBe(403)
    // The text of another office's policy passes nobody's own door.
    const foreign = good(
      await stranger.post('/api/policies/texts', { text: text(`${id}x`, 1, today, '500万元') }),
    )
    expect((await publish(foreign, [], stranger)).body.code).toBe('not-allowed')
    // However it is written, its id says whose policy it is.
    const disguised = text('tech-sme', 9, today, '500万元').replace('id: tech-sme', '"id": "tech-sme"')
    expect((await attempt(disguised)).findings.map(({ code }: { code: string }) => code)).toContain(
      'policy.head-changed',
    )
    const broken = await write('id: nothing')
    expect((await publish(broken)).body).toMatchObject({ code: 'policy-text-wrong' })
    const twin = await write(text(id, 1, today, '600万元'))
    const both = await Promise.all([publish(made), publish(twin)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422])
    const published = good(await writer.get('/api/policies/texts')).rows.find(
      (row: { policy: string; state: string }) => row.policy === id && row.state === 'published',
    )
    const edit = await writer.post(
      `/api/policies/texts/${published.id}`,
      { text: text(id, 1, today, '1万元') },
      { match: published.version },
    )
    expect(edit.body.code).toBe('policy-text-closed')
    expect((await publish({ id: published.id, version: published.version })).body.code).toBe(
      'policy-text-closed',
    )
    const drop = good(
      await writer.post(`/api/policies/texts/${broken.id}/drop`, {}, { match: broken.version }),
    )
    expect(drop.version).not.toBe(broken.version)
  })

  it('asks for an answer to wording that the law does not allow', async () => {
    const id = `growth-${next()}`
    const warned = text(
      id,
      1,
      today,
      '500万元',
      '    terms: [{ id: refund, label: { zh: 另, en: Also }, value: { zh: 对该企业税收地方留成部分全额返还, en: Refund } }]',
    )
    const { warnings } = await attempt(warned)
    expect(warnings).toMatchObject([{ pattern: 'tax-break' }])
    const made = await write(warned)
    expect((await publish(made)).body.code).toBe('warning-unanswered')
    const [{ pattern, from }] = warnings
    good(await publish(made, [{ pattern, from, answer: '演示：已报上级同意' }]))
    const read = good(await writer.get(`/api/policies/texts/${made.id}`))
    expect(read.answers).toMatchObject([{ pattern: 'tax-break', answer: '演示：已报上级同意' }])
  })
})
