/**
 * Verdicts of 32 subjects in two words: `yes` and `known`. Both: yes. Known alone: no. Neither: unknown. Yes alone: a matter for a
 * person (only where a clause has a manual review).
 */
export type Bits = { readonly yes: Uint32Array; readonly known: Uint32Array }

/** Kleene's strong conjunction over words; see `allVerdicts` for the order with review. */
export function allBits(into: Bits, parts: readonly Bits[], review: boolean): void {
  const { length } = into.yes
  for (let word = 0; word < length; word++) {
    let yes = -1
    let no = 0
    let unknown = 0
    for (let part = 0; part < parts.length; part++) {
      const y = parts[part]!.yes[word]!
      const k = parts[part]!.known[word]!
      yes &= y & k
      no |= k & ~y
      if (review) unknown |= ~k & ~y
    }
    into.yes[word] = review ? yes | (~yes & ~no & ~unknown) : yes
    into.known[word] = yes | no
  }
}

/** The disjunction, by De Morgan. */
export function anyBits(into: Bits, parts: readonly Bits[], review: boolean): void {
  const { length } = into.yes
  for (let word = 0; word < length; word++) {
    let yes = 0
    let no = -1
    let unknown = 0
    for (let part = 0; part < parts.length; part++) {
      const y = parts[part]!.yes[word]!
      const k = parts[part]!.known[word]!
      yes |= y & k
      no &= k & ~y
      if (review) unknown |= ~k & ~y
    }
    into.yes[word] = review ? yes | (~yes & ~no & ~unknown) : yes
    into.known[word] = yes | no
  }
}

/** Yes and no change places; unknown and review stay. */
export function notBits(into: Bits, part: Bits): void {
  for (let word = 0; word < into.yes.length; word++) {
    into.yes[word] = part.yes[word]! ^ part.known[word]!
    into.known[word] = part.known[word]!
  }
}
