import type { MatchOptions } from '../definition.ts'
import { holdsWord } from '../words.ts'
import { type CutText, isHan } from './cut.ts'

/** Most shared words shown with an offer: about one line of a table. */
const MOST_WORDS = 8

/** The need's side of shared words, made ready once. */
export type SharedWordsReady = {
  readonly pairs: ReadonlySet<string>
  readonly words: ReadonlySet<string>
  readonly text: string
  readonly segmented: boolean
}

/** Prepares the need's text for looking up what offers share with it. */
export function readyShared(need: CutText, segment: MatchOptions['segment']): SharedWordsReady {
  const pairs = new Set<string>()
  for (const run of need.runs)
    if (isHan(run)) for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2))
  return { pairs, words: new Set(need.runs), text: need.runs.join('\n'), segmented: segment !== undefined }
}

/**
 * What the two texts have in common, longest first: the longest pieces of at least two Chinese characters that stand in both, and
 * Latin words as a whole (with a segmenter: its words). The only thing of the text comparison that is shown.
 */
export function sharedWords(need: SharedWordsReady, offer: CutText): string[] {
  const found = new Set<string>()
  for (const run of offer.runs) {
    if (need.segmented || !isHan(run)) {
      if (need.words.has(run) && run.length > 1) found.add(run)
    } else {
      collectPieces(run, need, found)
    }
  }
  if (found.size === 0) return []
  const place = (word: string) => need.text.indexOf(word)
  const words = [...found].sort((a, b) => b.length - a.length || place(a) - place(b) || (a < b ? -1 : 1))
  return words
    .filter((word, index) => !words.slice(0, index).some((longer) => holdsWord(longer, word)))
    .slice(0, MOST_WORDS)
}

function collectPieces(run: string, need: SharedWordsReady, found: Set<string>): void {
  let start = 0
  while (start + 1 < run.length) {
    if (!need.pairs.has(run.slice(start, start + 2))) {
      start++
      continue
    }
    let end = start + 2
    while (end < run.length && need.text.includes(run.slice(start, end + 1))) end++
    found.add(run.slice(start, end))
    // The next piece may overlap this one by a character.
    start = end - 1
  }
}
