import { z } from 'zod'
import { contractOf, zAsOf, zDay, zId, zLabel } from '../../platform/http/contract.ts'

const zNeed = z.object({
  id: zId,
  name: z.string(),
  holder: z.string().optional(),
  expiresOn: zDay.optional(),
  leftDays: z.number().optional(),
  demonstration: z.boolean(),
})

export const zMatchingOverview = z.object({
  profile: z.string(),
  label: zLabel,
  needKind: z.string(),
  offerKind: z.string(),
  /** Needs by whether anybody still stands behind them. Unknown: no end was stated and no rule gives one, so nobody can say. */
  needs: z.object({
    open: z.number(),
    expiring: z.number(),
    expired: z.number(),
    unknown: z.number(),
    filled: z.number(),
    dropped: z.number(),
  }),
  /** Offers by consent to be matched; unknown consent is no consent and no refusal either. */
  offers: z.object({ consenting: z.number(), refusing: z.number(), unknown: z.number() }),
  /** Cases opened by accepted matches, by stage; closed ones apart. */
  stages: z.array(z.object({ id: z.string(), label: zLabel, n: z.number() })),
  closed: z.number(),
  /** Needs whose time runs out, the nearest first, then the ones run out lately. */
  due: z.array(zNeed),
})

export const talentContract = contractOf({
  overview: {
    name: 'talent.overview',
    method: 'GET',
    path: '/api/talent/overview',
    ability: 'match.read',
    narrows: true,
    query: zAsOf,
    output: z.object({
      on: zDay,
      known: zDay,
      matchings: z.array(zMatchingOverview),
      abilities: z.array(z.string()),
    }),
  },
  /** Says that a need is still one, until a day. */
  reconfirm: {
    name: 'need.reconfirm',
    method: 'POST',
    path: '/api/talent/needs/{id}/reconfirm',
    ability: 'registry.write',
    params: z.object({ id: zId }),
    body: z.object({ until: zDay }),
    writes: true,
    output: z.object({ id: zId, version: z.string(), until: zDay }),
  },
})
