import { z } from 'zod'
import { zFile } from '../../platform/files/contract.ts'
import {
  contractOf,
  zAsOf,
  zById,
  zDay,
  zFlag,
  zId,
  zIdPage,
  zLabel,
  zMessage,
  zTri,
  zValue,
} from '../../platform/http/contract.ts'
import { zLedgerRow } from '../../platform/ledger/contract.ts'
import { zOrder } from '../orders/contract.ts'

const zLight = z.enum(['green', 'yellow', 'red', 'unknown'])
/** A light with the sentence that explains it; `byHand` where a person shows another than the rule says. */
export const zJourneyLight = z.object({
  light: zLight,
  rule: z.string(),
  because: zMessage,
  byHand: z.object({ computed: zLight, reason: z.string(), day: zDay, by: z.string() }).optional(),
})
export type JourneyLight = z.infer<typeof zJourneyLight>

export const zClock = z.object({
  id: z.string(),
  label: zLabel,
  since: zDay,
  days: z.number(),
  calendar: z.enum(['working', 'natural']),
  /** Negative when late; absent where the calendar of the year is not known. */
  left: z.number().optional(),
  late: zTri,
  evidence: z.string(),
  source: zLabel.optional(),
})

export const zJourneyRow = z.object({
  id: zId,
  no: z.string(),
  definition: z.string(),
  title: z.string(),
  parties: z.array(z.object({ role: z.string(), kind: z.string(), id: zId, name: z.string() })),
  stage: z.string(),
  stageLabel: zLabel,
  since: zDay,
  openedOn: zDay,
  closed: z.object({ exit: z.string(), label: zLabel, reason: z.string(), day: zDay }).optional(),
  /** The next gate, judged on the day asked. Absent at the last stage and after an exit. */
  gate: z
    .object({ to: z.string(), toLabel: zLabel, passes: z.boolean(), unmet: z.number(), unknown: z.number() })
    .optional(),
  late: zTri,
  openOrders: z.number(),
  light: zJourneyLight.optional(),
  /** Open only to the office in whose care it is, its party, and who may read what is confidential. */
  confidential: z.boolean(),
  paused: z.boolean(),
  demonstration: z.boolean(),
})
export type JourneyRow = z.infer<typeof zJourneyRow>

export const zRequirement = z.object({
  id: z.string(),
  label: zLabel,
  verdict: z.enum(['yes', 'no', 'unknown', 'review']),
  because: z.array(zMessage),
  /** What would settle it: an order, a kind of evidence, or facts of a subject. */
  needs: z.object({
    orders: z.array(zId).optional(),
    evidence: z.string().optional(),
    facts: z.array(z.string()).optional(),
    subject: z.object({ kind: z.string(), id: zId }).optional(),
  }),
})

export const zEvidence = z.object({
  id: zId,
  kind: z.string(),
  label: zLabel,
  day: zDay,
  note: z.string().optional(),
  file: zFile.optional(),
  fact: z.object({ key: z.string(), value: zValue }).optional(),
  by: z.string(),
  recordedAt: z.string(),
})

export const zJourney = zJourneyRow.extend({
  version: z.string(),
  stages: z.array(z.object({ id: z.string(), label: zLabel, enteredOn: zDay.optional(), now: z.boolean() })),
  requirements: z.array(zRequirement),
  orders: z.array(zOrder),
  evidence: z.array(zEvidence),
  ledger: z.array(zLedgerRow),
  exits: z.array(z.object({ id: z.string(), label: zLabel })),
  clocks: z.array(zClock),
  /** What each rule of the light says. */
  lights: z.array(
    z.object({
      rule: z.string(),
      label: zLabel,
      light: zLight,
      because: zMessage,
      source: zLabel.optional(),
    }),
  ),
  notices: z.array(z.object({ id: z.string(), text: zLabel, source: zLabel.optional() })),
  pauses: z.array(z.object({ from: zDay, to: zDay.optional(), reason: z.string(), by: z.string() })),
  setBacks: z.array(z.object({ from: zLabel, to: zLabel, reason: z.string(), day: zDay, by: z.string() })),
  match: z
    .object({ id: zId, profile: z.string(), profileVersion: z.string(), needId: zId, offerId: zId })
    .optional(),
  abilities: z.array(z.string()),
})
export type Journey = z.infer<typeof zJourney>

const zReason = z.string().trim().min(1).max(500)

export const journeysContract = contractOf({
  list: {
    name: 'journey.list',
    method: 'GET',
    path: '/api/journeys',
    ability: 'journey.read',
    narrows: true,
    query: zIdPage.extend(zAsOf.shape).extend({
      definition: z.string().optional(),
      stage: z.string().optional(),
      held: zFlag.optional(),
      open: zFlag.optional(),
      subject: zId.optional(),
    }),
    output: z.object({
      rows: z.array(zJourneyRow),
      next: z.string().optional(),
      total: z.number(),
      stages: z.array(z.object({ definition: z.string(), id: z.string(), label: zLabel, n: z.number() })),
      abilities: z.array(z.string()),
    }),
  },
  read: {
    name: 'journey.read',
    method: 'GET',
    path: '/api/journeys/{id}',
    ability: 'journey.read',
    narrows: true,
    params: zById,
    query: zAsOf,
    output: zJourney,
  },
  open: {
    name: 'journey.open',
    method: 'POST',
    path: '/api/journeys',
    ability: 'journey.open',
    body: z.object({
      definition: z.string(),
      title: z.string().min(1).max(200),
      parties: z
        .array(z.object({ role: z.string(), kind: z.string(), id: zId }))
        .min(1)
        .max(10),
      day: zDay.optional(),
    }),
    writes: true,
    output: zJourney,
  },
  advance: {
    name: 'journey.advance',
    method: 'POST',
    path: '/api/journeys/{id}/advance',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ to: z.string().optional(), day: zDay.optional() }),
    writes: true,
    matches: true,
    output: zJourney,
  },
  attach: {
    name: 'evidence.attach',
    method: 'POST',
    path: '/api/journeys/{id}/evidence',
    ability: 'evidence.attach',
    params: zById,
    body: z.object({
      kind: z.string(),
      day: zDay.optional(),
      note: z.string().max(500).optional(),
      fileId: zId.optional(),
      fact: z.object({ key: z.string(), value: zValue }).optional(),
    }),
    writes: true,
    output: zJourney,
  },
  /** States a fact of the journey itself that a gate asks for. */
  state: {
    name: 'journey.state',
    method: 'POST',
    path: '/api/journeys/{id}/facts',
    ability: 'evidence.attach',
    params: zById,
    body: z.object({ key: z.string(), value: zValue, day: zDay.optional() }),
    writes: true,
    output: zJourney,
  },
  close: {
    name: 'journey.close',
    method: 'POST',
    path: '/api/journeys/{id}/close',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ exit: z.string(), reason: z.string().min(1).max(500), day: zDay.optional() }),
    writes: true,
    matches: true,
    output: zJourney,
  },
  /** Back to an earlier stage: what made a later one true was not so. */
  setBack: {
    name: 'journey.set-back',
    method: 'POST',
    path: '/api/journeys/{id}/set-back',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ to: z.string(), reason: zReason }),
    writes: true,
    matches: true,
    output: zJourney,
  },
  pause: {
    name: 'journey.pause',
    method: 'POST',
    path: '/api/journeys/{id}/pause',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ reason: zReason }),
    writes: true,
    matches: true,
    output: zJourney,
  },
  resume: {
    name: 'journey.resume',
    method: 'POST',
    path: '/api/journeys/{id}/resume',
    ability: 'journey.advance',
    params: zById,
    body: z.object({}),
    writes: true,
    matches: true,
    output: zJourney,
  },
  setLight: {
    name: 'journey.set-light',
    method: 'POST',
    path: '/api/journeys/{id}/light',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ light: z.enum(['green', 'yellow', 'red']), reason: zReason }),
    writes: true,
    matches: true,
    output: zJourney,
  },
  disclose: {
    name: 'journey.disclose',
    method: 'POST',
    path: '/api/journeys/{id}/disclose',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ reason: zReason }),
    writes: true,
    matches: true,
    output: zJourney,
  },
  join: {
    name: 'journey.join',
    method: 'POST',
    path: '/api/journeys/{id}/party',
    ability: 'journey.advance',
    params: zById,
    body: z.object({ kind: z.string(), subject: zId }),
    writes: true,
    matches: true,
    output: zJourney,
  },
})
