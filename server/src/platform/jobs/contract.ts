import { z } from 'zod'
import { contractOf, zById, zId } from '../http/contract.ts'

export const zJob = z.object({
  id: zId,
  name: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** Rows done, and of how many; unknown while it is still being counted. */
  done: z.number(),
  total: z.number().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  refusal: z.string().optional(),
})
export type JobView = z.infer<typeof zJob>

export const jobsContract = contractOf({
  read: {
    name: 'job.read',
    method: 'GET',
    path: '/api/jobs/{id}',
    ability: 'signed-in',
    params: zById,
    output: zJob,
  },
  cancel: {
    name: 'job.cancel',
    method: 'POST',
    path: '/api/jobs/{id}/cancel',
    ability: 'signed-in',
    params: zById,
    writes: true,
    output: zJob,
  },
})
