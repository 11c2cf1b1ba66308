import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { publicPack } from '@qiongding/pack-format'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { routes } from './modules.ts'
import { organisation } from './organisation.ts'
import { type Actor, abilitiesOf, NOBODY } from './platform/abilities.ts'
import { httpApp } from './platform/http/app.ts'
import { openApiOf } from './platform/http/openapi.ts'
import { builtPages } from './platform/http/pages.ts'
import { type Route, read } from './platform/http/route.ts'
import { attemptsIn } from './platform/identity/attempts.ts'
import { identityContract, type Session } from './platform/identity/contract.ts'
import { signInDoor } from './platform/identity/door.ts'
import { actorOf, findMember, membersOf } from './platform/identity/people.ts'
import { personView } from './platform/identity/reads.ts'
import { peopleRoutes } from './platform/identity/routes.ts'
import { signIn } from './platform/identity/sign-in.ts'
import type { MemberTable } from './platform/identity/tables.ts'
import { refuse } from './platform/refusals.ts'
import type { Context } from './platform/verb/context.ts'
import { record } from './platform/verb/verb.ts'
import { isLoopbackHost, type Settings } from './settings.ts'
import { membersOf as membersOfRecord } from './spine/registry/index.ts'
import type { Workbench } from './workbench.ts'

/** How long a session is believed without asking the database again: a withdrawn sign-in works this much longer at most. */
const SESSION_MS = 5_000

type Who = { readonly actor: Actor; readonly member?: MemberTable }

/** The HTTP surface of a workbench. */
export function workbenchApp(
  workbench: Workbench,
  settings: Settings,
  options: { logger: Logger; webFolder: string; checkAnswers?: boolean; baseUrl: string },
) {
  const { district, database, pack } = workbench
  const auth = signIn({
    database,
    baseUrl: options.baseUrl,
    secret: workbench.authSecret,
    ...(settings.oidc && { oidc: settings.oidc }),
    // Demonstration sign-ins are public and for this machine only: trying them out must not lock anybody out.
    attemptsPerMinute: settings.demonstration ? 300 : 10,
    onSignIn: async ({ userId }) => {
      await database.withDistrict(district.id, async (tx) => {
        const member = await findMember(tx, userId)
        const actor: Actor = member
          ? actorOf(member, [])
          : { kind: 'system', id: userId, name: 'stranger', grants: [] }
        await record(tx, workbench.contextFor(actor), [
          {
            name: member ? 'session.opened' : 'session.without-membership',
            about: { kind: 'person', id: userId },
            day: workbench.clock.today(),
          },
        ])
      })
    },
  })

  const door = signInDoor({
    handler: auth.handler,
    attempts: attemptsIn(database, district.keys, workbench.clock),
    secure: options.baseUrl.startsWith('https:'),
    // Once in a row of wrong passwords, and only of somebody who is here: a flood of guesses is no flood of the ledger.
    onSlowed: (account) =>
      database.withDistrict(district.id, async (tx) => {
        const member = (await membersOf(tx)).find((one) => one.account === account.trim().toLowerCase())
        if (!member) return
        const system: Actor = { kind: 'system', id: 'sign-in', name: 'sign-in', grants: [] }
        await record(tx, workbench.contextFor(system), [
          {
            name: 'session.slowed',
            about: { kind: 'person', id: member.user_id },
            day: workbench.clock.today(),
          },
        ])
      }),
  })

  const sessions = new Map<string, { readonly until: number; readonly who: Promise<Who> }>()
  async function lookUp(headers: Headers): Promise<Who> {
    const session = await auth.api.getSession({ headers })
    if (!session) return { actor: NOBODY }
    const member = await database.readDistrict(district.id, (db) => findMember(db, session.user.id))
    return member
      ? { actor: actorOf(member, workbench.grantsOf(member.role)), member }
      : { actor: { ...NOBODY, id: session.user.id } }
  }
  /** Under which records an enterprise is known is asked anew every time: a merge holds from the moment it was answered. */
  async function actorNow(headers: Headers): Promise<Actor> {
    const { actor, member } = await who(headers)
    if (!member?.party_id) return actor
    const party = member.party_id
    const parties = await database.readDistrict(district.id, (db) => membersOfRecord(db, party))
    return actorOf(member, workbench.grantsOf(member.role), parties)
  }
  async function who(headers: Headers): Promise<Who> {
    const cookie = headers.get('cookie')
    const bearer = headers.get('authorization')
    if (!cookie?.includes('qiongding.') && !bearer) return { actor: NOBODY }
    const key = hash('sha256', `${cookie ?? ''}\0${bearer ?? ''}`, 'base64')
    const now = Date.now()
    const kept = sessions.get(key)
    if (kept && kept.until > now) return kept.who
    if (sessions.size > 2_000) sessions.clear()
    const found = lookUp(headers)
    sessions.set(key, { until: now + SESSION_MS, who: found })
    found.catch(() => sessions.delete(key))
    return found
  }

  const labelOf = (role: string) =>
    pack.pack.roles.find((one) => one.id === role)?.label ?? { zh: role, en: role }
  const demonstration: Session['demonstration'] = settings.demonstration
    ? (pack.pack.demo?.people ?? []).map((person) => ({
        account: person.email,
        password: person.password,
        role: person.role,
        roleLabel: labelOf(person.role),
        name: person.label,
      }))
    : []
  const shownPack = JSON.parse(JSON.stringify(publicPack(pack.pack))) as Record<string, unknown>

  /** Whoever changes people is not to be contradicted by what sessions still believe. */
  const forgetting = (route: Route): Route => ({
    ...route,
    answer: async (...asked) => {
      const answer = await route.answer(...asked)
      if (route.endpoint.writes) sessions.clear()
      return answer
    },
  })

  const own: readonly Route[] = [
    read(identityContract.session, async (ctx, _input, { headers }) => {
      const { actor, member } = await who(headers)
      return {
        ...(member && { person: personView(ctx, organisation, member) }),
        district: { id: pack.pack.id, name: pack.pack.name },
        abilities: abilitiesOf(actor),
        today: workbench.clock.today(),
        pack: pack.pack.fingerprint,
        demonstration,
      }
    }),
    read(identityContract.pack, async (_ctx, { fingerprint }) => {
      if (fingerprint !== pack.pack.fingerprint) throw refuse('not-found')
      return shownPack
    }),
    ...peopleRoutes(organisation).map(forgetting),
  ]
  const all = [...own, ...routes]
  const pages = builtPages(options.webFolder)
  const api = openApiPages(all, pack.pack.version)
  return {
    auth,
    routes: all,
    app: httpApp({
      routes: all,
      contextOf: async (headers): Promise<Context> => workbench.contextFor(await actorNow(headers)),
      signIn: async (request) => {
        const response = await door(request)
        if (new URL(request.url).pathname.endsWith('/sign-out')) sessions.clear()
        return response
      },
      pages: async (path, headers) => api(path) ?? (await pages(path, headers)),
      health: async () => {
        const started = performance.now()
        await sql`select 1`.execute(database.local)
        return {
          ready: true,
          detail: {
            database: database.engine.tier,
            queryMs: Math.round(performance.now() - started),
            pack: pack.pack.id,
            version: pack.pack.version,
          },
        }
      },
      logger: options.logger,
      proxies: settings.proxies,
      // Its passwords are public: only this machine's own pages may use them.
      ...(settings.demonstration && { hosts: isLoopbackHost }),
      ...(options.checkAnswers && { checkAnswers: true }),
    }),
  }
}

/** What the page offers stays in the house: its library's services elsewhere (answers, hosting, sharing) are left out. */
const API_PAGE = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
}

/** The description of the interface and a page to leaf through it, from the machine's own disk: no other server is asked. */
function openApiPages(all: readonly Route[], version: string): (path: string) => Response | undefined {
  let description: string | undefined
  const describe = () =>
    (description ??= JSON.stringify(
      openApiOf(
        all.map((route) => route.endpoint),
        { title: 'Qiongding', version },
      ),
    ))
  const script = () =>
    readFileSync(
      join(createRequire(import.meta.url).resolve('@scalar/api-reference'), '../browser/standalone.js'),
    )
  const page =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Qiongding API</title><meta name="viewport" content="width=device-width"><link rel="icon" href="/dome.svg" type="image/svg+xml"></head><body><div id="app"></div><script src="/openapi/scalar.js"></script><script src="/openapi/start.js"></script></body></html>'
  // The page's library puts style elements in by itself, so its styles need 'unsafe-inline'; nothing else does, and no other page has it.
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
  return (path) => {
    if (path === '/openapi.json')
      return new Response(describe(), { headers: { 'content-type': 'application/json; charset=utf-8' } })
    if (path === '/openapi')
      return new Response(page, {
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
      })
    if (path === '/openapi/scalar.js')
      return new Response(script(), {
        headers: {
          'content-type': 'text/javascript; charset=utf-8',
          'cache-control': 'public, max-age=86400',
        },
      })
    if (path === '/openapi/start.js')
      return new Response(`Scalar.createApiReference('#app', ${JSON.stringify(API_PAGE)})`, {
        headers: { 'content-type': 'text/javascript; charset=utf-8' },
      })
    return undefined
  }
}
