import { readCell } from './cell.ts'
import type { SheetFact } from './fact.ts'
import { EMPTY_CELL, isBlank, trimmed } from './grid.ts'
import { type HeaderMatch, matchHeader, yearOfHeader } from './match.ts'
import type { CellContext } from './reading.ts'
import type { RawRow } from './rows.ts'
import type { Column, Reading } from './table.ts'
import { unitFor, unitOfHeader } from './unit.ts'

/** Cells looked at when a column is told by its values, and the share that must fit. */
const SAMPLE = 200
const SAMPLE_MIN = 3
const SHARE_THAT_FITS = 0.8

type Pair = { readonly column: number; readonly match: HeaderMatch }

export function headerUnitOf(path: readonly string[]): string | undefined {
  for (const text of [...path].reverse()) {
    const unit = unitOfHeader(text)
    if (unit !== undefined) return unit
  }
  return undefined
}

function headerYearOf(path: readonly string[]): number | undefined {
  for (const text of [...path].reverse()) {
    const year = yearOfHeader(text)
    if (year !== undefined) return year
  }
  return undefined
}

/** True unless the header names a unit that cannot measure the fact. */
function unitFits(fact: SheetFact, headerUnit: string | undefined): boolean {
  if (headerUnit === undefined) return true
  return fact.type === 'number' && unitFor(headerUnit, fact.unit) !== undefined
}

/** Columns with the facts proposed for them: the surest pairs first, each fact once per year. */
export function proposeColumns(
  paths: ReadonlyMap<number, readonly string[]>,
  units: ReadonlyMap<number, string>,
  reading: Reading,
): Column[] {
  const indices = [...paths.keys()].sort((left, right) => left - right)
  const pairs: Pair[] = []
  const matches = new Map<number, HeaderMatch[]>()
  for (const index of indices) {
    const headerUnit = units.get(index) ?? headerUnitOf(paths.get(index)!)
    const found = matchHeader(paths.get(index)!, reading.facts).filter(
      (match) => match.reason !== 'similar' || unitFits(match.fact, headerUnit),
    )
    matches.set(index, found)
    for (const match of found) pairs.push({ column: index, match })
  }
  pairs.sort((left, right) => right.match.score - left.match.score || left.column - right.column)
  const chosen = new Map<number, HeaderMatch>()
  const taken = new Set<string>()
  for (const { column, match } of pairs) {
    const slot = `${match.fact.key} ${headerYearOf(paths.get(column)!) ?? ''}`
    if (chosen.has(column) || taken.has(slot)) continue
    chosen.set(column, match)
    taken.add(slot)
  }
  return indices.map((index) => {
    const path = paths.get(index)!
    const match = chosen.get(index)
    const headerUnit = units.get(index) ?? headerUnitOf(path)
    const year = headerYearOf(path)
    const others = matches.get(index)!.filter((other) => other.fact.key !== match?.fact.key)
    return {
      index,
      header: path.join(' / '),
      path,
      ...(match ? { fact: match.fact.key, reason: match.reason } : {}),
      alternatives: others.slice(0, 3).map((other) => other.fact.key),
      ...(headerUnit === undefined ? {} : { headerUnit }),
      ...(year === undefined ? {} : { year, yearFrom: 'header' as const }),
    }
  })
}

/** Columns no header word told, told by their values: words of an enum or tree, or texts a reader accepts. */
export function proposeByValues(
  columns: readonly Column[],
  rows: readonly RawRow[],
  reading: Reading,
): Column[] {
  const taken = new Set(columns.map((column) => column.fact))
  return columns.map((column, position) => {
    if (column.fact !== undefined) return column
    const cells = rows
      .slice(0, SAMPLE)
      .map((row) => row.cells[position] ?? EMPTY_CELL)
      .filter((cell) => !isBlank(cell))
    if (cells.length < SAMPLE_MIN) return column
    for (const fact of reading.facts) {
      if (taken.has(fact.key)) continue
      const reader = reading.options.readers?.[fact.key]
      const tree = fact.tree === undefined ? undefined : reading.options.trees?.[fact.tree]
      const tells = fact.type === 'enum' || (fact.type === 'tree' && tree) || (fact.type === 'text' && reader)
      if (!tells) continue
      const context: CellContext = { ...(tree ? { tree } : {}), ...(reader ? { reader } : {}) }
      const fitting = cells.filter((cell) => readCell(cell, fact, context).state === 'known')
      const words = new Set(fitting.map((cell) => trimmed(cell.text)))
      if (fitting.length < cells.length * SHARE_THAT_FITS || words.size < 2) continue
      taken.add(fact.key)
      return { ...column, fact: fact.key, reason: 'values' as const }
    }
    return column
  })
}
