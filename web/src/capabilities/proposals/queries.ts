import { proposalsContract } from '@qiongding/server/capabilities/proposals/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../shell/api.ts'
import { paged } from '../../shell/paged.ts'

export { proposalsContract }
export type Proposal = OutputOf<typeof proposalsContract.list>['rows'][number]
export type State = Proposal['state'] | 'all'

export function proposalsQuery(state: State) {
  return infiniteQueryOptions({
    queryKey: ['proposals', state],
    queryFn: ({ signal, pageParam }) =>
      call(proposalsContract.list, {
        query: {
          ...paged(pageParam),
          ...(state !== 'all' && { state }),
        } as never,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}
