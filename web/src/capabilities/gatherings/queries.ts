import { gatheringsContract } from '@qiongding/server/capabilities/gatherings/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export function gatheringsQuery(asOf: AsOf) {
  return infiniteQueryOptions({
    queryKey: ['gatherings', asOf],
    queryFn: ({ signal, pageParam }) =>
      call(gatheringsContract.list, {
        query: { ...asOf, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export function gatheringQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['gathering', id, asOf],
    queryFn: ({ signal }) => call(gatheringsContract.read, { params: { id }, query: asOf, signal }),
  })
}

export function arrangementsQuery(id: string, version: string) {
  return queryOptions({
    queryKey: ['gathering-arrangements', id, version],
    queryFn: ({ signal }) => call(gatheringsContract.arrangements, { params: { id }, signal }),
  })
}

type Opening = NonNullable<Parameters<typeof call<typeof gatheringsContract.open>>[1]>['body']
type Change = NonNullable<Parameters<typeof call<typeof gatheringsContract.change>>[1]>['body']
type Arranging = NonNullable<Parameters<typeof call<typeof gatheringsContract.arrange>>[1]>['body']
type Noting = NonNullable<Parameters<typeof call<typeof gatheringsContract.note>>[1]>['body']

type Version = { readonly id: string; readonly version: string }

export const gatheringVerbs = {
  open: (body: Opening) => call(gatheringsContract.open, { body }),
  change: ({ id, version }: Version, body: Change) =>
    call(gatheringsContract.change, { params: { id }, body, ifMatch: version }),
  arrange: ({ id, version }: Version, body: Arranging) =>
    call(gatheringsContract.arrange, { params: { id }, body, ifMatch: version }),
  drop: ({ id, version }: Version) => call(gatheringsContract.drop, { params: { id }, ifMatch: version }),
  note: ({ id, version }: Version, body: Noting) =>
    call(gatheringsContract.note, { params: { id }, body, ifMatch: version }),
}
