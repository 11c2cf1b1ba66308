import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { WriteTx } from '../../../platform/db/database.ts'
import type { Bytes } from '../../../platform/http/route.ts'
import { type JobOwner, moveJob, startJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { done, type Happened, happened, type InputOf, verb } from '../../../platform/verb/verb.ts'
import { packOf } from '../../pack.ts'
import {
  type Absence,
  columnsSaid,
  type ImportCounts,
  type ImportRow,
  importKind,
  type LikelyChoice,
  type LikelyVerdict,
  NO_COUNTS,
  type PlacedColumn,
} from '../import-object.ts'
import { importsContract } from './contract.ts'
import { keyOf } from './likely/find.ts'
import { STRETCH } from './plan-sheet.ts'
import { keepProfile } from './profiles.ts'
import { viewOf } from './reads.ts'
import { settingsOf } from './understand.ts'

async function lockedImport(
  tx: WriteTx,
  ctx: Context,
  id: string,
  states: readonly ImportRow['state'][],
): Promise<ImportRow> {
  const row = await findObject(tx, importKind, id, { lock: true })
  if (!row) throw refuse('not-found')
  allow(ctx, 'registry.import', {})
  if (!states.includes(row.state)) throw refuse('import-state', { state: row.state })
  return row
}

type Way = keyof NonNullable<ImportRow['ways']>

const jobOf = (tx: WriteTx, ctx: Context, name: string, row: Pick<ImportRow, 'id' | 'fileName'>) =>
  startJob(tx, ctx, name, { about: { kind: 'import', id: row.id }, title: row.fileName })

const moved = (ctx: Context, name: string, before: ImportRow, after: ImportRow): Happened =>
  happened(importKind, { name, day: ctx.clock.today(), before, after })

/** Taking a file in, with the file beside the address: the route hands both over. */
const takeFile = {
  ...importsContract.upload,
  body: z.object({
    file: z.custom<Bytes>((file) => typeof file === 'object'),
    demonstration: z.boolean().optional(),
  }),
} as const

/** Takes a file in. It is read by a job; nothing reaches the registry before somebody approves it. */
export const takeImport = verb(takeFile, async (tx, ctx, input) => {
  const { file, kind, demonstration, corrects } = input
  allow(ctx, 'registry.import', {})
  if (kind !== undefined && !packOf(ctx).kinds.has(kind)) throw refuse('unknown-kind', { kind })
  const corrected = corrects === undefined ? undefined : await findObject(tx, importKind, corrects)
  if (corrects !== undefined && !corrected) throw refuse('not-found')
  const stored = await ctx.district.files.put(tx, { ...file, actorId: ctx.actor.id, at: ctx.clock.now() })
  const id = uuidv7()
  const row: ImportRow = {
    id,
    fileId: stored.id,
    fileName: stored.name,
    kind: kind ?? '',
    state: 'reading',
    source: stored.name,
    ...(corrected && { expects: corrected.id }),
    ...(ctx.actor.kind === 'person' && ctx.actor.office !== undefined && { office: ctx.actor.office }),
    columns: [],
    keep: [],
    twins: {},
    counts: NO_COUNTS,
    // Rows of our own samples are made up, and stay labelled so for ever.
    demonstration: demonstration ?? corrected?.demonstration ?? stored.name.startsWith('演示'),
    by: ctx.actor.name,
    byId: ctx.actor.id,
    recordedAt: ctx.clock.now().toISOString(),
    jobId: await jobOf(tx, ctx, 'import.read', { id, fileName: stored.name }),
  }
  return done(
    await viewOf(ctx, tx, row),
    happened(importKind, { name: 'import.uploaded', day: ctx.clock.today(), after: row }),
  )
})

/** A choice without the parts that were not said. */
function withoutAbsent({
  column,
  fact,
  header,
  unit,
  ratio,
  fill,
}: InputOf<typeof importsContract.map>['columns'][number]): PlacedColumn {
  return {
    column,
    header,
    fact,
    ...(unit !== undefined && { unit }),
    ...(ratio !== undefined && { ratio }),
    ...(fill !== undefined && { fill }),
  }
}

export const mapImport = verb(importsContract.map, async (tx, ctx, input) => {
  const before = await lockedImport(tx, ctx, input.id, ['review', 'failed'])
  const { pack, facts } = packOf(ctx)
  const kind = input.kind ?? before.kind
  // A file that failed before its kind was told may be read again without one.
  if (kind !== before.kind && !pack.kinds.some((one) => one.id === kind))
    throw refuse('unknown-kind', { kind })
  for (const column of input.columns)
    if (column.fact !== null && facts.get(column.fact)?.of !== kind)
      throw refuse('unknown-fact', { key: column.fact })
  // Another kind or sheet has other columns: what was said of the first ones does not hold there.
  const same = kind === before.kind && (input.sheet === undefined || input.sheet === before.sheet)
  const said = input.columns.map(withoutAbsent)
  const columns = [
    ...(same || before.kind === '' ? columnsSaid(before) : []).filter(
      ({ column, header }) => !said.some((choice) => choice.column === column && choice.header === header),
    ),
    ...said,
  ]
  const { refusal: _, returns, corrects, likely, likelyAll, ...kept } = before
  const after: ImportRow = {
    ...kept,
    ...(same && { ...(likely && { likely }), ...(likelyAll && { likelyAll }) }),
    ...(returns !== undefined && !input.ordinary && { returns }),
    ...(corrects && !input.ordinary && { corrects }),
    kind,
    columns,
    state: 'reading',
    ...(input.sheet !== undefined && { sheet: input.sheet }),
    ...(input.asOf !== undefined && { asOf: input.asOf }),
    ...(input.encoding !== undefined && { encoding: input.encoding }),
    ...(input.source !== undefined && { source: input.source }),
    ...(input.ordinary && { ordinary: true as const }),
    jobId: await jobOf(tx, ctx, 'import.read', before),
  }
  return done(await viewOf(ctx, tx, after), moved(ctx, 'import.mapped', before, after))
})

export const decideImport = verb(importsContract.decide, async (tx, ctx, input) => {
  const before = await lockedImport(tx, ctx, input.id, ['review'])
  const keep = new Set(before.keep)
  const adopt = new Set(before.adopt)
  for (const one of input.keep) {
    const field = `${one.row}:${one.key}`
    keep.delete(field)
    adopt.delete(field)
    if (one.keep) keep.add(field)
    // In a list of any office what is not kept is taken over. A conflict in one of ours that came back waits until somebody says so, and so
    // does what a likely duplicate is called.
    else if (one.keep === false) adopt.add(field)
  }
  const { absent: _, ...rest } = before
  const after: ImportRow = {
    ...rest,
    state: 'reading',
    keep: [...keep].toSorted(),
    ...((adopt.size > 0 || before.adopt) && { adopt: [...adopt].toSorted() }),
    ...saidOfLikely(before, input),
    ...(before.returns !== undefined && decisionsOf(before, input)),
    twins: { ...before.twins, ...Object.fromEntries(input.twins.map((one) => [String(one.row), one.same])) },
    jobId: await jobOf(tx, ctx, 'import.read', before),
  }
  if (settingsOf(after) === settingsOf(before))
    return done(await viewOf(ctx, tx, before), moved(ctx, 'import.decided', before, before))
  return done(await viewOf(ctx, tx, after), moved(ctx, 'import.decided', before, after))
})

/** What was said of likely duplicates by now: of one at a time, and of all of a verdict. A row is the same as one other at most. */
function saidOfLikely(
  before: ImportRow,
  input: Pick<InputOf<typeof importsContract.decide>, 'likely' | 'likelyAll'>,
): Pick<ImportRow, 'likely' | 'likelyAll'> {
  const likely: Record<string, Record<string, LikelyChoice>> = Object.fromEntries(
    Object.entries(before.likely ?? {}).map(([row, choices]) => [row, { ...choices }]),
  )
  for (const { row, other, choice } of input.likely) {
    const choices = likely[row] ?? {}
    const key = keyOf('row' in other ? { row: other.row, name: '' } : other)
    if (choice === 'same')
      for (const one of Object.keys(choices)) if (choices[one] === 'same') delete choices[one]
    if (choice === null) delete choices[key]
    else choices[key] = choice
    if (Object.keys(choices).length > 0) likely[row] = choices
    else delete likely[row]
  }
  const all = Object.entries({ ...before.likelyAll, ...input.likelyAll }).filter(
    (one): one is [LikelyVerdict, LikelyChoice] => one[1] !== null && one[1] !== undefined,
  )
  return {
    ...(Object.keys(likely).length > 0 || before.likely ? { likely } : {}),
    ...(all.length > 0 || before.likelyAll ? { likelyAll: Object.fromEntries(all) } : {}),
  }
}

/** What was decided of a returned file as a whole, and of records that it does not hold any more. */
function decisionsOf(
  before: ImportRow,
  input: {
    readonly ways: Partial<Record<Way, 'adopt' | 'keep' | null>>
    readonly absent?: Absence | null | undefined
    readonly absentRows: readonly { readonly subjectId: string; readonly absent: Absence | null }[]
  },
): Pick<ImportRow, 'ways' | 'absent' | 'absentRows'> {
  const ways = Object.entries({ ...before.ways, ...input.ways }).filter(([, choice]) => choice !== null)
  const rows = {
    ...before.absentRows,
    ...Object.fromEntries(input.absentRows.map((one) => [one.subjectId, one.absent])),
  }
  const absent = input.absent === undefined ? before.absent : (input.absent ?? undefined)
  return {
    ways: Object.fromEntries(ways) as NonNullable<ImportRow['ways']>,
    absentRows: Object.fromEntries(
      Object.entries(rows).filter((one): one is [string, Absence] => one[1] !== null),
    ),
    ...(absent !== undefined && { absent }),
  }
}

export const approveImport = verb(importsContract.commit, async (tx, ctx, input) => {
  const before = await lockedImport(tx, ctx, input.id, ['review'])
  const after: ImportRow = {
    ...before,
    state: 'committing',
    jobId: await jobOf(tx, ctx, 'import.commit', before),
    approvedAt: ctx.clock.now().toISOString(),
    batch: input.batch ?? STRETCH,
  }
  // The columns of a correction are those of the list it corrects: nothing new was said of them.
  const profile = before.corrects ? undefined : await keepProfile(tx, ctx, before)
  const replaced = await correctedInReview(tx, before)
  return done(
    await viewOf(ctx, tx, after),
    moved(ctx, 'import.approved', before, after),
    ...(replaced ? [moved(ctx, 'import.replaced', replaced, { ...replaced, state: 'cancelled' })] : []),
    ...(profile ? [profile] : []),
  )
})

/** The list that a correction was made of, where nobody has approved it: the correction holds all of its rows, and takes its place. */
async function correctedInReview(tx: WriteTx, row: ImportRow): Promise<ImportRow | undefined> {
  const base = row.corrects && (await findObject(tx, importKind, row.corrects.id, { lock: true }))
  return base?.state === 'review' ? base : undefined
}

/** What the batches of an import have written by now. */
async function writtenSoFar(
  tx: WriteTx,
  id: string,
): Promise<Omit<ImportCounts, 'rows' | 'errors' | 'remarks'>> {
  const found = await sql<Omit<ImportCounts, 'rows' | 'errors' | 'remarks'>>`
    select ${sql.join(
      (['created', 'updated', 'unchanged', 'held', 'duplicates'] as const).map(
        (key) => sql`coalesce(sum((after->>${key})::integer), 0)::integer as ${sql.ref(key)}`,
      ),
    )}
    from ledger where district_id = ${tx.district} and about_id = ${id}::uuid and name = 'registry.imported'
  `.execute(tx.query)
  return found.rows[0] ?? NO_COUNTS
}

/** Stops an import. What was written before stands, is counted, and can be withdrawn. */
export const cancelImport = verb(importsContract.cancel, async (tx, ctx, input) => {
  const before = await lockedImport(tx, ctx, input.id, ['reading', 'review', 'committing', 'failed'])
  if (before.jobId) await moveJob(tx, before.jobId, { state: 'cancelled' })
  const after: ImportRow = {
    ...before,
    state: 'cancelled',
    counts: { ...before.counts, ...(await writtenSoFar(tx, before.id)) },
  }
  return done(await viewOf(ctx, tx, after), moved(ctx, 'import.cancelled', before, after))
})

/** Stopping the job of an import is stopping the import: both doors leave the same behind. A withdrawal goes on to its end. */
export const importJobs: JobOwner = async (ctx, jobId) => {
  const found = await sql<{ id: string }>`
    select id from import where district_id = ${ctx.tx.district} and row->>'jobId' = ${jobId}
  `.execute(ctx.tx.query)
  const id = found.rows[0]?.id
  if (id === undefined) return false
  await cancelImport({ ...ctx, request: {} }, { id })
  return true
}

/** Takes back what an import wrote. Where records had to be left as they were, it may be tried again once somebody has settled them. */
export const withdrawImport = verb(importsContract.withdraw, async (tx, ctx, input) => {
  const before = await lockedImport(tx, ctx, input.id, ['committed', 'cancelled', 'withdrawn'])
  if (before.state === 'withdrawn' && !before.heldBack) throw refuse('import-state', { state: before.state })
  const { heldBack: _, ...rest } = before
  const after: ImportRow = {
    ...rest,
    state: 'withdrawn',
    withdrawn: input.reason,
    jobId: await jobOf(tx, ctx, 'import.withdraw', before),
  }
  return done(await viewOf(ctx, tx, after), moved(ctx, 'import.withdrawn', before, after))
})
