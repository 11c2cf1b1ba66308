import { matchesContract } from '@qiongding/server/spine/matches/contract'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

/** What orders offers that the requirements leave level. */
export type Order = 'words' | 'meaning'

/** Between two looks, in milliseconds: a person may put a fact right or decline while an officer looks on. A past day stays as it was. */
const LOOK_MS = 4_000
const lookAgain = (asOf: AsOf) => (asOf.on === undefined && asOf.known === undefined ? LOOK_MS : false)

export function rankingQuery(
  profile: string,
  needId: string,
  { asOf, by }: { readonly asOf: AsOf; readonly by: Order },
) {
  return infiniteQueryOptions({
    queryKey: ['ranking', profile, needId, asOf, by],
    queryFn: ({ signal, pageParam }) =>
      call(matchesContract.rank, {
        params: { profile, needId },
        query: { ...asOf, by, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: lookAgain(asOf),
  })
}

export function pairQuery(profile: string, needId: string, offerId: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['pair', profile, needId, offerId, asOf],
    queryFn: ({ signal }) =>
      call(matchesContract.explain, { params: { profile, needId, offerId }, query: asOf, signal }),
    refetchInterval: lookAgain(asOf),
  })
}

export function besideQuery(
  need: { readonly profile: string; readonly needId: string },
  offers: readonly string[],
  asOf: AsOf,
) {
  return queryOptions({
    queryKey: ['beside', need.profile, need.needId, offers, asOf],
    queryFn: ({ signal }) =>
      call(matchesContract.compare, {
        params: { profile: need.profile, needId: need.needId },
        query: { ...asOf, offers: offers.join(',') },
        signal,
      }),
  })
}

export type Values = NonNullable<Parameters<typeof call<typeof matchesContract.preview>>[1]>['body']['values']

/** What a need would ask as it is typed. What was said before stays until the next answer is there. */
export function previewQuery(profile: string, values: Values) {
  return queryOptions({
    queryKey: ['need-preview', profile, values],
    queryFn: ({ signal }) => call(matchesContract.preview, { params: { profile }, body: { values }, signal }),
    placeholderData: keepPreviousData,
  })
}

type Pair = { readonly profile: string; readonly needId: string; readonly offerId: string }

export function declinePair({ profile, needId, offerId }: Pair, reason: string) {
  return call(matchesContract.decline, { params: { profile, needId }, body: { offerId, reason } })
}
