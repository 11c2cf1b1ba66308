import { creditCheckCharacter } from '@qiongding/names'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebuild } from '../../../rebuild.ts'
import type { Client } from '../../../testing/client.ts'
import { good, make, next, placementRows } from '../../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../../testing/stage.ts'

const path = (id: string, kind = 'enterprise') => `/api/registry/${kind}/${id}`
/** A credit code that holds. */
function code(n: number): string {
  const body = `91370212MA3TW${String(n).padStart(4, '0')}`
  return `${body}${creditCheckCharacter(body)}`
}
const sheet = (lines: readonly string[]) => new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)

describe.each(TIERS)('merging on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  const read = async (id: string, kind = 'enterprise') => good(await officer.get(path(id, kind)))
  const state = async (id: string, values: Record<string, unknown>, more = {}) => {
    const { version, id: own, kind } = await read(id)
    return good(
      await officer.post(
        `${path(own, kind)}/statements`,
        { values, source: '更正', ...more },
        { match: version },
      ),
    )
  }
  async function asked(
    intoId: string,
    mergedId: string,
    more: Record<string, unknown> = {},
    kind = 'enterprise',
  ) {
    const [into, merged] = [await read(intoId, kind), await read(mergedId, kind)]
    return { kind, intoId, mergedId, versions: { into: into.version, merged: merged.version }, ...more }
  }
  const merge = async (intoId: string, mergedId: string, more = {}, kind = 'enterprise') =>
    officer.post('/api/duplicates/merges', await asked(intoId, mergedId, more, kind))
  const undo = (id: string) => officer.post(`/api/duplicates/merges/${id}/undo`, { reason: '不是同一家' })
  /** Everything that the registry keeps of itself, as bytes. */
  const bytes = async () =>
    stage.look(async (db) => {
      const rows = async (table: string) =>
        (
          await sql<{ t: string }>`select t::text as t from ${sql.table(table)} t order by 1`.execute(
            db.query,
          )
        ).rows
      return { profile: await rows('profile'), joined: await rows('joined') }
    })
  const clean = async () => {
    const report = await rebuild(stage.workbench, { replace: false })
    expect(report.tables.filter((table) => table.differences > 0)).toEqual([])
  }
  const total = async (kind = 'enterprise') =>
    good(await officer.get(`/api/registry/${kind}?count=true&limit=1`)).total
  const found = async (q: string) =>
    good(await officer.get(`/api/registry/enterprise?q=${encodeURIComponent(q)}`)).rows.map(
      (row: { id: string }) => row.id,
    )
  async function pair(more: { one?: Record<string, unknown>; other?: Record<string, unknown> } = {}) {
    const n = next()
    const one = await make(
      officer,
      'enterprise',
      { name: `演示合一${n}科技有限公司`, credit_code: code(n), employees: 10, ...more.one },
      { asOf: dayFrom(stage.today, -30) },
    )
    const other = await make(
      officer,
      'enterprise',
      { name: `演示合一${n}科技`, revenue: 5_000_000, employees: 12, ...more.other },
      { asOf: dayFrom(stage.today, -10) },
    )
    return { n, one: one.id, other: other.id }
  }

  it('makes one record of two: facts of both, found under either name and id, counted once', async () => {
    const { n, one, other } = await pair()
    const before = await total()
    const made = good(await merge(one, other, { reason: '同一家' }))
    expect(made.id).toBe(one)
    const record = await read(one)
    expect(record).toMatchObject({
      name: `演示合一${n}科技`,
      values: { credit_code: code(n), revenue: 5_000_000, employees: 12 },
      merged: [
        { mergeId: made.mergeId, id: other, name: `演示合一${n}科技`, statements: 1, reason: '同一家' },
      ],
    })
    expect(record.askedFor).toBeUndefined()
    const asOther = await read(other)
    expect(asOther).toMatchObject({ id: one, askedFor: other, version: record.version })
    expect(await total()).toBe(before - 1)
    expect(await found(`合一${n}科技有限`)).toEqual([one])
    expect(await found(code(n))).toEqual([one])
    const history = good(await officer.get(`${path(other)}/history`)).rows
    expect(history.map((row: { about?: { id: string } }) => row.about?.id)).toEqual([other, undefined])
    // What looked at the record before must look again.
    const stale = await officer.post(
      `${path(one)}/statements`,
      { values: { employees: 1 }, source: '更正' },
      { match: history[1].id },
    )
    expect(stale.body.code).toBe('stale')
    await clean()
  })

  it('shows two to whoever asks what was known before, for ever', async () => {
    const { one, other } = await pair()
    const yesterday = stage.today
    stage.shift(1)
    const then = async () =>
      Promise.all(
        [
          `${path(one)}?on=${yesterday}&known=${yesterday}`,
          `${path(other)}?on=${yesterday}&known=${yesterday}`,
          `/api/registry/enterprise?on=${yesterday}&known=${yesterday}&limit=200&count=true`,
        ].map(async (address) => {
          const { bytes: answer } = await officer.get(address)
          return new TextDecoder().decode(answer)
        }),
      )
    const before = await then()
    const { mergeId } = good(await merge(one, other))
    stage.shift(1)
    expect(await then()).toEqual(before)
    // The same day with what is known since: one, and the day's facts of both.
    const day = dayFrom(stage.today, -1)
    const since = async () =>
      new TextDecoder().decode((await officer.get(`${path(other)}?on=${yesterday}&known=${day}`)).bytes)
    const merged = await since()
    expect(JSON.parse(merged)).toMatchObject({ id: one, askedFor: other })
    good(await undo(mergeId))
    expect(await then()).toEqual(before)
    // And what was known while it stood stays what it was, after it was undone.
    expect(await since()).toBe(merged)
    expect((await read(other)).askedFor).toBeUndefined()
  })

  it('undone, gives back both byte for byte, with what they hold', async () => {
    const { n, one, other } = await pair()
    await make(officer, 'post', {
      post_title: `演示岗位${n}`,
      post_enterprise: `演示合一${n}科技`,
      headcount: 1,
    })
    const before = await bytes()
    const { mergeId } = good(await merge(one, other, { stands: { employees: 'into' } }))
    expect((await read(one)).values.employees).toBe(10)
    expect(await bytes()).not.toEqual(before)
    await clean()
    good(await undo(mergeId))
    expect(await bytes()).toEqual(before)
    expect((await undo(mergeId)).body.code).toBe('already-decided')
    await clean()
    // What a list says of the other meanwhile is the other's afterwards; what an officer states of the record stays with it.
    const again = good(await merge(one, other))
    await state(other, { revenue: 7_000_000 })
    good(await undo(again.mergeId))
    expect((await read(one)).values.revenue).toBe(7_000_000)
    expect((await read(other)).values.revenue).toBe(5_000_000)
    await clean()
  })

  it('shows posts, cases and orders of the merged one with the one that stays, to its own people too', async () => {
    const { officer: talentOfficer, n, enterpriseName, enterprise, post, talent } = await placementRows(stage)
    const accepted = good(
      await talentOfficer.post(`/api/matches/post-talent/needs/${post.id}/accept`, { offerId: talent.id }),
    )
    const order = good(
      await talentOfficer.post('/api/orders', {
        journeyId: accepted.journeyId,
        element: 'housing',
        what: '演示公寓',
      }),
    )
    const stays = await make(officer, 'enterprise', {
      name: `演示留下的企业${n}`,
      credit_code: code(500 + n),
    })
    const own = await stage.addEnterprise({ id: stays.id, name: '演示' }, `stays-${tier}@example`)
    // What he was told before the merge does not hold after it, nor what he was told after it once it is undone.
    expect(good(await own.get('/api/registry/post')).rows).toEqual([])
    const { mergeId } = good(await merge(stays.id, enterprise.id))
    const record = await read(stays.id)
    expect(record.links.map((link: { id: string }) => link.id)).toContain(accepted.journeyId)
    expect(good(await officer.get(`/api/journeys?subject=${stays.id}`)).rows).toHaveLength(1)
    expect(good(await officer.get(`/api/journeys?subject=${enterprise.id}`)).rows).toHaveLength(1)
    const seen = async () => ({
      orders: good(await own.get('/api/orders')).rows.map((row: { id: string }) => row.id),
      posts: good(await own.get('/api/registry/post')).rows.map((row: { id: string }) => row.id),
      record: (await own.get(path(enterprise.id))).status,
    })
    expect(await seen()).toEqual({ orders: [order.id], posts: [post.id], record: 200 })
    // A post that still uses the old name belongs to the record too, and goes back with it.
    const late = await make(officer, 'post', {
      post_title: `演示晚到岗位${n}`,
      post_enterprise: enterpriseName,
    })
    expect((await seen()).posts.toSorted()).toEqual([post.id, late.id].toSorted())
    await clean()
    good(await undo(mergeId))
    expect(good(await own.get('/api/registry/post')).rows).toEqual([])
    const back = await stage.addEnterprise({ id: enterprise.id, name: '演示' }, `back-${tier}@example`)
    expect(good(await back.get('/api/registry/post')).rows).toHaveLength(2)
    await clean()
  })

  it('asks which code stands where both have one, and knows the other as a former one', async () => {
    const { n, one, other } = await pair({ other: { credit_code: code(800 + next()) } })
    const former = (await read(other)).values.credit_code
    const refused = await merge(one, other)
    expect([refused.status, refused.body.code]).toEqual([422, 'merge-choice'])
    expect(refused.body.facts ?? refused.body).toMatchObject({ keys: ['credit_code'] })
    const { mergeId } = good(await merge(one, other, { stands: { credit_code: 'into' } }))
    expect((await read(one)).values.credit_code).toBe(code(n))
    expect(await found(former)).toEqual([one])
    const twin = await officer.post('/api/registry/enterprise', {
      values: { name: `演示又一家${n}`, credit_code: former },
      source: '演示',
    })
    expect(twin.body).toMatchObject({ code: 'twin-exists' })
    const third = await make(officer, 'enterprise', { name: `演示第三家${n}` })
    const corrected = await officer.post(
      `${path(third.id)}/statements`,
      { values: { credit_code: former }, source: '更正' },
      { match: third.version },
    )
    expect(corrected.body.code).toBe('twin-exists')

    // A list under the former code and name finds the record, and neither turns back.
    const taken = good(
      await officer.upload('/api/imports?kind=enterprise', {
        name: '旧码.csv',
        bytes: sheet(['企业名称,统一社会信用代码,员工人数', `演示合一${n}科技,${former},77`]),
      }),
    )
    await stage.settled()
    const diff = good(await officer.get(`/api/imports/${taken.id}/diff`)).rows
    expect(diff).toMatchObject([{ action: 'update', fields: [{ key: 'employees', after: 77 }] }])
    good(await officer.post(`/api/imports/${taken.id}/commit`))
    await stage.settled()
    expect((await read(one)).values).toMatchObject({ credit_code: code(n), employees: 77 })
    await clean()
    good(await undo(mergeId))
    expect((await read(other)).values).toMatchObject({ credit_code: former, employees: 77 })
    expect((await read(one)).values).toMatchObject({ credit_code: code(n), employees: 10 })
    await clean()
  })

  it('withdraws an import from before the merge, and one from after it', async () => {
    const n = next()
    const take = async (name: string, row: string) => {
      const taken = good(
        await officer.upload('/api/imports?kind=enterprise', {
          name,
          bytes: sheet(['企业名称,营业收入（万元）', row]),
        }),
      )
      await stage.settled()
      good(await officer.post(`/api/imports/${taken.id}/commit`))
      await stage.settled()
      return taken.id as string
    }
    const early = await take('先来.csv', `演示撤回${n}科技,300`)
    const [other] = await found(`演示撤回${n}科技`)
    const one = await make(officer, 'enterprise', { name: `演示撤回${n}科技有限公司`, employees: 3 })
    const { mergeId } = good(await merge(one.id, other))
    expect((await read(one.id)).values.revenue).toBe(3_000_000)
    const late = await take('后来.csv', `演示撤回${n}科技,400`)
    expect((await read(one.id)).values.revenue).toBe(4_000_000)
    good(await officer.post(`/api/imports/${late}/withdraw`, { reason: '错发' }))
    await stage.settled()
    expect((await read(one.id)).values.revenue).toBe(3_000_000)
    good(await officer.post(`/api/imports/${early}/withdraw`, { reason: '错发' }))
    await stage.settled()
    expect((await read(one.id)).values).toEqual({ name: `演示撤回${n}科技有限公司`, employees: 3 })
    expect((await read(other)).id).toBe(one.id)
    await clean()
    good(await undo(mergeId))
    expect((await officer.get(path(other))).status).toBe(404)
    await clean()
  })

  it('retracts a statement of the merged record from the page of the one that stays', async () => {
    const { one, other } = await pair()
    good(await merge(one, other))
    const rows = good(await officer.get(`${path(one)}/history`)).rows
    const { version } = await read(one)
    const statement = rows.find((row: { about?: unknown }) => row.about)
    good(
      await officer.post(
        `${path(one)}/statements/${statement.id}/retract`,
        { reason: '填错' },
        { match: version },
      ),
    )
    expect((await read(one)).values.revenue).toBeUndefined()
    await clean()
  })

  it('joins chains, undoes them in any order, and never goes round in a circle', async () => {
    const [a, b, c] = (await Promise.all(
      ['一', '二', '三'].map(
        async (mark, index) =>
          (
            await make(officer, 'enterprise', { name: `演示链${next()}${mark}`, employees: index + 1 })
          ).id,
      ),
    )) as [string, string, string]
    const before = await bytes()
    const inner = good(await merge(b, c))
    const outer = good(await merge(a, b))
    for (const id of [a, b, c]) expect((await read(id)).id).toBe(a)
    expect((await read(a)).merged.map((one: { id: string }) => one.id)).toEqual([b, c])
    for (const [into, merged] of [
      [c, a],
      [a, c],
      [b, a],
    ] as const) {
      const refused = await officer.post('/api/duplicates/merges', {
        kind: 'enterprise',
        intoId: into,
        mergedId: merged,
        versions: { into: outer.mergeId, merged: outer.mergeId },
      })
      expect([refused.status, refused.body.code]).toEqual([409, 'already-merged'])
    }
    await clean()
    good(await undo(inner.mergeId))
    expect((await read(c)).id).toBe(c)
    expect((await read(b)).id).toBe(a)
    await clean()
    good(await undo(outer.mergeId))
    expect(await bytes()).toEqual(before)
    // The other way round: the outer first, and the inner pair stays together.
    good(await merge(b, c))
    const second = good(await merge(a, b))
    good(await undo(second.mergeId))
    expect((await read(c)).id).toBe(b)
    expect((await read(a)).merged).toEqual([])
    await clean()
  })

  it('refuses what is no merge, whoever may not, and whoever has not seen the two as they are', async () => {
    const { one, other } = await pair()
    const n = next()
    const post = async (title: string) =>
      (await make(officer, 'post', { post_title: `${title}${n}`, post_enterprise: '演示某企业' })).id
    const refusal = async (reply: ReturnType<Client['post']>) => (await reply).body.code
    expect(await refusal(merge(await post('演示岗甲'), await post('演示岗乙'), {}, 'post'))).toBe(
      'merge-kind',
    )
    expect(await refusal(merge(one, one))).toBe('bad-input')
    const talent = await make(officer, 'talent', { talent_name: `演示人${n}`, mobile: `1370000${n}` })
    const across = { ...(await asked(one, other)), mergedId: talent.id }
    expect(await refusal(officer.post('/api/duplicates/merges', across))).toBe('not-found')
    const ready = await asked(one, other)
    await state(other, { employees: 99 })
    expect(await refusal(officer.post('/api/duplicates/merges', ready))).toBe('stale')
    expect(
      await refusal(
        officer.post('/api/duplicates/merges', await asked(one, other, { stands: { nothing: 'into' } })),
      ),
    ).toBe('unknown-fact')
    for (const role of ['leader', 'dispatcher', 'attraction-officer', 'administrator']) {
      const who = await stage.as(role)
      const reply = await who.post('/api/duplicates/merges', await asked(one, other))
      expect([role, reply.status]).toEqual([role, 403])
    }
    const own = await stage.addEnterprise({ id: one, name: '演示' }, `own-${n}-${tier}@example`)
    expect((await own.post('/api/duplicates/merges', await asked(one, other))).status).toBe(403)
    const { mergeId } = good(await merge(one, other))
    expect((await own.post(`/api/duplicates/merges/${mergeId}/undo`, { reason: 'x' })).status).toBe(403)
    expect((await undo(one)).body.code).toBe('not-found')
  })

  it('keeps personal values under the key of whom they were stated about, and erases all of one person', async () => {
    const n = next()
    const one = await make(
      officer,
      'talent',
      {
        talent_name: `演示某人${n}`,
        mobile: `1361000${n}`,
        birth_month: '1990-05',
        school: '演示大学',
        degree: 'master',
      },
      { asOf: dayFrom(stage.today, -9) },
    )
    const other = await make(officer, 'talent', {
      talent_name: `演示某人${n}`,
      mobile: `1362000${n}`,
      birth_month: '1990-05',
      school: '演示学院',
    })
    const refused = await merge(one.id, other.id, {}, 'talent')
    expect(refused.body.code).toBe('merge-choice')
    const { mergeId } = good(
      await merge(one.id, other.id, { stands: { mobile: 'into', school: 'merged' } }, 'talent'),
    )
    expect((await read(other.id, 'talent')).values).toMatchObject({
      talent_name: `演示某人${n}`,
      mobile: `1361000${n}`,
      birth_month: '1990-05',
      school: '演示学院',
      degree: 'master',
    })
    expect(
      good(await officer.get(`/api/registry/talent?q=${encodeURIComponent(`演示某人${n}`)}`)).rows,
    ).toMatchObject([{ id: one.id, values: { mobile: `1361000${n}` } }])
    const leader = await stage.as('leader')
    const closed = good(await leader.get(path(other.id, 'talent')))
    expect(JSON.stringify(closed)).not.toMatch(/演示某人|136/)
    expect(closed.masked).toEqual(['birth_month', 'mobile', 'talent_name'])
    expect(JSON.stringify(good(await leader.get(`${path(one.id, 'talent')}/history`)))).not.toMatch(
      /演示某人|136/,
    )
    await clean()

    const administrator = await stage.as('administrator')
    good(await administrator.post(`${path(other.id, 'talent')}/erase`, { reason: '本人要求' }))
    const gone = await read(one.id, 'talent')
    expect(gone.values).toEqual({ school: '演示学院', degree: 'master' })
    expect(gone.masked).toEqual(['birth_month', 'mobile', 'talent_name'])
    const again = await administrator.post(`${path(one.id, 'talent')}/erase`, { reason: '本人要求' })
    expect(again.body.code).toBe('erased')
    await clean()
    good(await undo(mergeId))
    expect((await read(other.id, 'talent')).values).toEqual({ school: '演示学院' })
    await clean()
  })

  it('takes what was decided about either person as decided about the one', async () => {
    const rows = await placementRows(stage)
    const twin = await make(officer, 'talent', {
      talent_name: `演示人员${rows.n}`,
      birth_month: '1990-05',
      school: '演示大学',
      talent_consent: true,
      degree: 'doctor',
    })
    const need = `/api/matches/post-talent/needs/${rows.post.id}`
    const accepted = good(await officer.post(`${need}/accept`, { offerId: twin.id }))
    good(await officer.post(`${need}/decline`, { offerId: rows.talent.id, reason: '待定' }))
    good(await merge(rows.talent.id, twin.id, {}, 'talent'))
    const ranked = good(await officer.get(need)).rows.filter((row: { offerId: string }) =>
      [rows.talent.id, twin.id].includes(row.offerId),
    )
    expect(ranked).toMatchObject([
      { offerId: rows.talent.id, decision: { state: 'accepted', journeyId: accepted.journeyId } },
    ])
    expect(good(await officer.get(`${need}/offers/${twin.id}`)).candidate).toMatchObject({
      offerId: rows.talent.id,
      decision: { state: 'accepted' },
    })
    for (const offerId of [rows.talent.id, twin.id])
      expect((await officer.post(`${need}/accept`, { offerId })).body.code).toBe('already-decided')
    const names = good(await officer.get(`/api/journeys/${accepted.journeyId}`)).parties
    expect(names.find((party: { id: string }) => party.id === twin.id).name).toBe(`演示人员${rows.n}`)
    await clean()
  })

  it('lets one of two officers merge, and whoever states something meanwhile lose nothing', async () => {
    for (let round = 0; round < 4; round++) {
      const ids = await Promise.all(
        [1, 2, 3].map(
          async () => (await make(officer, 'enterprise', { name: `演示并发${next()}`, employees: 1 })).id,
        ),
      )
      const [a, b, c] = ids as [string, string, string]
      const other = await stage.as('science-officer')
      const [first, second] = [
        await asked(a, b),
        await asked(round % 2 === 0 ? b : c, round % 2 === 0 ? c : b),
      ]
      const version = (await read(b)).version
      const replies = await Promise.all([
        officer.post('/api/duplicates/merges', first),
        other.post('/api/duplicates/merges', second),
        other.post(`${path(b)}/statements`, { values: { revenue: 1 }, source: '年报' }, { match: version }),
      ])
      const codes = replies.map((reply) => (reply.status === 200 ? 'done' : reply.body.code))
      for (const one of codes) expect(['done', 'stale', 'already-merged']).toContain(one)
      expect(codes).toContain('done')
      if (codes[2] === 'done') expect((await read(b)).values.revenue).toBe(1)
      await clean()
    }
  })
})
