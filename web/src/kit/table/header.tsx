import {
  type DragEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { BOX, type Chosen, type ColumnMoves, NARROWEST, PARTS, placeOf, type TableColumn } from './columns.ts'

/** How far one stroke of the keyboard widens a column, in pixels. */
const STEP = 16
/** Behind the last column. */
const LAST = Symbol('last')

type HeaderProps<Row> = {
  columns: readonly TableColumn<Row>[]
  chosen?: Chosen | undefined
  frozen: boolean
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
  moves?: ColumnMoves | undefined
}

/** The head of a table: sorts on a click, moves on a drag or Alt and arrows, widens at its edge or by Shift and arrows. */
export function TableHead<Row>(props: HeaderProps<Row>): ReactNode {
  const { t } = useTranslation()
  const { columns, chosen, frozen } = props
  const [over, setOver] = useState<string>()
  return (
    <thead {...PARTS.group}>
      <tr {...PARTS.row} aria-rowindex={1}>
        {chosen && (
          <th {...PARTS.head} scope="col" className={frozen ? 'q-box q-frozen' : 'q-box'}>
            <CheckBox
              label={t('table.selectAll')}
              checked={chosen.all === 'all'}
              mixed={chosen.all === 'some'}
              onChange={chosen.setAll}
            />
          </th>
        )}
        {columns.map((column, at) => (
          <HeaderCell
            key={column.id}
            column={column}
            first={at === 0}
            left={at > 1 ? columns[at - 1]?.id : undefined}
            right={at < columns.length - 1 ? (columns[at + 2]?.id ?? LAST) : undefined}
            frozen={frozen && at === 0 ? (chosen ? BOX : 0) : undefined}
            over={over === column.id}
            onOver={setOver}
            sort={props.sort}
            onSort={props.onSort}
            moves={props.moves}
          />
        ))}
      </tr>
    </thead>
  )
}

export function CheckBox(props: {
  label: string
  checked: boolean
  mixed?: boolean
  tabIndex?: number
  onChange: (on: boolean, range: boolean) => void
}): ReactNode {
  return (
    <label className="q-check">
      <input
        type="checkbox"
        aria-label={props.label}
        checked={props.checked}
        {...(props.tabIndex === undefined ? {} : { tabIndex: props.tabIndex })}
        ref={(box) => {
          if (box) box.indeterminate = props.mixed === true
        }}
        onChange={(event) =>
          props.onChange(
            event.target.checked,
            'shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true,
          )
        }
      />
    </label>
  )
}

function HeaderCell<Row>(props: {
  column: TableColumn<Row>
  first: boolean
  /** Before which column it goes by one stroke to the left or to the right; absent where it cannot. */
  left: string | undefined
  right: string | typeof LAST | undefined
  /** Where it stands still, in pixels from the left. */
  frozen: number | undefined
  over: boolean
  onOver: (id: string | undefined) => void
  sort?: string | undefined
  onSort?: ((sort: string) => void) | undefined
  moves?: ColumnMoves | undefined
}): ReactNode {
  const { t } = useTranslation()
  const { column, moves, onSort, sort } = props
  const cell = useRef<HTMLTableCellElement>(null)
  const key = column.sort
  const ascending = key !== undefined && sort === key
  const descending = key !== undefined && sort === `-${key}`
  const sorted = ascending ? 'ascending' : descending ? 'descending' : undefined
  const sortable = key !== undefined && onSort !== undefined
  const movable = moves !== undefined && !props.first

  function onKey(event: KeyboardEvent): void {
    const side = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (side === 0 || !moves) return
    if (event.altKey) {
      // The first column names the row and keeps its place.
      const to = props.first ? undefined : side < 0 ? props.left : props.right
      if (to !== undefined) moves.move(column.id, to === LAST ? undefined : to)
    } else if (event.shiftKey) {
      const now = cell.current?.getBoundingClientRect().width ?? NARROWEST
      moves.resize(column.id, Math.max(NARROWEST, Math.round(now) + side * STEP))
    } else return
    event.preventDefault()
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    props.onOver(undefined)
    const id = event.dataTransfer.getData('text/x-column')
    if (id !== '' && id !== column.id) moves?.move(id, column.id)
  }

  const classes = [
    column.figure ? 'q-right' : '',
    props.frozen === undefined ? '' : 'q-frozen edge',
    props.over ? 'over' : '',
  ]
  return (
    <th
      ref={cell}
      {...PARTS.head}
      scope="col"
      className={classes.filter(Boolean).join(' ')}
      style={props.frozen === undefined ? placeOf(column) : { ...placeOf(column), left: props.frozen }}
      {...(sorted === undefined ? {} : { 'aria-sort': sorted })}
      draggable={movable}
      onDragStart={(event) => event.dataTransfer.setData('text/x-column', column.id)}
      onDragOver={(event) => {
        if (!movable || !event.dataTransfer.types.includes('text/x-column')) return
        event.preventDefault()
        props.onOver(column.id)
      }}
      onDragLeave={() => props.onOver(undefined)}
      onDrop={drop}
    >
      {sortable || moves ? (
        <button
          type="button"
          {...(moves ? { title: t('table.headKeys') } : {})}
          onClick={() => sortable && onSort(ascending ? `-${key}` : key)}
          onKeyDown={onKey}
        >
          {column.header}
          {ascending && ' ↑'}
          {descending && ' ↓'}
        </button>
      ) : (
        column.header
      )}
      {moves && <Edge cell={cell} column={column} resize={moves.resize} />}
    </th>
  )
}

/** The right edge of a header: dragged it widens the column, double-clicked it gives the width back. The keyboard has Shift and arrows. */
function Edge<Row>(props: {
  cell: { current: HTMLTableCellElement | null }
  column: TableColumn<Row>
  resize: ColumnMoves['resize']
}): ReactNode {
  const start = useRef<{ x: number; width: number } | undefined>(undefined)
  function begin(event: PointerEvent<HTMLSpanElement>): void {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = {
      x: event.clientX,
      width: props.cell.current?.getBoundingClientRect().width ?? NARROWEST,
    }
  }
  function drag(event: PointerEvent): void {
    if (!start.current) return
    const width = Math.max(NARROWEST, Math.round(start.current.width + event.clientX - start.current.x))
    props.resize(props.column.id, width)
  }
  return (
    <span
      className="q-edge"
      aria-hidden="true"
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={() => {
        start.current = undefined
      }}
      onDoubleClick={() => props.resize(props.column.id, undefined)}
      // Dragging the edge must not drag the column.
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
