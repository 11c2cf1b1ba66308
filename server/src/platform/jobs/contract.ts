import { z } from 'zod'
import { contractOf, zById, zId } from '../http/contract.ts'

export const zJob = z.object({
  id: zId,
  name: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** Rows done, and of how many; unknown while it is still being counted. */
  done: z.number(),
  total: z.number().optional(),
  refusal: z.string().optional(),
  /** What the work is about, for a way to it: an import and its id. */
  about: z.object({ kind: z.string(), id: zId }).optional(),
  /** What it is called by: the name of a file, the words of a change. */
  title: z.string().optional(),
  /** What came of it: the file that was made, how many rows. */
  result: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  startedAt: z.string().optional(),
  changedAt: z.string().optional(),
})
export type JobView = z.infer<typeof zJob>

/** Jobs of the house (a projection that is made anew) are seen by everybody and stopped by nobody. */
const zListedJob = zJob.extend({ mine: z.boolean() })
export type ListedJob = z.infer<typeof zListedJob>

export const jobsContract = contractOf({
  /** The asker's own work of the last days, what is under way first, then newest first. Of one thing only the latest job. */
  list: {
    name: 'job.list',
    method: 'GET',
    path: '/api/jobs',
    ability: 'signed-in',
    output: z.object({ rows: z.array(zListedJob) }),
  },
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
