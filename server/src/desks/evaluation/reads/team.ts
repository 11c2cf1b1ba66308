import { day, daysBetween, type Value } from '@qiongding/kernel'
import type { CompiledJourney } from '@qiongding/pack-format'
import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import type { InputOf } from '../../../platform/verb/verb.ts'
import { workingDays } from '../../../spine/calendar.ts'
import {
  clocksOf,
  definitionOf,
  type JourneyRow,
  type Judged,
  journeysAsOf,
  judgeJourneys,
} from '../../../spine/journeys/index.ts'
import { asOfOf, officeLabel, packOf, valueLabels } from '../../../spine/pack.ts'
import type { evaluationContract, Team } from '../contract.ts'
import { ENOUGH, rankOf } from '../rules.ts'

/**
 * How a team works, from what it did and never from who logged in: how quickly it answered, and what became of its cases. Every figure
 * says of how many cases it is.
 */
export function readTeam(ctx: Context, query: InputOf<typeof evaluationContract.team>): Promise<Team> {
  const definition = definitionOf(ctx, query.definition)
  if (!definition) throw refuse('not-found', { definition: query.definition })
  const asOf = asOfOf(ctx, query)
  const from = query.from ?? `${asOf.on.slice(0, 4)}-01-01`
  const { pack, facts } = packOf(ctx)
  const kinds = pack.facts.filter(
    (fact) => fact.of === definition.id && (fact.type === 'enum' || fact.type === 'tree'),
  )
  const by = facts.get(query.by ?? '') ?? kinds.find(({ key }) => key === definition.intake?.mode) ?? kinds[0]
  if (by && !kinds.includes(by)) throw refuse('unknown-fact', { key: by.key })
  return reading(ctx, async (read) => {
    const rows = (await journeysAsOf(read, asOf, definition.id)).filter(({ openedOn }) => openedOn >= from)
    const judged = await judgeJourneys(ctx, read, rows, asOf)
    const offices = Map.groupBy(judged, ({ row }) => row.careOffice ?? '')
    const stage = definition.counting?.stage ?? definition.confidential?.until
    return {
      definition: definition.id,
      from,
      to: asOf.on,
      on: asOf.on,
      offices: [...offices].flatMap(([id, cases]) => {
        const label = officeLabel(ctx, id)
        if (!label) return []
        return [
          {
            id,
            label,
            opened: cases.length,
            underWay: cases.filter(({ row }) => row.closed === undefined).length,
            kept: keptOf(ctx, definition, cases),
          },
        ]
      }),
      facts: kinds.map(({ key, label }) => ({ key, label })),
      ...(by && { by: by.key }),
      ...(stage !== undefined && {
        stage: definition.stages.find(({ id }) => id === stage)?.label ?? { zh: stage, en: stage },
      }),
      conversion: by && stage !== undefined ? conversionOf(ctx, by, stage, judged) : [],
      demonstration: rows.some((row) => row.demonstration),
    }
  })
}

type Clock = NonNullable<CompiledJourney['clocks']>[number]

/** Days that a clock ran until what it waits for was on file; undefined where it never started or still runs. */
function daysKept(ctx: Context, row: JourneyRow, clock: Clock): number | undefined {
  const started = clock.during.flatMap((stage) => row.reached[stage] ?? []).toSorted()[0]
  if (started === undefined) return undefined
  const stopped = row.evidence
    .filter((one) => one.kind === clock.stopsAt.evidence && one.day >= started)
    .map((one) => one.day)
    .toSorted()[0]
  if (stopped === undefined) return undefined
  const [since, until] = [day(started), day(stopped)]
  return clock.within.calendar === 'natural'
    ? daysBetween(since, until)
    : workingDays(packOf(ctx).pack.calendar)(since, until)
}

function keptOf(
  ctx: Context,
  { clocks = [] }: CompiledJourney,
  cases: readonly Judged[],
): Team['offices'][number]['kept'] {
  const running = cases.flatMap((one) => clocksOf(one))
  return clocks
    .filter(({ repeats }) => repeats !== true)
    .map((clock) => {
      const days = cases
        .flatMap(({ row }) => daysKept(ctx, row, clock) ?? [])
        .toSorted((one, other) => one - other)
      const [p50, p90] = [rankOf(days, 0.5), rankOf(days, 0.9)]
      return {
        clock: clock.id,
        label: clock.label,
        calendar: clock.within.calendar,
        limit: clock.within.days,
        n: days.length,
        inTime: days.filter((one) => one <= clock.within.days).length,
        ...(p50 !== undefined && { p50 }),
        ...(p90 !== undefined && { p90 }),
        late: running.filter(({ id, late }) => id === clock.id && late === 'yes').length,
      }
    })
}

/** What became of cases by a fact of theirs; those of which nobody stated it stand last, by themselves. */
function conversionOf(
  ctx: Context,
  fact: { readonly key: string },
  stage: string,
  judged: readonly Judged[],
): Team['conversion'] {
  const labels = valueLabels(ctx, fact.key)
  const text = (value: Value | undefined) => (typeof value === 'string' ? value : undefined)
  const groups = Map.groupBy(judged, (one) => text(one.facts[fact.key]))
  return [...groups]
    .map(([value, cases]) => ({
      ...(value !== undefined && { value }),
      label:
        value === undefined ? { zh: '未知', en: 'Unknown' } : (labels.get(value) ?? { zh: value, en: value }),
      opened: cases.length,
      reached: cases.filter(({ row }) => row.reached[stage] !== undefined).length,
      ended: cases.filter(({ row }) => row.closed !== undefined).length,
      few: cases.length < ENOUGH,
    }))
    .toSorted(
      (one, other) =>
        Number(one.value === undefined) - Number(other.value === undefined) || other.opened - one.opened,
    )
}
