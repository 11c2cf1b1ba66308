import type { PlacedChoice } from '@qiongding/sheets'
import { columnsSaid, type ImportRow, type MappedColumn } from '../../import-object.ts'
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
  const byHand = columnsSaid(row)
  const columns = sheet.columns.flatMap(({ column, header, fact, ratio, fill }): PlacedChoice[] => {
    const scale = scaleOf(ratio)
    const spoken =
      byHand.findLast((choice) => choice.column === column && (choice.header ?? header) === header) ??
      row.profile?.choices[header]
    // What nobody has named stays open: it may be told by its values once they are mended.
    if (fact === undefined && spoken?.fact !== null) return []
    return [
      {
        ...said({ ...(scale && { ratio: scale }), ...(fill && { fill }) }),
        ...(spoken && said(spoken)),
        column,
        fact: fact ?? null,
        header,
        profile: true,
      },
    ]
  })
  return { columns, ...(row.asOf !== undefined && { asOf: row.asOf }) }
}

/** The same choices where the columns stand now: a column may have been moved or put in between. */
export function placed(
  choices: readonly PlacedChoice[],
  columns: readonly { readonly index: number; readonly header: string }[],
): PlacedChoice[] {
  const placesOf = Map.groupBy(columns, (column) => column.header)
  return choices.map((choice) => {
    const places = new Set(placesOf.get(choice.header ?? '')?.map((column) => column.index))
    const [only] = places
    return only === undefined || places.size > 1 ? choice : { ...choice, column: only }
  })
}
