import { day } from '@qiongding/kernel'
import { type RawBuilder, sql } from 'kysely'
import { abilitiesOn, reachOf } from '../../../../platform/abilities.ts'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { stateOfLink } from '../../../../platform/links.ts'
import { refuse } from '../../../../platform/refusals.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, packOf } from '../../../pack.ts'
import { inReach, pastProfiles } from '../../reads/past.ts'
import { COLUMNS, profilesById, type StoredProfile, within } from '../../reads/profiles.ts'
import { type Standing, standingOf, standingSql } from '../../standing.ts'
import { searchText } from '../../words.ts'
import { needKindOf } from '../answer.ts'
import type { AskRow, Channel } from '../ask.ts'
import type { NeedRow, needsContract } from '../contract.ts'
import { linksOf } from '../links.ts'
import { ANSWER_EVENTS, type NeedKind } from '../rules.ts'

type Query = InputOf<typeof needsContract.list>
type Answer = OutputOf<typeof needsContract.list>

/** Standings that a view shows; of `unanswered` and `all` every one. */
const VIEWS: Readonly<Record<string, readonly Standing[] | undefined>> = {
  due: ['expiring', 'expired', 'unknown'],
}

/** Needs about which a request waits for its answer: whoever has not answered. */
const UNANSWERED = (read: ReadDb) => sql<boolean>`exists (
  select 1 from need_ask a where a.district_id = ${read.district} and a.state = 'waiting' and a.need_ids @> array[subject_id]
    and not exists (select 1 from jsonb_array_elements(a.row->'answers') answered where answered->>'needId' = subject_id::text))`

/** The latest request about each need. */
async function asksAbout(read: ReadDb, ids: readonly string[]): Promise<Map<string, AskRow>> {
  if (ids.length === 0) return new Map()
  const found = await sql<{ row: AskRow }>`
    select row from need_ask where district_id = ${read.district} and need_ids && ${ids as string[]}::uuid[] order by id
  `.execute(read.query)
  return new Map(found.rows.flatMap(({ row }) => row.needs.map((need) => [need.id, row] as const)))
}

type Event = {
  about_id: string
  name: string
  actor_name: string
  day: string
  after: { channel?: Channel; until?: string; reason?: string } | null
}

/** What was last said of each need, from the ledger: it alone knows how the word came. */
async function saidOf(read: ReadDb, ids: readonly string[], asOf: AsOfDays): Promise<Map<string, Event>> {
  if (ids.length === 0) return new Map()
  const found = await sql<Event>`
    select distinct on (about_id) about_id, name, actor_name, day, after from ledger
    where district_id = ${read.district} and about_id = any(${ids as string[]}::uuid[]) and name = any(${Object.keys(ANSWER_EVENTS)}::text[])
      and day <= ${asOf.on}::date and recorded_at <= ${asOf.knownAt}::timestamptz
    order by about_id, id desc
  `.execute(read.query)
  return new Map(found.rows.map((row) => [row.about_id, row]))
}

/** Keys of contacts that a kind of party may have given. */
const contactFacts = (ctx: Context, kind: string | undefined): string[] =>
  packOf(ctx)
    .pack.facts.filter((fact) => fact.of === kind && fact.format === 'contact')
    .map((fact) => fact.key)

async function rowsOf(
  ctx: Context,
  read: ReadDb,
  kind: NeedKind,
  needs: readonly StoredProfile[],
  asOf: AsOfDays,
): Promise<NeedRow[]> {
  const ids = needs.map((need) => need.subject_id)
  const asks = asOf.past ? new Map<string, AskRow>() : await asksAbout(read, ids)
  const links = await linksOf(read, [...new Set([...asks.values()].map((ask) => ask.id))])
  const said = await saidOf(read, ids, asOf)
  const holders = new Map(
    (await profilesById(read, [...new Set(needs.flatMap((need) => need.holder_id ?? []))])).map((one) => [
      one.subject_id,
      one,
    ]),
  )
  const contacts = contactFacts(ctx, kind.holderKind)
  return needs.map((need): NeedRow => {
    const { standing, until, leftDays } = standingOf(
      kind,
      { facts: need.facts, asOf: need.as_of },
      day(asOf.on),
    )
    const holder = need.holder_id === null ? undefined : holders.get(need.holder_id)
    const quantity = kind.demand.quantity === undefined ? undefined : need.facts[kind.demand.quantity]
    const ask = asks.get(need.subject_id)
    const link = ask && links.get(ask.id)
    const answered = ask?.answers.some((one) => one.needId === need.subject_id) === true
    const event = said.get(need.subject_id)
    const about = { party: need.holder_id ?? undefined }
    return {
      id: need.subject_id,
      version: need.version,
      name: need.name,
      ...(holder && { holder: { id: holder.subject_id, name: holder.name } }),
      hasContact: contacts.some(
        (key) => holder?.facts[key] !== undefined || holder?.sealed?.[key] !== undefined,
      ),
      standing,
      ...(until !== undefined && { until }),
      ...(leftDays !== undefined && { leftDays }),
      ...(typeof quantity === 'number' && { quantity }),
      asOf: need.as_of,
      ...(ask && {
        asked: {
          id: ask.id,
          on: ask.askedOn,
          by: ask.askedBy,
          way: ask.way,
          code: ask.code,
          ...(ask.sentTo !== undefined && { sentTo: ask.sentTo }),
          state: askState(ask, link && stateOfLink(link, ctx.clock.now()), answered),
          expiresAt: ask.expiresAt,
          answered,
        },
      }),
      ...(event && {
        said: {
          answer: ANSWER_EVENTS[event.name] ?? 'still',
          channel: event.after?.channel ?? 'office',
          on: event.day,
          by: event.actor_name,
          ...(event.after?.until !== undefined && { until: event.after.until }),
          ...(event.after?.reason !== undefined && { reason: event.after.reason }),
        },
      }),
      demonstration: need.demonstration,
      abilities: asOf.past
        ? []
        : ctx.actor.kind === 'enterprise'
          ? abilitiesOn(ctx.actor, ['need.confirm'], about)
          : [
              ...abilitiesOn(ctx.actor, ['need.ask'], about),
              ...(abilitiesOn(ctx.actor, ['registry.write'], about).length > 0 ? ['need.record'] : []),
            ],
    }
  })
}

function askState(
  ask: AskRow,
  link: ReturnType<typeof stateOfLink> | undefined,
  answered: boolean,
): NonNullable<NeedRow['asked']>['state'] {
  if (answered || ask.state === 'answered') return 'answered'
  if (ask.state === 'revoked') return 'revoked'
  return link === 'expired' || link === 'locked' ? link : 'waiting'
}

/** Where a page ended: its last row's end and id. */
const cursorText = (until: string, id: string) =>
  Buffer.from(JSON.stringify([until, id])).toString('base64url')
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
function cursorOf(text: string): { until: string; id: string } {
  try {
    const [until, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof until === 'string' && /^[0-9-]{4,10}$/.test(until) && UUID.test(id)) return { until, id }
  } catch {}
  throw refuse('bad-input', { issues: [{ path: 'cursor', code: 'not-a-cursor' }] })
}
/** Sorts needs without an end last. */
const NEVER = '9999-12-31'

type Counted = { standing: Standing; n: number; unanswered: number }

async function pageNow(ctx: Context, read: ReadDb, kind: NeedKind, query: Query, asOf: AsOfDays) {
  const standing = standingSql(kind, asOf.on)
  const until: RawBuilder<string> = sql<string>`coalesce((facts->>${kind.expiresFact}), (as_of + ${kind.demand.validDays}::integer)::text, ${NEVER})`
  const text = searchText(query.q ?? '')
  const base = sql.join(
    [
      sql`district_id = ${read.district} and kind = ${kind.id}`,
      within(reachOf(ctx.actor, 'registry.read')),
      ...(text === '' ? [] : [sql`search like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`]),
    ],
    sql` and `,
  )
  const shown =
    VIEWS[query.view] ?? (query.view === 'all' || query.view === 'unanswered' ? undefined : [query.view])
  const wanted = sql.join(
    [
      base,
      ...(shown ? [sql`${standing} = any(${[...shown]}::text[])`] : []),
      ...(query.view === 'unanswered' ? [UNANSWERED(read)] : []),
    ],
    sql` and `,
  )
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor)
  const found = await sql<StoredProfile & { until: string }>`
    select ${COLUMNS}, ${until} as until from profile where ${wanted} ${after ? sql`and (${until}, subject_id) > (${after.until}, ${after.id}::uuid)` : sql``}
    order by ${until}, subject_id limit ${query.limit + 1}
  `.execute(read.query)
  const counted = await sql<Counted>`
    select standing, count(*)::integer as n, (count(*) filter (where unanswered))::integer as unanswered
    from (select ${standing} as standing, ${UNANSWERED(read)} as unanswered from profile where ${base}) counted group by standing
  `.execute(read.query)
  const total = (
    await sql<{ n: number }>`select count(*)::integer as n from profile where ${wanted}`.execute(read.query)
  ).rows[0]?.n
  const page = found.rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    needs: page,
    next: found.rows.length > query.limit && last ? cursorText(last.until, last.subject_id) : undefined,
    total: total ?? 0,
    counted: counted.rows,
  }
}

/** Needs as they stood on a past day. Requests are of now and are left out. */
async function pageThen(ctx: Context, read: ReadDb, kind: NeedKind, query: Query, asOf: AsOfDays) {
  const reach = reachOf(ctx.actor, 'registry.read')
  const text = searchText(query.q ?? '')
  const all: { need: StoredProfile; standing: Standing; until: string }[] = []
  for await (const stretch of pastProfiles(ctx, read, kind.id, asOf))
    for (const need of stretch) {
      if (!inReach(reach, need) || (text !== '' && !need.search.includes(text))) continue
      const { standing, until } = standingOf(kind, { facts: need.facts, asOf: need.as_of }, day(asOf.on))
      all.push({ need, standing, until: until ?? NEVER })
    }
  const shown = VIEWS[query.view] ?? (query.view === 'all' ? undefined : [query.view])
  const wanted = all
    .filter((one) => !shown || (shown as readonly string[]).includes(one.standing))
    .toSorted((a, b) =>
      a.until !== b.until ? (a.until < b.until ? -1 : 1) : a.need.subject_id < b.need.subject_id ? -1 : 1,
    )
  const after = query.cursor === undefined ? undefined : cursorOf(query.cursor)
  const from = after
    ? wanted.filter(
        (one) => one.until < after.until || (one.until === after.until && one.need.subject_id <= after.id),
      ).length
    : 0
  const page = wanted.slice(from, from + query.limit)
  const last = page.at(-1)
  const counted = [...Map.groupBy(all, (one) => one.standing)].map(([standing, rows]) => ({
    standing,
    n: rows.length,
    unanswered: 0,
  }))
  return {
    needs: page.map((one) => one.need),
    next:
      from + query.limit < wanted.length && last ? cursorText(last.until, last.need.subject_id) : undefined,
    total: wanted.length,
    counted,
  }
}

export function listNeeds(ctx: Context, query: Query): Promise<Answer> {
  const kind = needKindOf(ctx, query.kind)
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => {
    const page = await (asOf.past ? pageThen : pageNow)(ctx, read, kind, query, asOf)
    const of = (standing: Standing) => page.counted.find((one) => one.standing === standing)?.n ?? 0
    const { validDays, longestDays, askDays } = kind.demand
    return {
      on: asOf.on,
      validDays,
      longestDays,
      askDays,
      rows: await rowsOf(ctx, read, kind, page.needs, asOf),
      ...(page.next !== undefined && { next: page.next }),
      total: page.total,
      counts: {
        open: of('open'),
        expiring: of('expiring'),
        expired: of('expired'),
        unknown: of('unknown'),
        filled: of('filled'),
        dropped: of('dropped'),
        unanswered: page.counted.reduce((sum, one) => sum + one.unanswered, 0),
      },
      abilities: asOf.past ? [] : abilitiesOn(ctx.actor, ['need.ask'], {}),
    }
  })
}
