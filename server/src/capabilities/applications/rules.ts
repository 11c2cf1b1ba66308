import { Decimal } from '@qiongding/kernel'
import { payFrom } from '@qiongding/policy'
import type { BudgetView } from './contract.ts'
import type { ApplicationRow } from './tables.ts'

type Standing = { readonly closed?: unknown }

/** Whether what a policy gives is money that is paid out; a tax rule, a loan and a title have an amount and pay nothing. */
export function pays({ kind }: { readonly kind: string }): boolean {
  return kind === 'reward' || kind === 'package'
}

/** Whether an application takes up its year: what was paid does so for good, also where its journey was closed since. */
export function stands(row: ApplicationRow, journey: Standing, year: number): boolean {
  return row.year === year && (row.paid !== undefined || !journey.closed)
}

/** How far an application has come; its journey says whether it was closed. */
export function stateOf(row: ApplicationRow, journey: Standing): 'applied' | 'decided' | 'paid' | 'closed' {
  if (row.paid) return 'paid'
  if (journey.closed) return 'closed'
  return row.decided ? 'decided' : 'applied'
}

export function sumOf(amounts: readonly string[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toFixed()
}

type Rule = { readonly amount: string; readonly by: 'arrival' | 'pro-rata' }

/** What of a policy's money in a year is paid, granted, and left. */
export function budgetOf(
  { amount, by }: Rule,
  year: number,
  rows: readonly { readonly row: ApplicationRow; readonly isClosed: boolean }[],
): BudgetView {
  const paid = sumOf(rows.flatMap(({ row }) => (row.paid?.year === year ? row.paid.amount : [])))
  const granted = sumOf(
    rows.flatMap(({ row, isClosed }) => (row.paid || isClosed ? [] : (row.decided?.amount ?? []))),
  )
  const left = Decimal.max(0, new Decimal(amount).minus(paid)).toFixed()
  return { year, amount, by, paid, granted, left }
}

/**
 * What each granted application may be paid now: in order of arrival until the budget is used up, or everybody the same share. Without a
 * budget all of it. `waiting` are those granted and not paid, the first to arrive first.
 */
export function payableOf(
  budget: BudgetView | undefined,
  waiting: readonly ApplicationRow[],
): ReadonlyMap<string, { readonly amount: string; readonly short: string }> {
  const dues = waiting.map((row) => ({ id: row.id, amount: row.decided?.amount ?? '0' }))
  const paid = budget
    ? payFrom({ amount: budget.left, by: budget.by }, dues)
    : dues.map(({ id, amount }) => ({ id, amount, short: '0' }))
  return new Map(paid.map(({ id, amount, short }) => [id, { amount, short }]))
}

/** Whether an amount is within what the policy gives; without an upper end nobody can say. */
export function isWithin(amount: string, worth: { readonly to?: string | undefined } | undefined): boolean {
  return worth?.to !== undefined && new Decimal(amount).lte(worth.to)
}
