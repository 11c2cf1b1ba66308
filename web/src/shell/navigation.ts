import { type IconName, isIconName } from '../kit/icons.tsx'
import { type NavigationItem, useLabel, usePack } from './pack.ts'
import { useMay, useSession } from './session.ts'

export type Place = { id: string; text: string; to: string; icon: IconName; screen: string; narrow: boolean }
export type PlaceGroup = { id: string; text: string; hint: string; mark: string; items: readonly Place[] }

/** What it takes to open a screen at all; the server decides about each row. */
const ABILITY: Readonly<Record<string, string>> = {
  registry: 'registry.read',
  imports: 'registry.import',
  matches: 'match.read',
  gatherings: 'match.read',
  dispatch: 'dispatch.read',
  evaluation: 'journey.confidential',
  outreach: 'visit.read',
  journeys: 'journey.read',
  orders: 'order.read',
  targets: 'target.read',
  lists: 'list.read',
  balance: 'list.read',
  needs: 'registry.read',
  policies: 'registry.read',
  proposals: 'registry.read',
  ladder: 'registry.read',
  applications: 'journey.read',
  attraction: 'journey.read',
  ledger: 'ledger.read',
  settings: 'settings.read',
}

const ICON: Readonly<Record<string, IconName>> = {
  dome: 'dome',
  registry: 'list',
  imports: 'sheet',
  matches: 'rings',
  gatherings: 'four',
  dispatch: 'bell',
  evaluation: 'ladder',
  outreach: 'pin',
  journeys: 'board',
  orders: 'bars',
  targets: 'target',
  lists: 'four',
  balance: 'bars',
  needs: 'back',
  policies: 'paper',
  proposals: 'back',
  ladder: 'ladder',
  applications: 'coin',
  attraction: 'star',
  ledger: 'paper',
  settings: 'gear',
}

/** Kinds that most packs have, by the drawing that suits them; others show as a list. */
const KIND_ICON: Readonly<Record<string, IconName>> = {
  enterprise: 'ladder',
  institution: 'building',
  result: 'flask',
  scene: 'scene',
  capability: 'flask',
  talent: 'person',
  post: 'four',
  fund: 'coin',
  space: 'building',
  project: 'star',
  supplier: 'chain',
}

export function addressOfItem(item: NavigationItem): string | undefined {
  switch (item.screen) {
    case 'dome':
      return '/'
    case 'registry':
      return item.of === undefined ? '/registry' : `/registry/${item.of}`
    case 'matches':
      return item.of === undefined ? '/matches' : `/matches/${item.of}`
    case 'journeys':
      return item.of === undefined ? '/journeys' : `/journeys?definition=${item.of}`
    case 'orders':
      return item.of === undefined ? '/orders' : `/orders?element=${item.of}`
    case 'needs':
    case 'balance':
    case 'attraction':
      return item.of === undefined ? undefined : `/${item.screen}/${item.of}`
    case 'policies':
      return item.of === undefined ? '/policies' : `/policies?kind=${item.of}`
    case 'lists':
      return item.of === undefined ? '/lists' : `/lists/${item.of}`
    case 'gatherings':
    case 'dispatch':
    case 'evaluation':
    case 'outreach':
    case 'imports':
    case 'targets':
    case 'proposals':
    case 'ladder':
    case 'applications':
      return `/${item.screen}`
    case 'ledger':
      return '/settings/ledger'
    case 'settings':
      return '/settings/people'
    default:
      return undefined
  }
}

function iconOf(item: NavigationItem): IconName {
  if (item.screen === 'registry') return KIND_ICON[item.of ?? ''] ?? 'list'
  if (isIconName(item.id)) return item.id
  return ICON[item.screen] ?? 'list'
}

/** The side bar of this person: the pack's groups without screens not built or not allowed. */
export function useNavigation(): readonly PlaceGroup[] {
  const pack = usePack()
  const label = useLabel()
  const may = useMay()
  const session = useSession()
  return pack.navigation
    .map((group) => ({
      id: group.id,
      text: label(group.label),
      hint: label(group.hint),
      mark: group.mark ?? 'none',
      items: group.items.flatMap((item): Place[] => {
        const to = addressOfItem(item)
        const needed = ABILITY[item.screen]
        if (to === undefined || (needed !== undefined && !may(needed))) return []
        const own = item.screen === 'dome' && session.person.party !== undefined
        const text = own ? (session.person.party?.name ?? '') : label(item.label)
        const narrow = item.of !== undefined
        return [{ id: item.id, text, to, icon: iconOf(item), screen: item.screen, narrow }]
      }),
    }))
    .filter((group) => group.items.length > 0)
}
