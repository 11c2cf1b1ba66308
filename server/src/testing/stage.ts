import { createHmac } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, type Day } from '@qiongding/kernel'
import { pino } from 'pino'
import { workbenchApp } from '../app.ts'
import { loadDemonstration } from '../demonstration/index.ts'
import type { Actor } from '../platform/abilities.ts'
import { clockIn } from '../platform/clock.ts'
import type { ReadDb } from '../platform/db/database.ts'
import type { Engine } from '../platform/db/engine.ts'
import { pgliteEngine } from '../platform/db/pglite.ts'
import { postgresEngine } from '../platform/db/postgres.ts'
import { actorOf, makeSignIn, membersOf, type NewPerson, putMember } from '../platform/identity/people.ts'
import type { MemberTable } from '../platform/identity/tables.ts'
import type { Context } from '../platform/verb/context.ts'
import { type Settings, settingsOf } from '../settings.ts'
import { openWorkbench, type Workbench } from '../workbench.ts'
import { type Client, clientOf } from './client.ts'
import {
  copyDatabase,
  databaseName,
  databaseUrl,
  oncePerRun,
  onServer,
  ownFolder,
  sweepDatabases,
} from './places.ts'

/** Where the workbench of a test stands: in memory, on PostgreSQL, or behind pgbouncer in transaction mode. */
export type Tier = 'pglite' | 'postgres' | 'pgbouncer'

const addressOf = (value: string | undefined) => (value === undefined || value === 'none' ? undefined : value)
const servers = {
  postgres: addressOf(process.env.QIONGDING_TEST_PG),
  pgbouncer: addressOf(process.env.QIONGDING_TEST_PGBOUNCER),
}

/** The tiers that this machine has. */
export const TIERS: readonly Tier[] = [
  'pglite',
  ...(servers.postgres ? (['postgres'] as const) : []),
  ...(servers.postgres && servers.pgbouncer ? (['pgbouncer'] as const) : []),
]

/** `whole` is the pack of a district in earnest, whichever stands here; `harbour` the made-up one that shares nothing with it. */
export type PackName = 'whole' | 'harbour'
export type Setting = {
  readonly tier?: Tier
  readonly pack?: PackName
  /** The pack's made-up rows, or only its people. */
  readonly rows?: 'demonstration' | 'none'
  /** The tenant; another one stands in the same database without rows. */
  readonly district?: number
}

export type Stage = {
  readonly tier: Tier
  readonly workbench: Workbench
  readonly district: number
  readonly baseUrl: string
  readonly dataFolder: string
  readonly app: ReturnType<typeof workbenchApp>['app']
  readonly routes: ReturnType<typeof workbenchApp>['routes']
  readonly today: Day
  /** Log lines written so far: a bug shows here. */
  readonly log: readonly string[]
  /** Members of the district, by account. */
  readonly members: readonly MemberTable[]
  /** Somebody without a session. */
  readonly nobody: Client
  /** The first member of a role (or the one of an account), with a session of his own. */
  as(roleOrAccount: string): Promise<Client>
  /** A member as the server sees him, for calling a verb without a door. */
  contextOf(roleOrAccount: string): Context
  /** A new sign-in that speaks for a party. */
  addEnterprise(party: { id: string; name: string }, account: string): Promise<Client>
  /** A new sign-in of an office. */
  addOfficer(role: string, office: string, account: string): Promise<Client>
  /** Reads the district's tables as the working role. */
  look<T>(work: (read: ReadDb) => Promise<T>): Promise<T>
  /** Moves the clock by days from now on. */
  shift(days: number): void
  /** Works off everything queued. */
  settled(): Promise<void>
  close(): Promise<void>
}

async function addPerson(workbench: Workbench, district: number, person: NewPerson): Promise<void> {
  const { userId } = await makeSignIn(workbench.database, person, district)
  await workbench.database.withDistrict(district, (tx) => putMember(tx, userId, person))
}

const PACKS = join(import.meta.dirname, '../../../packs')
const folderOf = (pack: PackName) =>
  join(
    PACKS,
    pack === 'harbour'
      ? pack
      : (readdirSync(PACKS).find((name) => !['format', 'blank', 'harbour'].includes(name)) ?? ''),
  )
/** What was sealed in the rows made once per run must open again in every test. */
const SECRET = Buffer.alloc(32, 'a secret of the tests only')

function settingsFor(pack: PackName, district: number, dataFolder: string): Settings {
  return settingsOf(
    { pack: folderOf(pack), data: dataFolder },
    { QIONGDING_DISTRICT: String(district), QIONGDING_LOG: 'error', QIONGDING_DEMONSTRATION: 'off' },
  )
}

async function fill(engine: Engine, pack: PackName, rows: 'demonstration' | 'none'): Promise<Workbench> {
  const dataFolder = ownFolder()
  writeFileSync(join(dataFolder, 'secret'), SECRET)
  const workbench = await openWorkbench(settingsFor(pack, 1, dataFolder), {
    logger: pino({ level: 'silent' }),
    engine,
  })
  if (rows === 'demonstration') await loadDemonstration(workbench)
  else {
    const roles = new Map(workbench.pack.pack.roles.map((role) => [role.id, role]))
    for (const person of workbench.pack.pack.demo?.people ?? []) {
      const office = person.office ?? roles.get(person.role)?.office
      if (person.party === undefined)
        await addPerson(workbench, 1, {
          account: person.email,
          password: person.password,
          name: person.label.zh,
          role: person.role,
          ...(office !== undefined && { office }),
          demonstration: true,
        })
    }
  }
  workbench.work()
  await workbench.settled()
  return workbench
}

/** A database that a workbench has filled, copied: memory from a snapshot, PostgreSQL from a template. */
async function engineFor(
  tier: Tier,
  pack: PackName,
  rows: 'demonstration' | 'none',
): Promise<{ engine: Engine; drop: () => Promise<void> }> {
  if (tier === 'pglite') {
    const snapshot = await oncePerRun(`${pack}-${rows}.tar.gz`, async () => {
      const engine = await pgliteEngine({})
      const workbench = await fill(engine, pack, rows)
      const bytes = await engine.dump()
      await workbench.close()
      return bytes
    })
    return { engine: await pgliteEngine({ snapshot }), drop: async () => {} }
  }
  const server = servers.postgres as string
  const template = databaseName(`${pack}_${rows}`)
  await oncePerRun(template, async () => {
    await sweepDatabases(server)
    await onServer(server, `create database "${template}"`)
    const workbench = await fill(
      postgresEngine({ url: databaseUrl(server, template), sessions: 4 }),
      pack,
      rows,
    )
    await workbench.close()
    return template
  })
  const own = databaseName(Math.random().toString(36).slice(2))
  await copyDatabase(server, template, own)
  const address = tier === 'pgbouncer' ? (servers.pgbouncer as string) : server
  return {
    engine: postgresEngine({ url: databaseUrl(address, own), sessions: 6 }),
    drop: async () => void (await onServer(server, `drop database if exists "${own}" with (force)`)),
  }
}

/** Opens a workbench for a test file, of real parts only. */
export async function openStage(setting: Setting = {}): Promise<Stage> {
  const { tier = 'pglite', pack = 'whole', rows = 'none', district = 1 } = setting
  const { engine, drop } = await engineFor(tier, pack, rows)
  const dataFolder = ownFolder()
  writeFileSync(join(dataFolder, 'secret'), SECRET)
  const settings = settingsFor(pack, district, dataFolder)
  const log: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) })
  let offset = 0
  const zone = pack === 'harbour' ? 'UTC' : 'Asia/Shanghai'
  const clock = clockIn(zone, () => new Date(Date.now() + offset))
  const workbench = await openWorkbench(settings, { logger, engine, clock })
  const baseUrl = 'http://localhost:4600'
  const { app, auth, routes } = workbenchApp(workbench, settings, {
    logger,
    webFolder: join(dataFolder, 'web'),
    baseUrl,
    checkAnswers: true,
  })
  workbench.work()

  let members: readonly MemberTable[] = []
  const refresh = async () => {
    members = await workbench.database.readDistrict(district, membersOf)
  }
  await refresh()
  const member = (name: string) => {
    const found = members.find((one) => one.account === name) ?? members.find((one) => one.role === name)
    if (!found) throw new Error(`nobody has the role or account ${name}`)
    return found
  }
  const clients = new Map<string, Client>()
  const client = (headers: Record<string, string>) => clientOf(app, baseUrl, headers)
  const as = async (name: string) => {
    const { user_id: userId } = member(name)
    const known = clients.get(userId)
    if (known) return known
    const { internalAdapter, secret } = await auth.$context
    const { token } = await internalAdapter.createSession(userId)
    const seal = createHmac('sha256', secret).update(token).digest('base64')
    const made = client({ authorization: `Bearer ${token}.${seal}` })
    clients.set(userId, made)
    return made
  }
  const add = async (account: string, more: Pick<NewPerson, 'role' | 'office' | 'party'>) => {
    await addPerson(workbench, district, {
      account,
      password: `password of ${account}`,
      name: `演示 ${account}`,
      demonstration: true,
      ...more,
    })
    await refresh()
    return as(account)
  }
  const actor = (name: string): Actor => {
    const found = member(name)
    return actorOf(found, workbench.grantsOf(found.role))
  }
  return {
    tier,
    workbench,
    district,
    baseUrl,
    dataFolder,
    app,
    routes,
    log,
    get today() {
      return clock.today()
    },
    get members() {
      return members
    },
    nobody: client({}),
    as,
    contextOf: (name) => workbench.contextFor(actor(name)),
    addEnterprise: (party, account) => {
      const role = workbench.pack.pack.roles.find((one) => one.party)?.id ?? ''
      return add(account, { role, party })
    },
    addOfficer: (role, office, account) => add(account, { role, office }),
    look: (work) => workbench.database.readDistrict(district, work),
    shift(days) {
      offset += days * 86_400_000
    },
    settled: () => workbench.settled(),
    async close() {
      await workbench.close()
      await drop()
    },
  }
}

/** A day so many days from another. */
export const dayFrom = (day: Day, days: number): Day => addDays(day, days)
