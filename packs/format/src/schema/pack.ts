import { z } from 'zod'
import { DayText, Id, Label, TimeZone } from './common.ts'
import { DemoDefinition } from './demo.ts'
import { EvaluationDefinition } from './evaluations.ts'
import { KindDefinition, PackFact, TreeDefinition } from './facts.ts'
import { IndicatorDefinition } from './indicators.ts'
import { PackJourney, PackProfile } from './journeys.ts'
import { LadderDefinition } from './ladder.ts'
import { BalanceDefinition, ListDefinition } from './lists.ts'
import {
  ElementDefinition,
  EvidenceDefinition,
  ForumDefinition,
  OfficeDefinition,
  RoleDefinition,
} from './organisation.ts'
import { PolicyDefinition } from './policies.ts'
import { NamedEntity, NavigationGroup, PlaceDefinition, SourceDefinition, Words } from './presentation.ts'
import { TemplateDefinition } from './templates.ts'

/** `pack.yaml`: who this pack is, and the format it is written in. */
export const PackHeader = z.strictObject({
  format: z.literal(1),
  id: Id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  name: Label,
  /** What the workbench is called here. */
  title: Label.exactOptional(),
  languages: z.array(z.enum(['zh', 'en'])).min(1),
  /** Which days are working days: the published calendar of China, or Monday to Friday. */
  calendar: z.enum(['china', 'weekdays']),
  /** Whose midnight ends a day. Unless said, that of the calendar: China has one; working weeks of elsewhere take UTC. */
  timezone: TimeZone.exactOptional(),
  /** Names of the regions that enterprises here put before their names or leave out: province, city, district, long and short. */
  regions: z.array(z.string().min(1)).exactOptional(),
  /** The place does not exist; shown beside its name. */
  fictional: z.boolean().exactOptional(),
  effective: z.strictObject({ from: DayText, to: DayText.exactOptional() }).exactOptional(),
  note: Label.exactOptional(),
  sources: z.array(SourceDefinition).exactOptional(),
})
export type PackHeader = z.infer<typeof PackHeader>

/** The time zone of a pack that names none. */
export const ZONE_OF_CALENDAR: Readonly<Record<PackHeader['calendar'], string>> = {
  china: 'Asia/Shanghai',
  weekdays: 'UTC',
}

/** A whole district as data, every file put together. Plain JSON: it may be stored and sent. */
export type Pack = PackHeader & {
  /** As written, or as the calendar implies. */
  timezone: string
  sources: SourceDefinition[]
  kinds: KindDefinition[]
  facts: PackFact[]
  trees: TreeDefinition[]
  offices: OfficeDefinition[]
  /** From the lowest up; none where nothing climbs. */
  forums: ForumDefinition[]
  roles: RoleDefinition[]
  elements: ElementDefinition[]
  evidence: EvidenceDefinition[]
  journeys: PackJourney[]
  matchings: PackProfile[]
  indicators: IndicatorDefinition[]
  evaluations: EvaluationDefinition[]
  /** Absent where nobody climbs. */
  ladder?: LadderDefinition
  lists: ListDefinition[]
  balances: BalanceDefinition[]
  places: PlaceDefinition[]
  named: NamedEntity[]
  policies: PolicyDefinition[]
  navigation: NavigationGroup[]
  /** Forms of superior offices that a list can be exported in. */
  templates: TemplateDefinition[]
  words: { labels: Record<string, Label>; synonyms: NonNullable<z.infer<typeof Words>['synonyms']> }
  /** Absent in a pack without made-up rows. */
  demo?: DemoDefinition
  /** sha256 over the names and contents of its files, hexadecimal. */
  fingerprint: string
}

/** What each file of a pack may hold, by the name of its schema. */
export const FILES = {
  pack: PackHeader,
  kinds: z.strictObject({ kinds: z.array(KindDefinition) }),
  facts: z.strictObject({ facts: z.array(PackFact) }),
  tree: TreeDefinition,
  offices: z.strictObject({
    offices: z.array(OfficeDefinition),
    forums: z.array(ForumDefinition).exactOptional(),
  }),
  roles: z.strictObject({ roles: z.array(RoleDefinition) }),
  elements: z.strictObject({ elements: z.array(ElementDefinition) }),
  evidence: z.strictObject({ evidence: z.array(EvidenceDefinition) }),
  journey: PackJourney,
  matching: PackProfile,
  indicators: z.strictObject({ indicators: z.array(IndicatorDefinition) }),
  evaluations: z.strictObject({ evaluations: z.array(EvaluationDefinition) }),
  ladder: z.strictObject({ ladder: LadderDefinition }),
  lists: z.strictObject({
    lists: z.array(ListDefinition),
    balances: z.array(BalanceDefinition).exactOptional(),
  }),
  places: z.strictObject({
    places: z.array(PlaceDefinition),
    named: z.array(NamedEntity).exactOptional(),
  }),
  navigation: z.strictObject({ navigation: z.array(NavigationGroup) }),
  words: Words,
  policy: PolicyDefinition,
  template: TemplateDefinition,
  demo: DemoDefinition.partial(),
} as const
export type FileKind = keyof typeof FILES
