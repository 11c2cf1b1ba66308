import { talentContract } from '@qiongding/server/capabilities/talent/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export function balanceQuery(balance: string, place: string | undefined, asOf: AsOf) {
  return queryOptions({
    queryKey: ['balance', balance, place, asOf],
    queryFn: ({ signal }) =>
      call(talentContract.balance, { params: { balance }, query: { ...asOf, place }, signal }),
  })
}

export type Chosen = { side: 'demand' | 'supply'; node: string; standing?: string; title: string }

export function balanceRowsQuery(balance: string, place: string | undefined, chosen: Chosen, asOf: AsOf) {
  const { side, node, standing } = chosen
  return infiniteQueryOptions({
    queryKey: ['balance-rows', balance, place, side, node, standing, asOf],
    queryFn: ({ signal, pageParam }) =>
      call(talentContract.balanceRows, {
        params: { balance },
        // A blank node asks for those of whom nobody said where they belong.
        query: {
          ...asOf,
          side,
          node: node === '' ? ' ' : node,
          place,
          standing,
          limit: 50,
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}
