import { policiesContract } from '@qiongding/server/capabilities/policies/contract'
import { proposalsContract } from '@qiongding/server/capabilities/proposals/contract'
import { registryContract } from '@qiongding/server/spine/registry/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'
import { paged } from '../../shell/paged.ts'

export type Answers = OutputOf<typeof policiesContract.answers>
export type Who = OutputOf<typeof policiesContract.who>
export type Tried = OutputOf<typeof policiesContract.try>
export type TextRead = OutputOf<typeof policiesContract.text>
export { policiesContract }
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
        query: { ...asOf, view, ...paged(pageParam) } as never,
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

export function textsQuery() {
  return infiniteQueryOptions({
    queryKey: ['policy-texts'],
    queryFn: ({ signal, pageParam }) =>
      call(policiesContract.texts, {
        query: { ...paged(pageParam) } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function textQuery(id: string) {
  return queryOptions({
    queryKey: ['policy-text', id],
    queryFn: ({ signal }) => call(policiesContract.text, { params: { id }, signal }),
  })
}

export function sourceQuery(policy: string) {
  return queryOptions({
    queryKey: ['policy-source', policy],
    queryFn: ({ signal }) => call(policiesContract.source, { params: { policy }, signal }),
  })
}

/** What is wrong with a text; with `effects`, what it does to everybody. */
export function triedQuery(text: string, effects: boolean) {
  return queryOptions({
    queryKey: ['policy-tried', effects, text],
    queryFn: ({ signal }) => call(policiesContract.try, { body: { text, effects }, signal }),
  })
}

/** How often is looked whether an office has decided, while something waits for it. */
const LOOK_MS = 4000

/** What a subject has said of itself and nobody has decided. */
export function pendingQuery(subject: string, enabled: boolean) {
  return queryOptions({
    queryKey: ['policy-pending', subject],
    enabled,
    queryFn: ({ signal }) =>
      call(proposalsContract.list, { query: { subject, state: 'open', limit: 100 } as never, signal }),
    refetchInterval: ({ state }) => ((state.data?.total ?? 0) > 0 ? LOOK_MS : false),
  })
}
