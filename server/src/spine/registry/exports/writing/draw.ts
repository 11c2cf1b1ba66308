import { Decimal, type Value } from '@qiongding/kernel'
import { type SheetFact, type TreeEntry, writeCell } from '@qiongding/sheets'
import { bookParts, quotedSheet } from '../../workbook/xml/book.ts'
import { type Choices, columnArea, type OutCell, openSheet } from '../../workbook/xml/sheet.ts'
import { styleBook } from '../../workbook/xml/styles.ts'
import { addressOf, lettersOf } from '../../workbook/xml/text.ts'
import { putPart, zipWriter } from '../../workbook/xml/zip-writer.ts'
import { choiceWords, inlineChoices } from '../choices.ts'
import type { ExportColumn, Form } from '../form.ts'
import { columnName } from '../mark.ts'
import { wordsOf } from '../words.ts'
import { broad, depthOf, drawHead, type Pen } from './head.ts'

/** A sheet to be drawn; its rows follow piece by piece. */
export type DrawQuestion = {
  /** Separated text instead of a workbook. */
  readonly text?: true
  readonly form: Form
  readonly facts: Readonly<Record<string, SheetFact>>
  readonly trees: Readonly<Record<string, readonly TreeEntry[]>>
  /** The mark of the sheet; absent where the file is not meant to come back. */
  readonly mark?: string
  /** When it was made, as an instant. */
  readonly at: string
}
export type DrawRow = {
  readonly values: Readonly<Record<string, Value>>
  /** Facts that the reader may not see. */
  readonly masked: readonly string[]
  readonly mark?: string
}

const CHOICE_SHEET = 'qd_choices'
/** Rows below the last that drop-downs still reach, for rows that an office adds. */
const ROOM = 200

/** What takes rows in and answers a file. */
export type Drawing = { write(rows: readonly DrawRow[]): Promise<void>; finish(): Promise<Uint8Array> }

/** Draws an exported list as a workbook, row by row: only what is packed stays in memory. */
export async function drawList({ form, facts, trees, mark, at }: DrawQuestion): Promise<Drawing> {
  const { columns } = form
  const styles = styleBook()
  const zip = zipWriter()
  const sheet = await openSheet(zip.part('xl/worksheets/sheet1.xml'), {
    columns: [
      ...columns.map(({ width }) => ({ width })),
      ...(mark === undefined ? [] : [{ width: 1, hidden: true as const }]),
    ],
    frozen: form.titles.length + form.lines.length + depthOf(columns),
  })
  const pen: Pen = { sheet, styles, merges: [], row: 0 }
  await drawHead(pen, form, mark)
  const headerRow = pen.row
  const firstRow = headerRow + 1
  const plain = styles.of({ border: true })
  const unknown = styles.of({ border: true, hatch: 'FFB9B4D0', colour: 'FF5D5785' })
  const closed = styles.of({ border: true, italic: true, colour: 'FF5F6B6F' })
  const sums = columns.map(() => new Decimal(0))
  const unknowns = columns.map(() => 0)

  function cellOf(column: ExportColumn, index: number, { values, masked }: DrawRow): OutCell {
    if (column.number) return { style: plain, value: pen.row - headerRow }
    if (column.text !== undefined) return { style: plain, value: column.text }
    const { fact } = column
    const definition = fact === undefined ? undefined : facts[fact]
    if (fact === undefined || !definition) return { style: plain }
    if (masked.includes(fact)) return { style: closed, value: form.masked }
    const value = values[fact]
    if (value === undefined) {
      unknowns[index] = (unknowns[index] ?? 0) + 1
      return form.unknown === '' ? { style: plain } : { style: unknown, value: form.unknown }
    }
    const tree = definition.tree === undefined ? undefined : trees[definition.tree]
    const { cell, format } = writeCell(value, definition, column.writing, tree)
    if (column.total && typeof cell.value === 'number')
      sums[index] = (sums[index] as Decimal).plus(cell.value)
    const wrap = definition.type === 'text' || definition.type === 'list'
    return {
      style: styles.of({ border: true, format, ...(wrap && { wrap: true as const }) }),
      value: typeof cell.value === 'number' ? cell.value : cell.text,
    }
  }

  async function totals(lastRow: number): Promise<void> {
    if (form.total === undefined) return
    pen.row += 1
    const style = styles.of({ bold: true, border: true, horizontal: 'center' })
    const cells = columns.map((column, index): OutCell => {
      if (!column.total) return { style }
      const letters = lettersOf(index + 1)
      const { decimals } = column.writing
      const format =
        decimals === undefined ? 'General' : `#,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}`
      const total = styles.of({ bold: true, border: true, format })
      const value = (sums[index] as Decimal).toNumber()
      return lastRow < firstRow
        ? { style: total, value }
        : { style: total, formula: `SUM(${letters}${firstRow}:${letters}${lastRow})`, value }
    })
    cells[0] = { style, value: form.total }
    await sheet.row(pen.row, cells)
  }

  /** What the form says below, and what its total leaves out. */
  async function notes(): Promise<void> {
    const words = wordsOf(form.language)
    const uncounted = columns.flatMap((column, index) => {
      const count = unknowns[index] ?? 0
      return form.total !== undefined && column.total && count > 0
        ? [words.uncounted(column.header.at(-1) ?? '', count)]
        : []
    })
    const said = uncounted.length > 0 ? [words.note(uncounted.join(words.and))] : []
    for (const text of [...form.notes, ...said])
      await broad(pen, columns.length, { text, look: { size: 10, wrap: true } })
  }

  /** Drop-downs for enumerated columns; long lists of words stand on a hidden sheet. */
  function choicesTo(lastRow: number): { choices: Choices[]; lists: string[][] } {
    const lists: string[][] = []
    const choices = columns.flatMap((column, index): Choices[] => {
      const definition = column.fact === undefined ? undefined : facts[column.fact]
      const words = definition && choiceWords(definition, column.writing, trees)
      if (!words) return []
      const area = columnArea(index + 1, firstRow, lastRow + ROOM)
      const inline = inlineChoices(words)
      if (inline !== undefined) return [{ area, source: inline }]
      lists.push(words)
      const letters = lettersOf(lists.length)
      return [{ area, source: `${quotedSheet(CHOICE_SHEET)}!$${letters}$1:$${letters}$${words.length}` }]
    })
    return { choices, lists }
  }

  async function choiceSheet(lists: readonly (readonly string[])[]): Promise<void> {
    const part = await openSheet(zip.part('xl/worksheets/sheet2.xml'), {
      columns: lists.map(() => ({ width: 20 })),
    })
    const longest = Math.max(...lists.map((list) => list.length))
    for (let index = 0; index < longest; index += 1)
      await part.row(
        index + 1,
        lists.map((list) => {
          const value = list[index]
          return value === undefined ? undefined : { style: 0, value }
        }),
      )
    await part.end({})
  }

  return {
    async write(rows) {
      for (const one of rows) {
        pen.row += 1
        const cells = columns.map((column, index) => cellOf(column, index, one))
        if (one.mark !== undefined) cells.push({ style: 0, value: one.mark })
        await sheet.row(pen.row, cells)
      }
    },
    async finish() {
      const lastRow = pen.row
      await totals(lastRow)
      await notes()
      const { choices, lists } = choicesTo(lastRow)
      // The marks stand inside the filter's area: what is sorted by it takes its mark along.
      const filter = `A${headerRow}:${addressOf(Math.max(lastRow, headerRow), columns.length + (mark === undefined ? 0 : 1))}`
      await sheet.end({
        merges: pen.merges,
        filter,
        choices,
        landscape: form.landscape,
        paper: form.paper === 'a3' ? 8 : 9,
      })
      if (lists.length > 0) await choiceSheet(lists)
      const name = quotedSheet(form.sheet)
      const columnNames = columns.flatMap((column, index) => {
        const refersTo = `${name}!$${lettersOf(index + 1)}$${headerRow}`
        return mark === undefined || column.fact === undefined
          ? []
          : [{ name: columnName(index), refersTo, hidden: true as const }]
      })
      const parts = bookParts(
        [{ name: form.sheet }, ...(lists.length > 0 ? [{ name: CHOICE_SHEET, hidden: true as const }] : [])],
        [
          {
            name: '_xlnm._FilterDatabase',
            refersTo: `${name}!${filter.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')}`,
            sheet: 0,
            hidden: true,
          },
          {
            name: '_xlnm.Print_Titles',
            refersTo: `${name}!$${headerRow - depthOf(columns) + 1}:$${headerRow}`,
            sheet: 0,
          },
          ...columnNames,
        ],
        { title: form.titles[0] ?? form.sheet, at },
      )
      for (const [path, text] of parts) await putPart(zip, path, text)
      await putPart(zip, 'xl/styles.xml', styles.xml())
      return zip.finish()
    },
  }
}
