function gramsOf(text: string): string[] {
  const chars = [...text]
  if (chars.length < 2) return chars
  return chars.slice(1).map((char, index) => chars[index]! + char)
}

/** Dice coefficient over character bigrams, 0 to 1 (Dice 1945); single characters count as themselves. */
export function similarity(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1
  const left = gramsOf(one)
  const right = gramsOf(other)
  if (left.length === 0 || right.length === 0) return 0
  const counts = new Map<string, number>()
  for (const gram of left) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  let shared = 0
  for (const gram of right) {
    const count = counts.get(gram) ?? 0
    if (count > 0) {
      shared += 1
      counts.set(gram, count - 1)
    }
  }
  return (2 * shared) / (left.length + right.length)
}

/** Below this a word is not offered as the likely one: with fewer than a third of the pairs shared, suggestions mislead. */
const WORTH_SAYING = 0.34

/** The choices most alike a word, best first; containment counts as alike. */
export function nearest<T>(
  word: string,
  choices: readonly T[],
  wordsOf: (choice: T) => readonly string[],
  most: number,
): T[] {
  if (word === '') return []
  const scored: { choice: T; score: number }[] = []
  for (const choice of choices) {
    let score = 0
    for (const other of wordsOf(choice)) {
      if (other === '') continue
      const contains = other.includes(word) || word.includes(other)
      score = Math.max(
        score,
        similarity(word, other),
        contains ? 0.5 + Math.min(word.length, other.length) / 100 : 0,
      )
    }
    if (score >= WORTH_SAYING) scored.push({ choice, score })
  }
  scored.sort((left, right) => right.score - left.score)
  return scored.slice(0, most).map((entry) => entry.choice)
}
