import { refuse } from '../../../platform/refusals.ts'
import { type Context, reading } from '../../../platform/verb/context.ts'
import { pageOf } from '../../../platform/verb/page.ts'
import type { InputOf, OutputOf } from '../../../platform/verb/verb.ts'
import { asOfOf } from '../../../spine/pack.ts'
import { subjectsOf } from '../../../spine/registry/index.ts'
import type { ladderContract } from '../contract.ts'
import { liftsOf, totalOf } from '../rules.ts'
import { ladderOf } from './known.ts'

/** What each enterprise brings to the ratio of research and to patents. */
export async function readResearch(
  ctx: Context,
  query: InputOf<typeof ladderContract.research>,
): Promise<OutputOf<typeof ladderContract.research>> {
  const { of, research } = ladderOf(ctx)
  if (!research) throw refuse('not-found', { research: of })
  const asOf = asOfOf(ctx, query)
  const firms = await reading(ctx, (read) => subjectsOf(ctx, read, of, asOf))
  const numbers = firms.map(({ id, name, demonstration, facts }) => {
    const number = (key: string) => (typeof facts[key] === 'number' ? facts[key] : undefined)
    const [expense, revenue] = [number(research.expense), number(research.revenue)]
    return {
      id,
      name,
      demonstration,
      ...(expense !== undefined && { expense }),
      ...(revenue !== undefined && { revenue }),
      patents: research.patents.map((key) => number(key) ?? null),
    }
  })
  const expense = totalOf(numbers.map((row) => row.expense))
  const { ratio, n, lifts } = liftsOf(numbers)
  const rows = numbers.map((row, at) => {
    const lift = lifts[at]
    const isRatio = row.expense !== undefined && row.revenue !== undefined && row.revenue > 0
    return {
      ...row,
      ...(isRatio && { intensity: (row.expense ?? 0) / (row.revenue ?? 1) }),
      ...(row.expense !== undefined && expense.sum > 0 && { share: row.expense / expense.sum }),
      ...(lift !== undefined && { lifts: lift }),
    }
  })
  const at = research.patents.indexOf(query.sort ?? '')
  const amount = (row: (typeof rows)[number]) =>
    at >= 0
      ? row.patents[at]
      : query.sort === 'lifts'
        ? row.lifts
        : query.sort === 'intensity'
          ? row.intensity
          : row.expense
  const { page, ...more } = pageOf(
    rows.toSorted(
      (a, b) => (amount(b) ?? Number.NEGATIVE_INFINITY) - (amount(a) ?? Number.NEGATIVE_INFINITY),
    ),
    query,
  )
  return {
    on: asOf.on,
    known: asOf.known,
    subjects: firms.length,
    expense: { key: research.expense, ...expense },
    revenue: { key: research.revenue, ...totalOf(numbers.map((row) => row.revenue)) },
    ...(ratio !== undefined && { ratio: { value: ratio, n } }),
    patents: research.patents.map((key, index) => ({
      key,
      ...totalOf(numbers.map((row) => row.patents[index] ?? undefined)),
    })),
    rows: page,
    ...more,
  }
}
