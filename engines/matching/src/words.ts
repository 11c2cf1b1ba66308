import type { Facts, Tri, Value } from '@qiongding/kernel'
import type { MatchOptions, Term, WordsRule } from './definition.ts'

/** One term of the need as it was found in the offer. */
export type WordHit = {
  /** The term as the need writes it. */
  readonly wanted: string
  /** The word of the offer that decided. */
  readonly found: string
  /** `same` word, `also` another name of it, `narrower` a term that the word list puts below it (词表 ⊃). */
  readonly how: 'same' | 'also' | 'narrower'
  /** The fact of the offer it stands in. */
  readonly fact: string
}

/** The answer of a words rule. */
export type WordsAnswer = {
  readonly verdict: Tri
  readonly hits: readonly WordHit[]
  /** Terms of the need that were not found. */
  readonly lacking: readonly string[]
  /** Facts of the offer that are unknown and could still hold them. */
  readonly missing: readonly string[]
}

/** Full-width and half-width forms, capitals and runs of blanks do not tell words apart. */
export function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The texts of a fact; none where it is unknown or blank. */
export function textsOf(value: Value | undefined): readonly string[] {
  if (value === undefined) return []
  const texts = Array.isArray(value) ? value : [String(value)]
  return texts.filter((text) => text.trim() !== '')
}

/** The terms a need asks for, as written, each once. */
export function termsOf(value: Value | undefined): string[] {
  const written = Array.isArray(value)
    ? textsOf(value)
    : textsOf(value).flatMap((text) => text.split(/[、，,;；/|\n]+/))
  const terms = new Map<string, string>()
  for (const term of written) {
    const key = normalised(term)
    if (key !== '' && !terms.has(key)) terms.set(key, term.trim())
  }
  return [...terms.values()]
}

/** Normalised texts of the facts of one offer, each worked out once. */
export type ReadTexts = (fact: string) => readonly string[]

/** Reads the texts of a subject by fact. */
export function textReader(facts: Facts): ReadTexts {
  const known = new Map<string, readonly string[]>()
  return (fact) => {
    const before = known.get(fact)
    if (before) return before
    const texts = textsOf(facts[fact]).map(normalised)
    known.set(fact, texts)
    return texts
  }
}

/** A word that stands for a term of the need. `rank` is its place among the words for that term: the first found in it decides. */
type Accepted = {
  readonly word: string
  readonly how: WordHit['how']
  readonly term: number
  readonly rank: number
}

/** A words rule made ready for one need. */
export type WordsRuleReady = {
  readonly rule: WordsRule
  readonly terms: readonly string[]
  /** Words that stand for a term, by their first UTF-16 unit: one pass over a text finds them all. */
  readonly accepted: ReadonlyMap<number, readonly Accepted[]>
}

/** Works out, once per need, which words stand for each of its terms. Throws where the named word list is not given. */
export function readyWords(rule: WordsRule, need: Facts, trees: MatchOptions['trees']): WordsRuleReady {
  const terms = termsOf(need[rule.need])
  const list = rule.synonyms === undefined ? [] : trees?.[rule.synonyms]
  if (!list) throw new RangeError(`word list not given: ${rule.synonyms}`)
  const accepted = new Map<number, Accepted[]>()
  terms.forEach((wanted, term) => {
    let rank = 0
    for (const [word, how] of acceptedFor(normalised(wanted), list)) {
      const first = word.charCodeAt(0)
      const others = accepted.get(first)
      const one = { word, how, term, rank: rank++ }
      if (others) others.push(one)
      else accepted.set(first, [one])
    }
  })
  return { rule, terms, accepted }
}

function namesOf({ label, aliases = [] }: Term): string[] {
  const labels = typeof label === 'string' ? [label] : [label.zh, label.en]
  return [...labels, ...aliases].map(normalised).filter((name) => name !== '')
}

/** The term itself, then its other names, then everything narrower, level by level. */
function acceptedFor(term: string, list: readonly Term[]): Map<string, WordHit['how']> {
  const accepted = new Map<string, WordHit['how']>([[term, 'same']])
  const accept = (terms: readonly Term[], how: WordHit['how']) => {
    for (const name of terms.flatMap(namesOf)) if (!accepted.has(name)) accepted.set(name, how)
  }
  let level = list.filter((one) => namesOf(one).includes(term))
  accept(level, 'also')
  const seen = new Set<string>()
  while (level.length > 0) {
    for (const one of level) seen.add(one.code)
    const above = level
    level = list.filter((one) => above.some((parent) => parent.code === one.parent) && !seen.has(one.code))
    accept(level, 'narrower')
  }
  return accepted
}

/** Looks for the terms of a need in the facts of one offer. What is not written is unknown as long as a searched fact is. */
export function judgeWords(
  { rule, terms, accepted }: WordsRuleReady,
  offer: Facts,
  read: ReadTexts,
): WordsAnswer {
  const best: ({ readonly rank: number; readonly hit: WordHit } | undefined)[] = terms.map(() => undefined)
  for (const fact of rule.offer) for (const text of read(fact)) searchText(text, fact)
  function searchText(text: string, fact: string): void {
    for (let at = 0; at < text.length; at++) {
      const candidates = accepted.get(text.charCodeAt(at))
      if (!candidates) continue
      for (const { word, how, term, rank } of candidates)
        if (rank < (best[term]?.rank ?? Number.POSITIVE_INFINITY) && standsAt(text, word, at))
          best[term] = { rank, hit: { wanted: terms[term]!, found: word, how, fact } }
    }
  }
  const hits = best.flatMap((one) => one?.hit ?? [])
  const lacking = terms.filter((_, term) => !best[term])
  if (terms.length === 0) return { verdict: 'unknown', hits, lacking, missing: [] }
  if (hits.length >= Math.min(rule.atLeast ?? terms.length, terms.length))
    return { verdict: 'yes', hits, lacking, missing: [] }
  // A blank text says nothing; an empty list says that there is nothing.
  const missing = rule.offer.filter((fact) => read(fact).length === 0 && !Array.isArray(offer[fact]))
  return { verdict: missing.length > 0 ? 'unknown' : 'no', hits, lacking, missing }
}

const LATIN = /[a-z0-9]/
const GOES_ON = /[a-z0-9+#]/

/** Whether a word stands at a place: Chinese anywhere, Latin only as a whole word (`java` is not in `javascript`, `c` not in `c++`). */
function standsAt(text: string, word: string, at: number): boolean {
  if (!text.startsWith(word, at)) return false
  const end = at + word.length
  if (LATIN.test(word.charAt(0)) && LATIN.test(text.charAt(at - 1))) return false
  return !(GOES_ON.test(word.charAt(word.length - 1)) && GOES_ON.test(text.charAt(end)))
}

/** Whether a text holds a word anywhere. */
export function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (standsAt(text, word, at)) return true
  return false
}
