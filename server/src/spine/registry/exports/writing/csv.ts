import { writeCell } from '@qiongding/sheets'
import type { Drawing, DrawQuestion, DrawRow } from './draw.ts'

/** Tells Excel and WPS that the text is UTF-8. */
const SIGN = '\ufeff'
const LINE_END = '\r\n'
/** Characters gathered before they are turned into bytes. */
const FLUSH = 1 << 16

/** A field of RFC 4180: quoted where it holds what would end it, or blanks that a program would cut off. */
const quoted = (text: string) => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * A text that no program takes for a calculation. Here the cell has no type that says it is a text: a telephone number that begins with
 * a sign would be added up, so it gets the mark too. The reader of a returned file takes it away.
 */
const still = (text: string) => (/^\s*[+\-＋－]/.test(text) ? `'${text}` : text)

/** Writes an exported list as separated text: one row of headers, then the records. The marks stand in a last column that can be seen. */
export function drawText({ form, facts, trees, mark }: DrawQuestion): Drawing {
  const { columns } = form
  const pieces: Buffer[] = []
  let text = SIGN
  const put = (fields: readonly string[]) => {
    text += fields.map(quoted).join(',') + LINE_END
    if (text.length < FLUSH) return
    pieces.push(Buffer.from(text, 'utf8'))
    text = ''
  }
  const withMark = (fields: readonly string[], one: string | undefined) =>
    mark === undefined ? fields : [...fields, one ?? '']

  function textOf(column: (typeof columns)[number], { values, masked }: DrawRow): string {
    const { fact } = column
    const definition = fact === undefined ? undefined : facts[fact]
    if (fact === undefined || !definition) return column.text ?? ''
    if (masked.includes(fact)) return form.masked
    const value = values[fact]
    if (value === undefined) return form.unknown
    const tree = definition.tree === undefined ? undefined : trees[definition.tree]
    const { cell } = writeCell(value, definition, column.writing, tree)
    return cell.value === undefined ? still(cell.text) : cell.text
  }

  put(
    withMark(
      columns.map(({ header }) => header.join(' ')),
      mark,
    ),
  )
  return {
    async write(rows) {
      for (const row of rows)
        put(
          withMark(
            columns.map((column) => textOf(column, row)),
            row.mark,
          ),
        )
    },
    async finish() {
      pieces.push(Buffer.from(text, 'utf8'))
      // Memory of its own, not of Node's pool: it is handed to another thread.
      const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
      let at = 0
      for (const piece of pieces.splice(0)) {
        all.set(piece, at)
        at += piece.byteLength
      }
      return all
    },
  }
}
