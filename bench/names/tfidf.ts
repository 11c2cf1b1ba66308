// The peer: what a plain reader of a text-search chapter would build. Characters and their pairs, tf-idf, cosine.

export type Ranked = { readonly at: number; readonly score: number }

const gramsOf = (text: string): string[] => {
  const chars = [...text]
  return [...chars, ...chars.slice(1).map((char, at) => chars[at]! + char)]
}

/** An index over texts that ranks them all for a query by the cosine of their n-grams (1 and 2 characters). */
export function tfidf(texts: readonly string[]): (query: string, limit: number) => Ranked[] {
  const numbers = new Map<string, number>()
  const documents: Map<number, number>[] = []
  const having: number[] = []
  for (const text of texts) {
    const counts = new Map<number, number>()
    for (const gram of gramsOf(text)) {
      let number = numbers.get(gram)
      if (number === undefined) {
        number = numbers.size
        numbers.set(gram, number)
        having.push(0)
      }
      if (!counts.has(number)) having[number]! += 1
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    documents.push(counts)
  }
  const idf = Float64Array.from(having, (count) => Math.log((1 + texts.length) / (1 + count)) + 1)
  const weighted = (counts: ReadonlyMap<number, number>) => {
    const weights = [...counts].map(([number, count]) => [number, count * idf[number]!] as const)
    const length = Math.hypot(...weights.map(([, weight]) => weight))
    return weights.map(([number, weight]) => [number, length === 0 ? 0 : weight / length] as const)
  }
  const postings = having.map((count) => ({
    at: new Uint32Array(count),
    weight: new Float32Array(count),
    length: 0,
  }))
  for (const [at, counts] of documents.entries())
    for (const [number, weight] of weighted(counts)) {
      const posting = postings[number]!
      posting.at[posting.length] = at
      posting.weight[posting.length++] = weight
    }
  const scores = new Float64Array(texts.length)
  return (query, limit) => {
    scores.fill(0)
    const counts = new Map<number, number>()
    for (const gram of gramsOf(query)) {
      const number = numbers.get(gram)
      if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    for (const [number, weight] of weighted(counts)) {
      const { at, weight: weights, length } = postings[number]!
      for (let each = 0; each < length; each++) scores[at[each]!]! += weight * weights[each]!
    }
    const best: Ranked[] = []
    for (let at = 0; at < scores.length; at++) {
      const score = scores[at]!
      if (score === 0 || (best.length === limit && score <= best[limit - 1]!.score)) continue
      let place = best.length
      while (place > 0 && best[place - 1]!.score < score) place--
      best.splice(place, 0, { at, score })
      if (best.length > limit) best.pop()
    }
    return best
  }
}
