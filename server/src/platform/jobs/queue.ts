import { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { APP_ROLE, type WriteTx } from '../db/database.ts'
import type { Engine, Session } from '../db/engine.ts'
import { lanesOf } from './lanes.ts'

/** What a queued message says; the district is put in by the queue. */
export type Message = Readonly<Record<string, unknown>>
export type Handler = {
  readonly work: (district: number, message: Message) => Promise<void>
  /** Messages for which this says the same are worked once. */
  readonly alike?: (message: Message) => string
  /** Work that may take long goes on beside the rest: what a person waits for, or work of the house. */
  readonly long?: 'asked' | 'house'
}

/** The queue every process shares. A message is sent inside the transaction of what caused it, or not at all. */
export type Queue = {
  send(tx: WriteTx, name: string, message: Message): Promise<void>
  /** Starts working the named queues; waits for nothing. */
  work(handlers: Readonly<Record<string, Handler>>): void
  /** Looks for messages now instead of at the next poll. */
  poke(): void
  /** Whether messages of a name are still to be worked or under way. */
  waits(name: string): Promise<boolean>
  /** Resolves when nothing is queued and nothing runs; for tests and the command line. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const SCHEMA = 'queue'
/** Between two looks at an idle queue: sends of this process poke it at once, so this only finds what others sent or a crash left. */
const POLL_MS = 5_000
/** From a send to the look for it: its transaction commits a moment later. */
const SENT_MS = 20
/** The same where one piece of work does for all that were sent meanwhile. */
const ALIKE_MS = 200
/** A message whose worker died is given to another after this. Work that takes longer may then run twice, which every reaction allows. */
const EXPIRE_SECONDS = 300
/** How often what has expired is given out again and what is done and old is cleared away. */
const TEND_MS = 60_000
async function executeOn(session: Session, text: string, values?: unknown[]) {
  // pg-boss sends several statements in one message only without values; those take the simple protocol on both tiers.
  return values?.length ? await session.query(text, values) : await session.script(text)
}

/** The queue on a database: pg-boss over our own sessions, so that PGlite and PostgreSQL behave alike. */
export async function openQueue(
  engine: Engine,
  district: number,
  reactions: readonly string[],
  logger?: Logger,
): Promise<Queue> {
  // A queue belongs to one district: a process of another one in the same database never fetches its messages.
  const queueOf = (reaction: string) => `${reaction}-${district}`
  const names = reactions.map(queueOf)
  const executeSql = async (text: string, values?: unknown[]) => {
    const session = await engine.acquire()
    let broken = false
    try {
      return await executeOn(session, text, values)
    } catch (error) {
      await session.script('rollback').catch(() => {
        broken = true
      })
      throw error
    } finally {
      session.release(broken)
    }
  }
  const boss = new PgBoss({
    db: { executeSql },
    schema: SCHEMA,
    schedule: false,
    supervise: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => logger?.error({ err: error }, 'queue'))
  await boss.start()
  const known = new Set((await boss.getQueues()).map((queue) => queue.name))
  for (const name of names)
    if (!known.has(name))
      await boss.createQueue(name, {
        retryLimit: 5,
        retryDelay: 1,
        retryBackoff: true,
        expireInSeconds: EXPIRE_SECONDS,
      })
  const granted = await executeSql(
    `select has_schema_privilege('${APP_ROLE}', '${SCHEMA}', 'usage') as usage`,
  )
  if (!granted.rows[0]?.usage || names.some((name) => !known.has(name))) {
    await executeSql(`grant usage on schema ${SCHEMA} to ${APP_ROLE}`)
    await executeSql(`grant select, insert on all tables in schema ${SCHEMA} to ${APP_ROLE}`)
  }

  // PGlite serves one process: whatever is under way when it opens was left by one that died.
  if (engine.tier === 'pglite')
    await executeSql(`update ${SCHEMA}.job set state = 'retry' where state = 'active'`)

  let stopped = false
  let tended = 0
  let timer: NodeJS.Timeout | undefined
  let wake: (() => void) | undefined
  /** The queues to be looked at before it rests: those that something was sent to, or all. */
  let due: ReadonlySet<string> | 'all' = 'all'
  let lookedAtAll = 0
  let loop: Promise<void> | undefined
  const lanes = lanesOf(
    {
      async fetch(reaction, most) {
        const jobs = await boss.fetch<{ district: number; message: Message }>(queueOf(reaction), {
          batchSize: most,
        })
        return jobs.map(({ id, data }) => ({ id, ...data }))
      },
      complete: async (reaction, ids) => void (await boss.complete(queueOf(reaction), [...ids])),
      fail: async (reaction, ids, error) =>
        void (await boss.fail(queueOf(reaction), [...ids], {
          message: error instanceof Error ? error.message : String(error),
        })),
    },
    logger,
  )
  const isStopped = () => stopped
  const isDue = () => due === 'all' || due.size > 0

  /**
   * Looks for messages, in one queue or in all: long work begins whatever short work is in hand; where a piece of it ends, the next of its
   * queue may begin.
   */
  function look(reaction?: string): void {
    due = reaction === undefined || due === 'all' ? 'all' : new Set([...due, reaction])
    wake?.()
    const wanted = reaction === undefined ? 'all' : new Set([reaction])
    if (!stopped) lanes.beginLong(look, wanted).catch((error) => logger?.error({ err: error }, 'queue'))
  }

  const soon = new Set<string>()
  /** Looks once for all that is sent to a queue in a moment: after their transactions, and where one piece of work does for many, a little later. */
  function lookSoon(reaction: string): void {
    if (soon.has(reaction)) return
    soon.add(reaction)
    setTimeout(
      () => {
        soon.delete(reaction)
        look(reaction)
      },
      lanes.worksAlike(reaction) ? ALIKE_MS : SENT_MS,
    ).unref()
  }

  /** Begins long work, then works short work until there is none. */
  async function drain(wanted: ReadonlySet<string> | 'all' = 'all'): Promise<boolean> {
    const begun = stopped ? false : await lanes.beginLong(look, wanted)
    return (await lanes.workShort(isStopped, wanted)) || begun
  }

  let busy: Promise<unknown> = Promise.resolve()
  return {
    async send(tx, name, message) {
      const db = {
        executeSql: async (text: string, values?: unknown[]) => ({
          rows: [
            ...(
              await tx.query.executeQuery({
                sql: text,
                parameters: values ?? [],
                query: { kind: 'RawNode' } as never,
                queryId: { queryId: 'queue' },
              })
            ).rows,
          ],
        }),
      }
      await boss.send(queueOf(name), { district: tx.district, message }, { db })
      lookSoon(name)
    },
    work(given) {
      lanes.use(given)
      loop ??= (async () => {
        while (!stopped) {
          if (Date.now() - tended > TEND_MS) {
            tended = Date.now()
            await boss.supervise().catch((error) => logger?.error({ err: error }, 'queue supervise'))
          }
          // However much is sent, what others sent and what is to be tried again is looked for as well.
          if (Date.now() - lookedAtAll > POLL_MS) due = 'all'
          if (due === 'all') lookedAtAll = Date.now()
          const wanted = due
          due = new Set()
          busy = drain(wanted).catch((error) => logger?.error({ err: error }, 'queue drain'))
          await busy
          if (stopped) break
          if (isDue()) continue
          await new Promise<void>((resolve) => {
            wake = resolve
            timer = setTimeout(() => {
              due = 'all'
              resolve()
            }, POLL_MS)
            timer.unref()
          })
          clearTimeout(timer)
        }
      })()
    },
    poke: () => look(),
    async waits(name) {
      const found = await executeSql(
        `select 1 from ${SCHEMA}.job where name = $1 and state in ('created', 'retry', 'active') limit 1`,
        [queueOf(name)],
      )
      return found.rows.length > 0
    },
    async settled() {
      for (;;) {
        const seen = busy
        await seen
        // What the loop has fetched meanwhile is not to be found here: it is waited for in the next round.
        const found = await drain()
        const going = lanes.underWay()
        await Promise.all(going)
        if (!found && going.length === 0 && seen === busy) return
      }
    },
    async stop() {
      stopped = true
      wake?.()
      await busy
      await loop
      await Promise.all(lanes.underWay())
      await boss.stop({ graceful: false })
    },
  }
}
