import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Checkbox } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAfter } from '../states.tsx'
import './table.css'

/** Sorting, filtering and paging happen on the server; the table only needs columns and the choice of rows. */
const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature })

export type TableColumn<Row> = {
  id: string
  /** Words of the header; units belong here, figures stay bare. */
  header: string
  cell: (row: Row) => ReactNode
  /** Pixels; columns without a width share what is left. */
  width?: number
  /** Figures stand right, words left. */
  figure?: boolean
  /** The key the server sorts by; absent where it cannot. */
  sort?: string
  /** Cell of the total row. */
  total?: ReactNode
}

export type TableProps<Row> = {
  label: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  idOf: (row: Row) => string
  /** How many there are on the server; rows beyond those loaded show as placeholders until they arrive. */
  total?: number | undefined
  loading?: boolean
  onEnd?: () => void
  sort?: string
  onSort?: (sort: string) => void
  onOpen?: (row: Row) => void
  selected?: ReadonlySet<string>
  onSelect?: (ids: ReadonlySet<string>) => void
  hidden?: ReadonlySet<string>
  current?: string | undefined
  rowHeight?: number
  /** Pixels or a CSS length; the body scrolls inside. */
  height?: number | string
  keysHint?: ReactNode
}

/** A column without a width never gets narrower than this; the table scrolls sideways instead. */
const ELASTIC = 150

/** Rows that stand in for those still on the way below the loaded ones. */
const PLACEHOLDERS = 6

/**
 * A dense table over server-paged rows: sticky header, no zebra, right-aligned figures, keyboard rows
 * (up, down, Enter opens, Space selects). Only the rows in view are in the page, so 100,000 scroll as well as ten.
 */
export function DataTable<Row extends object>(props: TableProps<Row>): ReactNode {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const rowHeight = props.rowHeight ?? 32
  const selectable = props.onSelect !== undefined
  const late = useAfter(300)

  const columns = useMemo(
    () =>
      props.columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: column.header,
          cell: (context) => column.cell(context.row.original),
        }),
      ),
    [props.columns],
  )
  const rowSelection = useMemo<RowSelectionState>(
    () => Object.fromEntries([...(props.selected ?? [])].map((id) => [id, true as const])),
    [props.selected],
  )
  const columnVisibility = useMemo(
    () => Object.fromEntries([...(props.hidden ?? [])].map((id) => [id, false])),
    [props.hidden],
  )
  const table = useTable({
    features,
    columns,
    data: props.rows as Row[],
    getRowId: props.idOf,
    enableRowSelection: selectable,
    state: { rowSelection, columnVisibility },
  })
  const rows = table.getRowModel().rows
  const more = props.total === undefined ? 0 : Math.max(0, props.total - rows.length)
  const coming = props.loading
    ? Math.max(PLACEHOLDERS, Math.min(more, PLACEHOLDERS))
    : Math.min(more, PLACEHOLDERS)
  const virtual = useVirtualizer({
    count: rows.length + coming,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { onEnd } = props
  useEffect(() => {
    if (onEnd && last >= rows.length - 20) onEnd()
  }, [last, rows.length, onEnd])

  const byId = new Map(props.columns.map((column) => [column.id, column]))
  const shown = table.getVisibleLeafColumns()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)

  function select(id: string, on: boolean): void {
    const next = new Set(props.selected)
    if (on) next.add(id)
    else next.delete(id)
    props.onSelect?.(next)
  }

  function move(to: number): void {
    const at = Math.max(0, Math.min(rows.length - 1, to))
    setActive(at)
    virtual.scrollToIndex(at)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`tr[data-index="${at}"]`)?.focus({ preventScroll: true }),
    )
  }

  function onKey(event: KeyboardEvent<HTMLTableRowElement>, at: number): void {
    if (event.target !== event.currentTarget) return
    const row = rows[at]
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / rowHeight) - 2)
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && row) props.onOpen?.(row.original)
    else if (event.key === ' ' && row && selectable) select(row.id, !props.selected?.has(row.id))
    else return
    event.preventDefault()
  }

  const leastWidth = props.columns
    .filter((column) => !props.hidden?.has(column.id))
    .reduce((sum, column) => sum + (column.width ?? ELASTIC), selectable ? 30 : 0)

  const allLoaded = rows.length > 0 && rows.every((row) => props.selected?.has(row.id))
  const someSelected = (props.selected?.size ?? 0) > 0
  const hasTotal = props.columns.some((column) => column.total !== undefined)

  return (
    <div className="q-grid" ref={scroller} style={{ height: props.height ?? '100%' }}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows take focus and keys, which is a grid
        role="grid"
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-multiselectable={selectable}
        style={{ '--q-row': `${rowHeight}px`, minWidth: leastWidth } as React.CSSProperties}
      >
        <colgroup>
          {selectable && <col style={{ width: 30 }} />}
          {shown.map((column) => {
            const width = byId.get(column.id)?.width
            return <col key={column.id} style={width === undefined ? {} : { width }} />
          })}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selectable && (
              <th scope="col">
                <Checkbox
                  aria-label={t('table.selectAll')}
                  checked={allLoaded}
                  indeterminate={someSelected && !allLoaded}
                  onChange={(event) =>
                    props.onSelect?.(event.target.checked ? new Set(rows.map((row) => row.id)) : new Set())
                  }
                />
              </th>
            )}
            {shown.map((column) => (
              <HeaderCell
                key={column.id}
                column={byId.get(column.id) as TableColumn<Row>}
                sort={props.sort}
                onSort={props.onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && (
            // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a spacer holds nothing that takes focus
            <tr aria-hidden="true">
              <td style={{ height: before }} colSpan={shown.length + (selectable ? 1 : 0)} />
            </tr>
          )}
          {items.map((item) => {
            const row = rows[item.index]
            if (!row)
              return (
                // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a placeholder holds nothing that takes focus
                <tr key={`coming-${item.index}`} aria-hidden="true">
                  {selectable && <td />}
                  {shown.map((column) => (
                    <td key={column.id} className={byId.get(column.id)?.figure ? 'q-right' : ''}>
                      {late && <span className="q-skeleton" style={{ width: '60%' }} />}
                    </td>
                  ))}
                </tr>
              )
            const isSelected = props.selected?.has(row.id) === true
            return (
              <tr
                key={row.id}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={selectable ? isSelected : props.current === row.id}
                className={isSelected || props.current === row.id ? 'selected' : ''}
                tabIndex={item.index === Math.min(active, rows.length - 1) ? 0 : -1}
                onFocus={() => setActive(item.index)}
                onKeyDown={(event) => onKey(event, item.index)}
                onClick={() => props.onOpen?.(row.original)}
              >
                {selectable && (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: Space on the row does the same
                  <td onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      aria-label={t('table.select')}
                      tabIndex={-1}
                      checked={isSelected}
                      onChange={(event) => select(row.id, event.target.checked)}
                    />
                  </td>
                )}
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={byId.get(cell.column.id)?.figure ? 'q-right' : ''}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && (
            // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a spacer holds nothing that takes focus
            <tr aria-hidden="true">
              <td style={{ height: after }} colSpan={shown.length + (selectable ? 1 : 0)} />
            </tr>
          )}
        </tbody>
        {hasTotal && (
          <tfoot>
            <tr>
              {selectable && <td />}
              {shown.map((column) => {
                const own = byId.get(column.id)
                return (
                  <td key={column.id} className={own?.figure ? 'q-right' : ''}>
                    {own?.total}
                  </td>
                )
              })}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function HeaderCell<Row>(props: {
  column: TableColumn<Row>
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
}): ReactNode {
  const { column, sort, onSort } = props
  const key = column.sort
  const ascending = key !== undefined && sort === key
  const descending = key !== undefined && sort === `-${key}`
  const sorted = ascending ? 'ascending' : descending ? 'descending' : undefined
  return (
    <th
      scope="col"
      className={column.figure ? 'q-right' : ''}
      {...(sorted === undefined ? {} : { 'aria-sort': sorted })}
    >
      {key !== undefined && onSort ? (
        <button type="button" onClick={() => onSort(ascending ? `-${key}` : key)}>
          {column.header}
          {ascending && ' ↑'}
          {descending && ' ↓'}
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}
