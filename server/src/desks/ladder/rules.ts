import { type Day, daysBetween } from '@qiongding/kernel'
import type { Step } from '../../spine/policies/contract.ts'

/** A certificate as the register has it. */
export type Certificate = {
  readonly id: string
  readonly title: string
  readonly number?: string
  readonly grantedOn?: Day
  readonly validTo?: Day
  /** What it says of itself. */
  readonly way?: string
  readonly source: string
  readonly demonstration: boolean
}

export type Doubt = 'no-end' | 'first-but-earlier' | 'again-but-none-earlier'

/** How one enterprise stands to one title on a day, and what moved since the year began. */
export type Stand = {
  /** The certificate in force, the one that lasts longest. */
  readonly held?: Certificate
  /** Granted within the year: for the first time, or after an earlier one. */
  readonly granted?: {
    readonly how: 'first' | 'again'
    readonly certificate: Certificate
    readonly before?: Certificate
  }
  /** Ran out within the year, and nothing is in force now. */
  readonly lapsed?: Certificate
  readonly due?: Certificate
  readonly doubts: readonly { readonly doubt: Doubt; readonly certificate: Certificate }[]
}

const day = (certificate: Certificate) => certificate.grantedOn ?? ''

/**
 * Reads the certificates of one enterprise and one title. A certificate without a day of granting counts as in force until its end; one
 * without an end has none that is known: it stands, and is named as a doubt.
 */
export function standOn(
  certificates: readonly Certificate[],
  { on, since, dueDays }: { readonly on: Day; readonly since: Day; readonly dueDays: number },
): Stand {
  const known = certificates
    .filter(({ grantedOn }) => grantedOn === undefined || grantedOn <= on)
    .toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))
  // One without an end is followed by the next that has one.
  const inForce = known.filter(
    (one) =>
      (one.validTo ?? on) >= on &&
      (one.validTo !== undefined || !known.some((next) => next.validTo !== undefined && isBefore(one, next))),
  )
  const held = inForce.toSorted((a, b) => ((a.validTo ?? '9999') < (b.validTo ?? '9999') ? 1 : -1))[0]
  const granted = known.findLast(({ grantedOn }) => grantedOn !== undefined && grantedOn >= since)
  const earlier = granted && known.findLast((one) => isBefore(one, granted))
  const last = held
    ? undefined
    : known.toSorted((a, b) => ((a.validTo ?? '') < (b.validTo ?? '') ? -1 : 1)).at(-1)
  const lapsed = last?.validTo !== undefined && last.validTo >= since && last.validTo < on ? last : undefined
  const isDue = held?.validTo !== undefined && daysBetween(on, held.validTo) <= dueDays
  return {
    ...(held && { held }),
    ...(granted && {
      granted: {
        how: earlier ? 'again' : 'first',
        certificate: granted,
        ...(earlier && { before: earlier }),
      },
    }),
    ...(lapsed && { lapsed }),
    ...(held && isDue && { due: held }),
    doubts: known.flatMap((certificate) =>
      doubtsOf(
        certificate,
        known.some((one) => isBefore(one, certificate)),
      ),
    ),
  }
}

/** Granted on an earlier day; two of one day are one and the same, and of one without a day nobody can say. */
function isBefore(one: Certificate, other: Certificate): boolean {
  return one.grantedOn !== undefined && other.grantedOn !== undefined && one.grantedOn < other.grantedOn
}

function doubtsOf(
  certificate: Certificate,
  hasEarlier: boolean,
): { doubt: Doubt; certificate: Certificate }[] {
  const doubts: Doubt[] = []
  if (certificate.validTo === undefined) doubts.push('no-end')
  if (certificate.way === 'first' && hasEarlier) doubts.push('first-but-earlier')
  if (certificate.way === 'again' && !hasEarlier) doubts.push('again-but-none-earlier')
  return doubts.map((doubt) => ({ doubt, certificate }))
}

/**
 * Single changes: first more of something, or another share, the smallest against what there is before larger ones; then less of an
 * amount, which turns a ratio too and is rarely a step anybody takes; waiting for a day last.
 */
export function cheapestFirst(steps: readonly Step[]): Step[] {
  const rank = ({ by, unit }: Step) => (by === undefined ? 2 : by.startsWith('-') && unit !== '%' ? 1 : 0)
  const size = ({ by = '0', from = '0' }: Step) => {
    const [change, base] = [Math.abs(Number(by)), Math.abs(Number(from))]
    return base > 0 ? change / base : change
  }
  return steps.toSorted((a, b) => rank(a) - rank(b) || size(a) - size(b))
}

/** How many and how much of what is known of a fact. */
export function totalOf(values: readonly (number | undefined)[]): { sum: number; known: number } {
  const known = values.filter((value) => value !== undefined)
  return { sum: known.reduce((sum, value) => sum + value, 0), known: known.length }
}

export type Researcher = { readonly expense?: number; readonly revenue?: number }

/** By how much the ratio of all would differ without one of them: above zero, it lifts the ratio. */
export function liftsOf(rows: readonly Researcher[]): {
  ratio?: number
  n: number
  lifts: (number | undefined)[]
} {
  const both = rows.filter(
    (row): row is Required<Researcher> => row.expense !== undefined && row.revenue !== undefined,
  )
  const [expense, revenue] = [
    totalOf(both.map((row) => row.expense)).sum,
    totalOf(both.map((row) => row.revenue)).sum,
  ]
  if (revenue <= 0) return { n: both.length, lifts: rows.map(() => undefined) }
  const ratio = expense / revenue
  return {
    ratio,
    n: both.length,
    lifts: rows.map((row) => {
      if (row.expense === undefined || row.revenue === undefined) return undefined
      const rest = revenue - row.revenue
      return rest > 0 ? ratio - (expense - row.expense) / rest : undefined
    }),
  }
}
