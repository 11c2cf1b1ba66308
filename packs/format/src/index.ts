export { type CheckResult, checkPack, type PackSource } from './check/index.ts'
export {
  type CompiledJourney,
  type CompiledPack,
  type CompiledProfile,
  compilePack,
  schemeOf,
  targetOf,
  type WordList,
} from './compile.ts'
export {
  type DemoRows,
  type DemoRunningJourney,
  type DemoRunningOrder,
  type DemoStatement,
  demoRows,
} from './demo.ts'
export { loadPack } from './load.ts'
export { type CheckedText, checkPolicyText, nextText, type PolicyText, withText } from './policy-text.ts'
export { type PublicPack, publicPack } from './public.ts'
export type { Choice, ClauseSource, Label } from './schema/common.ts'
export type { DemoDefinition, DemoPerson, Recipe } from './schema/demo.ts'
export type { EvaluationDefinition, EvaluationMeasure } from './schema/evaluations.ts'
export type { DemandRule, FactType, KindDefinition, PackFact, TreeDefinition } from './schema/facts.ts'
export type { IndicatorDefinition, Measure, Population } from './schema/indicators.ts'
export type {
  GateRequirement,
  MatchRequirement,
  PackGate,
  PackJourney,
  PackProfile,
} from './schema/journeys.ts'
export type { LadderDefinition } from './schema/ladder.ts'
export type { BalanceDefinition, BalanceSide, ListDefinition } from './schema/lists.ts'
export {
  ABILITIES,
  type Ability,
  CONDITIONS,
  type Condition,
  type ElementDefinition,
  type EvidenceDefinition,
  type ForumDefinition,
  type Grant,
  type OfficeDefinition,
  type RoleDefinition,
} from './schema/organisation.ts'
export type { Pack, PackHeader } from './schema/pack.ts'
export type { GoldenCase, PolicyDefinition, PolicyVersion } from './schema/policies.ts'
export {
  type NamedEntity,
  type NavigationGroup,
  type NavigationItem,
  type PlaceDefinition,
  SCREENS,
  type SourceDefinition,
  type SynonymSet,
} from './schema/presentation.ts'
export {
  leavesOf,
  type TemplateColumn,
  type TemplateDefinition,
  type TemplateLeaf,
  type TemplatePart,
} from './schema/templates.ts'
