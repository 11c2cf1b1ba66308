import type { Cell, Grid, Merge } from '@qiongding/sheets'
import { WORKBOOK_LIMITS } from '../limits.ts'
import { ArchiveProblem } from '../zip.ts'
import { attributeOf, fromBytes, OddlyWritten, piecesOf, tagsOf, wordsOf } from './scan.ts'
import type { NumberStyle } from './styles.ts'

/** Serial numbers of the 1904 system of old Macintosh files are this many days smaller. */
const DAYS_1904 = 1462
/** Numbers remembered with their cells: what repeats (percents, days, small counts) is one object however often it stands. */
const REMEMBERED = 50_000

/** What the cells of all sheets share. */
export type Shared = {
  readonly texts: readonly Cell[]
  readonly styles: readonly NumberStyle[]
  readonly is1904: boolean
  /** Cells counted so far, in the whole file. */
  readonly budget: { cells: number }
}

const GENERAL: NumberStyle = { isDate: false, show: String }

/** 0-based column of a reference such as `AB12`. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

function placeOf(reference: string): { row: number; column: number } {
  return { row: Number(/\d+$/.exec(reference)?.[0] ?? 0), column: columnOf(reference) + 1 }
}

function mergeOf(reference: string): Merge | undefined {
  const [first, last = first] = reference.split(':') as [string, string?]
  const from = placeOf(first)
  const to = placeOf(last!)
  if (from.row === 0 || from.column === 0 || to.row < from.row || to.column < from.column) return undefined
  return { top: from.row, left: from.column, bottom: to.row, right: to.column }
}

/** The text between the tags of an element inside a cell; undefined where it is not there. */
function inner(content: string, name: 'v' | 'f'): string | undefined {
  let at = content.indexOf(`<${name}`)
  if (at < 0) return undefined
  at = content.indexOf('>', at)
  if (at < 0 || content[at - 1] === '/') return name === 'f' ? '' : undefined
  const end = content.indexOf(`</${name}>`, at)
  return end < 0 ? undefined : content.slice(at + 1, end)
}

/** Reads worksheets of one workbook. */
export function sheetReader(shared: Shared) {
  const remembered = new Map<string, Cell>()

  function numberCell(written: string, styleIndex: number): Cell | undefined {
    const key = `${styleIndex} ${written}`
    const known = remembered.get(key)
    if (known) return known
    const value = Number(written)
    if (Number.isNaN(value)) return { text: fromBytes(written) }
    const style = shared.styles[styleIndex] ?? GENERAL
    const cell: Cell = style.isDate
      ? { text: style.show(value), value: shared.is1904 ? value + DAYS_1904 : value, isDate: true }
      : { text: style.show(value), value }
    if (remembered.size < REMEMBERED) remembered.set(key, cell)
    return cell
  }

  function valueCell(type: string, content: string, styleIndex: number): Cell | undefined {
    if (type === 'inlineStr') {
      const text = wordsOf(content)
      return text === '' ? undefined : { text }
    }
    const written = inner(content, 'v')
    if (written === undefined || written === '') return undefined
    switch (type) {
      case 's': {
        const cell = shared.texts[Number(written)]
        return cell?.text === '' ? undefined : cell
      }
      case 'b':
        return { text: written === '1' ? 'TRUE' : 'FALSE', value: written === '1' }
      case 'e':
        return { text: fromBytes(written) }
      case 'd':
        return { text: fromBytes(written), value: fromBytes(written), isDate: true }
      case '':
      case 'n':
        return numberCell(written, styleIndex)
      default: {
        const text = fromBytes(written)
        return text === '' ? undefined : { text }
      }
    }
  }

  function cellOf(tag: string, content: string): Cell | undefined {
    const style = attributeOf(tag, 's')
    const cell = valueCell(attributeOf(tag, 't') ?? '', content, style === undefined ? 0 : Number(style))
    const formula = content.includes('<f') ? inner(content, 'f') : undefined
    if (formula === undefined) return cell
    return { ...(cell ?? { text: '' }), formula: fromBytes(formula) || '=' }
  }

  /** Cells of one row; undefined for a row that holds none. */
  function rowOf(xml: string): (Cell | undefined)[] | undefined {
    const cells: (Cell | undefined)[] = []
    let column = 0
    let at = xml.indexOf('<c')
    while (at >= 0) {
      const after = xml.charCodeAt(at + 2)
      // `<c ` or `<c>`; anything else that begins so is no cell.
      if (
        after !== 0x20 &&
        after !== 0x3e &&
        after !== 0x0a &&
        after !== 0x0d &&
        after !== 0x09 &&
        after !== 0x2f
      ) {
        at = xml.indexOf('<c', at + 2)
        continue
      }
      const end = xml.indexOf('>', at)
      if (end < 0) throw new OddlyWritten('a cell without its end')
      const tag = xml.slice(at + 2, end)
      const reference = attributeOf(tag, 'r')
      if (reference !== undefined) column = columnOf(reference)
      if (column < 0) throw new OddlyWritten('a cell without its place')
      if (xml[end - 1] === '/') at = xml.indexOf('<c', end)
      else {
        const close = xml.indexOf('</c>', end)
        if (close < 0) throw new OddlyWritten('a cell without its end')
        const cell = close === end + 1 ? undefined : cellOf(tag, xml.slice(end + 1, close))
        if (cell) {
          if (column >= WORKBOOK_LIMITS.columns) throw new ArchiveProblem('too many columns', 'columns')
          while (cells.length < column) cells.push(undefined)
          cells[column] = cell
          shared.budget.cells += 1
        }
        at = xml.indexOf('<c', close)
      }
      column += 1
    }
    return cells.length === 0 ? undefined : cells
  }

  /** The grid of a worksheet from its unpacked bytes. */
  return async function read(name: string, chunks: AsyncIterable<Buffer>): Promise<Grid> {
    const rows: ((Cell | undefined)[] | undefined)[] = []
    const merges: Merge[] = []
    let filled = 0
    let row = 0
    let ended = false
    const takeRows = (xml: string) => {
      let at = xml.indexOf('<row')
      while (at >= 0) {
        const end = xml.indexOf('>', at)
        if (end < 0) throw new OddlyWritten('a row without its end')
        const number = attributeOf(xml.slice(at + 4, end), 'r')
        row = number === undefined ? row + 1 : Number(number)
        if (!(row >= 1 && row <= 1_048_576)) throw new OddlyWritten('a row without its place')
        if (xml[end - 1] === '/') {
          at = xml.indexOf('<row', end)
          continue
        }
        const close = xml.indexOf('</row>', end)
        if (close < 0) throw new OddlyWritten('a row without its end')
        const cells = rowOf(xml.slice(end + 1, close))
        if (cells) {
          while (rows.length < row - 1) rows.push(undefined)
          rows[row - 1] = cells
          filled += 1
          if (filled > WORKBOOK_LIMITS.rows) throw new ArchiveProblem('too many rows', 'rows')
          if (shared.budget.cells > WORKBOOK_LIMITS.cells) throw new ArchiveProblem('too many cells', 'cells')
        }
        at = xml.indexOf('<row', close)
      }
    }
    let tail = ''
    for await (const piece of piecesOf(chunks, '<row')) {
      if (ended) {
        tail += piece
        continue
      }
      const end = piece.indexOf('</sheetData>')
      takeRows(end < 0 ? piece : piece.slice(0, end))
      if (end >= 0) {
        ended = true
        tail = piece.slice(end)
      }
    }
    for (const tag of tagsOf(tail, 'mergeCell')) {
      const merge = mergeOf(attributeOf(tag, 'ref') ?? '')
      if (merge && merge.top <= rows.length) merges.push(merge)
    }
    return { sheet: name, rows, merges }
  }
}
