import { z } from 'zod'
import { contractOf, zId } from '../../../platform/http/contract.ts'

const zKind = z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]*$/) })
const zKindAndId = zKind.extend({ id: zId })
const zName = z.string().trim().min(1).max(40)
const zFactKey = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/)

/** What a view shows: words sought, conditions, order, and columns in their order; the list's own columns where none are named. */
const zShows = z.object({
  q: z.string().max(100).optional(),
  filter: z.string().max(1000).optional(),
  sort: z.string().max(100).default('name'),
  columns: z.array(zFactKey).max(300).optional(),
})

export const zView = zShows.extend({
  id: zId,
  name: z.string(),
  /** Seen by everybody of the office of whoever made it; otherwise by him alone. */
  shared: z.boolean(),
  /** The list opens with it: his own for himself, a shared one for those of the office who have none of their own. */
  standard: z.boolean(),
  by: z.string(),
  mine: z.boolean(),
})
export type View = z.infer<typeof zView>

export const viewsContract = contractOf({
  /** The asker's own views of a list and those of his office, by name. */
  list: {
    name: 'view.list',
    method: 'GET',
    path: '/api/views/{kind}',
    ability: 'registry.read',
    narrows: true,
    params: zKind,
    output: z.object({ rows: z.array(zView), mayShare: z.boolean() }),
  },
  save: {
    name: 'view.save',
    method: 'POST',
    path: '/api/views/{kind}',
    ability: 'registry.read',
    params: zKind,
    body: zShows.extend({ name: zName, shared: z.boolean().default(false) }),
    writes: true,
    output: zView,
  },
  /** Gives it another name, shows other things, shares it, or lets the list open with it. What is absent stays. */
  change: {
    name: 'view.change',
    method: 'POST',
    path: '/api/views/{kind}/{id}/change',
    ability: 'registry.read',
    params: zKindAndId,
    body: z.object({
      name: zName.optional(),
      shared: z.boolean().optional(),
      standard: z.boolean().optional(),
      shows: zShows.optional(),
    }),
    writes: true,
    output: zView,
  },
  remove: {
    name: 'view.remove',
    method: 'POST',
    path: '/api/views/{kind}/{id}/remove',
    ability: 'registry.read',
    params: zKindAndId,
    writes: true,
    output: z.object({ id: zId }),
  },
})
