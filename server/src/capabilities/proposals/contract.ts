import { z } from 'zod'
import { zFile } from '../../platform/files/contract.ts'
import {
  contractOf,
  zById,
  zCountPage,
  zDay,
  zId,
  zIdVersion,
  zLabel,
  zValue,
} from '../../platform/http/contract.ts'

const zReason = z.string().trim().min(1).max(500)
const zProposal = z.object({
  id: zId,
  version: z.string(),
  kind: z.string(),
  subjectId: zId,
  name: z.string(),
  facts: z.array(
    z.object({
      key: z.string(),
      label: zLabel,
      /** What stands now; absent is unknown. */
      was: zValue.optional(),
      value: zValue,
      /** The paper that proves it. */
      proof: zLabel.optional(),
    }),
  ),
  source: z.string(),
  asOf: zDay,
  file: zFile.pick({ id: true, name: true, size: true }).optional(),
  state: z.enum(['open', 'accepted', 'declined', 'withdrawn']),
  by: z.string(),
  day: zDay,
  decided: z.object({ by: z.string(), day: zDay, reason: z.string().optional() }).optional(),
  demonstration: z.boolean(),
  abilities: z.array(z.string()),
})
export type Proposal = z.infer<typeof zProposal>

export const proposalsContract = contractOf({
  list: {
    name: 'proposal.list',
    method: 'GET',
    path: '/api/proposals',
    ability: 'registry.read',
    narrows: true,
    query: zCountPage.extend({
      state: z.enum(['open', 'accepted', 'declined', 'withdrawn']).optional(),
      subject: zId.optional(),
    }),
    output: z.object({ rows: z.array(zProposal), next: z.string().optional(), total: z.number() }),
  },
  /** Takes in the paper that a proposal will name. */
  paper: {
    name: 'proposal.paper',
    method: 'POST',
    path: '/api/proposals/papers',
    ability: 'fact.propose',
    encoding: 'multipart',
    writes: true,
    output: zFile,
  },
  propose: {
    name: 'proposal.make',
    method: 'POST',
    path: '/api/proposals',
    ability: 'fact.propose',
    body: z.object({
      kind: z.string().max(100),
      id: zId,
      values: z.record(z.string().max(100), zValue),
      source: z.string().trim().min(1).max(200),
      asOf: zDay.optional(),
      fileId: zId.optional(),
    }),
    writes: true,
    output: zIdVersion,
  },
  accept: {
    name: 'proposal.accept',
    method: 'POST',
    path: '/api/proposals/{id}/accept',
    ability: 'fact.accept',
    params: zById,
    writes: true,
    output: zIdVersion,
  },
  decline: {
    name: 'proposal.decline',
    method: 'POST',
    path: '/api/proposals/{id}/decline',
    ability: 'fact.accept',
    params: zById,
    body: z.object({ reason: zReason }),
    writes: true,
    output: zIdVersion,
  },
  withdraw: {
    name: 'proposal.withdraw',
    method: 'POST',
    path: '/api/proposals/{id}/withdraw',
    ability: 'fact.propose',
    params: zById,
    writes: true,
    output: zIdVersion,
  },
})
