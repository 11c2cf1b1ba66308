import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zCountPage,
  zDay,
  zId,
  zLabel,
  zMessage,
  zPage,
  zTri,
  zValue,
} from '../../platform/http/contract.ts'

const zProfile = z.object({ profile: z.string() })
const zNeed = zProfile.extend({ needId: zId })

export const zStatedRequirement = z.object({
  id: z.string(),
  label: zLabel,
  level: z.enum(['must', 'may']),
  /** What is asked, e.g. key `asked.at-least` with the bound and its fact. */
  asked: z.array(zMessage),
})

export const zCandidate = z.object({
  offerId: zId,
  name: z.string(),
  note: z.string().optional(),
  group: z.enum(['all-met', 'unknown', 'missed']),
  verdicts: z.record(z.string(), zTri),
  met: z.number(),
  missed: z.number(),
  unknown: z.number(),
  /** Words that need and offer share; they order candidates inside a group. */
  words: z.array(z.string()),
  decision: z
    .object({
      state: z.enum(['accepted', 'declined', 'declined-by-person']),
      journeyId: zId.optional(),
      reason: z.string().optional(),
      day: zDay,
    })
    .optional(),
  demonstration: z.boolean(),
})
export type Candidate = z.infer<typeof zCandidate>

const zClosed = z.enum(['filled', 'dropped'])

export const zRanking = z.object({
  profile: z.string(),
  profileVersion: z.string(),
  judgedOn: zDay,
  need: z.object({
    id: zId,
    name: z.string(),
    holder: z.object({ id: zId, name: z.string() }).optional(),
    values: z.record(z.string(), zValue),
    asOf: zDay.optional(),
    demonstration: z.boolean(),
    /** The last day on which it stood open, where that has passed: nothing can be accepted for it any more. */
    expiredOn: zDay.optional(),
    /** What its holder said became of it: nothing can be accepted for it either. */
    closed: zClosed.optional(),
    /** Nothing in it can be judged. */ vague: z.boolean(),
  }),
  requirements: z.array(zStatedRequirement),
  groups: z.object({ 'all-met': z.number(), unknown: z.number(), missed: z.number() }),
  order: z.object({
    /** What orders offers that the requirements leave level: shared words, or nearness in meaning. */
    by: z.enum(['words', 'meaning']),
    /** The district's model, where it has set one: the order by meaning may then be asked for. */
    model: z.string().optional(),
    /** The order by meaning was asked for, and the model did not answer. */
    silent: z.boolean().optional(),
  }),
  rows: z.array(zCandidate),
  next: z.string().optional(),
  relaxations: z.array(
    z.object({ requirement: z.string(), label: zLabel, from: z.number(), to: z.number() }),
  ),
  abilities: z.array(z.string()),
})
export type Ranking = z.infer<typeof zRanking>

const zExplained = z.array(
  zStatedRequirement.extend({
    verdict: z.enum(['yes', 'no', 'unknown', 'review']),
    because: z.array(zMessage),
    words: z.array(z.string()),
    facts: z.array(
      z.object({
        key: z.string(),
        value: zValue.optional(),
        source: z.string().optional(),
        asOf: zDay.optional(),
        masked: z.boolean(),
      }),
    ),
  }),
)

const zPair = z.object({
  candidate: zCandidate,
  profileVersion: z.string(),
  requirements: zExplained,
  abilities: z.array(z.string()),
})
export type Pair = z.infer<typeof zPair>

const zComparison = z.object({
  profileVersion: z.string(),
  judgedOn: zDay,
  /** As they stand in the ranking, best first. */
  candidates: z.array(z.object({ candidate: zCandidate, requirements: zExplained })),
  /** One fewer than candidates: why each stands above the next. */
  above: z.array(
    z.object({
      above: zId,
      below: zId,
      by: z.enum(['group', 'missed', 'unknown', 'may', 'words', 'id']),
      /** Requirements in which the upper one does better, and those in which the lower one does. */
      better: z.array(z.string()),
      worse: z.array(z.string()),
      /** Shared words that only one of the two has. */
      words: z.object({ above: z.array(z.string()), below: z.array(z.string()) }),
      because: z.array(zMessage),
    }),
  ),
})
export type Comparison = z.infer<typeof zComparison>

export const matchesContract = contractOf({
  needs: {
    name: 'match.needs',
    method: 'GET',
    path: '/api/matches/{profile}/needs',
    ability: 'match.read',
    narrows: true,
    params: zProfile,
    query: zPage.extend(zAsOf.shape).extend({ q: z.string().max(100).optional() }),
    output: z.object({
      rows: z.array(
        z.object({
          id: zId,
          name: z.string(),
          holder: z.object({ id: zId, name: z.string() }).optional(),
          requirements: z.number(),
          accepted: z.number(),
          headcount: z.number().optional(),
          expiredOn: zDay.optional(),
          closed: zClosed.optional(),
          demonstration: z.boolean(),
        }),
      ),
      next: z.string().optional(),
      total: z.number(),
    }),
  },
  rank: {
    name: 'match.rank',
    method: 'GET',
    path: '/api/matches/{profile}/needs/{needId}',
    ability: 'match.read',
    narrows: true,
    params: zNeed,
    query: zCountPage.extend(zAsOf.shape).extend({ by: z.enum(['words', 'meaning']).optional() }),
    output: zRanking,
  },
  explain: {
    name: 'match.explain',
    method: 'GET',
    path: '/api/matches/{profile}/needs/{needId}/offers/{offerId}',
    ability: 'match.read',
    narrows: true,
    params: zNeed.extend({ offerId: zId }),
    query: zAsOf,
    output: zPair,
  },
  /** Two or three offers side by side, and why each stands above the next. */
  compare: {
    name: 'match.compare',
    method: 'GET',
    path: '/api/matches/{profile}/needs/{needId}/compare',
    ability: 'match.read',
    narrows: true,
    params: zNeed,
    query: zAsOf.extend({
      offers: z
        .string()
        .max(200)
        .transform((text) => text.split(','))
        .pipe(z.array(zId).min(2).max(3)),
    }),
    output: zComparison,
  },
  /** What a need would ask before it is written: which of it can be judged, and how many there are for it. */
  preview: {
    name: 'match.preview',
    method: 'POST',
    path: '/api/matches/{profile}/preview',
    ability: 'match.read',
    narrows: true,
    params: zProfile,
    body: z.object({ values: z.record(z.string().max(100), zValue) }),
    output: z.object({
      requirements: z.array(zStatedRequirement.extend({ usual: z.enum(['must', 'may']) })),
      /** Requirements that it leaves half open: what is missing of each. */
      unclear: z.array(z.object({ id: z.string(), label: zLabel, missing: z.array(z.string()) })),
      /** Requirements it says nothing of, with the facts by which it could. */
      unstated: z.array(z.object({ id: z.string(), label: zLabel, by: z.array(z.string()) })),
      vague: z.boolean(),
      /** Only for those who may see every match. */
      groups: z.object({ 'all-met': z.number(), unknown: z.number(), missed: z.number() }).optional(),
      relaxations: z
        .array(z.object({ requirement: z.string(), label: zLabel, from: z.number(), to: z.number() }))
        .optional(),
      /** The facts that weigh requirements for one need alone. */
      levels: z.object({ may: z.string().optional(), must: z.string().optional() }),
    }),
  },
  accept: {
    name: 'match.accept',
    method: 'POST',
    path: '/api/matches/{profile}/needs/{needId}/accept',
    ability: 'match.accept',
    params: zNeed,
    body: z.object({ offerId: zId, note: z.string().max(500).optional() }),
    writes: true,
    output: z.object({ matchId: zId, journeyId: zId }),
  },
  decline: {
    name: 'match.decline',
    method: 'POST',
    path: '/api/matches/{profile}/needs/{needId}/decline',
    ability: 'match.decline',
    params: zNeed,
    body: z.object({ offerId: zId, reason: z.string().min(1).max(500) }),
    writes: true,
    output: z.object({ matchId: zId }),
  },
})
