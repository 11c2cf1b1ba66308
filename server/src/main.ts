import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { pino } from 'pino'
import { workbenchApp } from './app.ts'
import { keepSnapshots } from './backup.ts'
import { explain } from './cli/explain.ts'
import { loadDemonstration } from './demonstration/index.ts'
import { clockJobs } from './modules.ts'
import type { PgliteEngine } from './platform/db/pglite.ts'
import { membersOf } from './platform/identity/people.ts'
import { keepClocks } from './platform/jobs/clocks.ts'
import { serverSecret } from './platform/secret.ts'
import { tidySoon } from './platform/threads/tidy.ts'
import { isLoopback, type Settings, secretFile, settingsOf } from './settings.ts'
import {
  markProjected,
  renewProjection,
  resumeAmendments,
  resumeExports,
  resumeImports,
} from './spine/registry/index.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

/** After a start: the first page has been answered by then, and what was left unfinished is under way. */
const REST_MS = 4_000

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Whether nothing has happened in the district yet: made-up rows are never mixed into what somebody has entered. */
async function isNew({ database, district }: Workbench): Promise<boolean> {
  return database.readDistrict(district.id, async (read) => {
    if ((await membersOf(read)).length > 0) return false
    const found = await sql`select 1 from ledger where district_id = ${read.district} limit 1`.execute(
      read.query,
    )
    return found.rows.length === 0
  })
}

const starting = { kind: 'system', id: 'start', name: 'start', grants: [] } as const

/** The worker's part: what a process that died left unfinished goes on first, and what older rules projected is made anew. */
async function startWork(workbench: Workbench): Promise<void> {
  const ctx = workbench.contextFor(starting)
  await resumeImports(ctx)
  await resumeExports(ctx)
  await resumeAmendments(ctx)
  await renewProjection(ctx)
  workbench.work()
}

/** Starts a process: doors, worker or both, and its graceful end. `opened` is called before anything is taken up again. */
export async function start(
  settings: Settings,
  opened?: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const logger = pino({
    level: settings.logLevel === 'info' ? 'warn' : settings.logLevel,
    // A failed statement quotes the row it failed on; the row may be a person's.
    redact: ['req.headers', 'res.headers', 'err.detail', 'err.where', 'err.parameters'],
  })
  const workbench = await openWorkbench(settings, { logger })
  await opened?.(workbench)
  const untouched = await isNew(workbench)
  const fresh = settings.demonstration && workbench.pack.pack.demo !== undefined && untouched
  // What is written from here on is projected by today's rules.
  if (untouched)
    await workbench.database.withDistrict(workbench.district.id, (tx) =>
      markProjected(tx, workbench.contextFor(starting)),
    )
  if (fresh) {
    say('正在写入演示数据 / entering demonstration rows ...')
    await loadDemonstration(workbench)
  }
  const accounts = new Set(
    (await workbench.database.readDistrict(workbench.district.id, membersOf)).map((one) => one.account),
  )
  // Made-up sign-ins are told only where they were made: a district that was filled otherwise has none.
  const people = settings.demonstration
    ? (workbench.pack.pack.demo?.people ?? []).filter((one) => accounts.has(one.email.toLowerCase()))
    : []
  let close = async () => {}
  if (settings.role !== 'worker') {
    const address = `http://${isLoopback(settings.host) ? 'localhost' : settings.host}:${settings.port}`
    const { app } = workbenchApp(
      workbench,
      { ...settings, demonstration: people.length > 0 },
      {
        logger,
        webFolder: join(import.meta.dirname, '../../web/dist'),
        baseUrl: settings.baseUrl ?? address,
      },
    )
    await new Promise<void>((resolve, reject) => {
      const server = serve({ fetch: app.fetch, hostname: settings.host, port: settings.port }, () =>
        resolve(),
      )
      server.on('error', reject)
      close = () =>
        new Promise((done) => {
          server.close(() => done())
          if ('closeIdleConnections' in server) server.closeIdleConnections()
          setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5_000).unref()
        })
    })
    const name = workbench.pack.pack.name
    say(`穹顶 Qiongding · ${name.zh} ${name.en}\n${address}`)
    for (const person of people)
      say(
        `  ${person.email.padEnd(38)} ${person.password.padEnd(22)} ${person.label.zh} / ${person.label.en}`,
      )
    if (accounts.size === 0) say('还没有账号 / no sign-ins yet: qiongding people add ACCOUNT --role ROLE')
  }
  if (settings.role !== 'web')
    void startWork(workbench).catch((error) => logger.error({ err: error }, 'unfinished imports'))
  const endClocks =
    settings.role === 'web'
      ? async () => {}
      : keepClocks(
          () => workbench.contextFor({ kind: 'system', id: 'clock', name: 'clock', grants: [] }),
          clockJobs,
          logger,
        )
  const { engine } = workbench.database
  const endSnapshots =
    engine.tier === 'pglite'
      ? keepSnapshots({
          engine: engine as PgliteEngine,
          dataFolder: settings.dataFolder,
          secret: serverSecret(secretFile(settings), process.env.QIONGDING_SECRET),
          hours: settings.snapshotHours,
          keep: settings.snapshotKeep,
          onError: (error) => logger.error({ err: error }, 'snapshot'),
        })
      : async () => {}
  tidySoon(REST_MS)
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    // No new requests, those under way finish, the batch under way commits, then the database closes.
    await close()
    await endClocks()
    await endSnapshots()
    await workbench.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void end())
  process.on('SIGINT', () => void end())
}

if (import.meta.main) {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        pack: { type: 'string' },
        role: { type: 'string' },
      },
    })
    await start(settingsOf(values, process.env))
  } catch (error) {
    process.exit(explain(error))
  }
}
