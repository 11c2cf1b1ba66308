import type { Cell, Grid, Merge, PlacedChoice, SheetFact } from '@qiongding/sheets'
import type { NamedColumn } from '../../workbook/names.ts'
import type { Told } from '../sheet.ts'
import type { FoundMarks } from './marks.ts'

/** Which column of the file is which of those that were written, by place in the list of them. */
export type Claims = ReadonlyMap<number, number>

const folded = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

function mergeAt(merges: readonly Merge[], row: number, column: number): Merge | undefined {
  return merges.find(
    (merge) => merge.top <= row && row <= merge.bottom && merge.left <= column && column <= merge.right,
  )
}

/** Header texts of a column from the top down, through merged cells. */
function pathOf(grid: Grid, rows: { from: number; to: number }, column: number): string[] {
  const path: string[] = []
  for (let row = rows.from; row <= rows.to; row += 1) {
    const merge = mergeAt(grid.merges, row, column)
    const text = folded(grid.rows[(merge?.top ?? row) - 1]?.[(merge?.left ?? column) - 1]?.text ?? '')
    if (text !== '' && path.at(-1) !== text) path.push(text)
  }
  return path
}

/**
 * Columns are known by their whole header, then by its last line where that is plain, then by the name the workbook has for them: so they
 * may be moved, and their headers changed, but not both by copying.
 */
export function claimColumns(
  grid: Grid,
  marks: FoundMarks,
  told: Told,
  names: readonly NamedColumn[],
): Claims {
  const depth = Math.max(...told.columns.map((column) => column.header.length))
  const rows = { from: Math.max(1, marks.row - depth + 1), to: marks.row }
  const width = Math.max(...grid.rows.slice(rows.from - 1, rows.to).map((row) => row?.length ?? 0), 0)
  const claims = new Map<number, number>()
  const taken = new Set<number>()
  const claim = (column: number, place: number) => {
    if (claims.has(column) || taken.has(place)) return
    claims.set(column, place)
    taken.add(place)
  }
  const paths = Array.from({ length: width }, (_, index) => pathOf(grid, rows, index + 1))
  const wanted = told.columns.map((column) => column.header.map(folded))
  for (const [index, path] of paths.entries()) {
    const place = wanted.findIndex(
      (header, at) => !taken.has(at) && header.join('\u0001') === path.join('\u0001'),
    )
    if (place >= 0) claim(index + 1, place)
  }
  for (const [index, path] of paths.entries()) {
    const last = path.at(-1)
    const alike = wanted.flatMap((header, place) => (header.at(-1) === last ? [place] : []))
    if (last !== undefined && alike.length === 1) claim(index + 1, alike[0] as number)
  }
  for (const { name, sheet, column } of names) {
    const place = Number(/^qd_column_(\d{1,4})$/.exec(name)?.[1] ?? 0) - 1
    if (sheet === grid.sheet && told.columns[place]) claim(column, place)
  }
  return claims
}

/** How the claimed columns are to be read; those that were no fact when they were written are none now. */
export function choicesFrom(claims: Claims, told: Told): PlacedChoice[] {
  return [...claims].map(([column, place]) => {
    const { fact, unit } = told.columns[place] as Told['columns'][number]
    return { column, fact: fact ?? null, ...(fact !== undefined && unit !== undefined && { unit }) }
  })
}

/**
 * The sheet as the reader of lists takes it: what stands above the rows is ours and known, so the header is one row of the dictionary's
 * own words, whatever has been made of it. Rows keep their numbers.
 */
export function plainHeader(
  grid: Grid,
  marks: FoundMarks,
  choices: ReadonlyMap<number, PlacedChoice>,
  facts: readonly SheetFact[],
): Grid {
  const labels = new Map(facts.map((fact) => [fact.key, fact.label.zh]))
  const header = (grid.rows[marks.row - 1] ?? []).map((cell, index): Cell | undefined => {
    const fact = choices.get(index + 1)?.fact
    if (fact === null) return undefined
    return fact === undefined ? cell : { text: labels.get(fact) ?? fact }
  })
  for (const [column, { fact }] of choices) if (fact) header[column - 1] = { text: labels.get(fact) ?? fact }
  return {
    ...grid,
    rows: [
      ...Array.from({ length: marks.row - 1 }, () => undefined),
      Array.from(header),
      ...grid.rows.slice(marks.row),
    ],
    merges: grid.merges.filter((merge) => merge.top > marks.row),
  }
}
