import type { Finding, Value } from '@qiongding/kernel'
import type { Table, TableCell } from '@qiongding/sheets'
import type { SheetRow } from './sheet.ts'

/** Where the low end of a range goes: the fact named beside the one whose column it stands in. */
export type LowEnds = ReadonlyMap<string, string>

/** The ends of a range as the two facts that state them; an open end states nothing. */
export function endsOf(
  { range }: TableCell['reading'],
  fact: string,
  lowEnds: LowEnds,
): Record<string, number> | undefined {
  const low = lowEnds.get(fact)
  if (!range || low === undefined) return undefined
  return {
    ...(range.from !== undefined && { [low]: range.from }),
    ...(range.to !== undefined && { [fact]: range.to }),
  }
}

/**
 * Columns that state a fact for an older year than another column of the same fact, by position. A record holds one value of a fact as
 * of the sheet's day: the newest year's; the others are said and left out, whatever the order of the columns.
 */
function olderYears(table: Table): ReadonlySet<number> {
  const newest = new Map<string, number>()
  for (const { fact, year } of table.columns)
    if (fact !== undefined && year !== undefined) newest.set(fact, Math.max(newest.get(fact) ?? 0, year))
  return new Set(
    table.columns.flatMap(({ fact, year }, position) =>
      fact !== undefined && year !== undefined && year < newest.get(fact)! ? [position] : [],
    ),
  )
}

/** Data rows with their values. A low end that has a column of its own is taken from there. */
export function rowsOf(tables: readonly Table[], lowEnds: LowEnds): SheetRow[] {
  return tables.flatMap((table) => {
    const older = olderYears(table)
    // Whoever looks must first settle which of two columns states a fact: until then no row says it.
    const twice = new Set(
      table.findings
        .filter((finding) => finding.code === 'two-columns-one-fact')
        .map((finding) => String(finding.facts?.fact)),
    )
    const errors = new Set(
      table.findings.filter((finding) => finding.level === 'error').map((finding) => finding.at.row),
    )
    return table.rows.map(({ row, cells }) => {
      const values: Record<string, Value> = {}
      const ends: Record<string, number> = {}
      for (const [index, cell] of cells.entries()) {
        const fact = table.columns[index]?.fact
        if (fact === undefined || older.has(index) || twice.has(fact)) continue
        if (cell.reading.value !== undefined) values[fact] = cell.reading.value
        Object.assign(ends, endsOf(cell.reading, fact, lowEnds))
      }
      return { row, values: { ...ends, ...values }, held: errors.has(row) }
    })
  })
}

/** What is said of the tables; of a range that was taken apart, where its low end went. */
export function findingsOf(tables: readonly Table[], lowEnds: LowEnds): Finding[] {
  return tables.flatMap((table) => {
    const factAt = new Map(table.columns.map((column) => [column.index, column.fact]))
    const older = [...olderYears(table)].map((position): Finding => {
      const column = table.columns[position]!
      return {
        code: 'older-year',
        level: 'remark',
        at: { sheet: table.sheet, row: table.headerRows.to, column: column.index },
        value: column.header,
      }
    })
    const said = table.findings.map((finding) => {
      const fact = finding.at.column === undefined ? undefined : factAt.get(finding.at.column)
      const low = finding.code === 'range' && fact !== undefined ? lowEnds.get(fact) : undefined
      return low === undefined ? finding : { ...finding, facts: { ...finding.facts, low } }
    })
    return [...older, ...said]
  })
}

/** Rows on their way between threads, by column: the keys travel once, and a list of values is copied several times faster than records. */
export type PackedRows = {
  readonly facts: readonly string[]
  readonly rows: readonly number[]
  readonly held: readonly boolean[]
  readonly columns: readonly (readonly (Value | undefined)[])[]
  /** Of a file of ours that came back. */
  readonly marks?: readonly (string | undefined)[]
  readonly said?: readonly (SheetRow['said'] | undefined)[]
}

export function packRows(rows: readonly SheetRow[]): PackedRows {
  const facts = [...new Set(rows.flatMap((row) => Object.keys(row.values)))]
  return {
    facts,
    rows: rows.map((row) => row.row),
    held: rows.map((row) => row.held),
    columns: facts.map((fact) => rows.map((row) => row.values[fact])),
    ...(rows.some((row) => row.mark !== undefined || row.said) && {
      marks: rows.map((row) => row.mark),
      said: rows.map((row) => row.said),
    }),
  }
}

export function unpackRows({ facts, rows, held, columns, marks, said }: PackedRows): SheetRow[] {
  return rows.map((row, index) => {
    const values: Record<string, Value> = {}
    for (const [at, fact] of facts.entries()) {
      const value = columns[at]?.[index]
      if (value !== undefined) values[fact] = value
    }
    const [mark, words] = [marks?.[index], said?.[index]]
    return {
      row,
      values,
      held: held[index] === true,
      ...(mark !== undefined && { mark }),
      ...(words && { said: words }),
    }
  })
}
