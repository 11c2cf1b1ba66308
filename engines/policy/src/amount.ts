import { judge } from '@qiongding/clause'
import { type Day, Decimal, type Facts } from '@qiongding/kernel'
import type { Amount } from './definition.ts'

/**
 * What something is worth, in yuan, as decimal texts of whole fen: at least `from`, at most `to`; without `to` nobody can say. The two
 * are one where everything is known. `capped`: a limit cut it. `missing`: the facts that would settle it.
 */
export type Worth = {
  readonly from: string
  readonly to?: string
  readonly capped?: boolean
  readonly missing: readonly string[]
}

type Options = { readonly on: Day }
type Range = { readonly low: Decimal; readonly high: Decimal | undefined; readonly capped: boolean }

const ZERO = new Decimal(0)
// A payment is made in fen; what a rule gives beyond them is not rounded up.
const FEN = 2

/** What an amount comes to for one subject. */
export function worthOf(amount: Amount, facts: Facts, options: Options): Worth {
  const missing = new Set<string>()
  const { low, high, capped } = rangeOf(amount, facts, options, missing)
  const isSettled = high?.eq(low)
  return {
    from: written(low),
    ...(high && { to: written(high) }),
    ...(capped && { capped }),
    missing: isSettled ? [] : [...missing].sort(),
  }
}

export function written(amount: Decimal): string {
  return amount.toDecimalPlaces(FEN, Decimal.ROUND_DOWN).toFixed()
}

function rangeOf(amount: Amount, facts: Facts, options: Options, missing: Set<string>): Range {
  const { low, high, capped } = innerOf(amount, facts, options, missing)
  const most = amount.most === undefined ? undefined : new Decimal(amount.most)
  const least = amount.least === undefined ? ZERO : new Decimal(amount.least)
  const cut = (value: Decimal) => Decimal.max(least, most ? Decimal.min(value, most) : value)
  return {
    low: cut(low),
    high: high ? cut(high) : most,
    capped: capped || (most !== undefined && low.gt(most)),
  }
}

function innerOf(amount: Amount, facts: Facts, options: Options, missing: Set<string>): Range {
  switch (amount.kind) {
    case 'fixed': {
      const value = new Decimal(amount.value)
      return { low: value, high: value, capped: false }
    }
    case 'rate': {
      const { verdict, trace } = judge(amount.base, facts, options)
      const base = trace.parts[0]?.params.value
      if (verdict === 'unknown' || typeof base !== 'number') {
        for (const key of missingIn(trace.params.missing)) missing.add(key)
        return { low: ZERO, high: undefined, capped: false }
      }
      const value = slicesOf(amount.slices, new Decimal(base))
      return { low: value, high: value, capped: false }
    }
    case 'cases': {
      const ranges: Range[] = []
      for (const each of amount.cases) {
        const { verdict, trace } = judge(each.clause, facts, options)
        if (verdict === 'no') continue
        ranges.push(rangeOf(each.amount, facts, options, missing))
        if (verdict === 'yes') return spread(ranges)
        for (const key of missingIn(trace.params.missing)) missing.add(key)
      }
      return spread([...ranges, rangeOf(amount.otherwise, facts, options, missing)])
    }
    case 'sum': {
      const parts = amount.parts.map((part) => rangeOf(part, facts, options, missing))
      return {
        low: parts.reduce((sum, part) => sum.plus(part.low), ZERO),
        high: parts.reduce<Decimal | undefined>((sum, part) => sum && part.high && sum.plus(part.high), ZERO),
        capped: parts.some((part) => part.capped),
      }
    }
    case 'best': {
      const parts = amount.parts.map((part) => rangeOf(part, facts, options, missing))
      return {
        low: Decimal.max(...parts.map((part) => part.low)),
        high: parts.every((part) => part.high !== undefined)
          ? Decimal.max(...parts.map((part) => part.high ?? ZERO))
          : undefined,
        capped: parts.some((part) => part.capped),
      }
    }
  }
}

function missingIn(missing: unknown): readonly string[] {
  return Array.isArray(missing) ? missing : []
}

/** Anything between the least and the most of several. */
function spread(ranges: readonly Range[]): Range {
  const highs = ranges.map((range) => range.high)
  return {
    low: Decimal.min(...ranges.map((range) => range.low)),
    high: highs.every((high) => high !== undefined) ? Decimal.max(...highs) : undefined,
    capped: ranges.some((range) => range.capped),
  }
}

/** Every slice of the base at its own rate. A negative base is worth nothing. */
function slicesOf(
  slices: readonly { readonly upTo?: string; readonly rate: string }[],
  base: Decimal,
): Decimal {
  let worth = ZERO
  let start = ZERO
  for (const { upTo, rate } of slices) {
    if (base.lte(start)) break
    const end = upTo === undefined ? base : Decimal.min(base, upTo)
    worth = worth.plus(end.minus(start).times(rate))
    start = end
  }
  return worth
}
