import type { Value } from '@qiongding/kernel'
import type { Passes } from '../duplicates/rules.ts'
import { type Statement, standing } from '../fold.ts'
import type { Action } from './contract.ts'

/** The statement that stands for a fact: the latest that speaks of it, also where it says that nobody knows any more. */
export function standsFor(
  statements: readonly Statement[],
  fact: string,
  passes: Passes = () => false,
): Statement | undefined {
  return standing(statements).findLast((one) => fact in one.facts && !passes(one, fact))
}

const isSame = (a: Value | null, b: Value | null) => JSON.stringify(a) === JSON.stringify(b)

/** What a new value of a day would do where this statement stands. A value nobody knows is replaced by whatever is not older. */
export function actionFor(
  stands: Statement | undefined,
  fact: string,
  stated: { readonly value: Value | null; readonly asOf: string },
): Action {
  const before = stands?.facts[fact] ?? null
  if (isSame(before, stated.value)) return 'same'
  if (!stands || stands.asOf < stated.asOf) return 'change'
  if (stands.asOf > stated.asOf) return 'fresher'
  return before === null ? 'change' : 'disagrees'
}
