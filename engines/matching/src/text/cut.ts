import type { MatchOptions } from '../definition.ts'
import { isStopWord, withoutStopWords } from '../stopwords.ts'
import { normalised, type ReadTexts } from '../words.ts'

/** The compared text of one side, cut once. */
export type CutText = {
  /** Runs of one script: Chinese characters, or a word in letters. With a segmenter: its words. */
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

const RUN =
  /\p{Script=Han}+|[[\p{L}\p{N}]--\p{Script=Han}](?:[[\p{L}\p{M}\p{N}+#.]--\p{Script=Han}]*[[\p{L}\p{M}\p{N}+#]--\p{Script=Han}])?/gv
const HAN = /^\p{Script=Han}/u
// Marks for the edges of a run. Numbers of characters begin after them.
const OPEN = 1
const CLOSE = 2
/** Longest piece of a word in letters; the shortest is 2. */
const LONGEST_PIECE = 4
/**
 * Up to so many characters a text is a title or a tag, and single characters and edges count: without them job titles are found a tenth
 * less well. Longer texts are found as well by pairs alone, with half the tokens.
 */
const LONGEST_TITLE = 40

/** Whether a run is of Chinese characters. */
export function isHan(run: string): boolean {
  return HAN.test(run)
}

/**
 * Cuts the text facts of one side. Chinese gives pairs of characters, in titles also the characters and the edges of a run; words in
 * letters give pieces of 2 to 4 with the edges marked. With a segmenter its words are the tokens.
 */
export function cutText(
  read: ReadTexts,
  keys: readonly string[],
  segment: MatchOptions['segment'],
  table: TokenTable,
): CutText {
  const runs: string[] = []
  const tokens: number[] = []
  const add = (key: number | string) => tokens.push(numberOf(key, table))
  for (const text of keys.flatMap(read)) {
    const pieces = segment ? segmented(text, segment) : (withoutStopWords(text).match(RUN) ?? [])
    for (const piece of pieces) {
      runs.push(piece)
      if (segment) add(piece)
      else if (isHan(piece)) addCharacters(piece, { table, title: text.length <= LONGEST_TITLE }, add)
      else addLetters(piece, add)
    }
  }
  return { runs, tokens }
}

/**
 * Numbers of the tokens inside a text, edges and stop words left as they are: a text that holds a word holds every inner token of the
 * word. With `known` no new number is given out, and undefined says that one of them was never met.
 */
export function innerTokens(text: string, table: TokenTable): number[]
export function innerTokens(text: string, table: TokenTable, known: 'known'): number[] | undefined
export function innerTokens(text: string, table: TokenTable, known?: 'known'): number[] | undefined {
  const tokens: number[] = []
  let unmet = false
  const add = (key: number | string | undefined) => {
    const id = key === undefined || (known && !table.ids.has(key)) ? undefined : numberOf(key, table)
    if (id === undefined) unmet = true
    else tokens.push(id)
  }
  for (const run of text.match(RUN) ?? []) {
    if (isHan(run)) addInnerCharacters(run, known ? metCharacter(table) : givenCharacter(table), add)
    else for (let at = 0; at + 1 < run.length; at++) add(letterKey(run.slice(at, at + 2)))
  }
  return unmet ? undefined : tokens
}

function numberOf(key: number | string, { ids }: TokenTable): number {
  let id = ids.get(key)
  if (id === undefined) {
    id = ids.size
    ids.set(key, id)
  }
  return id
}

function segmented(text: string, segment: NonNullable<MatchOptions['segment']>): string[] {
  return segment(text)
    .map(normalised)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !isStopWord(word))
}

const metCharacter =
  ({ characters }: TokenTable) =>
  (code: number) =>
    characters.get(code)

const givenCharacter =
  ({ characters }: TokenTable) =>
  (code: number): number => {
    let id = characters.get(code)
    if (id === undefined) {
      id = characters.size + CLOSE + 1
      characters.set(code, id)
    }
    return id
  }

/** Keys: a character is its number, a pair two numbers of 15 bits (a list uses some thousands of the characters there are). */
function addCharacters(
  run: string,
  { table, title }: { readonly table: TokenTable; readonly title: boolean },
  add: (key: number) => void,
): void {
  const numberFor = givenCharacter(table)
  let before = OPEN
  for (let at = 0; at < run.length; at++) {
    const id = numberFor(run.charCodeAt(at))
    if (title || run.length === 1) add(id)
    if (title || at > 0) add((before << 15) | id)
    before = id
  }
  if (title) add((before << 15) | CLOSE)
}

function addInnerCharacters(
  run: string,
  numberFor: (code: number) => number | undefined,
  add: (key: number | undefined) => void,
): void {
  let before: number | undefined
  for (let at = 0; at < run.length; at++) {
    const id = numberFor(run.charCodeAt(at))
    add(id)
    if (at > 0) add(before === undefined || id === undefined ? undefined : (before << 15) | id)
    before = id
  }
}

/** Pieces of up to four letters; those of ASCII letters are numbers of 7 bits each, negative to stand apart from characters. */
function addLetters(run: string, add: (key: number | string) => void): void {
  const marked = `\u0001${run}\u0002`
  for (let start = 0; start < marked.length; start++)
    for (let end = start + 2; end <= marked.length && end <= start + LONGEST_PIECE; end++)
      add(letterKey(marked.slice(start, end)))
}

function letterKey(piece: string): number | string {
  let key = 0
  for (let at = 0; at < piece.length; at++) {
    const code = piece.charCodeAt(at)
    if (code > 127) return piece
    key = key * 128 + code
  }
  return -key
}
