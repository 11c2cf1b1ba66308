import { ladderContract } from '@qiongding/server/desks/ladder/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'
import { paged } from '../../shell/paged.ts'

export type LadderRead = OutputOf<typeof ladderContract.read>
export type Title = LadderRead['titles'][number]
export type Firms = OutputOf<typeof ladderContract.firms>
export type Firm = Firms['rows'][number]
export const VIEWS = [
  'short',
  'ready',
  'missing',
  'held',
  'due',
  'first',
  'again',
  'lapsed',
  'doubt',
] as const
export type View = (typeof VIEWS)[number]

export function ladderQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['ladder', asOf],
    queryFn: ({ signal }) => call(ladderContract.read, { query: { ...asOf }, signal }),
  })
}

export function firmsQuery(title: string, view: View, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['ladder-firms', title, view, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(ladderContract.firms, {
        params: { title },
        query: { ...asOf, view, ...paged(pageParam) } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function calendarQuery(asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['ladder-calendar', asOf],
    queryFn: ({ signal, pageParam }) =>
      call(ladderContract.calendar, { query: { ...asOf, days: 365, ...paged(pageParam) } as never, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function researchQuery(sort: string, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['ladder-research', sort, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(ladderContract.research, { query: { ...asOf, sort, ...paged(pageParam) } as never, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}
