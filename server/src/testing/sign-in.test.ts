import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workbenchApp } from '../app.ts'
import { clientAddress } from '../platform/http/app.ts'
import { FREE_ATTEMPTS } from '../platform/identity/attempts.ts'
import { BadSettings, settingsOf } from '../settings.ts'
import { type Client, clientOf } from './client.ts'
import { good } from './rows.ts'
import { openStage, type Stage, TIERS } from './stage.ts'

const WHO = { email: 'talent@demo.qiongding.example', password: 'demo-talent-01' }

describe.each(TIERS)('signing in on %s', (tier) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ tier })
  })
  afterAll(() => stage.close())
  const signIn = (body: unknown, headers = {}) =>
    stage.nobody.post('/api/auth/sign-in/email', body, { headers })
  const withCookie = (setCookie: string): Client =>
    clientOf(stage.app, stage.baseUrl, { cookie: setCookie.split(';')[0] as string })

  it('opens a session by a cookie that no script reads, and closes it at once', async () => {
    const reply = await signIn(WHO)
    expect(reply.status).toBe(200)
    const cookie = reply.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^qiongding\.session_token=/)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).toMatch(/Path=\//i)
    const client = withCookie(cookie)
    expect(good(await client.get('/api/session')).person.account).toBe(WHO.email)
    expect((await client.post('/api/auth/sign-out', {}, { headers: { origin: stage.baseUrl } })).status).toBe(
      200,
    )
    expect(good(await client.get('/api/session')).person).toBeUndefined()
    expect((await client.get('/api/orders')).status).toBe(401)
    const ledger = good(
      await (await stage.as('administrator')).get('/api/ledger?name=session.opened&limit=200'),
    )
    expect(ledger.rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(ledger)).not.toContain(WHO.password)
  })

  it('is for pages of this machine only where its passwords are public', async () => {
    const { app } = workbenchApp(
      stage.workbench,
      { ...settingsOf({ pack: 'packs/blank' }, {}), demonstration: true },
      { logger: pino({ level: 'silent' }), webFolder: stage.dataFolder, baseUrl: stage.baseUrl },
    )
    const status = async (host: string) =>
      (await app.fetch(new Request('http://localhost:4600/api/session', { headers: { host } }))).status
    for (const host of ['localhost:4600', '127.0.0.1:4600', '[::1]:4600', '127.0.0.2', 'LOCALHOST'])
      expect(await status(host), host).toBe(200)
    for (const host of [
      'evil.example:4600',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'x y',
      '10.0.0.1',
    ])
      expect(await status(host), host).toBe(403)
  })

  it('believes no made-up session, and none that was read in the database', async () => {
    await stage.as('talent-officer')
    const kept = await sql<{ token: string }>`select token from auth_session limit 1`.execute(
      stage.workbench.database.local,
    )
    const [read] = kept.rows
    expect(read?.token).toMatch(/^\w{20,}$/)
    for (const headers of [
      { cookie: 'qiongding.session_token=forged.forged' },
      { authorization: 'Bearer forged' },
      { authorization: `Bearer ${read?.token}` },
      { authorization: `Bearer ${read?.token}.${'A'.repeat(43)}=` },
      { cookie: `qiongding.session_token=${read?.token}` },
      { authorization: `Bearer ${'0'.repeat(32)}` },
      { cookie: 'qiongding.session_token=' },
    ] as Record<string, string>[])
      expect((await clientOf(stage.app, stage.baseUrl, headers).get('/api/orders')).status).toBe(401)
  })

  it('says the same to a wrong password and to an unknown account', async () => {
    const [wrong, unknown] = [
      await signIn({ ...WHO, password: 'wrong-password' }),
      await signIn({ email: 'nobody@demo.qiongding.example', password: 'wrong-password' }),
    ]
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(unknown.body).toEqual(wrong.body)
    expect(wrong.headers.get('set-cookie')).toBeNull()
  })

  it('offers nothing else: no registering, no changing of accounts, no resetting, no way elsewhere', async () => {
    const client = await stage.as('talent-officer')
    for (const path of [
      'sign-up/email',
      'change-email',
      'change-password',
      'update-user',
      'delete-user',
      'request-password-reset',
      'forget-password',
      'reset-password',
      'send-verification-email',
      'revoke-sessions',
      'link-social',
      'unlink-account',
      'sign-in/social',
      'set-password',
      'verify-password',
    ])
      for (const who of [stage.nobody, client])
        expect(
          (
            await who.post(`/api/auth/${path}`, {
              email: 'new@example.com',
              password: 'long-enough-1',
              name: 'x',
              newEmail: 'x@example.com',
              provider: 'github',
            })
          ).status,
          path,
        ).toBe(404)
    for (const path of [
      'list-sessions',
      'list-accounts',
      'verify-email?token=x&callbackURL=https://evil.example',
      'delete-user/callback?token=x',
      'reset-password/x?callbackURL=https://evil.example',
      'callback/github',
      '../session',
    ])
      expect((await client.get(`/api/auth/${path}`)).headers.get('location'), path).toBeNull()
    const elsewhere = await signIn({ ...WHO, callbackURL: 'https://evil.example/' })
    expect(elsewhere.status).toBe(403)
    expect(elsewhere.headers.get('location')).toBeNull()
  })

  /** A sign-in from an address of its own. */
  const signInFrom = async (address: string, body: unknown, headers: Record<string, string> = {}) =>
    stage.app.fetch(
      new Request(`${stage.baseUrl}/api/auth/sign-in/email`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          host: 'localhost:4600',
          origin: stage.baseUrl,
          ...headers,
        },
      }),
      { incoming: { socket: { remoteAddress: address } } } as never,
    )
  const minutes = (count: number) => stage.shift(count / (24 * 60))

  it('slows down whoever tries many accounts from one address, whatever address he says he has', async () => {
    const statuses: number[] = []
    for (let attempt = 0; attempt < 12; attempt++)
      statuses.push(
        (
          await signInFrom(
            '192.0.2.1',
            { email: `guess-${attempt}@demo.qiongding.example`, password: 'guess' },
            { 'x-qiongding-client': `10.0.0.${attempt}`, 'x-forwarded-for': `10.0.1.${attempt}` },
          )
        ).status,
      )
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses.at(-1)).toBe(429)
    // What the address's own limit turned away is no wrong password of the account.
    const unasked = { email: 'guess-11@demo.qiongding.example', password: 'guess' }
    for (let attempt = 1; attempt <= FREE_ATTEMPTS; attempt++)
      expect((await signInFrom(`192.0.2.${10 + attempt}`, unasked)).status, String(attempt)).toBe(401)
    expect((await signInFrom('192.0.2.20', unasked)).status).toBe(429)
  })

  it('makes strangers wait who guess at one account from many addresses, and not its owner in his own browser', async () => {
    const who = { email: 'science@demo.qiongding.example', password: 'demo-science-01' }
    const first = await signInFrom('198.51.100.1', who)
    expect(first.status).toBe(200)
    const device = first.headers.getSetCookie().find((cookie) => cookie.startsWith('qiongding.device=')) ?? ''
    expect(device).toMatch(/HttpOnly/)
    expect(device).toMatch(/SameSite=Lax/)
    expect(device).not.toContain('science')
    const cookie = device.split(';')[0] as string

    // All at once, each from an address of its own: five passwords are looked at, however many are tried.
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        signInFrom(`203.0.113.${at}`, { ...who, password: `guess-${at}` }),
      ),
    )
    const statuses = guesses.map((reply) => reply.status)
    const looked = statuses.filter((status) => status === 401).length
    expect(looked).toBeGreaterThanOrEqual(FREE_ATTEMPTS)
    // On a slow machine the first waits, of two and four seconds, may run out meanwhile.
    expect(looked).toBeLessThanOrEqual(FREE_ATTEMPTS + 2)
    expect(statuses.filter((status) => status === 429)).toHaveLength(40 - looked)
    const held = guesses.find((reply) => reply.status === 429) as Response
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await held.json()).toMatchObject({ code: 'slow-down', facts: { seconds: expect.any(Number) } })

    // They keep at it until the waits are long.
    for (let round = 0; round < 6; round++) {
      minutes(2)
      expect((await signInFrom(`203.0.113.${60 + round}`, { ...who, password: 'again' })).status).toBe(401)
    }
    // The owner is not shut out: his browser is counted for itself, also when he mistypes.
    expect((await signInFrom('198.51.100.2', { ...who, password: 'mistyped' }, { cookie })).status).toBe(401)
    expect((await signInFrom('198.51.100.2', who, { cookie })).status).toBe(200)
    // Another account's browser, or a made-up one, is a stranger like any other.
    for (const made of [
      cookie.replace(/.$/, '0'),
      `qiongding.device=${'0'.repeat(32)}.${'0'.repeat(32)}`,
      cookie,
    ])
      expect(
        (
          await signInFrom(
            '198.51.100.3',
            made === cookie ? { email: 'lists@demo.qiongding.example', password: 'x' } : who,
            { cookie: made },
          )
        ).status,
      ).toBe(made === cookie ? 401 : 429)

    // It is a wait and no lock: a stranger with the right password comes in after it, and the count begins anew.
    minutes(5)
    expect((await signInFrom('198.51.100.4', who)).status).toBe(200)
    for (let attempt = 0; attempt < FREE_ATTEMPTS; attempt++)
      expect((await signInFrom(`198.51.100.${10 + attempt}`, { ...who, password: 'x' })).status).toBe(401)
    // A guess a day long: what is let through grows by the longest wait, not by the addresses.
    let tried = 0
    for (let minute = 0; minute < 60; minute++) {
      minutes(1)
      if ((await signInFrom(`203.0.113.${100 + minute}`, { ...who, password: 'y' })).status === 401) tried++
    }
    expect(tried).toBeLessThan(20)
    expect(tried).toBeGreaterThan(10)
    minutes(24 * 60 + 6)
    expect((await signInFrom('198.51.100.30', who)).status).toBe(200)

    const ledger = good(await (await stage.as('administrator')).get('/api/ledger?name=session.slowed')).rows
    expect(ledger).toHaveLength(2)
    const kept = await sql<{ text: string }>`select a::text as text from auth_attempt a`.execute(
      stage.workbench.database.local,
    )
    expect(JSON.stringify(kept.rows)).not.toMatch(/@|science|203\.0/)
  })

  it('counts an account that nobody has in the same way', async () => {
    const nobody = { email: 'nobody-at-all@demo.qiongding.example', password: 'x' }
    const statuses: number[] = []
    for (let attempt = 0; attempt < 8; attempt++)
      statuses.push((await signInFrom(`192.0.2.${100 + attempt}`, nobody)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
  })
})

describe('the address that a gate-keeper names', () => {
  const from = (forwarded: string, proxies: number) =>
    clientAddress(new Headers({ 'x-forwarded-for': forwarded }), '10.1.1.1', proxies)
  it('is believed only from the gate-keepers of the house', () => {
    expect(from('203.0.113.9', 0)).toBe('10.1.1.1')
    expect(from('203.0.113.9', 1)).toBe('203.0.113.9')
    expect(from('1.2.3.4, 203.0.113.9', 1)).toBe('203.0.113.9')
    expect(from('1.2.3.4, 203.0.113.9, 10.0.0.7', 2)).toBe('203.0.113.9')
    for (const nothing of ['', 'unknown', '<script>', '1.2.3.4']) expect(from(nothing, 2)).toBe('10.1.1.1')
    expect(settingsOf({ pack: 'packs/blank' }, { QIONGDING_PROXIES: '1' }).proxies).toBe(1)
    expect(() => settingsOf({ pack: 'packs/blank' }, { QIONGDING_PROXIES: 'yes' })).toThrow(BadSettings)
  })
})

describe('settings of the doors', () => {
  const pack = { pack: 'packs/blank' }
  it('refuse demonstration sign-ins to whoever is elsewhere', () => {
    expect(settingsOf(pack, {}).demonstration).toBe(true)
    expect(settingsOf({ ...pack, host: '0.0.0.0' }, {}).demonstration).toBe(false)
    expect(settingsOf(pack, { QIONGDING_BASE_URL: 'https://workbench.example' }).demonstration).toBe(false)
    expect(settingsOf(pack, { QIONGDING_BASE_URL: 'http://localhost:4600' }).demonstration).toBe(true)
    for (const env of [{ HOST: '0.0.0.0' }, { QIONGDING_BASE_URL: 'https://workbench.example' }])
      expect(() => settingsOf(pack, { ...env, QIONGDING_DEMONSTRATION: 'on' })).toThrow(BadSettings)
    expect(() => settingsOf(pack, { QIONGDING_BASE_URL: 'workbench' })).toThrow(BadSettings)
  })
})
