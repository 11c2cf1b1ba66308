import { z } from 'zod'
import { contractOf, zAsOf, zCountPage, zDay, zId, zLabel } from '../../platform/http/contract.ts'
import { zStanding } from '../../spine/registry/contract.ts'

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

const zHeads = z.object({
  needs: z.number(),
  /** Sum over those that say how many. */
  heads: z.number(),
  /** Those that do not say how many: not zero, and not in `heads`. */
  unsaid: z.number(),
})
const zDemand = z.object({
  open: zHeads,
  expired: zHeads,
  unknown: zHeads,
  filled: zHeads,
  dropped: zHeads,
})
const zSupply = z.object({
  known: z.number(),
  consenting: z.number(),
  refusing: z.number(),
  unknownConsent: z.number(),
})
const zBalanceNode = z.object({
  code: z.string(),
  parent: z.string().optional(),
  label: zLabel,
  demand: zDemand,
  supply: zSupply,
  /** `unknown`: supply was not surveyed far enough to say. */
  balance: z.object({
    is: z.enum(['short', 'covered', 'none', 'unknown']),
    atLeast: z.number().optional(),
  }),
  /** Oldest and newest day of which its rows speak. */
  asOf: z.object({ from: zDay, to: zDay }).optional(),
  parts: z.array(z.object({ part: z.string(), demand: zDemand, supply: zSupply })),
})
export type BalanceNode = z.infer<typeof zBalanceNode>

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
  /** Demand and supply on the nodes of a tree. */
  balance: {
    name: 'talent.balance',
    method: 'GET',
    path: '/api/balances/{balance}',
    ability: 'list.read',
    params: z.object({ balance: z.string().max(100) }),
    query: zAsOf.extend({ place: z.string().max(200).optional() }),
    output: z.object({
      id: z.string(),
      label: zLabel,
      note: zLabel.optional(),
      on: zDay,
      known: zDay,
      needKind: z.string(),
      offerKind: z.string(),
      nodes: z.array(zBalanceNode),
      /** Needs and offers of which nobody said where they belong; they are in no node. */
      unplaced: z.object({ demand: zDemand, supply: zSupply }),
      total: z.object({ demand: zDemand, supply: zSupply }),
      places: z.array(z.object({ place: z.string(), demand: z.number(), supply: z.number() })),
      /** Whether a side knows places at all; the other is shown whole, whatever place is asked for. */
      placed: z.object({ demand: z.boolean(), supply: z.boolean() }),
      /** Left out because nobody knows where they are. */
      placeUnknown: z.object({ demand: z.number(), supply: z.number() }),
      demonstration: z.boolean(),
    }),
  },
  /** The rows behind a figure; without a node all, with a blank one those of which nobody said where they belong. */
  balanceRows: {
    name: 'talent.balance-rows',
    method: 'GET',
    path: '/api/balances/{balance}/rows',
    ability: 'list.read',
    params: z.object({ balance: z.string().max(100) }),
    query: zCountPage.extend(zAsOf.shape).extend({
      side: z.enum(['demand', 'supply']),
      node: z.string().max(100).optional(),
      part: z.string().max(200).optional(),
      place: z.string().max(200).optional(),
      standing: z
        .string()
        .max(100)
        .transform((text) => text.split(','))
        .optional(),
      consent: z.enum(['true', 'false', 'unknown']).optional(),
    }),
    output: z.object({
      kind: z.string(),
      rows: z.array(
        z.object({
          id: zId,
          name: z.string(),
          holder: z.string().optional(),
          node: z.string().optional(),
          part: z.string().optional(),
          place: z.string().optional(),
          asOf: zDay,
          standing: zStanding.optional(),
          quantity: z.number().optional(),
          consent: z.boolean().optional(),
          demonstration: z.boolean(),
        }),
      ),
      next: z.string().optional(),
      total: z.number(),
    }),
  },
})
