import { attractionContract } from '@qiongding/server/capabilities/attraction/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'
import type { Value } from '../../shell/facts.ts'

export type ProjectFilter = {
  definition: string
  q?: string | undefined
  stage?: string | undefined
  light?: string | undefined
  mode?: string | undefined
  mine?: 'true' | undefined
  open?: 'true' | 'false' | undefined
  late?: 'true' | undefined
  sort?: string | undefined
}

/** Values as the wire takes them: lists of its own. */
const plain = (values: Readonly<Record<string, Value>>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value]),
  )

export function projectsQuery({ definition, ...filter }: ProjectFilter, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['attraction', definition, filter, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(attractionContract.list, {
        params: { definition },
        query: {
          ...filter,
          ...asOf,
          limit: 200,
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export type Project = OutputOf<(typeof attractionContract)['project']>
export type Draft = OutputOf<(typeof attractionContract)['draft']>
export type Probe = OutputOf<(typeof attractionContract)['probe']>
export type Listed = OutputOf<(typeof attractionContract)['list']>

export function projectQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['attraction project', id, asOf],
    queryFn: ({ signal }) => call(attractionContract.project, { params: { id }, query: asOf, signal }),
  })
}

export function readText(definition: string, text: string) {
  return call(attractionContract.draft, { params: { definition }, body: { text } })
}

export function probe(definition: string, values: Readonly<Record<string, Value>>) {
  return call(attractionContract.probe, { params: { definition }, body: { values: plain(values) } })
}

export function openLead(
  definition: string,
  body: {
    title: string
    values: Readonly<Record<string, Value>>
    origin: 'form' | 'text'
    probe?: string
    distinct?: string
  },
) {
  return call(attractionContract.open, {
    params: { definition },
    body: { ...body, values: plain(body.values) },
  })
}

export function offer(id: string, to: string, reason: string) {
  return call(attractionContract.offer, { params: { id }, body: { to, reason } })
}

export function withdrawOffer(id: string) {
  return call(attractionContract.withdrawOffer, { params: { id }, body: {} })
}

export function answerOffer(id: string, take: boolean, reason?: string) {
  return call(attractionContract.answerOffer, {
    params: { id },
    body: { take, ...(reason === undefined ? {} : { reason }) },
  })
}

export function draftReview(id: string, text: string) {
  return call(attractionContract.draftReview, { params: { id }, body: { text } })
}

export function recordReview(
  id: string,
  body: { text: string; answers: { pattern: string; from: number; answer: string }[] },
) {
  return call(attractionContract.review, { params: { id }, body })
}

export function wake(id: string, reason: string, distinct?: string) {
  return call(attractionContract.wake, {
    params: { id },
    body: { reason, ...(distinct === undefined ? {} : { distinct }) },
  })
}
