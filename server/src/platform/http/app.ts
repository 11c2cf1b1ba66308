import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import { FILE_LIMIT } from '../files/contract.ts'
import { CLIENT_ADDRESS } from '../identity/sign-in.ts'
import { Refusal, refuse } from '../refusals.ts'
import type { Context } from '../verb/context.ts'
import { problemOf, problemResponse } from './problem.ts'
import type { Bytes, Route } from './route.ts'

export type AppOptions = {
  readonly routes: readonly Route[]
  /** Who asks, from the headers; answers a context without request fields. */
  readonly contextOf: (headers: Headers) => Promise<Context>
  /** The sign-in library's own routes. */
  readonly signIn: (request: Request) => Promise<Response>
  /** Pages and assets; undefined where there is none of that name. */
  readonly pages: (path: string, headers: Headers) => Promise<Response | undefined>
  readonly health: () => Promise<{ ready: boolean; detail: Record<string, unknown> }>
  readonly logger: Logger
  /** The names this server is asked by; absent where any will do. */
  readonly hosts?: (host: string) => boolean
  /** Gate-keepers in front of this server that say on whose behalf they ask (X-Forwarded-For). */
  readonly proxies?: number
  /** Checks answers against their contract; on in tests. */
  readonly checkAnswers?: boolean
}

/** Largest JSON body, in bytes: the longest is a page of import decisions. */
const JSON_LIMIT = 1024 * 1024

type Bindings = { Bindings: HttpBindings; Variables: { requestId: string; complete?: true } }

/** Headers that every answer carries: nothing is framed, sniffed, or sent elsewhere. */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** Another site's page may not write here with our cookie. A client without an Origin (a script with a token) is no browser. */
function foreignOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site) return site !== 'same-origin' && site !== 'none'
  const origin = headers.get('origin')
  if (!origin) return false
  try {
    return new URL(origin).host !== headers.get('host')
  } catch {
    return true
  }
}

/**
 * Who asks: whoever the connection comes from, or whom the gate-keepers of this house name. Each adds the address it was asked from at the
 * end, so only the last entries are theirs; whatever stands before them the client may have made up.
 */
export function clientAddress(headers: Headers, connected: string | undefined, proxies = 0): string {
  const named = (headers.get('x-forwarded-for') ?? '').split(',').map((one) => one.trim())
  const told = proxies > 0 ? named.at(-proxies) : undefined
  return told !== undefined && isIP(told) !== 0 ? told : (connected ?? '127.0.0.1')
}

/** What the identity library may be asked from outside. Registering, changing an account and resetting a password are not offered. */
const AUTH_PATHS: readonly string[] = [
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'POST /sign-in/oauth2',
  'GET /error',
]
function authOffered(method: string, path: string): boolean {
  const within = path.replace(/^\/api\/auth/, '')
  return (
    AUTH_PATHS.includes(`${method} ${within}`) ||
    (method === 'GET' && /^\/oauth2\/callback\/[a-z-]+$/.test(within))
  )
}

/** Text that no database column can hold: a NUL, or half a character. */
function unwritable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (Array.isArray(value)) return value.some(unwritable)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([key, one]) => unwritable(key) || unwritable(one))
  return false
}

/** Where an answer says more than its contract: a field sent by mistake. */
function surplus(answer: unknown, parsed: unknown, path = ''): string | undefined {
  if (Array.isArray(answer) && Array.isArray(parsed)) {
    for (const [index, one] of answer.entries()) {
      const found = surplus(one, parsed[index], `${path}[${index}]`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (typeof answer !== 'object' || answer === null || typeof parsed !== 'object' || parsed === null)
    return undefined
  for (const [key, one] of Object.entries(answer)) {
    if (one === undefined) continue
    if (!(key in parsed)) return `${path}.${key}`
    const found = surplus(one, (parsed as Record<string, unknown>)[key], `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** 16 hexadecimal digits, taken from where there is no version number in them. Node makes identifiers in stock; random bytes it fetches each time. */
function newRequestId(): string {
  const id = randomUUID()
  return id.slice(0, 8) + id.slice(-8)
}

const honoPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1')

function queryOf(url: string): Record<string, string> {
  const at = url.indexOf('?')
  return at === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)))
}

async function inputOf(
  request: Request,
  route: Route,
  params: Record<string, string>,
): Promise<{ input: Record<string, unknown>; file?: Bytes }> {
  const input: Record<string, unknown> = {
    ...queryOf(request.url),
    ...params,
  }
  if (route.endpoint.method === 'GET') return { input }
  if (route.endpoint.encoding === 'multipart') {
    const form = await request.formData().catch(() => {
      throw refuse('bad-input', { issues: [{ path: '', code: 'not-multipart' }] })
    })
    const file = form.get('file')
    return file instanceof File
      ? {
          input,
          file: {
            name: file.name,
            type: file.type || 'application/octet-stream',
            bytes: new Uint8Array(await file.arrayBuffer()),
          },
        }
      : { input }
  }
  const text = await request.text()
  if (text === '') return { input }
  if (!request.headers.get('content-type')?.startsWith('application/json'))
    throw refuse('bad-input', { issues: [{ path: '', code: 'not-json' }] })
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw refuse('bad-input', { issues: [{ path: '', code: 'not-json' }] })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refuse('bad-input', { issues: [{ path: '', code: 'not-an-object' }] })
  // The path wins over the body: nobody names one record in the address and another in the text.
  return { input: { ...body, ...params } }
}

/** Refuses bodies above a limit: by the length they name, which the parser holds them to, and otherwise by counting. */
function limited(most: number, said: number): MiddlewareHandler {
  const tooLarge = () => problemResponse(problemOf(refuse('too-large', { limit: said })))
  const counted = bodyLimit({ maxSize: most, onError: tooLarge })
  return async (c, next) => {
    const { headers } = c.req.raw
    const length = headers.get('content-length')
    if (length === null || headers.has('transfer-encoding')) return counted(c, next)
    if (Number(length) > most) return tooLarge()
    return await next()
  }
}

/** The HTTP application: routes of the contracts, the sign-in library, health, pages. */
export function httpApp(options: AppOptions): Hono<Bindings> {
  const app = new Hono<Bindings>()
  const { logger } = options

  app.use(async (c, next) => {
    const requestId = newRequestId()
    c.set('requestId', requestId)
    const started = performance.now()
    await next()
    // An answer made with all of its headers is sent as it stands: taking it up again to add some costs as much as making it.
    if (!c.get('complete')) {
      for (const [name, value] of Object.entries(SAFE_HEADERS))
        if (!c.res.headers.has(name)) c.res.headers.set(name, value)
      c.res.headers.set('x-request-id', requestId)
    }
    if (!logger.isLevelEnabled('debug')) return
    // Neither addresses nor query strings nor bodies: a log line holds no personal data.
    logger.debug(
      {
        id: requestId,
        method: c.req.method,
        route: c.req.routePath,
        status: c.res.status,
        ms: Math.round(performance.now() - started),
      },
      'request',
    )
  })

  // A page elsewhere whose name was made to mean this machine is of one origin with what it asks here; that name gives it away.
  const { hosts } = options
  if (hosts)
    app.use(async (c, next) => {
      const host = c.req.header('host')
      if (host !== undefined && !hosts(host)) throw refuse('not-allowed', { ability: 'same-origin' })
      await next()
    })

  app.onError((error, c) => {
    if (error instanceof Refusal) return problemResponse(problemOf(error))
    const id = c.get('requestId')
    logger.error({ err: error, id, route: c.req.routePath }, 'bug')
    return problemResponse({
      type: 'about:blank',
      title: 'internal error',
      status: 500,
      code: 'bug',
      instance: id,
    })
  })

  app.get('/health', async (c) => {
    const { ready, detail } = await options.health()
    return c.json({ ready, ...detail }, ready ? 200 : 503)
  })

  const limits = {
    json: limited(JSON_LIMIT, JSON_LIMIT),
    multipart: limited(FILE_LIMIT + 64 * 1024, FILE_LIMIT),
  }

  app.on(['GET', 'POST'], '/api/auth/*', limits.json, async (c) => {
    if (!authOffered(c.req.method, c.req.path)) throw refuse('not-found')
    if (c.req.method === 'POST' && foreignOrigin(c.req.raw.headers))
      throw refuse('not-allowed', { ability: 'same-origin' })
    const headers = new Headers(c.req.raw.headers)
    headers.set(
      CLIENT_ADDRESS,
      clientAddress(headers, c.env?.incoming?.socket?.remoteAddress, options.proxies),
    )
    const request = new Request(c.req.raw, { headers })
    return await options.signIn(request)
  })

  for (const route of options.routes) {
    const { endpoint } = route
    const limit = endpoint.method === 'GET' ? [] : [limits[endpoint.encoding ?? 'json']]
    app.on(endpoint.method, [honoPath(endpoint.path)], ...limit, async (c: HonoContext<Bindings>) => {
      const { headers } = c.req.raw
      if (endpoint.method !== 'GET' && foreignOrigin(headers))
        throw refuse('not-allowed', { ability: 'same-origin' })
      const base = await options.contextOf(headers)
      const [expects, key] = [
        headers.get('if-match') ?? undefined,
        headers.get('idempotency-key') ?? undefined,
      ]
      if (endpoint.matches && expects === undefined) throw refuse('version-needed')
      if (key !== undefined && (key.length > 200 || key.length < 8))
        throw refuse('bad-input', { issues: [{ path: 'idempotency-key', code: 'length' }] })
      const ctx: Context = {
        ...base,
        request: { ...(expects !== undefined && { expects }), ...(key !== undefined && { key }) },
      }
      const { input, file } = await inputOf(c.req.raw, route, c.req.param() as Record<string, string>)
      if (unwritable(input)) throw refuse('bad-input', { issues: [{ path: '', code: 'unwritable-text' }] })
      const answer = await route.answer(ctx, input, { headers, ...(file && { file }) })
      if (isBytes(answer)) return attachment(answer)
      if (options.checkAnswers) {
        const more = surplus(answer, endpoint.output.parse(answer))
        if (more !== undefined)
          throw new Error(`${endpoint.name} answers ${more}, which its contract does not know`)
      }
      const version = (answer as { version?: unknown } | undefined)?.version
      c.set('complete', true)
      return new Response(JSON.stringify(answer), {
        headers: {
          'content-type': 'application/json',
          'cache-control': 'no-store',
          ...(typeof version === 'string' && { etag: `"${version}"` }),
          ...SAFE_HEADERS,
          'x-request-id': c.get('requestId'),
        },
      })
    })
  }

  app.all('/api/*', () => {
    throw refuse('not-found')
  })
  app.get(
    '*',
    async (c) =>
      (await options.pages(c.req.path, c.req.raw.headers)) ?? problemResponse(problemOf(refuse('not-found'))),
  )
  return app
}

function isBytes(answer: unknown): answer is Bytes {
  return typeof answer === 'object' && answer !== null && (answer as Bytes).bytes instanceof Uint8Array
}

/** Bytes always leave as an attachment: an uploaded page never runs in our origin. */
function attachment(file: Bytes): Response {
  return new Response(file.bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed()).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    },
  })
}
