import { judgeColumns } from '@qiongding/clause/columns'
import type { ReadyNeed, ReadyRequirement } from '../requirements.ts'
import { innerTokens, type TokenTable } from '../text/index.ts'
import { holdsWord, normalised, type WordsRuleReady } from '../words.ts'
import type { FactTable } from './facts.ts'
import type { Postings } from './postings.ts'
import { recent } from './recent.ts'
import type { TextStore } from './texts.ts'

/** One requirement over many offers: both bits yes, `known` alone no. Everything else is unknown. */
export type VerdictBits = { readonly yes: Uint32Array; readonly known: Uint32Array }

/** Tests asked lately, with the values they were asked with: 100 of them take 6 MB at 230,000 offers. */
const TESTS = 100
/** Words asked for lately. Each keeps the offers that hold it. */
const WORDS = 4000

type Tested = { yes: Uint32Array; known: Uint32Array; upTo: number }
type Held = { readonly slots: number[]; upTo: number }
type Parts = {
  readonly facts: FactTable
  readonly texts: TextStore
  readonly lists: Postings
  readonly table: TokenTable
}

/** Judges one stated requirement of a need for the first so many slots. What was asked before is only judged for slots that came since. */
export function verdictJudge({ facts, texts, lists, table }: Parts): {
  judge(requirement: ReadyRequirement, ready: ReadyNeed, slots: number): VerdictBits
  forget(): void
} {
  const tested = recent<Tested>(TESTS)
  const held = recent<Held>(WORDS)

  const judgeTest = ({ requirement: { id, test } }: ReadyRequirement, ready: ReadyNeed, slots: number) => {
    const { need, options } = ready
    const length = Math.ceil(slots / 32)
    if (!test) return { yes: new Uint32Array(length), known: new Uint32Array(length) }
    const values = test.parameters.map((key) => need[key] ?? null)
    const entry = tested.of(JSON.stringify([id, options.on, ...values]), () => ({
      yes: new Uint32Array(length),
      known: new Uint32Array(length),
      upTo: 0,
    }))
    if (entry.upTo < slots) {
      if (entry.yes.length < length) {
        entry.yes = grown(entry.yes, length)
        entry.known = grown(entry.known, length)
      }
      const from = entry.upTo & ~31
      const columns = facts.columns(slots)
      const [answer] = judgeColumns([test], columns, { on: options.on, parameters: need, from, to: slots })
      entry.yes.set(answer!.yes, from / 32)
      entry.known.set(answer!.known, from / 32)
      entry.upTo = slots
    }
    return entry
  }

  /** The offers that hold a term, by any of the words that stand for it. */
  const holding = (id: string, words: readonly string[], searched: readonly string[], slots: number) => {
    const holds = (slot: number) =>
      searched.some((fact) => {
        const text = texts.joined(slot, fact)
        return text !== undefined && words.some((word) => holdsWord(text, word))
      })
    const entry = held.of(`${id}\n${words[0]}`, () => {
      const candidates = candidatesFor(words)
      const found = candidates?.filter(holds) ?? []
      if (!candidates) for (let slot = 0; slot < slots; slot++) if (holds(slot)) found.push(slot)
      return { slots: found, upTo: slots }
    })
    for (; entry.upTo < slots; entry.upTo++) if (holds(entry.upTo)) entry.slots.push(entry.upTo)
    return entry.slots
  }

  /** Offers that could hold one of some words, in order; undefined where the lists cannot tell. */
  const candidatesFor = (words: readonly string[]): number[] | undefined => {
    const candidates = new Set<number>()
    for (const word of words) {
      const tokens = innerTokens(word, table, 'known')
      if (!tokens) continue
      if (tokens.length === 0) return undefined
      const rarest = tokens.reduce((a, b) => (lists.lengthOf(b) < lists.lengthOf(a) ? b : a))
      for (const { slots, from, to } of lists.of(rarest))
        for (let at = from; at < to; at++) candidates.add(slots[at]!)
    }
    return [...candidates].sort((a, b) => a - b)
  }

  const judgeWords = ({ requirement: { id }, words }: ReadyRequirement, slots: number): VerdictBits => {
    const { rule, terms, accepted } = words!
    const needed = Math.min(rule.atLeast ?? terms.length, terms.length)
    const length = Math.ceil(slots / 32)
    const yes = new Uint32Array(length)
    if (terms.length > 0) {
      const found = terms.length < 2 ** 16 ? new Uint16Array(slots) : new Uint32Array(slots)
      for (const wanted of wordsByTerm({ terms, accepted }))
        for (const slot of holding(id, wanted, rule.offer, slots))
          if (++found[slot]! === needed) yes[slot >>> 5]! |= 1 << (slot & 31)
    }
    const known = new Uint32Array(length).fill(terms.length > 0 ? 0xffffffff : 0)
    for (const fact of rule.offer) {
      const silent = texts.silentWords(fact)
      for (let word = 0; word < length; word++) known[word]! &= ~silent[word]!
    }
    for (let word = 0; word < length; word++) known[word]! |= yes[word]!
    return { yes, known }
  }

  return {
    judge: (requirement, ready, slots) =>
      requirement.words ? judgeWords(requirement, slots) : judgeTest(requirement, ready, slots),
    forget() {
      tested.clear()
      held.clear()
    },
  }
}

function grown(table: Uint32Array, length: number): Uint32Array {
  const wider = new Uint32Array(2 ** Math.ceil(Math.log2(length)))
  wider.set(table)
  return wider
}

/** The words that stand for each term; the term itself first. */
function wordsByTerm({ terms, accepted }: Pick<WordsRuleReady, 'terms' | 'accepted'>): string[][] {
  const words = terms.map((term) => [normalised(term)])
  for (const some of accepted.values())
    for (const { word, term } of some) if (!words[term]!.includes(word)) words[term]!.push(word)
  return words
}
