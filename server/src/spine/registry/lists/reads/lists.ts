import type { ListDefinition } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { findObject, replayObjects } from '../../../../platform/ledger/objects.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf } from '../../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, packOf } from '../../../pack.ts'
import { FIRST_ID } from '../../reads/past.ts'
import type { ListView, listsContract } from '../contract.ts'
import { stretchAt } from '../frozen.ts'
import { type ReminderRow, reminderKind, type VersionRow, versionKind } from '../list-version.ts'
import { freshnessOf, overdueSince, shapeOfList } from '../rules.ts'
import { countsNow } from './members.ts'
import { listOf, mayPrepare, officeLabel, versionView } from './views.ts'

/** Versions of lists as of two days, newest first. */
async function versionsAsOf(read: ReadDb, asOf: AsOfDays, list?: string): Promise<VersionRow[]> {
  const rows = asOf.past
    ? (await replayObjects(read, versionKind, asOf)).filter((row) => list === undefined || row.list === list)
    : (
        await sql<{ row: VersionRow }>`
          select row from list_version where district_id = ${read.district} and state <> 'discarded' ${list === undefined ? sql`` : sql`and list = ${list}`}
        `.execute(read.query)
      ).rows.map((one) => one.row)
  return rows.filter((row) => row.state !== 'discarded').toSorted((a, b) => (a.id < b.id ? 1 : -1))
}

export async function findVersion(read: ReadDb, id: string): Promise<VersionRow | undefined> {
  return findObject(read, versionKind, id)
}

type Counts = {
  rows: number
  unknown: number
  ended: number
  stale: number
  newest?: string
  demonstration: boolean
}

/** The same counts of a past day, from statements. */
async function countsThen(ctx: Context, read: ReadDb, list: ListDefinition, asOf: AsOfDays): Promise<Counts> {
  const tally = { unknown: 0, ended: 0 }
  const before = overdueSince(list.rowRefresh ?? list.refresh, asOf.on)
  const counts = { rows: 0, stale: 0, demonstration: false }
  let newest: string | undefined
  const shape = shapeOfList(list)
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const stretch: Awaited<ReturnType<typeof stretchAt>> = await stretchAt(
      ctx,
      read,
      { shape, moment: asOf, after },
      tally,
    )
    after = stretch.next
    for (const row of stretch.rows) {
      counts.rows++
      if (row.asOf <= before) counts.stale++
      if (newest === undefined || row.asOf > newest) newest = row.asOf
      counts.demonstration ||= row.demonstration
    }
  }
  return { ...counts, ...tally, ...(newest !== undefined && { newest }) }
}

/** Of how many subjects of a kind something was recorded after an instant. */
async function touchedSince(read: ReadDb, kind: string, since: string, asOf: AsOfDays): Promise<number> {
  const until: RawBuilder<unknown> = asOf.past
    ? sql`and recorded_at <= ${asOf.knownAt}::timestamptz and as_of <= ${asOf.on}::date`
    : sql``
  const found = await sql<{ n: number }>`
    select count(distinct subject_id)::integer as n from statement
    where district_id = ${read.district} and kind = ${kind} and recorded_at > ${since}::timestamptz ${until}
  `.execute(read.query)
  return found.rows[0]?.n ?? 0
}

async function remindersAsOf(read: ReadDb, asOf: AsOfDays): Promise<ReminderRow[]> {
  if (asOf.past) return replayObjects(read, reminderKind, asOf)
  const found = await sql<{ row: ReminderRow }>`
    select row from list_reminder where district_id = ${read.district} and state = 'waiting'
  `.execute(read.query)
  return found.rows.map((one) => one.row)
}

async function viewOf(
  ctx: Context,
  read: ReadDb,
  list: ListDefinition,
  asOf: AsOfDays,
  versions: readonly VersionRow[],
): Promise<ListView> {
  const own = versions.filter((row) => row.list === list.id)
  const published = own.find((row) => row.state === 'published')
  const draft = own.find((row) => row.state === 'draft' || row.state === 'preparing')
  const counts: Counts = asOf.past
    ? await countsThen(ctx, read, list, asOf)
    : await countsNow(ctx, read, list, asOf.on)
  const touched = published && (await touchedSince(read, list.kind, published.knownAt, asOf))
  const reminder = (await remindersAsOf(read, asOf)).find(
    (one) => one.list === list.id && one.state === 'waiting',
  )
  return {
    id: list.id,
    label: list.label,
    kind: list.kind,
    columns: [...list.columns],
    ...(list.note && { note: list.note }),
    owner: list.owner,
    ownerLabel: officeLabel(ctx, list.owner),
    reviewers: list.reviewers.map((office) => officeLabel(ctx, office)),
    refreshDays: list.refresh,
    rowRefreshDays: list.rowRefresh ?? list.refresh,
    freshness: freshnessOf(published?.on, list.refresh, asOf.on),
    ...(reminder && { reminded: { on: reminder.remindedOn, times: reminder.times } }),
    rows: counts.rows,
    unknown: counts.unknown,
    ended: counts.ended,
    staleRows: counts.stale,
    ...(counts.newest !== undefined && { newest: counts.newest }),
    ...(published && { published: versionView(ctx, published, asOf.past) }),
    ...(draft && { draft: versionView(ctx, draft, asOf.past) }),
    ...(touched !== undefined && { touched }),
    demonstration: counts.demonstration,
    abilities: !asOf.past && mayPrepare(ctx, list) ? ['list.prepare'] : [],
  }
}

export function allLists(ctx: Context, query: InputOf<typeof listsContract.all>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const versions = await versionsAsOf(read, asOf)
    const rows: ListView[] = []
    for (const list of packOf(ctx).pack.lists) rows.push(await viewOf(ctx, read, list, asOf, versions))
    return { on: asOf.on, known: asOf.known, rows }
  })
}

export function readList(ctx: Context, query: InputOf<typeof listsContract.read>) {
  const list = listOf(ctx, query.list)
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const versions = await versionsAsOf(read, asOf, list.id)
    return {
      ...(await viewOf(ctx, read, list, asOf, versions)),
      on: asOf.on,
      known: asOf.known,
      versions: versions.map((row) => versionView(ctx, row, asOf.past)),
    }
  })
}

/** Lists whose published version is past its days, or that were never published though there is something to publish. */
export async function overdueLists(
  ctx: Context,
  read: ReadDb,
): Promise<{ list: ListDefinition; dueOn: string | undefined }[]> {
  const asOf = asOfOf(ctx, {})
  const versions = await versionsAsOf(read, asOf)
  return packOf(ctx).pack.lists.flatMap((list) => {
    const published = versions.find((row) => row.list === list.id && row.state === 'published')
    const { state, dueOn } = freshnessOf(published?.on, list.refresh, asOf.on)
    return state === 'overdue' ? [{ list, dueOn }] : []
  })
}

/** What of the lists waits for this person's office: past their days, drafts to review, drafts to publish. */
export async function listsWaiting(
  ctx: Context,
  read: ReadDb,
): Promise<{ overdue: string[]; review: string[]; publish: string[] }> {
  const office = ctx.actor.kind === 'person' ? ctx.actor.office : undefined
  if (office === undefined) return { overdue: [], review: [], publish: [] }
  const drafts = (await versionsAsOf(read, asOfOf(ctx, {})))
    .filter((row) => row.state === 'draft')
    .map((row) => versionView(ctx, row))
  const may = (ability: string) =>
    drafts.filter((one) => one.abilities.includes(ability) && (ability === 'list.publish' || !one.review))
  return {
    overdue: (await overdueLists(ctx, read))
      .filter(({ list }) => list.owner === office && mayPrepare(ctx, list))
      .map(({ list }) => list.id),
    review: may('list.review').map((one) => one.list),
    publish: may('list.publish').map((one) => one.list),
  }
}
