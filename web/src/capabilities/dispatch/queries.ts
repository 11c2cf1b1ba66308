import { dispatchContract } from '@qiongding/server/capabilities/dispatch/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export type BoardAsked = { readonly forum?: string | undefined; readonly office?: string | undefined }

const from = (cursor: string) => (cursor === '' ? {} : { cursor })

export function boardQuery(asOf: AsOf, asked: BoardAsked) {
  return infiniteQueryOptions({
    queryKey: ['dispatch-board', asOf, asked],
    queryFn: ({ signal, pageParam }) =>
      call(dispatchContract.board, { query: { ...asOf, ...asked, limit: 10, ...from(pageParam) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function sittingsQuery(asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['dispatch-sittings', asOf],
    queryFn: ({ signal, pageParam }) =>
      call(dispatchContract.sittings, { query: { ...asOf, limit: 50, ...from(pageParam) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function sittingQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['dispatch-sitting', id, asOf],
    queryFn: ({ signal }) => call(dispatchContract.sitting, { params: { id }, query: asOf, signal }),
  })
}

export type TasksAsked = {
  readonly state?: 'open' | 'reported' | 'struck' | undefined
  readonly mine?: 'true' | undefined
  readonly late?: 'true' | undefined
}

export function tasksQuery(asOf: AsOf, asked: TasksAsked) {
  return infiniteQueryOptions({
    queryKey: ['dispatch-tasks', asOf, asked],
    queryFn: ({ signal, pageParam }) =>
      call(dispatchContract.tasks, { query: { ...asOf, ...asked, limit: 50, ...from(pageParam) }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

type Version = { readonly id: string; readonly version: string }
type Plan = NonNullable<Parameters<typeof call<typeof dispatchContract.plan>>[1]>['body']
type Decision = NonNullable<Parameters<typeof call<typeof dispatchContract.decide>>[1]>['body']

const of = ({ id, version }: Version) => ({ params: { id }, ifMatch: version })

export const dispatchVerbs = {
  plan: (body: Plan) => call(dispatchContract.plan, { body }),
  agenda: (sitting: Version, keys: string[]) =>
    call(dispatchContract.agenda, { ...of(sitting), body: { keys } }),
  hold: (sitting: Version, attended: string[]) =>
    call(dispatchContract.hold, { ...of(sitting), body: { attended } }),
  cancel: (sitting: Version) => call(dispatchContract.cancel, { ...of(sitting), body: {} }),
  decide: (sitting: Version, body: Decision) => call(dispatchContract.decide, { ...of(sitting), body }),
  report: (task: Version, text: string) => call(dispatchContract.report, { ...of(task), body: { text } }),
  strike: (task: Version) => call(dispatchContract.strike, { ...of(task), body: {} }),
  sendBack: (task: Version, reason: string) =>
    call(dispatchContract.sendBack, { ...of(task), body: { reason } }),
}
