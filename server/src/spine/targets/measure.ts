import { verdictOf } from '@qiongding/clause'
import { addDays, type Day, Decimal, day, type Tri, type Value } from '@qiongding/kernel'
import type { IndicatorDefinition, Measure, Population } from '@qiongding/pack-format'
import { sql } from 'kysely'
import type { ReadDb } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import { type AsOfDays, packOf } from '../pack.ts'
import { knownFacts, knownSubjects } from '../registry/index.ts'
import { type Counted, type Span, triOf, within } from './counted.ts'
import { journeyRows } from './journey-rows.ts'

/** What an indicator comes to. `missing` rows could not be said to count or not, or had no amount; they are never taken for zero. */
export type Measured = {
  readonly value: number | undefined
  readonly missing: number
  readonly rows: readonly Counted[]
}

/** Most rows a population may have: all enterprises of a district. */
const POPULATION_LIMIT = 500_000

type SubjectFacts = {
  readonly subject_id: string
  readonly name: string
  readonly facts: Record<string, Value>
  readonly demonstration: boolean
}

/** Subjects as they were known: who they are comes from the statements too, for the profile of today may have lost them since. */
async function pastSubjects(
  ctx: Context,
  read: ReadDb,
  kind: string,
  asOf: AsOfDays,
): Promise<SubjectFacts[]> {
  const ids = await knownSubjects(read, kind, asOf, POPULATION_LIMIT)
  const known = await knownFacts(read, ids, asOf)
  const nameFact = packOf(ctx).kinds.get(kind)?.nameFact ?? ''
  return ids.flatMap((id) => {
    const subject = known.get(id)
    if (!subject) return []
    const name = subject.facts[nameFact]
    return [{ subject_id: id, name: typeof name === 'string' ? name : '', ...subject }]
  })
}

async function subjectRows(
  ctx: Context,
  read: ReadDb,
  population: Extract<Population, { subjects: string }>,
  fact: string | undefined,
  asOf: AsOfDays,
  span: Span,
): Promise<Counted[]> {
  const { compiled } = packOf(ctx)
  const clause =
    population.where === undefined ? undefined : compiled.clause(population.where, [population.subjects])
  const found = asOf.past
    ? await pastSubjects(ctx, read, population.subjects, asOf)
    : (
        await sql<SubjectFacts>`
          select subject_id, name, facts, demonstration from profile where district_id = ${read.district} and kind = ${population.subjects} order by subject_id limit ${POPULATION_LIMIT}
        `.execute(read.query)
      ).rows
  return found.flatMap((row): Counted[] => {
    const { facts } = row
    let verdict: Tri = clause ? triOf(verdictOf(clause, facts, { on: day(asOf.on) })) : 'yes'
    const on = population.day === undefined ? undefined : facts[population.day]
    if (population.day !== undefined && verdict !== 'no') {
      if (typeof on !== 'string') verdict = 'unknown'
      else if (!within(on, span)) return []
    }
    const amount = fact === undefined ? undefined : facts[fact]
    return [
      {
        kind: population.subjects,
        id: row.subject_id,
        title: row.name,
        verdict,
        ...(typeof on === 'string' && { day: on }),
        ...(typeof amount === 'number' && { amount }),
        values: fact !== undefined && typeof amount === 'number' ? { [fact]: amount } : {},
        demonstration: row.demonstration,
      },
    ]
  })
}

const rowsOf = (
  ctx: Context,
  read: ReadDb,
  population: Population,
  fact: string | undefined,
  asOf: AsOfDays,
  span: Span,
) =>
  'journeys' in population
    ? journeyRows(ctx, read, { population, fact }, asOf, span)
    : subjectRows(ctx, read, population, fact, asOf, span)

/** Counts or sums what stands by a day. An unknown amount is missing, not zero. */
function total(rows: readonly Counted[], summed: boolean): { value: number | undefined; missing: number } {
  const yes = rows.filter((row) => row.verdict === 'yes')
  const unsure = rows.filter((row) => row.verdict === 'unknown').length
  if (!summed) return { value: yes.length, missing: unsure }
  const known = yes.filter((row) => row.amount !== undefined)
  const sum = known.reduce((so, row) => so.plus(row.amount as number), new Decimal(0))
  // Nothing known at all is unknown; a partial sum says how many it leaves out.
  return {
    value: yes.length > 0 && known.length === 0 ? undefined : sum.toNumber(),
    missing: unsure + (yes.length - known.length),
  }
}

async function simple(
  ctx: Context,
  read: ReadDb,
  measure: Extract<Measure, { count: unknown } | { sum: unknown }>,
  asOf: AsOfDays,
  span: Span,
): Promise<Measured> {
  const summed = 'sum' in measure
  const rows = await rowsOf(
    ctx,
    read,
    summed ? measure.sum.over : measure.count,
    summed ? measure.sum.fact : undefined,
    asOf,
    span,
  )
  return { ...total(rows, summed), rows }
}

export function isMeasured(indicator: IndicatorDefinition): boolean {
  return indicator.measure !== undefined && !('series' in indicator.measure)
}

/** What an indicator counts or sums over. */
export function populationsOf({ measure }: IndicatorDefinition): readonly Population[] {
  const of = (one: Measure) => ('count' in one ? [one.count] : 'sum' in one ? [one.sum.over] : [])
  if (measure === undefined) return []
  return 'ratio' in measure ? [measure.ratio.part, measure.ratio.whole].flatMap(of) : of(measure)
}

const spanOf = (indicator: IndicatorDefinition, on: string): Span => {
  const to = indicator.period?.to
  return { from: indicator.period?.from, to: to !== undefined && to < on ? to : on }
}

/** What a measured indicator comes to on a day as known on a day. The same two days give the same answer for ever. */
export async function measure(
  ctx: Context,
  read: ReadDb,
  indicator: IndicatorDefinition,
  asOf: AsOfDays,
): Promise<Measured> {
  const definition = indicator.measure
  if (!definition || 'series' in definition) return { value: undefined, missing: 0, rows: [] }
  const span = spanOf(indicator, asOf.on)
  if (!('ratio' in definition)) return simple(ctx, read, definition, asOf, span)
  const [part, whole] = [
    await simple(ctx, read, definition.ratio.part, asOf, span),
    await simple(ctx, read, definition.ratio.whole, asOf, span),
  ]
  const value =
    part.value === undefined || !whole.value ? undefined : new Decimal(part.value).div(whole.value).toNumber()
  return { value, missing: part.missing + whole.missing, rows: part.rows }
}

/** Ends of months from the start of a period to a day, and that day itself: the points of a pace curve. */
export function monthEnds(from: string, to: string): Day[] {
  const ends: Day[] = []
  for (let month = from.slice(0, 7); ; ) {
    const [year, number] = month.split('-').map(Number) as [number, number]
    const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
    const end = addDays(day(`${next}-01`), -1)
    if (end >= to) break
    ends.push(end)
    month = next
  }
  return [...ends, day(to)]
}

/** A counted indicator month by month, from the rows of its last day: each row counts from its own day on. Undated rows count at the end only. */
export function seriesOf(
  indicator: IndicatorDefinition,
  measured: Measured,
  on: string,
): { day: Day; value: number | undefined }[] {
  const definition = indicator.measure
  const from = indicator.period?.from
  if (!definition || 'series' in definition || 'ratio' in definition || from === undefined || from > on)
    return []
  const last = indicator.period?.to !== undefined && indicator.period.to < on ? indicator.period.to : on
  const dated = measured.rows.every((row) => row.day !== undefined)
  if (!dated) return [{ day: day(last), value: measured.value }]
  return monthEnds(from, last).map((end) => ({
    day: end,
    value: total(
      measured.rows.filter((row) => (row.day as string) <= end),
      'sum' in definition,
    ).value,
  }))
}
