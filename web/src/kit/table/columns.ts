import type { ReactNode } from 'react'

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
  /** It names the row: the first line of its card on a phone. Otherwise the first column does. */
  names?: boolean
  /** Cell of the total row. */
  total?: ReactNode
}

/** Which rows are chosen. `all` speaks of every row of the list, loaded or not. */
export type Chosen = {
  has: (id: string) => boolean
  all: 'none' | 'some' | 'all'
  set: (ids: readonly string[], on: boolean) => void
  setAll: (on: boolean) => void
}

/** How a reader moves and widens columns; absent where he cannot. */
export type ColumnMoves = {
  resize: (id: string, width: number | undefined) => void
  /** Puts a column before another one, or last. */
  move: (id: string, before: string | undefined) => void
}

/** A column without a width never gets narrower than this; the table scrolls sideways instead. */
export const ELASTIC = 210
/** The narrowest a column can be drawn: three figures and an ellipsis. */
export const NARROWEST = 56
/** The column of check boxes. */
export const BOX = 30

export function leastWidth<Row>(columns: readonly TableColumn<Row>[], boxes: boolean): number {
  return columns.reduce((sum, column) => sum + (column.width ?? ELASTIC), boxes ? BOX : 0)
}

/** How a cell takes its place in a row: as wide as its column says, or sharing what is left. */
export function placeOf<Row>({ width }: TableColumn<Row>): { flex: string } {
  return { flex: width === undefined ? `1 1 ${ELASTIC}px` : `0 0 ${width}px` }
}

/**
 * What the parts of the table are, said to those who have it read out. Drawn as flexible boxes they would not be taken for rows and
 * cells of a table any more (CSS display of table elements, as Safari reads it).
 */
export const PARTS = {
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const
