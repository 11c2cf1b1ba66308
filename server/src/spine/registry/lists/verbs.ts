import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { nextNumber } from '../../../platform/db/counter.ts'
import type { WriteTx } from '../../../platform/db/database.ts'
import { type JobOwner, moveJob, startJob } from '../../../platform/jobs/progress.ts'
import { findObject } from '../../../platform/ledger/objects.ts'
import { refuse } from '../../../platform/refusals.ts'
import { allow, type Context } from '../../../platform/verb/context.ts'
import { type Done, done, type Happened, happened, mustMatch, verb } from '../../../platform/verb/verb.ts'
import { aloneMerging } from '../duplicates/joined.ts'
import { type ListVersion, listsContract } from './contract.ts'
import { type VersionRow, versionKind } from './list-version.ts'
import { aboutList, listOf, officesOf, versionView } from './reads/views.ts'
import { shapeOfList } from './rules.ts'
import { settledReminder } from './settle.ts'

const personOf = (ctx: Context) => (ctx.actor.kind === 'person' ? ctx.actor : undefined)

/** Only people of the offices that the pack names may do this to a list, whatever their role grants. */
function mustBeOf(ctx: Context, offices: readonly string[]): string {
  const office = personOf(ctx)?.office
  if (office === undefined || !offices.includes(office))
    throw refuse('list-office', { offices: officesOf(ctx, offices) })
  return office
}

const changed = (ctx: Context, name: string, before: VersionRow, after: VersionRow): Happened =>
  happened(versionKind, { name, day: ctx.clock.today(), before, after })

const handsWith = (ctx: Context, row: VersionRow) =>
  row.hands.includes(ctx.actor.id) ? row.hands : [...row.hands, ctx.actor.id]

async function versionsIn(
  tx: WriteTx,
  list: string,
  states: readonly VersionRow['state'][],
): Promise<VersionRow[]> {
  const found = await sql<{ row: VersionRow }>`
    select row from list_version where district_id = ${tx.district} and list = ${list} and state = any(${states as string[]}::text[]) order by id for update
  `.execute(tx.query)
  return found.rows.map((one) => one.row)
}

/**
 * Makes a draft: what is on the list is what was recorded up to this instant. Statements being written right now are waited for and those
 * that come later bear a later instant, so the same references are found again whenever they are looked for. The rows are gathered by a
 * job; an earlier draft of the list is put away.
 */
export const prepareVersion = verb(listsContract.prepare, async (tx, ctx, input) => {
  const list = listOf(ctx, input.list)
  allow(ctx, 'list.prepare', aboutList(ctx, list.publishers))
  const office = mustBeOf(ctx, list.publishers)
  const today = ctx.clock.today()
  const on = input.on ?? today
  if (on > today) throw refuse('day-in-future', { day: on, today })
  // Every statement and merge under way ends first, and later ones bear later instants.
  await aloneMerging(tx)
  const row: VersionRow = {
    id: uuidv7(),
    version: uuidv7(),
    list: list.id,
    title: list.label.zh,
    label: list.label,
    shape: shapeOfList(list),
    state: 'preparing',
    on,
    knownAt: new Date(ctx.clock.now().getTime() - 1).toISOString(),
    ...(input.note !== undefined && { note: input.note }),
    preparedBy: ctx.actor.name,
    preparedOn: today,
    office,
    hands: [ctx.actor.id],
    jobId: await startJob(tx, ctx, 'list.prepare'),
    lastDay: today,
    demonstration: false,
  }
  const put = (await versionsIn(tx, list.id, ['preparing', 'draft'])).map((before) =>
    changed(ctx, 'list.discarded', before, { ...before, version: uuidv7(), state: 'discarded' }),
  )
  return done(
    versionView(ctx, row),
    happened(versionKind, { name: 'list.prepared', day: today, after: row }),
    ...put,
  )
})

/** One step of a version's life: loaded and locked, matched, changed, said. */
async function step(
  tx: WriteTx,
  ctx: Context,
  id: string,
  { ability, offices, name, states, change }: Step,
): Promise<Done<ListVersion>> {
  const before = await findObject(tx, versionKind, id, { lock: true })
  if (!before) throw refuse('not-found')
  const list = listOf(ctx, before.list)
  allow(ctx, ability, aboutList(ctx, list[offices]))
  const office = mustBeOf(ctx, list[offices])
  mustMatch(ctx, before.version)
  if (!states.includes(before.state)) throw refuse('list-state', { state: before.state })
  const { after, more = [] } = await change(before, office)
  return done(versionView(ctx, after), changed(ctx, name, before, after), ...more)
}
type Step = {
  readonly ability: string
  readonly offices: 'publishers' | 'reviewers'
  readonly name: string
  readonly states: readonly VersionRow['state'][]
  readonly change: (
    row: VersionRow,
    office: string,
  ) => Promise<{ after: VersionRow; more?: readonly Happened[] }>
}

export const reviewVersion = verb(listsContract.review, (tx, ctx, { id, agreed, note }) =>
  step(tx, ctx, id, {
    ability: 'list.review',
    offices: 'reviewers',
    name: 'list.reviewed',
    states: ['draft'],
    change: async (row, office) => {
      // Nobody reviews his own work.
      if (row.hands.includes(ctx.actor.id)) throw refuse('own-issue', { ability: 'list.review' })
      const day = ctx.clock.today()
      return {
        after: {
          ...row,
          version: uuidv7(),
          review: { agreed, by: ctx.actor.name, office, note, day },
          lastDay: day,
        },
      }
    },
  }),
)

export const publishVersion = verb(listsContract.publish, (tx, ctx, { id }) =>
  step(tx, ctx, id, {
    ability: 'list.publish',
    offices: 'publishers',
    name: 'list.published',
    states: ['draft'],
    change: async (row) => {
      if (!row.review?.agreed) throw refuse('list-not-reviewed', { agreed: row.review?.agreed })
      const day = ctx.clock.today()
      // Its running number is taken first: two who publish at once take turns.
      const no = await nextNumber(tx, `version of ${row.list}`)
      const standing = await versionsIn(tx, row.list, ['published'])
      const newer = standing.find((one) => one.on > row.on || one.knownAt > row.knownAt)
      if (newer) throw refuse('list-older', { no: newer.no, day: newer.on })
      const after: VersionRow = {
        ...row,
        version: uuidv7(),
        state: 'published',
        no,
        publishedBy: ctx.actor.name,
        publishedOn: day,
        hands: handsWith(ctx, row),
        lastDay: day,
      }
      const more = standing.map((before) =>
        changed(ctx, 'list.superseded', before, {
          ...before,
          version: uuidv7(),
          state: 'superseded',
          supersededBy: row.id,
          supersededOn: day,
          lastDay: day,
        }),
      )
      return { after, more: [...more, ...(await settledReminder(tx, ctx, row.list))] }
    },
  }),
)

export const discardVersion = verb(listsContract.discard, (tx, ctx, { id, reason }) =>
  step(tx, ctx, id, {
    ability: 'list.prepare',
    offices: 'publishers',
    name: 'list.discarded',
    states: ['preparing', 'draft'],
    change: async (row) => {
      if (row.jobId) await moveJob(tx, row.jobId, { state: 'cancelled' })
      return { after: { ...row, version: uuidv7(), state: 'discarded', reason, lastDay: ctx.clock.today() } }
    },
  }),
)

/** The gathering of a draft is stopped by putting the draft away. */
export const listJobs: JobOwner = async (ctx, jobId) => {
  const found = await sql<{ id: string }>`
    select id from list_version where district_id = ${ctx.tx.district} and row->>'jobId' = ${jobId}
  `.execute(ctx.tx.query)
  const id = found.rows[0]?.id
  if (id === undefined) return false
  await discardVersion({ ...ctx, request: {} }, { id, reason: 'cancelled' })
  return true
}
