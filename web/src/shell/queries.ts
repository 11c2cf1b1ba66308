import { domeContract } from '@qiongding/server/desks/dome/contract'
import { identityContract } from '@qiongding/server/platform/identity/contract'
import { jobsContract } from '@qiongding/server/platform/jobs/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './api.ts'
import { type PackView, packOf } from './pack.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(identityContract.session, { signal }),
  staleTime: 60_000,
})

/** The pack never changes under one fingerprint. */
export function packQuery(fingerprint: string) {
  return queryOptions({
    queryKey: ['pack', fingerprint],
    queryFn: async ({ signal }) => {
      const pack = await call(identityContract.pack, { params: { fingerprint }, signal })
      return packOf(pack as unknown as PackView)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function searchQuery(q: string) {
  return queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(domeContract.search, { query: { q }, signal }),
    enabled: q.trim() !== '',
    staleTime: 10_000,
  })
}

/** Between two looks at work that is under way. */
const LOOK_MS = 1_500

/** The long work of whoever is signed in; asked for again while any of it is under way. */
export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => call(jobsContract.list, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.rows.some((job) => job.state === 'queued' || job.state === 'running') ? LOOK_MS : false,
})
