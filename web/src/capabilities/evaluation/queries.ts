import { evaluationContract } from '@qiongding/server/desks/evaluation/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../shell/api.ts'
import type { AsOf } from '../../shell/as-of.ts'

export const evaluationsQuery = queryOptions({
  queryKey: ['evaluations'],
  queryFn: ({ signal }) => call(evaluationContract.list, { signal }),
})

export function evaluationQuery(id: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['evaluation', id, asOf],
    queryFn: ({ signal }) => call(evaluationContract.read, { params: { id }, query: asOf, signal }),
  })
}

export function evaluationItemsQuery(id: string, unit: string, asOf: AsOf) {
  return queryOptions({
    queryKey: ['evaluation-items', id, unit, asOf],
    queryFn: ({ signal }) => call(evaluationContract.items, { params: { id, unit }, query: asOf, signal }),
  })
}

export function teamQuery(definition: string, by: string | undefined, asOf: AsOf) {
  return queryOptions({
    queryKey: ['team', definition, by, asOf],
    queryFn: ({ signal }) =>
      call(evaluationContract.team, { params: { definition }, query: { ...asOf, by }, signal }),
  })
}
