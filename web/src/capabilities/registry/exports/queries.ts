import type { ExportView } from '@qiongding/server/spine/registry/exports/contract'
import { exportsContract } from '@qiongding/server/spine/registry/exports/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../../shell/api.ts'

export type Whose = 'mine' | 'all'
export type Format = ExportView['format']

/** Exports, the newest first. While one of them is being written the list is asked for again. */
export function exportsQuery(whose: Whose) {
  return infiniteQueryOptions({
    queryKey: ['exports', whose],
    queryFn: ({ signal, pageParam }) =>
      call(exportsContract.list, {
        query: { whose, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.rows.some((row) => row.state === 'making')) ? 1_500 : false,
  })
}

type Start = Parameters<typeof call<typeof exportsContract.start>>[1]['body']
export type ExportAsked = Start

export const startExport = (body: ExportAsked) => call(exportsContract.start, { body })
