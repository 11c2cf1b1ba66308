import { z } from 'zod'
import { contractOf, zAsOf, zById, zDay, zId, zLabel, zPage } from '../../../platform/http/contract.ts'
import { zStanding } from '../contract.ts'

export const zAnswer = z.enum(['still', 'filled', 'dropped'])
const zChannel = z.enum(['sign-in', 'link', 'handed', 'office'])
const zAskState = z.enum(['waiting', 'answered', 'expired', 'locked', 'revoked'])

const zKind = z.object({ kind: z.string().regex(/^[a-z][a-z0-9_-]*$/) })
const zToken = z.object({ token: z.string().min(20).max(100) })

/** What is said of one need: that it stands until a day, or what became of it. */
const zSaid = z.object({
  answer: zAnswer,
  /** The last day it stands; by the rule of the pack where none is given. */
  until: zDay.optional(),
  quantity: z.number().positive().max(1_000_000).optional(),
  reason: z.string().max(500).optional(),
})

export const zNeedRow = z.object({
  id: zId,
  /** The ETag; send it back as If-Match. */
  version: z.string(),
  name: z.string(),
  holder: z.object({ id: zId, name: z.string() }).optional(),
  /** Whether its holder has given a contact to which something can be sent. */
  hasContact: z.boolean(),
  standing: zStanding,
  until: zDay.optional(),
  leftDays: z.number().optional(),
  /** How many are wanted; absent is unknown. */
  quantity: z.number().optional(),
  asOf: zDay,
  /** The latest request to confirm it, and whether it was answered. */
  asked: z
    .object({
      id: zId,
      on: zDay,
      by: z.string(),
      way: z.enum(['sent', 'handed']),
      code: z.boolean(),
      sentTo: z.string().optional(),
      state: zAskState,
      expiresAt: z.string(),
      answered: z.boolean(),
    })
    .optional(),
  /** What was last said of it, how, and by whom. */
  said: z
    .object({
      answer: zAnswer,
      channel: zChannel,
      on: zDay,
      by: z.string(),
      until: zDay.optional(),
      reason: z.string().optional(),
    })
    .optional(),
  demonstration: z.boolean(),
  abilities: z.array(z.string()),
})
export type NeedRow = z.infer<typeof zNeedRow>

const zSkipped = z.object({
  needId: zId,
  name: z.string(),
  why: z.enum(['no-holder', 'no-contact', 'too-many', 'not-found']),
})

export const needsContract = contractOf({
  list: {
    name: 'need.list',
    method: 'GET',
    path: '/api/needs/{kind}',
    ability: 'registry.read',
    narrows: true,
    params: zKind,
    query: zPage.extend(zAsOf.shape).extend({
      /** `due`: runs out within the days of the rule, or has · `unanswered`: asked and not answered · a standing · all. */
      view: z.enum(['due', 'unanswered', 'all', ...zStanding.options]).default('due'),
      q: z.string().max(100).optional(),
    }),
    output: z.object({
      on: zDay,
      validDays: z.number(),
      longestDays: z.number(),
      askDays: z.number(),
      rows: z.array(zNeedRow),
      next: z.string().optional(),
      total: z.number(),
      counts: z.object({
        open: z.number(),
        expiring: z.number(),
        expired: z.number(),
        unknown: z.number(),
        filled: z.number(),
        dropped: z.number(),
        unanswered: z.number(),
      }),
      abilities: z.array(z.string()),
    }),
  },
  /** Asks the holders of these needs, one request a holder. The addresses are given once and kept nowhere. */
  ask: {
    name: 'need.ask',
    method: 'POST',
    path: '/api/needs/{kind}/asks',
    ability: 'need.ask',
    params: zKind,
    body: z.object({ needIds: z.array(zId).min(1).max(200), way: z.enum(['sent', 'handed']) }),
    writes: true,
    once: true,
    output: z.object({
      asks: z.array(
        z.object({
          id: zId,
          party: z.object({ id: zId, name: z.string() }),
          needs: z.array(z.object({ id: zId, title: z.string() })),
          /** Only of those an officer is to pass on. */
          url: z.string().optional(),
          sentTo: z.string().optional(),
          code: z.boolean(),
          expiresAt: z.string(),
        }),
      ),
      skipped: z.array(zSkipped),
    }),
  },
  revoke: {
    name: 'need.revoke',
    method: 'POST',
    path: '/api/asks/{id}/revoke',
    ability: 'need.ask',
    params: zById,
    writes: true,
    output: z.object({ id: zId, state: zAskState }),
  },
  /** The holder itself says it, by its own sign-in. */
  confirm: {
    name: 'need.confirm',
    method: 'POST',
    path: '/api/needs/{kind}/{id}/confirm',
    ability: 'need.confirm',
    params: zKind.extend({ id: zId }),
    body: zSaid,
    writes: true,
    matches: true,
    output: z.object({ id: zId, version: z.string(), standing: zStanding, until: zDay.optional() }),
  },
  /** An officer writes down what the holder said; it shows as such for ever. */
  record: {
    name: 'need.record',
    method: 'POST',
    path: '/api/needs/{kind}/{id}/record',
    ability: 'registry.write',
    params: zKind.extend({ id: zId }),
    body: zSaid.extend({
      /** How he knows: a call, a letter. */
      source: z.string().min(1).max(200),
    }),
    writes: true,
    matches: true,
    output: z.object({ id: zId, version: z.string(), standing: zStanding, until: zDay.optional() }),
  },
  /** What the holder of an address sees: its own needs, nothing personal. */
  asked: {
    name: 'reconfirmation.read',
    method: 'GET',
    path: '/api/reconfirmations/{token}',
    ability: 'public',
    params: zToken,
    output: z.object({
      state: z.enum(['waiting', 'used', 'expired', 'locked', 'revoked']),
      district: zLabel,
      triesLeft: z.number(),
      ask: z
        .object({
          party: z.string(),
          officeLabel: zLabel.optional(),
          kindLabel: zLabel,
          code: z.boolean(),
          expiresAt: z.string(),
          today: zDay,
          validDays: z.number(),
          longestDays: z.number(),
          quantityLabel: zLabel.optional(),
          needs: z.array(
            z.object({
              id: zId,
              name: z.string(),
              standing: zStanding,
              until: zDay.optional(),
              quantity: z.number().optional(),
              answered: zAnswer.optional(),
            }),
          ),
          demonstration: z.boolean(),
        })
        .optional(),
    }),
  },
  answer: {
    name: 'reconfirmation.answer',
    method: 'POST',
    path: '/api/reconfirmations/{token}',
    ability: 'public',
    params: zToken,
    body: z.object({
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      answers: z
        .array(zSaid.extend({ needId: zId }))
        .min(1)
        .max(200),
    }),
    writes: true,
    output: z.object({
      answered: z.array(z.object({ needId: zId, answer: zAnswer, until: zDay.optional() })),
      left: z.number(),
    }),
  },
})
