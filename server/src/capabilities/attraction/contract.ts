import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zById,
  zCountPage,
  zDay,
  zFlag,
  zId,
  zLabel,
  zValue,
} from '../../platform/http/contract.ts'
import { zClock, zJourneyLight } from '../../spine/journeys/contract.ts'
import { zAnswered, zAnswers, zWarning } from '../../spine/wording/contract.ts'

const zDefinition = z.object({ definition: z.string().max(100) })
const zReason = z.string().trim().min(1).max(500)
const zSpan = z.object({ from: z.number(), to: z.number() })
const zStamp = z.object({ office: zLabel.optional(), by: z.string(), at: z.string() })

/** What was read of a pasted text: nothing of it is kept. */
const zDraft = z.object({
  fields: z.array(
    z.object({
      /** The fact it would be stated as. */
      fact: z.string(),
      /** As facts are stored: base units, days, texts, lists of ids. */
      value: zValue,
      /** How it may be shown to others. */
      shown: z.string().optional(),
      written: z.string(),
      spans: z.array(zSpan),
      remark: z.enum(['phase', 'month']).optional(),
    }),
  ),
  /** What stays unknown, and why. */
  unread: z.array(
    z.object({
      fact: z.string(),
      why: z.enum(['not-said', 'vague', 'several', 'range', 'foreign-currency']),
    }),
  ),
  /** The enterprise without region and legal form: what a project of it may be called. */
  short: z.string().optional(),
  /** Other enterprises that the text names. */
  others: z.array(z.string()),
})
export type Draft = z.infer<typeof zDraft>

/** What a probe tells: whom to call, never what he has. */
const zProbe = z.object({
  id: zId,
  /** Nothing to compare by: no name and no code. */
  compared: z.boolean(),
  /** Other offices that hold the same enterprise. */
  offices: z.array(z.object({ id: z.string(), label: zLabel })),
  /** What the own office holds of it. */
  own: z.array(z.object({ id: zId, no: z.string(), title: z.string() })),
  /** Probes left this hour. */
  left: z.number(),
})
export type Probe = z.infer<typeof zProbe>

export const zProjectRow = z.object({
  id: zId,
  no: z.string(),
  title: z.string(),
  investor: z.string().optional(),
  /** In yuan. */
  amount: z.number().optional(),
  mode: z.string().optional(),
  stage: z.string(),
  stageLabel: zLabel,
  since: zDay,
  openedOn: zDay,
  closed: z.object({ label: zLabel, reason: z.string(), day: zDay }).optional(),
  light: zJourneyLight.optional(),
  gate: z.object({ toLabel: zLabel, passes: z.boolean(), unmet: z.number(), unknown: z.number() }).optional(),
  lateClocks: z.array(zLabel),
  openOrders: z.number(),
  office: zLabel.optional(),
  confidential: z.boolean(),
  paused: z.boolean(),
  demonstration: z.boolean(),
})
export type ProjectRow = z.infer<typeof zProjectRow>

const SORTS = ['opened', '-opened', 'since', '-since', 'amount', '-amount', 'light', '-light'] as const

/** Longest text of an agreement that is looked through. */
const AGREEMENT = 300_000

/** A look through the text of an agreement: what was warned of, and what whoever drafts answered. The text itself is not kept. */
const zReview = z.object({
  day: zDay,
  by: z.string(),
  /** Characters looked through. */
  length: z.number(),
  warnings: z.array(zAnswered),
})

const zProject = z.object({
  id: zId,
  first: zStamp,
  origin: z.enum(['form', 'text']),
  /** Offices that share the credit, the first to report before the others. */
  credit: z.array(zLabel),
  /** Whether its enterprise was compared with what other offices hold. */
  compared: z.boolean(),
  distinct: z.string().optional(),
  facts: z.array(z.object({ key: z.string(), value: zValue, masked: z.boolean() })),
  /** Facts of the definition that nobody has stated. */
  unknown: z.array(z.string()),
  clocks: z.array(zClock),
  offered: zStamp.extend({ to: zLabel, reason: z.string() }).optional(),
  handOvers: z.array(z.object({ from: zLabel, to: zLabel, reason: z.string(), day: zDay })),
  /** Who asked whether somebody holds this enterprise. */
  probes: z.array(zStamp),
  /** Looks through the text of its agreement, the latest first; absent where the pack has no wording to look for. */
  reviews: z.array(zReview).optional(),
  /** It only rests, and the reader may take it up again. */
  wakes: z.boolean(),
  /** Offices it may be handed to. */
  offices: z.array(z.object({ id: z.string(), label: zLabel })),
  abilities: z.array(z.string()),
})

export const attractionContract = contractOf({
  draft: {
    name: 'lead.draft',
    method: 'POST',
    path: '/api/attraction/{definition}/draft',
    ability: 'journey.open',
    params: zDefinition,
    body: z.object({ text: z.string() }),
    output: zDraft,
  },
  probe: {
    name: 'lead.probe',
    method: 'POST',
    path: '/api/attraction/{definition}/probe',
    ability: 'journey.open',
    params: zDefinition,
    body: z.object({ values: z.record(z.string(), zValue) }),
    writes: true,
    output: zProbe,
  },
  open: {
    name: 'lead.open',
    method: 'POST',
    path: '/api/attraction/{definition}/leads',
    ability: 'journey.open',
    params: zDefinition,
    body: z.object({
      title: z.string().trim().min(1).max(200),
      values: z.record(z.string(), zValue),
      origin: z.enum(['form', 'text']),
      /** The probe that was made before; needed where there is anything to compare by. */
      probe: zId.optional(),
      /** Why it is another project although somebody holds the enterprise. */
      distinct: zReason.optional(),
    }),
    writes: true,
    output: z.object({ id: zId, no: z.string() }),
  },
  offer: {
    name: 'lead.offer',
    method: 'POST',
    path: '/api/attraction/projects/{id}/offer',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ to: z.string(), reason: zReason }),
    writes: true,
    output: zProject,
  },
  withdrawOffer: {
    name: 'lead.withdraw-offer',
    method: 'POST',
    path: '/api/attraction/projects/{id}/offer/withdraw',
    ability: 'journey.advance',
    params: zById,
    body: z.object({}),
    writes: true,
    output: zProject,
  },
  /** The other side's answer to an offer. */
  answerOffer: {
    name: 'lead.answer-offer',
    method: 'POST',
    path: '/api/attraction/projects/{id}/offer/answer',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ take: z.boolean(), reason: z.string().trim().max(500).optional() }),
    writes: true,
    output: z.object({ id: zId, taken: z.boolean() }),
  },
  /** Takes up a project that only rested. Refused where another office holds the enterprise by now, unless it is said to be another project. */
  wake: {
    name: 'lead.wake',
    method: 'POST',
    path: '/api/attraction/projects/{id}/wake',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ reason: zReason, distinct: zReason.optional() }),
    writes: true,
    output: zProject,
  },
  /** Looks through a text for wording that the law does not allow. Nothing is kept. */
  draftReview: {
    name: 'review.draft',
    method: 'POST',
    path: '/api/attraction/projects/{id}/review/draft',
    ability: 'journey.read',
    narrows: true,
    params: zById,
    body: z.object({ text: z.string().max(AGREEMENT) }),
    output: z.object({ source: zLabel, warnings: z.array(zWarning) }),
  },
  /** Says that the text was looked through: every warning with its answer. */
  review: {
    name: 'review.record',
    method: 'POST',
    path: '/api/attraction/projects/{id}/review',
    ability: 'evidence.attach',
    params: zById,
    body: z.object({
      text: z.string().trim().min(20).max(AGREEMENT),
      answers: zAnswers,
    }),
    writes: true,
    output: zProject,
  },
  list: {
    name: 'attraction.list',
    method: 'GET',
    path: '/api/attraction/{definition}/projects',
    ability: 'journey.read',
    narrows: true,
    params: zDefinition,
    query: zCountPage.extend(zAsOf.shape).extend({
      q: z.string().max(100).optional(),
      stage: z.string().max(100).optional(),
      light: z.enum(['green', 'yellow', 'red', 'unknown']).optional(),
      mode: z.string().max(100).optional(),
      office: z.string().max(100).optional(),
      mine: zFlag.optional(),
      open: zFlag.optional(),
      late: zFlag.optional(),
      sort: z.enum(SORTS).optional(),
    }),
    output: z.object({
      rows: z.array(zProjectRow),
      next: z.string().optional(),
      total: z.number(),
      /** By stage, whatever stage is asked for. `amount` sums those that are known. */
      stages: z.array(
        z.object({
          id: z.string(),
          label: zLabel,
          n: z.number(),
          amount: z.number(),
          amountUnknown: z.number(),
          medianDays: z.number().optional(),
          held: z.number(),
        }),
      ),
      lights: z.object({ green: z.number(), yellow: z.number(), red: z.number(), unknown: z.number() }),
      /** Lights that a person set otherwise than the rule says. */
      setByHand: z.number(),
      /** What became of projects by the way they were won. */
      modes: z.array(
        z.object({ id: z.string(), label: zLabel, n: z.number(), disclosed: z.number(), ended: z.number() }),
      ),
      /** Projects that another office offers to the reader's. */
      incoming: z.array(
        z.object({
          id: zId,
          title: z.string(),
          from: zLabel,
          reason: z.string(),
          at: z.string(),
          demonstration: z.boolean(),
        }),
      ),
      abilities: z.array(z.string()),
    }),
  },
  project: {
    name: 'attraction.project',
    method: 'GET',
    path: '/api/attraction/projects/{id}',
    ability: 'journey.read',
    narrows: true,
    params: zById,
    query: zAsOf,
    output: zProject,
  },
})
