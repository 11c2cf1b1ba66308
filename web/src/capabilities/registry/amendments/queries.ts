import { amendmentsContract } from '@qiongding/server/spine/registry/amendments/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../../shell/api.ts'
import type { Value } from '../../../shell/facts.ts'
import type { Selection } from '../selection.ts'

export type Amendment = OutputOf<(typeof amendmentsContract)['read']>
export type AmendmentRow = OutputOf<(typeof amendmentsContract)['rows']>['rows'][number]
export type Action = NonNullable<AmendmentRow['action']>
export type Outcome = NonNullable<AmendmentRow['outcome']>

/** Between two looks at work that is under way, in milliseconds. */
const LOOK_MS = 1_000
export const isUnderWay = ({ state }: Amendment) => ['planning', 'writing', 'undoing'].includes(state)

export function amendmentQuery(id: string) {
  return queryOptions({
    queryKey: ['amendment', id],
    queryFn: ({ signal }) => call(amendmentsContract.read, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? LOOK_MS : false),
  })
}

export function amendmentsQuery(kind: string) {
  return infiniteQueryOptions({
    queryKey: ['amendments', kind],
    queryFn: ({ signal, pageParam }) =>
      call(amendmentsContract.list, {
        query: { kind, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

/** Which rows of an amendment: by what would become of them, or by what became of them. */
export type Which = { readonly action?: Action; readonly outcome?: Outcome }

export function amendmentRowsQuery(id: string, which: Which, state: Amendment['state']) {
  return infiniteQueryOptions({
    queryKey: ['amendment-rows', id, which, state],
    queryFn: ({ signal, pageParam }) =>
      call(amendmentsContract.rows, {
        params: { id },
        query: { ...which, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export type Drafted = {
  kind: string
  selection: Selection
  q: string | undefined
  filter: string | undefined
  fact: string
  value: Value | undefined
  source: string
  asOf: string
}

export function draftAmendment({ kind, selection, q, filter, fact, value, source, asOf }: Drafted) {
  const ids = [...selection.ids]
  const rows = selection.all
    ? { all: true, ...(q && { q }), ...(filter && { filter }), ...(ids.length > 0 && { except: ids }) }
    : { ids }
  const body = { kind, rows, fact, value: value ?? null, source, asOf }
  return call(amendmentsContract.draft, { body: body as never })
}

export const approveAmendment = (id: string, overrule: boolean) =>
  call(amendmentsContract.approve, { params: { id }, body: { overrule } })
export const cancelAmendment = (id: string) => call(amendmentsContract.cancel, { params: { id } })
export const undoAmendment = (id: string, reason: string) =>
  call(amendmentsContract.undo, { params: { id }, body: { reason } })
