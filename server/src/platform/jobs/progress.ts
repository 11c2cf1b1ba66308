import { v7 as uuidv7 } from 'uuid'
import { type ReadDb, tablesOf, type WriteTx } from '../db/database.ts'
import { createTable, type Migration, type TableDeclaration } from '../db/tables.ts'
import { type Route, read as readRoute, requireAbility } from '../http/route.ts'
import { refuse } from '../refusals.ts'
import { type Context, reading } from '../verb/context.ts'
import { parseInput } from '../verb/verb.ts'
import { type JobView, jobsContract } from './contract.ts'

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
]

const viewOf = (row: JobTable): JobView => ({
  id: row.id,
  name: row.name,
  state: row.state,
  done: row.done,
  ...(row.total !== null && { total: row.total }),
  ...(row.refusal !== null && { refusal: row.refusal }),
})

export async function startJob(tx: WriteTx, ctx: Context, name: string): Promise<string> {
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
      actor_id: ctx.actor.id,
      changed_at: ctx.clock.now().toISOString(),
    })
    .execute()
  return id
}

/** Moves a job on. One that was cancelled or has ended stays so; answers false then. */
export async function moveJob(
  tx: WriteTx,
  id: string,
  to: { state?: JobView['state']; done?: number; total?: number; refusal?: string },
): Promise<boolean> {
  const moved = await tablesOf<JobTables>(tx)
    .updateTable('job')
    .set({ ...to, changed_at: new Date().toISOString() })
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
