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
  zTri,
} from '../../platform/http/contract.ts'
import { zLedgerRow } from '../../platform/ledger/contract.ts'

export const zOrderState = z.enum([
  'raised',
  'accepted',
  'committed',
  'delivered',
  'confirmed',
  'disputed',
  'withdrawn',
])
/** How the enterprise spoke: its own sign-in, a one-time link with a code, or scanned paper recorded by an office. */
export const zChannel = z.enum(['sign-in', 'link', 'paper'])

export const zOrder = z.object({
  id: zId,
  no: z.string(),
  element: z.string(),
  what: z.string(),
  quantity: z.number().optional(),
  unit: z.string().optional(),
  /** The journey that needs it; absent where an enterprise needs it by itself. */
  journey: z.object({ id: zId, title: z.string(), definition: z.string() }).optional(),
  /** The enterprise that alone can say it arrived. */
  party: z.object({ id: zId, name: z.string() }).optional(),
  office: z.string(),
  officeLabel: zLabel,
  /** The stage that waits for it; absent where it blocks nothing. */
  blocks: z.object({ stage: z.string(), label: zLabel }).optional(),
  state: zOrderState,
  raisedOn: zDay,
  needBy: zDay.optional(),
  acceptedOn: zDay.optional(),
  promisedOn: zDay.optional(),
  deliveredOn: zDay.optional(),
  confirmedOn: zDay.optional(),
  channel: zChannel.optional(),
  dispute: z.string().optional(),
  /** How often the enterprise disputed it. */
  disputes: z.number(),
  /** Working days past the promise; 0 when not late, absent when nothing was promised. */
  lateDays: z.number().optional(),
  late: zTri,
  demonstration: z.boolean(),
  version: z.string(),
  abilities: z.array(z.string()),
})
export type Order = z.infer<typeof zOrder>

const zNote = z.object({ note: z.string().max(500).optional(), day: zDay.optional() })
const verb = <
  const Name extends string,
  const Path extends string,
  const Ability extends string,
  Body extends z.ZodType,
>(
  name: Name,
  path: Path,
  ability: Ability,
  body: Body,
) =>
  ({
    name,
    method: 'POST',
    path,
    ability,
    params: zById,
    body,
    writes: true,
    matches: true,
    output: zOrder,
  }) as const

export const ordersContract = contractOf({
  list: {
    name: 'order.list',
    method: 'GET',
    path: '/api/orders',
    ability: 'order.read',
    narrows: true,
    query: zIdPage.extend(zAsOf.shape).extend({
      element: z.string().optional(),
      state: zOrderState.optional(),
      office: z.string().optional(),
      journey: zId.optional(),
      late: zFlag.optional(),
      open: zFlag.optional(),
      mine: zFlag.optional(),
    }),
    output: z.object({
      rows: z.array(zOrder),
      next: z.string().optional(),
      total: z.number(),
      abilities: z.array(z.string()),
    }),
  },
  read: {
    name: 'order.read',
    method: 'GET',
    path: '/api/orders/{id}',
    ability: 'order.read',
    narrows: true,
    params: zById,
    query: zAsOf,
    output: zOrder.extend({
      evidence: z.array(zFile),
      ledger: z.array(zLedgerRow),
      links: z.array(
        z.object({
          id: zId,
          sentTo: z.string(),
          state: z.enum(['waiting', 'used', 'expired', 'locked', 'revoked']),
          expiresAt: z.string(),
        }),
      ),
    }),
  },
  raise: {
    name: 'order.raise',
    method: 'POST',
    path: '/api/orders',
    ability: 'order.raise',
    body: z.object({
      journeyId: zId.optional(),
      /** Without a journey: the enterprise that needs it. */
      partyId: zId.optional(),
      element: z.string(),
      what: z.string().min(1).max(200),
      quantity: z.number().positive().optional(),
      unit: z.string().max(20).optional(),
      needBy: zDay.optional(),
      office: z.string().optional(),
      blocks: z.string().optional(),
    }),
    writes: true,
    output: zOrder,
  },
  accept: verb('order.accept', '/api/orders/{id}/accept', 'order.accept', zNote),
  commit: verb('order.commit', '/api/orders/{id}/commit', 'order.commit', zNote.extend({ promisedOn: zDay })),
  deliver: verb(
    'order.deliver',
    '/api/orders/{id}/deliver',
    'order.deliver',
    zNote.extend({ fileIds: z.array(zId).max(20).default([]) }),
  ),
  confirm: verb('order.confirm', '/api/orders/{id}/confirm', 'order.confirm', zNote),
  dispute: verb(
    'order.dispute',
    '/api/orders/{id}/dispute',
    'order.dispute',
    z.object({ reason: z.string().min(1).max(500) }),
  ),
  paper: verb(
    'order.paper',
    '/api/orders/{id}/paper',
    'order.paper',
    z.object({ fileId: zId, confirmed: z.boolean(), signedOn: zDay, reason: z.string().max(500).optional() }),
  ),
  withdraw: verb(
    'order.withdraw',
    '/api/orders/{id}/withdraw',
    'order.raise',
    z.object({ reason: z.string().min(1).max(500) }),
  ),
  /** Makes a one-time link; the code goes to the enterprise's own contact and is shown to no officer. */
  link: {
    name: 'order.link',
    method: 'POST',
    path: '/api/orders/{id}/link',
    ability: 'order.link',
    params: zById,
    writes: true,
    once: true,
    output: z.object({ url: z.string(), sentTo: z.string(), expiresAt: z.string() }),
  },
  /** What the holder of a link sees before the code: enough to know what it is about, nothing personal. */
  confirmation: {
    name: 'confirmation.read',
    method: 'GET',
    path: '/api/confirmations/{token}',
    ability: 'public',
    params: z.object({ token: z.string().min(20).max(100) }),
    output: z.object({
      state: z.enum(['waiting', 'used', 'expired', 'locked', 'revoked']),
      district: zLabel,
      order: zOrder
        .pick({
          no: true,
          element: true,
          what: true,
          officeLabel: true,
          promisedOn: true,
          deliveredOn: true,
          demonstration: true,
        })
        .extend({ elementLabel: zLabel, partyName: z.string(), journeyTitle: z.string() })
        .optional(),
      triesLeft: z.number(),
    }),
  },
  answer: {
    name: 'confirmation.answer',
    method: 'POST',
    path: '/api/confirmations/{token}',
    ability: 'public',
    params: z.object({ token: z.string().min(20).max(100) }),
    body: z.object({
      code: z.string().regex(/^\d{6}$/),
      confirmed: z.boolean(),
      reason: z.string().max(500).optional(),
    }),
    writes: true,
    output: z.object({ state: z.enum(['confirmed', 'disputed']) }),
  },
})
