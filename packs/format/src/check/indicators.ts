import { unitOf } from '@qiongding/kernel'
import { checkTarget } from '@qiongding/pacing'
import { targetOf } from '../compile.ts'
import type { Measure, Population } from '../schema/indicators.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'
import type { Path } from './source.ts'

export function checkIndicators(context: Context): void {
  const { lists, report, known } = context
  report.unique(lists.indicators, (indicator) => indicator.id, ['id'])
  report.unique(lists.indicators, (indicator) => indicator.code, ['code'])
  for (const item of lists.indicators) {
    const indicator = item.value
    report.refer(item, ['owner'], indicator.owner, known('offices'))
    indicator.with?.forEach((office, index) => {
      report.refer(item, ['with', index], office, known('offices'))
    })
    report.refer(item, ['source'], indicator.source, known('sources'))
    if (indicator.outcome)
      report.refer(item, ['outcome', 'source'], indicator.outcome.source, known('sources'))
    if (indicator.group) report.refer(item, ['group'], indicator.group, known('navigation'))
    if (indicator.unit !== undefined && !unitOf(indicator.unit))
      report.error(item, ['unit'], 'pack.unit', indicator.unit)
    if (
      (indicator.kind === 'rank') !== (indicator.rank !== undefined) ||
      (indicator.op === 'rank') !== (indicator.kind === 'rank')
    )
      report.error(item, ['kind'], 'pack.half-rank', indicator.kind)
    if (indicator.kind === 'target' && (indicator.value === undefined || indicator.unit === undefined))
      report.error(item, ['kind'], 'pack.target-without-value', indicator.id)
    const { from, to } = indicator.period ?? {}
    if (from && to && from > to) report.error(item, ['period'], 'pack.range', `${from}..${to}`)
    const target = targetOf(indicator)
    for (const finding of target && !(from && to && from > to) ? checkTarget(target) : [])
      if (finding.level === 'error') report.error(item, ['value'], `pack.${finding.code}`, finding.value)
    for (const [path, population] of populationsOf(indicator.measure))
      checkPopulation(context, item, path, population)
    for (const [path, fact] of sumsOf(indicator.measure)) {
      report.refer(item, path, fact, known('facts'))
      const definition = lists.facts.find((entry) => entry.value.key === fact)?.value
      if (definition && definition.type !== 'number')
        report.error(item, path, 'pack.fact-type', definition.type, { expected: 'number' })
    }
  }
}

function checkPopulation(
  { lists, report, known, factsOf }: Context,
  item: Located<unknown>,
  path: Path,
  population: Population,
): void {
  if ('journeys' in population) {
    report.refer(item, [...path, 'journeys'], population.journeys, known('journeys'))
    const journey = lists.journeys.find((entry) => entry.value.id === population.journeys)?.value
    if (journey)
      report.refer(item, [...path, 'reached'], population.reached, {
        what: 'stages',
        ids: new Set(journey.stages.map((stage) => stage.id)),
      })
    if (population.counting && journey && journey.counting?.stage !== population.reached)
      report.error(item, [...path, 'counting'], 'pack.counting-stage', population.reached)
    return
  }
  report.refer(item, [...path, 'subjects'], population.subjects, known('kinds'))
  if (population.day) report.refer(item, [...path, 'day'], population.day, factsOf(population.subjects))
}

/** Every set of rows a measure counts, with where it is written below the indicator. */
export function populationsOf(measure: Measure | undefined, path: Path = ['measure']): [Path, Population][] {
  if (!measure || 'series' in measure) return []
  if ('count' in measure) return [[[...path, 'count'], measure.count]]
  if ('sum' in measure) return [[[...path, 'sum', 'over'], measure.sum.over]]
  return [
    ...populationsOf(measure.ratio.part, [...path, 'ratio', 'part']),
    ...populationsOf(measure.ratio.whole, [...path, 'ratio', 'whole']),
  ]
}

function sumsOf(measure: Measure | undefined, path: Path = ['measure']): [Path, string][] {
  if (!measure || 'series' in measure || 'count' in measure) return []
  if ('sum' in measure) return [[[...path, 'sum', 'fact'], measure.sum.fact]]
  return [
    ...sumsOf(measure.ratio.part, [...path, 'ratio', 'part']),
    ...sumsOf(measure.ratio.whole, [...path, 'ratio', 'whole']),
  ]
}
