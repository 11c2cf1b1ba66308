import { useMemo, useState } from 'react'
import type { Chosen } from '../../kit/table/data-table.tsx'

/** Rows chosen of a list: some by their ids, or all that the conditions leave but a few. */
export type Selection = { readonly all: boolean; readonly ids: ReadonlySet<string> }

const NONE: Selection = { all: false, ids: new Set() }

/** What is chosen of one list; another list, or the same under other conditions, begins with nothing. */
export function useSelection(
  list: string,
  total: number | undefined,
): { selection: Selection; count: number; chosen: Chosen; clear: () => void } {
  const [kept, setKept] = useState({ list, selection: NONE })
  const selection = kept.list === list ? kept.selection : NONE
  const { all, ids } = selection
  const count = all ? Math.max(0, (total ?? 0) - ids.size) : ids.size
  const chosen = useMemo((): Chosen => {
    const put = (next: Selection) => setKept({ list, selection: next })
    return {
      has: (id) => ids.has(id) !== all,
      all: count === 0 ? 'none' : count === total ? 'all' : 'some',
      set: (some, on) => {
        const next = new Set(ids)
        for (const id of some) on === all ? next.delete(id) : next.add(id)
        put({ all, ids: next })
      },
      setAll: (on) => put({ all: on, ids: new Set() }),
    }
  }, [list, all, ids, count, total])
  return { selection, count, chosen, clear: () => setKept({ list, selection: NONE }) }
}
