import { useQuery } from '@tanstack/react-query'
import { domeQuery } from '../capabilities/dome/queries.ts'

/** Which screen a thing that waits for me belongs to. */
const SCREEN: Readonly<Record<string, string>> = {
  imports: 'imports',
  'orders-to-accept': 'orders',
  'orders-to-commit': 'orders',
  'orders-late': 'orders',
  'orders-to-confirm': 'orders',
  disputes: 'orders',
  'journeys-ready': 'journeys',
  'journeys-late': 'journeys',
  'lists-overdue': 'lists',
  'lists-to-review': 'lists',
  'lists-to-publish': 'lists',
}

export type Waiting = { kind: string; n: number; hint?: string | undefined; to: string }

/** What waits for me today, whatever day the page shows. */
export function useMine(): readonly Waiting[] {
  const dome = useQuery(domeQuery({}))
  return dome.data?.mine ?? []
}

/** How many wait for me, per screen. */
export function useWaiting(): ReadonlyMap<string, number> {
  const mine = useMine()
  const counts = new Map<string, number>()
  for (const item of mine) {
    const screen = SCREEN[item.kind]
    if (screen !== undefined) counts.set(screen, (counts.get(screen) ?? 0) + item.n)
  }
  return counts
}
