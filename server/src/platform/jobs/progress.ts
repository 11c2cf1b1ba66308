import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { type ReadDb, tablesOf, type WriteTx } from '../db/database.ts'
import { createTable, type Migration, type TableDeclaration } from '../db/tables.ts'
import { type Route, read as readRoute, requireAbility } from '../http/route.ts'
import { refuse } from '../refusals.ts'
import { type Context, reading } from '../verb/context.ts'
import { parseInput } from '../verb/verb.ts'
import { type JobView, jobsContract, type ListedJob } from './contract.ts'

/** Where a long piece of work stands, for whoever looks again after closing the page. Not part of the ledger: it is no fact of the district. */
type JobTable = {
  district_id: number
  id: string
  name: string
  state: JobView['state']
  done: number
  total: number | null
  refusal: string | null
  actor_id: string
  about_kind: string | null
  about_id: string | null
  title: string | null
  result: JobView['result'] | null
  started_at: string | null
  changed_at: string
}
type JobTables = { job: JobTable }

export const JOB_TABLES: readonly TableDeclaration[] = [
  {
    name: 'job',
    scope: 'tenant',
    columns: [
      'id uuid not null',
      'name text not null',
      'state text not null',
      'done integer not null',
      'total integer',
      'refusal text',
      'actor_id text not null',
      'changed_at timestamptz not null',
    ],
    key: ['id'],
    may: ['select', 'insert', 'update', 'delete'],
  },
]
export const jobMigrations: readonly Migration[] = [
  { id: 'jobs/1', statements: JOB_TABLES.flatMap(createTable) },
  {
    id: 'jobs/2',
    statements: [
      'alter table job add column about_kind text, add column about_id uuid, add column title text, add column result jsonb, add column started_at timestamptz',
      'create index job_actor on job (district_id, actor_id, id)',
    ],
  },
]

const viewOf = (row: JobTable): JobView => ({
  id: row.id,
  name: row.name,
  state: row.state,
  done: row.done,
  ...(row.total !== null && { total: row.total }),
  ...(row.refusal !== null && { refusal: row.refusal }),
  ...(row.about_kind !== null &&
    row.about_id !== null && { about: { kind: row.about_kind, id: row.about_id } }),
  ...(row.title !== null && { title: row.title }),
  ...(row.result !== null && { result: row.result }),
  ...(row.started_at !== null && { startedAt: row.started_at }),
  changedAt: row.changed_at,
})

/** Work of the house itself, which nobody asked for. */
const HOUSE = 'house'

/** Notes a piece of work that is about to be queued. `about` and `title` say in the tray of whoever asked for it what it is, and lead to it. */
export async function startJob(
  tx: WriteTx,
  ctx: Context,
  name: string,
  of: {
    readonly about?: { kind: string; id: string }
    readonly title?: string
    readonly house?: boolean
  } = {},
): Promise<string> {
  const id = uuidv7()
  await tablesOf<JobTables>(tx)
    .insertInto('job')
    .values({
      district_id: tx.district,
      id,
      name,
      state: 'queued',
      done: 0,
      total: null,
      refusal: null,
      actor_id: of.house ? HOUSE : ctx.actor.id,
      about_kind: of.about?.kind ?? null,
      about_id: of.about?.id ?? null,
      title: of.title ?? null,
      result: null,
      started_at: null,
      changed_at: ctx.clock.now().toISOString(),
    })
    .execute()
  return id
}

/** Moves a job on. One that was cancelled or has ended stays so; answers false then. */
export async function moveJob(
  tx: WriteTx,
  id: string,
  { result, ...to }: Partial<Pick<JobView, 'state' | 'done' | 'total' | 'refusal' | 'result'>>,
): Promise<boolean> {
  const now = new Date().toISOString()
  const moved = await tablesOf<JobTables>(tx)
    .updateTable('job')
    .set({
      ...to,
      ...(result !== undefined && { result: sql`${JSON.stringify(result)}::text::jsonb` }),
      started_at: sql`coalesce(started_at, ${now}::timestamptz)`,
      changed_at: now,
    })
    .where('district_id', '=', tx.district)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

const isUnderWay = ({ state }: JobView) => state === 'queued' || state === 'running'

export async function findJobs(
  db: ReadDb,
  ids: readonly string[],
): Promise<Map<string, JobView & { actorId: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await tablesOf<JobTables>(db)
    .selectFrom('job')
    .selectAll()
    .where('district_id', '=', db.district)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, { ...viewOf(row), actorId: row.actor_id }]))
}

/** The latest job about a thing, whoever asked for it. */
export async function latestJobAbout(db: ReadDb, aboutId: string): Promise<JobView | undefined> {
  const row = await tablesOf<JobTables>(db)
    .selectFrom('job')
    .selectAll()
    .where('district_id', '=', db.district)
    .where('about_id', '=', aboutId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && viewOf(row)
}

/** How long what has ended stays in the tray, in days, and how many jobs it holds at most. */
const SHOWN_DAYS = 7
const SHOWN_JOBS = 20

async function listJobs(ctx: Context, db: ReadDb): Promise<{ rows: ListedJob[] }> {
  const since = new Date(ctx.clock.now().getTime() - SHOWN_DAYS * 86_400_000).toISOString()
  const found = await tablesOf<JobTables>(db)
    .selectFrom('job')
    .selectAll()
    .where('district_id', '=', db.district)
    .where('actor_id', 'in', [ctx.actor.id, HOUSE])
    .where((where) =>
      where.or([where('changed_at', '>', since), where('state', 'in', ['queued', 'running'])]),
    )
    .orderBy('id', 'desc')
    .limit(5 * SHOWN_JOBS)
    .execute()
  const seen = new Set<string>()
  const rows = found
    // An import is read, then written: of one thing only the latest is told.
    .filter((row) => !seen.has(row.about_id ?? row.id) && seen.add(row.about_id ?? row.id))
    .map((row): ListedJob => ({ ...viewOf(row), mine: row.actor_id === ctx.actor.id }))
    .filter((job) => job.mine || isUnderWay(job))
  return { rows: rows.toSorted((a, b) => Number(isUnderWay(b)) - Number(isUnderWay(a))).slice(0, SHOWN_JOBS) }
}

async function ownJob(ctx: Context, db: ReadDb, id: string): Promise<JobView> {
  const job = (await findJobs(db, [id])).get(id)
  if (!job || job.actorId !== ctx.actor.id) throw refuse('not-found')
  const { actorId: _, ...view } = job
  return view
}

/**
 * A piece of work that is more than its job, such as an import: stopping the job is stopping that, in the words and the ledger of whoever
 * owns it. Registered at start. Answers false where the job is not its own.
 */
export type JobOwner = (ctx: Context & { readonly tx: WriteTx }, jobId: string) => Promise<boolean>

export function jobRoutes(owners: readonly JobOwner[]): readonly Route[] {
  return [
    readRoute(jobsContract.list, (ctx) => reading(ctx, (db) => listJobs(ctx, db))),
    readRoute(jobsContract.read, (ctx, input) => reading(ctx, (db) => ownJob(ctx, db, input.id))),
    {
      endpoint: jobsContract.cancel,
      // No verb: how far work has come is no fact of the district. What an owner does to stop it is a verb of the owner's.
      answer: async (ctx, input) => {
        requireAbility(ctx, jobsContract.cancel)
        const { id } = parseInput(jobsContract.cancel, input)
        return ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
          const job = await ownJob(ctx, tx, id)
          if (!isUnderWay(job)) throw refuse('job-ended', { state: job.state })
          for (const owner of owners) if (await owner({ ...ctx, tx }, id)) return ownJob(ctx, tx, id)
          if (!(await moveJob(tx, id, { state: 'cancelled' })))
            throw refuse('job-ended', { state: job.state })
          return { ...job, state: 'cancelled' as const }
        })
      },
    },
  ]
}
