import { POLICY_KINDS } from '../schema/policies.ts'
import type { Context } from './references.ts'
import type { Known } from './report.ts'
import type { Path } from './source.ts'

export function checkPresentation({ lists, report, known }: Context): void {
  report.unique(lists.sources, (source) => source.id, ['id'])
  report.unique(lists.places, (place) => place.id, ['id'])
  report.unique(lists.named, (entity) => entity.id, ['id'])
  report.unique(lists.navigation, (group) => group.id, ['id'])
  report.unique(lists.synonyms, (set) => set.id, ['id'])
  for (const item of lists.synonyms) {
    const words = new Map<string, string>()
    item.value.terms.forEach((term, at) => {
      const once = (word: string, role: string, path: Path) => {
        // A word may be a term and stand below a wider one, but never below two, nor twice as a term or other name.
        const place = `${role} ${word}`
        if (words.has(place)) report.error(item, path, 'pack.duplicate', word)
        words.set(place, word)
      }
      once(term.word, 'name', ['terms', at, 'word'])
      term.also?.forEach((word, index) => {
        once(word, 'name', ['terms', at, 'also', index])
      })
      term.narrower?.forEach((word, index) => {
        once(word, 'narrower', ['terms', at, 'narrower', index])
      })
    })
  }
  for (const item of lists.places) {
    report.refer(item, ['source'], item.value.source, known('sources'))
    if (item.value.within) report.refer(item, ['within'], item.value.within, known('places'))
  }
  for (const item of lists.named) report.refer(item, ['source'], item.value.source, known('sources'))

  const of: Record<string, Known | undefined> = {
    registry: known('kinds'),
    matches: known('matchings'),
    journeys: known('journeys'),
    orders: known('elements'),
    lists: known('lists'),
    balance: known('balances'),
    needs: known('kinds'),
    attraction: known('journeys'),
    policies: { what: 'kinds of policy', ids: new Set<string>(POLICY_KINDS) },
  }
  const seen = new Set<string>()
  for (const group of lists.navigation)
    group.value.items.forEach((item, index) => {
      const path = ['items', index]
      if (seen.has(item.id)) report.error(group, [...path, 'id'], 'pack.duplicate', item.id)
      seen.add(item.id)
      if (item.of === undefined) return
      if (item.screen in of) report.refer(group, [...path, 'of'], item.of, of[item.screen])
      else report.error(group, [...path, 'of'], 'pack.screen-of', item.of, { screen: item.screen })
    })
}
