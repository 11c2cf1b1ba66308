import { z } from 'zod'
import { contractOf, zAsOf, zDay, zId, zLabel } from '../../platform/http/contract.ts'
import { zOrder, zOrderState } from '../../spine/orders/contract.ts'
import { zIndicatorRow } from '../../spine/targets/contract.ts'

const zFlow = z.object({
  element: z.string(),
  label: zLabel,
  open: z.number(),
  late: z.number(),
  /** Median days from raised to confirmed; absent with fewer than `enough` finished orders. */
  medianDays: z.number().optional(),
  n: z.number(),
  /** Journeys that wait at a gate for one of these. */
  blocks: z.number(),
  /** One mark an order: on the promise strip by its promised day, or in the zone of the unpromised. */
  marks: z.array(z.object({ id: zId, state: zOrderState, day: zDay.optional(), late: z.boolean() })),
})

/** A journey and the stage that its gate leads to. */
const zHeldJourney = z.object({ id: zId, title: z.string(), stage: zLabel })

export const domeContract = contractOf({
  read: {
    name: 'dome.read',
    method: 'GET',
    path: '/api/desks/dome',
    ability: 'signed-in',
    query: zAsOf,
    output: z.object({
      on: zDay,
      known: zDay,
      demonstration: z.boolean(),
      /**
       * The order to unblock first: of those that free most journeys the longest overdue, then the longest open. What it frees, what it
       * frees if what is unknown there is met, and how many wait for something else as well.
       */
      first: z
        .object({
          order: zOrder,
          frees: z.array(zHeldJourney),
          perhaps: z.array(zHeldJourney),
          still: z.number(),
        })
        .optional(),
      enough: z.number(),
      flow: z.array(zFlow),
      total: z.object({
        open: z.number(),
        late: z.number(),
        blocks: z.number(),
        medianDays: z.number().optional(),
        n: z.number(),
      }),
      targets: z.array(zIndicatorRow),
      targetCount: z.number(),
      /** What waits for me: counts with the place to go. */
      mine: z.array(
        z.object({
          kind: z.enum([
            'imports',
            'orders-to-accept',
            'orders-to-commit',
            'orders-late',
            'orders-to-confirm',
            'disputes',
            'journeys-ready',
            'journeys-late',
            'lists-overdue',
            'lists-to-review',
            'lists-to-publish',
            'needs-to-ask',
            'needs-to-confirm',
          ]),
          n: z.number(),
          hint: z.string().optional(),
          to: z.string(),
        }),
      ),
      clocks: z.array(
        z.object({
          journey: zId,
          title: z.string(),
          stage: zLabel,
          limitDays: z.number(),
          leftDays: z.number(),
        }),
      ),
    }),
  },
  search: {
    name: 'search',
    method: 'GET',
    path: '/api/search',
    ability: 'signed-in',
    query: z.object({ q: z.string().min(1).max(100) }),
    output: z.object({
      groups: z.array(
        z.object({
          kind: z.string(),
          rows: z.array(
            z.object({ id: zId, title: z.string(), hint: z.string().optional(), to: z.string() }),
          ),
        }),
      ),
    }),
  },
})

/** The home page's answer. */
export type Dome = z.infer<(typeof domeContract)['read']['output']>
