import { z } from 'zod'
import { contractOf, zById, zCountPage, zDay, zId, zIdVersion, zLabel } from '../../platform/http/contract.ts'
import { zVerdict } from '../../spine/policies/contract.ts'

const zMoney = z.string().regex(/^\d{1,15}(\.\d{1,2})?$/)
const zPolicyName = z.object({ id: z.string(), label: zLabel })
const zWorth = z.object({ from: z.string(), to: z.string().optional() })

const zApplication = z.object({
  /** That of its journey. */
  id: zId,
  version: z.string(),
  no: z.string(),
  policy: zPolicyName,
  /** The version of the policy that it is judged by. */
  number: z.number(),
  subject: z.object({ kind: z.string(), id: zId, name: z.string() }),
  office: zLabel,
  way: z.enum(['applied', 'automatic']),
  state: z.enum(['applied', 'decided', 'paid', 'closed']),
  stage: z.object({ id: z.string(), label: zLabel }),
  closed: z.object({ exit: zLabel, reason: z.string(), day: zDay }).optional(),
  by: z.string(),
  day: zDay,
  /** In yuan. */
  decided: z
    .object({ amount: z.string().optional(), opinion: z.string(), by: z.string(), day: zDay })
    .optional(),
  paid: z.object({ amount: z.string(), short: z.string(), by: z.string(), day: zDay }).optional(),
  demonstration: z.boolean(),
})
export type Application = z.infer<typeof zApplication>

/** Money of a policy in a year, in yuan. */
const zBudget = z.object({
  year: z.number(),
  amount: z.string(),
  by: z.enum(['arrival', 'pro-rata']),
  paid: z.string(),
  /** Granted and not paid. */
  granted: z.string(),
  left: z.string(),
})
export type BudgetView = z.infer<typeof zBudget>

export const applicationsContract = contractOf({
  list: {
    name: 'application.list',
    method: 'GET',
    path: '/api/applications',
    ability: 'journey.read',
    narrows: true,
    query: zCountPage.extend({
      policy: z.string().max(100).optional(),
      state: z.enum(['applied', 'decided', 'paid', 'closed']).optional(),
    }),
    output: z.object({ rows: z.array(zApplication), next: z.string().optional(), total: z.number() }),
  },
  read: {
    name: 'application.read',
    method: 'GET',
    path: '/api/applications/{id}',
    ability: 'journey.read',
    narrows: true,
    params: zById,
    output: zApplication.extend({
      /** What it comes to by what is known now. */
      verdict: zVerdict.optional(),
      worth: zWorth.optional(),
      missing: z.array(z.string()),
      /** What the budget still reaches of what was granted. */
      payable: z.string().optional(),
      budget: zBudget.optional(),
      /** `application.decide` where an opinion is due, `application.pay` where it may be paid. */
      abilities: z.array(z.string()),
    }),
  },
  /** Those who meet a policy by what is known, and have not applied this year: a list to be approved. */
  automatic: {
    name: 'application.automatic',
    method: 'GET',
    path: '/api/applications/automatic/{policy}',
    ability: 'application.decide',
    narrows: true,
    params: z.object({ policy: z.string().max(100) }),
    query: zCountPage,
    output: z.object({
      policy: zPolicyName,
      number: z.number().optional(),
      rows: z.array(z.object({ id: zId, name: z.string(), amount: z.string(), demonstration: z.boolean() })),
      next: z.string().optional(),
      total: z.number(),
      sum: z.string(),
      budget: zBudget.optional(),
      abilities: z.array(z.string()),
    }),
  },
  make: {
    name: 'application.make',
    method: 'POST',
    path: '/api/applications',
    ability: 'application.make',
    body: z.object({ policy: z.string().max(100), kind: z.string().max(100), id: zId }),
    writes: true,
    output: zIdVersion.extend({ no: z.string() }),
  },
  /** Approves a list that nobody had to apply for: an application each, with its amount. */
  approve: {
    name: 'application.approve',
    method: 'POST',
    path: '/api/applications/automatic/{policy}',
    ability: 'application.decide',
    params: z.object({ policy: z.string().max(100) }),
    body: z.object({ subjects: z.array(zId).min(1).max(200), opinion: z.string().trim().min(1).max(500) }),
    writes: true,
    output: z.object({ made: z.number() }),
  },
  decide: {
    name: 'application.decide',
    method: 'POST',
    path: '/api/applications/{id}/decide',
    ability: 'application.decide',
    params: zById,
    body: z.object({ opinion: z.string().trim().min(1).max(500), amount: zMoney.optional() }),
    writes: true,
    output: zIdVersion,
  },
  pay: {
    name: 'application.pay',
    method: 'POST',
    path: '/api/applications/{id}/pay',
    ability: 'application.decide',
    params: zById,
    writes: true,
    output: zIdVersion.extend({ amount: z.string(), short: z.string() }),
  },
})
