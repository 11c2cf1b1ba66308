import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

describe.each(TIERS)('proposals on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  async function firm() {
    const name = `演示申报企业${next()}`
    const made = await make(officer, 'enterprise', { name, revenue: 20_000_000 })
    const own = await stage.addEnterprise({ id: made.id, name }, `propose${next()}@demo.example`)
    return { ...made, name, own }
  }
  const propose = (who: Client, id: string, more: Record<string, unknown> = {}) =>
    who.post('/api/proposals', {
      kind: 'enterprise',
      id,
      values: { talents_a_to_d: 3 },
      source: '演示人才认定文件',
      ...more,
    })
  const statedOf = async (id: string, key: string) => {
    const { values, facts } = good(await officer.get(`/api/registry/enterprise/${id}`))
    return { value: values[key], source: facts.find((one: { key: string }) => one.key === key)?.source }
  }
  const answerOf = async (who: Client, id: string) =>
    good(await who.get(`/api/policies/answers/enterprise/${id}`)).answers.find(
      (one: { id: string }) => one.id === 'talent-loan',
    )

  it('is said by the enterprise, proven by a paper, accepted by an officer; then the answer turns', async () => {
    const { id, own } = await firm()
    expect((await answerOf(own, id)).missing).toContain('talents_a_to_d')
    const paper = good(
      await own.upload('/api/proposals/papers', {
        name: '演示认定文件.txt',
        bytes: new TextEncoder().encode('演示'),
      }),
    )
    const made = good(await propose(own, id, { fileId: paper.id }))
    expect((await statedOf(id, 'talents_a_to_d')).value).toBeUndefined()
    const [seen] = good(await officer.get(`/api/proposals?state=open&subject=${id}`)).rows
    expect(seen).toMatchObject({
      id: made.id,
      facts: [{ key: 'talents_a_to_d', value: 3 }],
      file: { name: '演示认定文件.txt' },
      abilities: ['fact.accept'],
    })
    expect((await officer.get(`/api/files/${paper.id}`)).status).toBe(200)
    const accept = () => officer.post(`/api/proposals/${made.id}/accept`, {}, { match: made.version })
    const both = await Promise.all([accept(), accept()])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])
    expect(await statedOf(id, 'talents_a_to_d')).toEqual({ value: 3, source: '演示人才认定文件' })
    expect((await answerOf(own, id)).missing).not.toContain('talents_a_to_d')
    expect(good(await own.get('/api/proposals')).rows).toMatchObject([{ state: 'accepted', abilities: [] }])
  })

  it('is declined with a reason that the enterprise reads, or withdrawn; either only once', async () => {
    const { id, own } = await firm()
    const first = good(await propose(own, id))
    const decline = await officer.post(
      `/api/proposals/${first.id}/decline`,
      { reason: '演示：文件看不清' },
      { match: first.version },
    )
    const declined = good(decline)
    expect(good(await own.get(`/api/proposals?subject=${id}`)).rows[0]).toMatchObject({
      state: 'declined',
      decided: { reason: '演示：文件看不清' },
    })
    const again = await officer.post(`/api/proposals/${first.id}/accept`, {}, { match: declined.version })
    expect(again.body.code).toBe('proposal-decided')
    const second = good(await propose(own, id))
    good(await own.post(`/api/proposals/${second.id}/withdraw`, {}, { match: second.version }))
    expect((await statedOf(id, 'talents_a_to_d')).value).toBeUndefined()
  })

  it('keeps to its own record, its own papers, and the words of the dictionary', async () => {
    const mine = await firm()
    const other = await firm()
    expect((await propose(mine.own, other.id)).status).toBe(404)
    expect((await propose(mine.own, mine.id, { values: { nothing: 1 } })).body.code).toBe('unknown-fact')
    expect((await propose(mine.own, mine.id, { values: { talents_a_to_d: 'x' } })).body.code).toBe(
      'bad-value',
    )
    expect((await propose(mine.own, mine.id, { values: {} })).status).toBe(422)
    expect((await propose(mine.own, mine.id, { values: { contact_phone: '13900001234' } })).body.code).toBe(
      'unknown-fact',
    )
    expect((await propose(mine.own, mine.id, { asOf: '2099-01-01' })).body.code).toBe('day-in-future')
    const foreign = good(
      await other.own.upload('/api/proposals/papers', { name: 'x.txt', bytes: new Uint8Array([1]) }),
    )
    expect((await propose(mine.own, mine.id, { fileId: foreign.id })).status).toBe(404)
    const made = good(await propose(mine.own, mine.id))
    // Neither its maker nor another enterprise decides.
    for (const who of [mine.own, other.own])
      expect((await who.post(`/api/proposals/${made.id}/accept`, {}, { match: made.version })).status).toBe(
        403,
      )
    expect(good(await other.own.get(`/api/proposals?subject=${mine.id}`)).rows).toEqual([])
    const withdraw = await other.own.post(`/api/proposals/${made.id}/withdraw`, {}, { match: made.version })
    expect(withdraw.status).toBe(403)
    // Nor does it state such a fact by itself; what needs no paper it still says.
    const { version } = good(await mine.own.get(`/api/registry/enterprise/${mine.id}`))
    const state = (values: Record<string, unknown>) =>
      mine.own.post(
        `/api/registry/enterprise/${mine.id}/statements`,
        { values, source: '演示' },
        { match: version },
      )
    expect((await state({ talents_a_to_d: 9 })).body.code).toBe('paper-needed')
    expect((await state({ contact_name: '演示联系人' })).status).toBe(200)
    // What an office stated by a paper it neither takes back nor makes a certificate of.
    const { facts, version: now } = good(await mine.own.get(`/api/registry/enterprise/${mine.id}`))
    const { statementId } = facts.find((fact: { key: string }) => fact.key === 'revenue')
    const back = await mine.own.post(
      `/api/registry/enterprise/${mine.id}/statements/${statementId}/retract`,
      { reason: '演示' },
      { match: now },
    )
    expect(back.body.code).toBe('paper-needed')
    const claim = await mine.own.post('/api/registry/certificate', {
      values: { certificate_name: '演示证', certificate_title: 'unicorn', certificate_holder: mine.name },
      source: '演示',
    })
    expect(claim.body.code).toBe('paper-needed')
  })
})
