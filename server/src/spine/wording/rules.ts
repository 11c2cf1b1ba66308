/** Wording that is warned of: a sentence with a word of every group, near each other, and none that turns it round. */
export type Pattern = {
  readonly id: string
  readonly all: readonly (readonly string[])[]
  readonly within: number
  readonly unless?: readonly string[]
}

/** A place in a text at which a pattern was found. */
export type Warning = {
  readonly pattern: string
  /** The sentence, shortened. */
  readonly sentence: string
  readonly from: number
  readonly to: number
}

/** Longest sentence that is repeated with a warning. */
const SENTENCE = 160
/** Most warnings of one text; a paper with more is one to write again. */
const MOST = 100

/** A text without a full stop is read in stretches that overlap, so that no place falls between two. */
const [STRETCH, OVERLAP] = [1_000, 100]

const SENTENCES = /[^。；;！!？?\n\r]+/gu

function* sentencesOf(text: string): Generator<{ readonly sentence: string; readonly at: number }> {
  for (const { 0: whole, index } of text.matchAll(SENTENCES))
    for (let from = 0; from === 0 || from + OVERLAP < whole.length; from += STRETCH - OVERLAP)
      yield { sentence: whole.slice(from, from + STRETCH), at: index + from }
}

/** Places of the words of a group in a sentence. */
function placesOf(sentence: string, words: readonly string[]): [number, number][] {
  const places: [number, number][] = []
  for (const word of words)
    for (let at = sentence.indexOf(word); at >= 0; at = sentence.indexOf(word, at + 1))
      places.push([at, at + word.length])
  return places
}

/** The shortest stretch that has a word of every group, if one is short enough. */
function stretchOf(sentence: string, { all, within }: Pattern): [number, number] | undefined {
  const groups = all.map((words) => placesOf(sentence, words))
  const [first, ...others] = groups
  let best: [number, number] | undefined
  for (const place of first ?? []) {
    let [from, to] = place
    const isNear = others.every((group) => {
      const near = group
        .map(([a, b]) => [Math.min(from, a), Math.max(to, b)] as const)
        .toSorted((one, other) => one[1] - one[0] - (other[1] - other[0]))[0]
      if (!near) return false
      ;[from, to] = near
      return true
    })
    if (isNear && to - from <= within && (best === undefined || to - from < best[1] - best[0]))
      best = [from, to]
  }
  return best
}

/**
 * Where a text says what the pack warns of. It reads words and not meaning: a warning is a question to whoever drafts, and no warning is
 * no clearance.
 */
export function warningsOf(text: string, patterns: readonly Pattern[]): Warning[] {
  const found: Warning[] = []
  for (const { sentence, at } of sentencesOf(text)) {
    for (const pattern of patterns) {
      if (pattern.unless?.some((word) => sentence.includes(word))) continue
      const stretch = stretchOf(sentence, pattern)
      if (!stretch) continue
      const start = Math.max(0, stretch[0] - 30)
      found.push({
        pattern: pattern.id,
        sentence: sentence.slice(start, start + SENTENCE).trim(),
        from: at + stretch[0],
        to: at + stretch[1],
      })
      if (found.length === MOST) return found
    }
  }
  return found
}
