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

/** Data rows with their values. A low end that has a column of its own is taken from there. */
export function rowsOf(tables: readonly Table[], lowEnds: LowEnds): SheetRow[] {
  return tables.flatMap((table) =>
    table.rows.map(({ row, cells }) => {
      const values: Record<string, Value> = {}
      const ends: Record<string, number> = {}
      let held = false
      for (const [index, cell] of cells.entries()) {
        const fact = table.columns[index]?.fact
        if (fact === undefined) continue
        if (cell.reading.value !== undefined) values[fact] = cell.reading.value
        Object.assign(ends, endsOf(cell.reading, fact, lowEnds))
        if (cell.reading.findings.some((finding) => finding.level === 'error')) held = true
      }
      return { row, values: { ...ends, ...values }, held }
    }),
  )
}

/** What is said of the tables; of a range that was taken apart, where its low end went. */
export function findingsOf(tables: readonly Table[], lowEnds: LowEnds): Finding[] {
  return tables.flatMap((table) => {
    const factAt = new Map(table.columns.map((column) => [column.index, column.fact]))
    return table.findings.map((finding) => {
      const fact = finding.at.column === undefined ? undefined : factAt.get(finding.at.column)
      const low = finding.code === 'range' && fact !== undefined ? lowEnds.get(fact) : undefined
      return low === undefined ? finding : { ...finding, facts: { ...finding.facts, low } }
    })
  })
}
