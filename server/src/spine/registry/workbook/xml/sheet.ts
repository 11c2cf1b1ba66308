import { addressOf, cellXml, escapeXml, lettersOf, XML_HEAD } from './text.ts'
import type { ZipPart } from './zip-writer.ts'

/** A cell to write: a text, a number (a date is one, under a date format), a sum that Excel works out anew, or a look alone. */
export type OutCell = {
  readonly style: number
  readonly value?: string | number
  readonly formula?: string
}

/** Allowed values of an area, by a list in the workbook or in a few words. */
export type Choices = { readonly area: string; readonly source: string; readonly prompt?: string }

export type SheetSetting = {
  /** Widths in characters, by column; `hidden` columns have none that is seen. */
  readonly columns: readonly { readonly width: number; readonly hidden?: true; readonly style?: number }[]
  /** Rows that stay in sight. */
  readonly frozen?: number
}

export type SheetEnd = {
  readonly merges?: readonly string[]
  readonly filter?: string
  readonly choices?: readonly Choices[]
  readonly landscape?: boolean
  /** Paper by its number in Excel: 8 is A3, 9 is A4. */
  readonly paper?: number
}

/** Characters gathered before they go to the packer. */
const FLUSH = 1 << 16

/** Writes one worksheet row by row; rows must come in order. */
export async function openSheet(part: ZipPart, setting: SheetSetting) {
  let text = ''
  const put = async (more: string) => {
    text += more
    if (text.length < FLUSH) return
    const full = text
    text = ''
    await part.write(full)
  }
  const cols = setting.columns
    .map(
      ({ width, hidden, style }, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${hidden ? 0 : width}"${style === undefined ? '' : ` style="${style}"`}${hidden ? ' hidden="1"' : ''} customWidth="1"/>`,
    )
    .join('')
  const pane = setting.frozen
    ? `<pane ySplit="${setting.frozen}" topLeftCell="A${setting.frozen + 1}" activePane="bottomLeft" state="frozen"/>`
    : ''
  await put(
    `${XML_HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>${cols ? `<cols>${cols}</cols>` : ''}<sheetData>`,
  )
  return {
    /** `cells` by 0-based column; what is not there is not written. `height` in points. */
    async row(number: number, cells: readonly (OutCell | undefined)[], height?: number): Promise<void> {
      let line = `<row r="${number}"${height === undefined ? '' : ` ht="${height}" customHeight="1"`}>`
      for (const [index, cell] of cells.entries()) if (cell) line += cellOut(number, index + 1, cell)
      await put(`${line}</row>`)
    },
    async end(end: SheetEnd): Promise<void> {
      await put('</sheetData>')
      if (end.filter) await put(`<autoFilter ref="${end.filter}"/>`)
      if (end.merges && end.merges.length > 0)
        await put(
          `<mergeCells count="${end.merges.length}">${end.merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`,
        )
      if (end.choices && end.choices.length > 0) await put(choicesXml(end.choices))
      await put(
        `<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="${end.paper ?? 9}" orientation="${end.landscape === false ? 'portrait' : 'landscape'}" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`,
      )
      if (text !== '') await part.write(text)
      await part.end()
    },
  }
}

function cellOut(row: number, column: number, { style, value, formula }: OutCell): string {
  const head = `<c r="${addressOf(row, column)}"${style === 0 ? '' : ` s="${style}"`}`
  if (formula !== undefined)
    return `${head}><f>${escapeXml(formula)}</f>${typeof value === 'number' ? `<v>${value}</v>` : ''}</c>`
  if (typeof value === 'number') return `${head}><v>${value}</v></c>`
  if (value === undefined || value === '') return `${head}/>`
  return `${head} t="inlineStr"><is><t xml:space="preserve">${cellXml(value)}</t></is></c>`
}

/** Drop-downs: they warn of other words and let them in, for what an office knows better is said in a finding. */
export function choicesXml(choices: readonly Choices[]): string {
  const one = ({ area, source, prompt }: Choices) =>
    `<dataValidation type="list" errorStyle="warning" allowBlank="1" showInputMessage="1" showErrorMessage="1"${prompt ? ` prompt="${escapeXml(prompt.slice(0, 250))}"` : ''} sqref="${area}"><formula1>${escapeXml(source)}</formula1></dataValidation>`
  return `<dataValidations count="${choices.length}">${choices.map(one).join('')}</dataValidations>`
}

/** An area of one column, `$C$5:$C$99`. */
export const columnArea = (column: number, from: number, to: number) =>
  `${lettersOf(column)}${from}:${lettersOf(column)}${to}`
