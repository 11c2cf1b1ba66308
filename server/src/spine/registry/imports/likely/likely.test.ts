import { creditCheckCharacter } from '@qiongding/names'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '../../../../rebuild.ts'
import type { Client } from '../../../../testing/client.ts'
import { good, make, next } from '../../../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../../../testing/stage.ts'

const sheet = (lines: readonly string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)
const codeOf = (n: number) => {
  const body = `91370212MA3TY${String(n).padStart(4, '0')}`
  return `${body}${creditCheckCharacter(body)}`
}

describe.each(TIERS)('likely duplicates inside an import on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  async function take(lines: readonly string[], kind = 'enterprise', who = officer) {
    const taken = good(
      await who.upload(`/api/imports?kind=${kind}`, { name: '名单.csv', bytes: sheet(lines) }),
    )
    await stage.settled()
    return good(await who.get(`/api/imports/${taken.id}`))
  }
  async function decide(id: string, body: object) {
    good(await officer.post(`/api/imports/${id}/decisions`, body))
    await stage.settled()
    return good(await officer.get(`/api/imports/${id}`))
  }
  async function commit(id: string) {
    good(await officer.post(`/api/imports/${id}/commit`))
    await stage.settled()
    return good(await officer.get(`/api/imports/${id}`))
  }
  const likely = async (id: string, who = officer) => good(await who.get(`/api/imports/${id}/likely`))
  const total = async (kind = 'enterprise') =>
    good(await officer.get(`/api/registry/${kind}?count=true&limit=1`)).total
  const pairs = async (view: string, kind = 'enterprise') =>
    good(await officer.get(`/api/duplicates/${kind}?view=${view}&limit=200`)).rows
  const named = async (text: string, kind = 'enterprise') =>
    good(await officer.get(`/api/registry/${kind}?q=${encodeURIComponent(text)}`)).rows

  const header = '企业名称,统一社会信用代码,成立日期,注册地址,联系电话,员工人数'
  const word = () => `云松海洋${String.fromCodePoint(0x5000 + next() * 7)}`
  /** An enterprise of the registry, and a row that writes its name otherwise and shares its founding day and address. */
  async function twin(more: Record<string, unknown> = {}) {
    const [name, n] = [word(), next()]
    const made = await make(officer, 'enterprise', {
      name: `${name}科技有限公司`,
      credit_code: codeOf(n),
      registered_on: '2018-05-06',
      address: `松路${n}号`,
      employees: 10,
      ...more,
    })
    return { made, name, row: `${name}科技股份有限公司,,2018-05-06,松路${n}号,,25` }
  }

  it('shows them before approval with what agrees and what differs, and writes nothing', async () => {
    const { made, name, row } = await twin()
    const before = await total()
    const read = await take([header, row, `${word()}毫不相干厂,,,,,3`])
    expect(read.counts).toMatchObject({ created: 2, likely: 1, undecided: 1, duplicates: 0 })
    const found = await likely(read.id)
    expect(found).toMatchObject({
      total: 1,
      verdicts: { likely: { rows: 1, undecided: 1 }, same: { rows: 0 }, unknown: { rows: 0 } },
      rows: [
        {
          row: 2,
          name: `${name}科技股份有限公司`,
          others: [{ subjectId: made.id, name: `${name}科技有限公司`, verdict: 'likely' }],
        },
      ],
    })
    expect(found.rows[0].others[0].decides).toContain('credit_code')
    const facts = Object.fromEntries(
      found.rows[0].others[0].facts.map((fact: { key: string }) => [fact.key, fact]),
    )
    expect(facts.name).toMatchObject({ how: 'near' })
    expect(facts.registered_on).toMatchObject({ how: 'agree', row: '2018-05-06', other: '2018-05-06' })
    expect(facts.employees).toMatchObject({ how: 'differ', row: 25, other: 10 })
    expect(facts.credit_code).toMatchObject({ how: 'one', other: expect.any(String) })
    expect(await total()).toBe(before)
    expect(
      (await pairs('open')).filter((pair: { left: { id: string } }) => pair.left.id === made.id),
    ).toEqual([])
  })

  it('the same: the row becomes an update of that record, which keeps its name and code unless they are taken over', async () => {
    const { made, name, row } = await twin()
    const before = await total()
    const read = await take([header, row])
    const other = { subjectId: made.id }
    const said = await decide(read.id, { likely: [{ row: 2, other, choice: 'same' }] })
    expect(said.counts).toMatchObject({ created: 0, updated: 1, likely: 1, undecided: 0 })
    const diff = good(await officer.get(`/api/imports/${read.id}/diff?action=update`))
    expect(diff.rows[0]).toMatchObject({ subjectId: made.id })
    expect(diff.rows[0].fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'name', keep: true }),
        expect.objectContaining({ key: 'employees', before: 10, after: 25, keep: false }),
      ]),
    )
    // Taken back, it is a record of its own again.
    expect((await decide(read.id, { likely: [{ row: 2, other, choice: null }] })).counts).toMatchObject({
      created: 1,
      updated: 0,
      undecided: 1,
    })
    await decide(read.id, { likely: [{ row: 2, other, choice: 'same' }] })
    expect((await commit(read.id)).counts).toMatchObject({ created: 0, updated: 1 })
    expect(await total()).toBe(before)
    const record = good(await officer.get(`/api/registry/enterprise/${made.id}`))
    expect(record.values).toMatchObject({ name: `${name}科技有限公司`, employees: 25 })

    const renamed = await take([header, row.replace(',,25', ',,30')])
    await decide(renamed.id, { likely: [{ row: 2, other, choice: 'same' }] })
    await decide(renamed.id, { keep: [{ row: 2, key: 'name', keep: false }] })
    await commit(renamed.id)
    expect(good(await officer.get(`/api/registry/enterprise/${made.id}`)).values).toMatchObject({
      name: `${name}科技股份有限公司`,
      employees: 30,
    })
    expect((await rebuild(stage.workbench, { replace: false })).clean).toBe(true)
  })

  it('apart is remembered, later is put on the list of duplicates, and so is what nobody decided', async () => {
    const [apart, later, open] = [await twin(), await twin(), await twin()]
    const before = await total()
    const read = await take([header, apart.row, later.row, open.row])
    expect(read.counts).toMatchObject({ created: 3, likely: 3, undecided: 3 })
    await decide(read.id, {
      likely: [
        { row: 2, other: { subjectId: apart.made.id }, choice: 'apart' },
        { row: 3, other: { subjectId: later.made.id }, choice: 'later' },
      ],
    })
    await commit(read.id)
    expect(await total()).toBe(before + 3)
    const of = async (view: string, id: string) =>
      (await pairs(view)).filter(
        (pair: { left: { id: string }; right: { id: string } }) =>
          pair.left.id === id || pair.right.id === id,
      )
    expect(await of('apart', apart.made.id)).toMatchObject([{ state: 'apart', decision: { state: 'apart' } }])
    expect(await of('open', apart.made.id)).toEqual([])
    expect(await of('later', later.made.id)).toMatchObject([{ state: 'later' }])
    expect(await of('open', open.made.id)).toMatchObject([{ state: 'open', trace: { verdict: 'likely' } }])
    expect((await rebuild(stage.workbench, { replace: false })).clean).toBe(true)
  })

  it('rows of the file against each other: the later one states facts of the record that the earlier one makes', async () => {
    const name = word()
    const n = next()
    const before = await total()
    const read = await take([
      header,
      `${name}装备有限公司,${codeOf(n)},2017-01-02,柏路${n}号,,7`,
      `${name}装备股份有限公司,,2017-01-02,柏路${n}号,13900001111,`,
    ])
    expect(read.counts).toMatchObject({ created: 2, likely: 1 })
    expect((await likely(read.id)).rows).toMatchObject([
      { row: 3, others: [{ row: 2, verdict: 'likely', name: `${name}装备有限公司` }] },
    ])
    const said = await decide(read.id, { likely: [{ row: 3, other: { row: 2 }, choice: 'same' }] })
    expect(said.counts).toMatchObject({ created: 1, updated: 1 })
    await commit(read.id)
    expect(await total()).toBe(before + 1)
    const [record] = await named(name)
    expect(record.values).toMatchObject({
      name: `${name}装备有限公司`,
      employees: 7,
      contact_phone: '13900001111',
    })
    expect((await rebuild(stage.workbench, { replace: false })).clean).toBe(true)
  })

  it('all of a verdict at once, one decided otherwise; a name alone makes nobody the same', async () => {
    const [one, two] = [await twin(), await twin()]
    const alone = word()
    await make(officer, 'enterprise', { name: `${alone}只有名称楼宇有限公司` })
    const read = await take([header, one.row, two.row, `${alone}只有名称楼宇股份有限公司,,,,,9`])
    expect((await likely(read.id)).verdicts).toMatchObject({ likely: { rows: 2 }, unknown: { rows: 1 } })
    expect(
      (await officer.post(`/api/imports/${read.id}/decisions`, { likelyAll: { unknown: 'same' } })).status,
    ).toBe(422)
    const said = await decide(read.id, {
      likelyAll: { likely: 'same', unknown: 'later' },
      likely: [{ row: 3, other: { subjectId: two.made.id }, choice: 'apart' }],
    })
    expect(said).toMatchObject({
      likelyAll: { likely: 'same', unknown: 'later' },
      counts: { created: 2, updated: 1, undecided: 0 },
    })
    expect(
      (await likely(read.id)).rows.map(
        (row: { others: { choice: string; ofAll: boolean }[] }) => row.others[0],
      ),
    ).toMatchObject([
      { choice: 'same', ofAll: true },
      { choice: 'apart', ofAll: false },
      { choice: 'later', ofAll: true },
    ])
    await commit(read.id)
    expect(good(await officer.get(`/api/registry/enterprise/${one.made.id}`)).values.employees).toBe(25)
    expect(good(await officer.get(`/api/registry/enterprise/${two.made.id}`)).values.employees).toBe(10)
    expect(
      (await pairs('later')).some(
        (pair: { left: { name: string }; right: { name: string } }) =>
          pair.left.name.startsWith(alone) || pair.right.name.startsWith(alone),
      ),
    ).toBe(true)
  })

  it('a record that is gone by the time of writing holds the row; made-up rows are compared with made-up records only', async () => {
    const { made, row, name } = await twin()
    const read = await take([header, row])
    await decide(read.id, { likely: [{ row: 2, other: { subjectId: made.id }, choice: 'same' }] })
    good(
      await officer.post(
        `/api/registry/enterprise/${made.id}/statements/${made.version}/retract`,
        { reason: '错录' },
        { match: made.version },
      ),
    )
    expect((await commit(read.id)).counts).toMatchObject({ created: 0, updated: 0, held: 1 })
    const other = await twin()
    const taken = good(
      await officer.upload('/api/imports?kind=enterprise', {
        name: '演示名单.csv',
        bytes: sheet([header, other.row]),
      }),
    )
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${taken.id}`)).counts).toMatchObject({
      created: 1,
      likely: 0,
    })
    expect(name).not.toBe(other.name)
  })

  it('persons by name, birth month and school; who may not read them sees that something agrees, and not what', async () => {
    const person = `演${String.fromCodePoint(0x6000 + next() * 5)}安`
    const values = { talent_name: person, mobile: '13900000001', birth_month: '1990-03', school: '演示大学' }
    await make(officer, 'talent', values)
    const lines = [
      '姓名,出生年月,毕业院校,专业',
      `${person},1990-03,,机械`,
      `${person},1971-01,演示学院,文学`,
    ]
    const read = await take(lines, 'talent')
    const found = await likely(read.id)
    // The namesake of another month is two, as far as is known; a mobile number would say.
    expect(found.rows).toMatchObject([
      { row: 2, name: person, others: [{ name: person, verdict: 'likely' }] },
      { row: 3, others: [{ verdict: 'unknown' }, { row: 2, verdict: 'unknown' }] },
    ])
    const masked = good(await (await stage.as('science-officer')).get(`/api/imports/${read.id}/likely`))
    expect(JSON.stringify(masked)).not.toContain(person)
    expect(JSON.stringify(masked)).not.toContain('1990-03')
    expect(masked.rows[0].others[0].facts).toContainEqual({ key: 'birth_month', how: 'agree', masked: true })
  })
})
