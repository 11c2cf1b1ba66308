import type { CutText, TokenTable } from './cut.ts'

/** Whole numbers stand for the share of a token in its text: the largest. Sixteen bits hold it, eight lose one in fifty of a first page. */
const FULL = 65535
/**
 * Rarity counts to this power: that did best on half of the queries of public lists of Chinese, English and German job titles, and no
 * worse on the other half.
 */
const RARITY_POWER = 2.5

/**
 * How much a token of the need weighs: rarer among the offers, more; often in the need, more. (lnc.ltc of the SMART notation, Salton
 * and Buckley 1988, with the rarity to a power. Rarity stands on the side of the need alone: an offer's own numbers then hold whatever
 * other offers come and go.)
 */
export function tokenWeight(timesInNeed: number, offersWithIt: number, offers: number): number {
  const rarity = Math.log((1 + offers) / (1 + offersWithIt)) + 1
  return (1 + Math.log(timesInNeed)) * rarity ** RARITY_POWER
}

/** Each token of a text once, in the order in which it first stands there, with its times. */
export function countedTokens(tokens: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/** Each token of an offer's text with its share in it, 1 to 65535: 1 + ln(times), over the length of all of them as a vector. */
export function impactsOf(tokens: readonly number[]): Map<number, number> {
  const counts = countedTokens(tokens)
  let squares = 0
  for (const times of counts.values()) squares += (1 + Math.log(times)) ** 2
  const scale = FULL / Math.sqrt(squares)
  for (const [token, times] of counts)
    counts.set(token, Math.max(1, Math.round((1 + Math.log(times)) * scale)))
  return counts
}

/** A token of a need with what it weighs. */
export type WantedToken = { readonly token: number; readonly weight: number }

/** The tokens of a need, the heaviest first: every sum runs in this order, so it is the same to the last bit wherever it is made. */
export function wantedTokens(
  tokens: readonly number[],
  { documents, offers }: { readonly documents: Int32Array; readonly offers: number },
): WantedToken[] {
  return [...countedTokens(tokens)]
    .map(([token, times]) => ({ token, weight: tokenWeight(times, documents[token] ?? 0, offers) }))
    .sort((a, b) => b.weight - a.weight)
}

/** How close each offer's text is to the need's. Only the order of these numbers is ever used. */
export function closenessOf(need: CutText, offers: readonly CutText[], table: TokenTable): Float32Array {
  const documents = new Int32Array(table.ids.size)
  const impacts = offers.map(({ tokens }) => impactsOf(tokens))
  for (const each of impacts) for (const token of each.keys()) documents[token]!++
  const wanted = wantedTokens(need.tokens, { documents, offers: offers.length })
  return Float32Array.from(impacts, (each) => {
    let sum = 0
    for (const { token, weight } of wanted) {
      const impact = each.get(token)
      if (impact !== undefined) sum = Math.fround(sum + weight * impact)
    }
    return sum
  })
}
