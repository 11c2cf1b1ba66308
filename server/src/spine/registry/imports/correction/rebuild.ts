import { type Cell, type Grid, neutralText } from '@qiongding/sheets'
import { bookParts } from '../../workbook/xml/book.ts'
import { type OutCell, openSheet } from '../../workbook/xml/sheet.ts'
import { styleBook } from '../../workbook/xml/styles.ts'
import { addressOf } from '../../workbook/xml/text.ts'
import { putPart, zipWriter } from '../../workbook/xml/zip-writer.ts'

/** Excel shows longer numbers as powers of ten, and keeps fifteen digits of them. */
const DIGITS = 11
const WIDEST = 40

/** A number only where it is written the way a program writes one: what an office wrote otherwise stays as it wrote it. */
function written({ text, value, isDate }: Cell): string | number {
  const number = typeof value === 'number' ? value : Number(text)
  const isPlain = text !== '' && String(number) === text && text.length <= DIGITS
  return isPlain && !isDate ? number : neutralText(text)
}

const wide = (text: string) => [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 255 ? 2 : 1), 0)

function widthsOf(grid: Grid): { width: number }[] {
  const widths: number[] = []
  for (const row of grid.rows)
    for (const [index, cell] of row?.entries() ?? [])
      if (cell) widths[index] = Math.min(WIDEST, Math.max(widths[index] ?? 8, wide(cell.text) + 2))
  return Array.from(widths, (width) => ({ width: width ?? 8 }))
}

/** Sheet names that Excel takes: of 31 characters, without some signs, each once. */
function namesOf(grids: readonly Grid[]): string[] {
  const names: string[] = []
  for (const { sheet } of grids) {
    const plain = sheet.replace(/[[\]:*?/\\']/g, ' ').trim() || 'Sheet'
    for (let copy = 1; ; copy += 1) {
      const name = copy === 1 ? plain.slice(0, 31) : `${plain.slice(0, 26)} ${copy}`
      if (names.some((one) => one.toLowerCase() === name.toLowerCase())) continue
      names.push(name)
      break
    }
  }
  return names
}

/** A workbook of the cells of a file that was no .xlsx, or is written in a way of its own: the same cells at the same places. */
export async function rebuiltWorkbook(
  grids: readonly Grid[],
  about: { readonly title: string; readonly at: string; readonly headerRow: number; readonly sheet: string },
): Promise<{ bytes: Uint8Array; sheet: string }> {
  const zip = zipWriter()
  const styles = styleBook()
  const plain = styles.of({ border: true })
  const header = styles.of({ border: true, bold: true, fill: 'FFE8EEF0', wrap: true })
  const names = namesOf(grids)
  for (const [index, grid] of grids.entries()) {
    const sheet = await openSheet(zip.part(`xl/worksheets/sheet${index + 1}.xml`), {
      columns: widthsOf(grid),
    })
    for (const [at, row] of grid.rows.entries()) {
      if (!row) continue
      const isHeader = grid.sheet === about.sheet && at + 1 === about.headerRow
      await sheet.row(
        at + 1,
        Array.from(row, (cell): OutCell | undefined =>
          cell && cell.text !== '' ? { style: isHeader ? header : plain, value: written(cell) } : undefined,
        ),
      )
    }
    await sheet.end({
      merges: grid.merges
        .filter((merge) => merge.top < merge.bottom || merge.left < merge.right)
        .map((merge) => `${addressOf(merge.top, merge.left)}:${addressOf(merge.bottom, merge.right)}`),
    })
  }
  const parts = bookParts(
    names.map((name) => ({ name })),
    [],
    about,
  )
  for (const [path, text] of parts) await putPart(zip, path, text)
  await putPart(zip, 'xl/styles.xml', styles.xml())
  const place = grids.findIndex((grid) => grid.sheet === about.sheet)
  return { bytes: zip.finish(), sheet: names[place] ?? about.sheet }
}
