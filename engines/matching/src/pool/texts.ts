import type { Facts } from '@qiongding/kernel'
import type { Profile } from '../definition.ts'
import { normalised, type ReadTexts, textsOf } from '../words.ts'
import { type BitTable, bitTable, hasBit, setBit } from './bits.ts'

/** The searched and compared texts of many offers, normalised once. */
export type TextStore = {
  readonly words: readonly string[]
  set(slot: number, facts: Facts): void
  /** The texts of an offer by fact, as `textReader` gives them. */
  reader(slot: number): ReadTexts
  /** The same in one piece, in which no word reaches from one text into the next; undefined where there is none. */
  joined(slot: number, fact: string): string | undefined
  /** Offers whose fact says nothing and could still hold a word; an empty list says that there is none. */
  silentWords(fact: string): Uint32Array
  keep(kept: Uint32Array): void
}

type Column = { texts: (string | undefined)[]; silent: BitTable }

/** Between the texts of a list. No normalised text holds it. */
const BREAK = '\n'

export function textStore({ requirements, text }: Profile): TextStore {
  const words = [...new Set(requirements.flatMap((one) => one.words?.offer ?? []))]
  const columns = new Map<string, Column>(
    [...new Set([...words, ...text.offer])].map((key) => [key, { texts: [], silent: bitTable() }]),
  )
  const columnOf = (fact: string): Column => {
    const column = columns.get(fact)
    if (!column) throw new RangeError(`no text of this profile: ${fact}`)
    return column
  }
  return {
    words,
    set(slot, facts) {
      for (const [key, { texts, silent }] of columns) {
        const stated = textsOf(facts[key]).map(normalised)
        texts[slot] = stated.length > 0 ? stated.join(BREAK) : undefined
        setBit(silent, slot, stated.length === 0 && !Array.isArray(facts[key]))
      }
    },
    reader: (slot) => (fact) => columnOf(fact).texts[slot]?.split(BREAK) ?? [],
    joined: (slot, fact) => columnOf(fact).texts[slot],
    silentWords: (fact) => columnOf(fact).silent.words,
    keep(kept) {
      for (const column of columns.values()) {
        const silent = bitTable()
        const texts: (string | undefined)[] = []
        kept.forEach((number, slot) => {
          if (number === 0) return
          texts[number - 1] = column.texts[slot]
          setBit(silent, number - 1, hasBit(column.silent, slot))
        })
        column.texts = texts
        column.silent = silent
      }
    },
  }
}
