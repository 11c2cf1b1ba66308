import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes as mounted } from '../modules.ts'
import { type Grant, mayAtAll } from '../platform/abilities.ts'
import { FILE_LIMIT } from '../platform/files/contract.ts'
import type { Endpoint } from '../platform/http/contract.ts'
import { putMember } from '../platform/identity/people.ts'
import type { Client, Reply } from './client.ts'
import { good, make, paper, placement } from './rows.ts'
import { openStage, type PackName, type Stage, TIERS } from './stage.ts'

/** Half a character has no encoding of its own: it is sent as its bytes would be. */
const encoded = (text: string) => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')

/** A request to an operation that names records nobody has: only the door itself answers. */
async function knock(client: Client, endpoint: Endpoint): Promise<Reply> {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'kind'
      ? 'enterprise'
      : name === 'profile'
        ? 'no-such-profile'
        : name === 'token'
          ? 'a'.repeat(30)
          : name === 'fingerprint' || name === 'name'
            ? 'none'
            : uuidv7(),
  )
  if (endpoint.method === 'GET') return client.get(path)
  if (endpoint.encoding === 'multipart')
    return client.upload(path, { name: 'x.txt', bytes: new Uint8Array([1]) })
  return client.post(path, {}, { match: 'none' })
}

describe.each(['whole', 'harbour'] as const)(
  'every door of the %s pack, for every role',
  (pack: PackName) => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage({ pack, rows: 'demonstration' })
    })
    afterAll(() => stage.close())

    const expected = (endpoint: Endpoint, grants: readonly Grant[]): 'open' | 'shut' => {
      if (endpoint.ability === 'public') return 'open'
      if (endpoint.ability === 'signed-in') return grants.length > 0 ? 'open' : 'shut'
      const allowed = mayAtAll({ kind: 'system', id: 'x', name: 'x', grants }, endpoint.ability)
      if (allowed === 'yes') return 'open'
      // A condition opens a write to be tried on a record, and a read that shows each his own.
      return allowed === 'depends' && (endpoint.method === 'POST' || endpoint.narrows) ? 'open' : 'shut'
    }

    it('opens what the pack grants and nothing else', async () => {
      const wrong: string[] = []
      let knocks = 0
      for (const role of stage.workbench.pack.pack.roles) {
        const client = await stage.as(role.id)
        for (const { endpoint } of stage.routes) {
          const reply = await knock(client, endpoint)
          knocks++
          const shut = reply.status === 401 || (reply.status === 403 && reply.body.code === 'not-allowed')
          const found = shut ? 'shut' : 'open'
          if (found !== expected(endpoint, role.grants) || reply.status >= 500)
            wrong.push(`${role.id} ${endpoint.name}: ${found} ${reply.status}`)
        }
      }
      expect(wrong).toEqual([])
      expect(knocks).toBe(stage.workbench.pack.pack.roles.length * stage.routes.length)
      expect(stage.routes.length).toBeGreaterThan(mounted.length)
    })

    it('shuts everything but what is public to nobody, to a stranger, and to whoever was dismissed', async () => {
      const dismissed = await stage.addOfficer(
        stage.workbench.pack.pack.roles[0]?.id ?? '',
        'none',
        'dismissed@example',
      )
      const userId = stage.members.find((one) => one.account === 'dismissed@example')?.user_id as string
      const { database } = stage.workbench
      await database.withDistrict(1, async (tx) => {
        await putMember(tx, userId, {
          account: 'dismissed@example',
          name: '演示',
          role: 'no-such-role',
          demonstration: true,
        })
      })
      for (const { endpoint } of stage.routes) {
        const [stranger, outside] = [await knock(dismissed, endpoint), await knock(stage.nobody, endpoint)]
        if (endpoint.ability === 'public') {
          expect([401, 403, 500], endpoint.name).not.toContain(outside.status)
          continue
        }
        expect(outside.status, endpoint.name).toBe(401)
        expect([401, 403], endpoint.name).toContain(stranger.status)
      }
    })
  },
)

describe.each(TIERS)('the door itself, on %s', (tier) => {
  let stage: Stage
  let officer: Client
  beforeAll(async () => {
    stage = await openStage({ tier })
    officer = await stage.as('talent-officer')
  })
  afterAll(() => stage.close())

  it('answers no bug to malformed input anywhere', async () => {
    const { post, journeyId } = await placement(stage)
    const nasty = [
      "'",
      '\\',
      '%',
      '"',
      '\u0000',
      '\ud800',
      '__proto__',
      '[object Object]',
      '-1',
      '1e999',
      '../../etc/passwd',
      '<script>',
      '💥'.repeat(60),
      'null',
      '{"a":1}',
    ]
    const cursors = [
      'x',
      'W10',
      btoa('["a","b"]'),
      btoa('["\\u0000","00000000-0000-0000-0000-000000000000"]'),
      btoa('[1,"------------------------------------"]'),
      '-5',
      '99999999999',
      uuidv7(),
    ]
    const addresses = [
      ...['q', 'filter', 'sort', 'cursor', 'limit', 'on', 'known'].flatMap((name) =>
        [...nasty, ...cursors].flatMap((value) =>
          [
            '/api/registry/enterprise',
            '/api/matches/post-talent/needs',
            `/api/matches/post-talent/needs/${post.id}`,
            '/api/orders',
            '/api/journeys',
            '/api/imports',
          ].map((path) => `${path}?${name}=${encoded(value)}`),
        ),
      ),
      ...nasty.flatMap((value) => [
        `/api/registry/${encoded(value)}`,
        `/api/registry/enterprise/${encoded(value)}`,
        `/api/targets/${encoded(value)}`,
        `/api/files/${encoded(value)}`,
        `/api/search?q=${encoded(value)}`,
        `/api/journeys?definition=${encoded(value)}`,
        `/api/orders?office=${encoded(value)}`,
      ]),
      ...cursors.map((value) => `/api/registry/enterprise?sort=revenue&cursor=${encoded(value)}`),
      '/api/files/%E0%A4%A',
      '/api/registry/enterprise?on=9999-12-31&known=9999-12-31',
      '/api/registry/enterprise?on=0001-01-01',
      `/api/journeys/${journeyId}?on=9999-12-31`,
      '/api/targets?on=9999-12-31&known=9999-12-31',
      '/api/targets?on=0001-01-01',
    ]
    const bugs: string[] = []
    for (const address of addresses) {
      const reply = await officer.get(address)
      if (reply.status >= 500) bugs.push(`${address} ${reply.status}`)
      else if (reply.status !== 200)
        expect(reply.headers.get('content-type'), address).toBe('application/problem+json; charset=utf-8')
    }
    for (const value of nasty) {
      for (const [path, body] of [
        ['/api/registry/enterprise', { values: { name: value, [value]: value }, source: value }],
        ['/api/registry/enterprise', { values: { name: `演示${value}` }, source: value || 'x' }],
        [`/api/journeys/${journeyId}/evidence`, { kind: value, note: value, fileId: value }],
        ['/api/orders', { journeyId, element: value, what: value, quantity: value }],
        [`/api/matches/post-talent/needs/${post.id}/decline`, { offerId: value, reason: value }],
      ] as const) {
        const reply = await officer.post(path, body)
        if (reply.status >= 500) bugs.push(`${path} ${JSON.stringify(body)} ${reply.status}`)
      }
    }
    expect(bugs).toEqual([])
  }, 120_000)

  it('takes JSON objects only, of bounded size', async () => {
    const send = (body: string, type = 'application/json') =>
      officer.send('/api/registry/enterprise', { method: 'POST', body, headers: { 'content-type': type } })
    for (const [body, type] of [
      ['[]', undefined],
      ['"x"', undefined],
      ['{', undefined],
      ['null', undefined],
      ['{"values":{}}', 'text/plain'],
      ['a=b', 'application/x-www-form-urlencoded'],
    ] as const)
      expect((await send(body, type)).status, body).toBe(422)
    const large = await send(JSON.stringify({ values: { name: 'x'.repeat(1_100_000) }, source: 'x' }))
    expect([large.status, large.body.code]).toEqual([413, 'too-large'])
    const auth = await stage.nobody.send('/api/auth/sign-in/email', {
      method: 'POST',
      body: JSON.stringify({ email: 'x'.repeat(1_100_000), password: 'x' }),
      headers: { 'content-type': 'application/json' },
    })
    expect(auth.status).toBe(413)
    const proto = await send(
      '{"values":{"name":"演示原型","__proto__":{"x":1}},"source":"x","__proto__":{"source":"y"}}',
    )
    expect(proto.status).toBeLessThan(500)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    expect(FILE_LIMIT).toBeGreaterThan(1024)
  })

  it('lets the address win over the body', async () => {
    const [one, two] = [
      await make(officer, 'enterprise', { name: `演示址一${tier}` }),
      await make(officer, 'enterprise', { name: `演示址二${tier}` }),
    ]
    good(
      await officer.post(
        `/api/registry/enterprise/${one.id}/statements?id=${two.id}`,
        { id: two.id, kind: 'talent', values: { employees: 7 }, source: 'x' },
        { match: one.version },
      ),
    )
    expect(good(await officer.get(`/api/registry/enterprise/${one.id}`)).values.employees).toBe(7)
    expect(good(await officer.get(`/api/registry/enterprise/${two.id}`)).values.employees).toBeUndefined()
    expect((await officer.get(`/api/registry/post/${one.id}?kind=enterprise`)).status).toBe(404)
  })

  it('refuses writes that another site began', async () => {
    const body = { values: { name: '演示跨站' }, source: 'x' }
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://localhost.evil.example:4600' },
    ] as Record<string, string>[])
      expect(
        (await officer.post('/api/registry/enterprise', body, { headers })).status,
        JSON.stringify(headers),
      ).toBe(403)
    const signIn = await stage.nobody.post(
      '/api/auth/sign-in/email',
      { email: 'a@b.example', password: 'x' },
      { headers: { origin: 'https://evil.example' } },
    )
    expect(signIn.status).toBe(403)
  })

  it('gives the first answer again for a repeated key, and refuses a key that means something else', async () => {
    const body = { values: { name: `演示重复${tier}` }, source: 'x' }
    const replies = await Promise.all(
      [1, 2, 3].map(() => officer.post('/api/registry/enterprise', body, { key: 'same-key-1' })),
    )
    expect(new Set(replies.map((reply) => good(reply).id)).size).toBe(1)
    const other = await officer.post(
      '/api/registry/enterprise',
      { ...body, source: 'y' },
      { key: 'same-key-1' },
    )
    expect([other.status, other.body.code]).toEqual([409, 'repeated-key'])
    const dispatcher = await stage.as('science-officer')
    expect((await dispatcher.post('/api/registry/enterprise', body, { key: 'same-key-1' })).body.code).toBe(
      'twin-exists',
    )
    expect((await officer.post('/api/registry/enterprise', body, { key: 'short' })).status).toBe(422)
    expect((await officer.post('/api/registry/enterprise', body, { key: 'x'.repeat(201) })).status).toBe(422)
    const refused = { values: { name: `演示先拒${tier}`, employees: 'x' }, source: 'x' }
    expect((await officer.post('/api/registry/enterprise', refused, { key: 'refused-key' })).status).toBe(422)
    expect(
      (
        await officer.post(
          '/api/registry/enterprise',
          { ...refused, values: { name: `演示先拒${tier}` } },
          { key: 'refused-key' },
        )
      ).status,
    ).toBe(200)
    const file = { name: '大.bin', bytes: new Uint8Array(3_000_000) }
    const [first, second] = [
      await officer.upload('/api/files', file, { key: 'file-key-1' }),
      await officer.upload('/api/files', file, { key: 'file-key-1' }),
    ]
    expect(good(second).id).toBe(good(first).id)
    stage.shift(2)
    expect((await officer.post('/api/registry/enterprise', body, { key: 'same-key-1' })).body.code).toBe(
      'twin-exists',
    )
    stage.shift(-2)
  })

  it('gives files as attachments to whoever sees what they hang on, whatever they are called', async () => {
    const html = await officer.upload('/api/files', {
      name: 'a"\r\nset-cookie: x=1;\\../../b\'().html',
      bytes: new TextEncoder().encode('<script>alert(1)</script>'),
      type: 'text/html',
    })
    const { id, name } = good(html)
    expect(name).not.toMatch(/[\\/\r\n]/)
    const got = await officer.get(`/api/files/${id}`)
    expect(got.status).toBe(200)
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w.%~!-]+$/)
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    expect(got.headers.get('set-cookie')).toBeNull()
    const long = good(
      await officer.upload('/api/files', { name: `${'长'.repeat(400)}💥.txt`, bytes: new Uint8Array([1]) }),
    )
    expect((await officer.get(`/api/files/${long.id}`)).status).toBe(200)
    const leader = await stage.as('leader')
    expect((await leader.get(`/api/files/${id}`)).status).toBe(404)
    const { journeyId } = await placement(stage)
    const evidence = await paper(officer)
    good(
      await officer.post(`/api/journeys/${journeyId}/evidence`, { kind: 'recommendation', fileId: evidence }),
    )
    expect((await leader.get(`/api/files/${evidence}`)).status).toBe(200)
    expect((await (await stage.as('administrator')).get(`/api/files/${evidence}`)).status).toBe(404)
    expect((await officer.send('/api/files', { method: 'POST', body: new FormData() })).status).toBe(422)
  })

  it('sends the same safe headers everywhere, and a policy without inline scripts', async () => {
    for (const path of ['/api/session', '/health', '/api/nothing', '/openapi', '/api/registry/enterprise']) {
      const { headers } = await officer.get(path)
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('x-frame-options'), path).toBe('DENY')
      expect(headers.get('x-request-id'), path).toMatch(/^[0-9a-f]{16}$/)
    }
    const page = (await officer.get('/openapi')).headers.get('content-security-policy') ?? ''
    expect(page).toContain("script-src 'self';")
    expect(page).toContain("frame-ancestors 'none'")
    expect((await officer.get('/api/session')).headers.get('cache-control')).toBe('no-store')
    expect((await officer.get('/api/nothing')).status).toBe(404)
    expect((await officer.send('/api/session', { method: 'DELETE' })).status).toBe(404)
  })

  it('writes no personal value to the log', () => {
    expect(stage.log.join('\n')).not.toMatch(/演示人员|1380000|1390000/)
    expect(stage.log.filter((line) => line.includes('"bug"'))).toEqual([])
  })
})
