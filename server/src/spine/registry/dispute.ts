import type { Passes } from './duplicates/rules.ts'
import { fold, SETTLES, type Statement, standing } from './fold.ts'

/** Whether a statement says anything of a fact, be it that nobody knows any more. */
export const speaks = (one: Statement, fact: string) =>
  fact in one.facts || (one.sealed !== null && fact in one.sealed)

/**
 * Statements of one day that disagree about a fact while nobody has chosen between them, the one that stands among them. Empty where
 * they agree, where one was chosen, and of closed values, which are not compared.
 */
export function disputed(
  statements: readonly Statement[],
  fact: string,
  passes: Passes = () => false,
): readonly Statement[] {
  const winner = fold(statements, passes).get(fact)
  if (!winner?.conflict) return []
  const sameDay = standing(statements).filter(
    (one) =>
      one.asOf === winner.statement.asOf &&
      fact in one.facts &&
      one.facts[fact] !== null &&
      !passes(one, fact),
  )
  // What was said before a choice was settled by it.
  const choice = sameDay.findLastIndex((one) => SETTLES in one.facts)
  return sameDay.slice(Math.max(0, choice))
}
