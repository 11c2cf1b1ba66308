import { z } from 'zod'
import { contractOf, zAsOf, zCountPage, zDay, zId, zLabel, zMessage } from '../../platform/http/contract.ts'

export const zVerdict = z.enum(['yes', 'no', 'unknown', 'review'])

/** Where a policy stands on the day that is asked for. */
const zStanding = z.object({
  is: z.enum(['not-entered', 'not-announced', 'not-yet', 'in-force', 'lapsed']),
  version: z.number().optional(),
  cite: z.string().optional(),
  from: zDay.optional(),
  to: zDay.optional(),
  window: z.object({ is: z.enum(['always', 'open', 'later', 'past']), on: zDay.optional() }).optional(),
})
export type Standing = z.infer<typeof zStanding>

const zPolicy = z.object({
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
})
export type PolicyView = z.infer<typeof zPolicy>

/** Money in yuan, as decimal texts; without `to` nobody can say how much at most. */
const zWorth = z.object({
  from: z.string(),
  to: z.string().optional(),
  capped: z.boolean().optional(),
  missing: z.array(z.string()),
})

/** A single change that alone turns a no, the rest unchanged. */
const zStep = z.object({
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

const zLine = z.object({
  id: z.string().optional(),
  label: zLabel.optional(),
  text: z.string().optional(),
  cite: z.string().optional(),
  verdict: zVerdict,
  messages: z.array(zMessage),
})
export type Line = z.infer<typeof zLine>

const zAnswer = zPolicy.extend({
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

export const policiesContract = contractOf({
  list: {
    name: 'policies.list',
    method: 'GET',
    path: '/api/policies',
    ability: 'registry.read',
    narrows: true,
    query: zAsOf,
    output: z.object({ on: zDay, known: zDay, policies: z.array(zPolicy) }),
  },
  /** What every policy says to one subject. */
  answers: {
    name: 'policies.answers',
    method: 'GET',
    path: '/api/policies/answers/{kind}/{id}',
    ability: 'registry.read',
    narrows: true,
    params: z.object({ kind: z.string().max(100), id: zId }),
    query: zAsOf,
    output: z.object({
      on: zDay,
      known: zDay,
      subject: z.object({
        id: zId,
        kind: z.string(),
        name: z.string(),
        asOf: zDay,
        demonstration: z.boolean(),
      }),
      answers: z.array(zAnswer),
      /** Facts that answers rest on, with where they come from. */
      facts: z.array(z.object({ key: z.string(), source: z.string(), asOf: zDay, conflict: z.boolean() })),
      /** The most that may be had together, where several rewards are met and some exclude others. */
      together: z
        .object({
          total: z.string(),
          taken: z.array(z.object({ policy: z.string(), amount: z.string() })),
          left: z.array(z.object({ policy: z.string(), because: z.array(z.string()), instead: z.string() })),
        })
        .optional(),
    }),
  },
  /** What one policy says to everybody it is for. */
  who: {
    name: 'policies.who',
    method: 'GET',
    path: '/api/policies/{policy}/who',
    ability: 'registry.read',
    narrows: true,
    params: z.object({ policy: z.string().max(100) }),
    query: zCountPage.extend(zAsOf.shape).extend({
      /** `step`: those whom one change alone would turn. */
      view: z.enum(['yes', 'review', 'unknown', 'no', 'step']).default('yes'),
    }),
    output: z.object({
      on: zDay,
      known: zDay,
      policy: zPolicy,
      subjects: z.number(),
      counts: z.object({ yes: z.number(), review: z.number(), unknown: z.number(), no: z.number() }),
      /** What those who have a yes are worth together, in yuan. */
      cost: z.object({ from: z.string(), to: z.string().optional() }).optional(),
      rows: z.array(
        z.object({
          id: zId,
          name: z.string(),
          demonstration: z.boolean(),
          verdict: zVerdict,
          messages: z.array(zMessage),
          missing: z.array(z.string()),
          steps: z.array(zStep),
          worth: zWorth.optional(),
        }),
      ),
      total: z.number(),
      next: z.string().optional(),
    }),
  },
})
