import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useFilters } from '../../../shell/list.ts'
import { type Shows, type View, viewsQuery } from './queries.ts'

/** The whole list, asked for by name: a bare address opens what the reader made his standard. */
const ALL = 'all'

export type ListViews = {
  readonly rows: readonly View[]
  readonly mayShare: boolean
  readonly current: View | undefined
  readonly shows: Shows
  /** The list shows something else by now than the view says. */
  readonly changed: boolean
  /** What opens with the list is not known yet. */
  readonly waits: boolean
  readonly open: (view: View | undefined) => void
}

const columnsText = (columns: readonly string[] | undefined) => columns?.join(',')

function addressOf(view: View | undefined): Record<string, string | undefined> {
  return {
    view: view?.id ?? ALL,
    q: view?.q,
    filter: view?.filter,
    sort: view && view.sort !== 'name' ? view.sort : undefined,
    columns: columnsText(view?.columns),
  }
}

/** The saved views of a list and what it shows now. Everything shown stands in the address, so that a link says it to anybody. */
export function useViews(kind: string): ListViews {
  const filters = useFilters()
  const query = useQuery(viewsQuery(kind))
  const rows = query.data?.rows ?? []
  const shows: Shows = {
    q: filters.value('q'),
    filter: filters.value('filter'),
    sort: filters.value('sort') ?? 'name',
    columns: filters.value('columns')?.split(','),
  }
  const named = filters.value('view')
  const bare =
    named === undefined &&
    shows.q === undefined &&
    shows.filter === undefined &&
    filters.value('sort') === undefined &&
    shows.columns === undefined
  const standard = rows.find((view) => view.standard && !view.shared) ?? rows.find((view) => view.standard)
  const current = rows.find((view) => view.id === named)
  const opening = bare ? standard : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each list that opens bare
  useEffect(() => {
    if (opening) filters.set(addressOf(opening))
  }, [opening?.id, kind])
  const changed =
    current !== undefined &&
    (shows.q !== current.q ||
      shows.filter !== current.filter ||
      shows.sort !== current.sort ||
      columnsText(shows.columns) !== columnsText(current.columns))
  return {
    rows,
    mayShare: query.data?.mayShare ?? false,
    current,
    shows,
    changed,
    waits: bare && (query.isPending || opening !== undefined),
    open: (view) => filters.set(addressOf(view)),
  }
}
