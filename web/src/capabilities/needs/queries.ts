import type { NeedRow } from '@qiongding/server/spine/registry/needs/contract'
import { needsContract } from '@qiongding/server/spine/registry/needs/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export type View = 'due' | 'unanswered' | 'all' | NeedRow['standing']
export type Said = {
  answer: 'still' | 'filled' | 'dropped'
  until?: string
  quantity?: number
  reason?: string
}

export function needListQuery(kind: string, view: View, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['need-list', kind, view, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(needsContract.list, {
        params: { kind },
        query: { ...asOf, view, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function askNeeds(kind: string, needIds: readonly string[], way: 'sent' | 'handed') {
  return call(needsContract.ask, { params: { kind }, body: { needIds: [...needIds], way } })
}

export function confirmNeed(kind: string, need: Pick<NeedRow, 'id' | 'version'>, said: Said) {
  return call(needsContract.confirm, { params: { kind, id: need.id }, ifMatch: need.version, body: said })
}

export function recordNeed(
  kind: string,
  need: Pick<NeedRow, 'id' | 'version'>,
  said: Said & { source: string },
) {
  return call(needsContract.record, { params: { kind, id: need.id }, ifMatch: need.version, body: said })
}

export function askedQuery(token: string) {
  return queryOptions({
    queryKey: ['reconfirmation', token],
    queryFn: ({ signal }) => call(needsContract.asked, { params: { token }, signal }),
    staleTime: 0,
  })
}

export function answerAsked(
  token: string,
  body: { code?: string; answers: readonly (Said & { needId: string })[] },
) {
  return call(needsContract.answer, {
    params: { token },
    body: {
      ...(body.code === undefined ? {} : { code: body.code }),
      answers: body.answers.map((one) => ({ ...one })),
    },
  })
}
