import { identityContract } from '@qiongding/server/platform/identity/contract'
import { ledgerContract } from '@qiongding/server/platform/ledger/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => call(identityContract.people, { signal }),
})

export function ledgerQuery(name: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['ledger', name],
    queryFn: ({ signal, pageParam }) =>
      call(ledgerContract.list, {
        query: { limit: 100, name, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}
