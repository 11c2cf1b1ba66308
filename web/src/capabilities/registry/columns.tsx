import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icons.tsx'
import type { TableColumn } from '../../kit/table/data-table.tsx'
import { Popup } from '../../shell/popup.tsx'

/** Which columns a reader put away, kept per list in the browser. */
export function useHiddenColumns(list: string): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const key = `qiongding.hidden.${list}`
  const [state, setState] = useState<{ key: string; hidden: ReadonlySet<string> }>({ key, hidden: read(key) })
  const hidden = state.key === key ? state.hidden : read(key)
  const change = useCallback(
    (next: ReadonlySet<string>) => {
      localStorage.setItem(key, [...next].join(' '))
      setState({ key, hidden: next })
    },
    [key],
  )
  return [hidden, change]
}

function read(key: string): ReadonlySet<string> {
  return new Set((localStorage.getItem(key) ?? '').split(' ').filter(Boolean))
}

/** Chooses the columns of a list. The name always stays. */
export function ColumnChoice<Row>(props: {
  columns: readonly TableColumn<Row>[]
  hidden: ReadonlySet<string>
  onChange: (hidden: ReadonlySet<string>) => void
}): ReactNode {
  const { t } = useTranslation()
  function toggle(id: string, shown: boolean): void {
    const next = new Set(props.hidden)
    if (shown) next.delete(id)
    else next.add(id)
    props.onChange(next)
  }
  return (
    <Popup
      className="q-outlined"
      named
      label={t('registry.columns')}
      button={
        <>
          <Icon name="columns" small />
          {t('registry.columns')}
        </>
      }
    >
      {() => (
        <ul>
          {props.columns.slice(1).map((column) => (
            <li key={column.id}>
              <label className="q-row tight" style={{ minHeight: 26 }}>
                <input
                  type="checkbox"
                  checked={!props.hidden.has(column.id)}
                  onChange={(event) => toggle(column.id, event.target.checked)}
                />
                {column.header}
              </label>
            </li>
          ))}
        </ul>
      )}
    </Popup>
  )
}
