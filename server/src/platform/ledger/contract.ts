import { z } from 'zod'
import { contractOf, zDay, zId, zIdPage } from '../http/contract.ts'

export const zLedgerRow = z.object({
  id: zId,
  /** What happened: `order.confirmed`. */
  name: z.string(),
  about: z.object({ kind: z.string(), id: zId, title: z.string().optional() }),
  /** Who: a person, a job, an import, the system or the enterprise itself. */
  actor: z.object({
    kind: z.enum(['person', 'job', 'import', 'system', 'enterprise']),
    name: z.string(),
    office: z.string().optional(),
  }),
  day: zDay,
  recordedAt: z.string(),
  /** What happened is told, but not what it says: the reader may not read the thing it speaks of. */
  closed: z.boolean().optional(),
  /** Fields that changed, before and after; of a personal one only that it changed. */
  changes: z.array(
    z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
  ),
})
export type LedgerRow = z.infer<typeof zLedgerRow>

export const ledgerContract = contractOf({
  list: {
    name: 'ledger.list',
    method: 'GET',
    path: '/api/ledger',
    ability: 'ledger.read',
    query: zIdPage.extend({ about: zId.optional(), name: z.string().optional() }),
    output: z.object({ rows: z.array(zLedgerRow), next: z.string().optional() }),
  },
})
