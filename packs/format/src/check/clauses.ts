import { checkClause, dictionaryOf, type FactDefinition } from '@qiongding/clause'
import type { Finding } from '@qiongding/kernel'
import { dictionarySourceOf, journeyScope } from '../compile.ts'
import type { ClauseSource } from '../schema/common.ts'
import type { Located } from './assemble.ts'
import { populationsOf } from './indicators.ts'
import type { Context } from './references.ts'
import { type Path, pathOf } from './source.ts'

/** Every clause of a pack against its fact dictionary: unknown facts, wrong units and unknown values, at their line. */
export function checkClauses({ lists, report }: Context): void {
  const facts = lists.facts.map((item) => item.value)
  const trees = lists.trees.map((item) => item.value)
  const kinds = lists.kinds.map((item) => item.value)
  const dictionary = dictionaryOf(dictionarySourceOf({ facts, trees }))
  const check = (
    item: Located<unknown>,
    path: Path,
    source: ClauseSource,
    scope: readonly string[],
    parameters?: Record<string, FactDefinition>,
  ) => {
    const { findings } = checkClause(source, dictionary, { scope, ...(parameters && { parameters }) })
    for (const finding of findings) report.findings.push(placed(finding, item, path))
  }

  for (const item of lists.journeys) {
    const scope = journeyScope(item.value, kinds)
    item.value.gates.forEach((gate, at) => {
      gate.require.forEach((requirement, index) => {
        if ('clause' in requirement)
          check(item, ['gates', at, 'require', index, 'clause'], requirement.clause, scope)
      })
    })
    item.value.notices?.forEach((notice, at) => {
      check(item, ['notices', at, 'when'], notice.when, scope)
    })
  }
  for (const item of lists.matchings) {
    const { need, offer, requirements } = item.value
    const parameters = Object.fromEntries(
      facts.filter((fact) => fact.of === need).map((fact) => [fact.key, fact]),
    )
    requirements.forEach((requirement, at) => {
      const path = ['requirements', at]
      if (requirement.when !== undefined) check(item, [...path, 'when'], requirement.when, [need])
      if (requirement.test !== undefined)
        check(item, [...path, 'test'], requirement.test, [offer], parameters)
    })
  }
  for (const item of lists.templates)
    if (item.value.where !== undefined) check(item, ['where'], item.value.where, [item.value.kind])
  for (const item of lists.lists) {
    const { where, kind } = item.value
    if (where === undefined) continue
    check(item, ['where'], where, [kind])
    const { clause } = checkClause(where, dictionary, { scope: [kind] })
    for (const key of clause?.facts ?? []) {
      const sensitivity = facts.find((fact) => fact.key === key)?.sensitivity
      // Being on a list would tell what the fact keeps closed.
      if (sensitivity !== undefined && sensitivity !== 'open')
        report.error(item, ['where'], 'pack.closed-fact', key)
    }
  }
  for (const item of lists.evaluations) {
    const journey = lists.journeys.find((entry) => entry.value.id === item.value.journey)?.value
    if (!journey) continue
    item.value.parts.forEach(({ measure }, index) => {
      if ('where' in measure && measure.where !== undefined)
        check(item, ['parts', index, 'measure', 'where'], measure.where, journeyScope(journey, kinds))
    })
  }
  for (const item of lists.indicators)
    for (const [path, population] of populationsOf(item.value.measure)) {
      if (population.where === undefined) continue
      const journey =
        'journeys' in population
          ? lists.journeys.find((entry) => entry.value.id === population.journeys)?.value
          : undefined
      const scope =
        'subjects' in population ? [population.subjects] : journey ? journeyScope(journey, kinds) : undefined
      if (scope) check(item, [...path, 'where'], population.where, scope)
    }
}

/** A finding of the clause engine, moved from its place in the clause to its line in the file. */
function placed(finding: Finding, item: Located<unknown>, path: Path): Finding {
  const inside = finding.at.path ? pathOf(finding.at.path) : []
  return { ...finding, at: item.open.place([...item.path, ...path, ...inside]) }
}
