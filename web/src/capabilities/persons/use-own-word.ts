import type { OwnPage } from '@qiongding/server/capabilities/persons/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ownQuery } from './queries.ts'

/** Says something by the page: what comes back is the page as it is now. */
export function useOwnWord<Input>(
  session: string,
  say: (input: Input) => Promise<OwnPage>,
  after?: () => void,
) {
  const client = useQueryClient()
  return useMutation<OwnPage, unknown, Input>({
    mutationFn: say,
    onSuccess: (page) => {
      client.setQueryData(ownQuery(session).queryKey, page)
      after?.()
    },
    onError: () => client.invalidateQueries(ownQuery(session)),
  })
}
