import type { Facts } from '@qiongding/kernel'
import type { Numbers } from './arithmetic.ts'
import type { Columns } from './table.ts'

/** Tables of one size that are handed out in order, and again for the next stretch; what they hold then is left over. */
export type Tables = {
  floats(): Float64Array
  words(): Uint32Array
  /** Everything handed out may be handed out again. */
  back(): void
}

export function tablesOf(length: number): Tables {
  const floats: Float64Array[] = []
  const words: Uint32Array[] = []
  let floatsOut = 0
  let wordsOut = 0
  return {
    floats() {
      floats[floatsOut] ??= new Float64Array(length)
      return floats[floatsOut++]!
    },
    words() {
      words[wordsOut] ??= new Uint32Array(length / 32)
      return words[wordsOut++]!
    },
    back() {
      floatsOut = 0
      wordsOut = 0
    },
  }
}

/** The subjects at hand: few enough that what is worked out for them stays near the processor. */
export type Stretch = {
  readonly columns: Columns
  readonly parameters: Facts
  /** The first subject, and how many there is room for: a multiple of 32. */
  readonly from: number
  readonly length: number
  readonly tables: Tables
  /** A table that holds one number throughout. */
  readonly constant: (value: number) => Float64Array
  /** What several tests need of these subjects: numbers by their expression, and who states a number, by fact. */
  readonly numbers: Map<string, Numbers>
  readonly stating: Map<string, Uint32Array>
}
