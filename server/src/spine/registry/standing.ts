import { addDays, type Day, daysBetween, parseDay, type Value } from '@qiongding/kernel'
import type { KindDefinition } from '@qiongding/pack-format'
import { type RawBuilder, sql } from 'kysely'

/** Days before its end from which something that ends is shown as running out, where the pack has no rule: two weekly rounds of calls. */
const ASK_DAYS = 14

/**
 * How a subject that ends stands on a day. `unknown`: nobody stated an end and no rule gives one. `filled` and `dropped`: whoever has the
 * need said so.
 */
export type Standing = 'open' | 'expiring' | 'expired' | 'unknown' | 'filled' | 'dropped'

/** Standings in which something may still be matched. Where no end is known nobody has said that it ended. */
export const OPEN_STANDINGS: readonly Standing[] = ['open', 'expiring', 'unknown']

/** What a standing is judged by. `asOf` is the newest day of which anything was said of the subject. */
export type Standee = {
  readonly facts: Readonly<Record<string, Value | undefined>>
  readonly asOf?: string | undefined
}

/** The last day of a day or of a month (`2026-11` runs to its end). */
function lastDay(value: Value | undefined): Day | undefined {
  if (typeof value !== 'string') return undefined
  const first = parseDay(`${value}-01`)
  return first ? addDays(parseDay(`${addDays(first, 31).slice(0, 7)}-01`) as Day, -1) : parseDay(value)
}

/** The last day on which a subject still stands: as stated, or else so many days after anything was said of it as its pack's rule gives. */
export function standsUntil(
  kind: Pick<KindDefinition, 'expiresFact' | 'demand'>,
  { facts, asOf }: Standee,
): Day | undefined {
  const stated = kind.expiresFact === undefined ? undefined : lastDay(facts[kind.expiresFact])
  if (stated || !kind.demand) return stated
  const said = lastDay(asOf)
  return said && addDays(said, kind.demand.validDays)
}

/** How a subject stands on a day: the one rule by which needs run out, for lists, matches and everything counted. */
export function standingOf(
  kind: Pick<KindDefinition, 'expiresFact' | 'demand'>,
  standee: Standee,
  on: Day,
): { readonly standing: Standing; readonly until?: Day; readonly leftDays?: number } {
  const { demand } = kind
  const until = standsUntil(kind, standee)
  const left = until === undefined ? undefined : daysBetween(on, until)
  const days = { ...(until !== undefined && { until }), ...(left !== undefined && { leftDays: left }) }
  const outcome = demand && standee.facts[demand.outcome.fact]
  if (demand && outcome === demand.outcome.filled) return { standing: 'filled', ...days }
  if (demand && outcome === demand.outcome.dropped) return { standing: 'dropped', ...days }
  if (left === undefined) return { standing: 'unknown' }
  const standing = left < 0 ? 'expired' : left <= (demand?.askDays ?? ASK_DAYS) ? 'expiring' : 'open'
  return { standing, ...days }
}

/** Whether something that stands so may still be matched. */
export function isOpen(standing: Standing): boolean {
  return OPEN_STANDINGS.includes(standing)
}

/** The last day of a subject of the table of profiles, as SQL: `standsUntil` over its columns `facts` and `as_of`. */
function untilSql(kind: Pick<KindDefinition, 'expiresFact' | 'demand'>): RawBuilder<unknown> {
  const ruled = kind.demand ? sql`as_of + ${kind.demand.validDays}::integer` : sql`null::date`
  if (kind.expiresFact === undefined) return ruled
  const said = sql`(facts->>${kind.expiresFact})`
  return sql`(case when ${said} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then ${said}::date
    when ${said} ~ '^[0-9]{4}-[0-9]{2}$' then ((${said} || '-01')::date + interval '1 month')::date - 1 else ${ruled} end)`
}

/** How a subject of the table of profiles stands on a day, as SQL text: `standingOf`, for lists too long to be judged one by one. */
export function standingSql(
  kind: Pick<KindDefinition, 'expiresFact' | 'demand'>,
  on: string,
): RawBuilder<Standing> {
  const { demand } = kind
  const until = untilSql(kind)
  const outcome = demand
    ? sql`when facts->>${demand.outcome.fact} = ${demand.outcome.filled} then 'filled' when facts->>${demand.outcome.fact} = ${demand.outcome.dropped} then 'dropped'`
    : sql``
  return sql<Standing>`(case ${outcome} when ${until} is null then 'unknown' when ${until} < ${on}::date then 'expired'
    when ${until} - ${on}::date <= ${demand?.askDays ?? ASK_DAYS}::integer then 'expiring' else 'open' end)`
}
