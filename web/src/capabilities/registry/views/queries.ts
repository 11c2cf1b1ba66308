import { viewsContract } from '@qiongding/server/spine/registry/views/contract'
import { queryOptions } from '@tanstack/react-query'
import { call, type OutputOf } from '../../../shell/api.ts'

export type Views = OutputOf<(typeof viewsContract)['list']>
export type View = Views['rows'][number]

/** What a list shows at a time: all of it stands in the address. */
export type Shows = {
  readonly q?: string | undefined
  readonly filter?: string | undefined
  readonly sort: string
  readonly columns?: readonly string[] | undefined
}

export function viewsQuery(kind: string) {
  return queryOptions({
    queryKey: ['views', kind],
    queryFn: ({ signal }) => call(viewsContract.list, { params: { kind }, signal }),
    staleTime: 30_000,
  })
}

const plain = ({ q, filter, sort, columns }: Shows) => ({
  ...(q && { q }),
  ...(filter && { filter }),
  sort,
  ...(columns && { columns: [...columns] }),
})

export function saveView(kind: string, view: { name: string; shared: boolean; shows: Shows }) {
  const { name, shared, shows } = view
  return call(viewsContract.save, { params: { kind }, body: { name, shared, ...plain(shows) } as never })
}

export type ViewChange = { name?: string; shared?: boolean; standard?: boolean; shows?: Shows }

export function changeView(kind: string, id: string, { shows, ...change }: ViewChange) {
  const body = { ...change, ...(shows && { shows: plain(shows) }) }
  return call(viewsContract.change, { params: { kind, id }, body: body as never })
}

export function removeView(kind: string, id: string) {
  return call(viewsContract.remove, { params: { kind, id } })
}
