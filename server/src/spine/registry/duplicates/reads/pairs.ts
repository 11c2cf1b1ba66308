import { compareRecords } from '@qiongding/names'
import { type RawBuilder, sql } from 'kysely'
import { abilitiesOn } from '../../../../platform/abilities.ts'
import type { ReadDb } from '../../../../platform/db/database.ts'
import { latestJobAbout } from '../../../../platform/jobs/progress.ts'
import { type Context, reading } from '../../../../platform/verb/context.ts'
import type { InputOf, OutputOf } from '../../../../platform/verb/verb.ts'
import { kindOf } from '../../../pack.ts'
import { openProfiles, profilesById, type StoredProfile } from '../../reads/profiles.ts'
import { comparables, identifyingOf, measureOf } from '../compare.ts'
import type { duplicatesContract, Pair } from '../contract.ts'
import { groupsOf } from '../joined.ts'
import type { PairRow } from '../pair-object.ts'
import { seekingId } from '../seek.ts'

/** A pair as it stands: of merged records the ones they show under. */
export type StandingPair = {
  readonly left_id: string
  readonly right_id: string
  readonly state: Pair['state']
  readonly said: PairRow | null
}

/**
 * Pairs of a kind: what the last search found and what people said, under the records that stand for them now. What was said of a record
 * that was merged since is said of the one it shows under. Kept apart is kept apart until a further fact of the identity agrees.
 */
function standingPairs(read: ReadDb, kind: string): RawBuilder<StandingPair> {
  const [left, right] = [sql`coalesce(jl.under_id, p.left_id)`, sql`coalesce(jr.under_id, p.right_id)`]
  const joins = sql`
    left join joined jl on jl.district_id = p.district_id and jl.subject_id = p.left_id
    left join joined jr on jr.district_id = p.district_id and jr.subject_id = p.right_id
    where p.district_id = ${read.district} and p.kind = ${kind}`
  const ends = sql`least(${left}, ${right}) as left_id, greatest(${left}, ${right}) as right_id`
  return sql`
    with likely as (
      select distinct on (1, 2) ${ends}, p.verdict, p.points, p.identifying from likely_pair p ${joins} order by 1, 2, p.points desc
    ), said as (
      select distinct on (1, 2) ${ends}, p.state, p.agreed, p.row from pair p ${joins} and p.state <> 'open' order by 1, 2, p.row->>'recordedAt' desc
    ), pairs as (
      select left_id, right_id, l.verdict, l.points, s.row as said,
        case when s.state = 'apart' and coalesce(l.identifying <@ s.agreed, true) then 'apart' when s.state = 'later' then 'later' else 'open' end as state
      from likely l full join said s using (left_id, right_id)
      where left_id <> right_id
    )
    select p.left_id, p.right_id, p.state, p.said, p.verdict, p.points from pairs p
    join profile pl on pl.district_id = ${read.district} and pl.subject_id = p.left_id and pl.kind = ${kind}
    join profile pr on pr.district_id = ${read.district} and pr.subject_id = p.right_id and pr.kind = ${kind}
    where pl.demonstration = pr.demonstration and (p.verdict is not null or p.state <> 'open')
  `
}

const VIEWS = {
  open: sql`state = 'open' and verdict <> 'unknown'`,
  name: sql`state = 'open' and verdict = 'unknown'`,
  later: sql`state = 'later'`,
  apart: sql`state = 'apart'`,
}

/** How two records stand by what is known now, with what may be shown of it. */
export async function tracesOf(
  ctx: Context,
  read: ReadDb,
  kind: string,
  pairs: readonly (readonly [StoredProfile, StoredProfile])[],
): Promise<(Pair['trace'] & { readonly identifying: readonly string[] })[]> {
  const measure = measureOf(ctx, kind)
  const profiles = [...new Map(pairs.flat().map((one) => [one.subject_id, one])).values()]
  const facts = await comparables(ctx, read, measure, profiles)
  const of = new Map(profiles.map((one, index) => [one.subject_id, facts[index] ?? {}]))
  return pairs.map(([one, other]) => {
    const { verdict, agrees, near, differs, unknown, decides } = compareRecords({
      profile: measure.profile,
      regions: measure.regions,
      one: of.get(one.subject_id) ?? {},
      other: of.get(other.subject_id) ?? {},
    })
    const shown = { agrees: [...agrees], near: [...near], differs: [...differs], unknown: [...unknown] }
    return { verdict, ...shown, decides: [...decides], identifying: identifyingOf(ctx, kind, { agrees }) }
  })
}

/** A decision as it is shown; facts that agree since it was made are named. */
export function decisionView(said: PairRow, identifying: readonly string[]): NonNullable<Pair['decision']> {
  return {
    state: said.state,
    by: said.by,
    recordedAt: said.recordedAt,
    ...(said.reason !== undefined && { reason: said.reason }),
    since: identifying.filter((key) => !said.agreed.includes(key)),
  }
}

/** How many statements stand behind each record, whoever of its members made them. */
export async function statementCounts(read: ReadDb, ids: readonly string[]): Promise<Map<string, number>> {
  const groups = await groupsOf(read, ids)
  const members = new Map(ids.map((id) => [id, groups.get(id)?.members ?? [id]]))
  const found = await sql<{ subject_id: string; n: number }>`
    select subject_id, count(*)::integer as n from statement
    where district_id = ${read.district} and subject_id = any(${[...new Set([...members.values()].flat())]}::uuid[]) group by subject_id
  `.execute(read.query)
  const counts = new Map(found.rows.map((row) => [row.subject_id, row.n]))
  return new Map(
    [...members].map(([id, all]) => [id, all.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0)]),
  )
}

export function listPairs(
  ctx: Context,
  query: InputOf<typeof duplicatesContract.list>,
): Promise<OutputOf<typeof duplicatesContract.list>> {
  const { kind, view, limit } = query
  kindOf(ctx, kind)
  const from = query.cursor === undefined ? 0 : Number.parseInt(query.cursor, 10)
  return reading(ctx, async (read) => {
    const pairs = standingPairs(read, kind)
    const counted = await sql<Record<keyof typeof VIEWS, number>>`
      select ${sql.join(Object.entries(VIEWS).map(([name, where]) => sql`count(*) filter (where ${where})::integer as ${sql.ref(name)}`))} from (${pairs}) all_pairs
    `.execute(read.query)
    const merged = await sql<{ n: number }>`
      select count(*)::integer as n from merge where district_id = ${read.district} and kind = ${kind} and state = 'standing'
    `.execute(read.query)
    const found = await sql<StandingPair>`
      select left_id, right_id, state, said from (${pairs}) all_pairs where ${VIEWS[view]}
      order by case verdict when 'same' then 0 when 'likely' then 1 else 2 end, points desc nulls last, left_id, right_id limit ${limit + 1} offset ${from}
    `.execute(read.query)
    const page = found.rows.slice(0, limit)
    const ids = [...new Set(page.flatMap((pair) => [pair.left_id, pair.right_id]))]
    const profiles = new Map((await profilesById(read, ids)).map((one) => [one.subject_id, one]))
    const names = new Map((await openProfiles(ctx, read, [...profiles.values()])).map((row) => [row.id, row]))
    const statements = await statementCounts(read, ids)
    const endsOf = (pair: StandingPair) =>
      [profiles.get(pair.left_id), profiles.get(pair.right_id)] as [StoredProfile, StoredProfile]
    const traces = await tracesOf(ctx, read, kind, page.map(endsOf))
    const endOf = (id: string): Pair['left'] => {
      const row = names.get(id)
      return {
        id,
        name: row?.name ?? '',
        ...(row?.asOf !== undefined && { asOf: row.asOf }),
        statements: statements.get(id) ?? 0,
      }
    }
    const job = await latestJobAbout(read, seekingId(kind))
    const counts = counted.rows[0] ?? { open: 0, name: 0, later: 0, apart: 0 }
    return {
      rows: page.map((pair, index): Pair => {
        const { identifying, ...trace } = traces[index] as (typeof traces)[number]
        return {
          left: endOf(pair.left_id),
          right: endOf(pair.right_id),
          trace,
          state: pair.state,
          ...(pair.said && { decision: decisionView(pair.said, identifying) }),
          demonstration: profiles.get(pair.left_id)?.demonstration ?? false,
        }
      }),
      ...(found.rows.length > limit && { next: String(from + limit) }),
      counts: { ...counts, merged: merged.rows[0]?.n ?? 0 },
      ...(job && { search: job }),
      abilities: abilitiesOn(ctx.actor, ['registry.merge'], {}),
    }
  })
}

/** What stands between two records, by the ids they show under. */
export async function standingPair(
  read: ReadDb,
  kind: string,
  { leftId, rightId }: { leftId: string; rightId: string },
): Promise<StandingPair | undefined> {
  const found = await sql<StandingPair>`
    select left_id, right_id, state, said from (${standingPairs(read, kind)}) all_pairs where left_id = ${leftId}::uuid and right_id = ${rightId}::uuid
  `.execute(read.query)
  return found.rows[0]
}
