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

const zWords = z.string().trim().min(1).max(500)
const zName = z.string().trim().min(1).max(100)
const zHosts = z.array(z.string().trim().min(1).max(60)).min(1).max(30)
const zNext = z.object({ what: zWords, office: z.string().max(100), due: zDay })

const zTrip = z.object({
  id: zId,
  version: z.string(),
  title: z.string(),
  day: zDay,
  place: z.string(),
  hosts: z.array(z.string()),
  office: zLabel,
  state: z.enum(['planned', 'done', 'cancelled']),
  by: z.string(),
  demonstration: z.boolean(),
  /** Enterprises that were met, and of these the ones without a next step in time and with one that is late. */
  met: z.number(),
  overdue: z.number(),
  late: z.number(),
})
export type Trip = z.infer<typeof zTrip>

const zVisit = z.object({
  id: zId,
  version: z.string(),
  tripId: zId.optional(),
  day: zDay,
  company: z.string(),
  partyId: zId.optional(),
  said: z.string(),
  office: zLabel,
  next: z.object({ what: z.string(), office: zLabel, due: zDay }).optional(),
  closed: z
    .object({ how: z.enum(['done', 'nothing']), text: z.string(), by: z.string(), day: zDay })
    .optional(),
  followUp: z.enum(['closed', 'next', 'late', 'open', 'overdue']),
  by: z.string(),
  demonstration: z.boolean(),
  abilities: z.array(z.string()),
})
export type Visit = z.infer<typeof zVisit>

const zCare = z.object({
  partyId: zId,
  company: z.string(),
  /** The latest of its cases that has settled. */
  journey: z.object({ id: zId, no: z.string(), title: z.string() }),
  settledOn: zDay,
  office: zLabel.optional(),
  last: zDay.optional(),
  due: zDay,
  late: z.boolean(),
  /** What was promised and is not done. */
  open: z.number(),
  demonstration: z.boolean(),
})
export type Care = z.infer<typeof zCare>

export const outreachContract = contractOf({
  trips: {
    name: 'trip.list',
    method: 'GET',
    path: '/api/outreach/trips',
    ability: 'visit.read',
    narrows: true,
    query: zCountPage.extend(zAsOf.shape),
    output: z.object({ rows: z.array(zTrip), next: z.string().optional(), abilities: z.array(z.string()) }),
  },
  trip: {
    name: 'trip.read',
    method: 'GET',
    path: '/api/outreach/trips/{id}',
    ability: 'visit.read',
    narrows: true,
    params: zById,
    query: zAsOf,
    output: zTrip.extend({ visits: z.array(zVisit), abilities: z.array(z.string()) }),
  },
  planTrip: {
    name: 'trip.plan',
    method: 'POST',
    path: '/api/outreach/trips',
    ability: 'visit.write',
    body: z.object({ title: zName, day: zDay, place: zName, hosts: zHosts }),
    writes: true,
    output: zIdVersion,
  },
  /** Says that it took place, or that it does not. */
  endTrip: {
    name: 'trip.end',
    method: 'POST',
    path: '/api/outreach/trips/{id}/end',
    ability: 'visit.write',
    params: zById,
    body: z.object({ state: z.enum(['done', 'cancelled']) }),
    writes: true,
    output: zIdVersion,
  },
  meet: {
    name: 'visit.record',
    method: 'POST',
    path: '/api/outreach/visits',
    ability: 'visit.write',
    body: z.object({
      tripId: zId.optional(),
      /** The registered enterprise that is looked after, where it is no trip. */
      partyId: zId.optional(),
      company: zName.optional(),
      day: zDay,
      said: zWords,
      next: zNext.optional(),
    }),
    writes: true,
    output: zIdVersion,
  },
  /** What is done next, where nothing was said when they met. */
  plan: {
    name: 'visit.plan',
    method: 'POST',
    path: '/api/outreach/visits/{id}/next',
    ability: 'visit.write',
    params: zById,
    body: zNext,
    writes: true,
    output: zIdVersion,
  },
  close: {
    name: 'visit.close',
    method: 'POST',
    path: '/api/outreach/visits/{id}/close',
    ability: 'visit.write',
    params: zById,
    body: z.object({ how: z.enum(['done', 'nothing']), text: zWords }),
    writes: true,
    output: zIdVersion,
  },
  /** Enterprises that have settled, those that are due first. */
  care: {
    name: 'care.list',
    method: 'GET',
    path: '/api/outreach/care',
    ability: 'visit.read',
    narrows: true,
    query: zCountPage.extend(zAsOf.shape),
    output: z.object({
      rows: z.array(zCare),
      next: z.string().optional(),
      total: z.number(),
      late: z.number(),
      /** How often; absent where no journey of the pack asks for it. */
      every: z.number().optional(),
      source: zLabel.optional(),
      abilities: z.array(z.string()),
    }),
  },
  visits: {
    name: 'visit.list',
    method: 'GET',
    path: '/api/outreach/enterprises/{id}/visits',
    ability: 'visit.read',
    narrows: true,
    params: zById,
    query: zAsOf,
    output: z.object({ company: z.string(), rows: z.array(zVisit), abilities: z.array(z.string()) }),
  },
  /** What an enterprise was told would be done next; for itself. What was noted of the talk is the office's. */
  owed: {
    name: 'visit.owed',
    method: 'GET',
    path: '/api/outreach/owed',
    ability: 'order.read',
    narrows: true,
    query: zAsOf,
    output: z.object({
      rows: z.array(
        z.object({
          id: zId,
          /** When it was said. */
          day: zDay,
          what: z.string(),
          office: zLabel,
          due: zDay,
          late: z.boolean(),
          closed: z.object({ how: z.enum(['done', 'nothing']), day: zDay, text: z.string() }).optional(),
          demonstration: z.boolean(),
        }),
      ),
    }),
  },
})
