import { registryContract } from '@qiongding/server/spine/registry/contract'
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'
import type { Value } from '../../shell/facts.ts'

export type ListFilter = { q?: string | undefined; filter?: string | undefined; sort: string }

/** Rows per page: four screens. */
export const PAGE = 100
/** How long a page stays in the browser after it was scrolled away, in milliseconds. */
const PAGE_KEPT = 60_000

type PageOf = { kind: string; filter: ListFilter; asOf: AsOf; page: number }
const pageKey = ({ kind, filter, asOf, page }: PageOf) => ['subjects', kind, filter, asOf, page] as const

/** One page of a list: behind the one before it where that is at hand and fresh, otherwise by the number of its first row. */
export function subjectPageQuery(client: QueryClient, of: PageOf) {
  return queryOptions({
    queryKey: pageKey(of),
    queryFn: ({ signal }) => {
      const before = client.getQueryState<{ next?: string }>(pageKey({ ...of, page: of.page - 1 }))
      const cursor = before?.isInvalidated === false ? before.data?.next : undefined
      return call(registryContract.list, {
        params: { kind: of.kind },
        query: {
          ...of.filter,
          ...of.asOf,
          limit: PAGE,
          ...(of.page === 0
            ? { count: 'true' as const }
            : cursor === undefined
              ? { from: of.page * PAGE }
              : { cursor }),
        },
        signal,
      })
    },
    gcTime: PAGE_KEPT,
  })
}

/** How many records a list would have. */
export function subjectCountQuery(kind: string, filter: ListFilter, asOf: AsOf) {
  return queryOptions({
    queryKey: ['subject-count', kind, filter, asOf],
    queryFn: ({ signal }) =>
      call(registryContract.list, {
        params: { kind },
        query: { ...filter, ...asOf, limit: 1, count: 'true' as const },
        signal,
      }),
  })
}

export function subjectQuery(kind: string, id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['subject', kind, id, asOf],
    queryFn: ({ signal }) => call(registryContract.read, { params: { kind, id }, query: asOf, signal }),
  })
}

export function historyQuery(kind: string, id: string) {
  return infiniteQueryOptions({
    queryKey: ['subject-history', kind, id],
    queryFn: ({ signal, pageParam }) =>
      call(registryContract.history, {
        params: { kind, id },
        query: { limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export type Subject = OutputOf<(typeof registryContract)['read']>
export type FactStatement = OutputOf<(typeof registryContract)['fact']>['rows'][number]

export function factHistoryQuery(kind: string, id: string, fact: string) {
  return queryOptions({
    queryKey: ['subject-fact', kind, id, fact],
    queryFn: ({ signal }) => call(registryContract.fact, { params: { kind, id, fact }, signal }),
  })
}

export type Statement = { values: Record<string, Value | null>; source: string; asOf?: string }

export function stateFacts(subject: { kind: string; id: string; version: string }, body: Statement) {
  return call(registryContract.state, {
    params: { kind: subject.kind, id: subject.id },
    ifMatch: subject.version,
    body: { ...body, values: loose(body.values) },
  })
}

export function retractStatement(
  subject: { kind: string; id: string; version: string },
  statementId: string,
  reason: string,
) {
  return call(registryContract.retract, {
    params: { kind: subject.kind, id: subject.id, statementId },
    ifMatch: subject.version,
    body: { reason },
  })
}

export function settleFact(
  subject: { kind: string; id: string; version: string },
  choice: { fact: string; statementId: string; reason: string },
) {
  const { fact, ...body } = choice
  return call(registryContract.settle, {
    params: { kind: subject.kind, id: subject.id, fact },
    ifMatch: subject.version,
    body,
  })
}

/** Lists are read-only here and plain arrays on the wire. */
function loose<V extends Value | null>(values: Record<string, V>): Record<string, never> {
  return values as Record<string, never>
}
