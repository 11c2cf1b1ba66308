import type { Day } from '@qiongding/kernel'
import {
  type Grid,
  type PlacedChoice,
  readTables,
  type SheetFact,
  type TextReader,
  type TreeEntry,
} from '@qiongding/sheets'
import type { NamedColumn } from '../../workbook/names.ts'
import { sheetFrom } from '../look.ts'
import type { LowEnds } from '../rows.ts'
import type { GridRow, Sheet, Told } from '../sheet.ts'
import { choicesFrom, claimColumns, plainHeader } from './header.ts'
import type { FoundMarks } from './marks.ts'
import { returnedRows } from './rows.ts'

/** One of our files that came back: its sheet, the others beside it, its marks, and what the server knows of them. */
export type ReturnedFile = {
  readonly grid: Grid
  readonly grids: readonly Grid[]
  readonly marks: FoundMarks
  readonly told: Told
  readonly names: readonly NamedColumn[]
  readonly shell: Pick<Sheet, 'format' | 'encoding'>
}

type Setting = {
  readonly facts: readonly SheetFact[]
  /** Columns as a person corrected them. */
  readonly columns: readonly PlacedChoice[]
  readonly trees: Readonly<Record<string, readonly TreeEntry[]>>
  readonly readers: Readonly<Record<string, TextReader>>
  readonly lowEnds: LowEnds
  readonly asOf?: Day
}

/** Reads a returned file: where things stand is known from when it was written, so nothing of the layout is guessed. */
export function readReturned(
  { grid, grids, marks, told, names, shell }: ReturnedFile,
  setting: Setting,
): Sheet {
  const { facts, trees, readers, lowEnds, asOf } = setting
  const claims = claimColumns(grid, marks, told, names)
  // It is one block, and its headers are read as our own words: what was said of a column is said of its place.
  const byHand = setting.columns.map(({ header: _, ...choice }) => choice)
  const choices = new Map([...choicesFrom(claims, told), ...byHand].map((choice) => [choice.column, choice]))
  const tables = readTables(plainHeader(grid, marks, choices, facts), facts, {
    trees,
    readers,
    ...(asOf && { asOf }),
    mapping: { columns: [...choices.values()], ...(asOf && { asOf }) },
    header: marks.row,
  })
  const { rows, findings } = returnedRows(grid, tables, marks, {
    facts: new Map(facts.map((fact) => [fact.key, fact])),
    choices,
    trees,
    readers,
    lowEnds,
    told,
  })
  const depth = Math.max(...told.columns.map((column) => column.header.length))
  const parts = new Map<number, GridRow['part']>(rows.map(({ row }) => [row, 'data']))
  for (let row = 1; row <= marks.row; row += 1) parts.set(row, row > marks.row - depth ? 'header' : 'title')
  const sheet = sheetFrom({
    ...shell,
    kind: told.kind,
    grid,
    grids,
    tables,
    lowEnds,
    rows,
    findings,
    parts,
    mark: marks.mark,
  })
  return {
    ...sheet,
    columns: sheet.columns.map((column) => {
      const place = claims.get(column.column)
      const known = place === undefined ? undefined : told.columns[place]
      if (!known || byHand.some((choice) => choice.column === column.column)) return column
      return {
        ...column,
        header: known.header.join(' / '),
        ...(column.fact !== undefined && { reason: 'returned' }),
      }
    }),
  }
}
