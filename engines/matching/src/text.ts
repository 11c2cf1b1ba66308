import type { MatchOptions } from './definition.ts'
import { isStopWord, withoutStopWords } from './stopwords.ts'
import { holdsWord, normalised, type ReadTexts } from './words.ts'

/** Most shared words shown with an offer: about one line of a table. */
const MOST_WORDS = 8

/** The compared text of one side, cut once. */
export type CutText = {
  /** Runs of one script: Chinese characters, or a Latin word. With a segmenter: its words. */
  readonly runs: readonly string[]
  /** Numbers of its tokens in the table, as often as they occur. */
  readonly tokens: readonly number[]
}

/** Numbers for tokens, given out as they are met: comparing numbers is several times faster than comparing pieces of text. */
export type TokenTable = {
  readonly ids: Map<number | string, number>
  readonly characters: Map<number, number>
}

/** An empty table; texts to be compared are cut with one. */
export function tokenTable(): TokenTable {
  return { ids: new Map(), characters: new Map() }
}

const RUN = /\p{Script=Han}+|[a-z0-9](?:[a-z0-9+#.]*[a-z0-9+#])?/gu
const HAN = /\p{Script=Han}/u
// Marks for the edges of a run. Numbers of characters begin after them.
const OPEN = 1
const CLOSE = 2

/**
 * Cuts the text facts of one side. Chinese gives characters and their pairs, Latin words pieces of 2 to 4 letters; both with the edges
 * marked, so that a word at the start counts as one. With a segmenter its words are the tokens.
 */
export function cutText(
  read: ReadTexts,
  keys: readonly string[],
  segment: MatchOptions['segment'],
  table: TokenTable,
): CutText {
  const runs: string[] = []
  const tokens: number[] = []
  const add = (key: number | string) => {
    let id = table.ids.get(key)
    if (id === undefined) {
      id = table.ids.size
      table.ids.set(key, id)
    }
    tokens.push(id)
  }
  for (const text of keys.flatMap(read)) {
    const pieces = segment ? segmented(text, segment) : (withoutStopWords(text).match(RUN) ?? [])
    for (const piece of pieces) {
      runs.push(piece)
      if (segment) add(piece)
      else if (HAN.test(piece)) addCharacters(piece, table, add)
      else addLetters(piece, add)
    }
  }
  return { runs, tokens }
}

function segmented(text: string, segment: NonNullable<MatchOptions['segment']>): string[] {
  return segment(text)
    .map(normalised)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !isStopWord(word))
}

/** Keys: a character is its number, a pair two numbers of 15 bits (there are fewer than 2^15 code units in Chinese script). */
function addCharacters(run: string, { characters }: TokenTable, add: (key: number) => void): void {
  let before = OPEN
  for (let at = 0; at < run.length; at++) {
    const code = run.charCodeAt(at)
    let id = characters.get(code)
    if (id === undefined) {
      id = characters.size + CLOSE + 1
      characters.set(code, id)
    }
    add(id)
    add((before << 15) | id)
    before = id
  }
  add((before << 15) | CLOSE)
}

/** Keys: up to four ASCII letters of 7 bits, negative to stand apart from characters. */
function addLetters(run: string, add: (key: number) => void): void {
  const last = run.length + 1
  const codeAt = (at: number) => (at === 0 ? OPEN : at === last ? CLOSE : run.charCodeAt(at - 1))
  for (let start = 0; start <= last; start++) {
    let key = codeAt(start)
    for (let end = start + 1; end <= last && end < start + 4; end++) {
      key = key * 128 + codeAt(end)
      add(-key)
    }
  }
}

/**
 * How close each offer's text is to the need's: cosine of tokens weighted by rarity among the offers, idf^1.25 (the exponent that
 * did best in a trial on lists of Chinese, English and German job titles). Only its order is ever used. A sum runs in the order of the
 * offer's own text, so it is the same to the last bit wherever the offer stands in the list.
 */
export function closenessOf(need: CutText, offers: readonly CutText[], table: TokenTable): Float64Array {
  const size = table.ids.size
  const documents = new Int32Array(size)
  const lastSeen = new Int32Array(size).fill(-1)
  offers.forEach(({ tokens }, index) => {
    for (const token of tokens) {
      if (lastSeen[token] === index) continue
      lastSeen[token] = index
      documents[token]!++
    }
  })
  const weights = Float64Array.from(documents, (n) => (Math.log((1 + offers.length) / (1 + n)) + 1) ** 1.25)
  const wanted = new Int32Array(size)
  for (const token of need.tokens) wanted[token]!++
  const counts = new Int32Array(size)
  return Float64Array.from(offers, ({ tokens }) => {
    for (const token of tokens) counts[token]!++
    let product = 0
    let length = 0
    for (const token of tokens) {
      const n = counts[token]!
      if (n === 0) continue
      counts[token] = 0
      const weight = weights[token]!
      length += (n * weight) ** 2
      product += n * wanted[token]! * weight * weight
    }
    return product === 0 ? 0 : product / Math.sqrt(length)
  })
}

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
    if (HAN.test(run)) for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2))
  return { pairs, words: new Set(need.runs), text: need.runs.join('\n'), segmented: segment !== undefined }
}

/**
 * What the two texts have in common, longest first: the longest pieces of at least two Chinese characters that stand in both, and
 * Latin words as a whole (with a segmenter: its words). The only thing of the text comparison that is shown.
 */
export function sharedWords(need: SharedWordsReady, offer: CutText): string[] {
  const found = new Set<string>()
  for (const run of offer.runs) {
    if (need.segmented || !HAN.test(run)) {
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
