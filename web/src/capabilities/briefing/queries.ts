import { briefingContract } from '@qiongding/server/desks/briefing/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export function leaderQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['leader-page', asOf],
    queryFn: ({ signal }) => call(briefingContract.leader, { query: asOf, signal }),
  })
}

export function paperQuery(definition: string, from: string, to: string) {
  return queryOptions({
    queryKey: ['weekly-paper', definition, from, to],
    queryFn: ({ signal }) => call(briefingContract.paper, { query: { definition, from, to }, signal }),
  })
}
