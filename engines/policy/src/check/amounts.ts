import { type Amount, below } from '../definition.ts'
import { readBands, testOf } from './bands.ts'
import { type Checker, isRecord, NOTE_KEYS, noteOf, onlyKeys, quantityOf } from './report.ts'

const RULES = ['fixed', 'rate', 'each', 'tiers', 'bands', 'cases', 'sum', 'best'] as const

/** Money as a decimal text of yuan. A bare number of yuan is refused: nobody can tell it from 万元. */
export function moneyOf({ say }: Checker, written: unknown, path: string): string | undefined {
  const quantity = quantityOf(written)
  if (quantity?.value === 0) return '0'
  if (quantity?.dimension !== 'money' || quantity.value < 0)
    return say('policy.money-expected', path, written)
  return String(quantity.value)
}

/** A share, written with % or ‰. */
function rateOf({ say }: Checker, written: unknown, path: string): string | undefined {
  const quantity = quantityOf(written)
  if (quantity?.dimension !== 'one' || quantity.value < 0) return say('policy.rate-expected', path, written)
  return String(quantity.value)
}

/** Reads an amount: a text of money, or a rule that works one out. */
export function readAmount(checker: Checker, written: unknown, path: string): Amount | undefined {
  const { say } = checker
  if (!isRecord(written)) {
    const value = moneyOf(checker, written, path)
    return value === undefined ? undefined : { kind: 'fixed', path, value }
  }
  const more = ['of', 'by', 'otherwise', 'atMost', 'atLeast', ...NOTE_KEYS]
  onlyKeys(checker, written, [...RULES, ...more], path)
  const rules = RULES.filter((rule) => written[rule] !== undefined)
  const [rule] = rules
  if (!rule || rules.length > 1)
    return say('policy.one-rule', path, undefined, { expected: RULES, found: rules })
  const limit = (key: 'atMost' | 'atLeast') =>
    written[key] === undefined ? undefined : moneyOf(checker, written[key], below(path, key))
  const [most, least] = [limit('atMost'), limit('atLeast')]
  if (most !== undefined && least !== undefined && Number(least) > Number(most))
    return say('policy.limits-crossed', path, undefined, { atLeast: least, atMost: most })
  const body = readRule(checker, rule, written, path)
  return (
    body && {
      ...noteOf(checker, written, path),
      ...(most !== undefined && { most }),
      ...(least !== undefined && { least }),
      ...body,
    }
  )
}

type Body<T> = T extends Amount ? Omit<T, 'path' | 'id' | 'label' | 'cite' | 'least' | 'most'> : never

function readRule(
  checker: Checker,
  rule: (typeof RULES)[number],
  written: Record<string, unknown>,
  path: string,
): Body<Amount> | undefined {
  const { say } = checker
  const at = below(path, rule)
  /** A number the rate is of, in money unless it counts things. */
  const base = (zero: string) => {
    const of = written.of
    return typeof of === 'string'
      ? checker.clause(`${of} >= ${zero}`, below(path, 'of'))
      : say('policy.text-expected', below(path, 'of'), of)
  }
  switch (rule) {
    case 'fixed': {
      const value = moneyOf(checker, written.fixed, at)
      return value === undefined ? undefined : { kind: 'fixed', value }
    }
    case 'rate':
    case 'each': {
      const rate = rule === 'rate' ? rateOf(checker, written.rate, at) : moneyOf(checker, written.each, at)
      const clause = base(rule === 'rate' ? '0.01元' : '0')
      return clause && rate !== undefined ? { kind: 'rate', slices: [{ rate }], base: clause } : undefined
    }
    case 'tiers': {
      const clause = base('0.01元')
      const slices = readSlices(checker, written.tiers, at)
      return clause && slices && { kind: 'rate', slices, base: clause }
    }
    case 'sum':
    case 'best': {
      const list = written[rule]
      if (!Array.isArray(list) || list.length === 0) return say('policy.list-expected', at, list)
      const parts = list.map((each, index) => readAmount(checker, each, below(at, index)))
      return parts.every((part) => part !== undefined) ? { kind: rule, parts } : undefined
    }
    case 'cases': {
      const list = written.cases
      if (!Array.isArray(list) || list.length === 0) return say('policy.list-expected', at, list)
      const otherwise = readAmount(checker, written.otherwise ?? '0元', below(path, 'otherwise'))
      const cases = list.map((each, index) => {
        const here = below(at, index)
        if (!isRecord(each)) return say('policy.record-expected', here, each)
        onlyKeys(checker, each, ['when', 'amount'], here)
        const clause = checker.clause(each.when, below(here, 'when'))
        const amount = readAmount(checker, each.amount, below(here, 'amount'))
        return clause && amount ? { clause, amount } : undefined
      })
      return cases.every((each) => each !== undefined) && otherwise
        ? { kind: 'cases', cases, otherwise }
        : undefined
    }
    case 'bands': {
      const { by } = written
      if (typeof by !== 'string') return say('policy.text-expected', below(path, 'by'), by)
      const bands = readBands(checker, written.bands, at, ['amount'])
      if (!bands) return undefined
      const read = bands.map((band) => {
        const here = below(at, band.index)
        const test = testOf(by, band)
        return {
          amount: readAmount(checker, band.written.amount, below(here, 'amount')),
          clause: test === undefined ? undefined : checker.clause(test, here),
        }
      })
      const cases = read.flatMap(({ amount, clause }) => (amount && clause ? [{ amount, clause }] : []))
      const otherwise = read.at(-1)?.amount
      return cases.length === bands.length - 1 && otherwise ? { kind: 'cases', cases, otherwise } : undefined
    }
  }
}

function readSlices(checker: Checker, written: unknown, path: string) {
  const { say } = checker
  if (!Array.isArray(written) || written.length === 0) return say('policy.list-expected', path, written)
  const slices: { upTo?: string; rate: string }[] = []
  for (const [index, each] of written.entries()) {
    const at = below(path, index)
    if (!isRecord(each)) return say('policy.record-expected', at, each)
    onlyKeys(checker, each, ['upTo', 'rate'], at)
    const rate = rateOf(checker, each.rate, below(at, 'rate'))
    const isLast = index === written.length - 1
    if (isLast !== (each.upTo === undefined)) return say('policy.tier-end', at, undefined, { last: isLast })
    const upTo = isLast ? undefined : moneyOf(checker, each.upTo, below(at, 'upTo'))
    if (rate === undefined || (!isLast && upTo === undefined)) return undefined
    const before = slices.at(-1)?.upTo
    if (upTo !== undefined && before !== undefined && Number(upTo) <= Number(before))
      return say('policy.tier-order', at, String(each.upTo))
    slices.push({ rate, ...(upTo !== undefined && { upTo }) })
  }
  return slices
}
