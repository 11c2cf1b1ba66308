import { domeContract } from '@qiongding/server/desks/dome/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export function domeQuery(asOf: AsOf) {
  return queryOptions({
    queryKey: ['dome', asOf],
    queryFn: ({ signal }) => call(domeContract.read, { query: asOf, signal }),
  })
}
