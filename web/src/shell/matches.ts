import { matchesContract } from '@qiongding/server/spine/matches/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from './api.ts'
import type { AsOf } from './as-of.ts'

/** The needs of a profile by name: to open one, or to choose several of. */
export function needsQuery(profile: string, q: string | undefined, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['needs', profile, q, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(matchesContract.needs, {
        params: { profile },
        query: { ...asOf, q, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

type Pair = { readonly profile: string; readonly needId: string; readonly offerId: string }

/** Recommends a pair: its case opens in the same moment. */
export function acceptPair({ profile, needId, offerId }: Pair) {
  return call(matchesContract.accept, { params: { profile, needId }, body: { offerId } })
}
