import { z } from 'zod'
import { contractOf, zById, zCountPage, zDay, zId, zIdPage, zValue } from '../../../platform/http/contract.ts'
import { zJob } from '../../../platform/jobs/contract.ts'
import { likelyEntry, zLikelyChoice, zLikelyDecisions, zLikelyVerdict } from './likely/contract.ts'
import { zAbsence, zReturned, zRival, zStated, zWay } from './returned/contract.ts'

const zPlace = z.object({
  sheet: z.string().optional(),
  row: z.number().optional(),
  column: z.number().optional(),
})
export const zFinding = z.object({
  code: z.string(),
  level: z.enum(['error', 'remark']),
  at: zPlace,
  value: z.string().optional(),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]))
    .optional(),
})

export const zImportColumn = z.object({
  /** 1-based, as Excel counts. */
  column: z.number(),
  /** Header rows under which it stands: a sheet may have blocks with different columns in the same place. */
  below: z.array(z.number()).readonly(),
  header: z.string(),
  fact: z.string().optional(),
  /** Why this fact was proposed: exact, alias, similar, values, profile, chosen. */
  reason: z.string().optional(),
  unit: z.string().optional(),
  unitFrom: z.string().optional(),
  /** How its bare shares are read. */
  ratio: z.string().optional(),
  fill: z.boolean().optional(),
})

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const

export const zImportCounts = z.object({
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  duplicates: z.number(),
  held: z.number(),
  errors: z.number(),
  remarks: z.number(),
  /** Rows that may be the same as a record or another row under another writing, and those of them of which nobody has said anything yet: they are written apart. */
  likely: z.number().optional(),
  undecided: z.number().optional(),
  /** Of a returned file: undecided conflicts and emptied cells, values that changed here meanwhile, records it holds no more, and those of them that go. */
  conflicts: z.number().optional(),
  cleared: z.number().optional(),
  elsewhere: z.number().optional(),
  absent: z.number().optional(),
  removed: z.number().optional(),
})

const zAction = z.enum(['create', 'update', 'unchanged', 'held', 'duplicate', 'absent', 'remove'])

const zNamed = z.object({ kind: z.string(), id: zId, name: z.string() })

export const zImportState = z.enum([
  'reading',
  'review',
  'committing',
  'committed',
  'cancelled',
  'failed',
  'withdrawn',
])

export const zImport = z.object({
  id: zId,
  fileName: z.string(),
  kind: z.string(),
  state: zImportState,
  refusal: z.string().optional(),
  sheet: z.string().optional(),
  sheets: z.array(z.object({ name: z.string(), rows: z.number() })),
  columns: z.array(zImportColumn),
  /** The day the sheet speaks of, and where that was read. */
  asOf: zDay.optional(),
  source: z.string(),
  defaultUnit: z.string().optional(),
  /** xlsx, xls, csv, tsv, or table for cells that were pasted. */
  format: z.string().optional(),
  encoding: z.enum(ENCODINGS).optional(),
  /** Whose remembered columns were used, and when they were last kept. */
  profile: z.object({ id: zId, by: z.string(), at: z.string() }).optional(),
  counts: zImportCounts,
  demonstration: z.boolean(),
  /** What was said of all likely duplicates of a verdict that nobody decides one by one. */
  likelyAll: z.partialRecord(zLikelyVerdict, zLikelyChoice).optional(),
  by: z.string(),
  recordedAt: z.string(),
  returned: zReturned.optional(),
  /** The import that it corrects. */
  corrects: z
    .object({
      id: zId,
      fileName: z.string(),
      by: z.string(),
      office: z.string().optional(),
      recordedAt: z.string(),
    })
    .optional(),
  /** Records that a withdrawal had to leave as they are, each with the one that bears its former identity by now; the first of them by name. */
  heldBack: z.object({ n: z.number(), rows: z.array(z.object({ record: zNamed, twin: zNamed })) }).optional(),
  job: zJob.optional(),
  abilities: z.array(z.string()),
})
export type ImportView = z.infer<typeof zImport>

export const zDiffRow = z.object({
  row: z.number(),
  action: zAction,
  /** Of a record that a returned file does not hold any more: what was decided of it, for itself or with the others. */
  missing: zAbsence.or(z.literal('undecided')).optional(),
  /** Why it is held. */
  reason: z
    .enum(['name-missing', 'changed-since-review', 'mark-forged', 'record-gone', 'left-out'])
    .optional(),
  subjectId: zId.optional(),
  name: z.string(),
  /** For a duplicate: the row or the record it repeats. */
  twin: z.object({ row: z.number().optional(), subjectId: zId.optional(), name: z.string() }).optional(),
  fields: z.array(
    z.object({
      key: z.string(),
      before: zValue.optional(),
      beforeAsOf: zDay.optional(),
      /** Absent where the sheet says that it is not known, or the reader may not see it. */
      after: zValue.optional(),
      keep: z.boolean(),
      way: zWay.optional(),
      /** Nobody has decided yet: it is not written. */
      undecided: z.boolean().optional(),
      /** What went out in the file. */
      base: zValue.optional(),
      /** What other returned files that wait for approval say of it. */
      rivals: z.array(zRival).optional(),
      /** The reader may not see what differs. */
      masked: z.boolean().optional(),
      /** Who stated what stands now. */
      ours: zStated.optional(),
    }),
  ),
})
export type DiffRow = z.infer<typeof zDiffRow>

const zGridCell = z.object({
  text: z.string(),
  readAs: z.string().optional(),
  level: z.enum(['error', 'remark', 'unknown']).optional(),
  /** Of a returned file: what became of the cell since it went out. */
  change: zWay.optional(),
})

/** What an office said of the columns of a list: used again for a sheet with the same headers. */
export const zProfile = z.object({
  id: zId,
  kind: z.string(),
  office: z.string().optional(),
  fileName: z.string(),
  columns: z.array(z.object({ header: z.string(), fact: z.string().nullable() })),
  by: z.string(),
  at: z.string(),
})
export type ProfileView = z.infer<typeof zProfile>

const zReason = z.object({ reason: z.string().min(1).max(500) })

export const importsContract = contractOf({
  list: {
    name: 'import.list',
    method: 'GET',
    path: '/api/imports',
    ability: 'registry.import',
    query: zIdPage,
    output: z.object({ rows: z.array(zImport), next: z.string().optional() }),
  },
  samples: {
    name: 'import.samples',
    method: 'GET',
    path: '/api/imports/samples',
    ability: 'registry.import',
    output: z.object({
      rows: z.array(z.object({ name: z.string(), kind: z.string(), rows: z.number(), href: z.string() })),
    }),
  },
  sample: {
    name: 'import.sample',
    method: 'GET',
    path: '/api/imports/samples/{name}',
    ability: 'registry.import',
    params: z.object({ name: z.string().max(100) }),
    output: z.unknown(),
  },
  profiles: {
    name: 'import.profiles',
    method: 'GET',
    path: '/api/imports/profiles',
    ability: 'registry.import',
    output: z.object({ rows: z.array(zProfile) }),
  },
  /** Forgets the columns an office had said; the next sheet is proposed anew. */
  forget: {
    name: 'import.forget',
    method: 'POST',
    path: '/api/imports/profiles/{id}/forget',
    ability: 'registry.import',
    params: zById,
    writes: true,
    output: zProfile,
  },
  upload: {
    name: 'import.upload',
    method: 'POST',
    path: '/api/imports',
    ability: 'registry.import',
    /** `corrects`: the import that the file is sent in to correct; the correction of another one is refused then. */
    query: z.object({ kind: z.string().optional(), corrects: zId.optional() }),
    encoding: 'multipart',
    writes: true,
    output: zImport,
  },
  read: {
    name: 'import.read',
    method: 'GET',
    path: '/api/imports/{id}',
    ability: 'registry.import',
    params: zById,
    output: zImport,
  },
  /** The sheet as its office knows it: rows of cells with what was understood. */
  grid: {
    name: 'import.grid',
    method: 'GET',
    path: '/api/imports/{id}/grid',
    ability: 'registry.import',
    params: zById,
    query: z.object({
      from: z.coerce.number().int().min(1).default(1),
      limit: z.coerce.number().int().min(1).max(200).default(60),
    }),
    output: z.object({
      total: z.number(),
      rows: z.array(
        z.object({
          row: z.number(),
          part: z.enum(['title', 'unit', 'header', 'data', 'total', 'note', 'blank']),
          cells: z.array(zGridCell),
        }),
      ),
      merges: z.array(
        z.object({ row: z.number(), column: z.number(), rows: z.number(), columns: z.number() }),
      ),
    }),
  },
  findings: {
    name: 'import.findings',
    method: 'GET',
    path: '/api/imports/{id}/findings',
    ability: 'registry.import',
    params: zById,
    query: zCountPage.extend({ level: z.enum(['error', 'remark']).optional() }),
    output: z.object({ rows: z.array(zFinding), next: z.string().optional(), total: z.number() }),
  },
  diff: {
    name: 'import.diff',
    method: 'GET',
    path: '/api/imports/{id}/diff',
    ability: 'registry.import',
    params: zById,
    query: zCountPage.extend({
      action: zAction.optional(),
      /** Only rows with such a field. */
      way: zWay.optional(),
      /** Only records that the file does not hold any more, whatever was decided of them. */
      missing: z.literal('true').optional(),
    }),
    output: z.object({ rows: z.array(zDiffRow), next: z.string().optional(), total: z.number() }),
  },
  likely: likelyEntry,
  /** Corrects what was proposed and reads the sheet again; nothing is written to the registry. */
  map: {
    name: 'import.map',
    method: 'POST',
    path: '/api/imports/{id}/mapping',
    ability: 'registry.import',
    params: zById,
    body: z.object({
      kind: z.string().optional(),
      sheet: z.string().optional(),
      asOf: zDay.optional(),
      source: z.string().min(1).max(200).optional(),
      columns: z
        .array(
          z.object({
            column: z.number().int(),
            fact: z.string().nullable(),
            /** The header it is said of, as the sheet was read: a column of another header in the same place is left alone. */
            header: z.string().max(100_000),
            unit: z.string().max(40).optional(),
            ratio: z.enum(['percent', 'fraction', 'mixed']).optional(),
            fill: z.boolean().optional(),
          }),
        )
        .max(200),
      encoding: z.enum(ENCODINGS).optional(),
      /** Reads a file of ours like any list, whatever marks it bears. */
      ordinary: z.boolean().optional(),
    }),
    writes: true,
    output: zImport,
  },
  /** Per field of an update: adopt what the sheet says or keep what is there; per duplicate: the same one or two. */
  decide: {
    name: 'import.decide',
    method: 'POST',
    path: '/api/imports/{id}/decisions',
    ability: 'registry.import',
    params: zById,
    body: z.object({
      keep: z
        .array(
          z.object({
            row: z.number().int(),
            key: z.string(),
            /** Null takes the decision back: what holds for all of its sort holds again. */
            keep: z.boolean().nullable(),
          }),
        )
        .max(1000)
        .default([]),
      twins: z
        .array(z.object({ row: z.number().int(), same: z.boolean() }))
        .max(1000)
        .default([]),
      ...zLikelyDecisions.shape,
      /** Of a returned file: for all fields of a sort that are not decided one by one; null takes the decision back. */
      ways: z.partialRecord(zWay, z.enum(['adopt', 'keep']).nullable()).default({}),
      absent: zAbsence.nullable().optional(),
      absentRows: z
        .array(z.object({ subjectId: zId, absent: zAbsence.nullable() }))
        .max(1000)
        .default([]),
    }),
    writes: true,
    output: zImport,
  },
  commit: {
    name: 'import.commit',
    method: 'POST',
    path: '/api/imports/{id}/commit',
    ability: 'registry.import',
    params: zById,
    /** Rows written in one transaction: fewer let others in between on a small machine. */
    body: z.object({ batch: z.number().int().min(50).max(2_000).optional() }),
    writes: true,
    output: zImport,
  },
  cancel: {
    name: 'import.cancel',
    method: 'POST',
    path: '/api/imports/{id}/cancel',
    ability: 'registry.import',
    params: zById,
    writes: true,
    output: zImport,
  },
  /** Retracts every statement the import made; the history stays. */
  withdraw: {
    name: 'import.withdraw',
    method: 'POST',
    path: '/api/imports/{id}/withdraw',
    ability: 'registry.import',
    params: zById,
    body: zReason,
    writes: true,
    output: zImport,
  },
})
