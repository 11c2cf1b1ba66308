import type { Answer as Judged } from '@qiongding/policy'

/** The order in which answers are read: what one gets, what people look at, what one paper decides, what is short, what is not judged. */
const READING: readonly (Judged['verdict'] | undefined)[] = ['yes', 'review', 'unknown', 'no', undefined]

export function byReading<T extends { readonly verdict?: Judged['verdict'] }>(answers: readonly T[]): T[] {
  return answers.toSorted((a, b) => READING.indexOf(a.verdict) - READING.indexOf(b.verdict))
}
