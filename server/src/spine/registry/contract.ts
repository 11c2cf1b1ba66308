import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zById,
  zCountPage,
  zDay,
  zFlag,
  zId,
  zIdPage,
  zPage,
  zValue,
} from '../../platform/http/contract.ts'
import { zJob } from '../../platform/jobs/contract.ts'

const zValues = z.record(z.string(), zValue)
const zKind = z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]*$/) })
const zKindAndId = zKind.extend({ id: zId })

export const zSubjectRow = z.object({
  id: zId,
  kind: z.string(),
  name: z.string(),
  /** What is known; an absent key is unknown. Masked values are absent and named in `masked`. */
  values: zValues,
  masked: z.array(z.string()),
  asOf: zDay.optional(),
  demonstration: z.boolean(),
})
export type SubjectRow = z.infer<typeof zSubjectRow>

export const zFact = z.object({
  key: z.string(),
  value: zValue.optional(),
  masked: z.boolean(),
  source: z.string(),
  asOf: zDay,
  recordedAt: z.string(),
  by: z.string(),
  statementId: zId,
  /** How many statements have ever spoken of it, and whether two with the same as-of day disagree. */
  statements: z.number(),
  conflict: z.boolean(),
})

export const zSubject = zSubjectRow.extend({
  /** The ETag; send it back as If-Match. */
  version: z.string(),
  facts: z.array(zFact),
  links: z.array(z.object({ kind: z.string(), id: zId, title: z.string(), state: z.string().optional() })),
  abilities: z.array(z.string()),
})
export type Subject = z.infer<typeof zSubject>

const zStatement = z.object({
  id: zId,
  source: z.string(),
  asOf: zDay,
  recordedAt: z.string(),
  by: z.string(),
  values: zValues,
  masked: z.array(z.string()),
  retracted: z.boolean(),
  retracts: zId.optional(),
})

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
  header: z.string(),
  fact: z.string().optional(),
  /** Why this fact was proposed: exact, alias, similar, values, profile, chosen. */
  reason: z.string().optional(),
  unit: z.string().optional(),
  unitFrom: z.string().optional(),
})

export const zImportCounts = z.object({
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  duplicates: z.number(),
  held: z.number(),
  errors: z.number(),
  remarks: z.number(),
})

export const zImport = z.object({
  id: zId,
  fileName: z.string(),
  kind: z.string(),
  state: z.enum(['reading', 'review', 'committing', 'committed', 'cancelled', 'failed', 'withdrawn']),
  refusal: z.string().optional(),
  sheet: z.string().optional(),
  sheets: z.array(z.object({ name: z.string(), rows: z.number() })),
  columns: z.array(zImportColumn),
  /** The day the sheet speaks of, and where that was read. */
  asOf: zDay.optional(),
  source: z.string(),
  defaultUnit: z.string().optional(),
  counts: zImportCounts,
  demonstration: z.boolean(),
  by: z.string(),
  recordedAt: z.string(),
  job: zJob.optional(),
  abilities: z.array(z.string()),
})
export type ImportView = z.infer<typeof zImport>

export const zDiffRow = z.object({
  row: z.number(),
  action: z.enum(['create', 'update', 'unchanged', 'held', 'duplicate']),
  subjectId: zId.optional(),
  name: z.string(),
  /** For a duplicate: the row or the record it repeats. */
  twin: z.object({ row: z.number().optional(), subjectId: zId.optional(), name: z.string() }).optional(),
  fields: z.array(
    z.object({
      key: z.string(),
      before: zValue.optional(),
      beforeAsOf: zDay.optional(),
      after: zValue.optional(),
      keep: z.boolean(),
    }),
  ),
})
export type DiffRow = z.infer<typeof zDiffRow>

const zGridCell = z.object({
  text: z.string(),
  readAs: z.string().optional(),
  level: z.enum(['error', 'remark', 'unknown']).optional(),
})

export const registryContract = contractOf({
  list: {
    name: 'registry.list',
    method: 'GET',
    path: '/api/registry/{kind}',
    ability: 'registry.read',
    narrows: true,
    params: zKind,
    query: zPage.extend(zAsOf.shape).extend({
      q: z.string().max(100).optional(),
      /** A clause, e.g. `revenue >= 2亿元`. */
      filter: z.string().max(1000).optional(),
      /** A fact key or `name`; a leading `-` turns it round. */
      sort: z.string().max(100).default('name'),
      count: zFlag.optional(),
    }),
    output: z.object({
      rows: z.array(zSubjectRow),
      next: z.string().optional(),
      total: z.number().optional(),
      abilities: z.array(z.string()),
    }),
  },
  read: {
    name: 'registry.read',
    method: 'GET',
    path: '/api/registry/{kind}/{id}',
    ability: 'registry.read',
    narrows: true,
    params: zKindAndId,
    query: zAsOf,
    output: zSubject,
  },
  history: {
    name: 'registry.history',
    method: 'GET',
    path: '/api/registry/{kind}/{id}/history',
    ability: 'registry.read',
    narrows: true,
    params: zKindAndId,
    query: zIdPage,
    output: z.object({ rows: z.array(zStatement), next: z.string().optional() }),
  },
  create: {
    name: 'registry.create',
    method: 'POST',
    path: '/api/registry/{kind}',
    ability: 'registry.write',
    params: zKind,
    body: z.object({ values: zValues, source: z.string().min(1).max(200), asOf: zDay.optional() }),
    writes: true,
    output: z.object({ id: zId, version: z.string() }),
  },
  state: {
    name: 'registry.state',
    method: 'POST',
    path: '/api/registry/{kind}/{id}/statements',
    ability: 'registry.write',
    params: zKindAndId,
    body: z.object({
      values: z.record(z.string(), zValue.nullable()),
      source: z.string().min(1).max(200),
      asOf: zDay.optional(),
    }),
    writes: true,
    matches: true,
    output: z.object({ id: zId, version: z.string() }),
  },
  retract: {
    name: 'registry.retract',
    method: 'POST',
    path: '/api/registry/{kind}/{id}/statements/{statementId}/retract',
    ability: 'registry.write',
    params: zKindAndId.extend({ statementId: zId }),
    body: z.object({ reason: z.string().min(1).max(500) }),
    writes: true,
    matches: true,
    output: z.object({ id: zId, version: z.string() }),
  },
  erase: {
    name: 'registry.erase',
    method: 'POST',
    path: '/api/registry/{kind}/{id}/erase',
    ability: 'personal.erase',
    params: zKindAndId,
    body: z.object({ reason: z.string().min(1).max(500) }),
    writes: true,
    output: z.object({ id: zId }),
  },
})

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
  upload: {
    name: 'import.upload',
    method: 'POST',
    path: '/api/imports',
    ability: 'registry.import',
    query: z.object({ kind: z.string().optional() }),
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
      action: z.enum(['create', 'update', 'unchanged', 'held', 'duplicate']).optional(),
    }),
    output: z.object({ rows: z.array(zDiffRow), next: z.string().optional(), total: z.number() }),
  },
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
          z.object({ column: z.number().int(), fact: z.string().nullable(), unit: z.string().optional() }),
        )
        .max(200),
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
        .array(z.object({ row: z.number().int(), key: z.string(), keep: z.boolean() }))
        .max(1000)
        .default([]),
      twins: z
        .array(z.object({ row: z.number().int(), same: z.boolean() }))
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
