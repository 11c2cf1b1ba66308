import type { OutCell, openSheet } from '../../workbook/xml/sheet.ts'
import type { Look, styleBook } from '../../workbook/xml/styles.ts'
import { addressOf } from '../../workbook/xml/text.ts'
import type { ExportColumn, Form } from '../form.ts'

const HEADER: Look = { bold: true, fill: 'FFE8EEF0', border: true, horizontal: 'center', wrap: true }

export type Sheet = Awaited<ReturnType<typeof openSheet>>
export type Styles = ReturnType<typeof styleBook>

/** The pen that draws a sheet from the top: where it stands, and the areas that are one cell. */
export type Pen = { readonly sheet: Sheet; readonly styles: Styles; readonly merges: string[]; row: number }

/** Rows of header that columns need. */
export const depthOf = (columns: readonly ExportColumn[]) =>
  Math.max(...columns.map((column) => column.header.length))

/** A row of one text over the whole width. */
export async function broad(pen: Pen, width: number, cell: { text: string; look: Look }): Promise<void> {
  pen.row += 1
  if (width > 1) pen.merges.push(`A${pen.row}:${addressOf(pen.row, width)}`)
  await pen.sheet.row(pen.row, [{ style: pen.styles.of(cell.look), value: cell.text }])
}

/** A line of up to three parts: left, middle and right of the sheet, or one after the other where there is no room. */
async function line(pen: Pen, width: number, parts: Form['lines'][number]): Promise<void> {
  const texts = [parts.left, parts.middle, parts.right]
  if (width < 6) {
    await broad(pen, width, { text: texts.filter(Boolean).join('    '), look: { size: 10 } })
    return
  }
  pen.row += 1
  const third = Math.floor(width / 3)
  const starts = [1, third + 1, width - third + 1]
  const ends = [third, width - third, width]
  const cells: OutCell[] = []
  for (const [index, value] of texts.entries()) {
    const [from = 1, to = 1] = [starts[index], ends[index]]
    if (from < to) pen.merges.push(`${addressOf(pen.row, from)}:${addressOf(pen.row, to)}`)
    const horizontal = (['left', 'center', 'right'] as const)[index] ?? 'left'
    if (value !== undefined) cells[from - 1] = { style: pen.styles.of({ size: 10, horizontal }), value }
  }
  await pen.sheet.row(pen.row, cells)
}

/** True where two columns stand under one group at a level. */
function together(one: readonly string[], other: readonly string[] | undefined, level: number): boolean {
  if (!other || other.length <= level + 1 || one.length <= level + 1) return false
  return one.slice(0, level + 1).every((text, index) => text === other[index])
}

/** Header rows: a group reaches over its columns, a header without a group down to the last row. `mark` stands beside the last. */
async function header(pen: Pen, columns: readonly ExportColumn[], mark: string | undefined): Promise<void> {
  const style = pen.styles.of(HEADER)
  const depth = depthOf(columns)
  const from = pen.row + 1
  for (let level = 0; level < depth; level += 1) {
    pen.row += 1
    const cells: OutCell[] = columns.map(() => ({ style }))
    for (const [column, { header: path }] of columns.entries()) {
      const text = path[level]
      if (text === undefined) continue
      const isLast = level === path.length - 1
      if (!isLast && together(path, columns[column - 1]?.header, level)) continue
      let to = column
      while (!isLast && together(path, columns[to + 1]?.header, level)) to += 1
      const bottom = isLast ? from + depth - 1 : pen.row
      cells[column] = { style, value: text }
      if (to > column || bottom > pen.row)
        pen.merges.push(`${addressOf(pen.row, column + 1)}:${addressOf(bottom, to + 1)}`)
    }
    if (mark !== undefined && level === depth - 1) cells[columns.length] = { style: 0, value: mark }
    await pen.sheet.row(pen.row, cells)
  }
}

/** Everything above the rows of a form. */
export async function drawHead(pen: Pen, form: Form, mark: string | undefined): Promise<void> {
  const width = form.columns.length
  for (const text of form.titles)
    await broad(pen, width, { text, look: { bold: true, size: 14, horizontal: 'center' } })
  for (const parts of form.lines) await line(pen, width, parts)
  await header(pen, form.columns, mark)
}
