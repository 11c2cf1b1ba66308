import { hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import type { Finding } from '@qiongding/kernel'
import { compilePack, loadPack } from '@qiongding/pack-format'
import type { Logger } from 'pino'
import { migrations, reactions } from './modules.ts'
import type { Actor, Grant } from './platform/abilities.ts'
import { type Clock, clockIn } from './platform/clock.ts'
import { markArraySearch } from './platform/db/array-search.ts'
import { type Database, openDatabase } from './platform/db/database.ts'
import type { Engine } from './platform/db/engine.ts'
import { migrate } from './platform/db/migrate.ts'
import { pgliteEngine } from './platform/db/pglite.ts'
import { httpEmbedder } from './platform/embedding.ts'
import { fileStore } from './platform/files/store.ts'
import { type Handler, openQueue, type Queue } from './platform/jobs/queue.ts'
import { listenersOf } from './platform/jobs/reactions.ts'
import { keysUnder } from './platform/keys.ts'
import { outboxPost, webhookPost } from './platform/post.ts'
import { serverSecret } from './platform/secret.ts'
import type { Context, District } from './platform/verb/context.ts'
import { type Settings, secretFile } from './settings.ts'
import { type DistrictPack, districtPack } from './spine/pack.ts'

/** A pack that does not load: its mistakes, each with file and line. */
export class BadPack extends Error {
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[]) {
    super(`the pack has ${findings.length} mistakes`)
    this.findings = findings
  }
}

/** The running middle of the workbench, without doors: what the web server, the worker, the command line and the tests share. */
export type Workbench = {
  readonly district: District
  readonly database: Database
  readonly pack: DistrictPack
  readonly clock: Clock
  readonly authSecret: string
  /** A context for somebody, now. */
  contextFor(actor: Actor): Context
  /** Grants of a role of the pack. */
  grantsOf(role: string): readonly Grant[]
  /** Works the queue in this process. */
  work(): void
  settled(): Promise<void>
  close(): Promise<void>
}

export async function readPack(folder: string): Promise<DistrictPack> {
  const { pack, findings } = await loadPack(folder)
  const errors = findings.filter((finding) => finding.level === 'error')
  if (!pack || errors.length > 0) throw new BadPack(errors)
  return districtPack(pack, compilePack(pack))
}

/** A queue that opens in the background: nothing waits for it before the first page is answered, and what is sent meanwhile waits for it. */
function queueSoon(opening: Promise<Queue>): Queue {
  opening.catch(() => {})
  let wanted: Parameters<Queue['work']>[0] | undefined
  return {
    send: async (tx, name, message) => (await opening).send(tx, name, message),
    work(handlers) {
      wanted = handlers
      void opening.then((queue) => wanted && queue.work(wanted)).catch(() => {})
    },
    poke: () => void opening.then((queue) => queue.poke()).catch(() => {}),
    waits: async (name) => (await opening).waits(name),
    settled: async () => (await opening).settled(),
    stop: async () => {
      const queue = await opening.catch(() => undefined)
      await queue?.stop()
    },
  }
}

export type Openings = { readonly logger: Logger; readonly clock?: Clock; readonly engine?: Engine }

/** The database of the settings; the driver of the tier that is not used is not loaded. */
async function engineOf({ databaseUrl, dataFolder }: Settings): Promise<Engine> {
  if (databaseUrl === undefined) return pgliteEngine({ folder: dataFolder })
  const { postgresEngine } = await import('./platform/db/postgres.ts')
  return postgresEngine({ url: databaseUrl })
}

export async function openWorkbench(
  settings: Settings,
  { logger, clock: given, engine: ready }: Openings,
): Promise<Workbench> {
  const secret = serverSecret(secretFile(settings), process.env.QIONGDING_SECRET)
  const opened = ready ? Promise.resolve(ready) : engineOf(settings)
  opened.catch(() => {})
  const pack = await readPack(settings.packFolder).catch(async (error) => {
    await opened.then((engine) => engine.close()).catch(() => {})
    throw error
  })
  const engine = await opened
  try {
    await migrate(engine, migrations)
    if (!(await markArraySearch(engine)))
      logger.warn('searches read whole lists: see "search" in the deployment guide')
  } catch (error) {
    await engine.close()
    throw error
  }
  const clock = given ?? clockIn(pack.pack.timezone)
  const opening = openQueue(
    engine,
    settings.district,
    reactions.map((reaction) => reaction.name),
    logger,
  )
  const queue = queueSoon(opening)
  const direct = openDatabase(engine)
  const database: Database = {
    ...direct,
    // A write that waited for the queue while it holds the only session would keep the queue from ever opening.
    async withDistrict(id, work, options) {
      await opening.catch(() => {})
      return direct.withDistrict(id, work, options)
    },
  }
  const district: District = {
    id: settings.district,
    database,
    pack,
    keys: keysUnder(secret),
    files: fileStore(),
    post: settings.deliveryUrl
      ? webhookPost(settings.deliveryUrl, settings.deliveryToken)
      : outboxPost(join(settings.dataFolder, 'outbox')),
    ...(settings.embedding && { embedder: httpEmbedder(settings.embedding, logger) }),
    queue,
    listeners: listenersOf(reactions),
  }
  const contextFor = (actor: Actor): Context => ({ actor, district, clock })
  const jobActor = (name: string): Actor => ({ kind: 'job', id: name, name, grants: [] })
  return {
    district,
    database,
    pack,
    clock,
    authSecret: Buffer.from(hkdfSync('sha256', secret, 'qiongding', 'sign-in', 32)).toString('base64'),
    contextFor,
    grantsOf: (role) => pack.pack.roles.find((one) => one.id === role)?.grants ?? [],
    work() {
      queue.work(
        Object.fromEntries(
          reactions.map((reaction) => [
            reaction.name,
            {
              ...(reaction.long && { long: reaction.long }),
              ...(reaction.alike && { alike: (message) => reaction.alike?.(message as never) ?? '' }),
              async work(districtId, message) {
                // A process serves one district; what others queued in the same database is theirs to work.
                if (districtId !== district.id)
                  throw new Error(
                    `a message of district ${districtId} reached a process of district ${district.id}`,
                  )
                await reaction.work(contextFor(jobActor(reaction.name)), message as never)
              },
            } satisfies Handler,
          ]),
        ),
      )
    },
    settled: () => queue.settled(),
    async close() {
      await queue.stop()
      await database.close()
    },
  }
}
