import { z } from 'zod'
import { contractOf, zById, zDay, zId, zIdPage, zLabel } from '../../../platform/http/contract.ts'
import { zJob } from '../../../platform/jobs/contract.ts'

export const zExport = z.object({
  id: zId,
  /** A list of the registry, the correction of an imported sheet, a version of a list that is published, or a page of the workbench. */
  what: z.enum(['list', 'correction', 'edition', 'page']),
  /** Kind of the records it holds; empty for a page. */
  kind: z.string(),
  /** The form of a superior office, where it was asked for in one. */
  template: z.string().optional(),
  state: z.enum(['making', 'ready', 'cancelled', 'failed']),
  refusal: z.string().optional(),
  fileName: z.string(),
  /** Rows it holds; unknown until it is ready. */
  rows: z.number().optional(),
  filter: z.string().optional(),
  q: z.string().optional(),
  on: zDay,
  known: zDay,
  /** The import it corrects. */
  importId: zId.optional(),
  /** The list that an edition is of. */
  list: z.object({ id: z.string(), label: zLabel }).optional(),
  /** The page that was taken out. */
  page: z.string().optional(),
  format: z.enum(['xlsx', 'csv']),
  /** Facts whose values the maker may not see: they stand masked in the file. */
  masked: z.array(z.string()),
  /** Personal and closed facts whose values stand open in the file. */
  opened: z.array(z.string()),
  /** It carries the marks by which it is known again. */
  returnable: z.boolean(),
  /** Imports that brought it back, the newest first, and how many there are. */
  returns: z.object({
    n: z.number(),
    rows: z.array(
      z.object({ importId: zId, fileName: z.string(), state: z.string(), by: z.string(), at: z.string() }),
    ),
  }),
  by: z.string(),
  office: z.string().optional(),
  /** Whoever looks asked for it: only he has the file. */
  mine: z.boolean(),
  recordedAt: z.string(),
  /** Where the file is, when it is ready. */
  href: z.string().optional(),
  job: zJob.optional(),
})
export type ExportView = z.infer<typeof zExport>

const zKey = z.string().regex(/^[a-z][a-z0-9_-]*$/)

export const exportsContract = contractOf({
  list: {
    name: 'export.list',
    method: 'GET',
    path: '/api/exports',
    ability: 'registry.export',
    query: zIdPage.extend({
      /** Everybody's are listed without what was searched for, and without their files. */
      whose: z.enum(['mine', 'all']).default('mine'),
    }),
    output: z.object({ rows: z.array(zExport), next: z.string().optional() }),
  },
  /** Starts an export; a job writes the file, and the page may be closed meanwhile. */
  start: {
    name: 'export.start',
    method: 'POST',
    path: '/api/exports',
    ability: 'registry.export',
    body: z.object({
      kind: zKey,
      /** A form of a superior office; otherwise the columns named. */
      template: zKey.optional(),
      /** A workbook, or text in UTF-8 with a row of headers; a form of a superior office is a workbook. */
      format: z.enum(['xlsx', 'csv']).default('xlsx'),
      columns: z.array(zKey).min(1).max(300).optional(),
      q: z.string().max(100).optional(),
      filter: z.string().max(1000).optional(),
      sort: z.string().max(100).optional(),
      on: zDay.optional(),
      known: zDay.optional(),
      /** Writes a word and a hatch where nothing is known; otherwise the cell stays blank. */
      unknownMarks: z.boolean().default(true),
      /** Carries hidden marks by which the file is known again when it comes back. */
      returnable: z.boolean().default(true),
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    writes: true,
    output: zExport,
  },
  /** Takes a page of the workbench out, narrowed as it is on screen: its rows are those that the asker may see. */
  page: {
    name: 'export.page',
    method: 'POST',
    path: '/api/exports/pages',
    ability: 'registry.export',
    body: z.object({
      page: zKey,
      /** What is asked of the page, in the words of its own address. */
      query: z.record(z.string().max(50), z.string().max(500)).default({}),
      /** The same in the words of the asker, for the head of the sheet. */
      narrowed: z.string().max(300).optional(),
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    writes: true,
    output: zExport,
  },
  read: {
    name: 'export.read',
    method: 'GET',
    path: '/api/exports/{id}',
    ability: 'registry.export',
    params: zById,
    output: zExport,
  },
  cancel: {
    name: 'export.cancel',
    method: 'POST',
    path: '/api/exports/{id}/cancel',
    ability: 'registry.export',
    params: zById,
    writes: true,
    output: zExport,
  },
  /** The workbook, to whoever asked for it. */
  file: {
    name: 'export.file',
    method: 'GET',
    path: '/api/exports/{id}/file',
    ability: 'registry.export',
    params: zById,
    output: z.unknown(),
  },
})
