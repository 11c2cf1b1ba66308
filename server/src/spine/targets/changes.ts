import { fromBase } from '@qiongding/kernel'
import type { IndicatorDefinition } from '@qiongding/pack-format'
import { sql } from 'kysely'
import type { ReadDb } from '../../platform/db/database.ts'
import { refuse } from '../../platform/refusals.ts'
import type { Context } from '../../platform/verb/context.ts'
import { asOfOf, packOf } from '../pack.ts'
import type { IndicatorChanges } from './contract.ts'
import type { Counted } from './counted.ts'
import { isMeasured, measure } from './measure.ts'

/** Changed rows that one answer lists, and what it tells of each. */
const [ROWS, CAUSES] = [200, 8]

const sameStanding = (a: Counted | undefined, b: Counted | undefined) =>
  a?.verdict === b?.verdict && a?.because === b?.because && a?.amount === b?.amount && a?.day === b?.day

/** A row that neither counted nor was in doubt on either day moved nothing. */
const matters = (one: Counted | undefined) => one !== undefined && one.verdict !== 'no'

type Happened = {
  readonly about_id: string
  readonly name: string
  readonly day: string
  readonly actor_office: string | null
  readonly evidence: string | null
}

/** What was written of records between two instants, oldest first. */
async function happenedTo(
  read: ReadDb,
  ids: readonly string[],
  between: { readonly after: string; readonly until: string },
): Promise<Map<string, Happened[]>> {
  if (ids.length === 0) return new Map()
  const found = await sql<Happened>`
    select about_id, name, day, actor_office, case when name = 'evidence.attached' then after->'evidence'->-1->>'kind' end as evidence
    from ledger where district_id = ${read.district} and about_id = any(${ids as string[]}::uuid[])
      and recorded_at > ${between.after}::timestamptz and recorded_at <= ${between.until}::timestamptz
    order by recorded_at, id limit ${ids.length * CAUSES * 4}
  `.execute(read.query)
  return Map.groupBy(found.rows, (row) => row.about_id)
}

/**
 * What moved a counted figure between two days, each reading as it was known at the end of its own day: a fact that came late shows as
 * what it is. Refuses a series that people type in: its readings say themselves where they come from.
 */
export async function changesOf(
  ctx: Context,
  read: ReadDb,
  indicator: IndicatorDefinition,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<IndicatorChanges> {
  if (!isMeasured(indicator)) throw refuse('figure-not-counted', { indicator: indicator.id })
  if (from > to) throw refuse('days-reversed', { from, to })
  const [earlier, later] = [asOfOf(ctx, { on: from, known: from }), asOfOf(ctx, { on: to, known: to })]
  const before = await measure(ctx, read, indicator, earlier)
  const after = await measure(ctx, read, indicator, later)
  const [was, is] = [before, after].map(({ rows }) => new Map(rows.map((row) => [row.id, row]))) as [
    Map<string, Counted>,
    Map<string, Counted>,
  ]
  const changed = [...new Set([...was.keys(), ...is.keys()])]
    .map((id) => ({ id, before: was.get(id), after: is.get(id) }))
    .filter((one) => !sameStanding(one.before, one.after) && (matters(one.before) || matters(one.after)))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const listed = changed.slice(0, ROWS)
  const others = listed.flatMap((one) => one.after?.other?.id ?? one.before?.other?.id ?? [])
  const happened = await happenedTo(read, [...new Set([...listed.map((one) => one.id), ...others])], {
    after: earlier.knownAt,
    until: later.knownAt,
  })
  const { pack } = packOf(ctx)
  const shown = (value: number) =>
    indicator.unit === undefined ? value : (fromBase(value, indicator.unit) ?? value)
  const stood = ({ verdict, because, amount, day }: Counted) => ({
    verdict,
    ...(because !== undefined && { because }),
    ...(amount !== undefined && { amount: shown(amount) }),
    ...(day !== undefined && { day }),
  })
  const causesOf = (id: string, of?: string) =>
    (happened.get(id) ?? []).slice(-CAUSES).map(({ name, day, actor_office, evidence }) => {
      const office = pack.offices.find((one) => one.id === actor_office)
      const kind = pack.evidence.find((one) => one.id === evidence)
      return {
        event: name,
        day,
        ...(office && { office: office.label }),
        ...(of !== undefined && { of }),
        ...(kind && { evidence: kind.label }),
      }
    })
  return {
    from,
    to,
    ...(before.value !== undefined && { before: shown(before.value) }),
    ...(after.value !== undefined && { after: shown(after.value) }),
    ...(indicator.unit !== undefined && { unit: indicator.unit }),
    rows: listed.map(({ id, before: one, after: other }) => {
      const last = (other ?? one) as Counted
      const decided = other?.other ?? one?.other
      return {
        kind: last.kind,
        id,
        title: last.title,
        ...(one && { before: stood(one) }),
        ...(other && { after: stood(other) }),
        ...(decided && { other: decided }),
        causes: [...causesOf(id), ...(decided ? causesOf(decided.id, decided.title) : [])],
        demonstration: last.demonstration,
      }
    }),
    more: changed.length - listed.length,
  }
}
