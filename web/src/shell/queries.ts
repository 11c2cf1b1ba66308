import { domeContract } from '@qiongding/server/desks/dome/contract'
import { identityContract } from '@qiongding/server/platform/identity/contract'
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
