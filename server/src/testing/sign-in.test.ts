import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

  it('believes no made-up session', async () => {
    for (const headers of [
      { cookie: 'qiongding.session_token=forged.forged' },
      { authorization: 'Bearer forged' },
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

  it('slows down whoever tries passwords', async () => {
    const statuses: number[] = []
    for (let attempt = 0; attempt < 12; attempt++)
      statuses.push(
        (
          await signIn(
            { ...WHO, password: `guess-${attempt}` },
            { 'x-qiongding-client': `10.0.0.${attempt}`, 'x-forwarded-for': `10.0.1.${attempt}` },
          )
        ).status,
      )
    expect(statuses).toContain(429)
    expect(statuses.at(-1)).toBe(429)
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
