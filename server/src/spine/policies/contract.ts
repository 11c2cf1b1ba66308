import { z } from 'zod'
import { zDay, zLabel, zMessage } from '../../platform/http/contract.ts'

export const zVerdict = z.enum(['yes', 'no', 'unknown', 'review'])

/** Where a policy stands on the day that is asked for. */
export const zStanding = z.object({
  is: z.enum(['not-entered', 'not-announced', 'not-yet', 'in-force', 'lapsed']),
  version: z.number().optional(),
  cite: z.string().optional(),
  from: zDay.optional(),
  to: zDay.optional(),
  window: z.object({ is: z.enum(['always', 'open', 'later', 'past']), on: zDay.optional() }).optional(),
})
export type Standing = z.infer<typeof zStanding>

export const zPolicy = z.object({
  id: z.string(),
  label: zLabel,
  kind: z.enum(['title', 'reward', 'tax', 'loan', 'package']),
  /** The kind of subject it is for. */
  of: z.string(),
  office: z.string(),
  note: zLabel.optional(),
  standing: zStanding,
  /** What must be checked against the official text. */
  verify: z.array(zLabel),
  /** Other numbers of the text. */
  terms: z.array(z.object({ id: z.string(), label: zLabel, value: zLabel })),
  gives: zLabel.optional(),
  /** Versions that were published here and no longer fit the dictionary of the pack: nobody is judged by them. */
  unfit: z.array(z.number()),
})
export type PolicyView = z.infer<typeof zPolicy>

/** Money in yuan, as decimal texts; without `to` nobody can say how much at most. */
export const zWorth = z.object({
  from: z.string(),
  to: z.string().optional(),
  capped: z.boolean().optional(),
  missing: z.array(z.string()),
})

/** A single change that alone turns a no, the rest unchanged. */
export const zStep = z.object({
  fact: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional(),
  unit: z.string().optional(),
  /** Waiting until this day is enough. */
  until: zDay.optional(),
  verdict: zVerdict,
})
export type Step = z.infer<typeof zStep>

export const zLine = z.object({
  id: z.string().optional(),
  label: zLabel.optional(),
  text: z.string().optional(),
  cite: z.string().optional(),
  verdict: zVerdict,
  messages: z.array(zMessage),
})
export type Line = z.infer<typeof zLine>

export const zAnswer = zPolicy.extend({
  /** Only what is in force has one. */
  verdict: zVerdict.optional(),
  messages: z.array(zMessage),
  lines: z.array(zLine),
  /** The fewest missing facts that would decide it. */
  missing: z.array(z.string()),
  steps: z.array(zStep),
  worth: zWorth.optional(),
})
export type Answer = z.infer<typeof zAnswer>
