import { z } from 'zod'
import { ClauseSource, DayText, Id, Label } from './common.ts'

const Period = z.strictObject({ from: DayText, to: DayText.exactOptional() })

/** What a made-up subject states, in display units; what is left out is unknown. */
const GoldenFacts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))

/** A made-up subject and what the policy must say to it. It is judged whenever the pack is checked. */
export const GoldenCase = z.strictObject({
  name: z.string().min(1),
  on: DayText,
  facts: GoldenFacts,
  expect: z.strictObject({
    /** Left out where the policy is not in force on the day. */
    verdict: z.enum(['yes', 'no', 'unknown', 'review']).exactOptional(),
    standing: z.enum(['in-force', 'not-yet', 'not-announced', 'lapsed']).exactOptional(),
    version: z.int().positive().exactOptional(),
    /** Bounds of the first score, in points. */
    low: z.number().exactOptional(),
    high: z.number().exactOptional(),
    /** The fewest missing facts. */
    missing: z.array(Id).exactOptional(),
    /** Single changes that turn it, each among those found. */
    steps: z.array(z.strictObject({ fact: Id, by: z.string() })).exactOptional(),
    /** In yuan. */
    from: z.string().exactOptional(),
    to: z.string().exactOptional(),
  }),
})
export type GoldenCase = z.infer<typeof GoldenCase>

/** One text of a policy. `require` and `amount` are checked by the policy engine. */
export const PolicyVersion = z.strictObject({
  version: z.int().positive().max(9999),
  cite: z.string().min(1),
  source: Id.exactOptional(),
  announced: DayText.exactOptional(),
  effective: Period,
  windows: z.array(Period).min(1).exactOptional(),
  require: ClauseSource,
  amount: z.union([z.string().min(1), z.record(z.string(), z.unknown())]).exactOptional(),
  /** How often the amount is given, and what it is called where it is no payment. */
  gives: Label.exactOptional(),
  /** Other numbers of the text: shares, days. */
  terms: z.array(z.strictObject({ id: Id, label: Label, value: Label })).exactOptional(),
  budget: z
    .strictObject({
      amount: z.string().min(1),
      by: z.enum(['arrival', 'pro-rata']),
      note: Label.exactOptional(),
    })
    .exactOptional(),
  /** What must be checked against the official text before anybody relies on it. */
  verify: z.array(Label).min(1).exactOptional(),
})
export type PolicyVersion = z.infer<typeof PolicyVersion>

export const POLICY_KINDS = ['title', 'reward', 'tax', 'loan', 'package'] as const

/** A policy or financial product. Without versions its text is not at hand: it is listed and nobody is judged by it. */
export const PolicyDefinition = z.strictObject({
  id: Id,
  label: Label,
  kind: z.enum(POLICY_KINDS),
  /** The kind of subject it is for. */
  of: Id,
  office: Id,
  /** The text is not at hand; it must say so and never be invented. */
  placeholder: z.boolean().exactOptional(),
  /** Place on a ladder of titles, the lowest 1. */
  rung: z.int().positive().exactOptional(),
  excludes: z.array(Id).exactOptional(),
  note: Label.exactOptional(),
  versions: z.array(PolicyVersion).min(1).exactOptional(),
  golden: z.array(GoldenCase).exactOptional(),
})
export type PolicyDefinition = z.infer<typeof PolicyDefinition>
