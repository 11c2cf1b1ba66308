import type { ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useWrite } from '../../shell/write.ts'
import { importQuery } from './queries.ts'

/**
 * A write after which the list is read again, written or dropped. It has no sheet, findings or differences then: they are forgotten in
 * the same moment, so that the page does not ask for what the server must refuse.
 */
export function useImportWrite<Input>(options: {
  write: (input: Input) => Promise<ImportView>
  done?: (view: ImportView, input: Input) => string | undefined
  after?: () => void
}) {
  const client = useQueryClient()
  return useWrite<Input, ImportView>({
    ...options,
    after: (view) => {
      options.after?.()
      client.setQueryData(importQuery(view.id).queryKey, view)
      for (const part of ['import-grid', 'import-findings', 'import-diff', 'import-likely', 'returned-rows'])
        client.removeQueries({ queryKey: [part, view.id] })
    },
  })
}
