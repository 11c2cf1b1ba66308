import { checkScheme } from '@qiongding/evaluation'
import { schemeOf } from '../compile.ts'
import type { Context } from './references.ts'

/** Schemes of evaluation: their stages, facts, evidence and offices must be there, and their weights come to 100. */
export function checkEvaluations({ lists, report, known, factsOf }: Context): void {
  report.unique(lists.evaluations, (one) => one.id, ['id'])
  for (const item of lists.evaluations) {
    const one = item.value
    report.refer(item, ['journey'], one.journey, known('journeys'))
    if (one.period.from > one.period.to)
      report.error(item, ['period'], 'pack.range', `${one.period.from}..${one.period.to}`)
    for (const finding of checkScheme(schemeOf(one)))
      report.error(item, ['parts'], `pack.${finding.code}`, finding.value)
    const journey = lists.journeys.find(({ value }) => value.id === one.journey)?.value
    if (!journey) continue
    const own = factsOf(journey.id)
    const stages = { what: 'stages', ids: new Set(journey.stages.map(({ id }) => id)) }
    const lights = { what: 'lights', ids: new Set((journey.lights ?? []).map(({ id }) => id)) }
    one.parts.forEach(({ measure, against }, index) => {
      const path = ['parts', index, 'measure']
      if ('opened' in measure) report.refer(item, [...path, 'evidence'], measure.evidence, known('evidence'))
      else report.refer(item, [...path, 'reached'], measure.reached, stages)
      if ('sum' in measure) report.refer(item, [...path, 'sum'], measure.sum, own)
      if ('ratio' in measure)
        for (const part of ['ratio', 'of'] as const) report.refer(item, [...path, part], measure[part], own)
      if (typeof against === 'object')
        for (const office of Object.keys(against.targets))
          report.refer(item, ['parts', index, 'against', 'targets', office], office, known('offices'))
    })
    one.penalties?.forEach(({ light }, index) => {
      report.refer(item, ['penalties', index, 'light'], light, lights)
    })
  }
}
