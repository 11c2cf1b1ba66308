import type { DiffRow, ImportView } from '@qiongding/server/spine/registry/imports/contract'
import { importsContract } from '@qiongding/server/spine/registry/imports/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../../shell/api.ts'
import { versionOf } from '../place.ts'

export type ReturnedView = ImportView & { readonly returned: NonNullable<ImportView['returned']> }
export type Field = DiffRow['fields'][number]
export type Way = NonNullable<Field['way']>
export type Absence = NonNullable<ReturnedView['returned']['absent']>

export const isReturned = (view: ImportView): view is ReturnedView => view.returned !== undefined

/** A look at a returned file: what both sides changed, what only they did, cells that were emptied, records it has lost, and the rest. */
export type Look =
  | { readonly way: Way }
  | { readonly missing: 'true' }
  | { readonly action: 'create' | 'held' }

/** Each decision is a reading of its own, also where it changes no count. */
const readingOf = (view: ImportView) => `${versionOf(view)} ${view.job?.id ?? ''}`

/** Rows of a look. Only a file that is not being compared has them; what was there before stays on screen until then. */
export function lookQuery(view: ReturnedView, look: Look) {
  return infiniteQueryOptions({
    queryKey: ['returned-rows', view.id, look, readingOf(view)],
    queryFn: ({ signal, pageParam }) =>
      call(importsContract.diff, {
        params: { id: view.id },
        query: { ...look, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}

export type Decisions = Parameters<typeof call<typeof importsContract.decide>>[1]['body']

export const decideReturned = (id: string, body: Decisions) =>
  call(importsContract.decide, { params: { id }, body })

/** Compares again with what stands now; nothing of what was decided is lost. */
export const compareAgain = (id: string) =>
  call(importsContract.map, { params: { id }, body: { columns: [] } })
