import type { DiffRow, ListVersion } from '@qiongding/server/spine/registry/lists/contract'
import { listsContract } from '@qiongding/server/spine/registry/lists/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export function listsQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['lists', asOf],
    queryFn: ({ signal }) => call(listsContract.all, { query: asOf, signal }),
  })
}

export function listQuery(list: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['list', list, asOf],
    queryFn: ({ signal }) => call(listsContract.read, { params: { list }, query: asOf, signal }),
    // A draft is being gathered by a job: look again until it is there.
    refetchInterval: (query) => (query.state.data?.draft?.state === 'preparing' ? 700 : false),
  })
}

export type RowFilter = { version?: string | undefined; q?: string | undefined; stale?: 'true' | undefined }

export function listRowsQuery(list: string, filter: RowFilter, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['list-rows', list, filter, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(listsContract.rows, {
        params: { list },
        query: { ...filter, ...asOf, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function diffQuery(
  list: string,
  ends: { from: string; to: string; known?: 'then' | 'today'; show?: DiffRow['how'] | undefined },
) {
  return infiniteQueryOptions({
    queryKey: ['list-diff', list, ends],
    queryFn: ({ signal, pageParam }) =>
      call(listsContract.diff, {
        params: { list },
        query: { ...ends, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

type Versioned = Pick<ListVersion, 'id' | 'version'>

export const listVerbs = {
  prepare: (list: string, body: { on?: string; note?: string }) =>
    call(listsContract.prepare, { params: { list }, body }),
  review: (draft: Versioned, body: { agreed: boolean; note: string }) =>
    call(listsContract.review, { params: { id: draft.id }, ifMatch: draft.version, body }),
  publish: (draft: Versioned) =>
    call(listsContract.publish, { params: { id: draft.id }, ifMatch: draft.version }),
  discard: (draft: Versioned, reason: string) =>
    call(listsContract.discard, { params: { id: draft.id }, ifMatch: draft.version, body: { reason } }),
  check: (id: string) => call(listsContract.check, { params: { id } }),
}

export const exportList = (list: string, version: string | undefined, language: string) =>
  call(listsContract.export, {
    params: { list },
    body: { ...(version !== undefined && { version }), language: language.startsWith('en') ? 'en' : 'zh' },
  })
