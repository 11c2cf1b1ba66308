import type { SheetFact } from './fact.ts'
import { cellAt, fold, type Grid } from './grid.ts'
import { type HeaderBlock, headerAt, hitsOf, isLabelRow, knownWords, opensBelow } from './header.ts'
import { headerWord, matchHeader } from './match.ts'
import { filledColumns, type MergeMap } from './merges.ts'

/** Of the columns of a further block, at least this share must be words of the dictionary. */
const SHARE_KNOWN = 0.4
/** A repeated header may differ in this share of its cells, a slip or a spare one, but never in a word of the dictionary. */
const SHARE_OTHER = 0.25

/** Signs of a header further down: the same words again, or several words of the dictionary in one header of its own. */
export function headerTest(grid: Grid, merges: MergeMap, block: HeaderBlock, facts: readonly SheetFact[]) {
  const known = knownWords(facts)
  const own = new Map<number, Set<string>>()
  for (const [column, path] of block.paths) own.set(column, new Set(path.map((text) => plainLine(text))))
  const repeats = (row: number, columns: readonly number[]) => {
    const others = columns.filter(
      (column) => !own.get(column)?.has(plainLine(cellAt(grid, row, column).text)),
    )
    return (
      columns.length - others.length >= 2 &&
      others.length <= columns.length * SHARE_OTHER &&
      others.every((column) => !known.has(headerWord(cellAt(grid, row, column).text)))
    )
  }
  return (row: number, columns: readonly number[]): 'same' | 'other' | undefined => {
    if (!isLabelRow(grid, row, known)) return undefined
    if (repeats(row, columns)) return 'same'
    const hits = hitsOf(grid, row, known)
    if (hits < 2) {
      // A row of words right above the same header again is data.
      if (row === grid.rows.length || repeats(row + 1, filledColumns(grid, row + 1))) return undefined
      if (!opensBelow(grid, merges, row, known)) return undefined
    }
    const found = headerAt(grid, merges, row, facts)
    if (found.to === row && hits < 2) return undefined
    const sure = [...found.paths.values()].filter((path) => (matchHeader(path, facts)[0]?.score ?? 0) >= 0.95)
    return sure.length >= 2 && sure.length >= found.paths.size * SHARE_KNOWN ? 'other' : undefined
  }
}

/** A header text on one line. */
const plainLine = (text: string) => fold(text).replace(/\s*\n\s*/g, '')
