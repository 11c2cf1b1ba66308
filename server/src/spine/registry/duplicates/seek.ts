import { sql } from 'kysely'
import { v5 as uuidv5 } from 'uuid'
import type { ReadDb, WriteTx } from '../../../platform/db/database.ts'
import { moveJob, startJob } from '../../../platform/jobs/progress.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { packOf } from '../../pack.ts'
import type { StoredProfile } from '../reads/profiles.ts'
import { type Comparable, comparables, identifyingOf, type Measure, measureOf } from './compare.ts'
import { comparedList, compareLists } from './compare-lists.ts'
import { inOrder } from './pair-object.ts'
import type { PairTrace } from './rules.ts'

export type SeekRecord = { readonly id: string; readonly demonstration: boolean; readonly facts: Comparable }
export type FoundPair = { readonly leftId: string; readonly rightId: string; readonly trace: PairTrace }

/** Profiles read in one go. */
const STRETCH = 5_000
/** Pairs written in one go. */
const ROWS = 2_000

/** Seeking again in a kind is the same piece of work: the tray shows the latest. */
const SEEKING = '5f0c0a60-6d3f-5d0c-9f36-8a1f6b6f1c11'
export const seekingId = (kind: string) => uuidv5(kind, SEEKING)

/** Notes that a kind is to be searched. `house` work is asked for by nobody in particular. */
export const startSeeking = (tx: WriteTx, ctx: Context, kind: string, options: { house?: boolean } = {}) =>
  startJob(tx, ctx, 'duplicates.seek', {
    about: { kind: 'duplicates', id: seekingId(kind) },
    title: kind,
    ...(options.house && { house: true }),
  })

/** All records of a kind with what they are compared by. */
export async function recordsOf(
  ctx: Context,
  read: ReadDb,
  kind: string,
  measure: Measure,
): Promise<SeekRecord[]> {
  const records: SeekRecord[] = []
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const found = await sql<Pick<StoredProfile, 'subject_id' | 'demonstration' | 'facts' | 'sealed'>>`
      select subject_id, demonstration, facts, sealed from profile
      where district_id = ${read.district} and kind = ${kind} and subject_id > ${after}::uuid order by subject_id limit ${STRETCH}
    `.execute(read.query)
    const facts = await comparables(ctx, read, measure, found.rows)
    for (const [index, row] of found.rows.entries())
      records.push({ id: row.subject_id, demonstration: row.demonstration, facts: facts[index] ?? {} })
    const last = found.rows.at(-1)
    if (!last || found.rows.length < STRETCH) return records
    after = last.subject_id
  }
}

/** Puts pairs in place of those that were kept of a kind. */
async function keepPairs(ctx: Context, kind: string, pairs: readonly FoundPair[]): Promise<void> {
  const foundAt = ctx.clock.now().toISOString()
  await ctx.district.database.withDistrict(ctx.district.id, async (tx) => {
    await sql`delete from likely_pair where district_id = ${tx.district} and kind = ${kind}`.execute(tx.query)
    for (let from = 0; from < pairs.length; from += ROWS)
      await putPairs(tx, ctx, kind, pairs.slice(from, from + ROWS), foundAt)
  })
}

/** Writes likely pairs over what there is of them. */
export async function putPairs(
  tx: WriteTx,
  ctx: Context,
  kind: string,
  pairs: readonly FoundPair[],
  foundAt: string,
): Promise<void> {
  if (pairs.length === 0) return
  const rows = pairs.map(({ leftId, rightId, trace }) => ({
    left_id: leftId,
    right_id: rightId,
    verdict: trace.verdict,
    points: trace.points,
    identifying: identifyingOf(ctx, kind, trace),
    trace,
  }))
  await sql`
    insert into likely_pair (district_id, left_id, right_id, kind, verdict, points, identifying, trace, found_at)
    select ${tx.district}, left_id, right_id, ${kind}, verdict, points, array(select jsonb_array_elements_text(identifying)), trace, ${foundAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as made (left_id uuid, right_id uuid, verdict text, points double precision, identifying jsonb, trace jsonb)
    on conflict (district_id, left_id, right_id) do update set verdict = excluded.verdict, points = excluded.points, identifying = excluded.identifying, trace = excluded.trace, found_at = excluded.found_at
  `.execute(tx.query)
}

/** Compares all records of a kind with each other and keeps the pairs that may be one. Repeating it comes to the same. */
export async function seek(ctx: Context, kind: string, jobId: string): Promise<void> {
  const inDistrict = <T>(work: (tx: WriteTx) => Promise<T>) =>
    ctx.district.database.withDistrict(ctx.district.id, work)
  const move = (to: Parameters<typeof moveJob>[2]) => inDistrict((tx) => moveJob(tx, jobId, to))
  if (!packOf(ctx).kinds.has(kind) || !(await move({ state: 'running' }))) return
  const measure = measureOf(ctx, kind)
  const records = await reading(ctx, (read) => recordsOf(ctx, read, kind, measure))
  // Made-up records are never one with real ones.
  const lists = [true, false].map((made) => records.filter((one) => one.demonstration === made))
  const stop = new AbortController()
  let saying = Promise.resolve()
  const seeking = compareLists(
    measure,
    lists.map((list) =>
      comparedList(
        measure,
        list.map((one) => one.facts),
      ),
    ),
    {
      signal: stop.signal,
      onProgress: (done, total) => {
        saying = saying.then(async () => {
          const going = await move({ state: 'running', done, ...(total !== undefined && { total }) })
          if (!going) stop.abort()
        })
      },
    },
  )
  try {
    const pairs = (await seeking).map(({ list, one, other, trace }): FoundPair => {
      const [left, right] = [lists[list]?.[one]?.id ?? '', lists[list]?.[other]?.id ?? '']
      return { ...inOrder(left, right), trace }
    })
    await saying
    // Stopped at the very end: then it is stopped.
    if (!(await move({ state: 'running', done: records.length, total: records.length }))) return
    await keepPairs(ctx, kind, pairs)
    await move({ state: 'done', result: { records: records.length, pairs: pairs.length } })
  } catch (error) {
    await saying
    if (error instanceof DOMException) return
    await move({ state: 'failed' })
    throw error
  }
}
