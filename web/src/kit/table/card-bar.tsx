import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chosen, TableColumn } from './columns.ts'
import { CheckBox } from './header.tsx'

/** What the head of a table offers, where rows are cards: choosing all, and the order. */
export function CardBar<Row>(props: {
  columns: readonly TableColumn<Row>[]
  chosen?: Chosen | undefined
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
}): ReactNode {
  const { t } = useTranslation()
  const { chosen, onSort } = props
  const sortable = props.columns.filter((column) => column.sort !== undefined)
  if (!chosen && (!onSort || sortable.length === 0)) return null
  return (
    <div className="q-card-bar">
      {chosen && (
        <span className="q-row tight">
          <CheckBox
            label={t('table.selectAll')}
            checked={chosen.all === 'all'}
            mixed={chosen.all === 'some'}
            onChange={chosen.setAll}
          />
          <span aria-hidden="true">{t('table.all')}</span>
        </span>
      )}
      {onSort && sortable.length > 0 && (
        <label className="q-row tight q-push">
          {t('table.order')}
          <select value={props.sort} onChange={(event) => onSort(event.target.value)}>
            {sortable.flatMap(({ sort, header }) => [
              <option key={sort} value={sort}>
                {`${header} ↑`}
              </option>,
              <option key={`-${sort}`} value={`-${sort}`}>
                {`${header} ↓`}
              </option>,
            ])}
          </select>
        </label>
      )}
    </div>
  )
}
