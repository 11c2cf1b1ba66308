import { z } from 'zod'
import {
  contractOf,
  zAsOf,
  zDay,
  zFlag,
  zId,
  zIdPage,
  zIdVersion,
  zPage,
  zValue,
} from '../../platform/http/contract.ts'
import { zLedgerRow } from '../../platform/ledger/contract.ts'

const zValues = z.record(z.string(), zValue)
const zKind = z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]*$/) })
const zKindAndId = zKind.extend({ id: zId })

/** How a need stands on a day. */
export const zStanding = z.enum(['open', 'expiring', 'expired', 'unknown', 'filled', 'dropped'])

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

/** A record that was merged into this one. */
export const zMerged = z.object({
  mergeId: zId,
  id: zId,
  name: z.string(),
  /** How many statements it brought. */
  statements: z.number(),
  by: z.string(),
  recordedAt: z.string(),
  reason: z.string().optional(),
})
export type Merged = z.infer<typeof zMerged>

export const zSubject = zSubjectRow.extend({
  /** The ETag; send it back as If-Match. */
  version: z.string(),
  facts: z.array(zFact),
  /** Records that show here since they were merged, the latest first. */
  merged: z.array(zMerged),
  /** The id that was asked for, where it is that of a record merged into this one. */
  askedFor: zId.optional(),
  /** What it points to (`to`) and what points to it (`from`): records, journeys, orders, matches. */
  links: z.array(
    z.object({
      kind: z.string(),
      id: zId,
      title: z.string(),
      state: z.string().optional(),
      way: z.enum(['to', 'from']).optional(),
      /** Where it is shown, where that is not by its own id. */
      under: zId.optional(),
      profile: z.string().optional(),
    }),
  ),
  /** The latest events about it. */
  ledger: z.array(zLedgerRow),
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
  /** A later finding of whom the record's words name; the party is absent where it is gone. */
  finds: z
    .object({ kind: z.string().optional(), id: zId.optional(), name: z.string().optional() })
    .optional(),
  /** The merged record it was made about, where it is not the one that is read. */
  about: z.object({ id: zId, name: z.string() }).optional(),
})

/** One statement as it speaks of one fact. */
export const zFactStatement = z.object({
  id: zId,
  /** Absent where it says that nobody knows any more, and where it is masked. */
  value: zValue.optional(),
  masked: z.boolean(),
  source: z.string(),
  asOf: zDay,
  recordedAt: z.string(),
  by: z.string(),
  retracted: z.boolean(),
  /** It is the one that stands. */
  stands: z.boolean(),
  /** It says otherwise than the one that stands, of the same day, and nobody has chosen between them. */
  disagrees: z.boolean(),
  /** Statements it was chosen over. */
  settles: z.array(zId).optional(),
  about: z.object({ id: zId, name: z.string() }).optional(),
})
export type FactStatement = z.infer<typeof zFactStatement>

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
      /** Conditions that all hold, one test a line, e.g. `revenue >= 2亿元`; `not ` before a test turns it round. */
      filter: z.string().max(1000).optional(),
      /** A fact key or `name`; a leading `-` turns it round. */
      sort: z.string().max(100).default('name'),
      count: zFlag.optional(),
      /** The number of the first row, from 0, where no cursor is at hand: the total comes with it. */
      from: z.coerce.number().int().min(0).max(10_000_000).optional(),
    }),
    output: z.object({
      rows: z.array(zSubjectRow),
      next: z.string().optional(),
      total: z.number().optional(),
      abilities: z.array(z.string()),
    }),
  },
  /** How often each value of a fact stands in a list, for whoever is about to filter by it. */
  values: {
    name: 'registry.values',
    method: 'GET',
    path: '/api/registry/{kind}/values/{fact}',
    ability: 'registry.read',
    narrows: true,
    params: zKind.extend({ fact: z.string().max(100) }),
    query: zAsOf.extend({ q: z.string().max(100).optional(), filter: z.string().max(1000).optional() }),
    output: z.object({
      /** The most frequent first, `VALUES_SHOWN` at most; of figures and days none. */
      rows: z.array(z.object({ value: z.string(), n: z.number() })),
      known: z.number(),
      unknown: z.number(),
      /** Of a past day nothing is counted. */
      counted: z.boolean(),
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
  /** Every statement that ever spoke of one fact, the latest first on the axis of what it speaks of, then of when it was recorded. */
  fact: {
    name: 'registry.fact',
    method: 'GET',
    path: '/api/registry/{kind}/{id}/facts/{fact}',
    ability: 'registry.read',
    narrows: true,
    params: zKindAndId.extend({ fact: z.string().max(100) }),
    output: z.object({ rows: z.array(zFactStatement), more: z.boolean() }),
  },
  /** Chooses one of several statements of the same day that disagree; the choice is a statement of its own. */
  settle: {
    name: 'registry.settle',
    method: 'POST',
    path: '/api/registry/{kind}/{id}/facts/{fact}/settle',
    ability: 'registry.write',
    params: zKindAndId.extend({ fact: z.string().max(100) }),
    body: z.object({ statementId: zId, reason: z.string().trim().min(1).max(200) }),
    writes: true,
    matches: true,
    output: zIdVersion,
  },
  create: {
    name: 'registry.create',
    method: 'POST',
    path: '/api/registry/{kind}',
    ability: 'registry.write',
    params: zKind,
    body: z.object({ values: zValues, source: z.string().min(1).max(200), asOf: zDay.optional() }),
    writes: true,
    output: zIdVersion,
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
    output: zIdVersion,
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
    output: zIdVersion,
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
