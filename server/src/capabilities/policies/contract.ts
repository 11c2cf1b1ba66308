import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zById,
  zCountPage,
  zDay,
  zId,
  zIdVersion,
  zLabel,
  zMessage,
} from '../../platform/http/contract.ts'
import { zAnswer, zPolicy, zStep, zVerdict, zWorth } from '../../spine/policies/contract.ts'
import { zAnswered, zAnswers, zWarning } from '../../spine/wording/contract.ts'

/** Longest text of a policy, in characters. */
export const TEXT = 100_000
const zWritten = z.string().max(TEXT)

/** A mistake in a text, at its line. */
const zTextFinding = z.object({
  code: z.string(),
  line: z.number(),
  value: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
})
export type TextFinding = z.infer<typeof zTextFinding>

const zCounts = z.object({ yes: z.number(), review: z.number(), unknown: z.number(), no: z.number() })
const zCost = z.object({ from: z.string(), to: z.string().optional() })

/** A text that an office writes, and what became of it. */
const zText = z.object({
  id: zId,
  version: z.string(),
  /** The id of its policy; empty as long as the text names none. */
  policy: z.string(),
  label: zLabel,
  office: zLabel,
  state: z.enum(['draft', 'published', 'dropped']),
  /** The version it is, and from when, as published. */
  number: z.number().optional(),
  from: zDay.optional(),
  by: z.string(),
  lastDay: zDay,
})
export type PolicyTextView = z.infer<typeof zText>

export const policiesContract = contractOf({
  texts: {
    name: 'policy.texts',
    method: 'GET',
    path: '/api/policies/texts',
    ability: 'policy.draft',
    narrows: true,
    query: zCountPage,
    output: z.object({ rows: z.array(zText), next: z.string().optional() }),
  },
  text: {
    name: 'policy.text',
    method: 'GET',
    path: '/api/policies/texts/{id}',
    ability: 'policy.draft',
    narrows: true,
    params: zById,
    output: zText.extend({
      text: z.string(),
      answers: z.array(zAnswered),
      abilities: z.array(z.string()),
    }),
  },
  /** What a policy says now, as a text to write its next version from. */
  source: {
    name: 'policy.source',
    method: 'GET',
    path: '/api/policies/{policy}/source',
    ability: 'policy.draft',
    narrows: true,
    params: z.object({ policy: z.string().max(100) }),
    output: z.object({ text: z.string() }),
  },
  /** Checks a text, and with `effects` judges everybody by it. Nothing is kept. */
  try: {
    name: 'policy.try',
    method: 'POST',
    path: '/api/policies/try',
    ability: 'policy.draft',
    narrows: true,
    body: z.object({ text: zWritten, effects: z.boolean().default(false) }),
    output: z.object({
      findings: z.array(zTextFinding),
      warnings: z.array(zWarning),
      source: zLabel.optional(),
      /** What it is, where nothing is wrong. */
      is: z
        .object({
          policy: z.string(),
          label: zLabel,
          number: z.number(),
          from: zDay,
          before: z.number().optional(),
          golden: z.number(),
        })
        .optional(),
      effects: z
        .object({
          on: zDay,
          subjects: z.number(),
          counts: zCounts,
          cost: zCost.optional(),
          /** Whom one change alone would turn. */
          short: z.number(),
          /** The same by the version that it follows, on the same day. */
          before: z.object({ counts: zCounts, cost: zCost.optional() }).optional(),
          /** How many answers are another, and the first of them. */
          differ: z.number(),
          rows: z.array(
            z.object({
              id: zId,
              name: z.string(),
              demonstration: z.boolean(),
              was: zVerdict.optional(),
              is: zVerdict,
              messages: z.array(zMessage),
            }),
          ),
        })
        .optional(),
    }),
  },
  writeText: {
    name: 'policy.write',
    method: 'POST',
    path: '/api/policies/texts',
    ability: 'policy.draft',
    body: z.object({ text: zWritten }),
    writes: true,
    output: zIdVersion,
  },
  changeText: {
    name: 'policy.change',
    method: 'POST',
    path: '/api/policies/texts/{id}',
    ability: 'policy.draft',
    params: zById,
    body: z.object({ text: zWritten }),
    writes: true,
    output: zIdVersion,
  },
  dropText: {
    name: 'policy.drop',
    method: 'POST',
    path: '/api/policies/texts/{id}/drop',
    ability: 'policy.draft',
    params: zById,
    writes: true,
    output: zIdVersion,
  },
  /** Makes a text the rule from its day on. It is never edited again; a change is another version. */
  publish: {
    name: 'policy.publish',
    method: 'POST',
    path: '/api/policies/texts/{id}/publish',
    ability: 'policy.publish',
    params: zById,
    body: z.object({
      answers: zAnswers,
    }),
    writes: true,
    output: zIdVersion.extend({ policy: z.string(), number: z.number() }),
  },
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
      counts: zCounts,
      /** What those who have a yes are worth together, in yuan. */
      cost: zCost.optional(),
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
