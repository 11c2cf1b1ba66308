import type { Finding, Tri } from '@qiongding/kernel'

/** What a value is held against, to come to points from 0 to 100. */
export type Against =
  /** `(x - least) / (most - least) * 40 + 60` over all units; without a difference, 100 for something and 60 for nothing. */
  | { readonly kind: 'efficacy' }
  /** The share of the unit's own target that was reached, 100 at most. Without a target the points are unknown. */
  | { readonly kind: 'target'; readonly of: Readonly<Record<string, number>> }
  /** The value is a share already. */
  | { readonly kind: 'share' }

/** One part of a scheme; weights come to 100. */
export type Part = {
  readonly id: string
  readonly weight: number
  /** How items come to a value. A mean of nothing is unknown. */
  readonly how: 'count' | 'sum' | 'mean'
  readonly against: Against
}

/** Taken off for every fault of a kind. */
export type Penalty = { readonly id: string; readonly each: number }

export type Scheme = { readonly parts: readonly Part[]; readonly penalties?: readonly Penalty[] }

/** Something a unit did. Only what has evidence and counts once is an item with `yes`. */
export type Item = {
  readonly id: string
  readonly unit: string
  readonly part: string
  readonly counts: Tri
  /** In base units, or a share; absent where unknown. A count needs none. */
  readonly value?: number
}

export type Fault = { readonly id: string; readonly unit: string; readonly penalty: string }

export type Question = {
  readonly scheme: Scheme
  readonly units: readonly string[]
  readonly items: readonly Item[]
  readonly faults?: readonly Fault[]
}

/** What is wrong with a scheme before it is used. */
export function checkScheme(scheme: Scheme): Finding[] {
  const findings: Finding[] = []
  const error = (code: string, path: string, value: string) =>
    findings.push({ code, level: 'error', at: { path }, value })
  const total = scheme.parts.reduce((sum, part) => sum + part.weight, 0)
  if (Math.abs(total - 100) > 1e-9) error('evaluation.weights', 'parts', String(total))
  const seen = new Set<string>()
  for (const [kind, list] of [
    ['parts', scheme.parts],
    ['penalties', scheme.penalties ?? []],
  ] as const)
    list.forEach(({ id }, index) => {
      if (seen.has(id)) error('evaluation.duplicate', `${kind}[${index}].id`, id)
      seen.add(id)
    })
  scheme.parts.forEach((part, index) => {
    if (part.weight <= 0) error('evaluation.weight', `parts[${index}].weight`, String(part.weight))
    if ((part.against.kind === 'share') !== (part.how === 'mean'))
      error('evaluation.share', `parts[${index}].against`, part.how)
  })
  return findings
}
