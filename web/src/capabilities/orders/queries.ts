import type { Order } from '@qiongding/server/spine/orders/contract'
import { ordersContract } from '@qiongding/server/spine/orders/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export type OrderFilter = {
  element?: string | undefined
  state?: Order['state'] | undefined
  office?: string | undefined
  late?: 'true' | undefined
  open?: 'true' | undefined
  mine?: 'true' | undefined
}

export function ordersQuery(filter: OrderFilter, asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['orders', filter, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(ordersContract.list, {
        query: { ...filter, ...asOf, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function orderQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['order', id, asOf],
    queryFn: ({ signal }) => call(ordersContract.read, { params: { id }, query: asOf, signal }),
  })
}

export function confirmationQuery(token: string) {
  return queryOptions({
    queryKey: ['confirmation', token],
    queryFn: ({ signal }) => call(ordersContract.confirmation, { params: { token }, signal }),
    staleTime: 0,
  })
}

type Versioned = Pick<Order, 'id' | 'version'>

/** The verbs of an order. Each carries the version it was decided on, so that nobody overwrites a colleague. */
export const orderVerbs = {
  accept: (order: Versioned) =>
    call(ordersContract.accept, { params: { id: order.id }, ifMatch: order.version, body: {} }),
  commit: (order: Versioned, promisedOn: string, note: string) =>
    call(ordersContract.commit, {
      params: { id: order.id },
      ifMatch: order.version,
      body: { promisedOn, ...(note === '' ? {} : { note }) },
    }),
  deliver: (order: Versioned, note: string, fileIds: readonly string[]) =>
    call(ordersContract.deliver, {
      params: { id: order.id },
      ifMatch: order.version,
      body: { fileIds: [...fileIds], ...(note === '' ? {} : { note }) },
    }),
  confirm: (order: Versioned) =>
    call(ordersContract.confirm, { params: { id: order.id }, ifMatch: order.version, body: {} }),
  dispute: (order: Versioned, reason: string) =>
    call(ordersContract.dispute, { params: { id: order.id }, ifMatch: order.version, body: { reason } }),
  withdraw: (order: Versioned, reason: string) =>
    call(ordersContract.withdraw, { params: { id: order.id }, ifMatch: order.version, body: { reason } }),
  paper: (
    order: Versioned,
    paper: { fileId: string; confirmed: boolean; signedOn: string; reason?: string },
  ) => call(ordersContract.paper, { params: { id: order.id }, ifMatch: order.version, body: paper }),
  link: (order: Versioned) => call(ordersContract.link, { params: { id: order.id } }),
}

export function answerConfirmation(
  token: string,
  body: { code: string; confirmed: boolean; reason?: string },
) {
  return call(ordersContract.answer, { params: { token }, body })
}
