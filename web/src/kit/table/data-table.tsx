import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { PHONE, useMedia } from '../use-media.ts'
import { CardBar } from './card-bar.tsx'
import { type Chosen, type ColumnMoves, leastWidth, PARTS, placeOf, type TableColumn } from './columns.ts'
import { TableHead } from './header.tsx'
import { type RowActs, TableRow } from './row.tsx'
import './table.css'

export type { Chosen, ColumnMoves, TableColumn } from './columns.ts'

export type TableProps<Row> = {
  label: string
  columns: readonly TableColumn<Row>[]
  idOf: (row: Row) => string
  /** The rows loaded so far, in order; more follow by `onEnd`. */
  rows?: readonly Row[]
  /** Or any row by its number, absent while it is on its way; `onRange` says which are looked at. Needs `total`. */
  rowAt?: (at: number) => Row | undefined
  onRange?: (first: number, last: number) => void
  /** How many there are on the server; rows beyond those loaded show as placeholders until they arrive. */
  total?: number | undefined
  loading?: boolean
  onEnd?: () => void
  sort?: string
  onSort?: (sort: string) => void
  onOpen?: (row: Row) => void
  chosen?: Chosen
  hidden?: ReadonlySet<string>
  current?: string | undefined
  rowHeight?: number
  /** Pixels or a CSS length; the body scrolls inside. */
  height?: number | string
  /** The first column stays where it is while the others move sideways. */
  frozen?: boolean
  moves?: ColumnMoves
  /** On a phone each row is a card of name and values, unless the screen has columns of its own for phones. */
  phone?: 'cards' | 'table'
}

/** Rows that stand in for those still on the way below the loaded ones. */
const PLACEHOLDERS = 6
/** A card on a phone: the name, and two lines of values under it. */
const CARD = 84

/**
 * A dense table over rows of the server: sticky head, no zebra, right-aligned figures, keyboard rows (up, down, page, Home, End;
 * Enter opens, Space chooses, Shift chooses a stretch). Only the rows in view are in the page, so 100,000 scroll as well as ten.
 */
export function DataTable<Row extends object>(props: TableProps<Row>): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const cards = useMedia(PHONE) && props.phone !== 'table'
  const rowHeight = cards ? CARD : (props.rowHeight ?? 32)
  const boxes = props.chosen !== undefined
  const columns = useMemo(
    () => props.columns.filter((column) => !props.hidden?.has(column.id)),
    [props.columns, props.hidden],
  )
  const least = leastWidth(columns, props.chosen !== undefined)
  // Standing still costs every row a layer of its own: only where there is something to move sideways.
  const frozen = useNarrowerThan(scroller, least) && props.frozen === true && !cards

  const loaded = props.rows?.length ?? 0
  const more = props.total === undefined ? 0 : Math.max(0, props.total - loaded)
  const coming = props.loading ? PLACEHOLDERS : Math.min(more, PLACEHOLDERS)
  const count = props.rowAt && props.total !== undefined ? props.total : loaded + coming
  /** Where the keyboard ends: placeholders under loaded rows take no focus, rows by number do. */
  const reachable = props.rowAt ? count : loaded
  const rowAt = (at: number) => (props.rowAt ? props.rowAt(at) : props.rows?.[at])
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // Drawn in the frame after the scroll, not inside of it: a jump never waits for its rows.
    useFlushSync: false,
  })
  // A new height of rows (density, phone) makes every place anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the height changes
  useLayoutEffect(() => virtual.measure(), [rowHeight, virtual])
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { onEnd, onRange } = props
  useEffect(() => {
    if (onEnd && last >= loaded - 20) onEnd()
  }, [last, loaded, onEnd])
  useEffect(() => onRange?.(first, last), [first, last, onRange])

  /** The row last chosen by hand: where a stretch begins. */
  const anchor = useRef<number | undefined>(undefined)
  function choose(at: number, on: boolean, range: boolean): void {
    const from = range && anchor.current !== undefined ? anchor.current : at
    const ids: string[] = []
    for (let index = Math.min(from, at); index <= Math.max(from, at); index++) {
      const row = rowAt(index)
      if (row) ids.push(props.idOf(row))
    }
    anchor.current = at
    props.chosen?.set(ids, on)
  }

  function move(to: number): void {
    const at = Math.max(0, Math.min(reachable - 1, to))
    setActive(at)
    virtual.scrollToIndex(at)
    const focus = (again: boolean) => {
      const row = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${at}"]`)
      if (row) row.focus({ preventScroll: true })
      else if (again) requestAnimationFrame(() => focus(false))
    }
    requestAnimationFrame(() => focus(true))
  }

  function onKey(event: KeyboardEvent<HTMLTableRowElement>, at: number): void {
    if (event.target !== event.currentTarget) return
    const row = rowAt(at)
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / rowHeight) - 2)
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: reachable - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && row) props.onOpen?.(row)
    else if (event.key === ' ' && row && props.chosen)
      choose(at, !props.chosen.has(props.idOf(row)), event.shiftKey)
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && props.chosen)
      props.chosen.setAll(true)
    else return
    event.preventDefault()
  }

  // Rows are given one unchanging object of acts; what these do is always of the latest drawing.
  const latest = useRef({ onKey, choose, open: props.onOpen })
  useLayoutEffect(() => {
    latest.current = { onKey, choose, open: props.onOpen }
  })
  const acts = useMemo<RowActs<Row>>(
    () => ({
      focus: setActive,
      key: (event, at) => latest.current.onKey(event, at),
      open: (row) => latest.current.open?.(row),
      choose: (at, on, range) => latest.current.choose(at, on, range),
    }),
    [],
  )

  const hasTotal = columns.some((column) => column.total !== undefined)
  // The row under the keyboard may have been scrolled away; Tab then enters at the first that is in view.
  const tabbed = active >= first && active <= last ? Math.min(active, reachable - 1) : first
  const { chosen, current } = props

  return (
    <>
      {cards && <CardBar columns={columns} chosen={chosen} sort={props.sort} onSort={props.onSort} />}
      <div
        className={cards ? 'q-grid cards' : 'q-grid'}
        ref={scroller}
        style={{ height: props.height ?? '100%' }}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows take focus and keys, which is a grid
          role="grid"
          aria-label={props.label}
          aria-rowcount={(props.total ?? loaded) + 1}
          aria-multiselectable={boxes}
          style={
            {
              '--q-row': `${rowHeight}px`,
              ...(!cards && { minWidth: least }),
            } as React.CSSProperties
          }
        >
          <TableHead
            columns={columns}
            chosen={chosen}
            frozen={frozen}
            sort={props.sort}
            onSort={props.onSort}
            moves={cards ? undefined : props.moves}
          />
          <tbody {...PARTS.group} style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const row = rowAt(index)
              const id = row && props.idOf(row)
              return (
                <TableRow
                  key={index}
                  at={index}
                  top={start}
                  row={row}
                  columns={columns}
                  boxes={boxes}
                  frozen={frozen}
                  cards={cards}
                  chosen={id !== undefined && chosen?.has(id) === true}
                  current={id !== undefined && current === id}
                  tabbable={index === tabbed}
                  openable={props.onOpen !== undefined}
                  fetching={props.rowAt !== undefined || (props.loading === true && loaded === 0)}
                  acts={acts}
                />
              )
            })}
          </tbody>
          {hasTotal && (
            <tfoot {...PARTS.group}>
              <tr {...PARTS.row}>
                {boxes && <td {...PARTS.cell} className="q-box" />}
                {columns.map((column) => (
                  <td
                    key={column.id}
                    {...PARTS.cell}
                    className={column.figure ? 'q-right' : ''}
                    style={placeOf(column)}
                  >
                    {column.total}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </>
  )
}

/** Whether a box is narrower than what it holds, and from then on. */
function useNarrowerThan(box: RefObject<HTMLElement | null>, width: number): boolean {
  const [narrower, setNarrower] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setNarrower(element.clientWidth < width)
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, width])
  return narrower
}
