import { z } from 'zod'
import { DayText, Id, Label } from './common.ts'

/** Where a figure or name was read. */
export const SourceDefinition = z.strictObject({
  id: Id,
  label: Label,
  day: DayText.exactOptional(),
  note: Label.exactOptional(),
})
export type SourceDefinition = z.infer<typeof SourceDefinition>

export const PlaceDefinition = z.strictObject({
  id: Id,
  label: Label,
  kind: z.enum(['area', 'park', 'carrier', 'road', 'site', 'scenery', 'facility']),
  within: Id.exactOptional(),
  source: Id,
  note: Label.exactOptional(),
})
export type PlaceDefinition = z.infer<typeof PlaceDefinition>

/** Something the source names that is not a place: an enterprise, a technology, a plan, a city to compare with. */
export const NamedEntity = z.strictObject({
  id: Id,
  label: Label,
  kind: z.enum([
    'enterprise',
    'technology',
    'project',
    'industry',
    'platform',
    'plan',
    'product',
    'benchmark',
  ]),
  source: Id,
  note: Label.exactOptional(),
})
export type NamedEntity = z.infer<typeof NamedEntity>

/** Screens a navigation item may open. `planned` keeps the place of one not built yet, so that it can be hidden. */
export const SCREENS = [
  'dome',
  'registry',
  'imports',
  'matches',
  'gatherings',
  'dispatch',
  'evaluation',
  'outreach',
  'journeys',
  'orders',
  'targets',
  'lists',
  'balance',
  'needs',
  'policies',
  'ladder',
  'applications',
  'proposals',
  'ledger',
  'settings',
  'attraction',
  'planned',
] as const

export const NavigationItem = z.strictObject({
  id: Id,
  label: Label,
  screen: z.enum(SCREENS),
  /** What the screen is of: a kind for `registry`, a profile for `matches`, a journey for `journeys`, a list for `lists`, a balance for `balance`, a kind with a demand rule for `needs`, a kind of policy for `policies`. */
  of: Id.exactOptional(),
})
export type NavigationItem = z.infer<typeof NavigationItem>

export const NavigationGroup = z.strictObject({
  id: Id,
  label: Label,
  hint: Label.exactOptional(),
  mark: z.enum(['dome', 'square', 'plus', 'triangle', 'none']).exactOptional(),
  items: z.array(NavigationItem).min(1),
})
export type NavigationGroup = z.infer<typeof NavigationGroup>

/** Words that mean the same (`also`), and narrower words that satisfy a wider one (`narrower`). */
export const SynonymSet = z.strictObject({
  id: Id,
  label: Label,
  terms: z
    .array(
      z.strictObject({
        word: z.string().min(1),
        also: z.array(z.string().min(1)).exactOptional(),
        narrower: z.array(z.string().min(1)).exactOptional(),
      }),
    )
    .min(1),
})
export type SynonymSet = z.infer<typeof SynonymSet>

/** The pack's own words: replacements for words of the interface, by key, and synonym sets for matching. */
export const Words = z.strictObject({
  labels: z.record(z.string(), Label).exactOptional(),
  synonyms: z.array(SynonymSet).exactOptional(),
})
