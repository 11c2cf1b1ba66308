import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMAND_LINE } from '../cli/opening.ts'
import { organisation } from '../organisation.ts'
import { peopleVerbs } from '../platform/identity/verbs.ts'
import { type Client, clientOf } from './client.ts'
import { good, make, next } from './rows.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

const PASSWORD = 'korrekte-batterie-9'

describe.each(TIERS)('keeping people on %s', (tier) => {
  let stage: Stage
  let administrator: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    administrator = await stage.as('administrator')
  })
  afterAll(() => stage.close())

  const account = () => `person-${next()}@example.gov.cn`
  const people = async () => good(await administrator.get('/api/people')).rows as Record<string, never>[]
  const personOf = async (id: string) => (await people()).find((row) => row.id === id) as never as Member
  type Member = { id: string; version: string; ready: boolean; active: boolean; abilities: string[] }
  const ownId = () => stage.members.find((one) => one.role === 'administrator')?.user_id as string
  const add = async (body: Record<string, unknown>) =>
    administrator.post('/api/people', { name: '演示新人', account: account(), ...body })
  /** From an address of its own, so that no limit of another test holds it. */
  let address = 0
  async function signIn(email: string, password: string): Promise<Client | number> {
    const reply = await stage.app.fetch(
      new Request(`${stage.baseUrl}/api/auth/sign-in/email`, {
        method: 'POST',
        body: JSON.stringify({ email, password }),
        headers: { 'content-type': 'application/json', host: 'localhost:4600', origin: stage.baseUrl },
      }),
      { incoming: { socket: { remoteAddress: `192.0.2.${++address}` } } } as never,
    )
    if (reply.status !== 200) return reply.status
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    return clientOf(stage.app, stage.baseUrl, { cookie })
  }
  const welcome = (url: string) => `/api${url}`
  const letters = () => {
    const folder = join(stage.dataFolder, 'outbox')
    return readdirSync(folder)
      .toSorted()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  }
  const told = async (id: string) =>
    good(await administrator.get(`/api/ledger?about=${id}&limit=50`)).rows as {
      name: string
      actor: { name: string }
      changes: unknown[]
    }[]

  it('adds somebody who sets his own password by a one-time link, and nobody else knows it', async () => {
    const email = account()
    const made = good(await add({ account: email.toUpperCase(), role: 'talent-officer' }))
    expect(made.link.url).toMatch(/^\/welcome\/[\w-]{43}$/)
    expect(await personOf(made.id)).toMatchObject({
      account: email,
      role: 'talent-officer',
      office: 'talent-office',
      active: true,
      ready: false,
      linkUntil: made.link.expiresAt,
    })
    expect(await signIn(email, '')).not.toBe(200)
    const path = welcome(made.link.url)
    expect(good(await stage.nobody.get(path))).toMatchObject({
      state: 'waiting',
      person: { name: '演示新人', account: email, roleLabel: { en: 'Talent officer' } },
    })
    for (const weak of ['short', '11111111', 'password1', `${email.split('@')[0]}-2026`])
      expect((await stage.nobody.post(path, { password: weak })).status, weak).toBe(422)
    const set = good(await stage.nobody.post(path, { password: PASSWORD }))
    expect(set.account).toBe(email)
    // Used once.
    expect(good(await stage.nobody.get(path))).toEqual({
      state: 'used',
      district: expect.anything(),
      triesLeft: 0,
    })
    expect((await stage.nobody.post(path, { password: 'another-one-77' })).body.code).toBe('link-used')
    const own = (await signIn(email, PASSWORD)) as Client
    expect(good(await own.get('/api/session')).person).toMatchObject({ role: 'talent-officer' })
    expect((await own.get('/api/registry/enterprise')).status).toBe(200)
    expect(await personOf(made.id)).toMatchObject({ ready: true })
    const ledger = await told(made.id)
    expect(ledger.map((row) => row.name)).toEqual([
      'session.opened',
      'member.link-used',
      'member.password-set',
      'member.link-made',
      'member.added',
    ])
    expect(ledger[2]?.actor.name).toBe('演示新人')
    const everything = JSON.stringify(good(await administrator.get('/api/ledger?limit=200')))
    expect(everything).not.toContain(PASSWORD)
    expect(everything).not.toContain(made.link.url.split('/').at(-1))
  })

  it('refuses accounts that are there, places that are not, and links that are old, revoked or too many', async () => {
    const email = account()
    const { id, link } = good(await add({ account: email, role: 'leader' }))
    expect((await add({ account: email, role: 'leader' })).body.code).toBe('account-exists')
    for (const [body, code] of [
      [{ role: 'king' }, 'no-such-role'],
      [{ role: 'leader', office: 'nowhere' }, 'no-office'],
      [{ role: 'enterprise-user' }, 'no-party'],
      [{ role: 'leader', partyId: id }, 'role-kind'],
      [{ role: 'leader', account: 'not an account' }, 'bad-input'],
      [{ role: 'leader', name: ' ' }, 'bad-input'],
    ] as const)
      expect((await add(body)).body.code, JSON.stringify(body)).toBe(code)
    const again = good(await administrator.post(`/api/people/${id}/link`))
    expect((await stage.nobody.post(welcome(link.url), { password: PASSWORD })).body.code).toBe(
      'link-revoked',
    )
    stage.shift(8)
    expect((await stage.nobody.post(welcome(again.url), { password: PASSWORD })).body.code).toBe(
      'link-expired',
    )
    for (let made = 0; made < 5; made++) good(await administrator.post(`/api/people/${id}/link`))
    expect((await administrator.post(`/api/people/${id}/link`)).body.code).toBe('too-many')
    stage.shift(-8)
    // The address is told once: not even to whoever asks again with the same key.
    const other = good(await add({ role: 'leader' }))
    const key = `people-link-${next()}`
    good(await administrator.post(`/api/people/${other.id}/link`, undefined, { key }))
    expect((await administrator.post(`/api/people/${other.id}/link`, undefined, { key })).body.code).toBe(
      'repeated-key',
    )
    expect((await stage.nobody.get('/api/welcome/no-such-link-at-all-anywhere')).status).toBe(404)
  })

  it('changes role and office at once, for everybody but oneself, and only what was looked at', async () => {
    const email = account()
    const { id, link } = good(await add({ account: email, role: 'leader' }))
    good(await stage.nobody.post(welcome(link.url), { password: PASSWORD }))
    const own = (await signIn(email, PASSWORD)) as Client
    expect(
      (await own.post('/api/registry/enterprise', { values: { name: '演示' }, source: 'x' })).status,
    ).toBe(403)
    const { version } = await personOf(id)
    const path = `/api/people/${id}`
    const changed = good(
      await administrator.post(path, { role: 'element-officer', office: 'power' }, { match: version }),
    )
    expect(changed).toMatchObject({ role: 'element-officer', office: 'power' })
    expect(good(await own.get('/api/session')).abilities).toContain('order.accept')
    expect((await administrator.post(path, { role: 'leader' }, { match: version })).body.code).toBe('stale')
    expect((await administrator.post(path, { role: 'leader' })).body.code).toBe('version-needed')
    expect(
      (await administrator.post(path, { role: 'enterprise-user' }, { match: changed.version })).body.code,
    ).toBe('role-kind')
    expect((await told(id))[0]?.changes).toEqual(
      expect.arrayContaining([{ field: 'role', before: 'leader', after: 'element-officer' }]),
    )

    // Nobody raises himself, whatever he holds.
    const self = await personOf(ownId())
    expect(self.abilities).toEqual(['person.end-sessions'])
    for (const [door, body] of [
      ['', { role: 'dispatcher' }],
      ['', { office: 'talent-office' }],
      ['/stop', { reason: 'x' }],
      ['/resume', undefined],
      ['/link', undefined],
    ] as const)
      expect(
        (await administrator.post(`/api/people/${ownId()}${door}`, body, { match: self.version })).body.code,
        door,
      ).toBe('own-account')
    for (const role of ['dispatcher', 'talent-officer', 'leader', 'enterprise-user']) {
      const who = role === 'enterprise-user' ? own : await stage.as(role)
      expect(
        (await who.post('/api/people', { account: account(), name: 'x', role: 'administrator' })).status,
      ).toBe(403)
      expect((await who.post(path, { role: 'administrator' }, { match: '*' })).status).toBe(403)
      expect((await who.get('/api/people')).status).toBe(403)
    }
  })

  it('stops and resumes: sessions end at once, links too, and what he did stays his', async () => {
    const email = account()
    const { id, link } = good(await add({ account: email, role: 'talent-officer' }))
    good(await stage.nobody.post(welcome(link.url), { password: PASSWORD }))
    const own = (await signIn(email, PASSWORD)) as Client
    const made = await make(own, 'enterprise', { name: `演示留下${next()}` })
    const waiting = good(await administrator.post(`/api/people/${id}/link`))
    expect((await administrator.post(`/api/people/${id}/stop`, {})).status).toBe(422)
    expect(good(await administrator.post(`/api/people/${id}/stop`, { reason: '调离' }))).toMatchObject({
      active: false,
      abilities: ['person.change', 'person.resume'],
    })
    expect((await own.get('/api/registry/enterprise')).status).toBe(401)
    expect((await stage.nobody.post(welcome(waiting.url), { password: PASSWORD })).body.code).toBe(
      'link-revoked',
    )
    expect((await administrator.post(`/api/people/${id}/link`)).body.code).toBe('member-state')
    expect((await administrator.post(`/api/people/${id}/stop`, { reason: 'x' })).body.code).toBe(
      'member-state',
    )
    const again = (await signIn(email, PASSWORD)) as Client
    expect((await again.get('/api/registry/enterprise')).status).toBe(403)
    expect(good(await again.get('/api/session')).person).toBeUndefined()
    expect(good(await administrator.get(`/api/registry/enterprise/${made.id}/history`)).rows[0].by).toBe(
      '演示新人',
    )
    good(await administrator.post(`/api/people/${id}/resume`))
    const back = (await signIn(email, PASSWORD)) as Client
    expect((await back.get('/api/registry/enterprise')).status).toBe(200)
    expect(good(await administrator.post(`/api/people/${id}/end-sessions`)).ended).toBeGreaterThan(0)
    expect((await back.get('/api/registry/enterprise')).status).toBe(401)
    expect(await told(id)).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'member.stopped' })]),
    )
  })

  it('never leaves a district without somebody who keeps people, however many act at once', async () => {
    const verbs = peopleVerbs(organisation)
    const system = stage.workbench.contextFor(COMMAND_LINE)
    const email = account()
    const { id, link } = good(await add({ account: email, role: 'administrator' }))
    // A second one who has set no password keeps nobody yet: the first is still the last.
    await expect(verbs.stopPerson(system, { id: ownId(), reason: 'x' })).rejects.toMatchObject({
      code: 'last-administrator',
    })
    good(await stage.nobody.post(welcome(link.url), { password: PASSWORD }))
    const third = good(await add({ role: 'administrator' }))
    good(await stage.nobody.post(welcome(third.link.url), { password: PASSWORD }))
    // Two stop each other at the same moment: one of them comes too late, for he keeps nobody any more.
    const [one, two] = [
      (await signIn(email, PASSWORD)) as Client,
      (await signIn(
        ((await personOf(third.id)) as never as { account: string }).account,
        PASSWORD,
      )) as Client,
    ]
    for (const who of [one, two]) expect((await who.get('/api/people')).status).toBe(200)
    const replies = await Promise.all([
      one.post(`/api/people/${third.id}/stop`, { reason: '甲' }),
      two.post(`/api/people/${id}/stop`, { reason: '乙' }),
    ])
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1)
    expect(
      replies
        .map((reply) => reply.status)
        .toSorted()
        .at(-1),
    ).toBeGreaterThanOrEqual(401)
    const left = (await people()).filter(
      (row) => row.role === ('administrator' as never) && row.active && row.id !== (ownId() as never),
    )
    expect(left).toHaveLength(1)
    await verbs.stopPerson(system, { id: left[0]?.id as never, reason: 'x' })
    // Nor may the machine's operator take the last one away.
    for (const act of [
      () => verbs.stopPerson(system, { id: ownId(), reason: 'x' }),
      () => verbs.changePerson({ ...system, request: { expects: '*' } }, { id: ownId(), role: 'leader' }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'last-administrator' })
    expect((await administrator.get('/api/people')).status).toBe(200)
  })

  it('makes nobody of an office the voice of an enterprise: its code goes to the enterprise alone', async () => {
    const n = next()
    const officer = await stage.as('talent-officer')
    const mute = await make(officer, 'enterprise', { name: `演示无联系${n}` })
    expect((await add({ role: 'enterprise-user', partyId: mute.id })).body.code).toBe('no-contact')
    const party = await make(officer, 'enterprise', {
      name: `演示有声${n}`,
      contact_name: '演示',
      contact_phone: `1370000${String(n).padStart(4, '0')}`,
    })
    const email = account()
    const made = good(await add({ account: email, role: 'enterprise-user', partyId: party.id }))
    expect(made.link.sentTo).toMatch(/^137\*\*\*\*/)
    const letter = letters().findLast((one) => one.kind === 'sign-in-code')
    const { code } = letter.params
    expect(letter.to).toMatch(/^1370000/)
    expect(JSON.stringify(made)).not.toContain(code)
    const path = welcome(made.link.url)
    expect(good(await stage.nobody.get(path))).toMatchObject({ codeSentTo: made.link.sentTo, triesLeft: 5 })
    const wrong = code === '000000' ? '111111' : '000000'
    expect((await stage.nobody.post(path, { password: PASSWORD })).body).toMatchObject({
      code: 'wrong-code',
      facts: { triesLeft: 4 },
    })
    expect((await stage.nobody.post(path, { password: PASSWORD, code: wrong })).body.facts.triesLeft).toBe(3)
    expect((await administrator.post(path, { password: PASSWORD, code })).body.code).toBe('own-issue')
    good(await stage.nobody.post(path, { password: PASSWORD, code }))
    const own = (await signIn(email, PASSWORD)) as Client
    expect(good(await own.get('/api/session')).person.party.id).toBe(party.id)
    // Nor by giving an officer's sign-in, or this one, another party.
    const { version } = await personOf(made.id)
    expect(
      (await administrator.post(`/api/people/${made.id}`, { role: 'dispatcher' }, { match: version })).body
        .code,
    ).toBe('role-kind')
    const again = good(await administrator.post(`/api/people/${made.id}/link`))
    for (let attempt = 0; attempt < 5; attempt++)
      await stage.nobody.post(welcome(again.url), { password: PASSWORD, code: wrong })
    expect((await stage.nobody.post(welcome(again.url), { password: PASSWORD, code: wrong })).body.code).toBe(
      'link-locked',
    )
  })

  it('lets everybody change his own password by saying the one there is, and counts wrong ones', async () => {
    const email = account()
    const { link } = good(await add({ account: email, role: 'leader' }))
    good(await stage.nobody.post(welcome(link.url), { password: PASSWORD }))
    const [one, two] = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)] as [Client, Client]
    expect(
      (await stage.nobody.post('/api/password', { current: PASSWORD, password: 'neue-batterie-9' })).status,
    ).toBe(401)
    expect((await one.post('/api/password', { current: 'x', password: 'neue-batterie-9' })).body.code).toBe(
      'wrong-password',
    )
    expect((await one.post('/api/password', { current: PASSWORD, password: '12345678' })).body.code).toBe(
      'weak-password',
    )
    const said = { current: PASSWORD, password: 'neue-batterie-9' }
    good(await one.post('/api/password', said, { key: `own-password-${tier}` }))
    // What is kept to know the request again does not let anybody guess at the password.
    const kept = await stage.look((read) =>
      sql<{
        fingerprint: string
      }>`select fingerprint from idempotency where key = ${`own-password-${tier}`}`.execute(read.query),
    )
    const plain = createHash('sha256')
      .update(JSON.stringify(['password.change', said]))
      .digest('hex')
    expect(kept.rows[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/)
    expect(plain).not.toContain(kept.rows[0]?.fingerprint)
    for (const session of [one, two]) expect((await session.get('/api/orders')).status).toBe(401)
    expect(await signIn(email, PASSWORD)).toBe(401)
    const back = (await signIn(email, 'neue-batterie-9')) as Client
    const statuses: number[] = []
    for (let attempt = 0; attempt < 8; attempt++)
      statuses.push(
        (await back.post('/api/password', { current: `guess-${attempt}`, password: 'x'.repeat(9) })).status,
      )
    expect(statuses.at(-1)).toBe(429)
  })

  it('gives no district a hand on the sign-ins of another', async () => {
    const other = { ...stage.workbench.district, id: 2 }
    const verbs = peopleVerbs(organisation)
    const ctx = { ...stage.workbench.contextFor(COMMAND_LINE), district: other }
    const taken = stage.members.find((one) => one.role === 'talent-officer') as {
      account: string
      user_id: string
    }
    const made = await verbs.addPerson(ctx, { account: taken.account, name: '演示', role: 'leader' })
    // He keeps his own password: the other district may give him a role and nothing else.
    expect(made).toEqual({ id: taken.user_id })
    for (const act of [verbs.linkPerson, verbs.endPersonSessions])
      await expect(act(ctx, { id: taken.user_id })).rejects.toMatchObject({ code: 'foreign-account' })
    const officer = await stage.as('talent-officer')
    await verbs.stopPerson(ctx, { id: taken.user_id, reason: 'x' })
    expect((await officer.get('/api/registry/enterprise')).status).toBe(200)
  })
})
