import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import type { ColumnMoves, TableColumn } from '../../kit/table/data-table.tsx'
import { Popup } from '../../shell/popup.tsx'

/** Which columns a reader looks at, in his order, and how wide he drew them. */
export type Layout = {
  readonly shown: readonly string[]
  readonly widths: Readonly<Record<string, number>>
}

/** What was kept of a list in this browser; anything that is no layout counts as none. */
function read(key: string): Layout | undefined {
  try {
    const { shown, widths } = JSON.parse(localStorage.getItem(key) ?? '') as Partial<Layout>
    if (!Array.isArray(shown) || typeof widths !== 'object' || widths === null) return undefined
    return { shown: shown.filter((id) => typeof id === 'string'), widths }
  } catch {
    return undefined
  }
}

/** The columns of a list as this reader left them, kept in the browser; the pack's own until he changes something. */
export function useLayout(
  list: string,
  defaults: readonly string[],
): [Layout, (next: Layout | undefined) => void] {
  const key = `qiongding.columns.${list}`
  const [state, setState] = useState({ key, layout: read(key) })
  const layout = (state.key === key ? state.layout : read(key)) ?? { shown: defaults, widths: {} }
  const change = useCallback(
    (next: Layout | undefined) => {
      if (next) localStorage.setItem(key, JSON.stringify(next))
      else localStorage.removeItem(key)
      setState({ key, layout: next })
    },
    [key],
  )
  return [layout, change]
}

/** The columns to draw: the name first, then what is shown in its order, as wide as it was drawn. */
export function useShownColumns<Row>(
  all: readonly TableColumn<Row>[],
  layout: Layout,
): readonly TableColumn<Row>[] {
  return useMemo(() => {
    const byId = new Map(all.map((column) => [column.id, column]))
    const first = all[0]?.id
    const ids = [...(first === undefined ? [] : [first]), ...layout.shown.filter((id) => id !== first)]
    return ids.flatMap((id) => {
      const column = byId.get(id)
      const width = layout.widths[id] ?? column?.width
      return column ? { ...column, ...(width !== undefined && { width }) } : []
    })
  }, [all, layout])
}

/** Moving and widening columns changes the layout. */
export function useMoves(layout: Layout, change: (next: Layout) => void): ColumnMoves {
  return useMemo(
    () => ({
      resize: (id, width) => {
        const { [id]: _, ...others } = layout.widths
        change({ ...layout, widths: width === undefined ? others : { ...others, [id]: width } })
      },
      move: (id, before) => {
        const shown = layout.shown.filter((one) => one !== id)
        const at = before === undefined ? -1 : shown.indexOf(before)
        change({ ...layout, shown: at === -1 ? [...shown, id] : shown.toSpliced(at, 0, id) })
      },
    }),
    [layout, change],
  )
}

/** Chooses the columns of a list among all facts of its kind. The name always stays. */
export function ColumnChoice<Row>(props: {
  columns: readonly TableColumn<Row>[]
  layout: Layout
  onChange: (layout: Layout | undefined) => void
}): ReactNode {
  const { t } = useTranslation()
  const { layout } = props
  function toggle(id: string, on: boolean): void {
    const shown = layout.shown.filter((one) => one !== id)
    props.onChange({ ...layout, shown: on ? [...shown, id] : shown })
  }
  return (
    <Popup
      className="q-outlined"
      named
      width={280}
      label={t('registry.columns')}
      button={
        <>
          <Icon name="columns" small />
          {t('registry.columns')}
        </>
      }
    >
      {() => (
        <>
          <p className="q-source">{t('table.headKeys')}</p>
          <ul>
            {props.columns.slice(1).map((column) => (
              <li key={column.id}>
                <label className="q-row tight" style={{ minHeight: 26 }}>
                  <input
                    type="checkbox"
                    checked={layout.shown.includes(column.id)}
                    onChange={(event) => toggle(column.id, event.target.checked)}
                  />
                  {column.header}
                </label>
              </li>
            ))}
          </ul>
          <button type="button" className="q-plain-button" onClick={() => props.onChange(undefined)}>
            {t('registry.columnsReset')}
          </button>
        </>
      )}
    </Popup>
  )
}
