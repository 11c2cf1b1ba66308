import { outreachContract } from '@qiongding/server/capabilities/outreach/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

const from = (cursor: string) => (cursor === '' ? {} : { cursor })

export function tripsQuery(asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['trips', asOf],
    queryFn: ({ signal, pageParam }) =>
      call(outreachContract.trips, { query: { ...asOf, limit: 50, ...from(pageParam) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function careQuery(asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['care', asOf],
    queryFn: ({ signal, pageParam }) =>
      call(outreachContract.care, { query: { ...asOf, limit: 50, ...from(pageParam) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function tripQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['trip', id, asOf],
    queryFn: ({ signal }) => call(outreachContract.trip, { params: { id }, query: asOf, signal }),
  })
}

export function visitsQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['visits', id, asOf],
    queryFn: ({ signal }) => call(outreachContract.visits, { params: { id }, query: asOf, signal }),
  })
}

export function owedQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['owed', asOf],
    queryFn: ({ signal }) => call(outreachContract.owed, { query: asOf, signal }),
  })
}

type Version = { readonly id: string; readonly version: string }
type Planned = NonNullable<Parameters<typeof call<typeof outreachContract.planTrip>>[1]>['body']
type Met = NonNullable<Parameters<typeof call<typeof outreachContract.meet>>[1]>['body']
type Next = NonNullable<Parameters<typeof call<typeof outreachContract.plan>>[1]>['body']

const of = ({ id, version }: Version) => ({ params: { id }, ifMatch: version })

export const outreachVerbs = {
  planTrip: (body: Planned) => call(outreachContract.planTrip, { body }),
  endTrip: (trip: Version, state: 'done' | 'cancelled') =>
    call(outreachContract.endTrip, { ...of(trip), body: { state } }),
  meet: (body: Met) => call(outreachContract.meet, { body }),
  plan: (visit: Version, body: Next) => call(outreachContract.plan, { ...of(visit), body }),
  close: (visit: Version, how: 'done' | 'nothing', text: string) =>
    call(outreachContract.close, { ...of(visit), body: { how, text } }),
}
