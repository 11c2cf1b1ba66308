/**
 * One cell as a file reader found it. `text` is what the office sees; `value` is what the file stores where that is not the text.
 * A date is `isDate` with an Excel serial number (1900 system) or a `YYYY-MM-DD` text in `value`.
 */
export type Cell = {
  readonly text: string
  readonly value?: string | number | boolean
  readonly isDate?: boolean
  readonly formula?: string
}

/** A merged area; rows and columns are 1-based and inclusive, as Excel shows them. */
export type Merge = {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** One sheet: row 1 is `rows[0]`, column 1 is its first cell. Rows may be shorter than the sheet is wide, and may be absent. */
export type Grid = {
  readonly sheet: string
  readonly rows: readonly (readonly (Cell | undefined)[] | undefined)[]
  readonly merges: readonly Merge[]
}

/** The cell with nothing in it. */
export const EMPTY_CELL: Cell = { text: '' }

/** A cell made of a plain value: what a test, a paste or a form holds. */
export function cellOf(value: Cell | string | number | boolean): Cell {
  if (typeof value === 'string') return { text: value }
  if (typeof value === 'object') return value
  return { text: typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : String(value), value }
}

/** Grid of plain values, for tests, pasted cells and separated text. */
export function gridOf(
  sheet: string,
  rows: readonly (readonly (Cell | string | number | boolean | undefined)[])[],
  merges: readonly Merge[] = [],
): Grid {
  return {
    sheet,
    merges,
    rows: rows.map((row) => row.map((value) => (value === undefined ? undefined : cellOf(value)))),
  }
}

/** The cell of a grid at a 1-based place; the empty cell where there is none. */
export function cellAt(grid: Grid, row: number, column: number): Cell {
  return grid.rows[row - 1]?.[column - 1] ?? EMPTY_CELL
}

/** True where a cell shows nothing and stores nothing. */
export function isBlank(cell: Cell | undefined): boolean {
  if (!cell) return true
  return trimmed(cell.text) === '' && (cell.value === undefined || cell.value === '')
}

/** White space of the language, and what looks like it: the zero-width space and the byte order mark. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code < 0xa0) return false
  return (
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680
  )
}

/** Text without the spaces around it, the ideographic and the no-break ones included. */
export function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isSpace(text.charCodeAt(from))) from += 1
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1
  return from === 0 && to === text.length ? text : text.slice(from, to)
}

const WIDE = /[\uff01-\uff5e\u3000\u00a0]/

/**
 * Full-width ASCII as ASCII and the ideographic space as a space. Not NFKC: that would also turn ① into 1 and ² into 2,
 * which are no digits of an amount.
 */
export function fold(text: string): string {
  const inner = trimmed(text)
  if (!WIDE.test(inner)) return inner
  return inner.replace(/[\uff01-\uff5e\u3000\u00a0]/g, (char) =>
    char === '\u3000' || char === '\u00a0' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  )
}
