import { policiesContract } from '@qiongding/server/capabilities/policies/contract'
import { registryContract } from '@qiongding/server/spine/registry/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export type Answers = OutputOf<typeof policiesContract.answers>
export type Who = OutputOf<typeof policiesContract.who>
export type View = 'yes' | 'review' | 'unknown' | 'no' | 'step'

export function policiesQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['policies', asOf],
    queryFn: ({ signal }) => call(policiesContract.list, { query: { ...asOf }, signal }),
  })
}

export function answersQuery(kind: string, id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['policy-answers', kind, id, asOf],
    queryFn: ({ signal }) =>
      call(policiesContract.answers, { params: { kind, id }, query: { ...asOf }, signal }),
  })
}

export function whoQuery(policy: string, view: View, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['policy-who', policy, view, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(policiesContract.who, {
        params: { policy },
        query: { ...asOf, view, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

/** Subjects of a kind whose names hold what was typed. */
export function namedQuery(kind: string, text: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['policy-names', kind, text, asOf],
    enabled: text !== '',
    queryFn: ({ signal }) =>
      call(registryContract.list, {
        params: { kind },
        query: { ...asOf, q: text, limit: 10 } as never,
        signal,
      }),
  })
}
