import type { z } from 'zod'
import { type FILES, type FileKind, type Pack, ZONE_OF_CALENDAR } from '../schema/pack.ts'
import type { OpenSource, Path } from './source.ts'

/** A file whose shape is right. */
export type Checked = { readonly kind: FileKind; readonly open: OpenSource; readonly value: unknown }

/** One thing of a pack, with where it was written. */
export type Located<T> = { readonly value: T; readonly open: OpenSource; readonly path: Path }

/** The lists of a pack, each thing with its place. */
export type Lists = {
  readonly [K in
    | 'kinds'
    | 'facts'
    | 'trees'
    | 'offices'
    | 'forums'
    | 'roles'
    | 'elements'
    | 'evidence'
    | 'journeys'
    | 'matchings'
    | 'indicators'
    | 'evaluations'
    | 'lists'
    | 'balances'
    | 'places'
    | 'named'
    | 'navigation'
    | 'templates'
    | 'policies'
    | 'sources']: readonly Located<Pack[K][number]>[]
} & {
  readonly ladders: readonly Located<NonNullable<Pack['ladder']>>[]
  readonly synonyms: readonly Located<Pack['words']['synonyms'][number]>[]
  readonly people: readonly Located<Demo['people'][number]>[]
  readonly recipes: readonly Located<Demo['recipes'][number]>[]
  readonly twins: readonly Located<Demo['twins'][number]>[]
  readonly demoJourneys: readonly Located<Demo['journeys'][number]>[]
  readonly demoOrders: readonly Located<Demo['orders'][number]>[]
  readonly readings: readonly Located<Demo['readings'][number]>[]
  readonly versions: readonly Located<Demo['versions'][number]>[]
}
type Demo = NonNullable<Pack['demo']>

/** Everything that could be read, and which sorts of file could not, so that nothing is reported missing because of them. */
export type Whole = {
  readonly lists: Lists
  readonly files: readonly Checked[]
  readonly broken: ReadonlySet<FileKind>
  readonly pack?: Omit<Pack, 'fingerprint'>
}

type Content<K extends FileKind> = z.infer<(typeof FILES)[K]>

export function assemble(files: readonly Checked[], broken: ReadonlySet<FileKind>): Whole {
  const of = <K extends FileKind>(kind: K) =>
    files
      .filter((file) => file.kind === kind)
      // The schema named by `kind` produced the value, so it has that schema's type.
      .map((file) => ({ open: file.open, value: file.value as Content<K> }))
  const each = <T>(open: OpenSource, key: string, values: readonly T[] | undefined): Located<T>[] =>
    (values ?? []).map((value, index) => ({ value, open, path: [key, index] }))
  const whole = <T>(parts: readonly { open: OpenSource; value: T }[]): Located<T>[] =>
    parts.map((part) => ({ ...part, path: [] }))

  const header = of('pack')[0]
  const words = of('words')
  const demo = of('demo')
  const lists: Lists = {
    sources: header ? each(header.open, 'sources', header.value.sources) : [],
    kinds: of('kinds').flatMap((file) => each(file.open, 'kinds', file.value.kinds)),
    facts: of('facts').flatMap((file) => each(file.open, 'facts', file.value.facts)),
    trees: whole(of('tree')),
    offices: of('offices').flatMap((file) => each(file.open, 'offices', file.value.offices)),
    forums: of('offices').flatMap((file) => each(file.open, 'forums', file.value.forums)),
    roles: of('roles').flatMap((file) => each(file.open, 'roles', file.value.roles)),
    elements: of('elements').flatMap((file) => each(file.open, 'elements', file.value.elements)),
    evidence: of('evidence').flatMap((file) => each(file.open, 'evidence', file.value.evidence)),
    journeys: whole(of('journey')),
    matchings: whole(of('matching')),
    indicators: of('indicators').flatMap((file) => each(file.open, 'indicators', file.value.indicators)),
    evaluations: of('evaluations').flatMap((file) => each(file.open, 'evaluations', file.value.evaluations)),
    ladders: of('ladder').map(({ open, value }) => ({ open, value: value.ladder, path: ['ladder'] })),
    lists: of('lists').flatMap((file) => each(file.open, 'lists', file.value.lists)),
    balances: of('lists').flatMap((file) => each(file.open, 'balances', file.value.balances)),
    places: of('places').flatMap((file) => each(file.open, 'places', file.value.places)),
    named: of('places').flatMap((file) => each(file.open, 'named', file.value.named)),
    navigation: of('navigation').flatMap((file) => each(file.open, 'navigation', file.value.navigation)),
    templates: whole(of('template')),
    policies: whole(of('policy')),
    synonyms: words.flatMap((file) => each(file.open, 'synonyms', file.value.synonyms)),
    people: demo.flatMap((file) => each(file.open, 'people', file.value.people)),
    recipes: demo.flatMap((file) => each(file.open, 'recipes', file.value.recipes)),
    twins: demo.flatMap((file) => each(file.open, 'twins', file.value.twins)),
    demoJourneys: demo.flatMap((file) => each(file.open, 'journeys', file.value.journeys)),
    demoOrders: demo.flatMap((file) => each(file.open, 'orders', file.value.orders)),
    readings: demo.flatMap((file) => each(file.open, 'readings', file.value.readings)),
    versions: demo.flatMap((file) => each(file.open, 'versions', file.value.versions)),
  }
  if (!header) return { lists, files, broken }

  const seed = demo.find((file) => file.value.seed !== undefined)?.value.seed
  const values = <T>(list: readonly Located<T>[]) => list.map((item) => item.value)
  return {
    lists,
    files,
    broken,
    pack: {
      ...header.value,
      timezone: header.value.timezone ?? ZONE_OF_CALENDAR[header.value.calendar],
      sources: values(lists.sources),
      kinds: values(lists.kinds),
      facts: values(lists.facts),
      trees: values(lists.trees),
      offices: values(lists.offices),
      forums: values(lists.forums),
      roles: values(lists.roles),
      elements: values(lists.elements),
      evidence: values(lists.evidence),
      journeys: values(lists.journeys),
      matchings: values(lists.matchings),
      indicators: values(lists.indicators),
      evaluations: values(lists.evaluations),
      ...(lists.ladders[0] && { ladder: lists.ladders[0].value }),
      lists: values(lists.lists),
      balances: values(lists.balances),
      places: values(lists.places),
      named: values(lists.named),
      navigation: values(lists.navigation),
      templates: values(lists.templates),
      policies: values(lists.policies),
      words: {
        labels: Object.assign({}, ...words.map((file) => file.value.labels)),
        synonyms: values(lists.synonyms),
      },
      ...(demo.length > 0 && {
        demo: {
          seed: seed ?? 0,
          people: values(lists.people),
          recipes: values(lists.recipes),
          twins: values(lists.twins),
          journeys: values(lists.demoJourneys),
          orders: values(lists.demoOrders),
          readings: values(lists.readings),
          versions: values(lists.versions),
        },
      }),
    },
  }
}
