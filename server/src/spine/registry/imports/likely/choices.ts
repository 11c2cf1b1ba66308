import type { ImportRow, LikelyChoice } from '../../import-object.ts'
import { keyOf, type Likely, type Other } from './find.ts'

type Said = Pick<ImportRow, 'likely' | 'likelyAll'>

/** What was said of a pair: by itself, or of all of its verdict. */
export function choiceOf(said: Said, { row, other, trace }: Likely): LikelyChoice | undefined {
  return said.likely?.[String(row)]?.[keyOf(other)] ?? said.likelyAll?.[trace.verdict]
}

/** The other one as a decision names it. */
function named(key: string): Pick<SameAs, 'subjectId' | 'row'> {
  return key.startsWith('r:') ? { row: Number(key.slice(2)) } : { subjectId: key.slice(2) }
}

/** The record or the earlier row that a row is decided to be the same as. */
export type SameAs = { readonly subjectId?: string; readonly row?: number }

/**
 * Rows that are the same as another by decision. What was said of a pair holds whether or not it is found again; what was said of all of a
 * verdict needs the pairs.
 */
export function sameRows(said: Said, pairs: readonly Likely[]): ReadonlyMap<number, SameAs> {
  const same = new Map<number, SameAs>()
  for (const [row, choices] of Object.entries(said.likely ?? {})) {
    const chosen = Object.entries(choices).find(([, choice]) => choice === 'same')
    if (chosen) same.set(Number(row), named(chosen[0]))
  }
  if (said.likelyAll)
    for (const pair of pairs)
      if (!same.has(pair.row) && choiceOf(said, pair) === 'same')
        same.set(pair.row, 'row' in pair.other ? { row: pair.other.row } : pair.other)
  return same
}

export type ApartPair = { readonly row: number; readonly other: SameAs; readonly choice: 'apart' | 'later' }

/** Pairs that are to be remembered once both are records: kept apart, or put off. */
export function apartPairs(said: Said, pairs: readonly Likely[]): ApartPair[] {
  const found = new Map<string, ApartPair>()
  const put = (row: number, other: Other | string, choice: LikelyChoice | undefined) => {
    if (choice !== 'apart' && choice !== 'later') return
    const key = typeof other === 'string' ? other : keyOf(other)
    found.set(`${row} ${key}`, { row, other: named(key), choice })
  }
  for (const [row, choices] of Object.entries(said.likely ?? {}))
    for (const [key, choice] of Object.entries(choices)) put(Number(row), key, choice)
  if (said.likelyAll) for (const pair of pairs) put(pair.row, pair.other, choiceOf(said, pair))
  return [...found.values()]
}

/** Rows with likely duplicates, and those of them of which nobody has said anything yet. */
export function countLikely(said: Said, pairs: readonly Likely[]): { likely: number; undecided: number } {
  const rows = Map.groupBy(pairs, (pair) => pair.row)
  const same = sameRows(said, pairs)
  return {
    likely: rows.size,
    undecided: [...rows].filter(
      ([row, own]) => !same.has(row) && own.some((pair) => choiceOf(said, pair) === undefined),
    ).length,
  }
}
