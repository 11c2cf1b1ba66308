import type { BalanceSide } from '../schema/lists.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'
import type { Path } from './source.ts'

/** Lists and balances: what they name must exist, be of the right type, and be open where it decides who is on a list. */
export function checkLists(context: Context): void {
  const { lists, report, known, factsOf } = context
  report.unique(lists.lists, (list) => list.id, ['id'])
  report.unique(lists.balances, (balance) => balance.id, ['id'])
  for (const item of lists.lists) {
    const { kind, columns, owner, publishers, reviewers, open } = item.value
    report.refer(item, ['kind'], kind, known('kinds'))
    const seen = new Set<string>()
    columns.forEach((key, index) => {
      report.refer(item, ['columns', index], key, factsOf(kind))
      if (seen.has(key)) report.error(item, ['columns', index], 'pack.duplicate', key)
      seen.add(key)
      const fact = lists.facts.find((entry) => entry.value.key === key)?.value
      // An age is worked out on the day of looking: a frozen version could not show it again.
      if (fact?.ageOf) report.error(item, ['columns', index], 'pack.list-of-age', key)
    })
    const definition = lists.kinds.find((entry) => entry.value.id === kind)?.value
    if (open && definition && !definition.expiresFact)
      report.error(item, ['open'], 'pack.demand-without-end', kind)
    const nameFact = definition?.nameFact
    if (nameFact && !seen.has(nameFact)) report.error(item, ['columns'], 'pack.list-without-name', nameFact)
    report.refer(item, ['owner'], owner, known('offices'))
    for (const [field, offices] of [
      ['publishers', publishers],
      ['reviewers', reviewers],
    ] as const)
      offices.forEach((office, index) => {
        report.refer(item, [field, index], office, known('offices'))
      })
  }
  for (const item of lists.balances) {
    const { tree, demand, supply } = item.value
    report.refer(item, ['tree'], tree, known('trees'))
    const needKind = lists.kinds.find((entry) => entry.value.id === demand.kind)?.value
    if (needKind && !needKind.demand?.quantity)
      report.error(item, ['demand', 'kind'], 'pack.balance-without-demand', demand.kind)
    checkSide(context, item, 'demand', demand)
    checkSide(context, item, 'supply', supply)
  }
}

function checkSide(
  { lists, report, known, factsOf }: Context,
  item: Located<{ tree: string }>,
  side: 'demand' | 'supply',
  { kind, node, part, place }: BalanceSide,
): void {
  const at = (...path: Path): Path => [side, ...path]
  const factOf = (key: string) => lists.facts.find((entry) => entry.value.key === key)?.value
  report.refer(item, at('kind'), kind, known('kinds'))
  report.refer(item, at('node'), node, factsOf(kind))
  const nodeFact = factOf(node)
  if (nodeFact && nodeFact.tree !== item.value.tree)
    report.error(item, at('node'), 'pack.balance-of-another-tree', node, { tree: item.value.tree })
  const open = (key: string, path: Path, types: readonly string[]) => {
    const fact = factOf(key)
    if (fact && !types.includes(fact.type))
      report.error(item, path, 'pack.fact-type', fact.type, { expected: types.join(', ') })
    if (fact && (fact.sensitivity ?? 'open') !== 'open') report.error(item, path, 'pack.closed-fact', key)
  }
  if (part !== undefined) {
    report.refer(item, at('part'), part, factsOf(kind))
    open(part, at('part'), ['text', 'enum'])
  }
  if (place) {
    const holderKind = lists.kinds.find((entry) => entry.value.id === kind)?.value.holderKind
    if (place.of === 'holder' && !holderKind) report.error(item, at('place', 'of'), 'pack.half-holder', kind)
    const whose = place.of === 'self' ? kind : (holderKind ?? kind)
    report.refer(item, at('place', 'fact'), place.fact, factsOf(whose))
    open(place.fact, at('place', 'fact'), ['text', 'enum'])
  }
}
