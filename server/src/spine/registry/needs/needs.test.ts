import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clockJobs } from '../../../modules.ts'
import { NOBODY } from '../../../platform/abilities.ts'
import { runClocks } from '../../../platform/jobs/clocks.ts'
import type { Client } from '../../../testing/client.ts'
import { good, make, next } from '../../../testing/rows.ts'
import { dayFrom, openStage, type Stage, TIERS } from '../../../testing/stage.ts'

describe.each(TIERS)('needs on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  /** An enterprise with posts that end so many days from today. */
  async function holder(ends: readonly (number | undefined)[], more: Record<string, unknown> = {}) {
    const n = next()
    const name = `演示需求企业${n}${tier}`
    const phone = `1360000${String(n).padStart(4, '0')}`
    const enterprise = await make(officer, 'enterprise', { name, contact_phone: phone, ...more })
    const posts = []
    for (const [index, end] of ends.entries())
      posts.push(
        await make(officer, 'post', {
          post_title: `演示需求岗位${n}-${index}`,
          post_enterprise: name,
          headcount: 2,
          ...(end !== undefined && { post_expires_on: dayFrom(stage.today, end) }),
        }),
      )
    return { n, name, phone, enterprise, posts, ids: posts.map((post) => post.id) }
  }
  const letters = (to: string) => {
    const folder = join(stage.dataFolder, 'outbox')
    return readdirSync(folder)
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
      .filter((letter) => letter.to === to)
  }
  const ask = async (needIds: readonly string[], way: 'sent' | 'handed') =>
    good(await officer.post('/api/needs/post/asks', { needIds, way }))
  const need = async (id: string, who = officer, view = 'all') => {
    let cursor = ''
    for (;;) {
      const page = good(await who.get(`/api/needs/post?view=${view}&limit=200${cursor}`))
      const found = page.rows.find((row: { id: string }) => row.id === id)
      if (found || !page.next) return found
      cursor = `&cursor=${page.next}`
    }
  }
  const tokenOf = (path: string) => path.split('/').at(-1) as string
  const answer = (token: string, answers: unknown, code?: string, who = stage.nobody) =>
    who.post(`/api/reconfirmations/${token}`, { answers, ...(code !== undefined && { code }) })
  const counts = async () => good(await officer.get('/api/needs/post')).counts

  it('run out, leave what is matched and counted as open, and stand again when their holder says so', async () => {
    const { ids, enterprise, name, n } = await holder([3, 40])
    const [ending, standing] = ids as [string, string]
    expect(await need(ending)).toMatchObject({ standing: 'expiring', leftDays: 3, quantity: 2 })
    expect(await need(standing)).toMatchObject({ standing: 'open' })
    const before = await counts()
    stage.shift(5)
    try {
      expect(await need(ending)).toMatchObject({ standing: 'expired', leftDays: -2 })
      const after = await counts()
      expect(after.expired).toBeGreaterThan(before.expired)
      const ranking = good(await officer.get(`/api/matches/post-talent/needs/${ending}`))
      expect(ranking.abilities).not.toContain('match.accept')

      const own = await stage.addEnterprise({ id: enterprise.id, name }, `need-${n}-${tier}@example`)
      const mine = good(await own.get('/api/needs/post?view=all'))
      expect(mine.rows.map((row: { id: string }) => row.id).toSorted()).toEqual([...ids].toSorted())
      const { version, abilities } = await need(ending, own)
      expect(abilities).toEqual(['need.confirm'])
      const path = `/api/needs/post/${ending}/confirm`
      expect((await own.post(path, { answer: 'still' }, { match: 'other' })).status).toBe(412)
      const far = await own.post(
        path,
        { answer: 'still', until: dayFrom(stage.today, 184) },
        { match: version },
      )
      expect([far.status, far.body.facts.issues[0].code]).toEqual([422, 'too-far'])
      const said = good(await own.post(path, { answer: 'still', quantity: 5 }, { match: version }))
      expect(said).toMatchObject({ standing: 'open', until: dayFrom(stage.today, 90) })
      expect(await need(ending)).toMatchObject({
        standing: 'open',
        quantity: 5,
        said: { answer: 'still', channel: 'sign-in', on: stage.today },
      })
      const record = good(await officer.get(`/api/registry/post/${ending}`))
      expect(record.facts.find((fact: { key: string }) => fact.key === 'post_expires_on')).toMatchObject({
        source: name,
        value: dayFrom(stage.today, 90),
      })
      expect((await counts()).expired).toBe(after.expired - 1)
    } finally {
      stage.shift(-5)
    }
  })

  it('are confirmed with one click by an address that no officer saw', async () => {
    const { ids, phone, name } = await holder([2, 1])
    const { asks, skipped } = await ask(ids, 'sent')
    expect(skipped).toEqual([])
    expect(asks).toMatchObject([{ party: { name }, code: false, needs: [{}, {}] }])
    expect(asks[0].url).toBeUndefined()
    expect(asks[0].sentTo).not.toContain(phone.slice(3, 9))
    const letter = letters(phone).at(-1)
    expect(letter.kind).toBe('need-reconfirmation')
    const token = tokenOf(letter.params.path)
    const [first, second] = ids as [string, string]
    expect(await need(first)).toMatchObject({ asked: { state: 'waiting', way: 'sent', answered: false } })
    expect(await need(first, officer, 'unanswered')).toBeDefined()

    const shown = good(await stage.nobody.get(`/api/reconfirmations/${token}`))
    expect(shown).toMatchObject({ state: 'waiting', ask: { party: name, code: false, needs: [{}, {}] } })
    expect(JSON.stringify(shown)).not.toContain(phone)
    // No session of an office may use it, whoever passed it on.
    expect((await answer(token, [{ needId: first, answer: 'still' }], undefined, officer)).status).toBe(403)
    const foreign = await holder([9])
    expect((await answer(token, [{ needId: foreign.ids[0], answer: 'still' }])).status).toBe(404)
    expect(good(await answer(token, [{ needId: first, answer: 'still' }]))).toMatchObject({
      answered: [{ needId: first, until: dayFrom(stage.today, 90) }],
      left: 1,
    })
    expect((await answer(token, [{ needId: first, answer: 'filled' }])).body.code).toBe('already-decided')
    expect(await need(first)).toMatchObject({
      standing: 'open',
      asked: { state: 'answered' },
      said: { channel: 'link', by: name },
    })
    expect(await need(first, officer, 'unanswered')).toBeUndefined()
    expect((await answer(token, [{ needId: second, answer: 'dropped' }])).status).toBe(422)
    good(await answer(token, [{ needId: second, answer: 'dropped', reason: '演示：项目暂缓' }]))
    expect(await need(second)).toMatchObject({
      standing: 'dropped',
      said: { answer: 'dropped', reason: '演示：项目暂缓' },
    })
    // Used up: it shows nothing and takes nothing.
    const used = good(await stage.nobody.get(`/api/reconfirmations/${token}`))
    expect(used).toEqual({ state: 'used', district: expect.anything(), triesLeft: 0 })
    const replay = await answer(token, [{ needId: second, answer: 'still' }])
    expect([replay.status, replay.body.code]).toEqual([410, 'link-used'])
  })

  it('ask for a code where an officer passes the address on, and lock when it is guessed', async () => {
    const { ids, phone } = await holder([2])
    const [id] = ids as [string]
    const { asks } = await ask(ids, 'handed')
    expect(asks[0]).toMatchObject({ code: true, url: expect.stringMatching(/^\/reconfirm\//) })
    const token = tokenOf(asks[0].url)
    const { code } = letters(phone).at(-1).params
    expect(JSON.stringify(asks)).not.toContain(code)
    const wrong = code === '000000' ? '000001' : '000000'
    const said = [{ needId: id, answer: 'filled' }]
    expect((await answer(token, said)).body.code).toBe('wrong-code')
    expect((await answer(token, said, wrong)).body).toMatchObject({
      code: 'wrong-code',
      facts: { triesLeft: 3 },
    })
    expect(await need(id)).toMatchObject({ standing: 'expiring' })
    good(await answer(token, said, code))
    expect(await need(id)).toMatchObject({ standing: 'filled', said: { channel: 'link' } })

    const again = tokenOf((await ask(ids, 'handed')).asks[0].url)
    for (let tries = 0; tries < 5; tries++) await answer(again, said, wrong)
    const locked = await answer(again, said, letters(phone).at(-1).params.code)
    expect([locked.status, locked.body.code]).toEqual([423, 'link-locked'])
    expect(await need(id)).toMatchObject({ asked: { state: 'locked' } })
    const stored = await stage.look((read) =>
      sql<{
        text: string
      }>`select string_agg(l::text, ' ') as text from ask_link l where district_id = ${read.district}`.execute(
        read.query,
      ),
    )
    expect(stored.rows[0]?.text).not.toContain(token)
  })

  it('show an answer that came by an address without a code as what it is', async () => {
    const { ids, name } = await holder([2], { contact_phone: undefined })
    const [id] = ids as [string]
    const sent = await officer.post('/api/needs/post/asks', { needIds: ids, way: 'sent' })
    expect([sent.status, sent.body.code]).toEqual([409, 'nobody-to-ask'])
    const { asks } = await ask(ids, 'handed')
    expect(asks[0]).toMatchObject({ code: false })
    good(await answer(tokenOf(asks[0].url), [{ needId: id, answer: 'still' }]))
    expect(await need(id)).toMatchObject({ standing: 'open', said: { channel: 'handed', by: name } })
  })

  it('are asked about a few times a day only; the newest request counts; one may be put away', async () => {
    const { ids } = await holder([2])
    const tokens: string[] = []
    for (let round = 0; round < 5; round++) tokens.push(tokenOf((await ask(ids, 'handed')).asks[0].url))
    const sixth = await officer.post('/api/needs/post/asks', { needIds: ids, way: 'handed' })
    expect(sixth.body.code).toBe('nobody-to-ask')
    expect(sixth.body.facts.why).toEqual(['too-many'])
    for (const [index, token] of tokens.entries())
      expect(good(await stage.nobody.get(`/api/reconfirmations/${token}`)).state, String(index)).toBe(
        index === 4 ? 'waiting' : 'revoked',
      )
    const { asked } = await need(ids[0] as string)
    expect(good(await officer.post(`/api/asks/${asked.id}/revoke`)).state).toBe('revoked')
    expect(good(await stage.nobody.get(`/api/reconfirmations/${tokens[4]}`)).state).toBe('revoked')
    expect((await officer.post(`/api/asks/${asked.id}/revoke`)).body.code).toBe('already-decided')
    stage.shift(8)
    try {
      const token = tokenOf((await ask(ids, 'handed')).asks[0].url)
      stage.shift(8)
      expect(good(await stage.nobody.get(`/api/reconfirmations/${token}`)).state).toBe('expired')
      expect(await need(ids[0] as string, officer, 'unanswered')).toMatchObject({
        asked: { state: 'expired' },
      })
      stage.shift(-8)
    } finally {
      stage.shift(-8)
    }
  })

  it('name what could not be asked about: no holder known, no contact given', async () => {
    const { ids } = await holder([2])
    const orphan = await make(officer, 'post', {
      post_title: `演示无主岗位${next()}`,
      post_enterprise: `演示查无此企业${next()}`,
    })
    const { asks, skipped } = await ask([...ids, orphan.id], 'sent')
    expect(asks).toHaveLength(1)
    expect(skipped).toMatchObject([{ needId: orphan.id, why: 'no-holder' }])
    const one = ids[0] as string
    expect((await officer.post('/api/needs/enterprise/asks', { needIds: [one], way: 'sent' })).status).toBe(
      404,
    )
    for (const role of ['list-officer', 'dispatcher', 'administrator'])
      expect(
        (await (await stage.as(role)).post('/api/needs/post/asks', { needIds: [one], way: 'sent' })).status,
        role,
      ).toBe(403)
  })

  it('keep what an officer was told apart from what the holder said', async () => {
    const { ids, name, enterprise, n } = await holder([2])
    const id = ids[0] as string
    await ask(ids, 'handed')
    const told = { answer: 'still', source: '演示电话' }
    const { version } = await need(id)
    good(await officer.post(`/api/needs/post/${id}/record`, told, { match: version }))
    expect(await need(id)).toMatchObject({
      standing: 'open',
      said: { channel: 'office' },
      asked: { state: 'waiting', answered: false },
    })
    // An officer confirms for nobody, and an enterprise writes no officer's note.
    const now = (await need(id)).version
    expect(
      (await officer.post(`/api/needs/post/${id}/confirm`, { answer: 'still' }, { match: now })).status,
    ).toBe(403)
    const own = await stage.addEnterprise({ id: enterprise.id, name }, `told-${n}-${tier}@example`)
    expect((await own.post(`/api/needs/post/${id}/record`, told, { match: now })).body.code).toBe('own-issue')
    const other = await holder([2])
    const foreign = (await need(other.ids[0] as string)).version
    expect(
      (await own.post(`/api/needs/post/${other.ids[0]}/confirm`, { answer: 'filled' }, { match: foreign }))
        .status,
    ).toBe(404)
    // Its own word by its own sign-in answers the request as well.
    good(await own.post(`/api/needs/post/${id}/confirm`, { answer: 'filled' }, { match: now }))
    expect(await need(id)).toMatchObject({ standing: 'filled', asked: { state: 'answered' } })
  })

  it('are asked about by themselves before they run out, once, and never where rows are made up', async () => {
    const { ids, phone } = await holder([20])
    const run = () => runClocks(stage.workbench.contextFor(NOBODY), clockJobs)
    await run()
    expect(letters(phone)).toEqual([])
    try {
      stage.shift(8)
      await run()
      expect(letters(phone).map((letter) => letter.kind)).toEqual(['need-reconfirmation'])
      stage.shift(1)
      await run()
      expect(letters(phone)).toHaveLength(1)
      const token = tokenOf(letters(phone)[0].params.path)
      good(await answer(token, [{ needId: ids[0], answer: 'still' }]))
      expect(await need(ids[0] as string)).toMatchObject({ standing: 'open' })
      stage.shift(80)
      await run()
      expect(letters(phone)).toHaveLength(2)
    } finally {
      stage.shift(-89)
    }
  })

  it('stand as they stood on a past day', async () => {
    const { ids } = await holder([1])
    stage.shift(3)
    try {
      const { version } = await need(ids[0] as string)
      good(
        await officer.post(
          `/api/needs/post/${ids[0]}/record`,
          { answer: 'filled', source: '演示' },
          { match: version },
        ),
      )
      const past = dayFrom(stage.today, -3)
      const then = good(await officer.get(`/api/needs/post?view=all&limit=200&on=${past}&known=${past}`))
      expect(then.rows.find((row: { id: string }) => row.id === ids[0])).toMatchObject({
        standing: 'expiring',
        abilities: [],
      })
    } finally {
      stage.shift(-3)
    }
  })
})
