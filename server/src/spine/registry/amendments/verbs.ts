import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { mayAtAll, partiesOf } from '../../../platform/abilities.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { type JobOwner, moveJob, startJob } from '../../../platform/jobs/progress.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, verb } from '../../../platform/verb/verb.ts'
import { kindOf, packOf } from '../../pack.ts'
import { scopeOf, whereOf } from '../reads/rows.ts'
import { checkValues, isMasked } from '../values.ts'
import { amendmentsContract } from './contract.ts'
import { planStretch } from './plan.ts'
import { ownAmendment, viewOf } from './reads.ts'
import { type AmendmentRow, amendmentKind } from './tables.ts'
import { undoStretch, writeStretch } from './write.ts'

/** Up to so many rows are looked at, written and taken back while one waits; more are a job. */
export const AT_ONCE = 300
/** Records changed in one act at most: twice the largest list of a district. */
const MOST = 200_000

/** Lets in whoever may write some record; what he may write is asked of each. */
const allowAmendment = (ctx: Context) =>
  allow(ctx, 'registry.write', {
    party: partiesOf(ctx.actor)[0],
    office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
  })

export const moved = (ctx: Context, name: string, after: AmendmentRow, before?: AmendmentRow): Happened =>
  happened(amendmentKind, { name, day: ctx.clock.today(), ...(before && { before }), after })

/** Refuses facts that say who a record is, and those of persons: neither is the same for many. */
function checkFact(ctx: Context, kind: string, key: string): void {
  const definition = kindOf(ctx, kind)
  const fact = packOf(ctx).facts.get(key)
  if (!fact || fact.of !== kind || fact.ageOf) throw refuse('unknown-fact', { key })
  const names = [definition.nameFact, ...(definition.identity ?? []).flat()]
  if (names.includes(key) || isMasked(fact)) throw refuse('amendment-fact', { fact: key })
}

/** Keeps which records were chosen, those the actor sees, in the order of the list. */
async function keepRows(
  tx: WriteTx,
  id: string,
  chosen: { where: ReturnType<typeof scopeOf>; except: readonly string[] },
): Promise<number> {
  const kept = await sql`
    insert into amendment_row (district_id, amendment_id, row_no, subject_id)
    select ${tx.district}, ${id}::uuid, (row_number() over (order by sort_key, subject_id))::integer, subject_id
    from profile where ${chosen.where} and subject_id <> all(${chosen.except as string[]}::uuid[]) limit ${MOST + 1}
  `.execute(tx.query)
  return Number(kept.numAffectedRows ?? 0n)
}

export const draftAmendment = verb(amendmentsContract.draft, async (tx, ctx, input) => {
  allowAmendment(ctx)
  checkFact(ctx, input.kind, input.fact)
  const values = checkValues(packOf(ctx).factsOf.get(input.kind) ?? [], { [input.fact]: input.value })
  const value = values[input.fact]
  if (value === undefined) throw refuse('bad-input', { issues: [{ path: 'value', code: 'empty' }] })
  const today = ctx.clock.today()
  if (input.asOf !== undefined && input.asOf > today)
    throw refuse('day-in-future', { day: input.asOf, today })
  const { rows } = input
  const id = uuidv7()
  const chosen = await keepRows(
    tx,
    id,
    'ids' in rows
      ? {
          where: sql`${scopeOf(ctx, input.kind)} and subject_id = any(${rows.ids as string[]}::uuid[])`,
          except: [],
        }
      : { where: whereOf(ctx, { ...rows, kind: input.kind, sort: 'name' }), except: rows.except ?? [] },
  )
  if (chosen === 0) throw refuse('amendment-empty')
  // Long work is done by a job, which may write for anybody: whoever may only for some does it at once.
  const most = mayAtAll(ctx.actor, 'registry.write') === 'yes' ? MOST : AT_ONCE
  if (chosen > most) throw refuse('amendment-large', { most })
  const row: AmendmentRow = {
    id,
    kind: input.kind,
    fact: input.fact,
    value,
    source: input.source,
    asOf: input.asOf ?? today,
    // Of persons the word sought is a name, and this stands in the ledger.
    ...('all' in rows && rows.q && !namesPersons(ctx, input.kind) && { q: rows.q }),
    ...('all' in rows && rows.filter && { filter: rows.filter }),
    chosen,
    state: chosen > AT_ONCE ? 'planning' : 'review',
    overrule: false,
    by: ctx.actor.name,
    byId: ctx.actor.id,
    recordedAt: ctx.clock.now().toISOString(),
    ...(chosen > AT_ONCE && { jobId: await startJob(tx, ctx, 'amendment.plan', aboutOf(id, input.source)) }),
  }
  if (row.state === 'review') await planStretch(tx, ctx, row)
  return done(await viewOf(ctx, tx, row), moved(ctx, 'amendment.drafted', row))
})

const namesPersons = (ctx: Context, kind: string) =>
  isMasked(packOf(ctx).facts.get(kindOf(ctx, kind).nameFact))

const aboutOf = (id: string, title: string) => ({ about: { kind: 'amendment', id }, title })

export const approveAmendment = verb(amendmentsContract.approve, async (tx, ctx, input) => {
  allowAmendment(ctx)
  const before = await ownAmendment(ctx, tx, input.id, { lock: true })
  if (before.byId !== ctx.actor.id) throw refuse('amendment-of-another')
  if (before.state !== 'review') throw refuse('amendment-state', { state: before.state })
  const { actions } = await viewOf(ctx, tx, before)
  const n = (actions.change ?? 0) + (input.overrule ? (actions.disagrees ?? 0) : 0)
  if (n === 0) throw refuse('amendment-nothing')
  const { jobId: _, ...rest } = before
  const row: AmendmentRow = { ...rest, overrule: input.overrule, state: n > AT_ONCE ? 'writing' : 'written' }
  if (row.state === 'writing') {
    const jobId = await startJob(tx, ctx, 'amendment.write', aboutOf(row.id, row.source))
    const after = { ...row, jobId }
    return done(await viewOf(ctx, tx, after), moved(ctx, 'amendment.approved', after, before))
  }
  const written = await writeStretch(tx, ctx, row)
  return done(await viewOf(ctx, tx, row), moved(ctx, 'amendment.written', row, before), ...written.happened)
})

export const cancelAmendment = verb(amendmentsContract.cancel, async (tx, ctx, input) => {
  allowAmendment(ctx)
  const before = await ownAmendment(ctx, tx, input.id, { lock: true })
  if (before.byId !== ctx.actor.id) throw refuse('amendment-of-another')
  if (!['planning', 'review', 'writing'].includes(before.state))
    throw refuse('amendment-state', { state: before.state })
  if (before.jobId) await moveJob(tx, before.jobId, { state: 'cancelled' })
  const row: AmendmentRow = { ...before, state: before.state === 'writing' ? 'stopped' : 'cancelled' }
  return done(await viewOf(ctx, tx, row), moved(ctx, `amendment.${row.state}`, row, before))
})

export const undoAmendment = verb(amendmentsContract.undo, async (tx, ctx, input) => {
  allowAmendment(ctx)
  const before = await ownAmendment(ctx, tx, input.id, { lock: true })
  const { outcomes, may } = await viewOf(ctx, tx, before)
  if (!may.includes('undo')) throw refuse('amendment-state', { state: before.state })
  const n = outcomes.written ?? 0
  const { jobId: _, ...rest } = before
  const row: AmendmentRow = { ...rest, reason: input.reason, state: n > AT_ONCE ? 'undoing' : 'undone' }
  if (row.state === 'undoing') {
    const jobId = await startJob(tx, ctx, 'amendment.undo', aboutOf(row.id, row.source))
    const after = { ...row, jobId }
    return done(await viewOf(ctx, tx, after), moved(ctx, 'amendment.undo-asked', after, before))
  }
  const undone = await undoStretch(tx, ctx, row)
  return done(await viewOf(ctx, tx, row), moved(ctx, 'amendment.undone', row, before), ...undone.happened)
})

/** Stopping its job stops the amendment; taking one back is not stopped half-way. */
export const amendmentJobs: JobOwner = async (ctx, jobId) => {
  const found = await sql<{ id: string; state: AmendmentRow['state'] }>`
    select id, state from amendment where district_id = ${ctx.tx.district} and row->>'jobId' = ${jobId}
  `.execute(ctx.tx.query)
  const [row] = found.rows
  if (!row) return false
  if (row.state === 'undoing') throw refuse('amendment-state', { state: row.state })
  await cancelAmendment({ ...ctx, request: {} }, { id: row.id })
  return true
}
