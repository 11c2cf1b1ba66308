import { judge } from '@qiongding/clause'
import type { Fault, Item } from '@qiongding/evaluation'
import { day, type Tri, type Value } from '@qiongding/kernel'
import type { EvaluationDefinition, EvaluationMeasure } from '@qiongding/pack-format'
import type { ReadDb } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/verb/context.ts'
import { type JourneyRow, journeysAsOf, judgeJourneys } from '../../../spine/journeys/index.ts'
import { type AsOfDays, packOf } from '../../../spine/pack.ts'
import { knownFacts } from '../../../spine/registry/index.ts'
import { journeyRows } from '../../../spine/targets/index.ts'

/** An item with everything that explains it. */
export type Explained = Item & {
  readonly journey: JourneyRow
  readonly because: string
  readonly day?: string
}

export type Material = {
  readonly items: readonly Explained[]
  readonly faults: readonly Fault[]
  /** Offices that have such cases in their care at all. */
  readonly units: readonly string[]
}

type Part = EvaluationDefinition['parts'][number]
type Judging = {
  readonly definition: EvaluationDefinition
  readonly asOf: AsOfDays
  readonly facts: ReadonlyMap<string, { readonly facts: Readonly<Record<string, Value>> }>
  /** Why a case is none of its own by the rules of counting, by its id. */
  readonly twice: ReadonlyMap<string, { readonly verdict: Tri; readonly because: string }>
}

/** Everything that a scheme looks at, as of two days. A case counts for the office in whose care it is. */
export async function materialOf(
  ctx: Context,
  read: ReadDb,
  definition: EvaluationDefinition,
  asOf: AsOfDays,
): Promise<Material> {
  const rows = await journeysAsOf(read, asOf, definition.journey)
  const facts = await knownFacts(
    read,
    rows.map(({ id }) => id),
    asOf,
  )
  const judging = { definition, asOf, facts, twice: await countedTwice(ctx, read, definition, asOf) }
  const items = definition.parts.flatMap((part) =>
    rows.flatMap((row) => itemOf(ctx, row, part, judging) ?? []),
  )
  return {
    items,
    faults: await faultsOf(ctx, read, definition, { rows, asOf }),
    units: [...new Set(rows.flatMap(({ careOffice }) => careOffice ?? []))],
  }
}

/** Cases that the rules of counting take for no case of their own. Where a pack has no such rules, none. */
async function countedTwice(
  ctx: Context,
  read: ReadDb,
  { journey }: EvaluationDefinition,
  asOf: AsOfDays,
): Promise<Judging['twice']> {
  const counting = packOf(ctx).compiled.journeys.get(journey)?.counting
  if (!counting) return new Map()
  const population = { journeys: journey, reached: counting.stage, counting: true as const }
  const counted = await journeyRows(ctx, read, { population, fact: undefined }, asOf, {
    from: undefined,
    to: asOf.on,
  })
  return new Map(
    counted
      .filter(({ verdict }) => verdict !== 'yes')
      .map(({ id, verdict, because = 'no-evidence' }) => [id, { verdict, because }]),
  )
}

const inPeriod = ({ period }: EvaluationDefinition, on: string | undefined, until: string) =>
  on !== undefined && on >= period.from && on <= (period.to < until ? period.to : until)

function itemOf(ctx: Context, row: JourneyRow, part: Part, judging: Judging): Explained | undefined {
  const { definition, asOf } = judging
  const { measure } = part
  const unit = row.careOffice
  if (unit === undefined) return undefined
  const on = 'opened' in measure ? row.openedOn : row.reached[measure.reached]
  if (!inPeriod(definition, on, asOf.on)) return undefined
  const head = { id: row.id, unit, part: part.id, journey: row, ...(on !== undefined && { day: on }) }
  if ('opened' in measure) {
    const isThere = row.evidence.some(({ kind }) => kind === measure.evidence)
    return { ...head, counts: 'yes', value: isThere ? 1 : 0, because: isThere ? 'evidence' : 'no-evidence' }
  }
  return { ...head, ...judged(ctx, row, measure, judging) }
}

type Reached = Exclude<EvaluationMeasure, { opened: true }>

function judged(
  ctx: Context,
  row: JourneyRow,
  measure: Reached,
  { definition, asOf, facts, twice }: Judging,
): Pick<Explained, 'counts' | 'because' | 'value'> {
  const again = twice.get(row.id)
  if (again) return { counts: again.verdict, because: again.because }
  const missing = evidenceMissing(ctx, row, definition.journey, measure.reached)
  if (missing) return { counts: 'no', because: 'no-evidence' }
  const stated = facts.get(row.id)?.facts ?? {}
  if ('where' in measure && measure.where !== undefined) {
    const clause = packOf(ctx).compiled.clause(measure.where, [definition.journey])
    const { verdict } = judge(clause, stated, { on: day(asOf.on) })
    if (verdict === 'no') return { counts: 'no', because: 'not-of-the-sort' }
    if (verdict !== 'yes') return { counts: 'unknown', because: 'sort-unknown' }
  }
  const value = valueIn(measure, stated)
  return { counts: 'yes', because: 'counts', ...(value !== undefined && { value }) }
}

function valueIn(measure: Reached, stated: Readonly<Record<string, Value>>): number | undefined {
  if ('sum' in measure) {
    const value = stated[measure.sum]
    return typeof value === 'number' ? value : undefined
  }
  if (!('ratio' in measure)) return undefined
  const [part, whole] = [stated[measure.ratio], stated[measure.of]]
  return typeof part === 'number' && typeof whole === 'number' && whole > 0 ? part / whole : undefined
}

/** Whether a kind of evidence that the gate into a stage asks for is not on file: a stage entered without it scores nothing. */
function evidenceMissing(ctx: Context, row: JourneyRow, journey: string, stage: string): boolean {
  const gates =
    packOf(ctx)
      .compiled.journeys.get(journey)
      ?.gates.filter(({ to }) => to === stage) ?? []
  const on = new Set(row.evidence.map(({ kind }) => kind))
  const lacks = gates.map(({ require }) => require.some((one) => 'evidence' in one && !on.has(one.evidence)))
  return lacks.length > 0 && lacks.every(Boolean)
}

/** What is taken off: cases under way on which a rule of a light shows that they are behind. */
async function faultsOf(
  ctx: Context,
  read: ReadDb,
  { penalties = [] }: EvaluationDefinition,
  { rows, asOf }: { readonly rows: readonly JourneyRow[]; readonly asOf: AsOfDays },
): Promise<Fault[]> {
  if (penalties.length === 0) return []
  const judged = await judgeJourneys(
    ctx,
    read,
    rows.filter(({ closed }) => closed === undefined),
    asOf,
  )
  return judged.flatMap(({ row, standing }) =>
    penalties.flatMap(({ id, light }): Fault[] => {
      const found = standing.lights.find(({ rule }) => rule === light)
      const behind = found?.light === 'yellow' || found?.light === 'red'
      return behind && row.careOffice !== undefined ? [{ id: row.id, unit: row.careOffice, penalty: id }] : []
    }),
  )
}
