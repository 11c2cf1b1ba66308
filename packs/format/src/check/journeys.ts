import type { PackJourney } from '../schema/journeys.ts'
import type { Located } from './assemble.ts'
import type { Context } from './references.ts'
import type { Known } from './report.ts'

export function checkJourneys(context: Context): void {
  const { lists, report, known } = context
  report.unique(lists.journeys, (journey) => journey.id, ['id'])
  for (const item of lists.journeys) {
    const journey = item.value
    // Facts belong to a kind or a journey by its id, so the two may not share one.
    if (known('kinds')?.ids.has(journey.id)) report.error(item, ['id'], 'pack.duplicate', journey.id)
    journey.subjectKinds.forEach((kind, index) => {
      report.refer(item, ['subjectKinds', index], kind, known('kinds'))
    })
    const stages = { what: 'stages', ids: new Set(journey.stages.map((stage) => stage.id)) }
    const seen = new Set<string>()
    journey.stages.forEach((stage, index) => {
      if (seen.has(stage.id)) report.error(item, ['stages', index, 'id'], 'pack.duplicate', stage.id)
      seen.add(stage.id)
    })
    const terminal = new Set(journey.stages.filter((stage) => stage.terminal).map((stage) => stage.id))
    const requirements = new Set<string>()
    const gates = new Set<string>()
    journey.gates.forEach((gate, at) => {
      report.refer(item, ['gates', at, 'from'], gate.from, stages)
      report.refer(item, ['gates', at, 'to'], gate.to, stages)
      if (gate.from === gate.to) report.error(item, ['gates', at, 'to'], 'pack.gate-to-itself', gate.to)
      if (terminal.has(gate.from)) report.error(item, ['gates', at, 'from'], 'pack.gate-after-end', gate.from)
      const name = `${gate.from}->${gate.to}`
      if (gates.has(name)) report.error(item, ['gates', at], 'pack.duplicate', name)
      gates.add(name)
      gate.require.forEach((requirement, index) => {
        const path = ['gates', at, 'require', index]
        if (requirements.has(requirement.id))
          report.error(item, [...path, 'id'], 'pack.duplicate', requirement.id)
        requirements.add(requirement.id)
        if ('evidence' in requirement)
          report.refer(item, [...path, 'evidence'], requirement.evidence, known('evidence'))
        if ('orders' in requirement && typeof requirement.orders === 'object')
          report.refer(item, [...path, 'orders', 'element'], requirement.orders.element, known('elements'))
      })
    })
    const reached = new Set([journey.stages[0]!.id])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const gate of journey.gates) if (reached.has(gate.from)) reached.add(gate.to)
    }
    journey.stages.forEach((stage, index) => {
      if (!reached.has(stage.id)) report.error(item, ['stages', index], 'pack.unreachable-stage', stage.id)
      else if (!stage.terminal && !journey.gates.some((gate) => gate.from === stage.id))
        report.error(item, ['stages', index], 'pack.dead-end', stage.id)
    })
    const exits = new Set<string>()
    journey.exits.forEach((exit, index) => {
      if (exits.has(exit.id)) report.error(item, ['exits', index, 'id'], 'pack.duplicate', exit.id)
      exits.add(exit.id)
    })
    checkTimes(context, item, stages)
    checkCounting(context, item, stages)
    checkReport(context, item, stages)
    checkReview(context, item)
  }
}

/** Clocks, lights, what is confidential and how it is drafted: their stages, evidence and facts must be there. */
function checkTimes({ report, known, factsOf }: Context, item: Located<PackJourney>, stages: Known): void {
  const { id, clocks = [], lights = [], confidential, intake, care, application } = item.value
  const own = factsOf(id)
  clocks.forEach((clock, at) => {
    clock.during.forEach((stage, index) => {
      report.refer(item, ['clocks', at, 'during', index], stage, stages)
    })
    report.refer(item, ['clocks', at, 'stopsAt', 'evidence'], clock.stopsAt.evidence, known('evidence'))
  })
  lights.forEach((light, at) => {
    const path = ['lights', at]
    if ('monthEnds' in light) {
      report.refer(item, [...path, 'monthEnds', 'planned'], light.monthEnds.planned, own)
      report.refer(item, [...path, 'monthEnds', 'stage'], light.monthEnds.stage, stages)
    } else if ('months' in light) {
      report.refer(item, [...path, 'months', 'since'], light.months.since, stages)
      report.refer(item, [...path, 'months', 'stated'], light.months.stated, own)
    } else {
      for (const part of ['done', 'of', 'from', 'to'] as const)
        report.refer(item, [...path, 'points', part], light.points[part], own)
      light.points.during.forEach((stage, index) => {
        report.refer(item, [...path, 'points', 'during', index], stage, stages)
      })
    }
  })
  if (confidential) report.refer(item, ['confidential', 'until'], confidential.until, stages)
  if (care) report.refer(item, ['care', 'from'], care.from, stages)
  if (application) {
    for (const part of ['policy', 'version', 'opinion', 'amount', 'paid'] as const)
      report.refer(item, ['application', part], application[part], own)
    for (const part of ['approved', 'payable'] as const)
      report.refer(item, ['application', part], application[part], stages)
  }
  if (!intake) return
  for (const [part, key] of Object.entries(intake.facts))
    report.refer(item, ['intake', 'facts', part], key, own)
  for (const part of ['also', 'comparedBy'] as const)
    intake[part]?.forEach((key, index) => {
      report.refer(item, ['intake', part, index], key, own)
    })
  if (intake.mode) report.refer(item, ['intake', 'mode'], intake.mode, own)
}

/** Wording that is warned of: said once each, and of a fact that can be true. */
function checkReview({ lists, report, factsOf }: Context, item: Located<PackJourney>): void {
  const { review, id } = item.value
  if (!review) return
  report.refer(item, ['review', 'fact'], review.fact, factsOf(id))
  const fact = lists.facts.find(({ value }) => value.key === review.fact)?.value
  if (fact && fact.type !== 'boolean')
    report.error(item, ['review', 'fact'], 'pack.fact-type', fact.type, { expected: 'boolean' })
  const seen = new Set<string>()
  review.patterns.forEach((pattern, index) => {
    if (seen.has(pattern.id))
      report.error(item, ['review', 'patterns', index, 'id'], 'pack.duplicate', pattern.id)
    seen.add(pattern.id)
  })
}

/** Columns of a report: what they show must be there, and be open to whoever may see the list. */
function checkReport({ lists, report, factsOf }: Context, item: Located<PackJourney>, stages: Known): void {
  item.value.report?.columns.forEach((column, index) => {
    const path = ['report', 'columns', index]
    if ('reached' in column) report.refer(item, [...path, 'reached'], column.reached, stages)
    if (!('fact' in column)) return
    report.refer(item, [...path, 'fact'], column.fact, factsOf(item.value.id))
    const fact = lists.facts.find(({ value }) => value.key === column.fact)?.value
    if (fact?.sensitivity !== undefined && fact.sensitivity !== 'open')
      report.error(item, [...path, 'fact'], 'pack.closed-fact', column.fact)
  })
}

/** What counts: its facts, evidence and exits must be there, and every rule must be about something that can be said. */
function checkCounting(
  { lists, report, known, factsOf }: Context,
  item: Located<PackJourney>,
  stages: Known,
): void {
  const { id, counting, exits, intake } = item.value
  if (!counting) return
  const own = factsOf(id)
  report.refer(item, ['counting', 'stage'], counting.stage, stages)
  report.refer(item, ['counting', 'evidence'], counting.evidence, known('evidence'))
  for (const part of ['relation', 'follows', 'amount'] as const)
    report.refer(item, ['counting', part], counting[part], own)
  const ended = { what: 'exits', ids: new Set(exits.map((exit) => exit.id)) }
  counting.without.forEach((exit, index) => {
    report.refer(item, ['counting', 'without', index], exit, ended)
  })
  // Whom an event is of is what a case is compared by; without it nothing signed twice would be noticed.
  if (!intake) report.error(item, ['counting'], 'pack.counting-without-intake', id)
  const fact = (key: string) => lists.facts.find(({ value }) => value.key === key)?.value
  const relation = fact(counting.relation)
  const amount = fact(counting.amount)
  if (amount && amount.type !== 'number')
    report.error(item, ['counting', 'amount'], 'pack.fact-type', amount.type, { expected: 'number' })
  if (relation && relation.type !== 'enum')
    report.error(item, ['counting', 'relation'], 'pack.fact-type', relation.type, { expected: 'enum' })
  const said = { what: 'values', ids: new Set((relation?.values ?? []).map((value) => value.id)) }
  report.refer(item, ['counting', 'first'], counting.first, said)
  counting.versions.forEach((version, at) => {
    const before = counting.versions[at - 1]
    if (before && before.from >= version.from)
      report.error(
        item,
        ['counting', 'versions', at, 'from'],
        'pack.range',
        `${before.from}..${version.from}`,
      )
    version.rules.forEach((rule, index) => {
      report.refer(item, ['counting', 'versions', at, 'rules', index, 'is'], rule.is, said)
    })
  })
}

export function checkMatchings({ lists, report, known, factsOf }: Context): void {
  report.unique(lists.matchings, (profile) => profile.id, ['id'])
  for (const item of lists.matchings) {
    const profile = item.value
    for (const side of ['need', 'offer'] as const) {
      report.refer(item, [side], profile[side], known('kinds'))
      const kind = lists.kinds.find((entry) => entry.value.id === profile[side])?.value
      if (kind && kind.role !== side)
        report.error(item, [side], 'pack.kind-role', kind.role, { expected: side })
    }
    report.refer(item, ['journey'], profile.journey, known('journeys'))
    const journey = lists.journeys.find((entry) => entry.value.id === profile.journey)?.value
    if (journey)
      for (const side of ['need', 'offer'] as const)
        if (!journey.subjectKinds.includes(profile[side]))
          report.error(item, [side], 'pack.journey-subject', profile[side], { journey: journey.id })
    if (journey && profile.opensAt)
      report.refer(item, ['opensAt'], profile.opensAt, {
        what: 'stages',
        ids: new Set(journey.stages.map((stage) => stage.id)),
      })
    const [need, offer] = [factsOf(profile.need), factsOf(profile.offer)]
    const ids = new Set<string>()
    profile.requirements.forEach((requirement, at) => {
      const path = ['requirements', at]
      if (ids.has(requirement.id)) report.error(item, [...path, 'id'], 'pack.duplicate', requirement.id)
      ids.add(requirement.id)
      if ((requirement.test === undefined) === (requirement.words === undefined))
        report.error(item, path, 'pack.test-or-words', requirement.id)
      if (requirement.words) {
        report.refer(item, [...path, 'words', 'need'], requirement.words.need, need)
        requirement.words.offer.forEach((key, index) => {
          report.refer(item, [...path, 'words', 'offer', index], key, offer)
        })
        if (requirement.words.synonyms)
          report.refer(item, [...path, 'words', 'synonyms'], requirement.words.synonyms, known('synonyms'))
      }
      requirement.shows?.need.forEach((key, index) => {
        report.refer(item, [...path, 'shows', 'need', index], key, need)
      })
      requirement.shows?.offer.forEach((key, index) => {
        report.refer(item, [...path, 'shows', 'offer', index], key, offer)
      })
    })
    for (const level of ['may', 'must'] as const) {
      const key = profile.levels?.[level]
      if (key !== undefined) report.refer(item, ['levels', level], key, need)
      // What it names must be requirements, or a need would weigh what nobody judges.
      const fact = key === undefined ? undefined : lists.facts.find(({ value }) => value.key === key)?.value
      for (const { id } of fact?.values ?? [])
        report.refer(item, ['levels', level], id, { what: 'requirements', ids })
    }
    profile.text.need.forEach((key, index) => {
      report.refer(item, ['text', 'need', index], key, need)
    })
    profile.text.offer.forEach((key, index) => {
      report.refer(item, ['text', 'offer', index], key, offer)
    })
  }
}
