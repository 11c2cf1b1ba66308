import type { Facts, Value } from '@qiongding/kernel'
import type { Offer, PoolQuery, PoolRanking, Profile } from '@qiongding/matching'
import { sql } from 'kysely'
import type { ReadDb } from '../../../platform/db/database.ts'
import { type Asked, askThread } from '../../../platform/threads/ask.ts'
import type { Context, District } from '../../../platform/verb/context.ts'
import { kindOf, packOf } from '../../pack.ts'
import { mayBeMatched } from '../rules.ts'

export type PoolQuestion =
  | { readonly put: readonly Offer[]; readonly remove: readonly string[] }
  | { readonly rank: { readonly need: Facts; readonly query: PoolQuery } }
export type PoolAnswer = PoolRanking | { readonly size: number }

/** A pool in its thread, with the version of every record of its kind that was last looked at. */
type Held = {
  readonly thread: Asked<PoolQuestion, PoolAnswer>
  readonly versions: Map<string, string>
  /** The oldest transaction that was still open when it was last looked: what older ones wrote was seen. */
  openFrom?: string
  /** The last turn; the next begins when it has ended. */
  turn: Promise<unknown>
}

/** Records are read so many at a time. */
const BATCH = 5000
/** A transaction that began earlier than this before now has ended: changes are looked for that far back. */
const LOOK_BACK_MINUTES = 15
/** Three times what 230,000 talents take. */
const HEAP_MB = 3072

const pools = new WeakMap<District, Map<string, Held>>()

/** The least id of version 7 of a moment. */
function leastId(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

function heldFor(ctx: Context, profile: Profile, on: string): Held {
  const own = pools.get(ctx.district) ?? new Map<string, Held>()
  pools.set(ctx.district, own)
  // Who may be matched depends on the day: pools of days that are over go.
  const key = `${profile.id} ${profile.version} ${on}`
  for (const [other, held] of own)
    if (held.thread.ended || (other !== key && other.startsWith(`${profile.id} `))) {
      own.delete(other)
      void held.thread.stop()
    }
  const known = own.get(key)
  if (known) return known
  const { id, version, need, offer, journey, requirements, levels, text } = profile
  const input = {
    profile: {
      id,
      version,
      need,
      offer,
      journey,
      requirements,
      text,
      ...(levels && { levels }),
    } satisfies Profile,
    trees: packOf(ctx).compiled.wordLists,
  }
  const thread = askThread<PoolQuestion, PoolAnswer>(new URL('./thread.ts', import.meta.url), input, {
    heapMb: HEAP_MB,
  })
  const made: Held = { thread, versions: new Map(), turn: Promise.resolve() }
  own.set(key, made)
  return made
}

type Known = { readonly id: string; readonly version: string }

/**
 * Records that may have changed since a look: by their version, which is a moment, and by the transaction that wrote them. After a long
 * import the first alone would name all of it again for as long as that moment is near.
 */
async function changesSince(
  read: ReadDb,
  kind: string,
  { moment, openFrom }: { readonly moment: number; readonly openFrom: string | undefined },
): Promise<Known[]> {
  const unseen = openFrom === undefined ? sql`` : sql`and age(xmin) <= age(${openFrom}::text::xid)`
  const found = await sql<Known>`
    select subject_id as id, version from profile
    where district_id = ${read.district} and kind = ${kind} and version >= ${leastId(moment)}::uuid ${unseen}
  `.execute(read.query)
  return found.rows
}

/** The oldest transaction that is open in what this read sees, as the low 32 bits that rows are marked with. */
async function oldestOpen(read: ReadDb): Promise<string | undefined> {
  const found = await sql<{ open: string }>`
    select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric % 4294967296)::text as open
  `.execute(read.query)
  return found.rows[0]?.open
}

/** Whether there are so many offers of a kind, without counting them all. */
export async function hasOffers(read: ReadDb, kind: string, many: number): Promise<boolean> {
  const found = await sql`
    select 1 from profile where district_id = ${read.district} and kind = ${kind} offset ${many - 1} limit 1
  `.execute(read.query)
  return found.rows.length > 0
}

async function everyVersion(read: ReadDb, kind: string): Promise<Known[]> {
  const found = await sql<Known>`
    select subject_id as id, version from profile where district_id = ${read.district} and kind = ${kind}
  `.execute(read.query)
  return found.rows
}

/** Offers of a kind, whether they may be matched or not. */
async function countOffers(read: ReadDb, kind: string): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from profile where district_id = ${read.district} and kind = ${kind}
  `.execute(read.query)
  return found.rows[0]?.n ?? 0
}

/** Brings a pool to what this read sees. */
async function bringUp(ctx: Context, read: ReadDb, held: Held, { kind, on }: { kind: string; on: string }) {
  const take = async (changed: readonly Known[]) => {
    const ids = changed.flatMap(({ id, version }) => (held.versions.get(id) === version ? [] : [id]))
    for (let from = 0; from < ids.length; from += BATCH) await takeBatch(ids.slice(from, from + BATCH))
  }
  const takeBatch = async (ids: readonly string[]) => {
    const { rows } = await sql<Known & { facts: Record<string, Value> }>`
      select subject_id as id, version, facts from profile
      where district_id = ${read.district} and kind = ${kind} and subject_id = any(${ids as string[]}::uuid[])
    `.execute(read.query)
    const definition = kindOf(ctx, kind)
    const put = rows
      .filter(({ facts }) => mayBeMatched(definition, facts, on))
      .map(({ id, facts }) => ({ id, facts }))
    const staying = new Set(put.map(({ id }) => id))
    await held.thread.ask({ put, remove: ids.filter((id) => !staying.has(id)) })
    for (const { id, version } of rows) held.versions.set(id, version)
  }
  // Ids are made by the machine's own time, whatever day the clock of this question shows.
  const { openFrom } = held
  const open = await oldestOpen(read)
  if (held.versions.size > 0) {
    const moment = Date.now() - LOOK_BACK_MINUTES * 60_000
    await take(await changesSince(read, kind, { moment, openFrom }))
  }
  if (open !== undefined) held.openFrom = open
  // A record that went, or came back as it was, shows in their number alone: then every version is looked at.
  if (held.versions.size === (await countOffers(read, kind))) return
  const all = await everyVersion(read, kind)
  const there = new Set(all.map(({ id }) => id))
  const gone = [...held.versions.keys()].filter((id) => !there.has(id))
  if (gone.length > 0) await held.thread.ask({ put: [], remove: gone })
  for (const id of gone) held.versions.delete(id)
  await take(all)
}

type Asking = { readonly need: Facts; readonly query: Omit<PoolQuery, 'on'> }

/**
 * Some rows of the ranking of every offer for each of several needs, from offers held ready. What is asked sees every change that this read
 * sees. The first question builds the pool: about half a minute at 230,000 offers, some milliseconds from then on.
 */
export function rankPooled(
  ctx: Context,
  read: ReadDb,
  profile: Profile,
  { on, asked }: { readonly on: PoolQuery['on']; readonly asked: readonly Asking[] },
): Promise<PoolRanking[]> {
  const held = heldFor(ctx, profile, on)
  const turn = held.turn
    .catch(() => undefined)
    .then(async () => {
      await bringUp(ctx, read, held, { kind: profile.offer, on })
      const rankings: PoolRanking[] = []
      for (const { need, query } of asked)
        rankings.push((await held.thread.ask({ rank: { need, query: { ...query, on } } })) as PoolRanking)
      return rankings
    })
  held.turn = turn
  return turn
}
