import { z } from 'zod'
import { zDispatchProject, zMatter, zTask } from '../../capabilities/dispatch/contract.ts'
import { contractOf, zAsOf, zDay, zId, zLabel } from '../../platform/http/contract.ts'
import { zJourneyLight } from '../../spine/journeys/contract.ts'

const zOrderLine = z.object({
  id: zId,
  no: z.string(),
  element: zLabel,
  what: z.string(),
  office: zLabel,
  party: z.string().optional(),
  project: z.string().optional(),
  promisedOn: zDay.optional(),
  day: zDay,
})

const zMoved = z.object({
  id: zId,
  no: z.string(),
  title: z.string(),
  office: zLabel.optional(),
  from: zLabel.optional(),
  to: zLabel,
  day: zDay,
  reason: z.string().optional(),
  evidence: z.array(zLabel),
  confidential: z.boolean(),
})

const zLights = z.object({ green: z.number(), yellow: z.number(), red: z.number(), unknown: z.number() })
const zStanding = z.object({ n: z.number(), amount: z.number(), amountUnknown: z.number(), lights: zLights })

const zPaper = z.object({
  from: zDay,
  to: zDay,
  definition: z.string(),
  definitionLabel: zLabel,
  before: zStanding,
  after: zStanding,
  stages: z.array(z.object({ label: zLabel, before: z.number(), after: z.number() })),
  opened: z.array(zMoved),
  advanced: z.array(zMoved),
  setBack: z.array(zMoved),
  ended: z.array(zMoved),
  /** Amounts that were said otherwise. */
  restated: z.array(
    zMoved.pick({ id: true, no: true, title: true, office: true }).extend({
      before: z.number().optional(),
      after: z.number().optional(),
    }),
  ),
  lights: z.array(
    zMoved.pick({ id: true, no: true, title: true, office: true }).extend({
      before: zJourneyLight.optional(),
      after: zJourneyLight.optional(),
    }),
  ),
  orders: z.object({
    raised: z.array(zOrderLine),
    confirmed: z.array(zOrderLine),
    disputed: z.array(zOrderLine),
  }),
  late: z.array(zDispatchProject),
  /** Late matters beyond those listed. */
  lateMore: z.number(),
  tasks: z.object({ given: z.array(zTask), struck: z.array(zTask), late: z.array(zTask) }),
  indicators: z.array(
    z.object({
      id: z.string(),
      label: zLabel,
      unit: z.string().optional(),
      before: z.number().optional(),
      after: z.number().optional(),
      target: z.number().optional(),
      /** What moved it, by title. */
      in: z.array(z.string()),
      out: z.array(z.string()),
      demonstration: z.boolean(),
    }),
  ),
  demonstration: z.boolean(),
})
export type Paper = z.infer<typeof zPaper>

const zLeader = z.object({
  on: zDay,
  /** At most three: what another office owes to the one in whose care the project is, and still does not bring. */
  blockers: z.array(zDispatchProject.omit({ matters: true }).extend({ matter: zMatter, others: z.number() })),
  /** All that came as far. */
  total: z.number(),
  standing: zStanding,
  tasksLate: z.number(),
  next: z.object({ id: zId, forum: zLabel, day: zDay, items: z.number() }).optional(),
})
export type LeaderPage = z.infer<typeof zLeader>

export const briefingContract = contractOf({
  leader: {
    name: 'briefing.leader',
    method: 'GET',
    path: '/api/briefing/leader',
    ability: 'dispatch.read',
    query: zAsOf,
    output: zLeader,
  },
  paper: {
    name: 'briefing.paper',
    method: 'GET',
    path: '/api/briefing/paper',
    ability: 'dispatch.read',
    query: z.object({ definition: z.string().max(100), from: zDay, to: zDay }),
    output: zPaper,
  },
})
