import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zById,
  zCountPage,
  zDay,
  zFlag,
  zId,
  zLabel,
  zPage,
  zValue,
} from '../../../platform/http/contract.ts'
import { zExport } from '../exports/contract.ts'

export const zVersionState = z.enum(['preparing', 'draft', 'published', 'superseded', 'discarded'])

const zFreshness = z.object({
  state: z.enum(['fresh', 'overdue', 'unknown']),
  asOf: zDay.optional(),
  dueOn: zDay.optional(),
  overdueDays: z.number().optional(),
})

export const zListVersion = z.object({
  id: zId,
  /** The ETag; send it back as If-Match. */
  version: z.string(),
  list: z.string(),
  state: zVersionState,
  no: z.number().optional(),
  /** What was true on this day, as known at this instant. */
  on: zDay,
  knownAt: z.string(),
  rows: z.number().optional(),
  unknown: z.number().optional(),
  ended: z.number().optional(),
  digest: z.string().optional(),
  note: z.string().optional(),
  preparedBy: z.string(),
  preparedOn: zDay,
  officeLabel: zLabel,
  review: z
    .object({
      agreed: z.boolean(),
      by: z.string(),
      officeLabel: zLabel,
      note: z.string(),
      day: zDay,
    })
    .optional(),
  publishedBy: z.string().optional(),
  publishedOn: zDay.optional(),
  supersededOn: zDay.optional(),
  reason: z.string().optional(),
  jobId: zId.optional(),
  demonstration: z.boolean(),
  abilities: z.array(z.string()),
})
export type ListVersion = z.infer<typeof zListVersion>

export const zListView = z.object({
  id: z.string(),
  label: zLabel,
  kind: z.string(),
  columns: z.array(z.string()),
  note: zLabel.optional(),
  owner: z.string(),
  ownerLabel: zLabel,
  reviewers: z.array(zLabel),
  refreshDays: z.number(),
  rowRefreshDays: z.number(),
  /** How fresh the published list is; unknown while nothing has been published. */
  freshness: zFreshness,
  /** Since when the owner is being reminded, and how often he was. */
  reminded: z.object({ on: zDay, times: z.number() }).optional(),
  /** Who is on it now; of whom nobody can say; needs that have run out, which are not on it. */
  rows: z.number(),
  unknown: z.number(),
  ended: z.number(),
  staleRows: z.number(),
  newest: zDay.optional(),
  published: zListVersion.optional(),
  draft: zListVersion.optional(),
  /** Subjects of the kind of which something was recorded since the published version; absent before the first. */
  touched: z.number().optional(),
  demonstration: z.boolean(),
  abilities: z.array(z.string()),
})
export type ListView = z.infer<typeof zListView>

/** One shown value with where it comes from. Without `value` it is closed to this reader, or gone. */
export const zCell = z.object({
  value: zValue.optional(),
  masked: z.boolean(),
  source: z.string(),
  asOf: zDay,
  by: z.string(),
  recordedAt: z.string(),
  statementId: zId,
})
export type ListCell = z.infer<typeof zCell>

export const zListRow = z.object({
  id: zId,
  name: z.string(),
  /** What is known, by fact; an absent key is unknown. */
  cells: z.record(z.string(), zCell),
  asOf: zDay,
  overdueDays: z.number(),
  demonstration: z.boolean(),
})
export type ListRow = z.infer<typeof zListRow>

/** A list as it is now, or a version of it by id. */
const zList = z.object({ list: z.string().regex(/^[a-z][a-z0-9_-]*$/) })
const zRowQuery = z.object({
  version: zId.optional(),
  q: z.string().max(100).optional(),
  stale: zFlag.optional(),
})

/** One end of a comparison: `now`, a day as it was known on that day, or the id of a version. */
const zEnd = z.union([z.literal('now'), z.literal('nothing'), zDay, zId])
/** Days are taken as they were known then, or as they are known today. */
const zKnown = z.enum(['then', 'today']).default('then')

const zWhy = z.object({
  /**
   * `stated`: somebody said something else · `first`: it was named for the first time · `retracted`: what was said was taken back ·
   * `merged`: two records became one, or one became two again · `time`: only days have passed · `unclear`: none of these.
   */
  how: z.enum(['stated', 'first', 'retracted', 'merged', 'time', 'unclear']),
  statements: z.array(
    z.object({
      id: zId,
      source: z.string(),
      asOf: zDay,
      recordedAt: z.string(),
      by: z.string(),
      keys: z.array(z.string()),
    }),
  ),
})

const zSide = z.object({ value: zValue.optional(), source: z.string(), asOf: zDay })
export const zDiffField = z.object({
  key: z.string(),
  masked: z.boolean(),
  /** Absent where nothing was known. */
  before: zSide.optional(),
  after: zSide.optional(),
})

export const zDiffRow = z.object({
  id: zId,
  name: z.string(),
  how: z.enum(['entered', 'left', 'changed']),
  fields: z.array(zDiffField),
  why: zWhy,
  demonstration: z.boolean(),
})
export type DiffRow = z.infer<typeof zDiffRow>

const zMoment = z.object({
  on: zDay,
  knownAt: z.string(),
  version: z.object({ id: zId, no: z.number().optional(), state: zVersionState }).optional(),
})

const onVersion = <
  const Name extends string,
  const Path extends string,
  const Ability extends string,
  Body extends z.ZodType,
>(
  name: Name,
  path: Path,
  ability: Ability,
  body: Body,
) =>
  ({
    name,
    method: 'POST',
    path,
    ability,
    params: zById,
    body,
    writes: true,
    matches: true,
    output: zListVersion,
  }) as const

export const listsContract = contractOf({
  all: {
    name: 'list.all',
    method: 'GET',
    path: '/api/lists',
    ability: 'list.read',
    query: zAsOf,
    output: z.object({ on: zDay, known: zDay, rows: z.array(zListView) }),
  },
  read: {
    name: 'list.read',
    method: 'GET',
    path: '/api/lists/{list}',
    ability: 'list.read',
    params: zList,
    query: zAsOf,
    output: zListView.extend({ on: zDay, known: zDay, versions: z.array(zListVersion) }),
  },
  rows: {
    name: 'list.rows',
    method: 'GET',
    path: '/api/lists/{list}/rows',
    ability: 'list.read',
    params: zList,
    query: zPage.extend(zAsOf.shape).extend(zRowQuery.shape),
    output: z.object({
      on: zDay,
      rows: z.array(zListRow),
      next: z.string().optional(),
      total: z.number(),
      stale: z.number(),
    }),
  },
  diff: {
    name: 'list.diff',
    method: 'GET',
    path: '/api/lists/{list}/diff',
    ability: 'list.read',
    params: zList,
    query: zCountPage.extend({
      from: zEnd,
      to: zEnd,
      known: zKnown,
      show: z.enum(['entered', 'left', 'changed']).optional(),
    }),
    output: z.object({
      from: zMoment.optional(),
      to: zMoment.optional(),
      counts: z.object({ entered: z.number(), left: z.number(), changed: z.number(), same: z.number() }),
      rows: z.array(zDiffRow),
      next: z.string().optional(),
    }),
  },
  /** Starts the writing of a list, or of one of its versions, into an Excel file: each row with its as-of day and sources. A job writes it. */
  export: {
    name: 'list.export',
    method: 'POST',
    path: '/api/lists/{list}/exports',
    // Taking a list away needs more than reading it; the verb asks for both.
    ability: 'registry.export',
    params: zList,
    body: z.object({ version: zId.optional(), language: z.enum(['zh', 'en']).default('zh') }),
    writes: true,
    output: zExport,
  },
  /** Reads a version once more by both roads: by its references, and worked out anew from what was known at its instant. */
  check: {
    name: 'list.check',
    method: 'GET',
    path: '/api/list-versions/{id}/check',
    ability: 'list.read',
    params: zById,
    output: z.object({
      kept: z.string(),
      followed: z.string(),
      /** Absent where the pack no longer understands the clause of that time. */
      replayed: z.string().optional(),
      same: z.boolean(),
      rows: z.number(),
    }),
  },
  prepare: {
    name: 'list.prepare',
    method: 'POST',
    path: '/api/lists/{list}/versions',
    ability: 'list.prepare',
    params: zList,
    body: z.object({ on: zDay.optional(), note: z.string().max(500).optional() }),
    writes: true,
    output: zListVersion,
  },
  review: onVersion(
    'list.review',
    '/api/list-versions/{id}/review',
    'list.review',
    z.object({ agreed: z.boolean(), note: z.string().min(1).max(500) }),
  ),
  publish: {
    name: 'list.publish',
    method: 'POST',
    path: '/api/list-versions/{id}/publish',
    ability: 'list.publish',
    params: zById,
    writes: true,
    matches: true,
    output: zListVersion,
  },
  discard: onVersion(
    'list.discard',
    '/api/list-versions/{id}/discard',
    'list.prepare',
    z.object({ reason: z.string().min(1).max(500) }),
  ),
})
