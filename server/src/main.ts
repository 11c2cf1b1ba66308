import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { workbenchApp } from './app.ts'
import { loadDemonstration } from './demonstration.ts'
import { FolderInUse } from './platform/db/folder-lock.ts'
import { membersOf } from './platform/identity/people.ts'
import { BadSettings, isLoopback, type Settings, settingsOf } from './settings.ts'
import { BadPack, openWorkbench, type Workbench } from './workbench.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Ends with a sentence instead of a stack: what the operator can mend. */
function giveUp(error: unknown): never {
  if (error instanceof BadPack)
    for (const finding of error.findings)
      process.stderr.write(
        `${finding.at.file ?? ''}:${finding.at.line ?? ''} ${finding.code} ${finding.value ?? ''}\n`,
      )
  const known =
    error instanceof BadSettings ||
    error instanceof FolderInUse ||
    error instanceof BadPack ||
    (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  process.stderr.write(
    `${known ? (error as Error).message : ((error as Error).stack ?? error)} ${(error as { detail?: string }).detail ?? ''}\n`,
  )
  process.exit(1)
}

async function isNew(workbench: Workbench): Promise<boolean> {
  return (await workbench.database.readDistrict(workbench.district.id, membersOf)).length === 0
}

/** Starts a process: doors, worker or both, and its graceful end. */
export async function start(settings: Settings): Promise<void> {
  const logger = pino({
    level: settings.logLevel === 'info' ? 'warn' : settings.logLevel,
    // A failed statement quotes the row it failed on; the row may be a person's.
    redact: ['req.headers', 'res.headers', 'err.detail', 'err.where', 'err.parameters'],
  })
  const workbench = await openWorkbench(settings, { logger })
  const fresh = settings.demonstration && workbench.pack.pack.demo !== undefined && (await isNew(workbench))
  if (fresh) {
    say('正在写入演示数据 / entering demonstration rows ...')
    await loadDemonstration(workbench)
  }
  let close = async () => {}
  if (settings.role !== 'worker') {
    const address = `http://${isLoopback(settings.host) ? 'localhost' : settings.host}:${settings.port}`
    const { app } = workbenchApp(workbench, settings, {
      logger,
      webFolder: join(import.meta.dirname, '../../web/dist'),
      baseUrl: settings.baseUrl ?? address,
    })
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
    if (settings.demonstration)
      for (const person of workbench.pack.pack.demo?.people ?? [])
        say(
          `  ${person.email.padEnd(38)} ${person.password.padEnd(22)} ${person.label.zh} / ${person.label.en}`,
        )
  }
  if (settings.role !== 'web') workbench.work()
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    // No new requests, those under way finish, the batch under way commits, then the database closes.
    await close()
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
    giveUp(error)
  }
}
