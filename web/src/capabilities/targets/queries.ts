import { targetsContract } from '@qiongding/server/spine/targets/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export type Verdict = 'yes' | 'no' | 'unknown'

export function targetsQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['targets', asOf],
    queryFn: ({ signal }) => call(targetsContract.list, { query: asOf, signal }),
  })
}

export function targetQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['target', id, asOf],
    queryFn: ({ signal }) => call(targetsContract.read, { params: { id }, query: asOf, signal }),
  })
}

export function targetRowsQuery(id: string, asOf: AsOf, verdict: Verdict | undefined) {
  return infiniteQueryOptions({
    queryKey: ['target-rows', id, asOf, verdict],
    queryFn: ({ signal, pageParam }) =>
      call(targetsContract.rows, {
        params: { id },
        query: { ...asOf, limit: 100, verdict, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function targetChangesQuery(id: string, from: string, to: string) {
  return queryOptions({
    queryKey: ['target-changes', id, from, to],
    queryFn: ({ signal }) => call(targetsContract.changes, { params: { id }, query: { from, to }, signal }),
  })
}

export function recordReading(id: string, body: { day: string; value: number; source: string }) {
  return call(targetsContract.record, { params: { id }, body })
}
