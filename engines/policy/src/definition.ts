import type { Clause } from '@qiongding/clause'
import type { Day } from '@qiongding/kernel'

/** A text in the two languages of the workbench. */
export type Label = { readonly zh: string; readonly en: string }

/** What every part may carry, and where it stands in the source (`require.all[1].score.sum[0]`). */
export type Note = {
  readonly path: string
  readonly id?: string
  readonly label?: Label
  readonly cite?: string
}

/** What has to hold: clauses, and scores that reach something, put together. */
export type Condition =
  | { readonly kind: 'clause'; readonly path: string; readonly clause: Clause }
  | (Note & { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] })
  | (Note & { readonly kind: 'not'; readonly part: Condition })
  | (Note & { readonly kind: 'score'; readonly points: Points })

/**
 * Points to be worked out. `least` (or, exclusively, `above`) is what they have to reach where that is asked of them; `most` cuts them.
 * All are whole hundredths of a point, so that sums are exact.
 */
export type Points = Note & {
  readonly least?: number
  readonly above?: number
  readonly most?: number
} & (
    | {
        readonly kind: 'cases'
        /** The first that holds gives its points. */
        readonly cases: readonly { readonly clause: Clause; readonly points: number }[]
        readonly otherwise: number
        /** They are bands of one number, the highest first: whoever is in one is in all those behind it by their tests. */
        readonly bands?: true
      }
    | { readonly kind: 'sum' | 'best'; readonly parts: readonly Points[] }
    /** Given by people and recorded as a fact; `reads` is a clause over that fact alone. */
    | { readonly kind: 'expert'; readonly fact: string; readonly most: number; readonly reads: Clause }
  )

/** Money to be worked out: decimal texts of yuan. Never below zero. */
export type Amount = Note & { readonly most?: string; readonly least?: string } & (
    | { readonly kind: 'fixed'; readonly value: string }
    | {
        readonly kind: 'rate'
        /** Each slice of the base up to its end at its own rate; the last has no end. */
        readonly slices: readonly { readonly upTo?: string; readonly rate: string }[]
        /** A clause whose left side is the base. */
        readonly base: Clause
      }
    | {
        readonly kind: 'cases'
        readonly cases: readonly { readonly clause: Clause; readonly amount: Amount }[]
        readonly otherwise: Amount
      }
    | { readonly kind: 'sum' | 'best'; readonly parts: readonly Amount[] }
  )

/** What there is to give in a year, in yuan, and how it is given out: to who came first, or to everybody the same share. */
export type Budget = { readonly amount: string; readonly by: 'arrival' | 'pro-rata' }

export type Period = { readonly from: Day; readonly to?: Day }

/** One text of a policy, in force for a time. Never edited once published: a change is another version. */
export type Version = {
  readonly version: number
  readonly cite: string
  /** The day it was made known. */
  readonly announced?: Day
  /** The days on which it is the rule; both inclusive. */
  readonly effective: Period
  /** When one may apply; none: at any time while it is in force. */
  readonly windows?: readonly Period[]
  readonly require: Condition
  readonly amount?: Amount
  readonly budget?: Budget
  /** Keys of the facts it reads, sorted. */
  readonly facts: readonly string[]
}

/** A checked policy: plain data, the same after a trip through JSON. No version: its text was not entered, and nobody is judged by it. */
export type Policy = {
  readonly format: 1
  readonly id: string
  readonly label: Label
  /** Other policies that nobody may have at the same time. */
  readonly excludes: readonly string[]
  /** In order of their days. */
  readonly versions: readonly Version[]
}

export type Verdict = 'yes' | 'no' | 'unknown' | 'review'

/** Adds a step to a path. */
export function below(path: string, step: string | number): string {
  return typeof step === 'number' ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`
}
