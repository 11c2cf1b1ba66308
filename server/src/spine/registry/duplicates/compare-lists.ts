import type { Value } from '@qiongding/kernel'
import { runInThread } from '../../../platform/threads/run.ts'
import { type Comparable, comparedFacts, type Measure } from './compare.ts'
import type { PairTrace } from './rules.ts'

/** Records to be compared with each other, by column: it is copied to the thread several times faster than records. */
export type ComparedList = {
  readonly length: number
  readonly facts: readonly string[]
  readonly columns: readonly (readonly (Value | undefined)[])[]
  /** Only pairs whose later record stands at this place or behind it. */
  readonly since: number
}
export type CompareQuestion = {
  readonly measure: Measure
  readonly lists: readonly ComparedList[]
  readonly most: number
}
/** Two records of one of the lists that may be one, by their places in it. */
export type ComparedPair = {
  readonly list: number
  readonly one: number
  readonly other: number
  readonly trace: PairTrace
}

/** Pairs worth keeping: more than people of a district decide on in a year; the most certain ones. */
const MOST = 20_000

export function comparedList(measure: Measure, records: readonly Comparable[], since = 0): ComparedList {
  const facts = comparedFacts(measure)
  return {
    length: records.length,
    facts,
    columns: facts.map((fact) => records.map((record) => record[fact])),
    since,
  }
}

/** Compares the records of each list with each other, in a thread. The most certain pairs come first. */
export function compareLists(
  measure: Measure,
  lists: readonly ComparedList[],
  options: { signal?: AbortSignal; onProgress?: (done: number, total?: number) => void } = {},
): Promise<ComparedPair[]> {
  const question: CompareQuestion = { measure, lists, most: MOST }
  return runInThread<ComparedPair[]>(new URL('./seek-thread.ts', import.meta.url), question, options)
}
