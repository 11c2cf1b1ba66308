import type { Tri, Value } from '@qiongding/kernel'
import type { CountingReason } from '@qiongding/pacing'

/** One row of a population, and whether it counts. */
export type Counted = {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly verdict: Tri
  readonly day?: string
  readonly amount?: number
  readonly values: Readonly<Record<string, Value>>
  /** Why it counts or not, by the rules of counting; and the other case that decided. */
  readonly because?: CountingReason
  readonly other?: { readonly id: string; readonly title: string }
  readonly demonstration: boolean
}

/** Days that rows are counted in. */
export type Span = { readonly from: string | undefined; readonly to: string }

export const within = (on: string, span: Span) =>
  (span.from === undefined || on >= span.from) && on <= span.to

export const triOf = (verdict: Tri | 'review'): Tri => (verdict === 'review' ? 'unknown' : verdict)
