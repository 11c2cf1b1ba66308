import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '../../rebuild.ts'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

const sheet = (lines: readonly string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)

describe.each(TIERS)('holders that come after what they hold, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  async function bringIn(kind: string, lines: readonly string[]): Promise<string> {
    const { id } = good(
      await officer.upload(`/api/imports?kind=${kind}`, {
        name: `${kind}-${next()}.csv`,
        bytes: sheet(lines),
      }),
    )
    await stage.settled()
    good(await officer.post(`/api/imports/${id}/commit`))
    await stage.settled()
    expect(good(await officer.get(`/api/imports/${id}`)).state).toBe('committed')
    return id
  }
  async function postOf(enterprise: string): Promise<{ id: string; version: string }> {
    const { rows } = good(await officer.get(`/api/registry/post?q=${encodeURIComponent(enterprise)}`))
    return good(await officer.get(`/api/registry/post/${rows[0].id}`))
  }
  const holderOf = async (postId: string, query = '') =>
    good(await officer.get(`/api/matches/post-talent/needs/${postId}${query}`)).need.holder?.name
  const historyOf = async (id: string) => good(await officer.get(`/api/registry/post/${id}/history`)).rows
  const isClean = async () => {
    const report = await rebuild(stage.workbench, { replace: false })
    expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
  }

  it('are found by name when they come in, with what has begun meanwhile, and past days stay as they were known', async () => {
    const name = `演示后到${next()}有限公司`
    await bringIn('post', ['岗位名称,用人单位,人数', `演示岗位,${name},1`])
    const post = await postOf(name)
    expect(await holderOf(post.id)).toBeUndefined()
    const talent = await make(officer, 'talent', {
      talent_name: `演示人${next()}`,
      birth_month: '1990-05',
      school: '演示大学',
      talent_consent: true,
    })
    const { journeyId } = good(
      await officer.post(`/api/matches/post-talent/needs/${post.id}/accept`, { offerId: talent.id }),
    )
    const order = { journeyId, element: 'housing', what: '演示住房' }
    expect((await officer.post('/api/orders', order)).body.code).toBe('no-party')
    const yesterday = stage.today
    stage.shift(1)

    await bringIn('enterprise', ['企业名称,员工人数', `${name},20`])
    expect(await holderOf(post.id)).toBe(name)
    const after = good(await officer.get(`/api/registry/post/${post.id}`))
    // Found while somebody may be editing the post: his version still stands.
    expect(after.version).toBe(post.version)
    const [found] = await historyOf(post.id)
    expect(found).toMatchObject({ values: {}, masked: [], finds: { kind: 'enterprise', name } })
    expect(good(await officer.post('/api/orders', order)).party.name).toBe(name)
    const enterprise = await stage.addEnterprise({ id: found.finds.id, name }, `late-${next()}@example`)
    expect(
      good(await enterprise.get('/api/registry/post')).rows.map((row: { id: string }) => row.id),
    ).toEqual([post.id])
    expect(good(await enterprise.get('/api/journeys')).rows.map((row: { id: string }) => row.id)).toEqual([
      journeyId,
    ])
    // True on that day all along, but not known then.
    expect(await holderOf(post.id, `?on=${yesterday}&known=${yesterday}`)).toBeUndefined()
    expect(await holderOf(post.id, `?on=${yesterday}&known=${stage.today}`)).toBeUndefined()
    await isClean()
  })

  it('are not guessed between two of a name, and are found anew when the first is gone', async () => {
    const name = `演示同名${next()}有限公司`
    const [one, two] = [
      await make(officer, 'enterprise', { name, credit_code: '91370212MA3C000114' }),
      await make(officer, 'enterprise', { name, credit_code: '91370212MA3C0002XU' }),
    ]
    await bringIn('post', ['岗位名称,用人单位,人数', `演示岗位,${name},1`])
    const post = await postOf(name)
    expect(await holderOf(post.id)).toBeUndefined()
    const withdraw = async (id: string) => {
      const path = `/api/registry/enterprise/${id}`
      const { version } = good(await officer.get(path))
      const [statement] = good(await officer.get(`${path}/history`)).rows
      good(
        await officer.post(
          `${path}/statements/${statement.id}/retract`,
          { reason: '错' },
          { match: version },
        ),
      )
      await stage.settled()
    }
    await withdraw(one.id)
    expect(await holderOf(post.id)).toBe(name)
    expect((await historyOf(post.id))[0].finds.id).toBe(two.id)
    await withdraw(two.id)
    expect(await holderOf(post.id)).toBeUndefined()
    const three = await make(officer, 'enterprise', { name })
    await stage.settled()
    const [found] = await historyOf(post.id)
    expect(found.finds.id).toBe(three.id)
    await isClean()

    // A person who takes the finding back is not overruled by the next event.
    const { version } = good(await officer.get(`/api/registry/post/${post.id}`))
    good(
      await officer.post(
        `/api/registry/post/${post.id}/statements/${found.id}/retract`,
        { reason: '不是这一家' },
        { match: version },
      ),
    )
    await make(officer, 'enterprise', { name: `演示旁人${next()}` })
    await stage.settled()
    expect(await holderOf(post.id)).toBeUndefined()
    await isClean()
  })

  it('leave nothing behind when what they hold is withdrawn', async () => {
    const name = `演示先撤${next()}有限公司`
    const list = await bringIn('post', ['岗位名称,用人单位,人数', `演示岗位,${name},1`])
    const post = await postOf(name)
    await make(officer, 'enterprise', { name })
    await stage.settled()
    expect(await holderOf(post.id)).toBe(name)
    good(await officer.post(`/api/imports/${list}/withdraw`, { reason: '错发' }))
    await stage.settled()
    expect((await officer.get(`/api/registry/post/${post.id}`)).status).toBe(404)
    const left = await stage.look((read) =>
      sql`select 1 from profile where district_id = ${read.district} and subject_id = ${post.id}::uuid`.execute(
        read.query,
      ),
    )
    expect(left.rows).toEqual([])
    await isClean()
  })
})
