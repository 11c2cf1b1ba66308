import { Decimal } from '@qiongding/kernel'
import { written } from './amount.ts'
import type { Budget } from './definition.ts'

/** What somebody is to have, in order of arrival; decimal text of yuan. */
export type Due = { readonly id: string; readonly amount: string }

export type Payment = {
  readonly id: string
  readonly amount: string
  /** What the budget did not reach. */
  readonly short: string
}

/**
 * What each is paid out of a budget, in fen. By arrival the first are paid in full, one the rest, those behind nothing. Pro rata
 * everybody gets the same share, and the fen left over by rounding go to those who lost most by it, earlier ones first.
 *
 * ```ts
 * payFrom({ amount: '100', by: 'pro-rata' }, [{ id: 'a', amount: '150' }, { id: 'b', amount: '50' }]) // 75 and 25
 * ```
 */
export function payFrom(budget: Budget, dues: readonly Due[]): readonly Payment[] {
  const wanted = dues.map((due) => new Decimal(due.amount).toDecimalPlaces(2, Decimal.ROUND_DOWN))
  const total = wanted.reduce((sum, amount) => sum.plus(amount), new Decimal(0))
  const whole = new Decimal(budget.amount).toDecimalPlaces(2, Decimal.ROUND_DOWN)
  const paid = total.lte(whole)
    ? wanted
    : budget.by === 'arrival'
      ? byArrival(wanted, whole)
      : proRata(wanted, { total, whole })
  return dues.map(({ id }, at) => ({
    id,
    amount: written(paid[at]!),
    short: written(wanted[at]!.minus(paid[at]!)),
  }))
}

function byArrival(wanted: readonly Decimal[], whole: Decimal): Decimal[] {
  let left = whole
  return wanted.map((amount) => {
    const paid = Decimal.min(amount, left)
    left = left.minus(paid)
    return paid
  })
}

/** Largest remainders (Hamilton's method), in fen. */
function proRata(
  wanted: readonly Decimal[],
  { total, whole }: { readonly total: Decimal; readonly whole: Decimal },
): Decimal[] {
  const exact = wanted.map((amount) => amount.times(whole).div(total))
  const paid = exact.map((amount) => amount.toDecimalPlaces(2, Decimal.ROUND_DOWN))
  let fen = whole
    .minus(paid.reduce((sum, amount) => sum.plus(amount), new Decimal(0)))
    .times(100)
    .toNumber()
  const order = exact
    .map((amount, at) => ({ at, rest: amount.minus(paid[at]!) }))
    .sort((a, b) => b.rest.cmp(a.rest) || a.at - b.at)
  for (const { at } of order) {
    if (fen < 1) break
    if (paid[at]!.plus('0.01').gt(wanted[at]!)) continue
    paid[at] = paid[at]!.plus('0.01')
    fen -= 1
  }
  return paid
}
