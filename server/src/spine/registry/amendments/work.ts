import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { moveJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { Refusal } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { type Happened, record } from '../../../platform/verb/verb.ts'
import { tendProfiles } from '../upkeep.ts'
import { planStretch, STRETCH } from './plan.ts'
import { type AmendmentRow, amendmentKind } from './tables.ts'
import { moved } from './verbs.ts'
import { undoStretch, writeStretch } from './write.ts'

/** The amendment itself as an actor, under the name of whoever approved it; only those who may write any record start one that long. */
const amendmentActor = (row: AmendmentRow): Actor => ({
  kind: 'job',
  id: row.id,
  name: row.by,
  grants: [{ ability: 'registry.read' }, { ability: 'registry.write' }],
})

const inDistrict = <T>(ctx: Context, work: (tx: WriteTx) => Promise<T>) =>
  ctx.district.database.withDistrict(ctx.district.id, work)

type Phase = {
  readonly state: 'planning' | 'writing' | 'undoing'
  readonly ends: 'review' | 'written' | 'undone'
  readonly event: string
  /** Rows that are still to be done. */
  readonly open: (row: AmendmentRow) => RawBuilder<unknown>
  readonly stretch: (
    tx: WriteTx,
    ctx: Context,
    row: AmendmentRow,
  ) => Promise<{ looked: number; happened: readonly Happened[] }>
}

const PHASES: readonly Phase[] = [
  {
    state: 'planning',
    ends: 'review',
    event: 'amendment.planned',
    open: () => sql`action is null`,
    stretch: async (tx, ctx, row) => ({ looked: await planStretch(tx, ctx, row), happened: [] }),
  },
  {
    state: 'writing',
    ends: 'written',
    event: 'amendment.written',
    open: (row) =>
      sql`outcome is null and action = any(${row.overrule ? ['change', 'disagrees'] : ['change']}::text[])`,
    stretch: writeStretch,
  },
  {
    state: 'undoing',
    ends: 'undone',
    event: 'amendment.undone',
    open: () => sql`outcome = 'written'`,
    stretch: undoStretch,
  },
]

/**
 * Carries an amendment through the phase it is in, stretch by stretch, each in one transaction. A row that is done says so itself, so the
 * work may be interrupted at any point and begun anew.
 */
export async function workAmendment(base: Context, id: string): Promise<void> {
  const row = await reading(base, (read) => findObject(read, amendmentKind, id))
  const phase = row && PHASES.find(({ state }) => state === row.state)
  if (!row || !phase) return
  const ctx: Context = { ...base, actor: amendmentActor(row) }
  const { jobId } = row
  const counted = await reading(ctx, (read) =>
    sql<{ n: number }>`
      select count(*)::integer as n from amendment_row where district_id = ${read.district} and amendment_id = ${row.id}::uuid and ${phase.open(row)}
    `.execute(read.query),
  )
  const total = counted.rows[0]?.n ?? 0
  const report = (tx: WriteTx, done: number) =>
    jobId === undefined ? Promise.resolve(true) : moveJob(tx, jobId, { state: 'running', done, total })
  const end = (change: Partial<AmendmentRow>, event: string) =>
    inDistrict(ctx, async (tx) => {
      const before = await findObject(tx, amendmentKind, id, { lock: true })
      if (before?.state !== phase.state || before.jobId !== jobId) return
      await record(tx, ctx, [moved(ctx, event, { ...before, ...change }, before)])
      if (jobId !== undefined)
        await moveJob(tx, jobId, {
          state: change.state === 'failed' ? 'failed' : 'done',
          ...(change.refusal !== undefined && { refusal: change.refusal }),
        })
    })
  try {
    for (let done = 0, looked = STRETCH; looked === STRETCH; ) {
      looked = await inDistrict(ctx, async (tx) => {
        // Held still for the stretch: whoever stops it waits, and nothing is written after he has his answer.
        const current = await findObject(tx, amendmentKind, id, { lock: 'shared' })
        if (current?.state !== phase.state || current.jobId !== jobId) return -1
        const stretch = await phase.stretch(tx, ctx, row)
        await record(tx, ctx, stretch.happened)
        return stretch.looked
      })
      if (looked < 0) return
      done += looked
      await inDistrict(ctx, (tx) => report(tx, done))
    }
    if (phase.state !== 'planning') await tendProfiles(ctx, total)
    await end({ state: phase.ends }, phase.event)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await end({ state: 'failed', refusal: error.code }, 'amendment.failed')
  }
}

/** Queues what a process left unfinished when it died. */
export async function resumeAmendments(ctx: Context): Promise<void> {
  const states = PHASES.map(({ state }) => state as string)
  await inDistrict(ctx, async (tx) => {
    const found = await sql<{ id: string }>`
      select id from amendment where district_id = ${tx.district} and state = any(${states}::text[]) order by id
    `.execute(tx.query)
    for (const { id } of found.rows)
      await ctx.district.queue.send(tx, 'amendment-work', {
        event: 'amendment.resumed',
        about: { kind: amendmentKind.kind, id },
        day: ctx.clock.today(),
      })
  })
}
