import { z } from 'zod'
import { contractOf, zById, zId } from '../../../../platform/http/contract.ts'
import { zExport } from '../../exports/contract.ts'
import { zImportState } from '../contract.ts'

export const correctionContract = contractOf({
  /** Writes the sheet as it was sent in, bad cells marked and commented, for its office to correct; a job writes the file. */
  correct: {
    name: 'import.correct',
    method: 'POST',
    path: '/api/imports/{id}/correction',
    ability: 'registry.import',
    params: zById,
    body: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
    writes: true,
    output: zExport,
  },
  /** The correction that the reader had written last, and what came back of any. */
  corrections: {
    name: 'import.corrections',
    method: 'GET',
    path: '/api/imports/{id}/correction',
    ability: 'registry.import',
    params: zById,
    output: z.object({
      file: zExport.optional(),
      returned: z.array(
        z.object({
          id: zId,
          state: zImportState,
          by: z.string(),
          recordedAt: z.string(),
          errors: z.number(),
        }),
      ),
    }),
  },
})
