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
} from '../../platform/http/contract.ts'

/** Needs that one gathering takes; more do not fit into a day or onto a page. */
export const MOST_NEEDS = 100
/** Rounds of a gathering: at ten minutes each, half a day. */
export const MOST_ROUNDS = 20
/** Introductions of one gathering. */
export const MOST_INTRODUCTIONS = 1_000

const zWay = z.enum(['rounds', 'places'])
const zState = z.enum(['planned', 'held', 'cancelled'])
const zOutcome = z.enum(['met', 'need-absent', 'offer-absent', 'both-absent'])
const zArrangedAs = z.enum(['stable', 'for-offers', 'optimal'])
const zTitle = z.string().trim().min(1).max(100)
const zPlace = z.string().trim().max(100)
const zNeeds = z.array(zId).max(MOST_NEEDS)
const zRounds = z.number().int().min(1).max(MOST_ROUNDS)

const zGathering = z.object({
  id: zId,
  version: z.string(),
  profile: z.string(),
  title: z.string(),
  day: zDay,
  place: z.string().optional(),
  way: zWay,
  rounds: z.number(),
  state: zState,
  by: z.string(),
  officeLabel: zLabel.optional(),
  arranged: z.object({ as: zArrangedAs, by: z.string(), day: zDay }).optional(),
  demonstration: z.boolean(),
})

const zIntroduction = z.object({
  id: zId,
  version: z.string(),
  needId: zId,
  offerId: zId,
  offer: z.string(),
  /** What tells namesakes apart. */
  note: z.string().optional(),
  round: z.number().optional(),
  outcome: zOutcome.optional(),
  needWish: z.boolean().optional(),
  offerWish: z.boolean().optional(),
  decision: z
    .object({
      state: z.enum(['accepted', 'declined']),
      journeyId: zId.optional(),
      stageLabel: zLabel.optional(),
      /** The label of the exit by which its journey ended. */
      exitLabel: zLabel.optional(),
    })
    .optional(),
})
export type Introduction = z.infer<typeof zIntroduction>

/** One step: of how many introductions that reached the one before it, how many did, did not, and nobody knows. */
const zStep = z.object({
  step: z.enum(['introduced', 'met', 'wished', 'accepted', 'stage']),
  label: zLabel.optional(),
  of: z.number(),
  yes: z.number(),
  no: z.number(),
  unknown: z.number(),
  /** Different needs and offers among those that did. */
  needs: z.number(),
  offers: z.number(),
})
export type FunnelStep = z.infer<typeof zStep>

const zGatheringNeed = z.object({
  id: zId,
  name: z.string(),
  holder: z.object({ id: zId, name: z.string() }).optional(),
  /** Nothing in it can be judged. */
  vague: z.boolean(),
  /** How many it still seeks; absent where it does not say. */
  seeks: z.number().optional(),
  ended: z.enum(['expired', 'filled', 'dropped', 'no-consent']).optional(),
  introductions: z.number(),
})

const zPage = z.object({
  gathering: zGathering,
  needs: z.array(zGatheringNeed),
  introductions: z.array(zIntroduction),
  funnel: z.array(zStep),
  abilities: z.array(z.string()),
})
export type GatheringPage = z.infer<typeof zPage>

const zPlaced = z.object({
  needId: zId,
  offerId: zId,
  /** Where each stands in the order of the other, 1 the best. */
  needPlace: z.number(),
  offerPlace: z.number(),
})

const zArrangement = z.object({
  as: zArrangedAs,
  pairs: z.array(zPlaced),
  /** Places of needs that stay open. */
  open: z.number(),
  /** Pairs that would rather be together than as this arrangement has them. */
  rather: z.number(),
  /** The sum of places on both sides divided by twice the pairs: 1 where everybody has his first choice. */
  meanPlace: z.number().optional(),
})
export type Arrangement = z.infer<typeof zArrangement>

export const gatheringsContract = contractOf({
  list: {
    name: 'gathering.list',
    method: 'GET',
    path: '/api/gatherings',
    ability: 'match.read',
    query: zCountPage.extend(zAsOf.shape),
    output: z.object({
      rows: z.array(
        zGathering.extend({
          needs: z.number(),
          /** Introductions of which somebody noted what happened, and those that met. */
          noted: z.number(),
          met: z.number(),
        }),
      ),
      next: z.string().optional(),
      abilities: z.array(z.string()),
    }),
  },
  read: {
    name: 'gathering.read',
    method: 'GET',
    path: '/api/gatherings/{id}',
    ability: 'match.read',
    params: zById,
    query: zAsOf,
    output: zPage,
  },
  /** Three ways to bring the needs of a gathering together with offers, side by side. Nothing is written. */
  arrangements: {
    name: 'gathering.arrangements',
    method: 'GET',
    path: '/api/gatherings/{id}/arrangements',
    ability: 'match.read',
    params: zById,
    output: z.object({
      version: z.string(),
      /** Places of all needs that stand open. */
      seats: z.number(),
      /** Needs that state nothing to judge by, or that ended: no offer is arranged for the latter. */
      vague: z.number(),
      ended: z.number(),
      offers: z.array(z.object({ id: zId, name: z.string(), note: z.string().optional() })),
      /** The optimal one is missing where none was found in time. */
      arrangements: z.array(zArrangement),
    }),
  },
  open: {
    name: 'gathering.open',
    method: 'POST',
    path: '/api/gatherings',
    ability: 'gathering.hold',
    body: z.object({
      profile: z.string().max(100),
      title: zTitle,
      day: zDay,
      place: zPlace.optional(),
      way: zWay,
      rounds: zRounds.default(1),
      needs: zNeeds.default([]),
    }),
    writes: true,
    output: z.object({ id: zId }),
  },
  change: {
    name: 'gathering.change',
    method: 'POST',
    path: '/api/gatherings/{id}',
    ability: 'gathering.hold',
    params: zById,
    body: z.object({
      title: zTitle.optional(),
      day: zDay.optional(),
      place: zPlace.optional(),
      rounds: zRounds.optional(),
      needs: zNeeds.optional(),
      state: zState.optional(),
    }),
    writes: true,
    matches: true,
    output: zIdVersion,
  },
  /** Takes an arrangement over: what was arranged before and has no outcome yet is dropped. */
  arrange: {
    name: 'gathering.arrange',
    method: 'POST',
    path: '/api/gatherings/{id}/arrangements',
    ability: 'gathering.hold',
    params: zById,
    body: z.object({
      as: zArrangedAs,
      pairs: z.array(z.object({ needId: zId, offerId: zId })).max(MOST_INTRODUCTIONS),
    }),
    writes: true,
    matches: true,
    output: z.object({ introductions: z.number(), rounds: z.number() }),
  },
  /** One more introduction, beside the arrangement. */
  introduce: {
    name: 'introduction.add',
    method: 'POST',
    path: '/api/gatherings/{id}/introductions',
    ability: 'gathering.hold',
    params: zById,
    body: z.object({ needId: zId, offerId: zId }),
    writes: true,
    output: z.object({ id: zId, round: z.number().optional() }),
  },
  drop: {
    name: 'introduction.drop',
    method: 'POST',
    path: '/api/introductions/{id}/drop',
    ability: 'gathering.hold',
    params: zById,
    writes: true,
    matches: true,
    output: z.object({ id: zId }),
  },
  /** What happened at the table, and whether each side would go on. What is left out is unknown. */
  note: {
    name: 'introduction.note',
    method: 'POST',
    path: '/api/introductions/{id}/outcome',
    ability: 'gathering.hold',
    params: zById,
    body: z.object({
      outcome: zOutcome.optional(),
      needWish: z.boolean().optional(),
      offerWish: z.boolean().optional(),
    }),
    writes: true,
    matches: true,
    output: zIdVersion,
  },
})
