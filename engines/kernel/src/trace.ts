import type { Tri } from './tri.ts'

/** A scalar or list that a fact can hold. Numbers are in the base unit of their dimension (yuan, person, square metre, one). */
export type Value = string | number | boolean | readonly string[]

/** The facts of one subject: what is absent (or undefined) is unknown, never no and never zero. */
export type Facts = Readonly<Record<string, Value | undefined>>

/** A sentence to be: a message key with its parameters. Locales hold the words. */
export type Message = { readonly key: string; readonly params: Readonly<Record<string, Value>> }

/** Why an answer is as it is: one node per part of the rule, with its verdict and what decided it. */
export type Trace = {
  readonly kind: string
  readonly verdict: Tri | 'review'
  readonly params: Readonly<Record<string, Value | undefined>>
  readonly parts: readonly Trace[]
}
