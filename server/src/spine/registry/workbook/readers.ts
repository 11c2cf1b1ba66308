import { readCreditCode } from '@qiongding/names'
import type { SheetFact, TextReader } from '@qiongding/sheets'

/** Readers of texts with rules of their own, for the facts that name a unified social credit code. */
export function textReaders(facts: readonly SheetFact[]): Readonly<Record<string, TextReader>> {
  const readers: Record<string, TextReader> = {}
  for (const fact of facts) {
    const words = [fact.label.zh, ...(fact.aliases ?? [])]
    if (fact.type === 'text' && words.some((word) => word.includes('信用代码')))
      readers[fact.key] = readCreditCode
  }
  return readers
}
