import { z } from 'zod'
import { contractOf, zById, zId } from '../../../platform/http/contract.ts'

const zSide = z.enum(['into', 'merged'])

export const duplicatesContract = contractOf({
  /** One record stands for another from now on. Nothing is deleted; `undo` lets each speak for itself again. */
  merge: {
    name: 'registry.merge',
    method: 'POST',
    path: '/api/duplicates/merges',
    ability: 'registry.merge',
    body: z.object({
      kind: z.string(),
      /** The record that stays, and the one that shows under it. */
      intoId: zId,
      mergedId: zId,
      /** Both as they were when they were compared. */
      versions: z.object({ into: zId, merged: zId }),
      /** Facts for which one side's statements stand, whatever their day. Codes that differ must be chosen. */
      stands: z.record(z.string().max(100), zSide).default({}),
      reason: z.string().max(500).optional(),
    }),
    writes: true,
    output: z.object({ mergeId: zId, id: zId }),
  },
  undo: {
    name: 'merge.undo',
    method: 'POST',
    path: '/api/duplicates/merges/{id}/undo',
    ability: 'registry.merge',
    params: zById,
    body: z.object({ reason: z.string().min(1).max(500) }),
    writes: true,
    output: z.object({ mergeId: zId, intoId: zId, mergedId: zId }),
  },
})
