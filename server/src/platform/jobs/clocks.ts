import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Actor } from '../abilities.ts'
import { createTable, type Migration, type TableDeclaration } from '../db/tables.ts'
import type { Context } from '../verb/context.ts'

/** What a capability does because a day has come, whoever asks or not. It may run more than once on a day and must come to the same thing. */
export type ClockJob = { readonly name: string; readonly work: (ctx: Context, day: string) => Promise<void> }

/** Which day's work a process has taken up, so that of several only one does it; done, or taken up and perhaps left by one that died. */
export const CLOCK_TABLES: readonly TableDeclaration[] = [
  {
    name: 'clock_run',
    scope: 'tenant',
    columns: [
      'job text not null',
      'day date not null',
      'taken_at timestamptz not null',
      'done_at timestamptz',
    ],
    key: ['job', 'day'],
    may: ['select', 'insert', 'update'],
  },
]
export const clockMigrations: readonly Migration[] = [
  { id: 'clocks/1', statements: CLOCK_TABLES.flatMap(createTable) },
]

/** How often a process looks whether a new day has come, and how long after its start for the first time: pages come first. */
const LOOK_MS = 60_000
const FIRST_MS = 5_000
/** Work taken up and not done after this was left by a process that died. */
const LEFT_MS = 10 * 60_000

/** Does what today asks for, if no process has done it yet. Answers the names of the jobs done. */
export async function runClocks(ctx: Context, jobs: readonly ClockJob[]): Promise<string[]> {
  const { database, id } = ctx.district
  const today = ctx.clock.today()
  const ran: string[] = []
  for (const job of jobs) {
    const now = ctx.clock.now()
    const left = new Date(now.getTime() - LEFT_MS).toISOString()
    const taken = await database.withDistrict(id, (tx) =>
      sql<{ job: string }>`
        insert into clock_run (district_id, job, day, taken_at) values (${tx.district}, ${job.name}, ${today}::date, ${now.toISOString()}::timestamptz)
        on conflict (district_id, job, day) do update set taken_at = excluded.taken_at
        where clock_run.done_at is null and clock_run.taken_at < ${left}::timestamptz returning job
      `.execute(tx.query),
    )
    if (taken.rows.length === 0) continue
    const actor: Actor = { kind: 'job', id: job.name, name: job.name, grants: [] }
    await job.work({ ...ctx, actor }, today)
    await database.withDistrict(id, (tx) =>
      sql`update clock_run set done_at = ${ctx.clock.now().toISOString()}::timestamptz where district_id = ${tx.district} and job = ${job.name} and day = ${today}::date`.execute(
        tx.query,
      ),
    )
    ran.push(job.name)
  }
  return ran
}

/** Looks again and again. What fails is logged and tried again once it counts as left. Answers how to stop. */
export function keepClocks(
  contextNow: () => Context,
  jobs: readonly ClockJob[],
  logger?: Logger,
): () => Promise<void> {
  let busy: Promise<unknown> = Promise.resolve()
  let stopped = false
  const look = () => {
    busy = busy
      .then(() => (stopped ? undefined : runClocks(contextNow(), jobs)))
      .catch((error) => logger?.error({ err: error }, 'clock'))
  }
  const first = setTimeout(look, FIRST_MS)
  const timer = setInterval(look, LOOK_MS)
  for (const one of [first, timer]) one.unref()
  return async () => {
    stopped = true
    clearTimeout(first)
    clearInterval(timer)
    await busy
  }
}
