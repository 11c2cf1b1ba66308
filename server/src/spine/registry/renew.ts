import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, WriteTx } from '../../platform/db/database.ts'
import type { TableDeclaration } from '../../platform/db/tables.ts'
import { moveJob, startJob } from '../../platform/jobs/progress.ts'
import type { Context } from '../../platform/verb/context.ts'
import { packOf } from '../pack.ts'
import { projectSubjects } from './projection.ts'
import { shapeOf } from './shape.ts'
import { tendProfiles } from './upkeep.ts'

/** Raised whenever `profileOf` makes another row of the same statements: districts projected before are made anew at the next start. */
const VERSION = 4

/** By what the profiles of a district were made, and the job that is making them anew. */
export const PROJECTION_TABLE: TableDeclaration = {
  name: 'projection',
  scope: 'tenant',
  columns: ['name text not null', 'made text not null', 'job_id uuid'],
  key: ['name'],
  may: ['select', 'insert', 'update'],
}

const NAME = 'profile'

/** What profiles made today are made by: the version, and whatever of the pack `profileOf` reads. */
export function projectionOf(ctx: Context): string {
  const { kinds, facts } = packOf(ctx)
  const read = [
    [...kinds.values()].map(({ id, nameFact, identity }) => [id, nameFact, identity]),
    [...facts.values()].map(({ key, of, type, sensitivity }) => [key, of, type, sensitivity]),
  ]
  return `${VERSION} ${createHash('sha256').update(JSON.stringify(read)).digest('hex').slice(0, 16)}`
}

/** Notes that every profile of the district is as `projectionOf` says. */
export async function markProjected(tx: WriteTx, ctx: Context, jobId?: string): Promise<void> {
  await sql`
    insert into projection (district_id, name, made, job_id) values (${tx.district}, ${NAME}, ${projectionOf(ctx)}, ${jobId ?? null}::uuid)
    on conflict (district_id, name) do update set made = excluded.made, job_id = excluded.job_id
  `.execute(tx.query)
}

async function isOutdated(read: ReadDb, ctx: Context): Promise<boolean> {
  const found = await sql<{ made: string }>`
    select made from projection where district_id = ${read.district} and name = ${NAME}
  `.execute(read.query)
  return found.rows[0]?.made !== projectionOf(ctx)
}

/** At start: has the profiles made anew in the background where they were made by other rules. A district without any is as new. */
export async function renewProjection(ctx: Context): Promise<boolean> {
  return ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    if (!(await isOutdated(tx, ctx))) return false
    const some = await sql`select 1 from profile where district_id = ${tx.district} limit 1`.execute(tx.query)
    if (some.rows.length === 0) {
      await markProjected(tx, ctx)
      return false
    }
    const jobId = await startJob(tx, ctx, 'registry.project', { house: true })
    await ctx.district.queue.send(tx, 'registry-project', {
      event: 'registry.outdated',
      about: { kind: 'job', id: jobId },
      day: ctx.clock.today(),
    })
    return true
  })
}

/** Profiles made anew in one transaction: few enough not to hold the one PGlite session for long. */
const STRETCH = 500

/**
 * Makes every profile of the district anew, stretch by stretch. The rows of a stretch are held still first: whoever states something
 * meanwhile waits for it or is waited for, and the last to write has read everything. Interrupted, it begins again and comes to the same.
 */
export async function makeProfilesAnew(ctx: Context, jobId: string): Promise<void> {
  const { database, id: district } = ctx.district
  const inDistrict = <T>(work: (tx: WriteTx) => Promise<T>) => database.withDistrict(district, work)
  if (!(await inDistrict((tx) => isOutdated(tx, ctx)))) {
    await inDistrict((tx) => moveJob(tx, jobId, { state: 'done' }))
    return
  }
  const total = await inDistrict(async (tx) => {
    const counted = await sql<{ n: number }>`
      select count(*)::integer as n from profile where district_id = ${tx.district}
    `.execute(tx.query)
    return counted.rows[0]?.n ?? 0
  })
  let done = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const found = await inDistrict(async (tx) => {
      const { rows } = await sql<{ subject_id: string; kind: string }>`
        select subject_id, kind from profile where district_id = ${tx.district} and subject_id > ${after}::uuid
        order by subject_id limit ${STRETCH} for update
      `.execute(tx.query)
      for (const [kind, subjects] of Map.groupBy(rows, (row) => row.kind))
        await projectSubjects(
          tx,
          shapeOf(ctx, kind),
          subjects.map((row) => row.subject_id),
        )
      await moveJob(tx, jobId, { state: 'running', done: done + rows.length, total })
      return rows
    })
    done += found.length
    const last = found.at(-1)
    if (!last) break
    after = last.subject_id
  }
  await inDistrict(async (tx) => {
    await markProjected(tx, ctx, jobId)
    await moveJob(tx, jobId, { state: 'done' })
  })
  await tendProfiles(ctx, done)
}
