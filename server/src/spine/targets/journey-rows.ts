import { judge } from '@qiongding/clause'
import { day, type Tri, type Value } from '@qiongding/kernel'
import { type CountedAs, type CountedEvent, countEvents } from '@qiongding/pacing'
import type { PackJourney, Population } from '@qiongding/pack-format'
import type { ReadDb } from '../../platform/db/database.ts'
import type { Context } from '../../platform/verb/context.ts'
import { comparedKeys } from '../compared.ts'
import { type JourneyRow, journeysAsOf } from '../journeys/index.ts'
import { type AsOfDays, packOf } from '../pack.ts'
import { knownFacts } from '../registry/index.ts'
import { type Counted, type Span, triOf, within } from './counted.ts'

type JourneyPopulation = Extract<Population, { journeys: string }>

/** Journeys that reached a stage in the span, with the clause judged over their own facts and those of their subjects. */
export async function journeyRows(
  ctx: Context,
  read: ReadDb,
  { population, fact }: { population: JourneyPopulation; fact: string | undefined },
  asOf: AsOfDays,
  span: Span,
): Promise<Counted[]> {
  const rows = (await journeysAsOf(read, asOf, population.journeys)).filter(
    (row) => row.reached[population.reached] !== undefined,
  )
  const { compiled } = packOf(ctx)
  const counting = population.counting ? compiled.journeys.get(population.journeys)?.counting : undefined
  const clause =
    population.where === undefined
      ? undefined
      : compiled.clause(population.where, [
          population.journeys,
          ...new Set(rows.flatMap((row) => row.parties.map((party) => party.kind))),
        ])
  const facts =
    clause || counting || fact !== undefined
      ? await knownFacts(
          read,
          rows.flatMap((row) => [row.id, ...row.parties.map((party) => party.id)]),
          asOf,
        )
      : new Map<string, { facts: Record<string, Value> }>()
  const judged = rows.map((row): JudgedRow => {
    const together: Record<string, Value> = {}
    for (const id of [...row.parties.map((party) => party.id), row.id])
      Object.assign(together, facts.get(id)?.facts)
    const verdict = clause ? triOf(judge(clause, together, { on: day(asOf.on) }).verdict) : 'yes'
    return { row, facts: together, verdict }
  })
  const counted = counting && countedOf(ctx, judged, population, counting)
  const titles = new Map(rows.map((row) => [row.id, titleOf(row)]))
  return judged.flatMap((one): Counted[] => {
    const { row } = one
    const as = counted?.get(row.id)
    const on = as?.day ?? (row.reached[population.reached] as string)
    if (!within(on, span)) return []
    const amount = fact === undefined ? undefined : as ? as.money : one.facts[fact]
    return [
      {
        kind: 'journey',
        id: row.id,
        title: titleOf(row),
        // An increase is no project of its own; its money is summed all the same.
        verdict: as
          ? fact !== undefined && as.because === 'adds-no-project'
            ? 'yes'
            : as.project
          : one.verdict,
        day: on,
        ...(typeof amount === 'number' && { amount }),
        values: { stage: row.stage },
        ...(as && { because: as.because }),
        ...(as?.other !== undefined && { other: { id: as.other, title: titles.get(as.other) ?? '' } }),
        demonstration: row.demonstration,
      },
    ]
  })
}

type JudgedRow = {
  readonly row: JourneyRow
  readonly facts: Readonly<Record<string, Value>>
  readonly verdict: Tri
}
type CountingDefinition = NonNullable<PackJourney['counting']>

const titleOf = (row: JourneyRow) => (row.confidential ? row.no : `${row.no} ${row.title}`)

/** What each journey adds as the pack's rules of counting say. An earlier one is named by its number. */
function countedOf(
  ctx: Context,
  judged: readonly JudgedRow[],
  { journeys, reached }: JourneyPopulation,
  counting: CountingDefinition,
): Map<string, CountedAs> {
  const { pack, facts: dictionary, compiled } = packOf(ctx)
  const compared = (compiled.journeys.get(journeys)?.intake?.comparedBy ?? []).flatMap(
    (key) => dictionary.get(key) ?? [],
  )
  const byNo = new Map(judged.map(({ row }) => [numberKey(row.no), row.id]))
  const text = (value: Value | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)
  const events = judged.map(({ row, facts, verdict }): CountedEvent => {
    const [amount, is, named] = [
      facts[counting.amount],
      text(facts[counting.relation]),
      text(facts[counting.follows]),
    ]
    return {
      id: row.id,
      day: day(row.reached[reached] as string),
      verdict,
      evidenced: row.evidence.some((one) => one.kind === counting.evidence),
      lost: row.closed !== undefined && counting.without.includes(row.closed.exit),
      ...(typeof amount === 'number' && { amount }),
      ...(is !== undefined && { is }),
      // A number that names nobody stays as it was written, so that it is found wanting and not missing.
      ...(named !== undefined && { follows: byNo.get(numberKey(named)) ?? named }),
      keys: comparedKeys(compared, facts, pack.regions ?? []),
    }
  })
  return countEvents(events, {
    first: counting.first,
    versions: counting.versions.map(({ from, rules }) => ({ from: day(from), rules })),
  })
}

/** Numbers of journeys as they are compared: a full-width letter or a blank is a slip of the keyboard. */
const numberKey = (no: string) => no.normalize('NFKC').replace(/\s/g, '').toUpperCase()
