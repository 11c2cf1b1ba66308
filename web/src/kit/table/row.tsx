import { type KeyboardEvent, memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BOX, PARTS, placeOf, type TableColumn } from './columns.ts'
import { CheckBox } from './header.tsx'

/** What a row can ask of its table. The same object for the life of the table, so that scrolling draws no row twice. */
export type RowActs<Row> = {
  focus: (at: number) => void
  key: (event: KeyboardEvent<HTMLTableRowElement>, at: number) => void
  open: (row: Row) => void
  choose: (at: number, on: boolean, range: boolean) => void
}

type RowProps<Row> = {
  at: number
  /** Pixels from the top of the list. */
  top: number
  /** Absent while it is still on its way. */
  row: Row | undefined
  columns: readonly TableColumn<Row>[]
  boxes: boolean
  frozen: boolean
  cards: boolean
  chosen: boolean
  current: boolean
  tabbable: boolean
  openable: boolean
  /** A row that is missing is being fetched. */
  fetching: boolean
  acts: RowActs<Row>
}

/** One row. Drawn anew only when something of its own changed: a list of 100,000 scrolls by drawing the few rows that come. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow

function DrawnRow<Row>(props: RowProps<Row>): ReactNode {
  const { at, row, columns, boxes, frozen, cards, acts } = props
  const { t } = useTranslation()
  const headline = (columns.find((column) => column.names) ?? columns[0])?.id
  const classes = [
    props.chosen || props.current ? 'selected' : '',
    props.openable ? 'openable' : '',
    row === undefined ? 'coming' : '',
  ]
  return (
    <tr
      {...PARTS.row}
      data-index={at}
      style={{ top: props.top }}
      aria-rowindex={at + 2}
      aria-selected={boxes ? props.chosen : props.current}
      className={classes.filter(Boolean).join(' ')}
      tabIndex={props.tabbable ? 0 : -1}
      onFocus={() => acts.focus(at)}
      onKeyDown={(event) => acts.key(event, at)}
      onClick={() => row !== undefined && acts.open(row)}
      {...(row === undefined && props.fetching ? { 'aria-busy': true } : {})}
    >
      {boxes && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: Space on the row does the same
        <td
          {...PARTS.cell}
          className={frozen ? 'q-box q-frozen' : 'q-box'}
          onClick={(event) => event.stopPropagation()}
        >
          {row !== undefined && (
            <CheckBox
              label={t('table.select')}
              tabIndex={-1}
              checked={props.chosen}
              onChange={(on, range) => acts.choose(at, on, range)}
            />
          )}
        </td>
      )}
      {columns.map((column, index) => (
        <td
          {...PARTS.cell}
          key={column.id}
          className={classesOf(column, frozen && index === 0, cards && column.id === headline)}
          style={
            cards
              ? {}
              : frozen && index === 0
                ? { ...placeOf(column), left: boxes ? BOX : 0 }
                : placeOf(column)
          }
          {...(cards && column.id !== headline ? { 'data-label': column.header } : {})}
        >
          {row === undefined ? <span className="q-skeleton" /> : column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function classesOf(column: { figure?: boolean }, frozen: boolean, headline: boolean): string {
  return [column.figure ? 'q-right' : '', frozen ? 'q-frozen edge' : '', headline ? 'headline' : '']
    .filter(Boolean)
    .join(' ')
}
