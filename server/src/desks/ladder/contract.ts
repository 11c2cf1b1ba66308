import { z } from 'zod'
import { contractOf, zAsOf, zCountPage, zDay, zId, zLabel, zMessage } from '../../platform/http/contract.ts'
import { zStep, zVerdict } from '../../spine/policies/contract.ts'

const zCertificate = z.object({
  id: zId,
  number: z.string().optional(),
  grantedOn: zDay.optional(),
  /** Its last day; absent where nobody has stated it. */
  validTo: zDay.optional(),
  source: z.string(),
  demonstration: z.boolean(),
})

export const LADDER_VIEWS = [
  'held',
  'first',
  'again',
  'lapsed',
  'due',
  'ready',
  'short',
  'missing',
  'doubt',
] as const

const zTitle = z.object({
  id: z.string(),
  label: zLabel,
  rung: z.number(),
  note: zLabel.optional(),
  policy: z.object({ id: z.string(), label: zLabel, inForce: z.boolean() }).optional(),
  /** Who holds it on the day. */
  held: z.number(),
  /** In the year of the day, up to it: for the first time, granted again after an earlier one, run out and not granted again. */
  first: z.number(),
  again: z.number(),
  lapsed: z.number(),
  /** Held, and running out within the days of warning. */
  due: z.number(),
  /** Certificates of which no end is known, or whose own words contradict the register. */
  doubt: z.number(),
  /** Of those who do not hold it: nothing that can be judged stands against it; exactly one criterion does; facts that could decide it are missing. */
  ready: z.number().optional(),
  short: z.number().optional(),
  missing: z.number().optional(),
})
export type LadderTitle = z.infer<typeof zTitle>

const zFirm = z.object({
  id: zId,
  name: z.string(),
  demonstration: z.boolean(),
  certificate: zCertificate.optional(),
  /** Days until its end, of those that are due; since it, of those that lapsed. */
  days: z.number().optional(),
  /** The certificate before it. */
  before: zCertificate.optional(),
  doubt: z.enum(['no-end', 'first-but-earlier', 'again-but-none-earlier']).optional(),
  verdict: zVerdict.optional(),
  /** The only criterion that is not met. */
  criterion: z
    .object({
      label: zLabel.optional(),
      text: z.string().optional(),
      cite: z.string().optional(),
      messages: z.array(zMessage),
    })
    .optional(),
  /** Single changes that turn it, the smallest against what there is first. */
  steps: z.array(zStep),
  /** Facts whose papers could decide it. */
  missing: z.array(z.string()),
})
export type LadderFirm = z.infer<typeof zFirm>

const zTotal = z.object({
  sum: z.number(),
  known: z.number(),
})

export const ladderContract = contractOf({
  read: {
    name: 'ladder.read',
    method: 'GET',
    path: '/api/ladder',
    ability: 'registry.read',
    narrows: true,
    query: zAsOf,
    output: z.object({
      on: zDay,
      known: zDay,
      /** The first day of the year that moves are counted in. */
      since: zDay,
      dueDays: z.number(),
      source: zLabel.optional(),
      subjects: z.number(),
      /** Who holds any title on the day, and certificates of nobody in the register. */
      holders: z.number(),
      strangers: z.number(),
      titles: z.array(zTitle),
    }),
  },
  firms: {
    name: 'ladder.firms',
    method: 'GET',
    path: '/api/ladder/titles/{title}',
    ability: 'registry.read',
    narrows: true,
    params: z.object({ title: z.string().max(100) }),
    query: zCountPage.extend(zAsOf.shape).extend({ view: z.enum(LADDER_VIEWS).default('short') }),
    output: z.object({
      on: zDay,
      known: zDay,
      title: zTitle,
      rows: z.array(zFirm),
      total: z.number(),
      next: z.string().optional(),
    }),
  },
  /** Certificates by the day on which they run out. */
  calendar: {
    name: 'ladder.calendar',
    method: 'GET',
    path: '/api/ladder/calendar',
    ability: 'registry.read',
    narrows: true,
    query: zCountPage
      .extend(zAsOf.shape)
      .extend({ days: z.coerce.number().int().min(1).max(1100).default(365) }),
    output: z.object({
      on: zDay,
      known: zDay,
      months: z.array(z.object({ month: z.string(), n: z.number() })),
      rows: z.array(
        z.object({
          id: zId,
          name: z.string(),
          demonstration: z.boolean(),
          title: zLabel,
          certificate: zCertificate,
          days: z.number(),
        }),
      ),
      total: z.number(),
      next: z.string().optional(),
    }),
  },
  /** What each enterprise brings to the ratio of research and to patents; sums are over what is known. */
  research: {
    name: 'ladder.research',
    method: 'GET',
    path: '/api/ladder/research',
    ability: 'registry.read',
    narrows: true,
    query: zCountPage.extend(zAsOf.shape).extend({ sort: z.string().max(100).optional() }),
    output: z.object({
      on: zDay,
      known: zDay,
      subjects: z.number(),
      expense: zTotal.extend({ key: z.string() }),
      revenue: zTotal.extend({ key: z.string() }),
      /** Expense over revenue of those of whom both are known. */
      ratio: z.object({ value: z.number(), n: z.number() }).optional(),
      patents: z.array(zTotal.extend({ key: z.string() })),
      rows: z.array(
        z.object({
          id: zId,
          name: z.string(),
          demonstration: z.boolean(),
          expense: z.number().optional(),
          revenue: z.number().optional(),
          intensity: z.number().optional(),
          /** Its part of all expense that is known. */
          share: z.number().optional(),
          /** By how much the ratio of all would differ without it, in its own unit. */
          lifts: z.number().optional(),
          patents: z.array(z.number().nullable()),
        }),
      ),
      next: z.string().optional(),
    }),
  },
})
