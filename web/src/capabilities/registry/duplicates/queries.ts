import type { Comparison, MergeView, Pair } from '@qiongding/server/spine/registry/duplicates/contract'
import { duplicatesContract } from '@qiongding/server/spine/registry/duplicates/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../../shell/api.ts'

export type { Comparison, MergeView, Pair }
/** How a pair is called in an address. */
export const pairId = ({ left, right }: Pick<Pair, 'left' | 'right'>) => `${left.id}_${right.id}`

export type View = 'open' | 'name' | 'later' | 'apart'

const PAGE = 50
/** Between two looks at a search that is under way. */
const LOOK_MS = 1_500

export function pairsQuery(kind: string, view: View) {
  return infiniteQueryOptions({
    queryKey: ['duplicates', kind, view],
    queryFn: ({ signal, pageParam }) =>
      call(duplicatesContract.list, {
        params: { kind },
        query: { view, limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => {
      const search = state.data?.pages[0]?.search?.state
      return search === 'queued' || search === 'running' ? LOOK_MS : false
    },
  })
}

/** How many pairs of a kind wait for somebody: one row is asked for, the counts come with it. */
export function pairCountQuery(kind: string) {
  return queryOptions({
    queryKey: ['duplicates', kind, 'count'],
    queryFn: ({ signal }) =>
      call(duplicatesContract.list, { params: { kind }, query: { view: 'open', limit: 1 }, signal }),
    select: ({ counts }) => counts,
    staleTime: 30_000,
  })
}

export function compareQuery(kind: string, leftId: string, rightId: string) {
  return queryOptions({
    queryKey: ['duplicates', kind, 'pair', leftId, rightId],
    queryFn: ({ signal }) =>
      call(duplicatesContract.compare, { params: { kind }, query: { leftId, rightId }, signal }),
  })
}

export function mergesQuery(kind: string) {
  return infiniteQueryOptions({
    queryKey: ['duplicates', kind, 'merges'],
    queryFn: ({ signal, pageParam }) =>
      call(duplicatesContract.merges, {
        params: { kind },
        query: { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function seek(kind: string) {
  return call(duplicatesContract.seek, { params: { kind } })
}

export type Decision = 'apart' | 'later' | 'open'

export function decidePair(kind: string, pair: { leftId: string; rightId: string; decision: Decision }) {
  return call(duplicatesContract.decide, { params: { kind }, body: pair })
}

export type Side = 'left' | 'right'

/** Merges two records as they were compared. `stays` is the one that is kept, `stands` whose value was chosen for a fact. */
export function mergePair(
  { kind, left, right }: Comparison,
  { stays, stands }: { stays: Side; stands: Readonly<Record<string, Side>> },
) {
  const [into, merged] = stays === 'left' ? [left, right] : [right, left]
  return call(duplicatesContract.merge, {
    body: {
      kind,
      intoId: into.id,
      mergedId: merged.id,
      versions: { into: into.version, merged: merged.version },
      stands: Object.fromEntries(
        Object.entries(stands).map(([key, side]) => [key, side === stays ? 'into' : 'merged'] as const),
      ),
    },
  })
}

export function undoMerge(id: string, reason: string) {
  return call(duplicatesContract.undo, { params: { id }, body: { reason } })
}
