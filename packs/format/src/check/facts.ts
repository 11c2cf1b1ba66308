import { unitOf } from '@qiongding/kernel'
import type { KindDefinition } from '../schema/facts.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'

export function checkKinds(context: Context): void {
  const { lists, report, known, factsOf } = context
  report.unique(lists.kinds, (kind) => kind.id, ['id'])
  for (const item of lists.kinds) {
    const kind = item.value
    const own = factsOf(kind.id)
    report.refer(item, ['nameFact'], kind.nameFact, own)
    kind.identity.forEach((keys, way) => {
      keys.forEach((key, index) => {
        report.refer(item, ['identity', way, index], key, own)
      })
    })
    kind.comparedBy?.forEach((key, index) => {
      report.refer(item, ['comparedBy', index], key, own)
    })
    kind.form?.forEach((key, index) => {
      report.refer(item, ['form', index], key, own)
    })
    kind.columns.forEach((key, index) => {
      report.refer(item, ['columns', index], key, own)
    })
    for (const [field, type] of [
      ['consentFact', 'boolean'],
      ['expiresFact', 'day'],
      ['exitFact', 'day'],
    ] as const) {
      const key = kind[field]
      if (!key) continue
      report.refer(item, [field], key, own)
      const fact = lists.facts.find((entry) => entry.value.key === key)?.value
      if (fact && fact.type !== type)
        report.error(item, [field], 'pack.fact-type', fact.type, { expected: type })
    }
    checkDemand(context, item)
    if (kind.holder) report.refer(item, ['holder'], kind.holder, own)
    if (kind.holderKind) report.refer(item, ['holderKind'], kind.holderKind, known('kinds'))
    if (Boolean(kind.holder) !== Boolean(kind.holderKind))
      report.error(item, [kind.holder ? 'holder' : 'holderKind'], 'pack.half-holder')
  }
}

/** A demand rule speaks of facts of its own kind, each of the right type, and of values that its outcome has. */
function checkDemand({ lists, report, factsOf }: Context, item: Located<KindDefinition>): void {
  const { id, role, demand, expiresFact } = item.value
  if (!demand) return
  const { quantity, outcome, validDays, longestDays } = demand
  const path = ['demand']
  if (role !== 'need') report.error(item, [...path], 'pack.demand-of-no-need', role)
  if (!expiresFact) report.error(item, [...path], 'pack.demand-without-end', id)
  if (validDays > longestDays)
    report.error(item, [...path, 'validDays'], 'pack.range', `${validDays}..${longestDays}`)
  const own = factsOf(id)
  for (const [key, type, at] of [
    [quantity, 'number', ['quantity']],
    [outcome.fact, 'enum', ['outcome', 'fact']],
    [outcome.reason, 'text', ['outcome', 'reason']],
  ] as const) {
    if (key === undefined) continue
    report.refer(item, [...path, ...at], key, own)
    const fact = lists.facts.find((entry) => entry.value.key === key)?.value
    if (fact && fact.type !== type)
      report.error(item, [...path, ...at], 'pack.fact-type', fact.type, { expected: type })
  }
  const values = lists.facts.find((entry) => entry.value.key === outcome.fact)?.value.values
  if (values)
    for (const end of ['open', 'filled', 'dropped'] as const)
      report.refer(item, [...path, 'outcome', end], outcome[end], {
        what: `values of ${outcome.fact}`,
        ids: new Set(values.map((value) => value.id)),
      })
}

export function checkFacts({ lists, report, known, factsOf }: Context): void {
  report.unique(lists.facts, (fact) => fact.key, ['key'])
  const owners = known('kinds')
  const journeys = known('journeys')
  const owner = owners &&
    journeys && { what: 'kinds and journeys', ids: new Set([...owners.ids, ...journeys.ids]) }
  const headers = new Map<string, string>()
  for (const item of lists.facts) {
    const fact = item.value
    report.refer(item, ['of'], fact.of, owner)
    if (fact.unit !== undefined) {
      if (fact.type !== 'number') report.error(item, ['unit'], 'pack.unit-of-non-number', fact.unit)
      else if (!unitOf(fact.unit)) report.error(item, ['unit'], 'pack.unit', fact.unit)
    }
    if (fact.type === 'enum' && !fact.values)
      report.error(item, ['key'], 'pack.enum-without-values', fact.key)
    if (fact.values && fact.type !== 'enum' && fact.type !== 'list')
      report.error(item, ['values'], 'pack.values-of-non-enum', fact.type)
    if (fact.ordered && fact.type !== 'enum')
      report.error(item, ['ordered'], 'pack.ordered-non-enum', fact.type)
    if (fact.type === 'tree' && fact.tree === undefined)
      report.error(item, ['key'], 'pack.half-tree', fact.key)
    if (fact.tree !== undefined && fact.type !== 'tree' && fact.type !== 'list')
      report.error(item, ['tree'], 'pack.half-tree', fact.key)
    if (fact.ageOf) {
      const of = lists.facts.find((entry) => entry.value.key === fact.ageOf)?.value
      report.refer(item, ['ageOf'], fact.ageOf, known('facts'))
      if (of && of.type !== 'day')
        report.error(item, ['ageOf'], 'pack.fact-type', of.type, { expected: 'day' })
    }
    if (fact.tree) report.refer(item, ['tree'], fact.tree, known('trees'))
    if (fact.format && fact.type !== 'text')
      report.error(item, ['format'], 'pack.format-of-non-text', fact.type)
    if (fact.lowEnd) report.refer(item, ['lowEnd'], fact.lowEnd, factsOf(fact.of))
    if (fact.min !== undefined && fact.max !== undefined && fact.min > fact.max)
      report.error(item, ['min'], 'pack.range', `${fact.min}..${fact.max}`)
    const ids = new Set<string>()
    fact.values?.forEach((choice, index) => {
      if (ids.has(choice.id)) report.error(item, ['values', index, 'id'], 'pack.duplicate', choice.id)
      ids.add(choice.id)
    })
    fact.aliases?.forEach((alias, index) => {
      const place = `${fact.of} ${alias}`
      const other = headers.get(place)
      if (other) report.error(item, ['aliases', index], 'pack.ambiguous-header', alias, { other })
      headers.set(place, fact.key)
    })
  }
}

export function checkTrees({ lists, report, known }: Context): void {
  report.unique(lists.trees, (tree) => tree.id, ['id'])
  for (const item of lists.trees) {
    const { nodes, source } = item.value
    if (source) report.refer(item, ['source'], source, known('sources'))
    const codes = new Set<string>()
    nodes.forEach((node, index) => {
      if (codes.has(node.code)) report.error(item, ['nodes', index, 'code'], 'pack.duplicate', node.code)
      // A parent stands before its children, which also rules out circles.
      if (node.parent !== undefined)
        report.refer(item, ['nodes', index, 'parent'], node.parent, { what: 'codes above', ids: codes })
      codes.add(node.code)
    })
  }
}
