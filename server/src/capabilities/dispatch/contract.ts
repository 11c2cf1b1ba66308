import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zById,
  zCountPage,
  zDay,
  zFlag,
  zId,
  zIdVersion,
  zLabel,
} from '../../platform/http/contract.ts'
import { zJourneyLight } from '../../spine/journeys/contract.ts'

/** Matters that one sitting can talk about, and tasks that one of them can give. */
export const [MOST_ITEMS, MOST_TASKS] = [50, 10]

const zKey = z.string().max(120)
const zWords = z.string().trim().min(1).max(500)
const zSaid = z.object({ text: z.string(), by: z.string(), day: zDay })

/** A sitting at which a matter was talked about: who saw it, and when. */
const zSeen = z.object({
  sittingId: zId,
  forum: zLabel,
  day: zDay,
  attended: z.array(z.string()),
  decision: zSaid.optional(),
})

export const zMatter = z.object({
  key: zKey,
  sort: z.enum(['order', 'gate', 'clock', 'light']),
  what: zLabel,
  /** What was ordered, in the words of whoever did. */
  text: z.string().optional(),
  orderId: zId.optional(),
  /** Who owes it. */
  office: zLabel.optional(),
  /** The enterprise that waits. */
  party: z.string().optional(),
  /** The gate it holds. */
  blocks: zLabel.optional(),
  /** Whether a day was promised, or only needed. */
  promised: z.boolean().optional(),
  due: zDay.optional(),
  /** In the calendar of the lowest forum. */
  days: z.number().optional(),
  calendar: z.enum(['working', 'natural']),
  light: zJourneyLight.optional(),
  /** The forum it belongs before; absent where it is not late enough for any. */
  forum: z.string().optional(),
  steps: z.array(z.object({ forum: zLabel, on: zDay })),
  /** Holidays of a year are not known: it may stand higher. */
  unsure: z.boolean(),
  seen: z.array(zSeen),
  /** The sitting that has it on its agenda. */
  planned: z.object({ sittingId: zId, day: zDay }).optional(),
})
export type Matter = z.infer<typeof zMatter>

export const zDispatchProject = z.object({
  id: zId,
  no: z.string(),
  title: z.string(),
  definition: z.string(),
  stage: zLabel,
  office: zLabel.optional(),
  /** In yuan. */
  amount: z.number().optional(),
  forum: z.string().optional(),
  confidential: z.boolean(),
  demonstration: z.boolean(),
  matters: z.array(zMatter),
})
export type DispatchProject = z.infer<typeof zDispatchProject>

const zForum = z.object({
  id: z.string(),
  label: zLabel,
  after: z.object({ days: z.number(), calendar: z.enum(['working', 'natural']) }),
  leader: z.boolean(),
  source: zLabel,
  /** Matters that belong before it. */
  n: z.number(),
})

export const zTask = z.object({
  id: zId,
  version: z.string(),
  sittingId: zId,
  what: z.string(),
  office: zLabel,
  due: zDay,
  state: z.enum(['open', 'reported', 'struck']),
  late: z.boolean(),
  decidedOn: zDay,
  /** Absent where the reader may not see it. */
  project: z.object({ id: zId, no: z.string(), title: z.string() }).optional(),
  report: zSaid.optional(),
  returned: z.object({ times: z.number(), reason: z.string(), by: z.string(), day: zDay }).optional(),
  struck: z.object({ by: z.string(), day: zDay }).optional(),
  demonstration: z.boolean(),
  abilities: z.array(z.string()),
})
export type Task = z.infer<typeof zTask>

const zSittingRow = z.object({
  id: zId,
  version: z.string(),
  forum: z.string(),
  forumLabel: zLabel,
  day: zDay,
  state: z.enum(['planned', 'held', 'cancelled']),
  items: z.number(),
  decided: z.number(),
  attended: z.array(z.string()),
  by: z.string(),
  demonstration: z.boolean(),
})

const zSitting = zSittingRow.extend({
  agenda: z.array(
    z.object({
      key: zKey,
      project: z.object({ id: zId, no: z.string(), title: z.string() }),
      /** As it stands on the day asked; absent where it is done. */
      matter: zMatter.optional(),
      decision: zSaid.optional(),
      tasks: z.array(zTask),
    }),
  ),
  /** What the reader's office was told of a project that he may not see. */
  otherTasks: z.array(zTask),
  abilities: z.array(z.string()),
})
export type Sitting = z.infer<typeof zSitting>

const zBoard = z.object({
  on: zDay,
  forums: z.array(zForum),
  projects: z.array(zDispatchProject),
  total: z.number(),
  next: z.string().optional(),
  tasks: z.object({ open: z.number(), late: z.number(), reported: z.number() }),
  offices: z.array(z.object({ id: z.string(), label: zLabel })),
  abilities: z.array(z.string()),
})
export type Board = z.infer<typeof zBoard>

const zKeys = z.array(zKey).min(1).max(MOST_ITEMS)

export const dispatchContract = contractOf({
  board: {
    name: 'dispatch.board',
    method: 'GET',
    path: '/api/dispatch/board',
    ability: 'dispatch.read',
    query: zCountPage.extend(zAsOf.shape).extend({
      forum: z.string().max(100).optional(),
      office: z.string().max(100).optional(),
    }),
    output: zBoard,
  },
  sittings: {
    name: 'sitting.list',
    method: 'GET',
    path: '/api/dispatch/sittings',
    ability: 'dispatch.read',
    query: zCountPage.extend(zAsOf.shape),
    output: z.object({
      rows: z.array(zSittingRow),
      next: z.string().optional(),
      abilities: z.array(z.string()),
    }),
  },
  sitting: {
    name: 'sitting.read',
    method: 'GET',
    path: '/api/dispatch/sittings/{id}',
    ability: 'dispatch.read',
    params: zById,
    query: zAsOf,
    output: zSitting,
  },
  plan: {
    name: 'sitting.plan',
    method: 'POST',
    path: '/api/dispatch/sittings',
    ability: 'dispatch.hold',
    body: z.object({ forum: z.string().max(100), day: zDay, keys: zKeys }),
    writes: true,
    output: zIdVersion,
  },
  agenda: {
    name: 'sitting.agenda',
    method: 'POST',
    path: '/api/dispatch/sittings/{id}/agenda',
    ability: 'dispatch.hold',
    params: zById,
    body: z.object({ day: zDay.optional(), keys: zKeys }),
    writes: true,
    output: zIdVersion,
  },
  /** Says that it was held, and who was there: from then on they have seen what stood on its agenda. */
  hold: {
    name: 'sitting.hold',
    method: 'POST',
    path: '/api/dispatch/sittings/{id}/hold',
    ability: 'dispatch.hold',
    params: zById,
    body: z.object({ attended: z.array(z.string().trim().min(1).max(60)).min(1).max(60) }),
    writes: true,
    output: zIdVersion,
  },
  cancel: {
    name: 'sitting.cancel',
    method: 'POST',
    path: '/api/dispatch/sittings/{id}/cancel',
    ability: 'dispatch.hold',
    params: zById,
    body: z.object({}),
    writes: true,
    output: zIdVersion,
  },
  decide: {
    name: 'sitting.decide',
    method: 'POST',
    path: '/api/dispatch/sittings/{id}/decide',
    ability: 'dispatch.hold',
    params: zById,
    body: z.object({
      key: zKey,
      decision: zWords,
      tasks: z.array(z.object({ what: zWords, office: z.string().max(100), due: zDay })).max(MOST_TASKS),
    }),
    writes: true,
    output: zIdVersion.extend({ tasks: z.array(zId) }),
  },
  tasks: {
    name: 'task.list',
    method: 'GET',
    path: '/api/dispatch/tasks',
    ability: 'dispatch.read',
    query: zCountPage.extend(zAsOf.shape).extend({
      state: z.enum(['open', 'reported', 'struck']).optional(),
      office: z.string().max(100).optional(),
      mine: zFlag.optional(),
      late: zFlag.optional(),
    }),
    output: z.object({ rows: z.array(zTask), next: z.string().optional(), total: z.number() }),
  },
  report: {
    name: 'task.report',
    method: 'POST',
    path: '/api/dispatch/tasks/{id}/report',
    ability: 'task.report',
    params: zById,
    body: z.object({ text: zWords }),
    writes: true,
    output: zIdVersion,
  },
  strike: {
    name: 'task.strike',
    method: 'POST',
    path: '/api/dispatch/tasks/{id}/strike',
    ability: 'dispatch.hold',
    params: zById,
    body: z.object({}),
    writes: true,
    output: zIdVersion,
  },
  sendBack: {
    name: 'task.return',
    method: 'POST',
    path: '/api/dispatch/tasks/{id}/return',
    ability: 'dispatch.hold',
    params: zById,
    body: z.object({ reason: zWords }),
    writes: true,
    output: zIdVersion,
  },
})
