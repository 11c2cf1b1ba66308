import type { Finding } from '@qiongding/kernel'
import type { FileKind } from '../schema/pack.ts'
import type { Lists, Whole } from './assemble.ts'
import { checkClauses } from './clauses.ts'
import { checkDemo } from './demo.ts'
import { checkEvaluations } from './evaluations.ts'
import { checkFacts, checkKinds, checkTrees } from './facts.ts'
import { checkIndicators } from './indicators.ts'
import { checkJourneys, checkMatchings } from './journeys.ts'
import { checkLabels } from './labels.ts'
import { checkLadder } from './ladder.ts'
import { checkLists } from './lists.ts'
import { checkOrganisation } from './organisation.ts'
import { checkPolicies } from './policies.ts'
import { checkPresentation } from './presentation.ts'
import { type Known, type Report, report } from './report.ts'
import { checkTemplates } from './templates.ts'

/** What checks of one thing against another need at hand. */
export type Context = {
  readonly lists: Lists
  readonly report: Report
  /** The ids of a list, or undefined where a file that feeds it could not be read. */
  known(list: KnownList): Known | undefined
  /** Facts of these kinds and journeys. */
  factsOf(...owners: readonly string[]): Known | undefined
}

type KnownList =
  | 'kinds'
  | 'facts'
  | 'trees'
  | 'offices'
  | 'roles'
  | 'elements'
  | 'evidence'
  | 'journeys'
  | 'matchings'
  | 'indicators'
  | 'lists'
  | 'balances'
  | 'places'
  | 'navigation'
  | 'sources'
  | 'synonyms'
  | 'policies'

const FED_BY: Record<KnownList, FileKind> = {
  kinds: 'kinds',
  facts: 'facts',
  trees: 'tree',
  offices: 'offices',
  roles: 'roles',
  elements: 'elements',
  evidence: 'evidence',
  journeys: 'journey',
  matchings: 'matching',
  indicators: 'indicators',
  lists: 'lists',
  balances: 'lists',
  places: 'places',
  navigation: 'navigation',
  sources: 'pack',
  synonyms: 'words',
  policies: 'policy',
}

/** Everything one part of a pack says of another: names that must exist, things that must not be twice, rules across files. */
export function checkReferences(whole: Whole): Finding[] {
  const { lists } = whole
  const all = new Map<KnownList, Known>()
  const context: Context = {
    lists,
    report: report(),
    known(list) {
      if (whole.broken.has(FED_BY[list])) return undefined
      const held = all.get(list) ?? {
        what: list,
        ids: new Set(lists[list].map(({ value }) => ('key' in value ? value.key : value.id))),
      }
      all.set(list, held)
      return held
    },
    factsOf(...owners) {
      if (whole.broken.has('facts')) return undefined
      const keys = lists.facts.filter(({ value }) => owners.includes(value.of)).map(({ value }) => value.key)
      return { what: `facts of ${owners.join(', ')}`, ids: new Set(keys) }
    },
  }
  checkKinds(context)
  checkFacts(context)
  checkTrees(context)
  checkOrganisation(context)
  checkJourneys(context)
  checkMatchings(context)
  checkIndicators(context)
  checkEvaluations(context)
  checkLadder(context)
  checkLists(context)
  checkPresentation(context)
  checkTemplates(context)
  checkDemo(context)
  checkLabels(whole, context.report)
  const hasWords = !whole.broken.has('facts') && !whole.broken.has('tree')
  checkPolicies(context, hasWords)
  if (hasWords) checkClauses(context)
  return context.report.findings
}
