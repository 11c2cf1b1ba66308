import type { Value } from '@qiongding/kernel'
import { sql } from 'kysely'
import { mayAtAll } from '../../../platform/abilities.ts'
import type { ReadDb } from '../../../platform/db/database.ts'
import { findJobs } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import { shortName } from '../reads/profiles.ts'
import { isMasked } from '../values.ts'
import type { Action, Amendment, amendmentsContract, Outcome } from './contract.ts'
import { targetsOf } from './plan.ts'
import { type AmendmentRow, amendmentKind } from './tables.ts'

/** Whoever may write any record may look at what others changed in bulk, and take it back; the rest see their own. */
const seesAll = (ctx: Context) => mayAtAll(ctx.actor, 'registry.write') === 'yes'

const UNWRITTEN = new Set<Amendment['state']>(['planning', 'review', 'writing'])
const WRITTEN = new Set<Amendment['state']>(['written', 'stopped', 'failed'])

export async function ownAmendment(
  ctx: Context,
  read: ReadDb,
  id: string,
  options: { lock?: boolean } = {},
): Promise<AmendmentRow> {
  const row = await findObject(read, amendmentKind, id, options)
  if (!row || (row.byId !== ctx.actor.id && !seesAll(ctx))) throw refuse('not-found')
  return row
}

type Counts = Map<string, { actions: Amendment['actions']; outcomes: Amendment['outcomes'] }>

async function countsOf(read: ReadDb, ids: readonly string[]): Promise<Counts> {
  const counts: Counts = new Map(ids.map((id) => [id, { actions: {}, outcomes: {} }]))
  const found = await sql<{ id: string; action: Action | null; outcome: Outcome | null; n: number }>`
    select amendment_id as id, action, outcome, count(*)::integer as n from amendment_row
    where district_id = ${read.district} and amendment_id = any(${ids as string[]}::uuid[]) group by 1, 2, 3
  `.execute(read.query)
  for (const { id, action, outcome, n } of found.rows) {
    const of = counts.get(id)
    if (!of) continue
    if (action) of.actions[action] = (of.actions[action] ?? 0) + n
    if (outcome) of.outcomes[outcome] = (of.outcomes[outcome] ?? 0) + n
  }
  return counts
}

async function viewsOf(ctx: Context, read: ReadDb, rows: readonly AmendmentRow[]): Promise<Amendment[]> {
  if (rows.length === 0) return []
  const counts = await countsOf(
    read,
    rows.map((row) => row.id),
  )
  const jobs = await findJobs(
    read,
    rows.flatMap((row) => row.jobId ?? []),
  )
  return rows.map((row) => {
    const { actorId: _, ...job } = (row.jobId !== undefined && jobs.get(row.jobId)) || { actorId: '' }
    const { actions, outcomes } = counts.get(row.id) ?? { actions: {}, outcomes: {} }
    const mine = row.byId === ctx.actor.id
    // A fact that was closed since shows its value to nobody here.
    const closed = isMasked(packOf(ctx).facts.get(row.fact))
    return {
      id: row.id,
      kind: row.kind,
      fact: row.fact,
      ...(row.value !== null && !closed && { value: row.value }),
      source: row.source,
      asOf: row.asOf,
      ...(row.q !== undefined && { q: row.q }),
      ...(row.filter !== undefined && { filter: row.filter }),
      state: row.state,
      ...(row.refusal !== undefined && { refusal: row.refusal }),
      overrule: row.overrule,
      chosen: row.chosen,
      actions,
      outcomes,
      by: row.by,
      recordedAt: row.recordedAt,
      ...(row.reason !== undefined && { reason: row.reason }),
      ...('id' in job && { job }),
      may: [
        ...(mine && row.state === 'review' ? (['approve'] as const) : []),
        ...(mine && UNWRITTEN.has(row.state) ? (['cancel'] as const) : []),
        ...(WRITTEN.has(row.state) && (outcomes.written ?? 0) > 0 ? (['undo'] as const) : []),
      ],
    }
  })
}

export async function viewOf(ctx: Context, read: ReadDb, row: AmendmentRow): Promise<Amendment> {
  const [view] = await viewsOf(ctx, read, [row])
  return view as Amendment
}

export const readAmendment = (ctx: Context, input: InputOf<typeof amendmentsContract.read>) =>
  reading(ctx, async (read) => viewOf(ctx, read, await ownAmendment(ctx, read, input.id)))

export function listAmendments(ctx: Context, query: InputOf<typeof amendmentsContract.list>) {
  return reading(ctx, async (read) => {
    const found = await sql<{ row: AmendmentRow }>`
      select row from amendment where district_id = ${read.district}
        ${seesAll(ctx) ? sql`` : sql`and by_id = ${ctx.actor.id}`} ${query.kind ? sql`and kind = ${query.kind}` : sql``}
        ${query.cursor ? sql`and id < ${query.cursor}::uuid` : sql``} order by id desc limit ${query.limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, query.limit).map((one) => one.row)
    const next = found.rows.length > query.limit ? page.at(-1)?.id : undefined
    return { rows: await viewsOf(ctx, read, page), ...(next !== undefined && { next }) }
  })
}

type Spoken = { id: string; facts: Record<string, Value | null>; source: string; as_of: string; by: string }

const stoodOf = (spoken: Omit<Spoken, 'id'>, fact: string) => {
  const value = spoken.facts[fact]
  return {
    ...(value !== null && value !== undefined && { value }),
    source: spoken.source,
    asOf: spoken.as_of,
    by: spoken.by,
  }
}

export function rowsOfAmendment(ctx: Context, query: InputOf<typeof amendmentsContract.rows>) {
  return reading(ctx, async (read) => {
    const row = await ownAmendment(ctx, read, query.id)
    const found = await sql<{
      row_no: number
      subject_id: string
      action: Action | null
      outcome: Outcome | null
      basis: string | null
      statement_id: string | null
      name: string | null
    }>`
      select r.row_no, r.subject_id, r.action, r.outcome, r.basis, r.statement_id, p.name from amendment_row r
        left join profile p on p.district_id = r.district_id and p.subject_id = r.subject_id
      where r.district_id = ${read.district} and r.amendment_id = ${row.id}::uuid
        ${query.action ? sql`and r.action = ${query.action}` : sql``} ${query.outcome ? sql`and r.outcome = ${query.outcome}` : sql``}
        ${query.cursor ? sql`and r.row_no > ${Number(query.cursor)}` : sql``} order by r.row_no limit ${query.limit + 1}
    `.execute(read.query)
    const page = found.rows.slice(0, query.limit)
    const closed = isMasked(packOf(ctx).facts.get(row.fact))
    const bases = page.flatMap((one) => one.basis ?? [])
    const spoken = closed
      ? []
      : (
          await sql<Spoken>`
            select id, facts, source, as_of, actor_name as by from statement where district_id = ${read.district} and id = any(${bases}::uuid[])
          `.execute(read.query)
        ).rows
    const byId = new Map(spoken.map((one) => [one.id, one]))
    // Only where it may differ from what was seen is it asked what stands now.
    const moved = page.filter((one) => one.outcome === 'stale' || one.outcome === 'overtaken')
    const targets = await targetsOf(read, closed ? [] : moved.map((one) => one.subject_id), row.fact)
    const next = found.rows.length > query.limit ? page.at(-1)?.row_no : undefined
    return {
      rows: page.map((one) => {
        const before = one.basis === null ? undefined : byId.get(one.basis)
        const stands = targets.get(one.subject_id)?.stands
        return {
          row: one.row_no,
          id: one.subject_id,
          name: one.name || shortName(one.subject_id),
          ...(one.action && { action: one.action }),
          ...(one.outcome && { outcome: one.outcome }),
          ...(before && { before: stoodOf(before, row.fact) }),
          ...(stands && { now: stoodOf({ ...stands, as_of: stands.asOf }, row.fact) }),
        }
      }),
      ...(next !== undefined && { next: String(next) }),
    }
  })
}
