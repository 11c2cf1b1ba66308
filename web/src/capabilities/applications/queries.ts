import { applicationsContract } from '@qiongding/server/capabilities/applications/contract'
import { policiesContract } from '@qiongding/server/capabilities/policies/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import { paged } from '../../shell/paged.ts'

export { applicationsContract }
export type Application = OutputOf<typeof applicationsContract.read>
export type Listed = OutputOf<typeof applicationsContract.list>['rows'][number]
export type Automatic = OutputOf<typeof applicationsContract.automatic>
export const STATES = ['all', 'applied', 'decided', 'paid', 'closed'] as const
export type State = (typeof STATES)[number]

export function applicationsQuery(state: State) {
  return infiniteQueryOptions({
    queryKey: ['applications', state],
    queryFn: ({ signal, pageParam }) =>
      call(applicationsContract.list, {
        query: { ...paged(pageParam), ...(state !== 'all' && { state }) } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function applicationQuery(id: string) {
  return queryOptions({
    queryKey: ['application', id],
    queryFn: ({ signal }) => call(applicationsContract.read, { params: { id }, signal }),
  })
}

export function automaticQuery(policy: string) {
  return infiniteQueryOptions({
    queryKey: ['applications-automatic', policy],
    enabled: policy !== '',
    queryFn: ({ signal, pageParam }) =>
      call(applicationsContract.automatic, {
        params: { policy },
        query: paged(pageParam, 200) as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

/** Policies as they stand today. */
export const policiesQuery = queryOptions({
  queryKey: ['applications-policies'],
  queryFn: ({ signal }) => call(policiesContract.list, { query: {}, signal }),
})
