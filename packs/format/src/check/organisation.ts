import { unitOf } from '@qiongding/kernel'
import type { Context } from './references.ts'

export function checkOrganisation({ lists, report, known }: Context): void {
  report.unique(lists.offices, (office) => office.id, ['id'])
  report.unique(lists.forums, (forum) => forum.id, ['id'])
  lists.forums.forEach((item, index) => {
    const below = lists.forums[index - 1]?.value
    // A level that is reached no later than the one below it would leave that one empty.
    if (below && below.after.days >= item.value.after.days)
      report.error(item, ['after', 'days'], 'pack.range', `${below.after.days}..${item.value.after.days}`)
  })
  report.unique(lists.roles, (role) => role.id, ['id'])
  report.unique(lists.elements, (element) => element.id, ['id'])
  report.unique(lists.evidence, (kind) => kind.id, ['id'])

  for (const item of lists.roles) {
    const role = item.value
    if (role.office) report.refer(item, ['office'], role.office, known('offices'))
    if (role.office && role.party) report.error(item, ['office'], 'pack.party-with-office', role.office)
    const given = new Set<string>()
    role.grants.forEach((grant, index) => {
      const name = `${grant.ability} ${grant.if ?? ''}`
      if (given.has(name)) report.error(item, ['grants', index], 'pack.duplicate', grant.ability)
      given.add(name)
      // Whoever acts for one enterprise must never reach another's rows.
      if (role.party && grant.if !== 'own-party')
        report.error(item, ['grants', index], 'pack.party-open-grant', grant.ability)
    })
  }
  for (const item of lists.elements) {
    report.refer(item, ['office'], item.value.office, known('offices'))
    const { unit } = item.value
    if (unit !== undefined && !unitOf(unit)) report.error(item, ['unit'], 'pack.unit', unit)
  }
  for (const item of lists.evidence) {
    const { accepts, fact } = item.value
    if (accepts.includes('fact') !== (fact !== undefined))
      report.error(item, ['accepts'], 'pack.evidence-fact')
    if (fact) report.refer(item, ['fact'], fact, known('facts'))
  }
}
