import { z } from 'zod'
import { contractOf, zById, zId } from '../http/contract.ts'

/** Largest file taken, in bytes: a workbook of 100,000 rows of 30 columns is about 25 MB. */
export const FILE_LIMIT = 60 * 1024 * 1024

export const zFile = z.object({
  id: zId,
  name: z.string(),
  size: z.number(),
  type: z.string(),
  sha256: z.string(),
  recordedAt: z.string(),
})

export const filesContract = contractOf({
  upload: {
    name: 'file.upload',
    method: 'POST',
    path: '/api/files',
    ability: 'evidence.attach',
    encoding: 'multipart',
    writes: true,
    output: zFile,
  },
  /** Answers the bytes, always as an attachment. */
  download: {
    name: 'file.download',
    method: 'GET',
    path: '/api/files/{id}',
    ability: 'signed-in',
    params: zById,
    output: z.unknown(),
  },
})
