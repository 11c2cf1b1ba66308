import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { good, make, next } from '../../testing/rows.ts'
import { openStage, type Stage, TIERS } from '../../testing/stage.ts'

const PROFILE = 'post-talent'

describe.each(TIERS)('a person on his own page, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  const letters = (to: string) =>
    readdirSync(join(stage.dataFolder, 'outbox'))
      .toSorted()
      .map((file) => JSON.parse(readFileSync(join(stage.dataFolder, 'outbox', file), 'utf8')))
      .filter((letter) => letter.to === to)

  const talent = async (values: Record<string, unknown> = {}) => {
    const n = next()
    const mobile = `139${String(n).padStart(8, '0')}`
    const name = `演示本人${n}`
    const made = await make(officer, 'talent', { talent_name: name, mobile, degree: 'master', ...values })
    return { id: made.id as string, name, mobile }
  }
  const post = async (values: Record<string, unknown> = {}) => {
    const employer = `演示用人单位${next()}`
    await make(officer, 'enterprise', { name: employer })
    return make(officer, 'post', {
      post_title: `演示岗位${next()}`,
      post_enterprise: employer,
      degree_min: 'master',
      post_expires_on: '2031-01-01',
      ...values,
    })
  }
  const invite = async (id: string, way: 'sent' | 'handed' = 'handed', who = officer) =>
    who.post(`/api/persons/talent/${id}/invitations`, { way })
  const open = async (person: { id: string; mobile: string }) => {
    const { url } = good(await invite(person.id))
    const { code } = letters(person.mobile).at(-1).params
    const token = url.split('/').at(-1) as string
    return good(await stage.nobody.post(`/api/invited/${token}`, { code })).session as string
  }
  const own = async (session: string) => good(await stage.nobody.get(`/api/own/${session}`))
  const say = (session: string, what: string, body: object = {}, who = stage.nobody) =>
    who.post(`/api/own/${session}/${what}`, body)
  const ranking = async (need: string) =>
    good(await officer.get(`/api/matches/${PROFILE}/needs/${need}?limit=200`))
  const stands = async (need: string, id: string) =>
    (await ranking(need)).rows.some((row: { offerId: string }) => row.offerId === id)

  it('is invited by an address that opens once, with a code that no officer sees', async () => {
    const person = await talent()
    const made = good(await invite(person.id))
    expect(made).toMatchObject({ state: 'waiting', way: 'handed', sentTo: expect.stringContaining('****') })
    const letter = letters(person.mobile).at(-1)
    expect(letter).toMatchObject({
      kind: 'person-invitation',
      params: { code: expect.stringMatching(/^\d{6}$/) },
    })
    expect(letter.params.path).toBeUndefined()
    expect(JSON.stringify(made)).not.toContain(letter.params.code)
    const token = made.url.split('/').at(-1)
    const before = good(await stage.nobody.get(`/api/invited/${token}`))
    expect(before).toMatchObject({ state: 'waiting', triesLeft: 5 })
    expect(JSON.stringify(before)).not.toContain(person.name)
    const wrong = letter.params.code === '000000' ? '000001' : '000000'
    expect((await stage.nobody.post(`/api/invited/${token}`, { code: wrong })).body).toMatchObject({
      code: 'wrong-code',
      facts: { triesLeft: 4 },
    })
    // The officer who passed it on opens nothing with it, even with the code.
    expect((await officer.post(`/api/invited/${token}`, { code: letter.params.code })).body.code).toBe(
      'own-issue',
    )
    const { session } = good(await stage.nobody.post(`/api/invited/${token}`, { code: letter.params.code }))
    expect((await stage.nobody.post(`/api/invited/${token}`, { code: letter.params.code })).body.code).toBe(
      'link-used',
    )
    const page = await own(session)
    expect(page).toMatchObject({ name: person.name, compared: 0, matches: [] })
    expect(page.consent).toBeUndefined()
    const mobile = page.facts.find((fact: { key: string }) => fact.key === 'mobile')
    expect(mobile).toMatchObject({ value: person.mobile, editable: false })
    // The token is no session and the session no token; what was never made opens nothing.
    for (const secret of [token, `${session.slice(0, -2)}xx`, 'x'.repeat(43)])
      expect((await stage.nobody.get(`/api/own/${secret}`)).status).toBe(404)
    expect((await stage.nobody.get(`/api/invited/${session}`)).status).toBe(404)
  })

  it('locks after five wrong codes, and a new invitation or a revocation ends the page of the one before', async () => {
    const person = await talent()
    const { url } = good(await invite(person.id))
    const token = url.split('/').at(-1)
    const { code } = letters(person.mobile).at(-1).params
    for (let at = 0; at < 5; at += 1)
      expect(
        (
          await stage.nobody.post(`/api/invited/${token}`, {
            code: String((Number(code) + 1 + at) % 1_000_000).padStart(6, '0'),
          })
        ).status,
      ).toBe(403)
    expect((await stage.nobody.post(`/api/invited/${token}`, { code })).body.code).toBe('link-locked')
    const first = await open(person)
    const second = await open(person)
    expect((await stage.nobody.get(`/api/own/${first}`)).status).toBe(404)
    const { rows } = good(await officer.get(`/api/persons/talent/${person.id}/invitations`))
    expect(rows.map((row: { state: string }) => row.state)).toEqual(['opened', 'revoked', 'revoked'])
    good(await officer.post(`/api/invitations/${rows[0].id}/revoke`))
    expect((await stage.nobody.get(`/api/own/${second}`)).status).toBe(404)
    expect((await say(second, 'consent', { consent: true })).status).toBe(404)
  })

  it('sees the reasons the officer sees, corrects a fact, and the officer sees it at once with its source', async () => {
    const person = await talent({ experience_years: 365.25 })
    const need = await post({ experience_min: 3 * 365.25 })
    const session = await open(person)
    // Nobody is compared with anything before he agrees.
    expect(await stands(need.id, person.id)).toBe(false)
    const agreed = good(await say(session, 'consent', { consent: true }))
    expect(agreed).toMatchObject({ consent: true })
    expect(await stands(need.id, person.id)).toBe(true)
    const seen = async () =>
      (await own(session)).matches.find((match: { needId: string }) => match.needId === need.id)
    const officers = async () =>
      good(await officer.get(`/api/matches/${PROFILE}/needs/${need.id}/offers/${person.id}`)).requirements
    const reasons = (rows: { id: string; verdict: string; because: unknown }[]) =>
      rows.map(({ id, verdict, because }) => ({ id, verdict, because }))
    expect(reasons((await seen()).requirements)).toEqual(reasons(await officers()))
    const before = (await seen()).requirements.find((one: { id: string }) => one.id.startsWith('experience'))
    good(await say(session, 'facts', { fact: 'experience_years', value: 5 * 365.25 }))
    const record = good(await officer.get(`/api/registry/talent/${person.id}`))
    expect(record.facts.find((fact: { key: string }) => fact.key === 'experience_years')).toMatchObject({
      value: 5 * 365.25,
      source: '人才本人',
    })
    const after = (await seen()).requirements.find((one: { id: string }) => one.id.startsWith('experience'))
    expect([before?.verdict, after?.verdict]).toEqual(['no', 'yes'])
    expect(reasons((await seen()).requirements)).toEqual(reasons(await officers()))
    const { rows } = good(await officer.get(`/api/persons/talent/${person.id}/invitations`))
    expect(rows[0].words.map(({ what, fact }: { what: string; fact?: string }) => [what, fact])).toEqual([
      ['opened', undefined],
      ['consented', undefined],
      ['corrected', 'experience_years'],
    ])
    // Who he is, is settled with the office; what is no fact of his, and what is no value of it, is refused.
    for (const [fact, value, code] of [
      ['talent_name', '演示别人', 'settled-with-office'],
      ['mobile', '13900000000', 'settled-with-office'],
      ['talent_consent', false, 'settled-with-office'],
      ['revenue', 1, 'unknown-fact'],
      ['experience_years', 'many', 'bad-value'],
    ] as const)
      expect((await say(session, 'facts', { fact, value })).body.code, fact).toBe(code)
    expect((await say(session, 'facts', { fact: 'degree', value: 'doctor' }, officer)).body.code).toBe(
      'own-issue',
    )
  })

  it('declines a need and is in none of its rows and counts; takes consent back and is in none at all', async () => {
    const person = await talent({ talent_consent: true })
    const other = await talent({ talent_consent: true })
    const need = await post()
    const second = await post()
    const before = await ranking(need.id)
    expect(await stands(need.id, person.id)).toBe(true)
    const session = await open(person)
    const left = good(
      await say(session, 'declines', { profile: PROFILE, needId: need.id, reason: '演示：离家远' }),
    )
    expect(left.matches.find((match: { needId: string }) => match.needId === need.id)).toMatchObject({
      decision: { state: 'declined-by-person' },
    })
    const after = await ranking(need.id)
    expect(await stands(need.id, person.id)).toBe(false)
    expect(await stands(need.id, other.id)).toBe(true)
    const count = ({ groups }: { groups: Record<string, number> }) =>
      Object.values(groups).reduce((sum, n) => sum + n, 0)
    expect(count(before) - count(after)).toBe(1)
    expect(
      (await officer.get(`/api/matches/${PROFILE}/needs/${need.id}/offers/${person.id}`)).body.code,
    ).toBe('no-consent')
    expect(
      (await officer.post(`/api/matches/${PROFILE}/needs/${need.id}/accept`, { offerId: person.id })).body
        .code,
    ).toBe('no-consent')
    expect((await say(session, 'declines', { profile: PROFILE, needId: need.id })).body.code).toBe(
      'already-decided',
    )
    // Other needs are not touched, until he is out of them all.
    expect(await stands(second.id, person.id)).toBe(true)
    const none = good(await say(session, 'consent', { consent: false }))
    expect(none).toMatchObject({ consent: false, compared: 0 })
    expect(await stands(second.id, person.id)).toBe(false)
    expect(none.matches.map((match: { needId: string }) => match.needId)).toEqual([need.id])
  })

  it('has declined, and no door tells of it: neither a decision, nor his record, nor the ledger', async () => {
    const person = await talent({ talent_consent: true })
    const never = await talent({ talent_consent: false })
    const need = await post()
    const session = await open(person)
    good(await say(session, 'declines', { profile: PROFILE, needId: need.id, reason: '演示：离家远' }))
    // The same answers as about somebody who never agreed; and an office that declines him too does not bring him back.
    const at = `/api/matches/${PROFILE}/needs/${need.id}`
    const answers = async (offerId: string) => {
      const asked = [
        await officer.get(`${at}/offers/${offerId}`),
        await officer.post(`${at}/accept`, { offerId }),
      ]
      return asked.map(({ status, body }) => [status, body.code])
    }
    expect(await answers(person.id)).toEqual(await answers(never.id))
    const declined = await officer.post(`${at}/decline`, { offerId: person.id, reason: '演示：不推荐' })
    expect(declined.body.code).toBe('no-consent')
    expect(await stands(need.id, person.id)).toBe(false)
    const compared = await officer.get(`${at}/compare?offers=${person.id},${never.id}`)
    expect(compared.status).toBe(404)
    const record = good(await officer.get(`/api/registry/talent/${person.id}`))
    expect(record.links.filter((link: { kind: string }) => link.kind === 'match')).toEqual([])
    const { rows } = good(await officer.get(`/api/persons/talent/${person.id}/invitations`))
    expect(JSON.stringify(rows)).not.toContain(need.id)
    for (const role of ['leader', 'administrator']) {
      const { rows: events } = good(await (await stage.as(role)).get('/api/ledger?limit=50'))
      const told = events.filter((one: { name: string }) => one.name === 'match.declined-by-person')
      expect(told[0], role).toMatchObject({ closed: true, changes: [] })
      expect(JSON.stringify(told), role).not.toContain(person.id)
      expect(JSON.stringify(told), role).not.toContain('离家远')
    }
  })

  it('asks to be forgotten once; sees nothing of anybody else; and the ledger holds no value of his', async () => {
    const person = await talent({ talent_consent: true })
    const stranger = await talent({ talent_consent: true })
    const session = await open(person)
    const page = good(await stage.nobody.post(`/api/own/${session}/erasure`, {}, { key: 'own-erasure-key' }))
    expect(page.erasureAskedOn).toBe(stage.today)
    expect((await say(session, 'erasure')).body.code).toBe('already-decided')
    expect(JSON.stringify(page)).not.toContain(stranger.name)
    expect(JSON.stringify(page)).not.toContain(stranger.id)
    // A session opens no other door of the house.
    for (const door of [
      `/api/registry/talent/${person.id}`,
      `/api/registry/talent/${stranger.id}`,
      '/api/registry/talent',
    ])
      expect((await stage.nobody.get(door)).status, door).toBe(401)
    const told = await stage.workbench.database.readDistrict(stage.workbench.district.id, (read) =>
      sql<{ text: string }>`
        select concat(before, after, actor_name) as text from ledger where district_id = ${read.district} and name like 'person.%'
      `.execute(read.query),
    )
    expect(told.rows.length).toBeGreaterThanOrEqual(3)
    for (const { text } of told.rows) {
      expect(text).not.toContain(person.name)
      expect(text).not.toContain(person.mobile)
    }
    // Nor do the answers that are kept for clients that ask twice.
    const kept = await stage.workbench.database.readDistrict(stage.workbench.district.id, (read) =>
      sql<{ n: number }>`
        select count(*)::integer as n from idempotency where district_id = ${read.district} and answer::text like ${`%${person.mobile}%`}
      `.execute(read.query),
    )
    expect(kept.rows[0]?.n).toBe(0)
    // Forgotten, his page shows his name no more.
    const administrator = await stage.as('administrator')
    good(await administrator.post(`/api/registry/talent/${person.id}/erase`, { reason: '演示：本人要求' }))
    expect(JSON.stringify(await own(session))).not.toContain(person.name)
  })

  it('is invited by whoever may, where there is a contact, and not without end', async () => {
    const person = await talent()
    expect((await invite(person.id, 'sent', await stage.as('element-officer'))).status).toBe(403)
    expect(
      (await officer.post(`/api/persons/enterprise/${person.id}/invitations`, { way: 'sent' })).body.code,
    ).toBe('not-a-person')
    const silent = await make(officer, 'talent', {
      talent_name: `演示无电话${next()}`,
      birth_month: '1990-01',
      school: '演示大学',
    })
    expect((await invite(silent.id)).body.code).toBe('no-own-contact')
    const sent = good(await invite(person.id, 'sent'))
    expect(sent.url).toBeUndefined()
    expect(letters(person.mobile).at(-1).params.path).toMatch(/^\/invited\//)
    for (let at = 0; at < 4; at += 1) good(await invite(person.id))
    expect((await invite(person.id)).body.code).toBe('too-many')
  })
})
