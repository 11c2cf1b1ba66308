import { day, fromBase } from '@qiongding/kernel'
import { type Pace, pace, paceSeries, type Reading, type Target } from '@qiongding/pacing'
import { type IndicatorDefinition, targetOf } from '@qiongding/pack-format'
import { sql } from 'kysely'
import { abilitiesOn, mayAtAll } from '../../platform/abilities.ts'
import { type ReadDb, tablesOf } from '../../platform/db/database.ts'
import { replayObjects } from '../../platform/ledger/objects.ts'
import type { LedgerOwner } from '../../platform/ledger/reads.ts'
import { refuse } from '../../platform/refusals.ts'
import { type Context, reading } from '../../platform/verb/context.ts'
import { pageOf } from '../../platform/verb/page.ts'
import type { InputOf } from '../../platform/verb/verb.ts'
import { type AsOfDays, asOfOf, packOf } from '../pack.ts'
import { changesOf } from './changes.ts'
import type { IndicatorRow, targetsContract } from './contract.ts'
import { isMeasured, type Measured, measure, seriesOf } from './measure.ts'
import { type ReadingRow, readingKind } from './reading-object.ts'
import type { MeasuredTable, TargetTables } from './tables.ts'

export function indicatorOf(ctx: Context, id: string): IndicatorDefinition {
  const found = packOf(ctx).pack.indicators.find((one) => one.id === id)
  if (!found) throw refuse('not-found', { indicator: id })
  return found
}

/** Typed readings up to a day as known by an instant; of several on one day the one recorded last stands. */
async function typedReadings(
  read: ReadDb,
  asOf: AsOfDays,
  indicator?: string,
): Promise<Map<string, ReadingRow[]>> {
  const rows = asOf.past
    ? await replayObjects(read, readingKind, asOf)
    : (
        await sql<{
          row: ReadingRow
        }>`select row from reading where district_id = ${read.district} ${indicator === undefined ? sql`` : sql`and indicator = ${indicator}`} and day <= ${asOf.on}::date`.execute(
          read.query,
        )
      ).rows.map((one) => one.row)
  const byIndicator = Map.groupBy(
    rows.filter((row) => indicator === undefined || row.indicator === indicator),
    (row) => row.indicator,
  )
  for (const [key, list] of byIndicator)
    byIndicator.set(key, [
      ...new Map(
        list
          .toSorted((a, b) => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.id < b.id ? -1 : 1))
          .map((row) => [row.day, row]),
      ).values(),
    ])
  return byIndicator
}

type Latest = {
  readonly value: number | undefined
  readonly day: string
  readonly missing: number
  /** As it was said; absent where the figure is counted. */
  readonly source?: string
  readonly demonstration: boolean
}

/** Everything about one indicator on two days, in base units. */
type Known = {
  readonly indicator: IndicatorDefinition
  readonly points: readonly Reading[]
  readonly sources: ReadonlyMap<string, string>
  readonly latest: Latest | undefined
  readonly measured: Measured | undefined
}

async function knownOf(
  ctx: Context,
  read: ReadDb,
  indicator: IndicatorDefinition,
  typed: readonly ReadingRow[],
  asOf: AsOfDays,
  taken: MeasuredTable | undefined,
): Promise<Known> {
  if (isMeasured(indicator)) {
    const measured = await measure(ctx, read, indicator, asOf)
    // The figure that the events have fed and the one counted now are the same; a test holds them together.
    const value = !asOf.past && taken && taken.day === asOf.on ? (taken.value ?? undefined) : measured.value
    return {
      indicator,
      measured,
      points: seriesOf(indicator, measured, asOf.on),
      sources: new Map(),
      latest: {
        value,
        day: asOf.on,
        missing: measured.missing,
        demonstration: measured.rows.some((row) => row.demonstration),
      },
    }
  }
  const last = typed.at(-1)
  return {
    indicator,
    measured: undefined,
    points: typed.map((row) => ({ day: day(row.day), value: row.value ?? undefined })),
    sources: new Map(typed.map((row) => [row.day, row.source])),
    latest: last && {
      value: last.value ?? undefined,
      day: last.day,
      missing: last.value === null ? 1 : 0,
      source: last.source,
      demonstration: last.demonstration,
    },
  }
}

const shown = (value: number, unit: string | undefined) =>
  unit === undefined ? value : (fromBase(value, unit) ?? value)

function paced(
  known: Known,
  target: Target | undefined,
  on: string,
): { pace: Pace; points: ReturnType<typeof paceSeries> } | undefined {
  if (!target) return undefined
  // After the period its last day is asked: how the year ended, not how far behind a line that has ended.
  const question = { target, readings: known.points, on: day(on > target.to ? target.to : on) }
  return { pace: pace(question), points: paceSeries(question) }
}

/** A source of the pack by its name in every language; one that somebody typed as he typed it. */
const sourceLabel = (ctx: Context, said: string) =>
  packOf(ctx).pack.sources.find((one) => one.id === said)?.label ?? { zh: said, en: said }

function rowOf(ctx: Context, known: Known, asOf: AsOfDays): IndicatorRow {
  const { indicator, latest } = known
  const { pack } = packOf(ctx)
  const { unit } = indicator
  const source = (id: string) => sourceLabel(ctx, id)
  const target = targetOf(indicator)
  const judged = paced(known, target, asOf.on)
  const owner = pack.offices.find((office) => office.id === indicator.owner)
  const { outcome } = indicator
  const rank = indicator.rank
  return {
    id: indicator.id,
    code: indicator.code,
    label: indicator.label,
    kind: indicator.kind,
    op: indicator.op,
    ...(indicator.value !== undefined
      ? { value: indicator.value }
      : rank?.place !== undefined
        ? { value: rank.place }
        : {}),
    ...(unit !== undefined && { unit }),
    ...(indicator.period?.from !== undefined && { from: indicator.period.from }),
    ...(indicator.period?.to !== undefined && { to: indicator.period.to }),
    owner: indicator.owner,
    ...(owner && { ownerLabel: owner.label }),
    definition: indicator.definition,
    source: source(indicator.source),
    ...(rank ? { note: rank.among } : indicator.checks?.[0] ? { note: indicator.checks[0] } : {}),
    demonstration: indicator.demonstration === true || latest?.demonstration === true,
    ...(outcome &&
      outcome.asOf <= asOf.known && {
        outcome: {
          value: outcome.value,
          source: source(outcome.source),
          asOf: outcome.asOf,
          singleSource: outcome.singleSource === true,
        },
      }),
    measure: isMeasured(indicator) ? 'measured' : indicator.measure ? 'series' : 'none',
    ...(latest && {
      reading: {
        ...(latest.value !== undefined && { value: shown(latest.value, unit) }),
        day: latest.day,
        missing: latest.missing,
        ...(latest.source !== undefined && { source: source(latest.source) }),
      },
    }),
    ...(judged?.pace.expected !== undefined && {
      pace: {
        expected: shown(judged.pace.expected, unit),
        ...(judged.pace.difference !== undefined && { difference: shown(judged.pace.difference, unit) }),
        ...(judged.pace.distance !== undefined && { distance: judged.pace.distance * 100 }),
        onPace: judged.pace.verdict,
        light: judged.pace.light,
        ...(judged.pace.needPerWeek !== undefined && { perWeek: shown(judged.pace.needPerWeek, unit) }),
        ...(judged.pace.expectedEnd && { expectedEnd: shown(judged.pace.expectedEnd.value, unit) }),
        n: judged.pace.n,
      },
    }),
    line: (judged?.points ?? []).map((point) => ({
      day: point.day,
      ...(point.actual !== undefined && { value: shown(point.actual, unit) }),
      ...(point.distance !== undefined && { distance: point.distance * 100 }),
    })),
  }
}

async function takenOf(read: ReadDb, pack: string): Promise<Map<string, MeasuredTable>> {
  const rows = await tablesOf<TargetTables>(read)
    .selectFrom('measured')
    .selectAll()
    .where('district_id', '=', read.district)
    .where('pack', '=', pack)
    .execute()
  return new Map(rows.map((row) => [row.indicator, row]))
}

export async function indicatorRows(ctx: Context, read: ReadDb, asOf: AsOfDays): Promise<IndicatorRow[]> {
  const { pack } = packOf(ctx)
  const typed = await typedReadings(read, asOf)
  const taken = asOf.past ? new Map<string, MeasuredTable>() : await takenOf(read, pack.fingerprint)
  const rows: IndicatorRow[] = []
  for (const indicator of pack.indicators)
    rows.push(
      rowOf(
        ctx,
        await knownOf(ctx, read, indicator, typed.get(indicator.id) ?? [], asOf, taken.get(indicator.id)),
        asOf,
      ),
    )
  return rows
}

export function listIndicators(ctx: Context, query: InputOf<typeof targetsContract.list>) {
  const asOf = asOfOf(ctx, query)
  return reading(ctx, async (read) => ({
    on: asOf.on,
    known: asOf.known,
    rows: await indicatorRows(ctx, read, asOf),
    abilities: abilitiesOn(ctx.actor, ['target.record'], {
      office: ctx.actor.kind === 'person' ? ctx.actor.office : undefined,
    }),
  }))
}

export function readIndicator(ctx: Context, query: InputOf<typeof targetsContract.read>) {
  const asOf = asOfOf(ctx, query)
  const indicator = indicatorOf(ctx, query.id)
  return reading(ctx, async (read) => {
    const typed = (await typedReadings(read, asOf, indicator.id)).get(indicator.id) ?? []
    const taken = asOf.past
      ? undefined
      : (await takenOf(read, packOf(ctx).pack.fingerprint)).get(indicator.id)
    const known = await knownOf(ctx, read, indicator, typed, asOf, taken)
    const points = new Map(
      paced(known, targetOf(indicator), asOf.on)?.points.map((point) => [
        point.day as string,
        point.expected,
      ]),
    )
    return {
      ...rowOf(ctx, known, asOf),
      on: asOf.on,
      known: asOf.known,
      series: known.points.map((point) => {
        const value = 'value' in point ? point.value : undefined
        const expected = points.get(point.day)
        const said = known.sources.get(point.day)
        return {
          day: point.day as string,
          ...(value !== undefined && { value: shown(value, indicator.unit) }),
          ...(expected !== undefined && { expected: shown(expected, indicator.unit) }),
          ...(said !== undefined && { source: sourceLabel(ctx, said) }),
        }
      }),
      abilities:
        !asOf.past && indicator.measure && 'series' in indicator.measure
          ? abilitiesOn(ctx.actor, ['target.record'], { office: indicator.owner })
          : [],
    }
  })
}

export function indicatorEvidence(ctx: Context, query: InputOf<typeof targetsContract.rows>) {
  const asOf = asOfOf(ctx, query)
  const indicator = indicatorOf(ctx, query.id)
  return reading(ctx, async (read) => {
    const { rows } = await measure(ctx, read, indicator, asOf)
    const wanted = rows
      .filter((row) => query.verdict === undefined || row.verdict === query.verdict)
      .toSorted((a, b) =>
        (a.day ?? '') !== (b.day ?? '') ? ((a.day ?? '') < (b.day ?? '') ? 1 : -1) : a.id < b.id ? -1 : 1,
      )
    const { page, ...more } = pageOf(wanted, query)
    const of = (verdict: string) => rows.filter((row) => row.verdict === verdict).length
    return {
      rows: page.map((row) => ({
        ...row,
        values: { ...row.values },
        ...(row.amount !== undefined && { amount: shown(row.amount, indicator.unit) }),
      })),
      ...more,
      counted: of('yes'),
      notCounted: of('no'),
      unknown: of('unknown'),
    }
  })
}

/** What is said of readings: for those who may read targets. */
export const targetLedger: LedgerOwner = {
  owns: (_, kind) => kind === readingKind.kind,
  mayRead: (ctx) => mayAtAll(ctx.actor, 'target.read') === 'yes',
}

export function indicatorChanges(ctx: Context, query: InputOf<typeof targetsContract.changes>) {
  const indicator = indicatorOf(ctx, query.id)
  return reading(ctx, (read) => changesOf(ctx, read, indicator, query))
}
