import { CREDIT_CODE_BODY } from '../demo/credit-code.ts'
import type { Recipe } from '../schema/demo.ts'
import type { PackFact } from '../schema/facts.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'
import type { Path } from './source.ts'

/** How the name of a made-up row must begin, so that it can never pass for a real one. */
const MARKED = /^(演示|Demo)/

export function checkDemo(context: Context): void {
  const { lists, report, known, factsOf } = context
  const rows = new Map(lists.recipes.map(({ value }) => [value.kind, value.rows]))
  const row = (item: Located<unknown>, path: Path, name: string) => {
    const [kind = '', number = ''] = name.split(' ')
    if (Number(number) > (rows.get(kind) ?? 0)) report.error(item, path, 'pack.demo-row', name)
  }

  report.unique(lists.recipes, (recipe) => recipe.kind, ['kind'])
  const drawn = new Set<string>()
  for (const item of lists.recipes) {
    const { kind, statements, rows: count, first = 1 } = item.value
    report.refer(item, ['kind'], kind, known('kinds'))
    const nameFact = lists.kinds.find((entry) => entry.value.id === kind)?.value.nameFact
    const earlier = new Set<string>()
    statements.forEach(({ facts }, at) => {
      for (const [key, recipe] of Object.entries(facts)) {
        const path = ['statements', at, 'facts', key]
        report.refer(item, path, key, factsOf(kind))
        const fact = lists.facts.find((entry) => entry.value.key === key)?.value
        if (fact) checkRecipe(context, item, path, recipe, fact, { kind, earlier, drawn })
        if (key === nameFact && nameText(recipe).some((text) => !MARKED.test(text)))
          report.error(item, path, 'pack.demo-unmarked', key)
        const digits = String(first + count - 1).length
        if ('creditCode' in recipe && recipe.creditCode.length + digits > CREDIT_CODE_BODY)
          report.error(item, path, 'pack.demo-code-room', recipe.creditCode, { digits })
        earlier.add(key)
      }
    })
    drawn.add(kind)
  }

  for (const item of lists.twins) {
    const { of, source, same, facts } = item.value
    const kind = of.split(' ')[0] ?? ''
    row(item, ['of'], of)
    if (!MARKED.test(source)) report.error(item, ['source'], 'pack.demo-unmarked', source)
    const nameFact = lists.kinds.find((entry) => entry.value.id === kind)?.value.nameFact
    same?.forEach((key, index) => {
      report.refer(item, ['same', index], key, factsOf(kind))
    })
    for (const [key, value] of Object.entries(facts)) {
      report.refer(item, ['facts', key], key, factsOf(kind))
      if (key === nameFact && !MARKED.test(String(value)))
        report.error(item, ['facts', key], 'pack.demo-unmarked', key)
    }
  }

  report.unique(lists.people, (person) => person.id, ['id'])
  report.unique(lists.people, (person) => person.email, ['email'])
  for (const item of lists.people) {
    const person = item.value
    report.refer(item, ['role'], person.role, known('roles'))
    if (person.office) report.refer(item, ['office'], person.office, known('offices'))
    const role = lists.roles.find((entry) => entry.value.id === person.role)?.value
    if (role && Boolean(role.party) !== (person.party !== undefined))
      report.error(item, [person.party === undefined ? 'role' : 'party'], 'pack.demo-party', person.role)
    if (person.party) row(item, ['party'], person.party)
    if (!MARKED.test(person.label.zh)) report.error(item, ['label'], 'pack.demo-unmarked', person.label.zh)
  }

  report.unique(lists.demoJourneys, (journey) => journey.id, ['id'])
  for (const item of lists.demoJourneys) {
    const { journey, subjects, profile, office, moves, exit, opened } = item.value
    report.refer(item, ['journey'], journey, known('journeys'))
    subjects.forEach((name, index) => {
      row(item, ['subjects', index], name)
    })
    for (const key of Object.keys(item.value.facts ?? {}))
      report.refer(item, ['facts', key], key, factsOf(journey))
    item.value.later?.forEach(({ facts }, index) => {
      for (const key of Object.keys(facts))
        report.refer(item, ['later', index, 'facts', key], key, factsOf(journey))
    })
    if (item.value.title !== undefined && !MARKED.test(item.value.title))
      report.error(item, ['title'], 'pack.demo-unmarked', item.value.title)
    if (subjects.length === 0 && item.value.title === undefined)
      report.error(item, ['subjects'], 'pack.demo-party', item.value.id)
    if (profile) report.refer(item, ['profile'], profile, known('matchings'))
    if (office) report.refer(item, ['office'], office, known('offices'))
    const definition = lists.journeys.find((entry) => entry.value.id === journey)?.value
    const opensAt = lists.matchings.find((entry) => entry.value.id === profile)?.value.opensAt
    let stage = opensAt ?? definition?.stages[0]?.id
    let day = opened
    moves.forEach((move, index) => {
      if (definition && !definition.gates.some((gate) => gate.from === stage && gate.to === move.to))
        report.error(item, ['moves', index, 'to'], 'pack.demo-no-gate', move.to, { from: stage ?? '' })
      if (move.day < day) report.error(item, ['moves', index, 'day'], 'pack.demo-order', String(move.day))
      day = move.day
      stage = move.to
      move.evidence?.forEach((kind, at) => {
        report.refer(item, ['moves', index, 'evidence', at], kind, known('evidence'))
      })
      for (const key of Object.keys(move.facts ?? {}))
        report.refer(item, ['moves', index, 'facts', key], key, factsOf(journey))
    })
    if (exit && definition)
      report.refer(item, ['exit', 'exit'], exit.exit, {
        what: 'exits',
        ids: new Set(definition.exits.map((entry) => entry.id)),
      })
  }

  report.unique(lists.demoOrders, (order) => order.id, ['id'])
  for (const item of lists.demoOrders) {
    const order = item.value
    report.refer(item, ['element'], order.element, known('elements'))
    if (order.office) report.refer(item, ['office'], order.office, known('offices'))
    if (order.party) row(item, ['party'], order.party)
    if (!order.party && !order.journey) report.error(item, ['id'], 'pack.demo-party', order.id)
    const journey = lists.demoJourneys.find((entry) => entry.value.id === order.journey)?.value
    if (order.journey && !journey)
      report.refer(item, ['journey'], order.journey, {
        what: 'demo journeys',
        ids: new Set(lists.demoJourneys.map((entry) => entry.value.id)),
      })
    const definition = lists.journeys.find((entry) => entry.value.id === journey?.journey)?.value
    if (order.blocks && definition)
      report.refer(item, ['blocks'], order.blocks, {
        what: 'stages',
        ids: new Set(definition.stages.map((stage) => stage.id)),
      })
    order.steps.forEach((step, index) => {
      if ((step.do === 'commit') !== (step.promise !== undefined))
        report.error(item, ['steps', index], 'pack.demo-promise', step.do)
      if (!mayFollow(order.steps[index - 1]?.do, step.do))
        report.error(item, ['steps', index, 'do'], 'pack.demo-order', step.do)
      if (index > 0 && step.day < order.steps[index - 1]!.day)
        report.error(item, ['steps', index, 'day'], 'pack.demo-order', String(step.day))
    })
  }
  for (const item of lists.readings) {
    const { indicator, source } = item.value
    report.refer(item, ['indicator'], indicator, known('indicators'))
    if (source !== undefined) report.refer(item, ['source'], source, known('sources'))
  }
  for (const item of lists.versions) {
    const { list, day } = item.value
    report.refer(item, ['list'], list, known('lists'))
    if (day > 0) report.error(item, ['day'], 'pack.demo-order', String(day))
  }
}

type Step = Located<{ steps: { do: string }[] }>['value']['steps'][number]['do']

/** The order's life: raised, accepted, committed, delivered, then confirmed or disputed; a dispute asks for a new promise. */
function mayFollow(before: Step | undefined, next: Step): boolean {
  const after: Record<string, readonly string[]> = {
    '': ['raise'],
    raise: ['accept'],
    accept: ['commit'],
    commit: ['commit', 'deliver'],
    deliver: ['confirm', 'dispute'],
    dispute: ['commit'],
    confirm: [],
  }
  return (after[before ?? ''] ?? []).includes(next)
}

function nameText(recipe: Recipe): string[] {
  if ('pattern' in recipe) return [recipe.pattern]
  if ('is' in recipe) return [String(recipe.is)]
  if ('pick' in recipe) return recipe.pick.map(String)
  if ('by' in recipe)
    return [...Object.values(recipe.cases), ...(recipe.otherwise ? [recipe.otherwise] : [])].flatMap(nameText)
  return []
}

type Draw = { kind: string; earlier: ReadonlySet<string>; drawn: ReadonlySet<string> }

function checkRecipe(
  context: Context,
  item: Located<unknown>,
  path: Path,
  recipe: Recipe,
  fact: PackFact,
  draw: Draw,
): void {
  const { lists, report, known } = context
  const wrongType = () => report.error(item, path, 'pack.demo-type', fact.type)
  const values = (words: readonly (string | number | boolean)[]) => {
    if (fact.type === 'number') {
      if (words.some((word) => typeof word !== 'number')) wrongType()
    } else if (fact.type === 'enum' && fact.values) {
      const ids = { what: `values of ${fact.key}`, ids: new Set(fact.values.map((value) => value.id)) }
      for (const word of words) report.refer(item, path, String(word), ids)
    } else if (fact.type === 'tree') {
      const tree = lists.trees.find((entry) => entry.value.id === fact.tree)?.value
      const ids = tree && { what: `codes of ${tree.id}`, ids: new Set(tree.nodes.map((node) => node.code)) }
      for (const word of words) report.refer(item, path, String(word), ids)
    } else if (fact.type === 'boolean' && words.some((word) => typeof word !== 'boolean')) wrongType()
  }
  if ('is' in recipe) values([recipe.is])
  else if ('pick' in recipe) {
    values(recipe.pick)
    if (recipe.weights && recipe.weights.length !== recipe.pick.length)
      report.error(item, path, 'pack.demo-weights', String(recipe.weights.length), {
        expected: recipe.pick.length,
      })
  } else if ('some' in recipe) {
    if (fact.type !== 'list') wrongType()
    if (recipe.most > recipe.some.length || recipe.least > recipe.most)
      report.error(item, path, 'pack.range', `${recipe.least}..${recipe.most}`)
  } else if ('pattern' in recipe || 'creditCode' in recipe || 'born' in recipe) {
    if (fact.type !== 'text') wrongType()
  } else if ('day' in recipe || 'after' in recipe) {
    if (fact.type !== 'day') wrongType()
  } else if ('chance' in recipe) {
    if (fact.type !== 'boolean') wrongType()
  } else if ('row' in recipe) {
    if (!draw.drawn.has(recipe.row)) report.error(item, path, 'pack.demo-row', recipe.row)
    report.refer(item, path, recipe.fact, known('facts'))
  } else if ('by' in recipe) {
    if (!draw.earlier.has(recipe.by)) report.error(item, path, 'pack.demo-order', recipe.by)
    for (const part of [...Object.values(recipe.cases), ...(recipe.otherwise ? [recipe.otherwise] : [])])
      checkRecipe(context, item, path, part, fact, draw)
  } else {
    if (fact.type !== 'number') wrongType()
    const of = 'plus' in recipe ? recipe.plus.fact : 'share' in recipe ? recipe.share.of : undefined
    if (of !== undefined && !draw.earlier.has(of)) report.error(item, path, 'pack.demo-order', of)
  }
}
