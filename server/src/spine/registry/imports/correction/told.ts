import type { ColumnChoice } from '@qiongding/sheets'
import type { ImportRow, MappedColumn } from '../../import-object.ts'
import type { Sheet, ToldCorrection } from '../sheet.ts'

const SCALES = ['percent', 'fraction', 'mixed'] as const
const scaleOf = (ratio: string | undefined) => SCALES.find((scale) => scale === ratio)

const said = ({ unit, ratio, fill }: Omit<MappedColumn, 'fact'>) => ({
  ...(unit !== undefined && { unit }),
  ...(ratio !== undefined && { ratio }),
  ...(fill && { fill }),
})

/** How the columns of an import were read in the end: its correction is read so too, and nothing is asked again. */
export function toldOfCorrection(row: ImportRow, sheet: Sheet): ToldCorrection {
  const columns: Record<number, ColumnChoice> = {}
  for (const { column, header, fact, ratio, fill } of sheet.columns) {
    const scale = scaleOf(ratio)
    const byProfile = row.profile?.choices[header]
    const byHand = row.columns[String(column)]
    const spoken = byHand && (byHand.header ?? header) === header ? byHand : byProfile
    // What nobody has named stays open: it may be told by its values once they are mended.
    if (fact === undefined && spoken?.fact !== null) continue
    columns[column] = {
      ...said({ ...(scale && { ratio: scale }), ...(fill && { fill }) }),
      ...(spoken && said(spoken)),
      fact: fact ?? null,
      header,
      profile: true,
    }
  }
  // What was said of a column of another block stays said of that one.
  for (const [column, choice] of Object.entries(row.columns))
    if (choice.header !== undefined && columns[Number(column)] === undefined)
      columns[Number(column)] = { ...choice, header: choice.header, profile: true }
  return { columns, ...(row.asOf !== undefined && { asOf: row.asOf }) }
}

/** The same choices where the columns stand now: a column may have been moved or put in between. */
export function placed(
  choices: Readonly<Record<number, ColumnChoice>>,
  columns: readonly { readonly index: number; readonly header: string }[],
): Record<number, ColumnChoice> {
  const headerAt = new Map(columns.map((column) => [column.index, column.header]))
  const found: Record<number, ColumnChoice> = {}
  for (const [column, choice] of Object.entries(choices)) {
    const at = Number(column)
    const alike = columns.filter((one) => one.header === choice.header)
    if (headerAt.get(at) === choice.header || alike.length !== 1) found[at] ??= choice
    else found[(alike[0] as { index: number }).index] = choice
  }
  return found
}
