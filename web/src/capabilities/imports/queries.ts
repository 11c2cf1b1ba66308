import { exportsContract } from '@qiongding/server/spine/registry/exports/contract'
import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { importsContract } from '@qiongding/server/spine/registry/imports/contract'
import { correctionContract } from '@qiongding/server/spine/registry/imports/correction/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'

export type Action = 'create' | 'update' | 'unchanged' | 'held' | 'duplicate'

/** Rows of the sheet per page. */
export const GRID_PAGE = 60

/** Whether the server still works on a list; the page asks again until it has ended. */
export function isMoving({ state, job }: ImportView): boolean {
  if (state === 'withdrawn') return job?.state === 'queued' || job?.state === 'running'
  return state === 'reading' || state === 'committing'
}

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal, pageParam }) =>
    call(importsContract.list, {
      query: { limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
      signal,
    }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
})

export const samplesQuery = queryOptions({
  queryKey: ['import-samples'],
  queryFn: ({ signal }) => call(importsContract.samples, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const profilesQuery = queryOptions({
  queryKey: ['import-profiles'],
  queryFn: ({ signal }) => call(importsContract.profiles, { signal }),
})

export const forgetProfile = (id: string) => call(importsContract.forget, { params: { id } })

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => call(importsContract.read, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? 700 : false),
  })
}

export function gridQuery(id: string, from: number, version: string) {
  return queryOptions({
    queryKey: ['import-grid', id, from, version],
    queryFn: ({ signal }) =>
      call(importsContract.grid, { params: { id }, query: { from, limit: GRID_PAGE }, signal }),
  })
}

export function findingsQuery(id: string, version: string) {
  return infiniteQueryOptions({
    queryKey: ['import-findings', id, version],
    queryFn: ({ signal, pageParam }) =>
      call(importsContract.findings, {
        params: { id },
        query: { limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function diffQuery(id: string, action: Action, version: string) {
  return infiniteQueryOptions({
    queryKey: ['import-diff', id, action, version],
    queryFn: ({ signal, pageParam }) =>
      call(importsContract.diff, {
        params: { id },
        query: { action, limit: 20, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export type Choice = 'same' | 'apart' | 'later'
/** The other one of a likely duplicate: a record, or an earlier row of the file. */
export type OtherEnd = { subjectId: string } | { row: number }

export function likelyQuery(id: string, version: string, verdict?: 'same' | 'likely' | 'unknown') {
  return infiniteQueryOptions({
    queryKey: ['import-likely', id, verdict ?? 'all', version],
    queryFn: ({ signal, pageParam }) =>
      call(importsContract.likely, {
        params: { id },
        query: {
          limit: verdict === undefined ? 1 : 20,
          ...(verdict && { verdict }),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function uploadSheet(file: File, kind: string | undefined) {
  return call(importsContract.upload, { file, query: { kind } })
}

/** The correction of a list that the reader had written last, asked again while it is written; and what came back of any. */
export function correctionsQuery(id: string) {
  return queryOptions({
    queryKey: ['import-corrections', id],
    queryFn: ({ signal }) => call(correctionContract.corrections, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.file?.state === 'making' ? 700 : false),
  })
}

export const makeCorrection = (id: string, language: 'zh' | 'en') =>
  call(correctionContract.correct, { params: { id }, body: { language } })

export const cancelCorrection = (id: string) => call(exportsContract.cancel, { params: { id } })

/** Sends the corrected file of a list in again; one of another list is refused. */
export function sendCorrection(file: File, id: string) {
  return call(importsContract.upload, { file, query: { corrects: id } })
}

export type Mapping = {
  /** Reads a file of ours like any list, whatever marks it bears. */
  ordinary?: boolean
  kind?: string
  sheet?: string
  asOf?: string
  source?: string
  encoding?: NonNullable<ImportView['encoding']>
  columns: {
    column: number
    fact: string | null
    header: string
    unit?: string
    ratio?: Scale
    fill?: boolean
  }[]
}

/** How bare numbers of a share are meant. */
export type Scale = 'percent' | 'fraction' | 'mixed'

export function mapColumns(id: string, body: Mapping) {
  return call(importsContract.map, { params: { id }, body })
}

type DecideBody = NonNullable<Parameters<typeof call<typeof importsContract.decide>>[1]>['body']

export function decide(
  id: string,
  body: {
    keep?: { row: number; key: string; keep: boolean }[]
    twins?: { row: number; same: boolean }[]
    likely?: { row: number; other: OtherEnd; choice: Choice | null }[]
    likelyAll?: Partial<Record<'same' | 'likely' | 'unknown', Choice | null>>
  },
) {
  return call(importsContract.decide, { params: { id }, body: body as DecideBody })
}

export const commitImport = (id: string) => call(importsContract.commit, { params: { id }, body: {} })
export const cancelImport = (id: string) => call(importsContract.cancel, { params: { id } })

export function withdrawImport(id: string, reason: string) {
  return call(importsContract.withdraw, { params: { id }, body: { reason } })
}
